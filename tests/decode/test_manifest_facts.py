"""What the library reports becomes a bounded statement: no clock decides, no person is named, junk adds nothing."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemmata.decode.manifest_facts import MOST_ACTIONS, MOST_INGREDIENTS, signed_of_report
from stemmata.model.signed import Signed, Verdict, signed_from_json

HELD = ("claimSignature.validated", "assertion.dataHash.match")
LABEL = "urn:c2pa:1"


def results(success: tuple[str, ...] = HELD, failure: tuple[str, ...] = (), noted: tuple[str, ...] = ()) -> Any:  # noqa: ANN401
    groups = {"success": success, "failure": failure, "informational": noted}
    return {name: [{"code": code, "url": "u"} for code in codes] for name, codes in groups.items()}


def manifest(**fields: object) -> dict[str, Any]:
    return {"label": LABEL, "assertions": {}, "claim": {}, "signature": {}, "validationResults": results(), **fields}


def said(*manifests: dict[str, Any]) -> Signed:
    return signed_of_report({"manifests": list(manifests)}, LABEL, "app11", None)


CODES = [
    # success                         failure                                       verdict      reasons
    (HELD,                            (),                                           "ok",        ()),
    (HELD,                            ("signingCredential.untrusted",),             "ok",        ()),
    (HELD,                            ("signingCredential.expired",),               "ok",        ()),
    (HELD,                            ("claimSignature.outsideValidity",),          "ok",        ()),
    (HELD,                            ("timeStamp.untrusted",),                     "ok",        ()),
    (HELD,                            ("cawg.ica.signature_mismatch",),             "ok",        ()),
    (HELD[1:],                        ("claimSignature.mismatch",),                 "failed",    ("signature",)),
    (HELD[:1],                        ("assertion.bmffHash.mismatch",),             "failed",    ("content",)),
    (HELD,                            ("assertion.hashedURI.mismatch",),            "failed",    ("statement",)),
    (HELD,                            ("signingCredential.invalid",),               "failed",    ("certificate",)),
    (HELD,                            ("signingCredential.revoked",),               "failed",    ("certificate",)),
    (HELD,                            ("assertion.action.malformed",),              "failed",    ("form",)),
    (HELD,                            ("a.code.of.next.year",),                     "failed",    ("form",)),
    ((), ("assertion.missing", "claimSignature.mismatch"),                        "failed", ("signature", "statement")),
    (HELD[:1],                        (),                                           "unchecked", ("unbound",)),
    ((),                              (),                                           "unchecked", ("unbound",)),
]  # fmt: skip


@pytest.mark.parametrize(("success", "failure", "verdict", "reasons"), CODES)
def test_codes_decide_the_verdict_and_neither_trust_nor_the_date_does(
    success: tuple[str, ...], failure: tuple[str, ...], verdict: str, reasons: tuple[str, ...]
) -> None:
    found = said(manifest(validationResults=results(success, failure)))
    assert (found.verdict, found.reasons) == (Verdict(verdict), reasons)


def test_of_names_only_organisations_are_kept() -> None:
    certificate = {"issuer": {"O": "Invented Root", "CN": "A. Root"}, "subject": {"CN": "A. Person", "L": "Riverside"}}
    found = said(manifest(signature={"certificateInfo": certificate}))
    assert (found.issuer, found.subject) == ("Invented Root", None)
    assert "Person" not in json.dumps(found.to_json())


STAMPED = {
    "timeStampInfo": {
        "timestamp": "2023-01-24T14:48:56+00:00",
        "certificateInfo": {"subject": {"O": "Invented Clock", "CN": "Clock 7"}},
    }
}


def test_a_time_stamp_that_belongs_to_the_signature_gives_its_time() -> None:
    found = said(manifest(signature=STAMPED, validationResults=results((*HELD, "timeStamp.validated"))))
    assert (found.stamp, found.signed_us, found.authority) == (Verdict.OK, 1_674_571_736_000_000, "Invented Clock")


@pytest.mark.parametrize(
    ("noted", "stamp"),
    [(("timeStamp.mismatch",), Verdict.FAILED), ((), Verdict.UNCHECKED)],
    ids=["another's", "unknown"],
)
def test_any_other_time_stamp_gives_no_time(noted: tuple[str, ...], stamp: Verdict) -> None:
    found = said(manifest(signature=STAMPED, validationResults=results(noted=noted)))
    assert (found.verdict, found.stamp, found.signed_us, found.authority) == (Verdict.OK, stamp, None, None)


def test_what_is_too_much_is_counted_and_left_out() -> None:
    actions = [{"action": f"c2pa.{at}"} for at in range(MOST_ACTIONS + 3)]
    used = {f"c2pa.ingredient.v3__{at}": {"relationship": "inputTo"} for at in range(MOST_INGREDIENTS + 4)}
    found = said(manifest(assertions={"c2pa.actions.v2": {"actions": actions}, **used}))
    assert (len(found.actions), len(found.ingredients), found.left_out) == (MOST_ACTIONS, MOST_INGREDIENTS, 7)


def test_the_copy_of_an_ingredients_manifest_that_is_not_there_could_not_be_checked() -> None:
    named = {"relationship": "parentOf", "activeManifest": {"url": "self#jumbf=/c2pa/urn:c2pa:2"}}
    (used,) = said(manifest(assertions={"c2pa.ingredient.v3": named})).ingredients
    assert (used.manifest, used.verdict, used.binding) == ("urn:c2pa:2", Verdict.UNCHECKED, None)


def test_what_the_signer_wrote_down_of_an_ingredient_counts_beside_what_is_found_now() -> None:
    named = {"relationship": "parentOf", "activeManifest": {"url": "self#jumbf=/c2pa/urn:c2pa:2"}}
    copy = manifest(label="urn:c2pa:2", validationResults=results(("ingredient.manifest.validated",)))
    for then, verdict in ((results(), Verdict.OK), (results(failure=("assertion.dataHash.mismatch",)), Verdict.FAILED)):
        wrote = {**named, "validationResults": {"activeManifest": then}}
        assert said(manifest(assertions={"c2pa.ingredient.v3": wrote}), copy).ingredients[0].verdict is verdict


def test_a_report_without_the_active_manifest_is_refused() -> None:
    with pytest.raises(ValueError, match="active manifest"):
        said(manifest(label="urn:c2pa:2"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["O", "code", "success", "failure", "url", "action", "actions", "alg", "hash", "timestamp", "relationship",
         "certificateInfo", "subject", "timeStampInfo", "activeManifest", "validationResults", "claim_generator_info"]
    ), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(JSON, JSON, JSON, JSON)
def test_any_report_gives_a_statement_that_can_be_kept(one: Any, two: Any, three: Any, four: Any) -> None:  # noqa: ANN401
    assertions = {"c2pa.actions": one, "c2pa.ingredient": two, "c2pa.hash.data": three}
    found = said(manifest(assertions=assertions, signature=four, claim=one, validationResults=two))
    assert signed_from_json(json.loads(json.dumps(found.to_json()))) == found
