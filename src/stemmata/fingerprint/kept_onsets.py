"""What a cheap look at all pairs asks of a file's sound, small enough to be kept: coarse onsets, impulsive sounds.

Runs inside the worker. The samples that the full comparison needs are kept nowhere (fingerprint.sound_samples).
"""

from collections.abc import Mapping
from typing import BinaryIO

import cv2
import numpy as np
import numpy.typing as npt

from stemmata.decode import video
from stemmata.decode.sound import HZ, SAMPLE_US, SoundBudget, SoundReading, whole_sound
from stemmata.fingerprint.impulses import PER_SECOND as IMPULSES_PER_SECOND
from stemmata.fingerprint.impulses import impulses
from stemmata.fingerprint.onsets import BANDS, PER_SECOND, Flux, flux
from stemmata.fingerprint.sound_samples import MAX_SECONDS
from stemmata.model.canonical import Json
from stemmata.model.seams import ArrayBound, Reducer, Reduction

STEPS, WIDE = 4, 3
"""Steps of flux, and bands of it, that become one: 50 a second in four bands, 1.4 MB an hour."""
ONE = 4_096
"""A standard deviation, as it is kept."""
AT_ONCE = 1_800 * HZ
"""Samples in which impulsive sounds are sought together: their sums take sixteen bytes for each."""
MAX_ROWS = 2 * MAX_SECONDS * PER_SECOND // STEPS
MAX_IMPULSES = int(2 * MAX_SECONDS * IMPULSES_PER_SECOND)

ONSETS = Reducer(
    "onsets/1",
    "stemmata.fingerprint.kept_onsets:noted",
    {
        "onset": ArrayBound("<i2", (MAX_ROWS, BANDS // WIDE)),
        "impulse": ArrayBound("<i8", (MAX_IMPULSES,)),
        "rise": ArrayBound("|u1", (MAX_IMPULSES,)),
    },
    seconds=1800.0,
    memory_bytes=6_000_000_000,
)
"""onset: means of STEPS × WIDE of flux, in ONE-ths of a deviation. impulse: µs of the container's timeline, never what
made them; rise: dB of each. facts["start_us"]: of the first sample, facts["samples"]: how many at 8 kHz,
facts["peak"]: the loudest of them."""


def warm() -> None:
    """A child of the worker can open nothing."""
    video.warm()
    cv2.setNumThreads(1)
    found = np.random.default_rng(1).standard_normal(HZ).astype(np.float32)
    flux(found)
    impulses(found)


def noted(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    """See ONSETS. MediaError as decode.sound."""
    reading = SoundReading()
    block = whole_sound(source, budget=SoundBudget(seconds=MAX_SECONDS), reading=reading)
    samples = block.samples[: 2 * MAX_SECONDS * HZ]
    start_us = block.first * SAMPLE_US
    pieces = [(at, impulses(samples[at : at + AT_ONCE])) for at in range(0, len(samples), AT_ONCE)]
    banged = np.concatenate([np.zeros(0), *(at + found.at for at, found in pieces)])
    rise = np.concatenate([np.zeros(0, np.float32), *(found.rise for _, found in pieces)])
    facts: dict[str, object] = {
        "start_us": start_us,
        "samples": len(samples),
        "peak": float(np.abs(samples).max(initial=0.0)),
    }
    arrays: dict[str, npt.NDArray[np.generic]] = {
        "onset": coarsened(flux(samples))[:MAX_ROWS],
        "impulse": (start_us + np.rint(banged * SAMPLE_US)).astype("<i8"),
        "rise": np.clip(np.rint(rise), 0, 255).astype("|u1"),
    }
    return Reduction(facts, arrays, reading.failure)


def coarsened(found: Flux) -> npt.NDArray[np.int16]:
    """(n, BANDS) -> (n / STEPS, BANDS / WIDE)."""
    number = len(found) // STEPS
    means = found[: number * STEPS].reshape(number, STEPS, BANDS // WIDE, WIDE).mean(axis=(1, 3))
    return np.asarray(np.rint(means * ONE), "<i2")


def flux_of(kept: Reduction) -> Flux:
    """As `flux` gave it, but the same within each STEPS × WIDE of it."""
    means = np.asarray(kept.arrays["onset"], np.float32) / np.float32(ONE)
    return np.repeat(np.repeat(means, STEPS, axis=0), WIDE, axis=1)
