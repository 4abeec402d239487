"""Lags at which two recordings may hear one event, and what speaks for each: no single method, and no best without a
runner-up (ActionCheese's lesson, research/audio.md section 1)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from stemmata.match.heard import Heard
from stemmata.match.lag_curves import Curves, curves

SLOWEST_SOUND, FASTEST_SOUND = 331.0, 355.0
"""Metres a second at 0 and at 40 °C (331.3 + 0.606 T; research/audio.md section 4)."""
DEFAULT_APART_M = 150.0
"""How far apart two microphones on one event are taken to be where nobody says: no line of sight in a street is longer
in which both would hear one voice. Sound takes 0.45 s for it."""
PEAKS = 4
PEAKS_APART_S = 0.05
SAME_LAG_S = 0.1
"""Proposals of two methods nearer than this are one candidate."""
LEAST_VOTES = 0.3
"""What a lag without a single common impulse or landmark has, so that its logarithm exists."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A lag (a's time less b's, s) and, by onsets, phase and impulses: the worth of the best lag within the bound, and
    its ratio to the best one beyond it (the runner-up). `score` weighs all six; above 0 is likelier true than not on
    the pairs it was fitted on."""

    lag: float
    worth: tuple[float, ...]
    margin: tuple[float, ...]
    score: float


def bound_s(apart_m: float) -> float:
    """How much later one of two microphones may hear a sound than the other, in seconds: the slowest sound counts."""
    return apart_m / SLOWEST_SOUND


def candidates(a: Heard, b: Heard, apart_m: float = DEFAULT_APART_M, also: Sequence[float] = ()) -> list[Candidate]:
    """Best first. `also`: lags from elsewhere that are to be weighed too (landmark votes, a person's guess)."""
    return weighed(curves(a, b), bound_s(apart_m), also)


def weighed(found: Curves, bound: float, also: Sequence[float] = ()) -> list[Candidate]:
    lags: list[float] = []
    for lag in [*also, *(lag for curve in found.each for lag in curve.peaks(PEAKS, PEAKS_APART_S))]:
        if all(abs(lag - other) > SAME_LAG_S for other in lags):
            lags.append(lag)
    listed = [_weighed(found, lag, bound) for lag in lags]
    return sorted(listed, key=lambda one: (-one.score, one.lag))


def _weighed(found: Curves, lag: float, bound: float) -> Candidate:
    worth = [curve.near(lag, bound)[0] for curve in found.each]
    margin = [here / curve.beyond(lag, bound) for here, curve in zip(worth, found.each, strict=True)]
    return Candidate(lag, tuple(worth), tuple(margin), score(worth, margin))


WEIGHTS = (1.94, 3.52, -0.83, 1.3, 2.99, 3.0, 4.75, 2.88)
CONSTANT = -12.42
LEAST = (1.0, 1.0, LEAST_VOTES, LEAST_VOTES)
MOST = (12.0, 15.0, 8.0, 15.0)
"""Beyond it a worth counts no more: one bang that both have gives phase any worth, and says nothing."""


def score(worth: Sequence[float], margin: Sequence[float]) -> float:
    """Logistic in the logarithms of four worths and four margins (SEEDS_FIT of bench.sync)."""
    seen = [*np.clip(worth, LEAST, MOST), *np.maximum(margin, LEAST_VOTES)]
    return float(np.dot(np.log(seen), WEIGHTS) + CONSTANT)
