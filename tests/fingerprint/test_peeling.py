"""Arabic proclitics: taken away where they are written with a word, and never so far that no word is left."""

import pytest

from stemmata.fingerprint.folding import fold
from stemmata.fingerprint.peeling import has_article, peeled

# as written        without conjunction   without preposition and article
PEELED = [
    ("مستشفى",       "مستشفي",             "مستشفي"),
    ("المستشفى",     "المستشفي",           "مستشفي"),
    ("والمستشفى",    "المستشفي",           "مستشفي"),
    ("بالمستشفى",    "بالمستشفي",          "مستشفي"),
    ("وبالمستشفى",   "بالمستشفي",          "مستشفي"),
    ("للمستشفى",     "للمستشفي",           "مستشفي"),
    ("كالمستشفى",    "كالمستشفي",          "مستشفي"),
    ("فالمُسْتَشْفَى",  "المستشفي",           "مستشفي"),
    ("بمستشفى",      "بمستشفي",            "مستشفي"),
    ("ومستشفى",      "مستشفي",             "مستشفي"),
    ("وبغداد",       "بغداد",              "غداد"),  # what is left of the name itself is only one form more
    ("ولبنان",       "لبنان",              "بنان"),
    ("بلبنان",       "بلبنان",             "لبنان"),
    ("وقتل",         "قتل",                "قتل"),
    ("فقتل",         "قتل",                "قتل"),
    ("الوزير",       "الوزير",             "وزير"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "bare", "word"), PEELED, ids=[row[0] for row in PEELED])
def test_what_is_written_together_with_a_word_is_taken_away(written: str, bare: str, word: str) -> None:
    assert peeled(fold(written)) == (bare, word)


@pytest.mark.parametrize("written", ["كتاب", "كبير", "بلاد", "ولد", "الله", "الان", "فتح", "water", "IMG", "12", "و"])
def test_a_word_of_which_too_little_would_be_left_stays_whole(written: str) -> None:
    assert peeled(fold(written)) == (fold(written), fold(written))


def test_an_article_is_told_from_a_word_that_is_little_more_than_one() -> None:
    assert has_article(fold("المستشفى"))
    assert not has_article(fold("الان"))
    assert not has_article(fold("والمستشفى"))
