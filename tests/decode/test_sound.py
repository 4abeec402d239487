"""Sound: where it lies on the container's timeline, then every odd form that it comes in."""

import itertools
from io import BytesIO

import numpy as np
import numpy.typing as npt
import pytest
from tests.media import make
from tests.media.sounds import babble, clicks, sounding

from stemmata.decode.sound import HZ, SoundBudget, SoundReading, sound, whole_sound
from stemmata.model.errors import MediaError
from stemmata.model.failure import Code

AT_S = (0.30, 1.10, 1.75)


def onsets_s(content: bytes) -> list[float]:
    """Where clicks begin, in seconds of the container's timeline."""
    whole = whole_sound(BytesIO(content))
    loud = np.flatnonzero(np.abs(whole.samples) > 0.2)
    firsts = loud[np.flatnonzero(np.diff(loud, prepend=-HZ) > HZ // 20)]
    return [float(whole.first + at) / HZ for at in firsts]


FORMS = {
    "wav": {},
    "flac": {"codec": "flac", "container": "flac"},
    "mp4 with an edit list for priming": {"codec": "aac", "container": "mp4"},
    "matroska": {"codec": "aac", "container": "matroska"},
    "opus in webm": {"codec": "libopus", "container": "webm"},
    "mp4 whose sound begins late": {"codec": "aac", "container": "mp4", "begins_s": 0.7},
    "matroska whose sound begins late": {"codec": "libopus", "container": "matroska", "begins_s": 0.7},
    "mpeg stream": {"codec": "aac", "container": "mpegts", "picture_s": 2.0},
    "film": {"codec": "aac", "container": "mp4", "picture_s": 2.0},
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_click_lies_where_the_timeline_has_it(form: dict[str, object]) -> None:
    begins = float(str(form.get("begins_s", 0.0)))
    found = onsets_s(sounding(clicks(AT_S, 2.2), **form))  # type: ignore[arg-type]
    assert found == pytest.approx([at + begins for at in AT_S], abs=0.025)  # a stream's muxer moves it by its priming


def test_a_gap_in_the_stamps_stays_a_gap() -> None:
    content = sounding(clicks(AT_S, 2.2), codec="aac", container="matroska", gaps=[(1.0, 0.5)])
    assert onsets_s(content) == pytest.approx([0.30, 1.60, 2.25], abs=0.025)
    reading = SoundReading()
    blocks = list(sound(BytesIO(content), reading=reading))
    assert reading.runs == 2
    assert all(a.end <= b.first for a, b in itertools.pairwise(blocks))


def test_stamps_that_turn_back_never_lay_sound_over_sound() -> None:
    content = sounding(babble(1, 3, 48_000), container="matroska", gaps=[(1.0, -0.5)])
    reading = SoundReading()
    blocks = list(sound(BytesIO(content), reading=reading))
    assert all(a.end <= b.first for a, b in itertools.pairwise(blocks))
    assert sum(len(block.samples) for block in blocks) == pytest.approx(2.5 * HZ, abs=HZ // 20)


SHAPES = {  # name: sample rate, layout, seconds
    "telephone": (8_000, "mono", 1.0),
    "stereo": (44_100, "stereo", 1.0),
    "5.1": (48_000, "5.1", 1.0),
    "192 kHz": (192_000, "mono", 1.0),
    "a fifth of a second": (16_000, "mono", 0.2),
    "one packet": (48_000, "mono", 0.004),
}


@pytest.mark.parametrize(("rate", "layout", "seconds"), SHAPES.values(), ids=SHAPES)
def test_any_rate_and_layout_becomes_mono_at_8_khz(rate: int, layout: str, seconds: float) -> None:
    channels = {"mono": 1, "stereo": 2, "5.1": 6}[layout]
    tone = 0.5 * np.sin(2 * np.pi * 440 * np.arange(round(seconds * rate)) / rate)
    whole = whole_sound(BytesIO(sounding(np.tile(tone.astype(np.float32), (channels, 1)), rate, layout=layout)))
    assert len(whole.samples) == pytest.approx(seconds * HZ, abs=2)
    if seconds == 1.0:
        assert np.argmax(np.abs(np.fft.rfft(whole.samples))) == pytest.approx(440, abs=1)


def test_channels_that_cancel_each_other_are_heard_by_one_of_them() -> None:
    voice = babble(2, 1.0, 16_000)
    whole = whole_sound(BytesIO(sounding(np.stack([voice, -voice]), 16_000, layout="stereo")))
    assert np.std(whole.samples) == pytest.approx(np.std(voice), rel=0.2)


def test_a_film_without_sound_gives_no_blocks_and_no_failure() -> None:
    reading = SoundReading()
    assert list(sound(BytesIO(make.film(seconds=1, sound=False)), reading=reading)) == []
    assert (reading.has_track, reading.failure) == (False, None)


def test_a_cut_file_is_named_and_read_up_to_the_cut() -> None:
    whole = sounding(babble(3, 4, 16_000), 16_000)
    reading = SoundReading()
    heard = sum(len(block.samples) for block in sound(BytesIO(whole[: len(whole) // 2]), reading=reading))
    assert heard == pytest.approx(2 * HZ, abs=HZ // 10)
    assert reading.failure is not None
    assert reading.failure.code is Code.TRUNCATED


def test_sound_beyond_the_budget_is_named_and_read_up_to_it() -> None:
    reading = SoundReading()
    content = sounding(babble(3, 4, 16_000), 16_000)
    heard = sum(len(block.samples) for block in sound(BytesIO(content), budget=SoundBudget(2.0), reading=reading))
    assert 2 * HZ < heard < 3 * HZ
    assert reading.failure is not None
    assert reading.failure.code is Code.TOO_LARGE


def test_samples_that_are_no_numbers_are_silence() -> None:
    planes: npt.NDArray[np.float32] = np.full(16_000, np.nan, np.float32)
    whole = whole_sound(BytesIO(sounding(planes, 16_000, codec="pcm_f32le")))
    assert not whole.samples.any()


@pytest.mark.parametrize("name", ["playlist.mp4", "noise.mp4", "empty.mp4"])
def test_a_file_that_cannot_be_opened_is_named(name: str) -> None:
    with pytest.raises(MediaError):
        list(sound(BytesIO(make.BAD_AND_GOOD[name]())))


def test_a_file_cut_in_its_index_says_that_it_is_cut() -> None:
    reading = SoundReading()
    assert list(sound(BytesIO(make.BAD_AND_GOOD["cut-in-moov.mp4"]()), reading=reading)) == []
    assert reading.failure is not None
    assert reading.failure.code is Code.TRUNCATED
