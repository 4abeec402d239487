"""What was done with evidence, said by whoever did it: handed over, examined, shown, corrected."""

from collections.abc import Callable, Collection, Mapping

from stemmata.acts.named_units import reason_given, refuse_unheld_entries, refuse_unheld_items, tables
from stemmata.acts.told import as_told
from stemmata.model.custody_event import SECOND_SIGNATURE, CustodyEvent
from stemmata.model.errors import BadRequest
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
            refuse_unheld_items(connection, items)
            refuse_unheld_entries(connection, () if corrects is None else (corrects,))
        said = {key: as_told(value) for key, value in told.items()} | {"reason": reason}
        return writer.append([event_statement(event, case.id, items, said, corrects)])[0]
