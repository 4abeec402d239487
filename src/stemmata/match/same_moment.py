"""Whether two stretches that fit frame by frame were recorded at one moment, or at two by a camera that stood alike.

Geometry cannot tell: a fixed camera shows one place at every hour, and a flight over a field can be flown again. What
changes can: pixel by pixel in the frames that show one moment (match.changes), borne out by the camera's shake, frame
for frame, and by what moves in the same places of the picture at the same moments.
"""

from dataclasses import dataclass
from enum import Enum
from functools import cached_property

import numpy as np

from stemmata.match import motion
from stemmata.match.cells import moves_in_the_same_places
from stemmata.match.changes import Changes, what_changes
from stemmata.match.frame_pairs import Rows, median
from stemmata.match.geometry import Fit
from stemmata.match.hamming import distances
from stemmata.match.lines import Line, moving
from stemmata.match.picture import Picture
from stemmata.match.standpoint import blocks_of

SPEED_OF_ONE = 0.02
"""Slopes this near to 1 are one speed; any other was sought among a hundred."""
MOVES_CLEARLY = 0.80
MOVES_ALIKE, AT_LEAST = 1.2, 0.40
"""r of motion times the root of the seconds from which two stretches are taken to move alike, and the least r.
Unrelated films reached 0.62 on windows of four seconds (visual.md 4b); it finds parts of a line and proves nothing."""
CHANGES_SURE, CHANGES_ALIKE, CHANGES_LIKELY, CHANGES_APART = 0.95, 0.80, 0.65, 0.35
"""r of what changes, pixel by pixel. Of 472 copies (of the bench, of another generator, and of look-alikes) 9 in 10
reach the first; fades, bad encodings and filmed screens come to 0.68 and more. Of 171 pairs of other moments that fit
as well, all but flights over one field (0.82 to 0.95) and two tripods side by side (up to 0.73) stay below 0.65."""
BORNE_OUT_CELLS, BORNE_OUT_R, SURE_BESIDE, LONG_S = 0.45, 0.84, 0.60, 2.5
"""From which r, of what moves in the same places or of the whole, alike changes are borne out; sure ones by less of
either, if they last, and where the camera stands still by none: of what it shows at other hours none came to 0.95. The
flights come to 0.42 and 0.83, and once, for 1.7 s, to 0.96."""
LIKELY_CELLS, LIKELY_CELLS_ALONE = 0.30, 0.82
"""As much of what moves in the same places, beside MOVES_CLEARLY or alone, bears out likely changes."""
ONLY_CELLS, ONLY_CELLS_ALONE, ONLY_R = 0.74, 0.88, 0.60
"""What a moving camera must reach where no changes could be laid over each other; cameras side by side: 0.72."""
AGREED, AGREED_ON = 0.80, 0.80
"""Consensus and agreement (medians) that weaker evidence needs: cameras side by side reach 0.74."""
DISPLACED, LAID = 0.08, 3
"""As in standpoint.Blocks, of frames that nearly show one moment: two tripods side by side come to 0.08 to 0.16, of
copies whose changes are not sure 9 in 10 to 0.03 and less."""
CELLS_ALIKE, CELLS_CLEARLY, CELLS_APART = 0.42, 0.55, 0.17
"""r of what moves in the same places: from which two stretches are of one moment, clearly so, and below which of two.
Films laid over themselves one to three seconds off, or over another hour of one fixed camera (right geometry, wrong
moment): of 687 lines of the bench's films and 1,616 of another generator's the most reached 0.39, 99 in 100 stayed
below 0.30. At the right moment 95 in 100 copies reach 0.37 (of the bench's 0.53), half of them 0.87."""
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

    @cached_property
    def changes(self) -> Changes | None:
        """How alike what changes is, pixel by pixel. Where few frames lie on the line, and do not bear it out, they say
        nothing."""
        found = what_changes(self.a, self.b, self.line, self.fit, self.stretch)
        return found if found is not None and (found.exact or found.alike >= CHANGES_SURE) else None

    @cached_property
    def moment(self) -> Moment:
        if not (self.a.motion.any() and self.b.motion.any()):  # key frames alone: a first look, taken again whole
            surely = self.changes is not None and self.changes.alike >= CHANGES_SURE and self.seconds >= LONG_S
            return Moment.SAME if surely or self.hashed else Moment.UNKNOWN
        if self.changes is not None:
            if self._alike_by_changes(self.changes.alike):
                return Moment.SAME
            return Moment.ANOTHER if self.changes.alike < CHANGES_APART else Moment.UNKNOWN
        if self._alike_by_motion:
            return Moment.SAME
        return Moment.ANOTHER if self._contradicted else Moment.UNKNOWN

    def _alike_by_changes(self, alike: float) -> bool:
        cells, r = self.cells or 0.0, self.r or 0.0
        borne_out = max(cells, r) >= SURE_BESIDE if self.shaken else self._agreed
        if alike >= CHANGES_SURE and self.seconds >= LONG_S and borne_out:
            return True
        if alike < CHANGES_LIKELY or self.displaced > DISPLACED:
            return False
        if alike >= CHANGES_ALIKE:
            too_small_for_cells = self.cells is None and r >= ONLY_R and self._agreed
            moves_alike = r >= BORNE_OUT_R and self.seconds >= LONG_S
            return cells >= self._for_its_length(BORNE_OUT_CELLS) or moves_alike or too_small_for_cells
        likely = cells >= LIKELY_CELLS_ALONE or (cells >= LIKELY_CELLS and r >= MOVES_CLEARLY)
        return likely and self._agreed

    @cached_property
    def displaced(self) -> float:
        """Share of the blocks that agree only after a shift, in the middle over the frames nearest to the line."""
        fits = [(one, other, verdict.fit) for one, other, verdict in self.steady if verdict.fit is not None]
        there = self.line.to_a(self.b.sample_us[[other for _, other, _ in fits]].astype(np.float64))
        order = np.argsort(np.abs(self.a.sample_us[[one for one, _, _ in fits]] - there), kind="stable")[:LAID]
        laid = [fits[int(at)] for at in order]
        return float(np.median([blocks_of(self.a.view(a), self.b.view(b), fit).displaced for a, b, fit in laid]))

    @property
    def _alike_by_motion(self) -> bool:
        cells, r = self.cells or 0.0, self.r or 0.0
        if cells < self._cells_from or not self._agreed or median(self.steady, "agreement") < AGREED_ON:
            return False
        if not self.shaken:
            return self.one_speed or cells >= ONLY_CELLS
        return cells >= ONLY_CELLS_ALONE or (cells >= ONLY_CELLS and r >= ONLY_R)

    @property
    def _contradicted(self) -> bool:
        if self.cells is None:
            return self.shaken and (self.r is None or self.r < 0.3)
        return self.cells < CELLS_APART

    @property
    def _agreed(self) -> bool:
        return median(self.steady, "consensus") >= AGREED

    @property
    def seconds(self) -> float:
        """On the shorter of the two clocks."""
        low, high = self.stretch
        return (high - low) / 1e6 / max(1.0, abs(self.line.slope))

    @property
    def _cells_from(self) -> float:
        """The r of cells from which they alone say that the moment is one."""
        return self._for_its_length(CELLS_ALIKE if self.one_speed else CELLS_CLEARLY)

    def _for_its_length(self, least: float) -> float:
        """An r of cells for a stretch of some seconds: more for a shorter one, and at another speed."""
        per_root = ONE_SPEED_ROOT if self.one_speed else OTHER_SPEED_ROOT
        return float(np.clip(per_root / np.sqrt(max(self.seconds, 1e-3)), least, CELLS_MOST))


def alike_from(stretch: tuple[float, float]) -> float:
    """The r from which a stretch, in µs, moves alike."""
    seconds = (stretch[1] - stretch[0]) / 1e6
    return float(np.clip(MOVES_ALIKE / np.sqrt(max(seconds, 1e-3)), AT_LEAST, MOVES_CLEARLY))
