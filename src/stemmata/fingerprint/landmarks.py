"""Landmarks of sound: the places where a spectrum stands out from its own last seconds, and nothing else.

After Wang, "An Industrial-Strength Audio Search Algorithm" (ISMIR 2003), with a spectrum that is whitened first: of
every band its own mean over three seconds is taken off, so that a telephone's band, a room or an equaliser changes
little, and what stands still (hum, one tone) leaves no landmark at all (research/audio.md section 5). Times and
frequencies are kept finer than the cells that are compared, so they can be sought again as played faster or higher.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from stemmata.decode.sound import HZ, Block, Samples

WINDOW, HOP = 1024, 128
"""128 ms every 16 ms: a syllable's harmonics are apart, and its onset is placed to a few ms (research/audio.md 5.2)."""
BIN_HZ = HZ / WINDOW
LOWEST_BIN = 8
"""62 Hz: below it lies mains hum, wind and what a phone's microphone cuts off anyhow."""
MEAN_HOPS = 187
"""3 s on which a band is whitened."""
NEAR_HOPS, NEAR_BINS = 15, 25
"""A landmark is the largest within ± 7 hops and ± 12 bins (0.11 s, 94 Hz): 29 a second of speech or music."""
LEAST_DB = 6.0
"""Above a band's own mean: noise alone passes it now and then, a steady tone never."""
FLOOR_DB = -75.0
"""Below the loudest place within three seconds nothing is heard: what is there is rounding, and differs by encoder."""
SILENCE_DB = -100.0
"""Of full scale, a sine's power in one bin: the rounding of 16-bit samples lies near it."""

MARGIN_HOPS = 2 * MEAN_HOPS
CHUNK_HOPS = 4096
"""65 s at once: 9 MB of spectrum."""
LONGEST_GAP = 10 * HZ
"""Samples; a shorter gap is heard as silence, beyond it everything begins anew."""

HZ_STEPS = 16
"""A landmark's frequency is kept in sixteenths of a hertz."""

_HANN = np.hanning(WINDOW + 1)[:-1].astype(np.float32)
_FULL_SCALE = float(20 * np.log10(_HANN.sum() / 2))


@dataclass(frozen=True, slots=True)
class Landmarks:
    """n landmarks in order of time, then frequency.

    at: (n,) int32, samples of 8 kHz on the container's timeline. frequency: (n,) uint16, sixteenths of a hertz. level:
    (n,) uint8, quarters of a decibel above the band's mean.
    """

    at: npt.NDArray[np.int32]
    frequency: npt.NDArray[np.uint16]
    level: npt.NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.at)


def no_landmarks() -> Landmarks:
    return Landmarks(np.zeros(0, np.int32), np.zeros(0, np.uint16), np.zeros(0, np.uint8))


def joined(parts: list[Landmarks]) -> Landmarks:
    if not parts:
        return no_landmarks()
    return Landmarks(
        np.concatenate([part.at for part in parts]),
        np.concatenate([part.frequency for part in parts]),
        np.concatenate([part.level for part in parts]),
    )


def landmarks(samples: Samples, first: int = 0) -> Landmarks:
    """Of (n,) float32 at 8 kHz whose first sample lies at `first`: what `Listening` finds in them as one block."""
    listening = Listening()
    return joined([listening.add(Block(first, samples)), listening.end()])


class Listening:
    """Landmarks of blocks as they come: the same as of all of them at once, in the memory of two minutes."""

    def __init__(self) -> None:
        self._first = 0
        """Where the held samples begin."""
        self._held: list[Samples] = []
        self._length = 0
        self._done_hops = 0
        """Of the held hops, those whose landmarks were given already."""

    def add(self, block: Block) -> Landmarks:
        """Landmarks that are final with this block."""
        found: list[Landmarks] = []
        gap = block.first - (self._first + self._length)
        if not self._length or not 0 <= gap <= LONGEST_GAP:
            found.append(self.end())
            self._first, gap = block.first, 0
        if gap:
            self._hold(np.zeros(gap, np.float32))
        self._hold(block.samples)
        while self._hops() - self._done_hops >= CHUNK_HOPS + MARGIN_HOPS:
            found.append(self._take(self._done_hops + CHUNK_HOPS))
        return joined(found)

    def end(self) -> Landmarks:
        """What is left. The next block begins anew."""
        found = self._take(self._hops()) if self._length else no_landmarks()
        self._held, self._length, self._done_hops = [], 0, 0
        return found

    def _hold(self, samples: Samples) -> None:
        self._held.append(samples)
        self._length += len(samples)

    def _hops(self) -> int:
        return max(0, (self._length - WINDOW) // HOP + 1)

    def _take(self, until: int) -> Landmarks:
        """Those of hops from the last done to `until`; then only what the next ones need is held on to."""
        samples = np.concatenate(self._held) if len(self._held) != 1 else self._held[0]
        last = min(self._hops(), until + MARGIN_HOPS)
        found = _of_spectrum(_whitened(samples[: (last - 1) * HOP + WINDOW]), self._done_hops, until, self._first)
        drop = max(0, until - MARGIN_HOPS)
        self._first += drop * HOP
        self._held, self._length = [samples[drop * HOP :]], len(samples) - drop * HOP
        self._done_hops = until - drop
        return found


def _whitened(samples: Samples) -> npt.NDArray[np.float32]:
    """(hops, bins) decibels above each band's own mean over three seconds."""
    if len(samples) < WINDOW:
        return np.zeros((0, WINDOW // 2 - LOWEST_BIN), np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(samples, WINDOW)[::HOP]
    spectrum = np.fft.rfft(frames * _HANN, axis=1)[:, LOWEST_BIN : WINDOW // 2]
    power = np.square(spectrum.real) + np.square(spectrum.imag)
    loudest = cv2.dilate(power.max(axis=1)[:, None], np.ones((MEAN_HOPS, 1), np.uint8))
    floor = np.maximum(loudest * 10 ** (FLOOR_DB / 10), 10 ** ((SILENCE_DB + _FULL_SCALE) / 10))
    level = np.log10(power + floor, dtype=np.float32)
    level *= 10
    level -= cv2.blur(level, (1, MEAN_HOPS), borderType=cv2.BORDER_REFLECT)
    return np.asarray(level, np.float32)


def _of_spectrum(level: npt.NDArray[np.float32], begin: int, until: int, first: int) -> Landmarks:
    if len(level) < 3:
        return no_landmarks()
    around = cv2.dilate(level, np.ones((NEAR_HOPS, NEAR_BINS), np.uint8))
    hop, band = np.nonzero((level == around) & (level >= LEAST_DB))
    inside = (hop >= max(begin, 1)) & (hop < min(until, len(level) - 1)) & (band > 0) & (band < level.shape[1] - 1)
    hop, band = hop[inside], band[inside]
    late = _vertex(level[hop - 1, band], level[hop, band], level[hop + 1, band])
    high = _vertex(level[hop, band - 1], level[hop, band], level[hop, band + 1])
    at = np.rint((hop + late) * HOP).astype(np.int64) + WINDOW // 2 + first
    frequency = np.rint((band + LOWEST_BIN + high) * BIN_HZ * HZ_STEPS)
    heard = np.clip(np.rint(level[hop, band] * 4), 0, 255)
    order = np.lexsort((frequency, at))
    return Landmarks(at[order].astype(np.int32), frequency[order].astype(np.uint16), heard[order].astype(np.uint8))


def _vertex(
    before: npt.NDArray[np.float32], here: npt.NDArray[np.float32], after: npt.NDArray[np.float32]
) -> npt.NDArray[np.float32]:
    """Where between -½ and ½ the parabola through three levels is highest."""
    bend = before - 2 * here + after
    with np.errstate(divide="ignore", invalid="ignore"):
        moved = np.where(bend < 0, 0.5 * (before - after) / bend, 0)
    return np.asarray(np.clip(moved, -0.5, 0.5), np.float32)
