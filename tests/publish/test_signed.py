"""Signed provenance in exports: whole within the case, without names in public."""

import json

from stemmata.lineage.signed import SignedCase
from stemmata.model.signed import Action, Ingredient, Signed, Verdict
from stemmata.publish.signed import public_row, signed_row

A, B = "a" * 64, "b" * 64
PARENT = Signed(Verdict.OK, content=Verdict.OK, manifest="urn:secret:1", binding="B1")
CHILD = Signed(
    Verdict.OK,
    (),
    (),
    "app11",
    "https://secret.example/m",
    Verdict.OK,
    Verdict.OK,
    "urn:secret:2",
    "Secret Camera 7",
    "Secret Root",
    "Secret Press",
    1_674_571_736_000_000,
    "Secret Clock",
    Verdict.OK,
    "B2",
    (Action("c2pa.edited"),),
    (
        Ingredient("parentOf", "secret name.jpg", "urn:secret:1", Verdict.OK, "B1"),
        Ingredient("componentOf", "secret.png"),
    ),
)
CASE = SignedCase({A: PARENT, B: CHILD}, [A, B])


def test_a_file_without_signed_provenance_has_null() -> None:
    assert signed_row(CASE, "c" * 64) is None


def test_the_row_says_who_says_what_and_which_held_file_is_named() -> None:
    row = signed_row(CASE, B)
    assert row is not None
    assert (row["generator"], row["subject"], row["issuer"]) == ("Secret Camera 7", "Secret Press", "Secret Root")
    assert row["signed_at"] == {"time": "2023-01-24T14:48:56Z", "basis": "file-claimed"}
    assert row["ingredients"] == [
        {
            "relationship": "parentOf", "title": "secret name.jpg", "manifest": "urn:secret:1", "verdict": "ok",
            "held": [{"item": A, "binding": "exact"}],
        },
        {"relationship": "componentOf", "title": "secret.png", "manifest": None, "verdict": None, "held": None},
    ]  # fmt: skip


def test_a_parent_that_is_not_held_is_an_empty_list_and_not_null() -> None:
    alone = signed_row(SignedCase({B: CHILD}, [B]), B)
    assert alone is not None
    ingredients = alone["ingredients"]
    assert isinstance(ingredients, list)
    assert [one["held"] for one in ingredients] == [[], None]


def test_the_public_form_holds_no_name_label_or_address() -> None:
    row = signed_row(CASE, B)
    assert row is not None
    public = public_row(row)
    assert "secret" not in json.dumps(public).lower()
    assert public["verdict"] == "ok"
    assert public["ingredients"] == [
        {"relationship": "parentOf", "verdict": "ok", "held": [{"item": A, "binding": "exact"}]},
        {"relationship": "componentOf", "verdict": None, "held": None},
    ]
