"""Names in Latin and Arabic letters."""

import pytest

from stemmata.match.other_script import NamesOfOtherScript, consonants, sounded
from stemmata.match.subjects import Subjects

PAIRS = [
    ("delmar", "دلمار"),
    ("kelvath", "كلفاث"),
    ("corvany", "كورفاني"),
    ("mustafa", "مصطفي"),
    ("philip", "فيليب"),
    ("cedran", "سدران"),
]


@pytest.mark.parametrize(("latin", "arabic"), PAIRS)
def test_one_name_has_the_same_consonants_in_both_scripts(latin: str, arabic: str) -> None:
    assert consonants(latin) == consonants(arabic) != ""


def test_a_word_in_another_script_or_with_digits_has_none() -> None:
    assert [consonants(word) for word in ("хутір", "b52", "")] == ["", "", ""]


@pytest.mark.parametrize(
    ("latin", "arabic", "same"),
    [
        ("Delmarin Rights Bureau", "مكتب دلمارين للحقوق", True),
        ("Delmarin Observatory", "مكتب دلمارين للحقوق", False),  # another kind of body
        ("Delmarin", "مكتب دلمارين للحقوق", True),
        ("Rights Bureau", "مكتب الحقوق", False),  # nothing but nouns agrees
        ("Orin Bureau", "مكتب اورين", False),  # two consonants say nothing
    ],
)
def test_names_agree_by_a_word_of_one_sound_and_by_what_they_are(latin: str, arabic: str, same: bool) -> None:
    assert sounded(latin).is_same(sounded(arabic)) is same
    assert sounded(arabic).is_same(sounded(latin)) is same


def test_names_of_one_script_are_never_asked_by_sound() -> None:
    names = NamesOfOtherScript({("delmarin",): "Delmarin", ("دلمارين",): "دلمارين"})
    assert names.same("Delmareen") == [("دلمارين",)]
    assert names.same("دلمارين") == [("delmarin",)]


ENGLISH = "On Tuesday 43 people were held at Corvanit near Delmarin, said Kelvathan. They came from 17 villages."
ARABIC = "احتجز يوم الثلاثاء ٤٣ شخصا في كورفانيت قرب دلمارين، ووصلوا من 17 قرية."
OTHER = "احتجز 43 شخصا في بلدة بعيدة، ووصلوا من 17 قرية."


def test_two_scripts_are_on_one_matter_by_names_and_figures_together() -> None:
    found = Subjects({"en": ENGLISH, "ar": ARABIC, "other": OTHER})
    assert found.across("en", "ar") == 4
    assert found.alike("en", "ar")
    assert found.across("en", "other") == 0  # figures alone
    assert found.across("en", "ar", ("delmarin", "corvanit")) == 0  # the names of the source do not count
