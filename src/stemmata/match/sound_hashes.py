"""Pairs of landmarks as small numbers: what an index of sound is searched by.

A landmark and one of the next ones near it make a hash of where the first lies, how much higher the other is and how
much later (Wang 2003). Landmarks are held finer than cells, so a query is hashed anew as played at another speed or
pitch; what is indexed never changes.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stemmata.fingerprint.landmarks import HZ_STEPS, Landmarks

CELL_HZ = 15.625
CELL_SAMPLES = 256
"""32 ms. Cells of two bins and two hops: what an encoder or a room moves mostly stays within one."""
REACH_HZ = 1_000.0
REACH_CELLS = 64
PARTNERS = 5
"""Of each landmark, the next in time within reach: 216 hashes a second (research/audio.md 5.2)."""
SEEN_AHEAD = 60
"""Landmarks after one among which its partners are sought: some 1.4 s."""
HASHES = 1 << 21


@dataclass(frozen=True, slots=True)
class Marks:
    """Landmarks as numbers to reckon with: at, (n,) float64 samples of 8 kHz; frequency, (n,) float64 hertz."""

    at: npt.NDArray[np.float64]
    frequency: npt.NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.at)

    def between(self, first: float, end: float) -> "Marks":
        low, high = np.searchsorted(self.at, [first, end])
        return Marks(self.at[low:high], self.frequency[low:high])

    def played(self, speed: float, pitch: float) -> "Marks":
        """As the source would have them if these were played `speed` times as fast and sound `pitch` times as high."""
        return Marks(self.at * speed, self.frequency / pitch)


def marks_of(landmarks: Landmarks) -> Marks:
    return Marks(landmarks.at.astype(np.float64), landmarks.frequency / HZ_STEPS)


@dataclass(frozen=True, slots=True)
class Hashes:
    """hash: (n,) uint32 below HASHES. at: (n,) float64, samples at which the first landmark of each lies."""

    hash: npt.NDArray[np.uint32]
    at: npt.NDArray[np.float64]


def hashes(marks: Marks) -> Hashes:
    anchors, partners = [], []
    taken = np.zeros(len(marks), np.int64)
    for ahead in range(1, min(SEEN_AHEAD, len(marks) - 1) + 1):
        later = marks.at[ahead:] - marks.at[:-ahead]
        higher = marks.frequency[ahead:] - marks.frequency[:-ahead]
        near = (later >= CELL_SAMPLES) & (later < REACH_CELLS * CELL_SAMPLES) & (np.abs(higher) < REACH_HZ)
        anchor = np.flatnonzero(near & (taken[:-ahead] < PARTNERS))
        taken[anchor] += 1
        anchors.append(anchor)
        partners.append(anchor + ahead)
    if not anchors:
        return Hashes(np.zeros(0, np.uint32), np.zeros(0))
    anchor, partner = np.concatenate(anchors), np.concatenate(partners)
    low = np.minimum(marks.frequency[anchor] / CELL_HZ, 255).astype(np.uint32)
    higher = ((marks.frequency[partner] - marks.frequency[anchor] + REACH_HZ) / CELL_HZ).astype(np.uint32)
    later = ((marks.at[partner] - marks.at[anchor]) / CELL_SAMPLES).astype(np.uint32)
    packed = np.bitwise_or(low, np.bitwise_or(np.left_shift(higher, 8), np.left_shift(later, 15)))
    return Hashes(packed.astype(np.uint32), marks.at[anchor])


def bands_of(hash_: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """In which eighth of a kilohertz the first landmark lies."""
    return np.asarray((hash_ & 0xFF) >> 3, np.uint32)


def steps_of(hash_: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """How many cells of time lie between the two."""
    return np.asarray(hash_ >> 15, np.uint32)
