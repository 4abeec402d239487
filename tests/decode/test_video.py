"""Films: one table of facts × every container, then what must hold for each."""

import itertools
from collections.abc import Generator
from contextlib import closing
from io import BytesIO
from typing import cast

import pytest
from tests.media import make

from stemmata.decode.video import Budget, Reading, frames, quarter_turn, time_us
from stemmata.model.errors import MediaError
from stemmata.model.failure import Code, Failure

FILM = make.film(seconds=3)
CONTAINERS = ("mp4", "mov", "matroska", "mpegts", "flv", "3gp")
MADE = {container: make.remuxed(FILM, container) for container in CONTAINERS}

PRIMING_US = 60_000  # by which a muxer may move the picture, so that sound does not begin below zero


@pytest.fixture(params=CONTAINERS)
def film(request: pytest.FixtureRequest) -> BytesIO:
    return BytesIO(MADE[request.param])


def test_size_rate_count_and_times_are_those_of_the_film(film: BytesIO) -> None:
    reading = Reading()
    read = [(time, frame.width, frame.height) for time, frame in frames(film, reading=reading)]
    assert (reading.frames, reading.decode_failures, reading.rotation, reading.failure) == (30, 0, 0, None)
    assert {(width, height) for _, width, height in read} == {(make.WIDTH, make.HEIGHT)}
    assert 0 <= read[0][0] <= PRIMING_US
    assert {round((b[0] - a[0]) / 1000) for a, b in itertools.pairwise(read)} <= {99, 100, 101}


def test_the_pictures_are_those_of_the_scene(film: BytesIO) -> None:
    for (_, frame), pixels in zip(frames(film), make.scene(1, 30), strict=True):
        difference = abs(frame.to_ndarray(format="rgb24").astype(int) - pixels.astype(int)).mean()
        assert difference < 8


def test_key_frames_alone_are_those_of_the_whole_film(film: BytesIO) -> None:
    keys = [time for time, _ in frames(film, keys_only=True)]
    assert keys == [time for time, frame in frames(film) if frame.key_frame]
    assert len(keys) == 3


def test_a_file_can_be_read_twice(film: BytesIO) -> None:
    assert [time for time, _ in frames(film)] == [time for time, _ in frames(film)]


def test_stopping_early_is_allowed(film: BytesIO) -> None:
    with closing(cast(Generator[object, None, None], frames(film))) as iterator:
        next(iterator)
    assert len(list(frames(film))) == 30


BUDGETS = [
    (Budget(frames=7), 7, Failure(Code.TOO_LARGE, "stopped after 7 frames, 0 s")),
    (Budget(seconds=1.5), 16, Failure(Code.TOO_LARGE, "stopped after 16 frames, 1 s")),
]


@pytest.mark.parametrize(("budget", "count", "failure"), BUDGETS, ids=["frames", "seconds"])
def test_a_reached_budget_keeps_what_was_read(budget: Budget, count: int, failure: Failure) -> None:
    reading = Reading()
    assert len(list(frames(BytesIO(FILM), budget=budget, reading=reading))) == count
    assert reading.failure == failure


def test_frames_beyond_the_budget_of_pixels_are_not_decoded() -> None:
    with pytest.raises(MediaError) as raised:
        list(frames(BytesIO(FILM), budget=Budget(pixels=make.WIDTH * make.HEIGHT - 1)))
    assert raised.value.failure.code is Code.TOO_LARGE


BAD_FILES = [
    # made by tests/media/make.py   what is wrong                            frames  the failure
    ("empty.mp4",                   "0 bytes",                                    0, Code.EMPTY),
    ("cut-in-moov.mp4",             "the index ends half-way",                    0, Code.TRUNCATED),
    ("cut-in-mdat.mp4",             "the index names frames that are not there", 18, Code.TRUNCATED),
    ("cut-before-index.mp4",        "the index was at the lost end",              0, Code.TRUNCATED),
    ("cut.mkv",                     "half of its clusters",                      15, Code.TRUNCATED),
    ("zero-frames.mkv",             "headers only",                               0, Code.NO_FRAMES),
    ("good.wav",                    "sound only",                                 0, Code.NO_FRAMES),
    ("noise.mp4",                   "a brand and noise",                          0, Code.DAMAGED),
    ("good.jpg",                    "no film at all",                             0, Code.DAMAGED),
    ("playlist.mp4",                "names another file",                         0, Code.REFUSED),
    ("session.mp4",                 "would listen on the network",                0, Code.REFUSED),
    ("concat.mp4",                  "names another file",                         0, Code.REFUSED),
    ("good.mp4",                    "nothing",                                   30, None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "defect", "count", "code"), BAD_FILES, ids=[row[0] for row in BAD_FILES])
def test_a_bad_film_is_named_and_read_as_far_as_it_goes(name: str, defect: str, count: int, code: Code | None) -> None:
    reading = Reading()
    source = BytesIO(make.BAD_AND_GOOD[name]())
    raised: Failure | None = None
    read = 0
    try:
        for _ in frames(source, reading=reading):
            read += 1
    except MediaError as error:
        raised = error.failure
    failure = raised or reading.failure
    assert (None if failure is None else failure.code) == code, defect
    assert abs(read - count) <= 2, defect


def test_flipped_bits_are_counted_not_hidden() -> None:
    content = bytearray(make.film(sound=False, container="matroska"))
    clean = bytes(content)
    for at in range(len(content) // 3, len(content) // 2, 97):
        content[at] ^= 0xFF
    assert bytes(content) != clean
    reading = Reading()
    read = len(list(frames(BytesIO(bytes(content)), reading=reading)))
    assert 0 < read <= 30


def test_times_are_rounded_to_the_nearest_microsecond() -> None:
    from fractions import Fraction

    assert time_us(1, Fraction(1001, 30000)) == 33_367
    assert time_us(-1, Fraction(1001, 30000)) == -33_367
    assert time_us(90_000, Fraction(1, 90_000), 400_000) == 600_000


@pytest.mark.parametrize(
    ("degrees", "turn"), [(90.0, 90), (-90.0, 270), (180.0, 180), (-0.0, 0), (45.0, 0), (128.0, 0)]
)
def test_only_quarter_turns_are_believed(degrees: float, turn: int) -> None:
    assert quarter_turn(degrees) == turn
