"""The sound of a file as arrays: its landmarks, and how loud it is. Runs inside the worker."""

from collections.abc import Mapping
from typing import BinaryIO

import cv2
import numpy as np

from stemmata.decode import video
from stemmata.decode.sound import HZ, SAMPLE_US, SoundBudget, SoundReading, sound
from stemmata.fingerprint.landmarks import Landmarks, Listening, joined, landmarks
from stemmata.fingerprint.loudness import PER_SECOND, Loudening, decibels
from stemmata.model.canonical import Json
from stemmata.model.seams import ArrayBound, Reducer, Reduction

MAX_SECONDS = 86_400
MAX_TENTHS = 2 * MAX_SECONDS * PER_SECOND
"""Of a timeline that may begin a day before its zero and end a day after it."""
MAX_RUNS = 100_000
MAX_LANDMARKS = 60 * MAX_SECONDS

SILENT_DBFS = -75.0
"""A track that is nowhere louder is silent: quieter than the noise of any microphone, louder than what encoders make of
nothing."""
CLIPPED = 0.985
"""Of full scale; resampling rounds off what was cut at 1."""

SOUND = Reducer(
    "sound/1",
    "stemmata.fingerprint.sound:heard",
    {
        "at": ArrayBound("<i4", (MAX_LANDMARKS,)),
        "frequency": ArrayBound("<u2", (MAX_LANDMARKS,)),
        "level": ArrayBound("|u1", (MAX_LANDMARKS,)),
        "loudness": ArrayBound("|u1", (MAX_TENTHS,)),
        "run": ArrayBound("<i8", (MAX_RUNS, 2)),
    },
    seconds=3600.0,
)
"""at, frequency, level: fingerprint.landmarks.Landmarks. loudness: fingerprint.loudness, from tenth
facts["first_tenth"] of the container's timeline on. run: [start, end) in µs of the stretches that have no gap.

facts["state"]: "heard"; "silent", where nothing is louder than SILENT_DBFS; "no_track"; "empty", where a track is there
and holds nothing; or "broken", where nothing of what it holds could be decoded."""


def warm() -> None:
    """Import and run everything once: a child of the worker can open nothing."""
    video.warm()
    cv2.setNumThreads(1)
    landmarks(np.random.default_rng(1).standard_normal(HZ).astype(np.float32))


def heard(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    """See SOUND. A film whose sound is missing or broken is no failure of the film: its state says so, and a failure
    stands beside it. MediaError as decode.sound."""
    reading = SoundReading()
    budget = SoundBudget(seconds=MAX_SECONDS, runs=MAX_RUNS)
    listening, loudening = Listening(), Loudening(MAX_TENTHS)
    found: list[Landmarks] = []
    runs: list[list[int]] = []
    clipped = 0
    for block in sound(source, budget=budget, reading=reading):
        found.append(listening.add(block))
        loudening.add(block)
        clipped += int(np.count_nonzero(np.abs(block.samples) >= CLIPPED))
        if runs and runs[-1][1] == block.first * SAMPLE_US:
            runs[-1][1] = block.end * SAMPLE_US
        else:
            runs.append([block.first * SAMPLE_US, block.end * SAMPLE_US])
    found.append(listening.end())
    marks, loudness = joined(found), loudening.ended()
    loudest = float(decibels(loudness).max(initial=-np.inf))
    facts: dict[str, object] = {
        "state": _state(reading, loudest),
        "first_tenth": loudening.first_tenth,
        "samples": reading.samples,
        "rate": reading.rate,
        "channels": reading.channels,
        "clipped_samples": clipped,
        "decode_failures": reading.decode_failures,
        "unstamped": reading.unstamped,
        "turned_back": reading.turned_back,
    }
    arrays: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.generic]]] = {
        "at": marks.at[:MAX_LANDMARKS].astype("<i4"),
        "frequency": marks.frequency[:MAX_LANDMARKS].astype("<u2"),
        "level": marks.level[:MAX_LANDMARKS],
        "loudness": loudness,
        "run": np.array(runs, "<i8").reshape(-1, 2),
    }
    return Reduction(facts, arrays, reading.failure)


def landmarks_of(kept: Reduction) -> Landmarks:
    """As `heard` laid them down."""
    arrays = kept.arrays
    return Landmarks(
        np.asarray(arrays["at"], np.int32),
        np.asarray(arrays["frequency"], np.uint16),
        np.asarray(arrays["level"], np.uint8),
    )


def _state(reading: SoundReading, loudest: float) -> str:
    if not reading.has_track:
        return "no_track"
    if not reading.samples:
        return "broken" if reading.failure is not None or reading.decode_failures else "empty"
    return "heard" if loudest > SILENT_DBFS else "silent"
