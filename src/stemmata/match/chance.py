"""How often unrelated pictures coincide as well: never a probability of being wrong (DESIGN section 5).

What is counted are views: stills, and frames of films that were looked at. Of two views of unrelated things, some
details match, and some of these one movement explains, by chance; how many, was tried (bench.chance) and is kept as a
snapshot. Within what was tried the rate is the share of trials; beyond, it falls on as it fell within, by the slowest
fall that the trials allow, and never faster than LEAST_FALL. An edge's rate is that of its best pair of views, and all
pairs of views of the case count as compared, since each could have been that best one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from stemmata.model.edge import Chance

WAYS = 4
"""Plain and mirrored, as they are and as a negative: each is one more chance to coincide."""
SEEN = 10
"""Trials that must have reached a number of details for the share that did to be used as it is."""
LEAST_FALL = 0.1
"""However fast the share fell within the trials, beyond them it falls by no more than ten times with each further
detail: what repeats (windows of a front, tiles) makes details coincide together, and the trials saw few that did."""
LEAST_RATE = 1e-18
"""No smaller rate is stated: carried on so far, the trials say nothing more. A case of a hundred million views stays
below one in a hundred by it."""
SURE = 1.645
"""Standard errors to the upper end of a one-sided 95 % interval."""


@dataclass(frozen=True)
class Null:
    """What trials on unrelated views gave: `reached[k]` of them had k coincident details."""

    population: str
    snapshot: str
    trials: int
    reached: Sequence[int]
    look_alikes: float | None = 0.0
    """See model.edge.Chance: a null of its own, beside this one."""
    ways: int = WAYS
    """Ways of looking at a pair that one trial did not try all of."""

    @cached_property
    def _at_least(self) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
        return np.cumsum(np.asarray(self.reached, np.int64)[::-1])[::-1]

    @cached_property
    def _last_seen(self) -> int:
        """The most details that SEEN trials reached."""
        return int(np.flatnonzero(self._at_least >= SEEN)[-1])

    @cached_property
    def _fall(self) -> float:
        """By what the share falls with each further detail, at most: a geometric tail fitted to the trials that reached
        `_last_seen` details, at the upper end of its interval."""
        start = self._last_seen
        beyond = np.asarray(self.reached[start:], np.float64)
        mean = float((beyond * np.arange(len(beyond))).sum() / beyond.sum())
        fall = mean / (1 + mean)
        error = np.sqrt(max(fall, 1 / beyond.sum()) * (1 - fall) ** 2 / beyond.sum())
        return float(np.clip(fall + SURE * error, LEAST_FALL, 0.999))

    def rate(self, details: int) -> float:
        """Share of pairs of unrelated views that coincide in so many details or more, in any of the ways looked at."""
        start = self._last_seen
        share = float(self._at_least[min(details, start)]) / self.trials
        return float(np.clip(self.ways * share * self._fall ** max(0, details - start), LEAST_RATE, 1.0))

    @property
    def tested_to(self) -> float:
        """The smallest rate that the trials could see."""
        return self.ways / self.trials

    def chance(self, details: int, comparisons: int) -> Chance:
        """`comparisons`: pairs of views that could have coincided so."""
        rate = self.rate(details)
        return Chance(rate, comparisons, rate * comparisons, self.tested_to, self.snapshot, self.look_alikes)
