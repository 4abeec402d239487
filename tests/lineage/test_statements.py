"""Candidate statements of harm, lined up across versions; nothing is added up, filled in or chosen."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemmata.lineage.changes import Version
from stemmata.lineage.changes_named import Names
from stemmata.lineage.statements import Candidate, candidates_in, lined_up

NAMES = Names(places=(("Hamra", "Hamrah"),), actors=(("Reed Front",),))
VERSIONS = [
    Version(None, "A drone struck Hamra on Saturday, killing at least 14 guests and wounding 22, tribal elders said."),
    Version(None, "The drone strike on Hamrah on Saturday reportedly killed 40 guests and wounded dozens."),
    Version(None, "On Saturday, 14 guests were killed in Hamra by a drone of the Reed Front."),
]


def shown(one: Candidate | None) -> tuple[str, float | None, float | None, bool] | None:
    return None if one is None else (one.harm.value, one.low, one.high, one.vague)


def test_counts_of_one_harm_stand_in_one_row_across_the_versions() -> None:
    rows = lined_up(VERSIONS, NAMES)
    assert [[shown(one) for one in row] for row in rows] == [
        [("killed", 14, None, False), ("killed", 40, 40, False), ("killed", 14, 14, False)],
        [("hurt", 22, 22, False), ("hurt", 24, 99, True), None],
    ]


def test_a_candidate_carries_what_stands_beside_it_and_nothing_else() -> None:
    first, second, third = (row for row in lined_up(VERSIONS, NAMES)[0])
    assert first is not None
    assert second is not None
    assert third is not None
    assert [one and one.text for one in (first.attribution, second.attribution)] == ["tribal elders said", None]
    assert [one and one.text for one in (first.hedge, second.hedge)] == [None, "reportedly"]
    assert [one and one.text for one in (first.place, second.place, third.place)] == ["Hamra", "Hamrah", "Hamra"]
    assert [one and one.text for one in (first.actor, third.actor)] == [None, "Reed Front"]
    assert [one and one.text for one in (first.date, second.date)] == ["Saturday", "Saturday"]
    assert first.sentence.text == VERSIONS[0].body


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("At least 14 people died.", 14, None),
        ("Up to 14 people died.", None, 14),
        ("Between six and eight people died.", 6, 8),
        ("About 14 people died.", 14, 14),
        ("قُتل ما لا يقل عن أربعة عشر شخصاً.", 14, None),
    ],
)
def test_an_open_end_is_unknown_and_not_zero(text: str, low: float | None, high: float | None) -> None:
    (found,) = candidates_in(Version(None, text))
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize(
    "text",
    ["The fire lasted 14 hours.", "He was killed on May 14.", "The 14th Brigade killed him.", "Fourteen cows grazed."],
)
def test_days_durations_units_and_counts_without_harm_are_no_candidates(text: str) -> None:
    assert candidates_in(Version(None, text)) == ()


def test_two_counts_of_one_version_never_share_a_row() -> None:
    rows = lined_up([Version(None, "Nine men were killed at the mill. Ten men were killed at the mill.")])
    assert [[shown(one) for one in row] for row in rows] == [
        [("killed", 9, 9, False)],
        [("killed", 10, 10, False)],
    ]


TOLD = [
    "{a} killed at least 14 people in {p} on Monday, {b} said.",
    "On Monday 40 people were killed in {p}. {b} reportedly wounded dozens in {q}.",
    "{b} accuses {a}: 14 people killed in {p}, nine wounded in {q}.",
]
PARTIES = ["Reed Valley Front", "Karosh", "Interim Government", "Northern Army"]
PLACES = ["Ostra", "Upper Dalmo", "Camp Nine"]


@settings(max_examples=15, deadline=None)
@given(st.permutations(PARTIES), st.permutations(PLACES))
def test_exchanging_the_parties_or_the_places_changes_no_row_and_no_order(
    parties: list[str], places: list[str]
) -> None:
    names = Names(tuple((place,) for place in places), tuple((party,) for party in parties))

    def rows(a: str, b: str, p: str, q: str) -> list[list[tuple[str, float | None, float | None, bool] | None]]:
        versions = [Version(None, text.format(a=a, b=b, p=p, q=q)) for text in TOLD]
        return [[shown(one) for one in row] for row in lined_up(versions, names)]

    (a, b, *_), (p, q, *_) = parties, places
    assert rows(a, b, p, q) == rows(b, a, p, q) == rows(a, b, q, p)
    assert rows(a, b, p, q) == rows(PARTIES[0], PARTIES[1], PLACES[0], PLACES[1])
