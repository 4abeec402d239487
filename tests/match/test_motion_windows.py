"""Windows of motion: copies share codes at every speed and backwards; what hardly moves has none."""

import numpy as np
import pytest
from tests.match.test_motion import at_speed, reversed_in_time, shaken

from stemmata.match.motion import Film
from stemmata.match.motion_windows import (
    CODE_BITS,
    MARKS,
    NO_WINDOWS,
    STEPS,
    TABLES,
    Windows,
    backwards,
    window_keys,
    windows,
)

WHOLE = shaken(1)


def shared(ours: Windows, theirs: Windows, bits: int = 9) -> int:
    """Of ours, how many have a near window among theirs."""
    near = np.bitwise_count(ours.code[:, None] ^ theirs.code[None, :]) <= bits
    return int(near.any(axis=1).sum())


def test_two_marks_lie_any_number_of_steps_apart() -> None:
    apart = {one - other for one in MARKS for other in MARKS}
    assert apart == set(range(-STEPS, STEPS + 1))


def test_a_film_has_windows_at_every_mark() -> None:
    assert set(windows(*WHOLE).mark.tolist()) == set(MARKS)


def test_middles_are_seconds_of_the_film() -> None:
    middle = windows(*WHOLE).middle
    assert 1 < middle.min() < middle.max() < WHOLE[0][-1] / 1e6 - 1


@pytest.mark.parametrize("speed", [0.5, 0.8, 1.0, 1.25, 2.0])
def test_a_film_at_another_speed_shares_windows(speed: float) -> None:
    ours = windows(*WHOLE)
    assert shared(ours, windows(*at_speed(WHOLE, speed))) >= 2 * shared(ours, windows(*at_speed(shaken(2), speed))) + 4


def test_backwards_the_codes_are_those_of_the_film_that_runs_backwards() -> None:
    ours, theirs = windows(*WHOLE), windows(*reversed_in_time(WHOLE))
    turned = Windows(backwards(theirs.code), theirs.middle, theirs.mark)
    assert shared(ours, turned) > 0.8 * len(ours.code)
    assert shared(ours, theirs) < 0.2 * len(ours.code)


def test_dimmed_and_noisy_motion_keeps_its_windows() -> None:
    times, moved = WHOLE
    noisy = np.sqrt((0.3 * moved) ** 2 + np.random.default_rng(3).normal(1, 0.2, len(moved)) ** 2)
    assert shared(windows(*WHOLE), windows(times, noisy.astype(np.float32))) > 0.5 * len(windows(*WHOLE).code)


NOTHING_TO_SAY: dict[str, Film] = {
    "still": (WHOLE[0], np.zeros(len(WHOLE[0]), np.float32)),
    "one frame": (WHOLE[0][:1], WHOLE[1][:1]),
    "short": (WHOLE[0][:40], WHOLE[1][:40]),
    "key frames": (WHOLE[0] * 20, WHOLE[1]),
}


@pytest.mark.parametrize("film", NOTHING_TO_SAY.values(), ids=NOTHING_TO_SAY)
def test_of_what_says_nothing_there_are_no_windows(film: Film) -> None:
    assert len(windows(*film).code) == len(NO_WINDOWS.code) == 0


def test_each_table_begins_at_another_byte() -> None:
    code = np.array([0x0123456789ABCDEF], np.uint64)
    assert [f"{key:08x}" for key in window_keys(code)[0].tolist()] == [
        "01234567",
        "ef012345",
        "cdef0123",
        "abcdef01",
        "89abcdef",
        "6789abcd",
        "456789ab",
        "23456789",
    ]
    assert TABLES * 8 == CODE_BITS
