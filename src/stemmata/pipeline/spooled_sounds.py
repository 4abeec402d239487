"""Samples of a few hours of sound on disk while pairs are compared: written by the run, read by its comparers.

An hour is 58 MB, so they are kept nowhere: the folder is this run's own and goes with it.
"""

import json
import shutil
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from stemmata.fingerprint.sound_samples import FULL
from stemmata.match.heard import Heard
from stemmata.match.synchronise import Synchronised, synchronise
from stemmata.model.seams import Reduction
from stemmata.preserve.durable import temporary_name

HELD_SAMPLES = 30_000_000
"""An hour, in each process: 120 MB, and with onsets twice that. The pair in hand is held whatever its length."""


class Spool:
    def __init__(self, temporary: Path) -> None:
        self.folder = temporary_name(temporary)
        self.folder.mkdir(parents=True)

    def put(self, item: str, kept: Reduction) -> None:
        np.save(self.folder / f"{item}.npy", np.asarray(kept.arrays["samples"], "<i2"))
        facts = {"scale": kept.facts["scale"], "start_us": kept.facts["start_us"]}
        (self.folder / f"{item}.json").write_text(json.dumps(facts), "ascii")

    def close(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def question(spool: Spool, a: str, b: str, apart_m: float, lags: Sequence[float]) -> dict[str, object]:
    """As a comparer takes it."""
    return {"sync": {"folder": str(spool.folder), "a": a, "b": b, "apart_m": apart_m, "lags": list(lags)}}


class Listener:
    """Answers questions on two sounds in a spool. What was last asked of is held with its onsets: pairs of one item
    follow each other."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, Heard] = OrderedDict()

    def answer(self, row: Mapping[str, object]) -> Synchronised:
        """To a `question`. OSError where the spool lacks one of the two."""
        lags, apart_m = row["lags"], float(str(row["apart_m"]))
        if not isinstance(lags, list):
            raise ValueError(f"a question as pipeline.spooled_sounds asks it, got {row!r:.120}")
        folder = Path(str(row["folder"]))
        a, b = (self._heard(folder, str(row[name])) for name in "ab")
        while len(self._held) > 2 and sum(len(one.samples) for one in self._held.values()) > HELD_SAMPLES:
            self._held.popitem(last=False)
        return synchronise(a, b, apart_m, tuple(float(lag) for lag in lags))

    def _heard(self, folder: Path, item: str) -> Heard:
        held = self._held.pop(item, None)
        if held is None:
            facts = json.loads((folder / f"{item}.json").read_text("ascii"))
            samples = np.load(folder / f"{item}.npy").astype(np.float32) * np.float32(facts["scale"] / FULL)
            held = Heard(item, samples, int(facts["start_us"]))
        self._held[item] = held
        return held
