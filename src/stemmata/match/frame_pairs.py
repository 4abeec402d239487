"""Frame pairs along one line between two films: which are laid over each other, and which of them agree."""

from typing import Literal

import numpy as np

from stemmata.match.geometry import Fit, Windows, shared_windows
from stemmata.match.lines import Line
from stemmata.match.one_movement import fits_by_one_movement
from stemmata.match.picture import Picture
from stemmata.match.stills import COPY, PLACE, Verdict, judged_fit

CHECKS = 10
"""Frame pairs laid over each other along one line."""
FRAME_COPY, FRAME_CONSENSUS, FRAME_TILT = 0.60, 0.50, 0.20
"""What frames along one line must reach in the middle (median): agreement, share of details that follow the movement,
and at most so much perspective. They may lie a quarter of a second apart; stills, which do not, need more. On the bench
99 in 100 right lines reach them; another day, or another camera at the same place, came to 0.53 and tilts of 0.2 and
more in three examples and sixty files of another generator. Where each fills the frame of the other exactly, both may
be put into one template (two recordings of one player's screen came to 0.65), so it takes as much as of stills."""
STEADY = 0.06
"""How far corners may wander between frame pairs of one stretch, in shares of the picture: an edit moves them alike."""
NEAR_US, EXACT_US, ENOUGH_EXACT, LONELY_US = 300_000, 60_000, 3, 600_000
"""How far from the line frames may lie, how near they lie right on it, how many of these are enough, and how far from
all of these another must lie to be looked at as well."""

Rows = list[tuple[int, int, Verdict]]
"""Sampled frames of a and b, and what laying one over the other gave."""


def pairs_on(a: Picture, b: Picture, line: Line, gap: tuple[int, int]) -> list[tuple[int, int]]:
    """Sampled frames of the two that lie nearest to the line, spread along it. Where enough lie right on it, the others
    only far from these: a hand moves a camera far in a tenth of a second."""
    found: list[tuple[int, int]] = []
    exact: list[tuple[int, int]] = []
    for sample, at in enumerate(b.sample_us.tolist()):
        there = float(line.to_a(float(at)))
        if gap[0] <= at < gap[1] and -NEAR_US <= there <= a.end_us + NEAR_US:
            nearest = int(np.abs(a.sample_us - there).argmin())
            apart = abs(int(a.sample_us[nearest]) - there)
            if apart <= NEAR_US:
                found.append((nearest, sample))
            if apart <= EXACT_US:
                exact.append((nearest, sample))
    if len(exact) >= max(ENOUGH_EXACT, len(found) // 3):
        known = b.sample_us[[sample for _, sample in exact]]
        lonely = [pair for pair in found if np.abs(known - b.sample_us[pair[1]]).min() >= LONELY_US]
        found = sorted([*exact, *lonely], key=lambda pair: pair[1])
    if len(found) > CHECKS:
        found = [found[int(k)] for k in np.unique(np.linspace(0, len(found) - 1, CHECKS).astype(int))]
    return found


def judged_together(a: Picture, b: Picture, pairs: list[tuple[int, int]]) -> tuple[Rows, int]:
    """The pairs that one movement of all explains, and by how many distinct details."""
    found = fits_by_one_movement([(a.view(sample_a), b.view(sample_b)) for sample_a, sample_b in pairs])
    rows: Rows = []
    for (sample_a, sample_b), fit in zip(pairs, found.fits, strict=True):
        if fit is not None and fit.agreement >= PLACE:
            rows.append((sample_a, sample_b, judged_fit(a.view(sample_a), b.view(sample_b), fit)))
    return rows, found.details


def steadiest(fits: Rows) -> Rows:
    """The largest set whose movements agree: an edit maps every frame alike, two cameras do not."""
    best: Rows = []
    for _, _, middle in fits:
        near = [row for row in fits if _alike(row[2].fit, middle.fit)]
        if len(near) > len(best):
            best = near
    return best


def _alike(one: Fit | None, other: Fit | None) -> bool:
    return one is not None and other is not None and one.mirrored == other.mirrored and one.shift(other) <= STEADY


def fit_well(rows: Rows) -> bool:
    fits = [verdict.fit for _, _, verdict in rows if verdict.fit is not None]
    in_one_frame = 2 * sum(one.fills_the_same_frame for one in fits) > len(fits)
    return (
        median(rows, "agreement") >= (COPY if in_one_frame else FRAME_COPY)
        and median(rows, "consensus") >= FRAME_CONSENSUS
        and median(rows, "tilt") <= FRAME_TILT
    )


def median(rows: Rows, of: Literal["agreement", "consensus", "tilt"]) -> float:
    """In the middle over the frame pairs that fit."""
    return float(np.median([getattr(verdict.fit, of) for _, _, verdict in rows if verdict.fit is not None]))


def windows_of(rows: Rows) -> Windows:
    """The parts that both show, by the frame pair in which most details follow."""
    fits = [verdict.fit for _, _, verdict in rows if verdict.fit is not None]
    return shared_windows(max(fits, key=lambda one: one.inliers))
