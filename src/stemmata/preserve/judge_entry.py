"""The entry that says how two units are related: written, and read back.

What is said stays in the signed header, so that erasing the body takes the reason away and leaves the judgement:

    references   {"same": [one, other]}      the role is the relation, as model.judgement.Said has it; ids of two units,
                                             in the order in which they were said. Left out where it only takes back
                 "units": [one, other]       both units again, where it only takes back: whom it was about
                 "undoes": [entry]           left out where it takes nothing back
                 "relied_on": [sha256]       the object that froze what the person saw; left out where nothing was shown
                 "objects": [sha256, ...]    all of these objects that must be held: units, frozen result, picture
    body         {"reason": text}

A unit's id is the SHA-256 of its canonical fields, so the fields themselves are kept as the object of that name. Units
hold hashes and numbers only; what may name a person stands in the reason.
"""

from collections.abc import Sequence

from stemmata.model.judgement import Judgement, Said
from stemmata.model.seams import Statement
from stemmata.model.unit import Unit
from stemmata.preserve.log import LoggedEntry
from stemmata.preserve.objects import ObjectStore
from stemmata.preserve.unit_object import at_most_one, reason_told, unit_held

TYPE = "judge"
UNITS = "units"


def judge_statement(
    said: Said | None,
    one: Unit,
    other: Unit,
    reason: str,
    *,
    undoes: str | None = None,
    relied_on: str | None = None,
    objects: Sequence[str] = (),
) -> Statement:
    """`objects`: what else must be held with the entry, such as the picture that the frozen result names."""
    needed = {one.id, other.id, *objects} | ({relied_on} if relied_on is not None else set())
    references = {UNITS if said is None else said.value: [one.id, other.id], "objects": sorted(needed)}
    if undoes is not None:
        references["undoes"] = [undoes]
    if relied_on is not None:
        references["relied_on"] = [relied_on]
    return Statement(TYPE, references, {"reason": reason})


def judgement_of(entry: LoggedEntry, objects: ObjectStore) -> Judgement:
    """ValueError for a form that this version does not write; ObjectMissing, ObjectDamaged for a unit that is gone."""
    saying = [Said(role) for role in entry.references if role in set(Said)]
    undoes = at_most_one(entry.references, "undoes")
    if len(saying) > 1 or (not saying and undoes is None):
        raise ValueError("an entry of this type says one thing of two units, or takes one back")
    said = saying[0] if saying else None
    units = entry.references.get(UNITS if said is None else said.value, [])
    if len(units) != 2:
        raise ValueError(f"a judgement names two units, got {len(units)}")
    one, other = (unit_held(name, objects) for name in units)
    return Judgement(
        entry.id,
        said,
        one,
        other,
        entry.author,
        entry.claimed_us,
        reason_told(entry.body),
        undoes,
        at_most_one(entry.references, "relied_on"),
    )
