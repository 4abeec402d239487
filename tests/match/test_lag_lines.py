"""Lags over time: sources, drift, and what two clocks never do."""

import numpy as np
import pytest

from stemmata.match.lag_lines import lag_lines
from stemmata.match.sync_windows import Window


def heard(lags: "list[tuple[float, float]]") -> list[Window]:
    """Windows of two seconds about each (time, lag)."""
    return [Window(at - 1, 2.0, lag, 12.0) for at, lag in lags]


def test_two_sources_are_two_lines() -> None:
    random = np.random.default_rng(2)
    lags = [(k * 3.0, (1.02 if k % 3 else 1.08) + random.normal(0, 3e-4)) for k in range(12)]
    found = lag_lines(heard(lags), 18.0)
    assert found.exact_lag is None
    assert [len(line.members) for line in found.lines] == [8, 4]
    assert [line.lag for line in found.lines] == pytest.approx([1.02, 1.08], abs=1e-3)


def test_drift_is_found_with_an_error_that_holds_it() -> None:
    random = np.random.default_rng(1)
    lags = [
        (at, 2.0 + (0.06 if k % 3 else 0.0) + 150e-6 * at + random.normal(0, 2e-4))
        for k, at in enumerate(np.arange(0.0, 200.0, 5.0).tolist())
    ]
    found = lag_lines(heard(lags), 100.0)
    assert found.drift_ppm is not None
    assert found.drift_error_ppm is not None
    assert found.drift_ppm == pytest.approx(150, abs=3 * found.drift_error_ppm + 0.1)
    assert found.drift_error_ppm < 3
    assert found.exact == ()


def test_a_sound_laid_over_both_lies_on_one_line_without_tilt() -> None:
    found = lag_lines(heard([(float(at), 5.0000003) for at in range(0, 30, 3)]), 15.0)
    assert found.exact_lag == pytest.approx(5.0)
    assert found.drift_ppm is None


def test_two_windows_tell_no_drift() -> None:
    assert lag_lines(heard([(0.0, 1.0), (4.0, 1.0007)]), 2.0).drift_ppm is None


def test_nothing_heard_makes_no_line() -> None:
    found = lag_lines([], 3.0)
    assert found.lines == ()
    assert found.drift_ppm is None
    assert found.exact_lag is None


def test_a_tilt_of_two_clocks_is_never_exact() -> None:
    assert lag_lines(heard([(float(at), 1.25 + 50e-6 * at) for at in range(2, 30, 4)]), 15.0).exact_lag is None
