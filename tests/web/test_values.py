"""Values over time: what words allow is drawn, and no number is made up for a word that has none."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest

from stemmata.case.versions import HeldText
from stemmata.model.interval import Basis, TimeInterval
from stemmata.pipeline import stated_values
from stemmata.pipeline.named_changes import Wording
from stemmata.pipeline.stated_values import StatedValue, values_of
from stemmata.web.values import BOTTOM, values_page

HOUR_US = 3_600_000_000
VALUES = {"at least 12": (12, None), "dozens": (None, None), "about 40": (36, 44), "30 to 40": (30, 40), "4": (4, 4)}


def reader(wording: Wording) -> list[StatedValue]:
    found = re.finditer("|".join(VALUES), wording.body)
    return [StatedValue(one.start(), one.end(), *VALUES[one.group()]) for one in found]


def text(holder: str, body: str, hour: int | None) -> HeldText:
    time = None if hour is None else TimeInterval(hour * HOUR_US, hour * HOUR_US, Basis.PLATFORM)
    platform = None if hour is None else "telegram"
    return HeldText(holder, False, holder, f"posting/1:{holder}", None, body, (), "en", time, platform)


TEXTS = [
    text("a", "killed at least 12 people", 1),
    text("b", "killed dozens", 2),
    text("c", "an interview: 30 to 40", 3),
    text("d", "no time: about 40", None),
]


@pytest.fixture(autouse=True)
def _reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stated_values, "READER", reader)


def page(texts: Sequence[HeldText] = TEXTS) -> dict[str, list[dict[str, object]]]:
    made = values_page(values_of(texts), {one.holder: one for one in texts}, {name: name.upper() for name in "abcd"})
    assert made is not None
    return made  # type: ignore[return-value]


def test_values_stand_in_the_order_of_time_and_what_has_none_is_only_listed() -> None:
    assert [point["letter"] for point in page()["points"]] == ["A", "B", "C"]
    assert all(int(str(one["x"])) < int(str(other["x"])) for one, other in pairwise(page()["points"]))
    assert [(row["letter"], row["written"]) for row in page()["rows"]] == [
        ("A", "at least 12"), ("B", "dozens"), ("C", "30 to 40"), ("D", "about 40"),
    ]  # fmt: skip


def test_a_word_without_a_number_gets_none_and_an_open_range_stays_open() -> None:
    at_least, dozens, between = page()["points"]
    assert (at_least["open"], at_least["vague"]) == (True, False)
    assert (dozens["open"], dozens["vague"]) == (False, True)
    assert (between["open"], between["vague"]) == (False, False)
    assert int(str(between["high"])) < int(str(between["low"])) < BOTTOM


def test_where_nothing_reads_values_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stated_values, "READER", None)
    assert values_of(TEXTS) is None
    assert values_page(None, {}, {}) is None


@pytest.mark.parametrize("values", [(5, 3, 1, 2), (1, 1, 0, 9), (0, 2, 9, 3)])
def test_an_impossible_value_cannot_be_made(values: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match=r"a value stands somewhere|a range does not end"):
        StatedValue(*values)


def test_a_day_without_a_clock_is_drawn_without_a_time_and_listed_with_both_of_its_ends() -> None:
    day = text("a", "killed at least 12 people", 1)
    wide = replace(day, time=TimeInterval(0, 50 * HOUR_US, Basis.FILE), platform=None)
    made = page([wide])
    (point,), (row,) = made["points"], made["rows"]
    assert (point["clock"], point["names_day"]) == (None, False)
    assert (row["since"], row["until"]) == (0, 50 * HOUR_US)
