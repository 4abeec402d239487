"""Removal proposed: of bytes, or of what the body of an entry says. One person proposes, another one countersigns."""

import json
from collections.abc import Callable, Collection

from sqlalchemy import Connection, select

from stemmata.acts.named_units import reason_given, refuse_unheld_entries, refuse_unheld_items, tables
from stemmata.acts.told import as_told
from stemmata.case import schema
from stemmata.model.errors import BadRequest
from stemmata.preserve.authority import deaccession_statement
from stemmata.preserve.casefolder import CaseFolder, now_us


def propose_deaccession(
    case: CaseFolder,
    items: Collection[str],
    bodies: Collection[str],
    reason: str,
    authority: str | None,
    clock_us: Callable[[], int] = now_us,
) -> str:
    """The entry's id; nothing is removed by it. `bodies`: entries whose body is to be erased.

    With an item go the pictures that judgements froze of it. NotHeld for what is not in the case.
    """
    told = reason_given(reason, "a removal")
    if not items and not bodies:
        raise BadRequest("nothing was named to be removed", "name files, or entries with --body-of")
    with case.writing(clock_us) as writer:
        with tables(case) as connection:
            refuse_unheld_items(connection, items)
            refuse_unheld_entries(connection, bodies)
            removed = {*items, *_pictures_of(case, connection, items)}
        return writer.append([deaccession_statement(case.id, removed, bodies, told, as_told(authority))])[0]


def _pictures_of(case: CaseFolder, connection: Connection, items: Collection[str]) -> set[str]:
    """Objects that judgements froze because a person saw them, and that show one of these items."""
    judgement = schema.judgement.c
    query = select(judgement.relied_on).where(
        judgement.relied_on.is_not(None) & (judgement.one_holder.in_(items) | judgement.other_holder.in_(items))
    )
    pictures = {json.loads(case.objects.read(frozen)).get("picture") for frozen in connection.scalars(query)}
    return {picture for picture in pictures if isinstance(picture, str) and case.objects.has(picture)}
