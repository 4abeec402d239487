"""Footage that a text describes: suggested only where one posting can be meant."""

import pytest
from tests.match.told import holder, told

from stemmata.match.calendar import Day, day_of, days_in
from stemmata.match.described import Carried, described
from stemmata.match.source_names import Names
from stemmata.model.told import Text

NAMES = Names.of(["Lowmark Live"], [])
DAY = Day(2031, 3, 14)
POST = Carried(holder("post"), "Lowmark Live", DAY)


def page(body: str, language: str = "en") -> Text:
    return told("page", body, language=language, hour=536_000)  # early 2031


def test_channel_day_and_footage_in_one_sentence_suggest_the_one_posting() -> None:
    (edge,) = described([page("A video that Lowmark Live posted on 14 March 2031 shows smoke.")], [POST], NAMES)
    assert (edge.b.posting, edge.status) == (holder("post"), "suggested")


def test_it_works_in_arabic_with_both_names_of_the_month() -> None:
    body = "ويُظهر فيديو نشرته قناة Lowmark Live في ١٤ آذار/مارس ٢٠٣١ الدخان."
    assert len(described([page(body, "ar")], [POST], NAMES)) == 1


@pytest.mark.parametrize(
    "body",
    [
        "Lowmark Live posted on 14 March 2031 that smoke rose.",
        "A video posted on 14 March 2031 shows smoke.",
        "A video that Lowmark Live posted shows smoke.",
        "A video that Lowmark Live posted on 15 March 2031 shows smoke.",
        "A video that Lowmark Live posted between 13 March 2031 and 14 March 2031 shows smoke.",
    ],
)
def test_without_footage_channel_or_one_day_nothing_is_suggested(body: str) -> None:
    assert described([page(body)], [POST], NAMES) == []


def test_two_postings_of_that_day_are_one_too_many() -> None:
    other = Carried(holder("other"), "Lowmark Live", DAY)
    assert described([page("A video that Lowmark Live posted on 14 March 2031.")], [POST, other], NAMES) == []


def test_a_year_that_is_left_out_is_that_of_the_text() -> None:
    assert list(days_in("on March 3rd", 2030)) == [Day(2030, 3, 3)]
    assert list(days_in("on March 3rd", None)) == []


@pytest.mark.parametrize(
    ("epoch_s", "day"), [(0, Day(1970, 1, 1)), (951_782_400, Day(2000, 2, 29)), (-86_400, Day(1969, 12, 31))]
)
def test_days_are_counted_by_the_calendar(epoch_s: int, day: Day) -> None:
    assert day_of(epoch_s * 1_000_000) == day
