"""Words that differ by a letter in four are similar; short ones never are."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemmata.match.similar_words import edit_distance, similar

PAIRS = [
    ("killed", "ki1led", True),
    ("market", "rnarket", False),  # two letters for one, of seven
    ("hospital", "bosplta1", False),  # three of eight
    ("hospital", "hosplta1", True),
    ("four", "fuor", False),
    ("four", "foun", True),
    ("the", "tbe", False),
    ("الجسر", "الجسز", True),
    ("killed", "wounded", False),
    ("4000", "5000", False),
]


@pytest.mark.parametrize(("one", "other", "expected"), PAIRS)
def test_one_letter_in_four_may_differ(one: str, other: str, expected: bool) -> None:
    assert similar(one, other) is similar(other, one) is expected


def slow_distance(one: str, other: str) -> int:
    """Wagner and Fischer, 1974: the reference."""
    row = list(range(len(other) + 1))
    for down, letter in enumerate(one, start=1):
        before, row[0] = row[0], down
        for across, also in enumerate(other, start=1):
            before, row[across] = row[across], min(before + (letter != also), row[across] + 1, row[across - 1] + 1)
    return row[-1]


letters = st.text(alphabet="abcي", max_size=80)


@settings(deadline=None)
@given(letters, letters)
def test_the_distance_is_that_of_the_slow_reference(one: str, other: str) -> None:
    assert edit_distance(one, other) == slow_distance(one, other)
