"""The sound of a file as samples, for what fingerprints do not hold: synchronisation. Runs inside the worker.

Kept nowhere: an hour is 58 MB.
"""

from collections.abc import Mapping
from typing import BinaryIO

import cv2
import numpy as np

from stemmata.decode import video
from stemmata.decode.sound import HZ, SAMPLE_US, Samples, SoundBudget, SoundReading, whole_sound
from stemmata.model.canonical import Json
from stemmata.model.seams import ArrayBound, Reducer, Reduction

MAX_SECONDS = 36_000
"""Ten hours; what comes later is not heard, and said to be so."""
FULL = 32_767

SAMPLES = Reducer(
    "sound-samples/1",
    "stemmata.fingerprint.sound_samples:listened",
    {"samples": ArrayBound("<i2", (2 * MAX_SECONDS * HZ,))},
    seconds=1800.0,
    memory_bytes=6_000_000_000,
)
"""samples: mono at 8 kHz, silence in its gaps, from facts["start_us"] of the container's timeline on, the loudest at
full scale (facts["scale"] gives it back). facts["has_track"]: whether the file has a sound track at all."""


def warm() -> None:
    """A child of the worker can open nothing."""
    video.warm()
    cv2.setNumThreads(1)


def listened(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    """See SAMPLES. MediaError as decode.sound."""
    reading = SoundReading()
    block = whole_sound(source, budget=SoundBudget(seconds=MAX_SECONDS), reading=reading)
    scale = float(np.abs(block.samples).max(initial=0.0)) or 1.0
    whole = np.rint(block.samples[: 2 * MAX_SECONDS * HZ] * (FULL / scale)).astype("<i2")
    facts: dict[str, object] = {
        "has_track": reading.has_track,
        "start_us": block.first * SAMPLE_US,
        "scale": scale,
        "decode_failures": reading.decode_failures,
    }
    return Reduction(facts, {"samples": whole}, reading.failure)


def samples_of(kept: Reduction) -> Samples:
    """As they were before they were scaled."""
    return np.asarray(kept.arrays["samples"], np.float32) * np.float32(float(str(kept.facts["scale"])) / FULL)
