"""Entries: one canonical spelling, a commitment that binds the body, and a refusal for every other leaf."""

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from stemmata.model.canonical import Json, canonical_json
from stemmata.model.seams import Statement
from stemmata.preserve.entry import DOMAIN, Body, Header, Signed, make_entry, read_leaf
from stemmata.preserve.keys import key_id
from stemmata.preserve.tiles import MAX_ENTRY

KEY = Ed25519PrivateKey.from_private_bytes(bytes([1]) * 32)
PUBLIC = KEY.public_key().public_bytes_raw()
AUTHOR = key_id(KEY)
SALT = bytes(range(16))
STATEMENT = Statement("receive", {"manifest": ["ab" * 32], "case": ["one", "two"]}, {"note": "جسر", "number": 7})

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(max_codepoint=127)), inner),
    max_leaves=8,
)
bodies = st.dictionaries(st.text(st.characters(max_codepoint=127)), values, max_size=4)


def made(statement: Statement = STATEMENT, claimed_us: int = 5, salt: bytes = SALT) -> Signed:
    return make_entry(statement, KEY, AUTHOR, claimed_us, salt)


def leaf_of(raw: object) -> bytes:
    """A leaf whose signature holds, whatever its header says."""
    canonical = json.dumps(raw, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    signature = base64.b64encode(KEY.sign(DOMAIN + canonical)).decode()
    return b'{"header":' + canonical + b',"signature":"' + signature.encode() + b'"}'


def raw_header() -> dict[str, Any]:
    raw = json.loads(made().leaf)["header"]
    assert isinstance(raw, dict)
    return raw


def test_a_header_is_canonical_json_of_integers_and_strings() -> None:
    commitment = sha256(SALT + b'{"note":"%s","number":7}' % "جسر".encode()).hexdigest()
    expected = (
        f'{{"author":"{AUTHOR}","body":"{commitment}","claimed_us":5,'
        f'"references":{{"case":["one","two"],"manifest":["{"ab" * 32}"]}},"type":"receive","v":1}}'
    )
    leaf = made().leaf
    assert leaf.startswith(b'{"header":' + expected.encode() + b',"signature":"')
    assert made().id == sha256(expected.encode()).hexdigest()


@given(bodies, st.integers(-(2**53) + 1, 2**53 - 1), st.binary(min_size=16, max_size=16))
def test_what_is_signed_reads_back(body: dict[str, Json], claimed_us: int, salt: bytes) -> None:
    entry = made(Statement("note", {}, body), claimed_us, salt)
    header = read_leaf(entry.leaf, PUBLIC)
    assert (header.id, header.claimed_us, header.body) == (entry.id, claimed_us, entry.body.commitment)
    assert entry.body.content() == body


def test_the_same_statement_twice_is_two_entries() -> None:
    assert made(salt=bytes(16)).id != made(salt=SALT).id


@given(bodies, bodies)
def test_a_commitment_binds_one_body(one: dict[str, Json], other: dict[str, Json]) -> None:
    left, right = Body(SALT, canonical_json(dict(one))), Body(SALT, canonical_json(dict(other)))
    assert (left.commitment == right.commitment) == (left.canonical == right.canonical)


def test_a_commitment_needs_the_salt_to_be_guessed() -> None:
    assert Body(SALT, b"{}").commitment != Body(bytes(16), b"{}").commitment


def test_the_objects_of_an_entry_are_those_of_its_object_roles() -> None:
    ids = [character * 64 for character in "abc"]
    references = {
        "manifest": [ids[0]],
        "objects": [ids[1]],
        "checkpoints": [ids[2]],
        "entries": ["d" * 64],
        "case": ["x"],
    }
    assert Header("note", AUTHOR, 0, references, "0" * 64).objects == set(ids)


def test_an_entry_of_the_largest_size_is_made() -> None:
    short = len(made(Statement("note", {"case": [""]}, {})).leaf)
    assert len(made(Statement("note", {"case": ["x" * (MAX_ENTRY - short)]}, {})).leaf) == MAX_ENTRY


def test_an_entry_above_the_largest_size_is_refused() -> None:
    short = len(made(Statement("note", {"case": [""]}, {})).leaf)
    with pytest.raises(ValueError, match="at most 65535 bytes, got 65536: name the objects in a manifest"):
        made(Statement("note", {"case": ["x" * (MAX_ENTRY + 1 - short)]}, {}))


def test_the_size_of_a_body_is_not_bound() -> None:
    assert len(made(Statement("note", {}, {"text": "x" * 100_000})).leaf) < 1000


@pytest.mark.parametrize(
    ("statement", "error"),
    [
        (Statement("", {}, {}), "type is a word"),
        (Statement("Receive", {}, {}), "type is a word"),
        (Statement("two words", {}, {}), "type is a word"),
        (Statement("note\n", {}, {}), "type is a word"),
        (Statement("a" * 41, {}, {}), "type is a word"),
        (Statement("note", {"objects": ["ab"]}, {}), "SHA-256 in hex"),
        (Statement("note", {"manifest": ["AB" * 32]}, {}), "SHA-256 in hex"),
        (Statement("note", {"checkpoints": ["../" + "a" * 61]}, {}), "SHA-256 in hex"),
        (Statement("note", {"é": []}, {}), "map roles to lists of ids"),
        (Statement("note", {"case": ["\ud800"]}, {}), "surrogates not allowed"),
        (Statement("note", {}, {"text": "\ud800"}), "surrogates not allowed"),
        (Statement("note", {}, {"é": 1}), "ASCII"),
    ],
    ids=repr,
)
def test_a_statement_that_no_header_can_hold_is_refused(statement: Statement, error: str) -> None:
    with pytest.raises(ValueError, match=error):
        made(statement)


def test_a_time_beyond_what_json_holds_is_refused() -> None:
    with pytest.raises(ValueError, match="time is a number"):
        made(claimed_us=2**53)


@pytest.mark.parametrize(
    "leaf",
    [
        b"",
        b"{}",
        b"[]",
        b"7",
        b"\xff\xfe",
        b'{"header":{},"signature":""}',
        b'{"header":[],"signature":""}',
        b'{"header":"","signature":""}',
        b"[" * 100_000,
        made().leaf[:-1],
        made().leaf.replace(b'"signature":"', b'"signature":"!'),
        made().leaf.decode().encode("utf-16"),
    ],
    ids=range(12),
)
def test_what_is_no_leaf_is_refused(leaf: bytes) -> None:
    with pytest.raises(ValueError, match=r"a leaf is (the JSON|written)"):
        read_leaf(leaf, PUBLIC)


CHANGES: list[tuple[str, Callable[[dict[str, Any]], Any], str]] = [
    ("another version", lambda raw: {**raw, "v": 2}, "canonical form"),
    ("a version that only compares equal", lambda raw: {**raw, "v": True}, "canonical form"),
    ("no version", lambda raw: {key: value for key, value in raw.items() if key != "v"}, "canonical form"),
    ("one field more", lambda raw: {**raw, "extra": 1}, "canonical form"),
    ("one field less", lambda raw: {key: value for key, value in raw.items() if key != "body"}, "a leaf is the JSON"),
    ("a type that is no text", lambda raw: {**raw, "type": 5}, "type is a word"),
    ("a time that is a float", lambda raw: {**raw, "claimed_us": 5.0}, "time is a number"),
    ("a time that is a truth value", lambda raw: {**raw, "claimed_us": True}, "time is a number"),
    ("an author in capitals", lambda raw: {**raw, "author": raw["author"].upper()}, "SHA-256 in hex"),
    ("a body that is null", lambda raw: {**raw, "body": None}, "SHA-256 in hex"),
    ("references in a list", lambda raw: {**raw, "references": []}, "map roles to ids"),
    ("a role with one id, unlisted", lambda raw: {**raw, "references": {"case": "x"}}, "map roles to lists of ids"),
    ("an id that is a number", lambda raw: {**raw, "references": {"case": [1]}}, "the ids of case are strings"),
    ("an object that is a path", lambda raw: {**raw, "references": {"objects": ["../x"]}}, "SHA-256 in hex"),
    ("another author", lambda raw: {**raw, "author": "0" * 64}, "names an author that does not own this log"),
]


@pytest.mark.parametrize(("change", "error"), [row[1:] for row in CHANGES], ids=[row[0] for row in CHANGES])
def test_a_header_that_is_not_ours_is_refused_though_it_is_signed(
    change: Callable[[dict[str, Any]], Any], error: str
) -> None:
    with pytest.raises(ValueError, match=error):
        read_leaf(leaf_of(change(raw_header())), PUBLIC)


def test_a_leaf_spelled_in_another_way_is_refused() -> None:
    spaced = made().leaf.replace(b'"header":', b'"header": ')
    with pytest.raises(ValueError, match="canonical form"):
        read_leaf(spaced, PUBLIC)


def test_a_signature_on_another_header_does_not_hold() -> None:
    other = leaf_of({**raw_header(), "claimed_us": 6})
    mixed = made().leaf[: made().leaf.index(b',"signature"')] + other[other.index(b',"signature"') :]
    with pytest.raises(ValueError, match="does not hold"):
        read_leaf(mixed, PUBLIC)


def test_a_signature_without_our_domain_does_not_hold() -> None:
    header = read_leaf(made().leaf, None)
    signature = base64.b64encode(KEY.sign(header.canonical()))
    leaf = b'{"header":' + header.canonical() + b',"signature":"' + signature + b'"}'
    with pytest.raises(ValueError, match="does not hold"):
        read_leaf(leaf, PUBLIC)


def test_without_a_key_only_the_form_is_checked() -> None:
    header = read_leaf(leaf_of({**raw_header(), "author": "0" * 64}), None)
    assert header == replace(read_leaf(made().leaf, None), author="0" * 64)


@pytest.mark.parametrize("canonical", [b"", b"[]", b"7", b"{", b"\xff", b"[" * 100_000], ids=range(6))
def test_a_body_that_is_no_object_is_refused(canonical: bytes) -> None:
    with pytest.raises(ValueError):
        Body(SALT, canonical).content()
