"""A word of a formula weighs little; a text that was copied in masses is one text."""

import pytest

from stemmata.fingerprint.passages import passages_of, shingles
from stemmata.match.rarity import LEAST_WEIGHT, MOST, unrelated_texts, weight

FORMULA = "both sides deny targeting civilians"


@pytest.mark.parametrize(("texts", "expected"), [(0, 1.0), (2, 1.0), (4, 0.5), (5, 0.4), (8, 0.25), (500, 0.25)])
def test_a_word_weighs_the_share_that_two_texts_have_in_it(texts: int, expected: float) -> None:
    assert weight(texts) == expected


def test_the_least_weight_is_reached_where_counting_stops() -> None:
    assert weight(MOST) == LEAST_WEIGHT


def counts(*bodies: str, akin: tuple[tuple[int, int], ...] = ()) -> list[int]:
    wanted = shingles(passages_of(FORMULA).word, 4)
    found = unrelated_texts(wanted, [passages_of(body).word for body in bodies], akin)
    return [found[int(run)] for run in wanted]


def test_texts_that_have_a_run_are_counted() -> None:
    assert counts(f"one {FORMULA}", f"two {FORMULA}", "three", "both sides deny targeting anybody") == [3, 2]


def test_kin_counts_once_and_the_kin_of_kin_only_where_it_has_the_run() -> None:
    bodies = [f"{at} {FORMULA}" for at in range(5)]
    assert counts(*bodies, akin=((0, 1), (0, 2), (0, 3))) == [2, 2]
    assert counts(*bodies, "a mixture of all", akin=tuple((at, 5) for at in range(5))) == [5, 5]


def test_no_more_are_counted_than_matter() -> None:
    assert counts(*[f"{at} {FORMULA}" for at in range(MOST + 5)]) == [MOST, MOST]


def test_of_nothing_nothing_is_counted() -> None:
    assert unrelated_texts(passages_of("").word, [passages_of(FORMULA).word], ()) == {}
