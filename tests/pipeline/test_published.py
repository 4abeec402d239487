"""The date that a page writes of itself."""

import pytest

from stemmata.model.interval import iso_utc
from stemmata.pipeline.published import published_interval

WRITTEN = [
    ("2031-03-14T08:00:00Z", "2031-03-14T08:00:00Z", "2031-03-14T08:00:00.999999Z"),
    ("2031-03-14T08:00:00+03:00", "2031-03-14T05:00:00Z", "2031-03-14T05:00:00.999999Z"),
    ("2031-03-14T08:00:00", "2031-03-13T18:00:00Z", "2031-03-14T20:00:00.999999Z"),
    ("2031-03-14", "2031-03-13T10:00:00Z", "2031-03-15T11:59:59.999999Z"),
    ("Fri, 14 Mar 2031 08:00:00 +0000", "2031-03-14T08:00:00Z", "2031-03-14T08:00:00.999999Z"),
]


@pytest.mark.parametrize(("written", "low", "high"), WRITTEN, ids=[row[0] for row in WRITTEN])
def test_a_date_is_as_wide_as_it_is_known(written: str, low: str, high: str) -> None:
    found = published_interval(written)
    assert found is not None
    assert (iso_utc(found.low_us), iso_utc(found.high_us), found.basis.value) == (low, high, "file-claimed")


@pytest.mark.parametrize("written", [None, "", "03/04/2031", "yesterday", "2031-13-40", "0001-01-01", "9" * 200])
def test_what_is_no_date_or_could_be_two_is_not_known(written: str | None) -> None:
    assert published_interval(written) is None
