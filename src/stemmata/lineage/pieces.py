"""Where a file lies in its family's footage: pieces, and what a movement of the picture comes to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from stemmata.lineage.borders import SAME_FRAME, Box
from stemmata.lineage.joins import Join, Plane
from stemmata.match.geometry import project

SAME_SPEED, SPEED = 0.005, 0.1
"""A speed this near 1 is none; another one is an estimate that may be off by the second share. Of 206 aligned stretches
with slowed or quickened films of the shared corpus, 95 in 100 lay within it."""
STILL_PLANES = (np.eye(3), np.array([[-1.0, 0, 1], [0, 1, 0], [0, 0, 1]]))
"""Of pictures that fill the same frame: as it is, and mirrored."""

Stretch = tuple[float, float]


@dataclass(frozen=True)
class Piece:
    """Where `start_us`..`end_us` of one file lies: rate × its clock + offset_us on the clock of `tape`, a holder.
    `plane` maps its picture onto the tape's; `box` is the part of its own picture that belongs. `hops`: how many
    alignments lie between."""

    start_us: float
    end_us: float
    tape: str
    rate: float
    offset_us: float
    plane: Plane
    box: Box
    hops: int

    def there(self, at_us: float) -> float:
        return self.rate * at_us + self.offset_us

    @property
    def image(self) -> Stretch:
        """On the tape's clock, in order."""
        one, other = self.there(self.start_us), self.there(self.end_us)
        return min(one, other), max(one, other)


@dataclass(frozen=True)
class Footage:
    """`pieces` by holder, in order of its clock. `shown`: what each holder was the first to lay down, on its own clock.
    `weight`: what a second of a tape's whole picture counts, in seconds and pictures of the first file laid down."""

    pieces: Mapping[str, tuple[Piece, ...]]
    shown: Mapping[str, tuple[Stretch, ...]]
    weight: Mapping[str, float]
    scene_area: Mapping[str, float]
    """Each holder's whole picture in pictures of the first file laid down: below 1 for a crop of it."""
    tolerance_us: float
    left_out: int = 0
    """Alignments that most ways round them contradict."""


def keeps_speed(join: Join) -> bool:
    return abs(abs(join.rate) - 1) <= SAME_SPEED


def meetings(join: Join, pieces: Sequence[Piece]) -> list[tuple[float, float, Piece]]:
    """(start, end on a's clock, piece of b), in order of a's clock: where the join meets what lies of b."""
    found = []
    for piece in pieces:
        if piece.end_us <= join.b_span.start_us or piece.start_us >= join.b_span.end_us:
            continue
        edges = sorted((at - join.offset_us) / join.rate for at in (piece.start_us, piece.end_us))
        start, end = max(float(join.a_span.start_us), edges[0]), min(float(join.a_span.end_us), edges[1])
        if end > start:
            found.append((start, end, piece))
    return sorted(found, key=lambda meeting: meeting[:2])


def same_frame(plane: Plane) -> Plane:
    """The movement, or exactly none where the picture fills the same frame within SAME_FRAME, mirrored or not: so small
    errors of laying one over the other do not add up along a chain of copies."""
    corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float64)
    moved = project(np.asarray(plane, np.float64), corners)
    for still in STILL_PLANES:
        if np.abs(moved - project(still, corners)).max() <= SAME_FRAME:
            return still
    return np.asarray(plane, np.float64)


def boxed(plane: Plane, box: Box) -> Box:
    """The upright box of where `box` comes to lie; of a side that lies aslant, its middle counts."""
    left, top, right, bottom = box
    corners = project(plane, np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float64))
    across, down = np.sort(corners[:, 0]), np.sort(corners[:, 1])
    return (
        float(across[:2].mean()), float(down[:2].mean()), float(across[2:].mean()), float(down[2:].mean()),
    )  # fmt: skip


def area_of(box: Box) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])
