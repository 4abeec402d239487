"""Impulsive sounds: steep rises of all that is heard, to a fraction of a millisecond. Never what made them.

A bang, a slammed door, a dropped pan and a crackle of wind on a microphone are all impulsive; a large weapon far away
sounds like a small one near by (research/audio.md section 4). So nothing here names a cause.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from stemmata.decode.sound import HZ, Samples

STEP = HZ // 1000
"""One millisecond, the grid on which rises are sought."""
AFTER_MS, BEFORE_MS = 3, 30
"""A rise is the power of three milliseconds over that of the thirty before: a blast's first phase lasts 0.3 to 4 ms."""
APART_MS = 25
"""Only the largest rise within this is kept: what follows is its echo from the ground or its own ringing."""
LEAST_DB = 6.0
PER_SECOND = 1.5
"""Kept of the largest. Bursts at 600 a minute keep most of theirs where the rest of the clip is quieter."""
FLOOR = 0.05
"""Of the median power: keeps digital silence from making everything a rise."""
LOW_HZ, HIGH_HZ = 250.0, 3_500.0
"""Above wind and handling, below where resampling to 8 kHz cuts."""
CHUNK = 1 << 19
MARGIN = 4_096


@dataclass(frozen=True, slots=True)
class Impulses:
    """n impulsive sounds in order of time.

    at: (n,) float64, samples of 8 kHz from the first one heard. rise: (n,) float32, dB over the 30 ms before. attack:
    (n,) float32, milliseconds from a tenth of the peak to the peak. peak: (n,) float32, dB of full scale.
    """

    at: npt.NDArray[np.float64]
    rise: npt.NDArray[np.float32]
    attack: npt.NDArray[np.float32]
    peak: npt.NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.at)


def impulses(samples: Samples) -> Impulses:
    """Of (m,) float32 at 8 kHz: at most PER_SECOND × its length, the largest rises."""
    filtered = _band(samples)
    summed = np.concatenate([[0.0], np.cumsum(np.square(filtered, dtype=np.float64))])
    after, before = AFTER_MS * STEP, BEFORE_MS * STEP
    at = np.arange(before, len(samples) - after, STEP)
    if not len(at):
        return _none()
    blocks = np.diff(summed[:: 50 * STEP])
    floor = (float(np.median(blocks)) if len(blocks) else 0.0) / (50 * STEP) * FLOOR + 1e-12
    loud = (summed[at + after] - summed[at]) / after + floor
    rise = np.asarray(10 * np.log10(loud / ((summed[at] - summed[at - before]) / before + floor)), np.float32)
    around = cv2.dilate(rise[:, None], np.ones((2 * APART_MS + 1, 1), np.uint8))[:, 0]
    found = np.flatnonzero((rise == around) & (rise >= LEAST_DB))
    most = max(4, int(PER_SECOND * len(samples) / HZ))
    if len(found) > most:
        found = np.sort(found[np.argsort(-rise[found], kind="stable")[:most]])
    onset, attack, peak = _shape(filtered, at[found])
    order = np.argsort(onset, kind="stable")
    return Impulses(onset[order], rise[found][order], attack[order], peak[order])


def _shape(
    filtered: Samples, at: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Onset in samples, attack in ms, peak in dB: by where the first four milliseconds pass a tenth of their peak."""
    long = 5 * STEP
    padded = np.abs(np.concatenate([filtered, np.zeros(long, np.float32)]))
    window = padded[at[:, None] - STEP + np.arange(long)] if len(at) else np.zeros((0, long), np.float32)
    top = window.argmax(axis=1) if len(at) else np.zeros(0, np.int64)
    peak = window.max(axis=1, initial=1e-6)
    passed = (window >= 0.3 * peak[:, None]).argmax(axis=1) if len(at) else np.zeros(0, np.int64)
    attack = np.maximum(top - passed, 0) / STEP
    return (
        (at - STEP + passed).astype(np.float64),
        attack.astype(np.float32),
        (20 * np.log10(peak)).astype(np.float32),
    )


def _band(samples: Samples) -> Samples:
    """LOW_HZ to HIGH_HZ, in pieces that overlap, so that ten hours need no more memory than a minute."""
    out = np.zeros(len(samples), np.float32)
    for at in range(0, len(samples), CHUNK):
        first = max(0, at - MARGIN)
        piece = samples[first : at + CHUNK + MARGIN]
        bins = np.fft.rfftfreq(len(piece), 1 / HZ)
        gain = 1 / (1 + (LOW_HZ / np.maximum(bins, 1)) ** 4) / (1 + (bins / HIGH_HZ) ** 16)
        heard = np.fft.irfft(np.fft.rfft(piece) * gain.astype(np.float32), len(piece))
        out[at : at + CHUNK] = heard[at - first : at - first + CHUNK]
    return out


def _none() -> Impulses:
    empty = np.zeros(0, np.float32)
    return Impulses(np.zeros(0), empty, empty, empty)
