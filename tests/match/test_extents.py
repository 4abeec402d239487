"""A stretch ends where one of two films begins another shot, or half way to the frame that no longer fits."""

import numpy as np
import pytest

from stemmata.match.extents import extent
from stemmata.match.frame_pairs import Rows
from stemmata.match.lines import Line
from stemmata.match.picture import Picture
from stemmata.match.stills import Verdict
from stemmata.model.item import Media

SECOND = 1_000_000
FITS, FAILS, BLANK = Verdict("same_footage"), Verdict("not_established"), Verdict("not_comparable")


def film(name: str, seconds: int, cuts: tuple[float, ...] = ()) -> Picture:
    times = np.arange(seconds * 10) * 100_000
    arrays = {"frame_us": times, "sample_us": times[::5], "cut_us": np.array(cuts) * SECOND}
    return Picture(name, Media.VIDEO, arrays, (192, 108))


def found(
    a: Picture, b: Picture, verdicts: list[Verdict], *, offset: float = 0.0, slope: float = 1.0
) -> tuple[float, float]:
    """In seconds; verdicts of the frame pairs at each half second of b, from its start."""
    line = Line(slope, offset * SECOND)
    judged: Rows = []
    for at, verdict in enumerate(verdicts):
        there = int(np.abs(a.sample_us - float(line.to_a(float(b.sample_us[at])))).argmin())
        judged.append((there, at, verdict))
    steady = [row for row in judged if row[2] is FITS]
    low, high = extent(a, b, line, (0, b.end_us), steady, judged)
    return low / SECOND, high / SECOND


def test_what_fits_throughout_reaches_to_the_ends_of_the_films() -> None:
    assert found(film("a", 10), film("b", 4), [FITS] * 8, offset=3) == pytest.approx((3, 7))


def test_without_a_cut_it_ends_half_way_to_the_frame_that_fails() -> None:
    assert found(film("a", 4), film("b", 4), [FITS] * 4 + [FAILS] * 4) == pytest.approx((0, 1.75))


@pytest.mark.parametrize(("cuts_a", "cuts_b"), [((1.6,), ()), ((), (1.6,))])
def test_it_ends_where_one_of_the_two_begins_another_shot(cuts_a: tuple[float, ...], cuts_b: tuple[float, ...]) -> None:
    assert found(film("a", 4, cuts_a), film("b", 4, cuts_b), [FITS] * 4 + [FAILS] * 4) == pytest.approx((0, 1.6))


def test_a_cut_that_both_have_and_that_fits_on_ends_nothing() -> None:
    both = film("a", 4, (1.6,)), film("b", 4, (1.62,))
    assert found(*both, [FITS] * 8) == pytest.approx((0, 4))


def test_a_shared_intro_ends_at_the_cut_behind_which_the_films_differ() -> None:
    both = film("a", 4, (1.6,)), film("b", 4, (1.62,))
    assert found(*both, [FITS] * 4 + [FAILS] * 4) == pytest.approx((0, 1.6))


def test_of_several_splices_the_nearest_to_what_fits_counts() -> None:
    verdicts = [FAILS] * 3 + [FITS] * 2 + [FAILS] * 3
    assert found(film("a", 4), film("b", 4, (1.1, 1.4, 2.2, 2.4)), verdicts) == pytest.approx((1.4, 2.2))


def test_a_cut_far_from_where_it_ends_is_none_of_its_ends() -> None:
    assert found(film("a", 4), film("b", 4, (0.7, 3.3)), [FITS] * 4 + [FAILS] * 4) == pytest.approx((0, 1.75))


def test_a_frame_that_says_nothing_does_not_end_it() -> None:
    assert found(film("a", 4), film("b", 4), [FITS] * 6 + [BLANK] * 2) == pytest.approx((0, 4))


def test_of_a_film_that_runs_backwards_the_splice_is_found_too() -> None:
    low, high = found(film("a", 4), film("b", 4, (1.6,)), [FITS] * 4 + [FAILS] * 4, offset=4, slope=-1)
    assert (low, high) == pytest.approx((2.4, 4))
