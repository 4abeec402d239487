"""Separate windows of an overlap, each asked on its own where the two agree best within the bound.

A single short stretch never proves a common event: one laid-over jingle would do (research/audio.md section 3.2).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stemmata.decode.sound import HZ, Samples
from stemmata.match.heard import Heard
from stemmata.match.lag_curves import IMPULSE_WIDTH_S, overlap_s

LONGEST_S, SHORTEST_S = 4.0, 1.5
WINDOWS = 5
"""An overlap is cut into at least so many windows, while they are not shorter than SHORTEST_S."""
MOST_WINDOWS = 60
"""Spread over a longer overlap: an hour needs no more evidence than four minutes."""
BAND_HZ = (200.0, 3_200.0)
STRONG = 8.0
"""Deviations of a window's own correlation: of windows at wrong lags 5 to 14 in a hundred have it, of right ones half
(SEEDS_FIT): it counts only in numbers."""
IMPULSE_S, REACH_S = 0.04, 0.008
LEAST_ALIKE = 0.4
"""Normalised correlation of 40 ms at which two impulsive sounds give a lag that is worth keeping. It proves nothing:
any two bangs have it. Only where their lags lie tells."""


@dataclass(frozen=True, slots=True)
class Window:
    """start: seconds of a's samples. lag: a's time less b's, s, to a fraction of a sample. worth: height of the peak in
    deviations of the window's correlation; negative where the wave is upside down there."""

    start: float
    seconds: float
    lag: float
    worth: float

    @property
    def middle(self) -> float:
        return self.start + self.seconds / 2

    @property
    def strong(self) -> bool:
        return abs(self.worth) >= STRONG


@dataclass(frozen=True, slots=True)
class Met:
    """An impulsive sound of each that may be one: when a heard it, and a's time less b's, s."""

    at: float
    lag: float


def windows(a: Heard, b: Heard, lag: float, bound: float) -> list[Window]:
    """Side by side, in order of time, over what both hear if `lag` holds."""
    first, last = max(0.0, lag), min(a.seconds, b.seconds + lag)
    long = min(LONGEST_S, max(SHORTEST_S, (last - first) / WINDOWS))
    number = int((last - first) / long)
    if number < 1:
        return []
    starts = first + long * np.arange(number)
    if number > MOST_WINDOWS:
        starts = starts[np.linspace(0, number - 1, MOST_WINDOWS).astype(int)]
    return [_window(a.samples, b.samples, float(at), long, lag, bound) for at in starts]


def _window(a: Samples, b: Samples, start: float, seconds: float, lag: float, bound: float) -> Window:
    first, length, reach = int(start * HZ), int(seconds * HZ), int(bound * HZ) + 2
    begin = first - round(lag * HZ) - reach
    one, other = a[first : first + length], cut(b, begin, length + 2 * reach)
    size = 1 << (length + reach * 2 - 1).bit_length()
    hann = np.hanning(len(one)).astype(np.float32)
    across = np.fft.rfft(one * hann, size) * np.conj(np.fft.rfft(other, size))
    strength = np.abs(across)
    across /= strength + np.float32(1e-6) * strength.max() + np.float32(1e-30)
    bins = np.fft.rfftfreq(size, 1 / HZ)
    across[(bins < BAND_HZ[0]) | (bins > BAND_HZ[1])] = 0
    curve = np.fft.irfft(across, size)
    spread = 1.4826 * float(np.median(np.abs(curve)))
    steps = np.arange(-2 * reach, 1)
    inside = curve[steps]
    best = int(np.argmax(np.abs(inside[1:-1]))) + 1
    at = steps[best] + _vertex(np.abs(inside[best - 1 : best + 2]).astype(np.float64))
    worth = float(inside[best]) / spread if spread > 0 else 0.0
    return Window(start, seconds, (first + at - begin) / HZ, worth)


def impulse_windows(a: Heard, b: Heard, met: Sequence[Met]) -> list[Window]:
    """One short window about each impulsive sound that both may hear, with its lag to a fraction of a sample. worth:
    the normalised correlation there, in units in which STRONG is LEAST_ALIKE."""
    return [one for one in (_about(a, b, sound) for sound in met) if one.strong]


def _about(a: Heard, b: Heard, sound: Met) -> Window:
    before, length, reach = int(0.004 * HZ), int(IMPULSE_S * HZ), int(REACH_S * HZ)
    first = round(sound.at * HZ) - before
    begin = first - round(sound.lag * HZ) - reach
    one, other = cut(a.samples, first, length), cut(b.samples, begin, length + 2 * reach)
    one, other = np.diff(one, prepend=one[0]), np.diff(other, prepend=other[0])
    around = np.correlate(other, one, "valid").astype(np.float64)
    summed = np.concatenate([[0.0], np.cumsum(np.square(other, dtype=np.float64))])
    power = summed[length:] - summed[:-length]
    alike = around / np.sqrt(power * float(np.square(one, dtype=np.float64).sum()) + 1e-20)
    best = int(np.argmax(np.abs(alike[1:-1]))) + 1
    at = best + _vertex(np.abs(alike[best - 1 : best + 2]))
    lag = (first - begin - at) / HZ
    return Window(sound.at, IMPULSE_S, lag, float(alike[best]) / LEAST_ALIKE * STRONG)


def cut(samples: Samples, first: int, length: int) -> Samples:
    """`length` samples from `first` on, silence where there are none."""
    piece = np.zeros(length, np.float32)
    begin, end = max(first, 0), min(first + length, len(samples))
    if begin < end:
        piece[begin - first : end - first] = samples[begin:end]
    return piece


def _vertex(three: npt.NDArray[np.float64]) -> float:
    """Where the parabola through three values is highest, between -½ and ½."""
    bend = three[0] - 2 * three[1] + three[2]
    return 0.0 if bend >= 0 else float(np.clip(0.5 * (three[0] - three[2]) / bend, -0.5, 0.5))


def impulses_met(a: Heard, b: Heard, lag: float, bound: float) -> list[Met]:
    """The largest set of impulsive sounds whose lags agree within IMPULSE_WIDTH_S somewhere within the bound, one of a
    to one of b."""
    one, other = a.impulses.at / HZ, b.impulses.at / HZ
    pairs = [
        (float(one[i] - other[j]), i, j)
        for i in range(len(one))
        for j in range(*np.searchsorted(other, (one[i] - lag - bound, one[i] - lag + bound)))
    ]
    pairs.sort()
    best: list[tuple[float, int, int]] = []
    for at, (low, _, _) in enumerate(pairs):
        taken: dict[int, tuple[float, int, int]] = {}
        used: set[int] = set()
        for pair in pairs[at:]:
            if pair[0] > low + IMPULSE_WIDTH_S:
                break
            if pair[1] not in taken and pair[2] not in used:
                taken[pair[1]] = pair
                used.add(pair[2])
        if len(taken) > len(best):
            best = list(taken.values())
    return [Met(float(one[i]), apart) for apart, i, _ in sorted(best, key=lambda pair: pair[1])]


def common_s(a: Heard, b: Heard, lag: float) -> float:
    """Seconds that both hear if `lag` holds."""
    return float(overlap_s(np.array([lag]), a.seconds, b.seconds)[0])
