"""What was done with evidence, said by whoever did it: handed over, examined, shown, corrected."""

from collections.abc import Callable, Collection, Mapping

from sqlalchemy import select

from stemmata.acts.named_units import reason_given, tables
from stemmata.acts.told import as_told
from stemmata.case import schema
from stemmata.model.custody_event import SECOND_SIGNATURE, CustodyEvent
from stemmata.model.errors import BadRequest, NotHeld
from stemmata.preserve.casefolder import CaseFolder, now_us
from stemmata.preserve.event_entry import event_statement

OWN_COMMAND = {
    CustodyEvent.RECEIVE: "stemmata add",
    CustodyEvent.DISCLOSE: "stemmata disclose",
    CustodyEvent.DEACCESSION: "stemmata deaccession",
    CustodyEvent.REDACT: "stemmata redact",
}
"""Events that are more than a statement."""


def record_event(
    case: CaseFolder,
    event: CustodyEvent,
    items: Collection[str],
    told: Mapping[str, str | None],
    corrects: str | None = None,
    clock_us: Callable[[], int] = now_us,
    *,
    even_closed: bool = False,
) -> str:
    """The entry's id. `told`: keys of preserve.event_entry.TOLD; a reason is always needed. `even_closed`: what leaves
    a closed case changes nothing in it, and is noted all the same.

    BadRequest for an event that has a command of its own; NotHeld for what is not in the case.
    """
    if event in OWN_COMMAND or event in SECOND_SIGNATURE:
        raise BadRequest(f"{event.value} is more than a statement", f"use {OWN_COMMAND[event]}")
    if (event is CustodyEvent.CORRECT) != (corrects is not None):
        raise BadRequest("a correction names one entry, and nothing else does", "use correct with --corrects ENTRY")
    reason = reason_given(told.get("reason") or "", "an event")
    with case.writing(clock_us, even_closed=even_closed) as writer:
        with tables(case) as connection:
            for item in items:
                if connection.scalar(select(schema.item.c.sha256).where(schema.item.c.sha256 == item)) is None:
                    raise NotHeld(item, "file")
            if (
                corrects is not None
                and connection.scalar(select(schema.entry.c.id).where(schema.entry.c.id == corrects)) is None
            ):
                raise NotHeld(corrects, "entry")
        said = {key: as_told(value) for key, value in told.items()} | {"reason": reason}
        return writer.append([event_statement(event, case.id, items, said, corrects)])[0]
