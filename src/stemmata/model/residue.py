"""What is left over when the one picture is laid over the other: what was added, cut off or changed."""

from dataclasses import dataclass, field
from enum import StrEnum

from stemmata.model.span import Region, Span


class Difference(StrEnum):
    """What differs. The first six lie in a window of one side, the others hold between the two."""

    OVERLAY = "overlay"
    """Something lies over the picture: a logo, a sticker, a mark."""
    CAPTION = "caption"
    """An overlay of small strokes in a row, as lines of text are."""
    BAR = "bar"
    """A plain border: letterbox, side bars, a band laid over an edge."""
    FILLING = "filling"
    """A blurred or shaded border, as is put beside upright films."""
    SHOWN_PART = "shown_part"
    """The window of this side that the other side shows; the rest of this side is not in it."""
    INSERT = "insert"
    """The window of this side in which the other one stands, as a picture in a picture."""
    MIRROR = "mirror"
    NEGATIVE = "negative"
    ROTATION = "rotation"
    """amounts: degrees, from a to b."""
    SCALE = "scale"
    """amounts: factor, from a to b, in the compared sizes (512 pixels on the longer side): a share, not pixels."""
    TONE = "tone"
    """amounts: gain and offset in levels of 0..255, from a to b. Of grey only: fingerprints hold no colour."""


class Side(StrEnum):
    A = "a"
    B = "b"
    UNKNOWN = "unknown"
    """One of the two has it; which one could not be told. Region and span are a's."""


@dataclass(frozen=True, slots=True)
class Residue:
    """One difference that lasts. `side` is None where it holds between the two.

    `region` in millionths of the side that has it, as displayed; `span` on that side's clock: the stretch in which it
    was seen, known to half a second or so; None for a still.
    """

    kind: Difference
    side: Side | None = None
    region: Region | None = None
    span: Span | None = None
    amounts: dict[str, float] = field(default_factory=dict)
