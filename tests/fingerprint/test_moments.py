"""Calm moments: the same in a copy, whatever was cut off before it, and never far apart."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemmata.fingerprint.moments import LONGEST_GAP, REACH_US, Calmest, Moment, Moments, thinned

FRAME_US = 40_000
STEPS = st.lists(st.floats(0, 30), min_size=1, max_size=200)


def chosen(steps: Sequence[float], start: int = 0) -> list[int]:
    """Numbers of the chosen frames; step k is how much frame k differs from the one before."""
    moments: Moments[int] = Moments()
    found = [
        moment
        for at in range(start, len(steps))
        for moment in moments.add((at - start) * FRAME_US, at, steps[at] if at > start else 0.0)
    ]
    return [moment.shown for moment in (*found, *moments.end())]


def shaken(seed: int, count: int) -> list[float]:
    random = np.random.default_rng(seed)
    smooth = np.convolve(random.normal(0, 5, count + 4), np.ones(5) / 5, "valid")
    return [float(abs(step)) for step in smooth]


@given(STEPS)
def test_frames_come_in_order_and_once(steps: list[float]) -> None:
    found = chosen(steps)
    assert found
    assert found == sorted(set(found))


@given(STEPS)
def test_no_stretch_is_left_out(steps: list[float]) -> None:
    found = [0, *chosen(steps), len(steps)]
    assert max(np.diff(found)) * FRAME_US <= (LONGEST_GAP + 2) * REACH_US


@pytest.mark.parametrize("cut", [1, 7, 33, 50])
def test_an_excerpt_chooses_the_frames_that_the_whole_chose(cut: int) -> None:
    steps = shaken(1, 400)
    reach = REACH_US // FRAME_US + 1
    later = [at for at in chosen(steps) if at >= cut + 2 * reach]
    of_excerpt = [at for at in chosen(steps, cut) if at >= cut + 2 * reach]
    assert len(set(later) & set(of_excerpt)) >= 0.9 * len(later)


def test_a_reversed_copy_chooses_the_same_frames() -> None:
    steps = shaken(2, 300)
    backwards = [0.0, *steps[:0:-1]]
    found = {len(steps) - 1 - at for at in chosen(backwards)}
    assert len(found & set(chosen(steps))) >= 0.85 * len(found)


def test_the_calmest_frame_of_a_shaken_film_is_chosen() -> None:
    steps = [10.0] * 60
    steps[30] = steps[31] = 1.0
    assert 30 in chosen(steps)


def test_a_picture_that_stands_still_is_looked_at_now_and_then() -> None:
    found = chosen([0.0] * 250)
    assert found[0] == 0
    assert set(np.diff(found)) == {-(-LONGEST_GAP * REACH_US // FRAME_US)}


def test_a_film_of_one_frame_has_one_moment() -> None:
    assert chosen([0.0]) == [0]


def test_of_a_long_film_the_calmest_stay() -> None:
    moments: Moments[int] = Moments()
    steps = shaken(3, 2_000)
    found = [moment for at, step in enumerate(steps) for moment in moments.add(at * FRAME_US, at, step)]
    kept = thinned(found, 4 * REACH_US)
    assert len(found) / 8 <= len(kept) <= len(found) / 2
    assert sum(one.moved for one in kept) / len(kept) < sum(one.moved for one in found) / len(found)


def test_a_reach_that_grows_on_the_way_keeps_fewer_from_there() -> None:
    calm = [Moment(at * REACH_US, at, moved) for at, moved in enumerate(shaken(3, 400))]
    calmest = Calmest[int](REACH_US)
    kept = []
    for moment in calm:
        if moment.shown == 200:
            calmest.reach_us = 4 * REACH_US
        kept += [one.shown for one in calmest.add(moment)]
    kept += [one.shown for one in calmest.end()]
    before, behind = (sum(200 * half <= one < 200 * (half + 1) for one in kept) for half in range(2))
    assert kept == sorted(set(kept))
    assert 0 < behind < before / 2
