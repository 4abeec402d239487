"""Many frame pairs of two films, one movement: what a single pair of noisy frames cannot show, ten can together.

An edit (a crop, a mirror, a window in another picture) maps every frame alike. So the details that match in all frame
pairs along one line are laid together, and one movement has to explain them; each pair is then judged by it. Two frames
of a dark or heavily compressed film may share eight details, and any movement through eight points wanders; through
eighty it does not.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stemmata.fingerprint.signature import mirrored
from stemmata.match.geometry import (
    NEAR_PX,
    Fit,
    View,
    agreement_of,
    distinct,
    inside_both,
    matches,
    movement,
    overlap_of,
    project,
    sides,
)

RATIO = 0.80
"""Looser than for one pair (geometry.RATIO): wrong matches of ten pairs do not agree with each other."""
TOGETHER = 30
"""Distinct details over all pairs that must follow; unrelated films reach 9 at most on the bench."""
OF_ONE = 5
"""Distinct details by which one pair counts as verified."""

Pixels = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Together:
    """For each pair (a, b) how a lies in b by the one movement of all; None where it does not. `details`: distinct ones
    over all pairs that follow it."""

    fits: Sequence[Fit | None]
    details: int = 0

    @property
    def weight(self) -> int:
        return sum(fit.inliers for fit in self.fits if fit is not None)


def fits_by_one_movement(pairs: Sequence[tuple[View, View]]) -> Together:
    """Plain or mirrored, whichever explains more."""
    return max((_fits(pairs, flip=flip) for flip in (False, True)), key=lambda found: found.weight)


def coincidence_together(pairs: Sequence[tuple[View, View]]) -> int:
    """Details over all pairs, as they are, that one movement explains, however few: as geometry.coincidence. One that
    stands in its place in ten frames counts once: where a camera stands still, whatever coincides does so ten times."""
    moved = _moved(pairs, flip=False, least=4)
    return 0 if moved is None else moved.details


@dataclass(frozen=True, slots=True)
class _Moved:
    """Matched places of all pairs in working pixels, the movement, which follow it, and how many of each pair."""

    ours: Pixels
    theirs: Pixels
    pixels: Pixels
    kept: npt.NDArray[np.bool_]
    counts: Sequence[int]

    @property
    def details(self) -> int:
        """Distinct over all pairs."""
        return distinct(self.ours[self.kept], self.theirs[self.kept])


def _moved(pairs: Sequence[tuple[View, View]], *, flip: bool, least: int) -> _Moved | None:
    if not pairs:
        return None
    side_a, side_b = sides(pairs[0][0]), sides(pairs[0][1])
    matched = [_matched(a, b, side_a, side_b, flip=flip) for a, b in pairs]
    ours, theirs = (np.concatenate([pair[side] for pair in matched]) for side in (0, 1))
    found = movement(ours, theirs) if len(ours) >= least else None
    if found is None:
        return None
    pixels, kept = found
    owner = np.repeat(np.arange(len(pairs)), [len(one) for one, _ in matched])
    counts = [distinct(ours[kept & (owner == at)], theirs[kept & (owner == at)]) for at in range(len(pairs))]
    return _Moved(ours, theirs, pixels, kept, counts) if sum(counts) >= least else None


def _fits(pairs: Sequence[tuple[View, View]], *, flip: bool) -> Together:
    moved = _moved(pairs, flip=flip, least=TOGETHER)
    if moved is None:
        return Together([None] * len(pairs))
    ours, theirs, pixels, kept, counts = moved.ours, moved.theirs, moved.pixels, moved.kept, moved.counts
    side_a, side_b = sides(pairs[0][0]), sides(pairs[0][1])
    off = np.linalg.norm(project(pixels, ours) - theirs, axis=1)
    matrix = np.diag([1 / side_b[0], 1 / side_b[1], 1.0]) @ pixels @ np.diag([side_a[0], side_a[1], 1.0])
    parallax = float((~kept & (off <= NEAR_PX)).sum() / (off <= NEAR_PX).sum())
    shared = inside_both(ours / side_a, theirs / side_b, matrix)
    overlaps = overlap_of(matrix), overlap_of(np.asarray(np.linalg.inv(matrix), np.float64))
    fits = [
        None
        if count < OF_ONE
        else Fit(
            matrix,
            flip,
            count,
            float(np.sqrt(abs(np.linalg.det(pixels[:2, :2])))),
            float(np.degrees(np.arctan2(pixels[1, 0], pixels[0, 0]))),
            agreement_of(a.grey[:, ::-1] if flip else a.grey, b.grey, matrix),
            *overlaps,
            consensus=float(kept[shared].mean()) if shared.any() else 0.0,
            residual_px=float(np.median(off[kept])),
            parallax=parallax,
        )
        for count, (a, b) in zip(counts, pairs, strict=True)
    ]
    return Together(fits, moved.details)


def _matched(a: View, b: View, side_a: Pixels, side_b: Pixels, *, flip: bool) -> tuple[Pixels, Pixels]:
    """Places in working pixels of the details that match."""
    if min(len(a.points), len(b.points)) < 2:
        return np.zeros((0, 2)), np.zeros((0, 2))
    pairs = matches(mirrored(a.signatures) if flip else a.signatures, b.signatures, RATIO)
    ours = a.points[pairs[:, 0], :2].astype(np.float64)
    if flip:
        ours[:, 0] = 1 - ours[:, 0]
    return ours * side_a, b.points[pairs[:, 1], :2].astype(np.float64) * side_b
