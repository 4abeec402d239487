"""Entries that document what was done with evidence (Berkeley Protocol, section 167): written, and read back.

type         a word of model.custody_event
references   {"items": [sha256, ...], "case": [id]}   for `correct` also {"corrects": [entry]}
body         {"reason", "authority", "from", "to", "tool", "parameters": text or null}
"""

from collections.abc import Collection, Mapping

from stemmata.model.canonical import Json
from stemmata.model.custody_event import CustodyEvent
from stemmata.model.seams import Statement
from stemmata.preserve.casefolder import CASE_ROLE

TOLD = ("reason", "authority", "from", "to", "tool", "parameters")
"""What a person may tell of an event. Left out means unknown, and is recorded as null."""

ITEMS, CORRECTS = "items", "corrects"


def event_statement(
    event: CustodyEvent,
    case_id: str,
    items: Collection[str],
    told: Mapping[str, str | None],
    corrects: str | None = None,
) -> Statement:
    references = {CASE_ROLE: [case_id], ITEMS: sorted(items)}
    if corrects is not None:
        references[CORRECTS] = [corrects]
    body: dict[str, Json] = {key: told.get(key) for key in TOLD}
    return Statement(event, {role: ids for role, ids in references.items() if ids}, body)
