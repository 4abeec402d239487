"""Whether two stretches that fit frame by frame were recorded at one moment, or at two by a camera that stood alike.

Geometry cannot tell: a fixed camera shows one place at every hour. What moves can: the camera's shake, frame for frame,
and what moves in the same places of the picture at the same moments.
"""

from dataclasses import dataclass
from enum import Enum
from functools import cached_property

import numpy as np

from stemmata.match import motion
from stemmata.match.cells import moves_in_the_same_places
from stemmata.match.frame_pairs import Rows
from stemmata.match.geometry import Fit
from stemmata.match.hamming import distances
from stemmata.match.lines import Line, moving
from stemmata.match.picture import Picture

SPEED_OF_ONE = 0.02
"""Slopes this near to 1 are one speed; any other was sought among a hundred."""
MOVES_CLEARLY = 0.80
MOVES_ALIKE, AT_LEAST = 1.2, 0.40
"""r of motion times the root of the seconds from which two stretches move alike, and the least r: the longer, the less
can chance do. Unrelated films reached 0.62 on windows of four seconds (visual.md 4b), so geometry must hold as well."""
CELLS_ALIKE, CELLS_CLEARLY, CELLS_APART = 0.42, 0.55, 0.17
"""r of what moves in the same places: from which two stretches are of one moment, clearly so, and below which of two.
Films laid over themselves one to three seconds off, or over another hour of one fixed camera (right geometry, wrong
moment): of 687 lines of the bench's films and 1,616 of another generator's the most reached 0.39, 99 in 100 stayed
below 0.30. At the right moment 95 in 100 copies reach 0.37 (of the bench's 0.53), half of them 0.87."""
IN_TIME = 0.25
"""r of a moving camera below which the moment is another, however much the same places move: they do for a second."""
ONE_SPEED_ROOT, OTHER_SPEED_ROOT, CELLS_MOST = 0.84, 1.4, 0.90
"""What CELLS_ALIKE was measured on lasts four seconds and more: below, r must grow as chance does, with the root of the
time; and a stretch at another speed than 1 is one of a hundred that were tried."""
SHAKEN = 0.15
"""Spread of a film's curve (roots of levels) from which it is that of a moving camera: a fixed one has that of its
encoder's key frames and of the light, which other hours of the same camera share."""


class Moment(Enum):
    SAME = "same"
    ANOTHER = "another"
    UNKNOWN = "unknown"


@dataclass(frozen=True, eq=False)
class SameMoment:
    """What bears out, or speaks against, that `stretch` (µs of a's clock) along `line` is one recording. `steady`: its
    verified frame pairs."""

    a: Picture
    b: Picture
    line: Line
    gap: tuple[int, int]
    stretch: tuple[float, float]
    steady: Rows

    @cached_property
    def r(self) -> float | None:
        """How alike the two move on the whole."""
        films = moving(self.a, self.b, self.line.windows, self.gap)
        if min(len(times) for times, _ in films) < 10:
            return None
        span = (self.stretch[0] / 1e6, self.stretch[1] / 1e6)
        return motion.agreement(*films, self.line.slope, self.line.offset_us / 1e6, span)

    @cached_property
    def cells(self) -> float | None:
        """How alike they move in the same places."""
        return moves_in_the_same_places(self.a, self.b, self.line, self.fit, self.stretch)

    @cached_property
    def fit(self) -> Fit:
        """The movement that most details follow."""
        fits = [verdict.fit for _, _, verdict in self.steady if verdict.fit is not None]
        return max(fits, key=lambda one: one.inliers)

    @cached_property
    def shaken(self) -> bool:
        """Whether both cameras move enough for the curves of their movement to say anything."""
        ours, theirs = moving(self.a, self.b, self.line.windows, self.gap)
        low, high = self.stretch
        on_b = sorted(float(at) / 1e6 for at in self.line.to_b(np.array(self.stretch)))
        spreads = motion.spread(ours, (low / 1e6, high / 1e6)), motion.spread(theirs, (on_b[0], on_b[1]))
        return min(spreads) >= SHAKEN

    @cached_property
    def hashed(self) -> bool:
        """Whether frames on the line are close, and clearly closer than frames off it: footage, not a standing
        picture."""
        on, off = [], []
        for sample, at in enumerate(self.b.sample_us.tolist()):
            there = float(self.line.to_a(float(at)))
            if not self.stretch[0] <= there <= self.stretch[1]:
                continue
            apart = distances(self.b.sample_views(sample), self.a.frame_hash).min(axis=0)
            near = np.abs(self.a.frame_us - there) <= 120_000
            far = np.abs(self.a.frame_us - there) >= 1_000_000
            if near.any() and far.any():
                on.append(int(apart[near].min()))
                off.append(int(np.median(apart[far])))
        return len(on) >= 3 and float(np.median(on)) <= 24 and float(np.median(off)) - float(np.median(on)) >= 12

    @cached_property
    def one_speed(self) -> bool:
        return abs(self.line.slope - 1) <= SPEED_OF_ONE

    @property
    def moment(self) -> Moment:
        if self.cells is not None and self.cells >= self._cells_from:
            return Moment.SAME if not self.shaken or self._is_in_time else Moment.UNKNOWN
        if self.cells is not None and self.cells < CELLS_APART:
            return Moment.ANOTHER
        if self.shaken and self.moves_alike:
            return Moment.SAME
        if not (self.a.motion.any() and self.b.motion.any()):
            return Moment.SAME if self.hashed else Moment.UNKNOWN  # key frames alone: a first look, taken again whole
        contradicted = self.cells is None and self.shaken and (self.r is None or self.r < 0.3)
        return Moment.ANOTHER if contradicted else Moment.UNKNOWN

    @property
    def moves_alike(self) -> bool:
        least = alike_from(self.stretch) if self.one_speed else MOVES_CLEARLY
        return self.r is not None and self.r >= least

    @property
    def _cells_from(self) -> float:
        """The r of cells from which the moment is one: more on the shorter of the two clocks, and at another speed."""
        low, high = self.stretch
        seconds = (high - low) / 1e6 / max(1.0, abs(self.line.slope))
        least, per_root = (CELLS_ALIKE, ONE_SPEED_ROOT) if self.one_speed else (CELLS_CLEARLY, OTHER_SPEED_ROOT)
        return float(np.clip(per_root / np.sqrt(max(seconds, 1e-3)), least, CELLS_MOST))

    @property
    def _is_in_time(self) -> bool:
        return self.r is None or self.r >= IN_TIME


def alike_from(stretch: tuple[float, float]) -> float:
    """The r from which a stretch, in µs, moves alike."""
    seconds = (stretch[1] - stretch[0]) / 1e6
    return float(np.clip(MOVES_ALIKE / np.sqrt(max(seconds, 1e-3)), AT_LEAST, MOVES_CLEARLY))
