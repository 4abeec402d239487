"""Parsers of what others made, given anything: never more than a verdict."""

import json
from hashlib import sha256
from io import BytesIO

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.media import bags

from stemmata.intake.archive import archive
from stemmata.intake.bag import unsafe
from stemmata.intake.bag_tags import Row, declared, info_values, manifest_rows, tag
from stemmata.intake.wacz_auth import ANONYMOUS, DOMAIN, with_signature
from stemmata.model.inspected import MOST_NAMED, Findings, Inspected, Kind, inspected_from_json
from stemmata.model.signed import Verdict

WHOLE = Inspected(Kind.WACZ, "x", Verdict.OK)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.binary(max_size=300), st.sampled_from(["declaration", "manifest", "fetch", "oxum"]))
def test_a_tag_file_is_rows_or_a_sentence(content: bytes, form: str) -> None:
    facts = tag(BytesIO(content), {"form": form, "name": "x.txt", "version": [1, 0], "encoding": "UTF-8"}).facts
    rows, wrong = facts["rows"], facts["wrong"]
    assert isinstance(rows, list)
    assert wrong is None or (rows == [] and str(wrong).startswith(("x.txt", "bagit.txt")))
    assert all(isinstance(cell, str) for row in rows for cell in row)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30), st.sampled_from([(0, 97), (1, 0)]))
def test_a_name_that_is_written_as_its_version_has_it_is_read_back(name: str, version: tuple[int, int]) -> None:
    name = "data/" + name.rstrip() + "x"
    escaped = [("%", "%25")] if version == (1, 0) else []
    written = name
    for plain, code in (*escaped, ("\r", "%0D"), ("\n", "%0A")):
        written = written.replace(plain, code)
    if version == (1, 0) or "%" not in name:
        assert manifest_rows(f"ab  {written}\n", version, "m") == [Row("ab", name, False)]


@pytest.mark.parametrize(
    "content",
    [b"", b"BagIt-Version: 1.0\n", b"BagIt-Version: .97\nTag-File-Character-Encoding: UTF-8\n", b"\xff" * 2000],
)
def test_a_declaration_of_another_form_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"bagit\.txt"):
        declared(content)


def test_a_label_goes_on_in_a_line_that_begins_with_white_space() -> None:
    assert info_values("payload-oxum : 1.\n  2\nOther: 3\n", "bag-info.txt", "Payload-Oxum") == ["1. 2"]


@pytest.mark.parametrize("name", ["/x", "~x", "../x", "data/../../x", "c:/x", "\\x", "data\\..\\x", "a\0b"])
def test_names_that_lead_out_of_the_folder_are_unsafe(name: str) -> None:
    assert unsafe(name)


@given(st.data())
@settings(max_examples=60)
def test_a_mutated_zip_gives_a_verdict_or_nothing(data: st.DataObject) -> None:
    files = data.draw(st.sampled_from([bags.bag(), bags.wacz()]))
    content = bytearray(bags.zipped(files))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    verdict_of(bytes(content[: data.draw(st.integers(0, len(content)))]))


@given(JSON, JSON)
def test_whatever_the_list_and_its_digest_say_there_is_a_verdict(listed: object, digest: object) -> None:
    content = json.dumps(listed).encode()
    verdict = verdict_of(
        bags.zipped({"datapackage.json": content, "datapackage-digest.json": json.dumps(digest).encode()})
    )
    assert verdict is not None
    assert verdict is not Verdict.OK


def verdict_of(content: bytes) -> Verdict | None:
    told = archive(BytesIO(content), {"name": "x"}).facts["inspected"]
    assert told is None or isinstance(told, dict)
    return None if told is None else inspected_from_json(told).verdict


@given(st.dictionaries(st.sampled_from(sorted(ANONYMOUS | DOMAIN)), JSON))
def test_whatever_stands_for_a_signature_proves_nothing(signed: dict[str, object]) -> None:
    found = with_signature(WHOLE, json.loads(json.dumps(signed)), None, 0)
    assert found.verdict is not Verdict.OK
    assert found.proved == ()


@given(st.data())
@settings(max_examples=30)
def test_a_signature_of_one_list_does_not_hold_for_another(data: st.DataObject) -> None:
    listed = bags.package()
    told = bags.anonymous(listed, ec.SECP256R1(), raw=True)
    assert with_signature(WHOLE, told, None, 0).verdict is Verdict.OK
    other = sha256(data.draw(st.binary(max_size=8))).hexdigest()
    assert with_signature(WHOLE, told | {"hash": f"sha256:{other}"}, None, 0).verdict is Verdict.FAILED


def test_reasons_are_bounded_and_say_how_many_more_there_are() -> None:
    findings = Findings()
    for number in range(1000):
        findings.fail(f"{number} is missing.")
    assert len(findings.reasons) == MOST_NAMED + 1
    assert findings.reasons[-1] == f"and {1000 - MOST_NAMED:,} more like these"
