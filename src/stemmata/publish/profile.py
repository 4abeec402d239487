"""What an export of each profile holds: which rows leave the house, and in which form."""

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import Connection

from stemmata.model.profile import Profile
from stemmata.publish import partner_rows, public_rows
from stemmata.publish.public_rows import Row, Rows


def profiled(
    profile: Profile, nouns: Mapping[str, Rows], own: Iterable[str], connection: Connection
) -> dict[str, Rows]:
    """The same nouns, each giving the rows of the profile. `own`: names of this user and machine, which never leave."""
    if profile is Profile.INTERNAL:
        return dict(nouns)
    if profile is Profile.PARTNER:
        return {noun: _of_partner(noun, rows, tuple(own)) for noun, rows in nouns.items()}
    known = public_rows.known_of(connection, nouns)
    return {noun: _of_public(noun, rows, known) for noun, rows in nouns.items()}


def left_out(profile: Profile) -> dict[str, str]:
    """Noun -> why it is empty or shorter, for whoever opens the export."""
    return dict(public_rows.LEFT_OUT) if profile is Profile.PUBLIC else {}


def _of_partner(noun: str, rows: Rows, own: tuple[str, ...]) -> Rows:
    def told(connection: Connection) -> Iterator[Row]:
        return (partner_rows.row(noun, row, own) for row in rows(connection))

    return told


def _of_public(noun: str, rows: Rows, known: public_rows.Known) -> Rows:
    make = public_rows.MAKERS.get(noun)

    def told(connection: Connection) -> Iterator[Row]:
        if make is None:
            return iter(())
        return (made for row in rows(connection) if (made := make(row, known)) is not None)

    return told
