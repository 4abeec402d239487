"""Times that are no moment are never written as one."""

import pytest

from stemmata.publish.figures import short_between, when_between

HOUR_US = 3_600_000_000
LOW, HIGH = 1_931_166_000_000_000, 1_931_346_000_000_000  # 13 Mar 2031, 11:00 and two days later


@pytest.mark.parametrize(
    ("low", "high", "written"),
    [
        (LOW, LOW, "13 Mar 2031, 11:00 UTC"),
        (LOW, HIGH, "between 13 Mar 2031, 11:00 UTC and 15 Mar 2031, 13:00 UTC"),
        (None, HIGH, "by 15 Mar 2031, 13:00 UTC at the latest"),
        (LOW, None, "not before 13 Mar 2031, 11:00 UTC"),
        (None, None, "unknown"),
    ],
)
def test_a_time_has_both_of_its_ends(low: int | None, high: int | None, written: str) -> None:
    assert when_between(low, high, "en") == written


def test_arabic_has_them_in_arabic() -> None:
    assert when_between(LOW, HIGH, "ar") == "بين ١٣ آذار/مارس ٢٠٣١، ١١:٠٠ UTC و١٥ آذار/مارس ٢٠٣١، ١٣:٠٠ UTC"


def test_the_narrow_line_of_a_drawing_has_a_clock_for_a_moment_alone() -> None:
    assert short_between(LOW, LOW, "en") == "13 Mar 11:00"
    assert short_between(LOW, HIGH, "en") == "13–15 Mar"
    assert short_between(LOW, LOW + HOUR_US, "en") == "13 Mar"
    assert short_between(LOW, None, "en") == "13 Mar–…"
    assert short_between(LOW, LOW + 20 * 24 * HOUR_US, "en") == "13 Mar–2 Apr"
    assert short_between(LOW, HIGH, "ar") == "١٣–١٥ مارس"
