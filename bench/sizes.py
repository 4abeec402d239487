"""What the fingerprint of an hour of film takes on disk, from fingerprints of shorter ones."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stemmata.fingerprint.picture import MAX_SAMPLES
from stemmata.sandbox.kept_file import LEVEL

Arrays = Mapping[str, npt.NDArray[np.generic]]

OF_FRAMES = frozenset({"frame_us", "frame_hash", "frame_quality", "motion", "cut_us"})
"""The other arrays grow with the sampled moments."""
MOMENTS = 2 * 3600
"""At most two a second: what an hour of short films has, each of them sampled in full."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Bytes of one array by frame or by sampled moment: as it is, and as it is kept."""

    name: str
    raw: float
    kept: float


def costs(films: Sequence[Arrays]) -> list[Cost]:
    frames, moments = (sum(len(film[key]) for film in films) for key in ("frame_us", "sample_us"))
    found = []
    for name in films[0]:
        count = frames if name in OF_FRAMES else moments
        raw = sum(film[name].nbytes for film in films) / count
        kept = sum(len(zlib.compress(film[name].tobytes(), LEVEL)) for film in films) / count
        found.append(Cost(name, raw, kept))
    return found


def hour_mb(found: Sequence[Cost], rate: float, moments: int = MAX_SAMPLES) -> float:
    """Megabytes of an hour at `rate` frames a second: one film of an hour has at most MAX_SAMPLES moments."""
    number = {True: 3600 * rate, False: float(moments)}
    return sum(one.kept * number[one.name in OF_FRAMES] for one in found) / 1e6


def print_costs(found: Sequence[Cost]) -> None:
    for one in found:
        each = "frame" if one.name in OF_FRAMES else "moment"
        print(f"    {one.name:<16} {one.raw:>9.1f} bytes a {each}, kept as {one.kept:>8.1f}")
