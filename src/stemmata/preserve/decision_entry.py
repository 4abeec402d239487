"""The entry that says whether a suggested change is one: written, and read back.

    references   {"confirmed": [change]}     or "rejected": the id of the change, which is the SHA-256 of its canonical
                                             fields (model.decision.UnitChange). Left out where it only takes back
                 "change": [change]          the same id, where it only takes back: what it was about
                 "undoes": [entry, ...]      left out where it takes nothing back
                 "objects": [change]         the object of that name holds the fields, and must be held with the entry
    body         {"reason": text}            may be empty

A change names texts by hash and span and says nothing of persons, so it stays when the body is erased.
"""

from collections.abc import Sequence

from stemmata.model.canonical import canonical_json
from stemmata.model.decision import Decided, Decision, UnitChange, unit_change_of
from stemmata.model.seams import Statement
from stemmata.preserve.log import LoggedEntry
from stemmata.preserve.objects import ObjectStore
from stemmata.preserve.small_object import small_object

TYPE = "decide-change"
CHANGE = "change"
CHANGE_BYTES = 8192


def change_object(change: UnitChange) -> bytes:
    """The bytes whose SHA-256 is the change's id."""
    return canonical_json(change.fields())


def decision_statement(
    change: UnitChange, decision: Decision | None, reason: str, undoes: Sequence[str] = ()
) -> Statement:
    role = CHANGE if decision is None else decision.value
    references = {role: [change.id], "objects": [change.id]}
    if undoes:
        references["undoes"] = sorted(undoes)
    return Statement(TYPE, references, {"reason": reason})


def decided_of(entry: LoggedEntry, objects: ObjectStore) -> Decided:
    """ValueError for a form that this version does not write; ObjectMissing, ObjectDamaged where the change is gone."""
    saying = [Decision(role) for role in entry.references if role in set(Decision)]
    undoes = tuple(sorted(entry.references.get("undoes", [])))
    if len(saying) > 1 or (not saying and not undoes):
        raise ValueError("an entry of this type decides one thing on a change, or takes decisions back")
    decision = saying[0] if saying else None
    named = entry.references.get(CHANGE if decision is None else decision.value, [])
    if len(named) != 1:
        raise ValueError(f"a decision names one change, got {len(named)}")
    told = None if entry.body is None else entry.body.get("reason")
    return Decided(
        entry.id,
        _change(named[0], objects),
        decision,
        entry.author,
        entry.claimed_us,
        told if isinstance(told, str) else None,
        undoes,
    )


def _change(name: str, objects: ObjectStore) -> UnitChange:
    change = unit_change_of(small_object(name, objects, CHANGE_BYTES, "change"))
    if change.id != name:
        raise ValueError(f"object {name[:12]} is not written in the one form of a change")
    return change
