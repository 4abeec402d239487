"""What two films leave of each other: whose noise it is, what lies beyond, what lies over."""

import numpy as np
import pytest
from tests.lineage.films import lying, marked, read, shown, stored, taken, window

from stemmata.lineage.film_copying import FilmPair, film_pair
from stemmata.lineage.film_reading import film_reading
from stemmata.lineage.lying import Lying

SOURCE = stored(taken(), crf=24, key_every=11)


def copied(**how: int) -> bytes:
    return stored(shown(SOURCE), **how)


def compared(one: bytes, other: bytes, lies: Lying | None = None) -> FilmPair:
    pair = film_pair(read(one), read(other, "b"), lies or lying())
    assert pair is not None
    return pair


def test_less_is_left_over_where_the_copys_groups_begin_and_not_where_the_parents_do() -> None:
    pair = compared(SOURCE, copied(crf=32, key_every=7))
    assert pair.other.steps.mean < -0.1
    assert pair.one.steps.mean > -0.03
    assert pair.other.steps.keys >= 3


def test_of_a_sibling_less_clearly_so() -> None:
    child = copied(crf=32, key_every=7)
    of_sibling = compared(copied(crf=32, key_every=9), child).other.steps
    assert of_sibling.mean > compared(SOURCE, child).other.steps.mean + 0.05


def test_a_pair_read_the_other_way_round_says_the_same() -> None:
    pair = compared(SOURCE, copied(crf=32, key_every=7))
    back = compared(copied(crf=32, key_every=7), SOURCE)
    assert back.one.steps.mean == pytest.approx(pair.other.steps.mean, abs=0.05)
    again = pair.turned().turned()
    assert again.one == pair.one
    assert again.other == pair.other
    assert again.scale == pytest.approx(pair.scale)


def test_more_is_left_over_of_a_cousin_than_of_the_parent() -> None:
    child = copied(crf=30, key_every=7)
    assert compared(SOURCE, child).left < compared(copied(crf=30, key_every=9), child).left


def test_a_crop_leaves_the_margins_bare_that_it_cut_off() -> None:
    cut = [frame[16:, 32:] for frame in shown(SOURCE)]
    pair = compared(SOURCE, stored(cut), lying(shares=window(32, 16, 0, 0)))
    assert pair.one.beyond.bare == pytest.approx((32 / 320, 16 / 192, 0, 0), abs=0.004)
    assert pair.one.beyond.bare_goes_on
    assert pair.other.beyond.sides_bare == 0


def test_a_border_that_was_added_is_bare_but_the_scene_does_not_go_on_there() -> None:
    edged = [np.pad(frame, ((16, 16), (32, 32), (0, 0))) for frame in shown(SOURCE)]
    pair = compared(SOURCE, stored(edged), lying(shares=np.linalg.inv(window(32, 16, 32, 16)) @ _onto_edged()))
    assert pair.other.beyond.sides_bare == 4
    assert not pair.other.beyond.bare_goes_on
    assert pair.other.beyond.bare_added


def _onto_edged() -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """From a window that was cut out of 320 × 192 to one that was put into 384 × 224."""
    inner = np.array([[320 / 384, 0, 32 / 384], [0, 192 / 224, 16 / 224], [0, 0, 1]])
    return np.asarray(window(32, 16, 32, 16) @ inner, np.float64)


def test_a_trim_leaves_seconds_before_and_behind_in_which_the_scene_runs_on() -> None:
    pair = compared(SOURCE, stored(shown(SOURCE)[8:30]), lying(0.8))
    assert pair.one.beyond.before_s == pytest.approx(0.8, abs=0.02)
    assert pair.one.beyond.behind_s == pytest.approx(1.0, abs=0.02)
    assert pair.one.beyond.runs_on
    assert pair.other.beyond.before_s == pair.other.beyond.behind_s == 0


def test_a_title_in_front_is_more_but_the_scene_does_not_run_on_into_it() -> None:
    title = [np.full_like(frame, 30) for frame in shown(SOURCE)[:12]]
    pair = compared(SOURCE, stored([*title, *shown(SOURCE)]), lying(-1.2))
    assert pair.other.beyond.before_s == pytest.approx(1.2, abs=0.02)
    assert not pair.other.beyond.runs_on
    assert pair.other.beyond.more_added


@pytest.mark.parametrize("on_copy", [True, False])
def test_a_mark_is_on_the_side_where_it_stays_while_the_picture_moves(on_copy: bool) -> None:
    clean, with_mark = copied(key_every=7), stored(marked(shown(SOURCE)), key_every=7)
    pair = compared(clean, with_mark) if on_copy else compared(with_mark, clean)
    own, others = (pair.other, pair.one) if on_copy else (pair.one, pair.other)
    assert own.marked > 0.01
    assert others.marked < own.marked / 5


def test_a_film_slowed_down_repeats_frames_and_its_parent_does_not() -> None:
    frames = shown(SOURCE)
    slow = [frames[int(number * 0.8)] for number in range(50)]
    pair = compared(SOURCE, stored(slow), lying(slope=0.8))
    assert pair.speed == pytest.approx(0.8, abs=0.03)
    assert pair.other.repeats == pytest.approx(0.2, abs=0.05)
    assert film_reading(pair).slow_repeats > 0.7
    assert film_reading(pair.turned()).fast_from_repeats > 0.7


def test_smaller_copies_are_told_by_their_files() -> None:
    small = [frame[::2, ::2] for frame in shown(SOURCE)]
    assert compared(SOURCE, stored(small)).scale == pytest.approx(0.5, abs=0.01)


def test_films_that_share_no_moment_are_not_compared() -> None:
    assert film_pair(read(SOURCE), read(copied(), "b"), lying(500.0)) is None
