"""Steep rises: where, how steep, and never what they were."""

import numpy as np
import pytest
from tests.match.microphones import bangs
from tests.media.sounds import babble

from stemmata.decode.sound import HZ, Samples
from stemmata.fingerprint import impulses as module
from stemmata.fingerprint.impulses import impulses

AT = [0.7, 1.9, 3.123, 4.5]


def noisy(sound: Samples, level: float = 0.003) -> Samples:
    return (sound + level * np.random.default_rng(2).standard_normal(len(sound))).astype(np.float32)


def test_bangs_are_found_to_a_millisecond() -> None:
    found = impulses(noisy(bangs(AT, 6.0)))
    loud = found.at[np.argsort(-found.rise)[: len(AT)]] / HZ
    assert sorted(loud) == pytest.approx(AT, abs=0.001)


def test_a_bang_rises_within_milliseconds() -> None:
    found = impulses(noisy(bangs(AT, 6.0)))
    assert (found.attack[np.argsort(-found.rise)[: len(AT)]] <= 4).all()


def test_nothing_is_found_in_silence() -> None:
    assert len(impulses(np.zeros(3 * HZ, np.float32))) == 0


@pytest.mark.parametrize("samples", [0, 5, 200])
def test_nothing_is_found_in_less_than_it_takes(samples: int) -> None:
    assert len(impulses(np.ones(samples, np.float32))) == 0


def test_a_steady_tone_is_no_impulse() -> None:
    tone = 0.5 * np.sin(2 * np.pi * 800 * np.arange(4 * HZ) / HZ)
    found = impulses(noisy(tone.astype(np.float32)))
    assert not ((found.at > 0.1 * HZ) & (found.at < 3.9 * HZ) & (found.rise > 10)).any()


def test_how_loud_it_was_recorded_changes_no_place() -> None:
    sound = noisy(bangs(AT, 6.0) + 0.3 * babble(1, 6.0).astype(np.float32))
    assert impulses(sound).at.tolist() == impulses(sound * np.float32(0.25)).at.tolist()


def test_there_are_never_more_than_a_few_a_second() -> None:
    assert len(impulses(np.random.default_rng(3).standard_normal(20 * HZ).astype(np.float32))) <= 30


def test_pieces_that_are_filtered_one_by_one_find_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    sound = noisy(bangs(AT, 6.0))
    whole = impulses(sound)
    monkeypatch.setattr(module, "CHUNK", 8_192)
    assert impulses(sound).at == pytest.approx(whole.at, abs=1)
