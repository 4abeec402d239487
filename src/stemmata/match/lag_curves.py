"""How well two recordings agree at every lag, in three ways that fail differently.

Onsets (spectral flux) outlive noise and gain control; phase (GCC-PHAT: Knapp and Carter, IEEE Trans. Acoust. Speech
Signal Process. 24, 1976) is exact, and is fooled by any sound that both share; the intervals of impulsive sounds are
all that shots have. A lag is always a's time less b's, in seconds from the first sample of each.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stemmata.decode.sound import HZ
from stemmata.fingerprint.impulses import Impulses
from stemmata.fingerprint.landmarks import HZ_STEPS, Landmarks
from stemmata.fingerprint.onsets import PER_SECOND, Flux
from stemmata.match.heard import Heard

Floats = npt.NDArray[np.float64]

LEAST_OVERLAP_S = 10.0
"""Shorter overlaps are not looked for unless a recording is shorter itself: few lags agree by chance where much is
compared, many where little is."""
BAND_HZ = (150.0, 3_500.0)
"""Of GCC-PHAT: above wind, below the cut of 8 kHz (research/audio.md section 5.7)."""
WHOLE_SECONDS = 150.0
"""Of the shorter recording; where both are longer, phase is compared at half the rate: half of band and work."""
IMPULSE_WIDTH_S = 0.006
"""Onsets of one bang at two microphones of different bands differ by a few milliseconds."""
PARTNERS = 8
PAIR_HZ, PAIR_S = 16.0, 0.032
"""Cells in which two landmarks are the same: another microphone moves a peak by less than a bin and a hop."""
MOST_ALIKE = 40
"""A pair of landmarks that the other recording has more often (a beep, a tone) says nothing of when."""
VOTE_WIDTH_S = 0.05
STRONG_DB = 20.0
"""A rise beyond this counts no more: how near the microphone is must not weigh."""


@dataclass(frozen=True, slots=True)
class Curve:
    """lag: (n,) float64 seconds, ascending. worth: (n,) float64 in deviations of this pair's own noise (impulses: a
    weighted number of them). floor: what noise reaches anyhow, in the same unit."""

    lag: Floats
    worth: Floats
    floor: float

    def near(self, lag: float, bound: float) -> tuple[float, float]:
        """Highest worth within `bound` of a lag, and at which lag; 0 where there is none."""
        first, last = np.searchsorted(self.lag, (lag - bound, lag + bound))
        if first >= last:
            return 0.0, lag
        best = first + int(np.argmax(self.worth[first:last]))
        return float(self.worth[best]), float(self.lag[best])

    def beyond(self, lag: float, bound: float) -> float:
        """Highest worth further away than `bound`; at least the floor."""
        first, last = np.searchsorted(self.lag, (lag - bound, lag + bound))
        return max(
            self.floor, float(self.worth[:first].max(initial=-np.inf)), float(self.worth[last:].max(initial=-np.inf))
        )

    def peaks(self, number: int, apart: float) -> list[float]:
        """Lags of the highest, none within `apart` of a higher one."""
        left, found = self.worth.copy(), list[float]()
        while len(found) < number and len(left):
            best = int(np.argmax(left))
            if not np.isfinite(left[best]):
                break
            found.append(float(self.lag[best]))
            first, last = np.searchsorted(self.lag, (self.lag[best] - apart, self.lag[best] + apart))
            left[first:last] = -np.inf
        return found


@dataclass(frozen=True, slots=True)
class Curves:
    """One pair, by each method."""

    onsets: Curve
    phase: Curve
    impulses: Curve
    landmarks: Curve

    @property
    def each(self) -> tuple[Curve, Curve, Curve, Curve]:
        return self.onsets, self.phase, self.impulses, self.landmarks


def curves(a: Heard, b: Heard) -> Curves:
    return Curves(
        by_onsets(a.flux, b.flux),
        by_phase(a, b),
        by_impulses(a, b),
        by_landmarks(a.landmarks, b.landmarks, a.seconds, b.seconds),
    )


def by_onsets(a: Flux, b: Flux) -> Curve:
    size = _size(len(a) + len(b))
    across = (np.fft.rfft(a, size, axis=0) * np.conj(np.fft.rfft(b, size, axis=0))).sum(axis=1)
    return _curve(np.fft.irfft(across, size), len(a), len(b), PER_SECOND, 3.0)


def by_phase(a: Heard, b: Heard) -> Curve:
    halved = min(len(a.samples), len(b.samples)) > WHOLE_SECONDS * HZ
    rate = HZ // 2 if halved else HZ
    one, other = (a.at_half_rate, b.at_half_rate) if halved else (a.samples, b.samples)
    size = _size(len(one) + len(other))
    across = np.fft.rfft(one, size)
    across *= np.conj(np.fft.rfft(other, size))
    strength = np.abs(across)
    across /= strength + np.float32(1e-9) * strength.max() + np.float32(1e-30)
    bins = np.fft.rfftfreq(size, 1 / rate)
    across[(bins < BAND_HZ[0]) | (bins > BAND_HZ[1])] = 0
    return _curve(np.fft.irfft(across, size), len(one), len(other), rate, 4.0, level=False)


def by_impulses(a: Heard, b: Heard) -> Curve:
    one, other = a.impulses, b.impulses
    lag = (one.at[:, None] - other.at[None, :]).ravel() / HZ
    worth = np.sqrt(_strength(one)[:, None] * _strength(other)[None, :]).ravel()
    common = overlap_s(lag, a.seconds, b.seconds)
    kept = common >= least_overlap_s(a.seconds, b.seconds)
    order = np.argsort(lag[kept], kind="stable")
    lag, worth = lag[kept][order], worth[kept][order]
    summed = np.concatenate([[0.0], np.cumsum(worth)])
    last = np.searchsorted(lag, lag + IMPULSE_WIDTH_S)
    return Curve(lag + IMPULSE_WIDTH_S / 2, summed[last] - summed[:-1], 1.5)


def by_landmarks(a: Landmarks, b: Landmarks, a_seconds: float, b_seconds: float) -> Curve:
    """Votes of pairs of landmarks that are the same two frequencies at the same distance in time."""
    one, other = _paired(a), _paired(b)
    order = np.argsort(other[0], kind="stable")
    keys, times = other[0][order], other[1][order]
    first, last = np.searchsorted(keys, one[0], "left"), np.searchsorted(keys, one[0], "right")
    common = last - first
    common[common > MOST_ALIKE] = 0
    at = np.repeat(first, common) + _counted(common)
    lag = (np.repeat(one[1], common) - times[at]) / HZ
    lag = lag[overlap_s(lag, a_seconds, b_seconds) >= least_overlap_s(a_seconds, b_seconds)]
    lag.sort()
    votes = np.searchsorted(lag, lag + VOTE_WIDTH_S) - np.arange(len(lag))
    return Curve(lag + VOTE_WIDTH_S / 2, votes.astype(np.float64), 3.0)


def _paired(marks: Landmarks) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """(keys, times in samples) of each landmark with the next PARTNERS."""
    keys, times = [], []
    steps = np.rint(marks.frequency / (HZ_STEPS * PAIR_HZ)).astype(np.int64)
    for later in range(1, PARTNERS + 1):
        apart = np.rint((marks.at[later:] - marks.at[:-later]) / (HZ * PAIR_S)).astype(np.int64)
        kept = (apart >= 1) & (apart < 64)
        keys.append(((steps[:-later] << 16) | (steps[later:] << 6) | apart)[kept])
        times.append(marks.at[:-later][kept].astype(np.int64))
    return np.concatenate(keys), np.concatenate(times)


def _counted(numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """0..n-1 for each n, in a row."""
    ends = np.cumsum(numbers)
    return np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - numbers, numbers)


def _strength(found: Impulses) -> Floats:
    return np.asarray(np.minimum(found.rise, STRONG_DB) / 10, np.float64)


def least_overlap_s(a_seconds: float, b_seconds: float) -> float:
    return min(LEAST_OVERLAP_S, 0.6 * min(a_seconds, b_seconds))


def overlap_s(lag: Floats, a_seconds: float, b_seconds: float) -> Floats:
    return np.asarray(np.minimum(a_seconds, b_seconds + lag) - np.maximum(0.0, lag))


def _size(needed: int) -> int:
    """The next product of small primes: FFTs of them are fast, and powers of two would waste up to half."""
    best = 1 << (needed - 1).bit_length()
    for odd in (3, 5, 9, 15):
        size = odd << max(0, ((needed + odd - 1) // odd - 1).bit_length())
        best = min(best, size) if size >= needed else best
    return best


def _curve(around: npt.NDArray[np.floating], a: int, b: int, rate: int, floor: float, *, level: bool = True) -> Curve:
    """`around`: circular correlation. What little overlap gives is left out; the rest is scaled by how much overlaps
    (`level`, where every step adds its own noise) and by its own median deviation."""
    steps = np.arange(-(b - 1), a)
    lag = steps / rate
    common = overlap_s(lag, a / rate, b / rate)
    kept = common >= least_overlap_s(a / rate, b / rate)
    lag, worth = lag[kept], around[steps[kept]].astype(np.float64)
    if level:
        worth /= np.sqrt(common[kept])
        worth -= np.median(worth)
    spread = 1.4826 * float(np.median(np.abs(worth))) if len(worth) else 0.0
    return Curve(lag, worth / spread if spread > 0 else np.zeros_like(worth), floor)
