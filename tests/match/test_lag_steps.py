"""Missing frames: every source moves by the same, at once."""

import pytest

from stemmata.match.lag_steps import lag_step
from stemmata.match.sync_windows import Window


def heard(lags: "list[float]", first: float = 0.0) -> list[Window]:
    return [Window(first + 3.0 * k, 2.0, lag, 12.0) for k, lag in enumerate(lags)]


def test_two_sources_that_step_together_are_a_step() -> None:
    before, after = [1.00, 1.05, 1.00, 1.05, 1.00, 1.05], [1.10, 1.15, 1.10, 1.15, 1.10, 1.15]
    found = lag_step(heard(before + after))
    assert found is not None
    assert found.by == pytest.approx(0.1)
    assert abs(found.at - 17.5) <= found.within + 1e-9


def test_one_source_that_ends_as_another_begins_is_none() -> None:
    assert lag_step(heard([1.0] * 6 + [1.1] * 6)) is None


def test_lags_that_stay_are_none() -> None:
    assert lag_step(heard([1.0, 1.05] * 8)) is None


def test_drift_is_no_step() -> None:
    lags = [base + 200e-6 * 3.0 * k for k, base in enumerate([1.0, 1.05] * 8)]
    assert lag_step(heard(lags), slope=200e-6) is None


def test_too_few_windows_tell_nothing() -> None:
    assert lag_step(heard([1.0, 1.05, 1.1, 1.15])) is None
