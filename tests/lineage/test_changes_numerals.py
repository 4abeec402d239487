"""Numerals: digits of three scripts, number words and their compounds."""

import pytest

from stemmata.lineage.changes_lexicon_file import lexicons
from stemmata.lineage.changes_numerals import digit_value, numeral_at
from stemmata.lineage.changes_words import tokens_of

ENGLISH = [
    ("twenty-one", 21),
    ("a hundred and forty", 140),
    ("two hundred forty", 240),
    ("one hundred and seventeen thousand two hundred", 117_200),
    ("1.2 million", 1_200_000),
    ("1,140", 1140),
    ("two dozen", 24),
    ("half a million", 500_000),
    ("half a dozen", 6),
    ("three quarters", 0.75),
    ("21st", 21),
]
ARABIC = [
    ("مئة وأربعون", 140),
    ("واحد وعشرون", 21),
    ("أحد عشر", 11),
    ("ثلاث عشرة", 13),
    ("ثلاثة وثلاثون", 33),
    ("مائة وسبعة عشر", 117),
    ("أربعة آلاف وخمسمائة", 4500),
    ("ألفاً وثلاثمائة", 1300),
    ("ألف ومائتا", 1200),
    ("ألفا عائلة", 2000),
    ("مئتان", 200),
    ("خمسة عشر ألف", 15_000),
    ("٢٣٥", 235),
    ("۲۳۵", 235),
    ("٢٬٣٠٠", 2300),
    ("نصف مليون", 500_000),
    ("الثالث والأربعون", 43),
]


@pytest.mark.parametrize(("written", "value"), ENGLISH)
def test_an_english_numeral_has_its_value(written: str, value: float) -> None:
    numeral = numeral_at(tokens_of(written), 0, lexicons()["en"])
    assert numeral is not None
    assert numeral.value == value


@pytest.mark.parametrize(("written", "value"), ARABIC)
def test_an_arabic_numeral_has_its_value(written: str, value: float) -> None:
    numeral = numeral_at(tokens_of(written), 0, lexicons()["ar"])
    assert numeral is not None
    assert numeral.value == value


@pytest.mark.parametrize(
    ("written", "value"), [("1,140", 1140), ("1.2", 1.2), ("1.234.567", 1_234_567), ("2٫5", 2.5), ("10 000", 10_000)]
)
def test_separators_and_decimal_marks_are_told_apart(written: str, value: float) -> None:
    assert digit_value(written.replace(" ", "\u00a0")) == value


def test_two_counts_side_by_side_are_two_numerals() -> None:
    tokens = tokens_of("seven more, ten")
    assert numeral_at(tokens, 0, lexicons()["en"]) is not None
    assert numeral_at(tokens, 1, lexicons()["en"]) is None


@pytest.mark.parametrize(("written", "value"), [(str(n), n) for n in (0, 7, 19, 85, 101, 999)])
def test_digits_need_no_language(written: str, value: float) -> None:
    from stemmata.lineage.changes_lexicon import NEUTRAL

    numeral = numeral_at(tokens_of(written), 0, NEUTRAL)
    assert numeral is not None
    assert numeral.value == value
