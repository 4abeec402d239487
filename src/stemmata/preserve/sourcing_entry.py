"""The entry that says who stands behind units, or what one rests on: written, and read back.

What is said stays in the signed header, as in preserve.judge_entry. Nothing that leads to a person does, not even a
pseudonym: what was typed for a person stands in the body, beside the reason, and goes when the body is erased.

    references   {"one_person": [one, other]}  the role is the saying, as model.sourcing.Sourced has it; ids of its
                                               units in the order in which they were said. Left out where it only takes
                                               back
                 "units": [one, other]         the units again, where it only takes back: whom it was about
                 "undoes": [entry]             left out where it takes nothing back
                 "case": [id]                  the case in which it was said: the salt of its pseudonyms
                 "objects": [sha256, ...]      the units, which must be held
    body         {"reason": text,
                  "persons": [text, ...]}      a name or pseudonym for each unit; left out where nobody is named
"""

from collections.abc import Callable, Sequence

from stemmata.model.canonical import Json
from stemmata.model.seams import Statement
from stemmata.model.sourcing import PERSONS, Sourced, Sourcing
from stemmata.model.unit import Unit
from stemmata.preserve.casefolder import CASE_ROLE
from stemmata.preserve.log import LoggedEntry
from stemmata.preserve.objects import ObjectStore
from stemmata.preserve.unit_object import at_most_one, reason_told, unit_held

TYPE = "sourcing"
UNITS = "units"
PERSONS_KEY = "persons"
"""In the body. Nothing but what compares persons may read it: no table, page or export has it."""


def sourcing_statement(
    case_id: str,
    said: Sourced | None,
    units: Sequence[Unit],
    reason: str,
    *,
    persons: Sequence[str] = (),
    undoes: str | None = None,
) -> Statement:
    names = [unit.id for unit in units]
    references = {
        UNITS if said is None else said.value: names,
        CASE_ROLE: [case_id],
        "objects": sorted(set(names)),
    }
    if undoes is not None:
        references["undoes"] = [undoes]
    body: dict[str, Json] = {"reason": reason}
    if persons:
        body[PERSONS_KEY] = list(persons)
    return Statement(TYPE, references, body)


def sourcing_of(entry: LoggedEntry, objects: ObjectStore, called: Callable[[str, str], str]) -> Sourcing:
    """`called` makes a pseudonym of a case's id and what was typed: no name is in what is returned.

    ValueError for a form that this version does not write; ObjectMissing, ObjectDamaged for a unit that is gone.
    """
    saying = [Sourced(role) for role in entry.references if role in set(Sourced)]
    undoes = at_most_one(entry.references, "undoes")
    if len(saying) > 1 or (not saying and undoes is None):
        raise ValueError("an entry of this type says one thing, or takes one back")
    said = saying[0] if saying else None
    names = entry.references.get(UNITS if said is None else said.value, [])
    if len(names) > 2:
        raise ValueError(f"an entry of this type names one unit or two, got {len(names)}")
    salt = case_of(entry)
    persons = tuple(called(salt, typed) for typed in persons_told(entry))
    if said is not None and entry.body is not None and len(persons) != PERSONS.get(said, 0):
        raise ValueError(f"{said.value} names {PERSONS.get(said, 0)} persons, got {len(persons)}")
    units = tuple(unit_held(name, objects) for name in names)
    return Sourcing(entry.id, said, units, entry.author, entry.claimed_us, reason_told(entry.body), persons, undoes)


def case_of(entry: LoggedEntry) -> str:
    """The id of the case in which it was said. ValueError where the entry has none."""
    case_id = at_most_one(entry.references, CASE_ROLE)
    if case_id is None:
        raise ValueError("an entry of this type names the case in which it was said")
    return case_id


def persons_told(entry: LoggedEntry) -> list[str]:
    """As typed; none where the body was erased. ValueError for what is no list of text."""
    told = None if entry.body is None else entry.body.get(PERSONS_KEY, [])
    if told is None:
        return []
    if not isinstance(told, list) or not all(isinstance(one, str) for one in told):
        raise ValueError("persons are a list of text")
    return [str(one) for one in told]
