"""Edges: pair evidence between two units. Nothing is merged by one; clusters are views over them."""

from dataclasses import dataclass, field
from enum import StrEnum

from stemmata.model.canonical import Json
from stemmata.model.residue import Residue
from stemmata.model.span import Region, Span
from stemmata.model.unit import Unit


class Kind(StrEnum):
    """What two units share (DESIGN section 5)."""

    SAME_BYTES = "same_bytes"
    SAME_STREAM = "same_stream"
    SAME_FOOTAGE = "same_footage"
    SAME_PICTURE_PART = "same_picture_part"
    SAME_RECORDING = "same_recording"
    SHARED_SOUND = "shared_sound"
    SAME_EVENT = "same_event"
    SAME_PLACE = "same_place"
    SAME_STORY = "same_story"
    DRAWS_ON = "draws_on"


SHARED_ORIGIN = frozenset(
    {
        Kind.SAME_BYTES,
        Kind.SAME_STREAM,
        Kind.SAME_FOOTAGE,
        Kind.SAME_PICTURE_PART,
        Kind.SAME_RECORDING,
        Kind.SAME_STORY,
        Kind.DRAWS_ON,
    }
)
"""Kinds that establish a shared origin; the others never join anything (another camera is not a copy)."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One aligned stretch: `a` of the one file shows what `b` of the other shows.

    A still has no timeline: its side is None. `speed` is how fast b runs against a (2.0: b shows it in half the time);
    negative where b runs backwards. `geometry` is the movement of the picture from a to b, JSON of finite numbers:
    {"matrix": 9 numbers row by row in pixels of the compared sizes, "scale", "rotation_degrees", "inliers", ...}.
    `a_region` and `b_region` are set where only a window of that side takes part. `left_over`: what still differs where
    the one is laid over the other; empty where nothing was found.
    """

    a: Span | None
    b: Span | None
    speed: float = 1.0
    mirrored: bool = False
    geometry: dict[str, "float | int | str | list[float]"] = field(default_factory=dict)
    a_region: Region | None = None
    b_region: Region | None = None
    left_over: tuple[Residue, ...] = ()


@dataclass(frozen=True, slots=True)
class Chance:
    """How often unrelated material would score this well; never a probability of being wrong (DESIGN section 5).

    rate: share of unrelated pairs that score so. comparisons: pairs that could have. expected: such coincidences among
    them. tested_to: the smallest rate that the trials could see; below it, the rate is their fall carried on. snapshot:
    the name of these trials. look_alikes: of seeded pairs that look alike and are not the same (one place again,
    another camera, one player round other films), the share that is called the same footage;
    None where that was not tried.
    """

    rate: float
    comparisons: int
    expected: float
    tested_to: float
    snapshot: str
    look_alikes: float | None


@dataclass(frozen=True, slots=True)
class Edge:
    """Evidence that two units share something. `a` < `b` by holder, so that a pair has one order."""

    kind: Kind
    a: Unit
    b: Unit
    method: str
    segments: tuple[Segment, ...] = ()
    chance: Chance | None = None
    status: str | None = None
    """For `draws_on`: declared, suggested or confirmed. None elsewhere."""
    facts: dict[str, Json] = field(default_factory=dict)
    """Small counts behind the sentence on the page, such as {"verified_frames": 12, "checked_frames": 12}."""

    @property
    def holders(self) -> tuple[str, str]:
        """Items or postings of both sides, in one order even for a kind that has a direction."""
        one, other = sorted((self.a.holder, self.b.holder))
        return one, other
