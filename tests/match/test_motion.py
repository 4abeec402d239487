"""Curves of motion: a known offset and speed are found, and a film that stands still says nothing."""

import numpy as np
import pytest

from stemmata.match.motion import MIN_OVERLAP_S, Film, agreement, alignments, curve, longest_run

RATE = 25


def shaken(seed: int, seconds: float = 12.0) -> Film:
    count = round(seconds * RATE)
    random = np.random.default_rng(seed)
    moved = np.abs(np.convolve(random.normal(0, 8, count), [0.25, 0.5, 0.25], "same")) ** 1.5
    return np.arange(count) * (1_000_000 // RATE), moved.astype(np.float32)


def part(film: Film, start_s: float, end_s: float) -> Film:
    times, moved = film
    inside = (times >= start_s * 1e6) & (times < end_s * 1e6)
    return times[inside] - times[inside][0], moved[inside]


def at_speed(film: Film, speed: float) -> Film:
    return (film[0] / speed).astype(np.int64), film[1]


def reversed_in_time(film: Film) -> Film:
    """Each value is the change from the frame before: backwards it belongs to the frame that then comes later."""
    times, moved = film
    return times, np.r_[moved[:1], moved[:0:-1]]


WHOLE = shaken(1)

ALIGNED = [
    # what                 the other film                       slope   offset in seconds
    ("itself",             WHOLE,                               1.0,    0.0),
    ("a part",             part(WHOLE, 4, 9),                   1.0,    4.0),
    ("faster",             at_speed(WHOLE, 1.25),               1.25,   0.0),
    ("half as fast",       at_speed(WHOLE, 0.5),                0.5,    0.0),
    ("a faster part",      at_speed(part(WHOLE, 4, 10), 1.25),  1.25,   4.0),
    ("backwards",          reversed_in_time(WHOLE),             -1.0,   11.96),
]  # fmt: skip


@pytest.mark.parametrize(("what", "other", "slope", "offset_s"), ALIGNED, ids=[row[0] for row in ALIGNED])
def test_a_known_offset_and_speed_are_found(what: str, other: Film, slope: float, offset_s: float) -> None:
    best = alignments(WHOLE, other, 1)[0]
    assert best.slope == pytest.approx(slope, rel=0.01), what
    assert best.offset_s == pytest.approx(offset_s, abs=0.1)
    assert best.r > 0.9


def test_two_films_align_nowhere_as_well_as_one_with_itself() -> None:
    assert all(one.r < 0.8 for one in alignments(WHOLE, shaken(2), 4))


def test_the_best_alignments_are_different_ones_best_first() -> None:
    found = alignments(WHOLE, part(WHOLE, 4, 9), 4)
    assert len(found) == 4
    assert [one.r for one in found] == sorted((one.r for one in found), reverse=True)


@pytest.mark.parametrize("seconds", [0.2, MIN_OVERLAP_S / 2.1])
def test_a_film_shorter_than_the_least_overlap_aligns_nowhere(seconds: float) -> None:
    assert alignments(WHOLE, part(WHOLE, 0, seconds), 4) == []


def standing(seconds: float = 12.0) -> Film:
    times = np.arange(round(seconds * RATE)) * (1_000_000 // RATE)
    return times, np.full(len(times), 0.3, np.float32)


def test_a_standing_camera_aligns_nowhere() -> None:
    assert alignments(WHOLE, standing(), 4) == []


def test_on_the_right_line_a_copy_moves_alike() -> None:
    assert agreement(WHOLE, part(WHOLE, 4, 9), 1.0, 4.0, (4.0, 9.0)) == pytest.approx(1.0, abs=1e-3)


def test_off_the_line_it_does_not() -> None:
    off = agreement(WHOLE, part(WHOLE, 4, 9), 1.0, 5.0, (5.0, 9.0))
    assert off is not None
    assert off < 0.5


def test_of_a_standing_camera_nothing_can_be_said() -> None:
    assert agreement(WHOLE, standing(), 1.0, 0.0, (0.0, 12.0)) is None


def test_of_less_than_a_second_nothing_can_be_said() -> None:
    assert agreement(WHOLE, WHOLE, 1.0, 0.0, (3.0, 3.9)) is None


def test_brighter_motion_is_the_same_motion() -> None:
    assert agreement(WHOLE, (WHOLE[0], WHOLE[1] * 4), 1.0, 0.0, (0.0, 12.0)) == pytest.approx(1.0)


def test_a_film_cut_inside_moves_alike_as_far_as_the_cut() -> None:
    times, moved = WHOLE
    cut = times, np.where(times < 7_000_000, moved, shaken(2)[1])
    run = longest_run(WHOLE, cut, 1.0, 0.0, (0.0, 12.0))
    assert run is not None
    assert run[0] == 0.0
    assert run[1] == pytest.approx(7.0, abs=MIN_OVERLAP_S / 2)


def test_two_films_have_no_long_run_in_common() -> None:
    run = longest_run(WHOLE, shaken(2), 1.0, 0.0, (0.0, 12.0))
    assert run is None or run[1] - run[0] < 3 * MIN_OVERLAP_S


def test_a_curve_is_sampled_evenly_whatever_the_frame_rate() -> None:
    start, values = curve(np.array([1_000_000, 1_500_000, 3_000_000]), np.array([0, 4, 16], np.float32))
    assert (start, len(values)) == (1.0, 2 * RATE + 1)
    assert (values[0], values[-1]) == (0.0, 4.0)
