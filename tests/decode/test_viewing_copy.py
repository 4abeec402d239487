"""Viewing copies: the file's own times, small, and nothing of the file's bytes."""

import itertools
from io import BytesIO
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
import pytest
from tests.media import make
from tests.media.flashes import flashing, uneven
from tests.media.sounds import babble, sounding

from stemmata.decode import viewing_copy as made_by
from stemmata.decode.sound import HZ, whole_sound
from stemmata.decode.video import Reading, frames
from stemmata.decode.viewing_copy import VIEWING_COPY, viewing_copy
from stemmata.model.errors import MediaError
from stemmata.model.failure import Code, Failure
from stemmata.model.seams import Reduction
from stemmata.sandbox.worker import LocalWorker

MOST_APART_S = 0.06
"""Of picture and sound, as the pages promise."""


def copied(content: bytes) -> Reduction:
    return viewing_copy(BytesIO(content), {})


def webm_of(copy: Reduction) -> BytesIO:
    return BytesIO(copy.arrays["webm"].tobytes())


def pictures_of(copy: Reduction) -> list[tuple[int, float]]:
    """(ms, mean brightness)."""
    return [(us // 1000, float(one.to_ndarray(format="gray").mean())) for us, one in frames(webm_of(copy))]


def sound_of(copy: Reduction) -> npt.NDArray[np.float32]:
    """At 8 kHz from zero of the copy's timeline."""
    block = whole_sound(webm_of(copy))
    return np.concatenate([np.zeros(max(0, block.first), np.float32), block.samples[max(0, -block.first) :]])


def test_pictures_keep_their_times_and_are_at_most_twelve_and_a_half_a_second() -> None:
    times = uneven(0, 6000)
    shown = [at for at, _ in pictures_of(copied(flashing(times, [])))]
    assert set(shown) <= set(times)
    assert len(shown) == len({at // 80 for at in times})
    middle = 3000
    assert not [at for at in shown if middle < at < middle + 800], "a gap stays a gap"


@pytest.mark.parametrize("begins_ms", [0, 1530])
def test_what_is_seen_and_heard_at_one_moment_stays_together_where_the_picture_begins_late(begins_ms: int) -> None:
    flashes = [2.0, 2.7, 5.2]
    copy = copied(flashing(uneven(begins_ms, 6000), flashes, sound_s=6.0))
    pictures = pictures_of(copy)
    lit = [b for (_, dark), (b, bright) in itertools.pairwise(pictures) if dark < 160 < bright]
    heard = np.flatnonzero(np.abs(sound_of(copy)) > 0.1) / HZ
    assert len(lit) == len(flashes)
    for flash, seen_ms in zip(flashes, lit, strict=True):
        first = heard[heard > flash - 0.3][0]
        assert first == pytest.approx(flash, abs=0.01)
        # the film shows it at its first picture after the flash, and the copy at most one step later
        assert 0 <= seen_ms / 1000 - flash < 0.09 + 0.08
    assert copy.failure is None


def test_before_a_late_picture_it_is_black_and_before_late_sound_silent() -> None:
    copy = copied(flashing(range(1500, 4000, 40), [3.0], sound_s=1.5, sound_begins_s=2.0))
    pictures = pictures_of(copy)
    assert pictures[0][0] == 0
    assert pictures[0][1] < 20
    assert pictures[1][0] == 1500
    assert pictures[1][1] == pytest.approx(90, abs=12)
    samples = sound_of(copy)
    assert np.abs(samples[: int(2.9 * HZ)]).max() < 0.01
    assert len(samples) / HZ == pytest.approx(3.5, abs=0.03)


def test_a_first_picture_a_little_late_is_no_flash_of_black() -> None:
    pictures = pictures_of(copied(flashing(range(40, 1000, 40), [])))
    assert [at for at, _ in pictures[:2]] == [0, 40]
    assert pictures[0][1] > 60


def test_a_picture_is_small_and_upright() -> None:
    for size, expected in (((1920, 1080), (426, 240)), ((360, 640), (240, 426)), ((192, 128), (192, 128))):
        (_, frame), *_ = frames(webm_of(copied(flashing([0, 100, 200], [], size=size))))
        assert (frame.width, frame.height) == expected


def test_a_film_without_sound_gives_pictures_alone() -> None:
    copy = copied(make.film(seconds=1, sound=False))
    assert (copy.facts["has_picture"], copy.facts["has_sound"]) == (True, False)
    with av.open(webm_of(copy)) as container:
        assert [stream.type for stream in container.streams] == ["video"]


def test_a_sound_file_gives_sound_alone_of_its_own_length() -> None:
    spoken = babble(3, 4.0)
    copy = copied(sounding(spoken, HZ))
    assert (copy.facts["has_picture"], copy.facts["has_sound"], copy.failure) == (False, True, None)
    samples = sound_of(copy)
    assert len(samples) / HZ == pytest.approx(4.0, abs=0.025)
    assert np.corrcoef(np.abs(samples[: len(spoken)]), np.abs(spoken))[0, 1] > 0.8


def test_silence_stays_a_sound_track_without_sound() -> None:
    copy = copied(sounding(np.zeros(2 * HZ, np.float32), HZ))
    assert copy.facts["has_sound"] is True
    assert np.abs(sound_of(copy)).max() < 0.001


def test_a_gap_in_sound_is_silent_and_what_follows_keeps_its_time() -> None:
    copy = copied(sounding(babble(4, 4.0, 48_000), codec="flac", container="matroska", gaps=[(2.0, 1.5)]))
    samples = sound_of(copy)
    assert np.abs(samples[int(2.1 * HZ) : int(3.4 * HZ)]).max() < 0.01
    assert len(samples) / HZ == pytest.approx(5.5, abs=0.05)


def test_what_comes_later_than_its_limit_is_left_out_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    content = flashing(range(0, 4000, 40), [], sound_s=4.0)
    assert copied(content).facts["is_cut"] is False
    monkeypatch.setattr(made_by, "MOST_SECONDS", 2)
    copy = copied(content)
    assert copy.facts["is_cut"] is True
    assert copy.facts["end_us"] == pytest.approx(2_000_000, abs=100_000)
    assert len(sound_of(copy)) / HZ == pytest.approx(2.0, abs=0.025)


def test_a_copy_ends_before_it_has_too_many_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made_by, "MOST_BYTES", made_by.LAST_BYTES + 5_000)
    copy = copied(make.film(seconds=8))
    assert copy.facts["is_cut"] is True
    assert len(copy.arrays["webm"]) < made_by.MOST_BYTES


def test_nothing_of_the_file_is_in_it_and_it_is_made_the_same_twice() -> None:
    content = make.film(seconds=1, tags={"title": "taken-at-the-gate", "comment": "by-hand"})
    copy, again = copied(content), copied(content)
    webm = copy.arrays["webm"].tobytes()
    assert b"taken-at-the-gate" in content
    assert b"taken-at-the-gate" not in webm
    assert b"by-hand" not in webm
    pieces = [content[at : at + 16] for at in range(0, len(content), 16)]
    telling = [piece for piece in pieces if len(set(piece)) > 10]
    assert len(telling) > 20
    assert not any(piece in webm for piece in telling)
    assert again.arrays["webm"].tobytes() == webm


def test_a_browser_finds_places_in_it() -> None:
    cues = b"\x1c\x53\xbb\x6b"  # Matroska: the id of Cues
    assert cues in copied(make.film(seconds=3)).arrays["webm"].tobytes()
    keys = [us for us, _ in frames(webm_of(copied(flashing(range(0, 9000, 40), []))), keys_only=True)]
    assert max(np.diff(keys)) <= 2_100_000


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", Code.EMPTY),
        (b"#EXTM3U\nfile:///etc/hostname\n", Code.REFUSED),
        (make.headers_only_mkv(), Code.NO_FRAMES),
    ],
)
def test_a_file_without_anything_to_play_is_a_named_failure(content: bytes, code: Code) -> None:
    with pytest.raises(MediaError) as caught:
        copied(content)
    assert caught.value.failure.code is code


def test_a_cut_film_is_copied_as_far_as_it_goes_and_named() -> None:
    content = make.remuxed(make.film(seconds=4), "matroska")
    copy = copied(content[: len(content) * 2 // 3])
    assert copy.failure is not None
    assert copy.failure.code is Code.TRUNCATED
    assert 5 < len(pictures_of(copy)) < 40


def test_it_is_made_inside_the_worker(tmp_path: Path) -> None:
    good, bad = tmp_path / "good", tmp_path / "bad"
    good.write_bytes(make.film(seconds=1))
    bad.write_bytes(b"\x1a\x45\xdf\xa3" + bytes(4_000))
    with LocalWorker([made_by.__name__]) as worker:
        copy = worker.reduce(VIEWING_COPY, str(good))
        assert isinstance(copy, Reduction)
        reading = Reading()
        assert len(list(frames(webm_of(copy), reading=reading))) == 10
        assert isinstance(worker.reduce(VIEWING_COPY, str(bad)), Failure)
