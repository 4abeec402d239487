"""Names become pseudonyms: the same for one person in one case, another in another, and one after a merge."""

import random

import pytest

from stemmata.case.pseudonym import name_key, one_for_each, pseudonym


@pytest.mark.parametrize(
    ("one", "other"),
    [("Nadia Qamar", " nadia\tQAMAR "), ("Élodie", "elodie"), ("أحمد قمر", "احمد قَمَر")],
)
def test_spellings_of_one_name_have_one_pseudonym(one: str, other: str) -> None:
    assert pseudonym("case", one) == pseudonym("case", other)
    assert name_key(one) == name_key(other)


def test_a_name_has_another_pseudonym_in_another_case_and_is_not_in_it() -> None:
    made = pseudonym("case", "Nadia Qamar")
    assert made != pseudonym("another", "Nadia Qamar") != pseudonym("another", "Nadia Qamer")
    assert len(made) == 10
    assert "nadia" not in made.casefold()


@pytest.mark.parametrize("typed", ["P-014", "W3", "p-014", "P-3f9a1c07"])
def test_what_has_the_form_of_a_pseudonym_is_one_in_every_case(typed: str) -> None:
    assert pseudonym("case", typed) == pseudonym("another", f" {typed} ")
    assert name_key(typed) is None


def test_after_a_merge_a_person_whom_both_sides_named_has_one_pseudonym() -> None:
    known = [("P-b", "nadia"), ("P-a", "nadia"), ("P-014", None), ("P-c", "omar"), ("P-b", None)]
    chosen = {"P-a": "P-a", "P-b": "P-a", "P-014": "P-014", "P-c": "P-c"}
    assert one_for_each(known) == chosen
    assert one_for_each(random.Random(1).sample(known, k=len(known))) == chosen
