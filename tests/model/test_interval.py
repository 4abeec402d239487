"""Times as intervals, as they are written."""

import pytest

from stemmata.model.interval import Basis, TimeInterval, iso_span


@pytest.mark.parametrize(
    ("low", "high", "written"),
    [
        (0, 0, "1970-01-01T00:00:00Z"),
        (0, 86_399_999_999, "1970-01-01T00:00:00Z/1970-01-02T00:00:00Z"),
        (None, 1_000_000, "../1970-01-01T00:00:01Z"),
        (0, None, "1970-01-01T00:00:00Z/.."),
        (None, None, None),
    ],
)
def test_a_time_that_is_no_moment_is_written_with_both_ends(
    low: int | None, high: int | None, written: str | None
) -> None:
    assert iso_span(TimeInterval(low, high, Basis.FILE)) == written
