"""Impulsive sounds, without a cause."""

import numpy as np
from tests.match.sounds import bang

from stemmata.decode.sound import HZ
from stemmata.fingerprint.impulses import impulses


def test_bangs_are_placed_to_a_millisecond() -> None:
    random = np.random.default_rng(2)
    samples = 0.002 * random.standard_normal(20 * HZ).astype(np.float32)
    planted = np.array([2.0, 5.5, 5.8, 11.25])
    for at in planted:
        samples[int(at * HZ) : int(at * HZ) + HZ // 10] += bang(random)
    found = impulses(samples)
    loudest = np.sort(np.argsort(-found.peak)[:4])
    assert np.abs(found.at[loudest] / HZ - planted).max() < 0.001
    assert (found.attack[loudest] < 2).all()


def test_silence_and_nothing_have_no_impulses() -> None:
    assert len(impulses(np.zeros(3 * HZ, np.float32))) == 0
    assert len(impulses(np.zeros(0, np.float32))) == 0
