"""A person confirms or rejects a change that was suggested, or takes such a decision back. Each is one signed entry."""

from collections.abc import Callable

from sqlalchemy import Connection, select

from stemmata.acts.named_units import tables
from stemmata.acts.told import as_text
from stemmata.case import schema
from stemmata.case.decisions import decision_named, verdicts_between
from stemmata.model.decision import Decision, UnitChange
from stemmata.model.errors import BadRequest, NotHeld
from stemmata.model.span import TextSpan
from stemmata.model.unit import Unit
from stemmata.preserve.casefolder import CaseFolder, now_us
from stemmata.preserve.decision_entry import change_object, decision_statement


def decide_change(
    case: CaseFolder,
    change: UnitChange,
    decision: Decision,
    reason: str = "",
    *,
    clock_us: Callable[[], int] = now_us,
) -> str:
    """The entry's id. It replaces what stands on this change and says otherwise, whoever signed that.

    BadRequest where the same is decided already, NotHeld for a text that is not in the case: then nothing is written.
    CaseClosed, CaseBusy, KeyMissing, StoreFull.
    """
    with case.writing(clock_us) as writer:
        with tables(case) as connection:
            for unit in (change.parent, change.child):
                _refuse_unheld(connection, unit)
            found = verdicts_between(connection, change.parent.holder, change.child.holder).get(change.id)
        standing = () if found is None else found.standing
        others = [one.id for one in standing if one.decision is not decision]
        if standing and not others:
            raise BadRequest(f"this change is {decision.value} already", "take that back first if you think otherwise")
        with case.objects.batch() as store:
            store.put_bytes(change_object(change))
        # A crash here leaves an object that no entry names: `verify` tells it, and the same decision takes it up.
        return writer.append([decision_statement(change, decision, as_text(reason).strip(), others)])[0]


def undo_decision(case: CaseFolder, entry: str, reason: str = "", *, clock_us: Callable[[], int] = now_us) -> str:
    """Take one decision back, whoever signed it; the entry's id. Undoing an undo revives. Errors as of
    `decide_change`; NotHeld where there is no such decision."""
    with case.writing(clock_us) as writer:
        with tables(case) as connection:
            undone = decision_named(connection, entry)
        with case.objects.batch() as store:
            store.put_bytes(change_object(undone.change))
        return writer.append([decision_statement(undone.change, None, as_text(reason).strip(), [undone.id])])[0]


def _refuse_unheld(connection: Connection, unit: Unit) -> None:
    row = connection.execute(select(schema.text).where(schema.text.c.holder == unit.holder)).first()
    if row is None or (unit.posting is not None) != (row.posting is not None):
        raise NotHeld(unit.holder, "text")
    if isinstance(unit.span, TextSpan) and unit.span.extraction == row.extraction and unit.span.end > len(row.body):
        raise BadRequest("the text ends before the change that was named", "name a stretch that lies in the text")
