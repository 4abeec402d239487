"""Separate windows, each with a lag of its own."""

import itertools

import numpy as np
import pytest
from tests.match.microphones import Microphone, bangs, listening
from tests.media.sounds import babble

from stemmata.decode.sound import HZ
from stemmata.match.heard import Heard
from stemmata.match.sync_windows import common_s, cut, impulses_met, windows


def two(move: float, turned: bool = False) -> tuple[Heard, Heard]:
    voice = babble(2, 30.0).astype(np.float32)
    at = np.arange(20 * HZ) / HZ
    one = np.interp(at + 4.0, np.arange(len(voice)) / HZ, voice)
    other = np.interp(at + 4.0 + move, np.arange(len(voice)) / HZ, voice) * (-1 if turned else 1)
    return Heard("a", one.astype(np.float32)), Heard("b", other.astype(np.float32))


def test_every_window_finds_the_lag_to_a_fraction_of_a_sample() -> None:
    a, b = two(1.000_05)
    found = windows(a, b, 1.0, 0.05)
    assert len(found) >= 4
    assert all(one.strong for one in found)
    assert [one.lag for one in found] == pytest.approx([1.000_05] * len(found), abs=3e-5)


def test_windows_lie_side_by_side_within_what_both_hear() -> None:
    a, b = two(1.0)
    found = windows(a, b, 1.0, 0.05)
    assert found[0].start >= 1.0
    assert found[-1].start + found[-1].seconds <= a.seconds
    assert all(one.start + one.seconds <= other.start + 1e-9 for one, other in itertools.pairwise(found))


def test_a_wave_that_is_upside_down_has_a_worth_below_nothing() -> None:
    a, b = two(1.0, turned=True)
    assert all(one.worth < 0 and one.strong for one in windows(a, b, 1.0, 0.05))


def test_no_overlap_gives_no_window() -> None:
    a, b = two(1.0)
    assert windows(a, b, 25.0, 0.05) == []


def test_impulses_meet_one_to_one() -> None:
    shots = bangs([3.1, 7.7, 9.2, 14.9], 30.0)
    a, b = listening([shots], Microphone(1.0, (0.0,), seed=1)), listening([shots], Microphone(2.5, (0.0,), seed=2))
    met = impulses_met(a, b, 1.5, 0.05)
    assert len(met) >= 4
    assert len({one.at for one in met}) == len(met)


def test_a_cut_beyond_either_end_is_silent_there() -> None:
    samples = np.ones(4, np.float32)
    assert cut(samples, -2, 8).tolist() == [0, 0, 1, 1, 1, 1, 0, 0]
    assert cut(samples, 9, 3).tolist() == [0, 0, 0]


def test_common_seconds_follow_from_the_lag() -> None:
    a, b = two(1.0)
    assert common_s(a, b, 5.0) == pytest.approx(15.0)
