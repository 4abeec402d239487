"""Where sound begins, band by band."""

import numpy as np
import pytest
from tests.media.sounds import babble, clicks

from stemmata.decode.sound import HZ
from stemmata.fingerprint.onsets import BANDS, HOP, MOST, PER_SECOND, WINDOW, flux


def test_rows_follow_from_samples() -> None:
    assert flux(np.zeros(HZ, np.float32)).shape == ((HZ - WINDOW) // HOP + 1, BANDS)


@pytest.mark.parametrize("samples", [0, 1, WINDOW - 1])
def test_less_than_a_window_has_no_rows(samples: int) -> None:
    assert flux(np.zeros(samples, np.float32)).shape == (0, BANDS)


def test_silence_rises_nowhere() -> None:
    assert not flux(np.zeros(2 * HZ, np.float32)).any()


def test_a_click_rises_where_it_is() -> None:
    sound = clicks([1.5], 3.0, HZ) + np.random.default_rng(1).normal(0, 1e-3, 3 * HZ).astype(np.float32)
    row = int(flux(sound.astype(np.float32)).sum(axis=1).argmax())
    assert (row * HOP + WINDOW / 2) / HZ == pytest.approx(1.5, abs=0.02)


def test_how_loud_it_was_recorded_changes_nothing() -> None:
    voice = babble(3, 4.0).astype(np.float32)
    assert np.allclose(flux(voice), flux(voice * np.float32(0.05)), atol=0.02)


def test_one_bang_cannot_outweigh_a_minute() -> None:
    sound = babble(4, 8.0).astype(np.float32)
    sound[4 * HZ : 4 * HZ + 80] += 1
    assert flux(sound).max() <= MOST


def test_a_second_has_two_hundred_rows() -> None:
    voice = babble(5, 11.0).astype(np.float32)
    assert len(flux(voice)) - len(flux(voice[: 10 * HZ])) == PER_SECOND
