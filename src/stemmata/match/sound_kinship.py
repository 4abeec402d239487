"""Copy, copy under a layer, layer alone: what a sound that two recordings hold on one and the same clock is of each.

Measured before (research/audio.md section 3.3): a copy stays coherent, another microphone does not. Coherence alone
does not tell a copy under a loud layer from a layer over strangers, so it is asked in each direction: is all of the one
in the other, all the time?
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from stemmata.decode.sound import HZ, Samples
from stemmata.match.heard import Heard
from stemmata.match.sync_windows import cut

SEGMENT = 512
"""64 ms: longer than the first echoes that a codec or filter adds, short beside a word."""
BAND_HZ = (200.0, 3_000.0)
BLOCK = 15
"""Segments, half over each other: half a second, in which a layer comes and goes."""
QUIET = 1e-4
"""Of a recording's median block power: below it a block holds nothing that could be missing from the other."""
LOW_QUANTILE = 0.2
MOST_SECONDS = 120.0
"""Of an overlap, from its middle: more changes nothing."""

Spectra = npt.NDArray[np.complex64]


class Kinship(StrEnum):
    """What two recordings that share a sound are to each other, as far as sound tells."""

    COPY = "copy"
    COPY_WITH_LAYER = "copy_with_layer"
    OTHER_MICROPHONE = "other_microphone"
    SHARED_LAYER = "shared_layer"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Coherence:
    """coherence: magnitude-squared, 0..1, weighted by power, 0.2 to 3 kHz. a_in_b, b_in_a: of how much of the one the
    other holds the same, in the fifth of half-seconds in which it is least: near 1 where all of it is there."""

    coherence: float
    a_in_b: float
    b_in_a: float
    seconds: float


def coherence(a: Heard, b: Heard, lag: float) -> Coherence:
    """Of what both hear, `b` moved by `lag` (a's time less b's, s; kept to a hundredth of a sample)."""
    first, last = max(0.0, lag), min(a.seconds, b.seconds + lag)
    middle, half = (first + last) / 2, min((last - first) / 2, MOST_SECONDS / 2)
    if half * 2 * HZ < SEGMENT * BLOCK:
        return Coherence(0.0, 0.0, 0.0, max(0.0, last - first))
    begin, length = round((middle - half) * HZ), int(2 * half * HZ)
    one = _segments(a.samples[begin : begin + length])
    other = _segments(_moved(b.samples, begin - lag * HZ, length))
    number = min(len(one), len(other)) // BLOCK * BLOCK
    one, other = one[:number], other[:number]
    across = (other * np.conj(one)).mean(axis=0)
    power, other_power = np.mean(np.abs(one) ** 2, axis=0), np.mean(np.abs(other) ** 2, axis=0)
    weight = np.sqrt(power * other_power)
    each = np.abs(across) ** 2 / (power * other_power + 1e-20)
    whole = float((each * weight).sum() / max(float(weight.sum()), 1e-20))
    return Coherence(whole, _contained(one, other), _contained(other, one), last - first)


def _contained(one: Spectra, other: Spectra) -> float:
    """How much of `one` the other holds in its poorest blocks, by the filter that its best blocks show."""
    blocks, others = (side.reshape(-1, BLOCK, side.shape[1]) for side in (one, other))
    power = (np.abs(blocks) ** 2).sum(axis=(1, 2))
    kept = power > QUIET * np.median(power)
    if kept.sum() < 4:
        return 0.0
    blocks, others = blocks[kept], others[kept]
    across = (others * np.conj(blocks)).sum(axis=1)
    alone, other_alone = (np.abs(blocks) ** 2).sum(axis=1), (np.abs(others) ** 2).sum(axis=1)
    agreed = np.abs(across).sum(axis=1) / np.sqrt(alone * other_alone + 1e-20).sum(axis=1)
    best = agreed >= np.quantile(agreed, 0.7)
    heard = across[best].sum(axis=0) / (alone[best].sum(axis=0) + 1e-20)
    expected = blocks * heard
    held = np.real(others * np.conj(expected)).sum(axis=(1, 2)) / ((np.abs(expected) ** 2).sum(axis=(1, 2)) + 1e-20)
    return float(np.quantile(np.clip(held, -1, 2), LOW_QUANTILE))


def _segments(samples: Samples) -> Spectra:
    frames = np.lib.stride_tricks.sliding_window_view(samples, SEGMENT)[:: SEGMENT // 2]
    bins = np.fft.rfftfreq(SEGMENT, 1 / HZ)
    spectra = np.fft.rfft(frames * np.hanning(SEGMENT).astype(np.float32), axis=1)
    return np.asarray(spectra[:, (bins >= BAND_HZ[0]) & (bins <= BAND_HZ[1])], np.complex64)


def _moved(samples: Samples, first: float, length: int) -> Samples:
    """`length` samples from a place between two samples on."""
    margin = 64
    whole = int(np.floor(first))
    piece = cut(samples, whole - margin, length + 2 * margin)
    turn = np.exp(2j * np.pi * np.fft.rfftfreq(len(piece)) * (first - whole))
    return np.asarray(np.fft.irfft(np.fft.rfft(piece) * turn, len(piece))[margin : margin + length], np.float32)
