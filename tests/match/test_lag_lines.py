"""Lines, tilts and steps of lags."""

import numpy as np
import pytest

from stemmata.match.lag_lines import lag_lines
from stemmata.match.lag_steps import lag_step
from stemmata.match.sync_windows import Window


def window(at: float, lag: float) -> Window:
    return Window(at - 2, 4.0, lag, 20.0)


def test_the_tilt_of_two_sources_is_the_drift_of_the_clocks() -> None:
    random = np.random.default_rng(1)
    made = [
        window(at, 3.0 + (0.07 if k % 2 else 0.0) + 120e-6 * at + random.normal(0, 1e-4))
        for k, at in enumerate(np.arange(2.0, 60.0, 4.0))
    ]
    found = lag_lines(made, 30.0)
    assert found.drift_ppm is not None
    assert found.drift_error_ppm is not None
    assert abs(found.drift_ppm - 120) < max(4 * found.drift_error_ppm, 5)
    assert sorted(round(line.lag, 2) for line in found.lines[:2]) == [3.0, 3.07]


def test_a_sound_on_one_clock_is_exact_and_tilted_lags_are_not() -> None:
    flat = [window(at, 1.25) for at in range(2, 30, 4)]
    tilted = [window(at, 1.25 + 50e-6 * at) for at in range(2, 30, 4)]
    assert lag_lines(flat, 15.0).exact_lag == pytest.approx(1.25)
    assert lag_lines(tilted, 15.0).exact_lag is None


def test_two_sources_that_step_together_are_missing_frames() -> None:
    made = [window(at, lag + (0.1 if at > 20 else 0.0)) for at in range(2, 40, 2) for lag in (1.0, 1.04)]
    step = lag_step(made)
    assert step is not None
    assert (round(step.by, 3), abs(step.at - 21) <= 1) == (0.1, True)


def test_one_source_after_another_is_no_step() -> None:
    assert lag_step([window(at, 1.0 if at < 20 else 1.1) for at in range(2, 40, 2)]) is None
