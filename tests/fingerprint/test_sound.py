"""The sound reducer: what a file without usable sound says, and what is kept of one that has it."""

from io import BytesIO

import numpy as np
import pytest
from tests.media import make
from tests.media.sounds import babble, sounding

from stemmata.fingerprint.loudness import decibels
from stemmata.fingerprint.sound import SOUND, heard, landmarks_of
from stemmata.model.failure import Code
from stemmata.model.seams import Reduction
from stemmata.sandbox.worker import LocalWorker

STATES = {
    "voice": (lambda: sounding(babble(1, 3, 16_000), 16_000), "heard"),
    "silence": (lambda: sounding(np.zeros(16_000, np.float32), 16_000), "silent"),
    "a fifth of a second": (lambda: sounding(babble(1, 0.2, 16_000), 16_000), "heard"),
    "clipped": (lambda: sounding(np.sign(babble(1, 2, 16_000)), 16_000), "heard"),
    "film without sound": (lambda: make.film(seconds=1, sound=False), "no_track"),
}


@pytest.mark.parametrize(("make_file", "state"), STATES.values(), ids=STATES)
def test_the_state_of_sound_is_named(make_file, state: str) -> None:  # type: ignore[no-untyped-def]
    kept = heard(BytesIO(make_file()), {})
    assert (kept.facts["state"], kept.failure) == (state, None)


def test_clipping_is_counted() -> None:
    kept = heard(BytesIO(sounding(np.sign(babble(1, 2, 16_000)), 16_000)), {})
    assert int(str(kept.facts["clipped_samples"])) > 6_000


def test_sound_that_cannot_be_decoded_is_a_failure_beside_its_state() -> None:
    content = bytearray(sounding(babble(1, 3, 16_000), 16_000, codec="flac", container="matroska"))
    spoilt = bytes(content[:600]) + bytes(len(content) - 600)
    assert spoilt != content
    kept = heard(BytesIO(spoilt), {})
    assert kept.facts["state"] in {"broken", "empty"}
    assert len(landmarks_of(kept)) == 0


def test_loudness_counts_tenths_of_the_timeline_and_tells_a_gap_from_silence() -> None:
    sound = np.concatenate([np.full(8_000, 0.5), np.zeros(8_000)]).astype(np.float32)
    kept = heard(BytesIO(sounding(sound, 8_000, container="matroska", begins_s=0.5, gaps=[(1.5, 1.0)])), {})
    loudness = np.asarray(kept.arrays["loudness"], np.uint8)
    assert kept.facts["first_tenth"] == 5
    assert decibels(loudness)[:9] == pytest.approx(-6.0, abs=0.5)
    assert (loudness[11:14] == 1).all()
    assert 8 <= (loudness == 0).sum() <= 10


def test_the_worker_gives_what_the_reducer_gives(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "voice.m4a"
    path.write_bytes(sounding(babble(4, 5, 48_000), codec="aac", container="mp4"))
    with LocalWorker([SOUND.entry.split(":")[0]]) as worker:
        kept = worker.reduce(SOUND, str(path))
    assert isinstance(kept, Reduction)
    here = heard(BytesIO(path.read_bytes()), {})
    assert kept.facts == here.facts
    assert all(np.array_equal(kept.arrays[name], here.arrays[name]) for name in SOUND.arrays)


def test_a_truncated_file_keeps_what_was_heard() -> None:
    whole = sounding(babble(3, 4, 16_000), 16_000)
    kept = heard(BytesIO(whole[: len(whole) // 2]), {})
    assert kept.failure is not None
    assert kept.failure.code is Code.TRUNCATED
    assert len(landmarks_of(kept)) > 20
