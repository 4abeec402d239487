"""Agreement at every lag, by each method."""

import numpy as np
import pytest
from tests.match.microphones import Microphone, bangs, event, listening

from stemmata.match.heard import Heard
from stemmata.match.lag_curves import Curve, by_impulses, by_landmarks, by_onsets, by_phase, curves, overlap_s

NEAR = Microphone(6.0, (0.05, 0.02, 0.01), seed=1)
FAR = Microphone(2.0, (0.05, 0.02, 0.01), seed=2)
LAG = -4.0
"""What both hear comes 4 s earlier on the clock of the one that started 4 s later."""


@pytest.fixture(scope="module")
def pair() -> tuple[Heard, Heard]:
    sources = event(1)
    return listening(sources, NEAR), listening(sources, FAR)


def best(curve: Curve) -> float:
    return curve.peaks(1, 0.1)[0]


def test_onsets_find_the_lag(pair: tuple[Heard, Heard]) -> None:
    assert best(by_onsets(pair[0].flux, pair[1].flux)) == pytest.approx(LAG, abs=0.02)


def test_phase_finds_the_lag_to_a_millisecond(pair: tuple[Heard, Heard]) -> None:
    assert best(by_phase(*pair)) == pytest.approx(LAG, abs=0.001)


def test_landmarks_find_the_lag(pair: tuple[Heard, Heard]) -> None:
    one, other = pair
    found = by_landmarks(one.landmarks, other.landmarks, one.seconds, other.seconds)
    assert best(found) == pytest.approx(LAG, abs=0.06)


def test_impulses_find_the_lag_where_there_is_nothing_else() -> None:
    shots = bangs([3.1, 7.77, 9.2, 14.9, 17.33, 21.0, 22.4], 40.0)
    one, other = (
        listening([shots], Microphone(1.0, (0.0,), seed=1)),
        listening([shots], Microphone(2.5, (0.0,), seed=2)),
    )
    assert best(by_impulses(one, other)) == pytest.approx(1.5, abs=0.006)


def test_the_other_way_round_every_lag_turns(pair: tuple[Heard, Heard]) -> None:
    for there, back in zip(curves(*pair).each[:2], curves(*pair[::-1]).each[:2], strict=True):
        assert best(there) == pytest.approx(-best(back), abs=1e-9)


def test_lags_of_little_overlap_are_left_out(pair: tuple[Heard, Heard]) -> None:
    one, other = pair
    common = overlap_s(by_onsets(one.flux, other.flux).lag, one.seconds, other.seconds)
    assert common.min() >= 10.0 - 0.1


def test_a_curve_knows_its_best_nearby_and_beyond() -> None:
    curve = Curve(np.array([0.0, 1.0, 2.0, 3.0]), np.array([1.0, 5.0, 2.0, 4.0]), 3.0)
    assert curve.near(1.1, 0.5) == (5.0, 1.0)
    assert curve.near(9.0, 0.5) == (0.0, 9.0)
    assert curve.beyond(1.0, 0.5) == 4.0
    assert curve.beyond(2.0, 1.5) == 3.0
    assert curve.peaks(3, 1.5) == [1.0, 3.0]


def test_overlap_is_what_both_hear() -> None:
    lags = np.array([-4.0, 0.0, 5.0, 12.0])
    assert overlap_s(lags, 10.0, 6.0).tolist() == [2.0, 6.0, 5.0, -2.0]
