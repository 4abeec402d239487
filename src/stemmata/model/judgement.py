"""What a person said of two units. It overrides what is computed, and only another judgement undoes it."""

from dataclasses import dataclass
from enum import StrEnum

from stemmata.model.unit import Unit


class Said(StrEnum):
    """The five things that can be said (WORDS section 3, Judgement)."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"
    PARENT = "parent"
    """`one` is the source of `other`."""
    NOT_PARENT = "not_parent"
    """`one` is not the source of `other`."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One signed entry. `id` is the entry's; `who` the author's key id; `when_us` the claimed time, µs since 1970.

    `undoes` names an earlier entry that no longer holds; `said` is None where a judgement only takes one back.
    `relied_on` is the SHA-256 of the object that froze what the person saw (DESIGN section 2).
    """

    id: str
    said: Said | None
    one: Unit
    other: Unit
    who: str
    when_us: int
    reason: str
    undoes: str | None = None
    relied_on: str | None = None
