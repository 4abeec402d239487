"""What manifests name: exactly, by label or not held; and that none of it weighs or proves."""

from dataclasses import replace

import pytest

from stemmata.lineage import signs
from stemmata.lineage.signed import Binding, SignedCase
from stemmata.lineage.stemma import Sign
from stemmata.model.signed import Ingredient, Signed, Verdict

PARENT, CHILD, BARE, OTHER = "a" * 64, "b" * 64, "c" * 64, "d" * 64
GOOD = Signed(
    Verdict.OK, signature=Verdict.OK, content=Verdict.OK, manifest="urn:1", generator="Invented Camera", binding="B1"
)
NAMED = Ingredient("parentOf", "a name.jpg", "urn:1", Verdict.OK, "B1", BARE)
NAMING = replace(GOOD, manifest="urn:2", generator="Invented Editor", binding="B2", ingredients=(NAMED,))

CASES = [
    # what is held as the parent                           how it is named
    ("the file itself",           {PARENT: GOOD},                                               "exact"),
    ("its content was altered",   {PARENT: replace(GOOD, content=Verdict.FAILED)},              "label"),
    ("its content is unchecked",  {PARENT: replace(GOOD, content=Verdict.UNCHECKED)},           "label"),
    ("bound to other bytes",      {PARENT: replace(GOOD, binding="B9")},                        "label"),
    ("bound to nothing",          {PARENT: replace(GOOD, binding=None)},                        "label"),
    ("another label",             {PARENT: replace(GOOD, manifest="urn:9")},                    None),
    ("no manifest",               {},                                                           None),
]  # fmt: skip


def signs_of(case: SignedCase, parent: str = PARENT, child: str = CHILD) -> tuple[Sign, ...]:
    return case.signs([parent], [child])


@pytest.mark.parametrize(("held", "binding"), [row[1:] for row in CASES], ids=[row[0] for row in CASES])
def test_a_held_file_is_the_ingredient_exactly_by_label_or_not(held: dict[str, Signed], binding: str | None) -> None:
    case = SignedCase({CHILD: NAMING, **held}, [PARENT, CHILD])
    found = [(sign.kind, sign.values.get("binding")) for sign in signs_of(case)]
    assert found == [(signs.SIGNED_NOT_HELD, None) if binding is None else (signs.SIGNED, binding)]


def test_a_copy_of_the_parent_without_its_manifest_is_named_exactly() -> None:
    case = SignedCase({CHILD: NAMING}, [BARE, CHILD])
    assert [sign.values["binding"] for sign in signs_of(case, BARE)] == ["exact"]


def test_of_several_files_of_one_label_only_the_exact_one_is_named() -> None:
    altered = replace(GOOD, content=Verdict.FAILED)
    case = SignedCase({CHILD: NAMING, PARENT: GOOD, OTHER: altered}, [PARENT, CHILD, OTHER])
    assert case.held(NAMED) == {PARENT: Binding.EXACT}
    assert signs_of(case, OTHER) == ()


@pytest.mark.parametrize("verdict", [Verdict.FAILED, Verdict.UNCHECKED])
def test_a_manifest_that_is_not_whole_names_nothing(verdict: Verdict) -> None:
    case = SignedCase({CHILD: replace(NAMING, verdict=verdict), PARENT: GOOD}, [PARENT, CHILD])
    assert signs_of(case) == ()


@pytest.mark.parametrize("verdict", [Verdict.FAILED, Verdict.UNCHECKED])
def test_a_copy_of_the_ingredients_manifest_that_is_not_whole_binds_nothing(verdict: Verdict) -> None:
    naming = replace(NAMING, ingredients=(replace(NAMED, verdict=verdict),))
    case = SignedCase({CHILD: naming, PARENT: GOOD}, [PARENT, CHILD, BARE])
    assert [sign.values["binding"] for sign in signs_of(case)] == ["label"]
    assert [sign.kind for sign in signs_of(case, BARE)] == []


@pytest.mark.parametrize("relationship", ["componentOf", "inputTo", "else"])
def test_what_a_file_only_contains_is_no_parent(relationship: str) -> None:
    naming = replace(NAMING, ingredients=(replace(NAMED, relationship=relationship),))
    assert signs_of(SignedCase({CHILD: naming, PARENT: GOOD}, [PARENT, CHILD])) == ()


def test_of_an_ingredient_without_a_manifest_it_cannot_be_told_whether_it_is_held() -> None:
    naming = replace(NAMING, ingredients=(Ingredient("parentOf", "a name.jpg"),))
    assert signs_of(SignedCase({CHILD: naming, PARENT: GOOD}, [PARENT, CHILD])) == ()


def test_the_other_way_round_it_is_told_as_that() -> None:
    case = SignedCase({CHILD: NAMING, PARENT: GOOD}, [PARENT, CHILD])
    assert [sign.kind for sign in signs_of(case, CHILD, PARENT)] == [signs.SIGNED_BACK]


def test_however_exactly_a_parent_is_named_it_is_a_statement_that_neither_weighs_nor_proves() -> None:
    (sign,) = signs_of(SignedCase({CHILD: NAMING, PARENT: GOOD}, [PARENT, CHILD]))
    values = {"generator": "Invented Editor", "manifest": "urn:1", "binding": "exact"}
    assert sign == Sign(signs.SIGNED, None, None, values)


def test_a_files_name_stands_in_no_sign() -> None:
    for held in ({PARENT: GOOD}, {}):
        assert "a name.jpg" not in str(signs_of(SignedCase({CHILD: NAMING, **held}, [PARENT, CHILD])))
