"""Words folded for comparison: spellings of one word meet, and each word leads back to its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemmata.fingerprint.folding import fold, folded_words

SPELLINGS = [
    # what differs                      one                  other
    ("case",                            "BRIDGE",            "bridge"),
    ("accents",                         "café",              "CAFE"),
    ("composed or not",                 "caf\u00e9",         "cafe\u0301"),
    ("sharp s",                         "Straße",            "STRASSE"),
    ("width",                           "ｂｒｉｄｇｅ",       "bridge"),
    ("ligature",                        "ﬁre",               "fire"),
    ("Arabic vowel marks",              "مُحَمَّد",             "محمد"),
    ("tatweel",                         "الجســـر",           "الجسر"),
    ("forms of alef",                   "أإآٱ",              "اااا"),
    ("alef maqsura",                    "مستشفى",            "مستشفي"),
    ("ta marbuta",                      "مدينة",             "مدينه"),
    ("Persian letters",                 "کی",                "كي"),
    ("Arabic presentation forms",       "\ufe8d\ufedf",      "ال"),
    ("Arabic digits",                   "٢٠٢٤",              "2024"),
    ("Persian digits",                  "۲۰۲۴",              "2024"),
    ("final sigma",                     "ΟΔΟΣ",              "οδος"),
    ("a soft hyphen",                   "exe\u00adcution",   "execution"),
    ("a joiner",                        "می\u200cشود",       "میشود"),
    ("a mark of direction",             "الجس\u200fر",       "الجسر"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "one", "other"), SPELLINGS, ids=[row[0] for row in SPELLINGS])
def test_two_spellings_fold_to_one(what: str, one: str, other: str) -> None:
    assert one != other
    assert fold(one) == fold(other) != "", what


@pytest.mark.parametrize(("one", "other"), [("حمام", "جمام"), ("bridge", "bridges"), ("2024", "2025"), ("بيت", "بنت")])
def test_two_words_do_not_fold_to_one(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
def test_folding_twice_is_folding_once(word: str) -> None:
    assert fold(fold(word)) == fold(word)


@given(st.text())
def test_every_word_leads_back_to_its_place(text: str) -> None:
    end = 0
    for word in folded_words(text):
        assert end <= word.start < word.end <= len(text)
        assert fold(text[word.start : word.end]) == word.text
        end = word.end


TEXTS = [
    ("Three people were hurt.", ["three", "people", "were", "hurt"]),
    ("well-known, U.S. 3,000", ["well", "known", "u", "s", "3", "000"]),
    ("snake_case", ["snake", "case"]),
    ("one\u2014two…three", ["one", "two", "three"]),
    ("«الجِسْر» – أمسِ!", ["الجسر", "امس"]),
    ("\u202eone\u202c two", ["one", "two"]),
    ("exe\u00adcution", ["execution"]),
    ("ที่นี่ ไทย", ["ทีนี", "ไทย"]),
    ("one\u200btwo", ["one", "two"]),
    ("\u064e \u0301", []),
    ("…!?", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "words"), TEXTS, ids=[ascii(row[0]) for row in TEXTS])
def test_a_text_is_its_words_without_what_stands_between(text: str, words: list[str]) -> None:
    assert [word.text for word in folded_words(text)] == words


def test_a_mark_belongs_to_the_word_that_it_stands_on() -> None:
    text = "قال السُّكّانُ."
    last = list(folded_words(text))[-1]
    assert text[last.start : last.end] == "السُّكّانُ"
