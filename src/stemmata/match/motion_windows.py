"""How a film moves around its calmest and its wildest moments, as 64 signs: what copies share however they look.

A window is a few seconds of the curve that match.motion lays along another, around a moment at which it is lowest or
highest. Each film is taken at the few speeds of MARKS, whose ratios are all the speeds at which two may meet: so both
sides post the same kind of code, and neither has to ask at many speeds. A film that runs backwards has the same codes
but for the signs of what is uneven in time.
"""

from dataclasses import dataclass
from hashlib import shake_128

import numpy as np
import numpy.typing as npt

from stemmata.match.motion import RATE, STILL, curve

MARKS = (0, 1, 2, 6, 10, 13)
"""Speeds as steps of 1 / STEPS octave. A perfect ruler: every whole number of steps up to an octave lies between two of
them, so films meet at all speeds from 0.5 to 2, and at equal speed six times."""
STEPS = 13
"""A step is 5.5 %, so that a speed is missed by 2.7 % at most: 35 ms at the end of a window."""
WINDOW_S = 2.6
"""On the clock of the mark: 2.6 to 5.2 s of the film."""
SMOOTHING_S = 0.08
"""Frame rates from 12 up and repeated frames leave the curve alike."""
APART_S = 0.28
"""An anchor is the lowest or highest within this far to both sides."""
CLIPPED = 3.0
"""Spreads from the mean: a cut inside a window counts for no more."""
SLOWEST_S = 0.15
"""Between frames, in the middle: key frames alone do not say how a film moves."""
WAVES = 24
"""Up to 4.6 Hz on the clock of the mark."""
CODE_BITS = 64
TABLES = 8
"""Keys of 32 bits, each a byte further into the code."""

Codes = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Windows:
    """code (n,) uint64; middle (n,) float32 seconds of the film; mark (n,) uint8, steps by which the film was sped
    up."""

    code: Codes
    middle: npt.NDArray[np.float32]
    mark: npt.NDArray[np.uint8]


NO_WINDOWS = Windows(np.zeros(0, np.uint64), np.zeros(0, np.float32), np.zeros(0, np.uint8))
"""Of a still, and of a film that hardly moves."""

_WIDTH = int(WINDOW_S * RATE) | 1


def windows(times_us: npt.NDArray[np.int64], moved: npt.NDArray[np.float32]) -> Windows:
    """Of the times and the motion of all frames of a film, (n,) each; none where frames are too rare or hardly move."""
    if len(times_us) < 3 or float(np.median(np.diff(times_us))) > SLOWEST_S * 1e6:
        return NO_WINDOWS
    found = [_at_mark(times_us[1:], moved[1:], mark) for mark in MARKS]  # before the first frame nothing moved
    return Windows(
        np.concatenate([one.code for one in found]),
        np.concatenate([one.middle for one in found]),
        np.concatenate([one.mark for one in found]),
    )


def _at_mark(times_us: npt.NDArray[np.int64], moved: npt.NDArray[np.float32], mark: int) -> Windows:
    speed = 2.0 ** (mark / STEPS)
    start, rough = curve(times_us, moved, 1 / speed)
    if len(rough) < _WIDTH:
        return NO_WINDOWS
    values = _smoothed(rough)
    half = _WIDTH // 2
    at = _turns(values)
    at = at[(at >= half) & (at < len(values) - half)]
    around = values[at[:, None] + np.arange(-half, half + 1)]
    around -= around.mean(axis=1, keepdims=True)
    spread = around.std(axis=1)
    varied = spread >= STILL
    around = np.clip(around[varied] / spread[varied, None], -CLIPPED, CLIPPED)
    code = np.packbits(around @ _PROJECTION > 0, axis=1, bitorder="little").view("<u8")[:, 0]
    middle = (start + at[varied] / RATE) * speed
    return Windows(code.astype(np.uint64), middle.astype(np.float32), np.full(len(code), mark, np.uint8))


def _smoothed(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    reach = round(4 * SMOOTHING_S * RATE)
    bell = np.exp(-0.5 * (np.arange(-reach, reach + 1) / (SMOOTHING_S * RATE)) ** 2)
    return np.convolve(np.pad(values, reach, "edge"), bell / bell.sum(), "valid")


def _turns(values: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Where the curve is lowest or highest within APART_S; the middle of a stretch that is so throughout."""
    far = round(APART_S * RATE)
    near = np.lib.stride_tricks.sliding_window_view(np.pad(values, far, "edge"), 2 * far + 1)
    found = []
    for is_turn in (values == near.max(axis=1), values == near.min(axis=1)):
        edges = np.flatnonzero(np.diff(np.r_[0, is_turn.astype(np.int8), 0])).reshape(-1, 2)
        found.append((edges[:, 0] + edges[:, 1] - 1) // 2)
    return np.unique(np.concatenate(found))


def _projection() -> npt.NDArray[np.float64]:
    """(samples, CODE_BITS): sums of waves with chance signs; even bits of waves that are the same backwards, odd bits
    of those that turn their sign. Faster waves are weaker in films, and weigh more here."""
    wave = np.arange(1, WAVES + 1)
    place = (np.arange(_WIDTH) + 0.5) / _WIDTH
    drawn = np.frombuffer(shake_128(b"stemmata motion windows 1").digest(WAVES * CODE_BITS // 8), np.uint8)
    sign = np.unpackbits(drawn).reshape(WAVES, CODE_BITS) * 2.0 - 1
    sign[wave[:, None] % 2 != np.arange(CODE_BITS) % 2] = 0
    return np.asarray(np.cos(np.pi * wave * place[:, None]) @ (sign * wave[:, None] ** 0.75), np.float64)


_PROJECTION = _projection()
_TURNED = np.uint64(0xAAAAAAAAAAAAAAAA)
"""The odd bits."""


def backwards(code: Codes) -> Codes:
    """The codes of the same windows, of the film run backwards."""
    return code ^ _TURNED


def window_keys(code: Codes) -> npt.NDArray[np.uint32]:
    """(n,) -> (n, TABLES): a key for each table."""
    byte = (8 * np.arange(TABLES)).astype(np.uint64)
    turned = code[:, None] >> byte | code[:, None] << (np.uint64(CODE_BITS) - byte) % np.uint64(CODE_BITS)
    return (turned >> np.uint64(32)).astype(np.uint32)
