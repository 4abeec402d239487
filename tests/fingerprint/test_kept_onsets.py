"""What is kept for a cheap look: the same pairs come out of it as out of the samples."""

import io

import numpy as np
from tests import microphones_case

from stemmata.fingerprint.impulses import impulses
from stemmata.fingerprint.kept_onsets import flux_of, noted
from stemmata.fingerprint.onsets import flux
from stemmata.match.sync_prefilter import coarse


def test_kept_onsets_give_the_coarse_onsets_of_the_samples() -> None:
    samples = microphones_case.heard("one.wav")
    kept = noted(io.BytesIO(microphones_case.wav(samples)), {})
    np.testing.assert_allclose(coarse(flux_of(kept)), coarse(flux(samples)), atol=0.02)


def test_impulsive_sounds_have_a_time_on_the_file_and_nothing_else_but_their_rise() -> None:
    samples = microphones_case.heard("one.wav")
    kept = noted(io.BytesIO(microphones_case.wav(samples)), {})
    assert set(kept.arrays) == {"onset", "impulse", "rise"}
    found = impulses(samples).at * 125
    assert len(kept.arrays["impulse"]) == len(found)
    assert np.median(np.abs(np.asarray(kept.arrays["impulse"], np.float64) - found)) < 1000
