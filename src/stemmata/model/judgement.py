"""What a person said of two units. It overrides what is computed, and only another judgement undoes it.

What stands is a function of the *set* of judgements: no order, no clock and no writer has a say in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from stemmata.model.canonical import Json
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
    `relied_on` is the SHA-256 of the object that froze what the person saw (DESIGN section 2). `reason` is None where
    the body of the entry was erased: the judgement goes on without it.
    """

    id: str
    said: Said | None
    one: Unit
    other: Unit
    who: str
    when_us: int
    reason: str | None
    undoes: str | None = None
    relied_on: str | None = None

    @property
    def pair(self) -> tuple[str, str]:
        """Ids of both units, in one order: the pair that is spoken of, whoever came first."""
        one, other = sorted((self.one.id, self.other.id))
        return one, other

    @property
    def holders(self) -> tuple[str, str]:
        """Items or postings of both sides, in one order."""
        one, other = sorted((self.one.holder, self.other.holder))
        return one, other


@dataclass(frozen=True, slots=True)
class Seen:
    """What stood before the person who judged: `result` is what was computed and how; `picture` the proof picture,
    JPEG, where there is one."""

    result: Mapping[str, Json]
    picture: bytes | None = None
