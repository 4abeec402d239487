"""How loud sound is, ten times a second: what a ribbon draws, and what tells silence from sound."""

import numpy as np
import numpy.typing as npt

from stemmata.decode.sound import HZ, Block

PER_SECOND = 10
STEP = HZ // PER_SECOND
FLOOR_DBFS = -100.0
STEPS_OF_DB = 2

Loudness = npt.NDArray[np.uint8]
"""(n,) one value for each tenth of a second: 0 where there is no sound at all (a gap), else 1 at -100 dB of full scale
or less, and 1 more for each half decibel; 201 is a square wave at full scale."""


class Loudening:
    """Loudness of blocks as they come. Tenths are counted from the tenth in which the first block begins."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._power = np.zeros(0)
        self._heard = np.zeros(0, np.int64)
        self.first_tenth = 0
        self._began = False

    def add(self, block: Block) -> None:
        tenth = block.first // STEP
        if not self._began:
            self.first_tenth, self._began = tenth, True
        at = tenth - self.first_tenth
        count = (block.end - 1) // STEP - tenth + 1
        if at + count > self._most:
            return
        if at + count > len(self._heard):
            longer = min(self._most, max(at + count, 2 * len(self._heard)))
            self._power = np.concatenate([self._power, np.zeros(longer - len(self._power))])
            self._heard = np.concatenate([self._heard, np.zeros(longer - len(self._heard), np.int64)])
        edges = np.maximum((tenth + np.arange(count)) * STEP - block.first, 0)
        self._power[at : at + count] += np.add.reduceat(np.square(block.samples, dtype=np.float64), edges)
        self._heard[at : at + count] += np.diff(np.append(edges, len(block.samples)))

    def ended(self) -> Loudness:
        last = np.flatnonzero(self._heard)
        heard, power = self._heard[: last[-1] + 1 if len(last) else 0], self._power
        with np.errstate(divide="ignore", invalid="ignore"):
            level = 10 * np.log10(power[: len(heard)] / heard)
        steps = np.clip(np.nan_to_num(np.rint(STEPS_OF_DB * (level - FLOOR_DBFS)), nan=0, neginf=0), 0, 200) + 1
        return np.where(heard > 0, steps, 0).astype(np.uint8)


def decibels(loudness: Loudness) -> npt.NDArray[np.float32]:
    """(n,) of full scale; -inf where there is no sound."""
    level = (loudness.astype(np.float32) - 1) / STEPS_OF_DB + FLOOR_DBFS
    return np.where(loudness > 0, level, -np.inf).astype(np.float32)
