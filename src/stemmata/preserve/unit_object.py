"""Units as objects, and what every entry that a person signs on units has: its parts read back, a stranger's too.

A unit's id is the SHA-256 of its canonical fields, so the fields themselves are kept as the object of that name. Units
hold hashes and numbers only; what may name a person stands in the body of the entry.
"""

from collections.abc import Mapping

from stemmata.model.canonical import Json, canonical_json
from stemmata.model.unit import Unit, unit_of
from stemmata.preserve.objects import ObjectStore
from stemmata.preserve.small_object import small_object

UNIT_BYTES = 4096


def unit_object(unit: Unit) -> bytes:
    """The bytes whose SHA-256 is the unit's id."""
    return canonical_json(unit.fields())


def unit_held(name: str, objects: ObjectStore) -> Unit:
    """ValueError for what is no unit in its one form; ObjectMissing, ObjectDamaged."""
    unit = unit_of(small_object(name, objects, UNIT_BYTES, "unit"))
    if unit.id != name:
        raise ValueError(f"object {name[:12]} is not written in the one form of a unit")
    return unit


def at_most_one(references: Mapping[str, list[str]], role: str) -> str | None:
    """ValueError for several."""
    named = references.get(role, [])
    if len(named) > 1:
        raise ValueError(f"an entry on units names at most one {role}, got {len(named)}")
    return named[0] if named else None


def reason_told(body: Mapping[str, Json] | None) -> str | None:
    """None where the body was erased, or holds none."""
    told = None if body is None else body.get("reason")
    return told if isinstance(told, str) else None
