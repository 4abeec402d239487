"""How the levels of one picture lie to those of another of the same scene: gain and offset, and a filter's curve."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from stemmata.match.laid_over import Levels, Mask

ROUNDS = 8
LEAST_SPREAD = 2.0
"""Levels by which a picture must vary for a gain to be fitted; below it only the offset is."""
SOFTER_PX = (0.0, 0.6, 0.9, 1.3, 1.8, 2.5)
"""Blurs tried on the sharper of the two, in pixels of the common grid."""

SOFT_PX, STEP_PX = 2.0, 3
"""Tone is fitted to blurred pictures, of which a ninth of the pixels says as much as all: a copy softer than its source
would seem to have less contrast."""

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Tone:
    """level of b = curve(level of a), a cubic; `gain` and `offset` are the straight line nearest to it."""

    gain: float
    offset: float
    curve: tuple[float, ...]
    """Coefficients of powers 0..3 of level / 255, in levels."""

    def of(self, levels: Levels) -> Levels:
        share = levels.astype(np.float64) / 255
        return np.asarray(np.clip(np.polynomial.polynomial.polyval(share, self.curve), 0, 255), np.float32)


def tone_between(a: Levels, b: Levels, where: Mask) -> Tone:
    """The curve that most of the pixels in `where` follow: an overlay is an outlier to it, not a part of it."""
    soft_a, soft_b, here = (side[::STEP_PX, ::STEP_PX] for side in (_blurred(a, SOFT_PX), _blurred(b, SOFT_PX), where))
    ours, theirs = soft_a[here].astype(np.float64) / 255, soft_b[here].astype(np.float64)
    if len(ours) < 16 or ours.std() * 255 < LEAST_SPREAD:
        offset = float(np.median(theirs - 255 * ours)) if len(ours) else 0.0
        return Tone(1.0, offset, (offset, 255.0, 0.0, 0.0))
    straight = _fitted(ours, theirs, 1)
    curve = _fitted(ours, theirs, 3)
    return Tone(float(straight[1]) / 255, float(straight[0]), tuple(float(value) for value in curve))


def _fitted(ours: Numbers, theirs: Numbers, degree: int) -> Numbers:
    """Least absolute differences, by least squares weighed anew (Schlossmacher 1973), with a slight pull to a line."""
    powers = np.vander(ours, degree + 1, increasing=True)
    pull = np.diag([0.0, 0.0, *[1e-3] * (degree - 1)]) * len(ours)
    weights = np.ones(len(ours))
    found = np.zeros(degree + 1)
    for _ in range(ROUNDS):
        weighed = powers * weights[:, None]
        found = np.linalg.solve(weighed.T @ powers + pull + 1e-9 * np.eye(degree + 1), weighed.T @ theirs)
        weights = 1 / np.maximum(np.abs(theirs - powers @ found), 1.0)
    return np.asarray(found, np.float64)


def equally_sharp(a: Levels, b: Levels, where: Mask) -> tuple[Levels, Levels]:
    """The two, the sharper one blurred as far as makes most of the picture agree: small copies are soft."""
    if not where.any():
        return a, b
    soften_a = _energy(a, where) >= _energy(b, where)
    sharp, soft = (a, b) if soften_a else (b, a)
    tried = [(float(np.abs((blurred := _blurred(sharp, sigma)) - soft)[where].mean()), blurred) for sigma in SOFTER_PX]
    best = min(tried, key=lambda row: row[0])[1]
    return (best, soft) if soften_a else (soft, best)


def _energy(levels: Levels, where: Mask) -> float:
    """Middle size of fine detail: an overlay, which has much of it, is no middle."""
    return float(np.median(np.abs(levels - _blurred(levels, 1.5))[where]))


def _blurred(levels: Levels, sigma: float) -> Levels:
    return levels if sigma == 0 else np.asarray(cv2.GaussianBlur(levels, (0, 0), sigma), np.float32)
