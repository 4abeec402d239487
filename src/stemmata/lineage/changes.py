"""Named changes between two versions of a text. Pure; nothing here is more than *suggested*."""

from collections.abc import Mapping
from dataclasses import dataclass

from stemmata.lineage.changes_blocks import Block, blocks_of
from stemmata.lineage.changes_compared import Compared, compared
from stemmata.lineage.changes_lexicon import NEUTRAL, Lexicon, language_of, lexicons
from stemmata.lineage.changes_of_dates import date_changes
from stemmata.lineage.changes_of_numbers import number_changes
from stemmata.lineage.changes_of_speech import attribution_changes, hedge_changes
from stemmata.lineage.changes_of_statements import statement_changes
from stemmata.lineage.changes_reading import Reading, read
from stemmata.lineage.changes_words import tokens_of
from stemmata.model.change import Change, Where

VERSION = "changes/1"


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a text: headline and body as they stand; language as declared, None where it is not known."""

    headline: str | None
    body: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """The case's places and actors, each a group of spellings of one name."""

    places: tuple[tuple[str, ...], ...] = ()
    actors: tuple[tuple[str, ...], ...] = ()


NO_NAMES = Names()


def changes_between(
    before: Version, after: Version, names: Names = NO_NAMES, languages: Mapping[str, Lexicon] | None = None
) -> tuple[Change, ...]:
    """What `after` says otherwise than `before`, in the order of `after`, then what is only in `before`."""
    known = lexicons() if languages is None else languages
    found: list[Change] = []
    bodies = _readings(Where.BODY, before, after, known)
    if before.headline and after.headline:
        heads = _readings(Where.HEADLINE, before, after, known)
        whole = Block(tuple(range(len(heads[0].sentences))), tuple(range(len(heads[1].sentences))))
        found.extend(_changes(compared(heads, whole)))
    for block in blocks_of(*bodies):
        found.extend(_changes(compared(bodies, block)))
    return tuple(sorted(found, key=_place))


def _readings(
    where: Where, before: Version, after: Version, known: Mapping[str, Lexicon]
) -> tuple[Reading, Reading]:
    sides = []
    for version in (before, after):
        text = (version.headline or "") if where is Where.HEADLINE else version.body
        sides.append(read(where, text, _lexicon(version, known)))
    return sides[0], sides[1]


def _lexicon(version: Version, known: Mapping[str, Lexicon]) -> Lexicon:
    if version.language is not None:
        return known.get(version.language.split("-")[0].lower(), NEUTRAL)
    return language_of(tokens_of(f"{version.headline or ''}\n{version.body}"), known)


def _changes(both: Compared) -> list[Change]:
    found = statement_changes(both)
    found += attribution_changes(both)
    found += hedge_changes(both)
    found += number_changes(both)
    found += date_changes(both)
    return found


def _place(change: Change) -> tuple[bool, bool, int]:
    stretch = change.after or change.before
    assert stretch is not None
    return change.after is None, stretch.part is Where.BODY, stretch.start
