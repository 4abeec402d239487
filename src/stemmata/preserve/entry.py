"""Entries: a small signed header, and a body apart that can be erased while the log still verifies.

Header (RFC 8785; integers and strings only): v, type, author (key id), claimed_us (µs since 1970 UTC, this machine's
clock), references (role -> ids), body (SHA-256 of salt and canonical body: without the salt, a guessed body proves
nothing). No sequence number and no previous hash: the leaf's position in its log is the order. The entry's id is the
SHA-256 of the canonical header. The leaf is {"header":<canonical header>,"signature":"<base64>"}, at most 65,535 bytes.
"""

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from stemmata.model.canonical import SAFE_INTEGER, Json, canonical_json
from stemmata.model.seams import Statement
from stemmata.preserve.note import exact_base64
from stemmata.preserve.tiles import MAX_ENTRY

VERSION = 1
DOMAIN = b"stemmata entry v1\n"  # so that a signature on an entry is a signature on nothing else
SALT_BYTES = 16

OBJECT_ROLES = frozenset({"manifest", "objects", "checkpoints"})
"""Roles whose ids are names of objects: they must be held wherever the entry is."""

_FIELDS = {"v", "type", "author", "claimed_us", "references", "body"}
_TYPE = re.compile(r"[a-z][a-z-]{0,39}")
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Body:
    """What may name people and files: `canonical` JSON of an object. `commitment` stands in the header."""

    salt: bytes
    canonical: bytes

    @property
    def commitment(self) -> str:
        return sha256(self.salt + self.canonical).hexdigest()

    def content(self) -> dict[str, Json]:
        """ValueError where it is no JSON object."""
        try:
            found = json.loads(self.canonical)
        except RecursionError as error:
            raise ValueError("a body nests too deep") from error
        if not isinstance(found, dict):
            raise ValueError("a body is a JSON object")
        return found


@dataclass(frozen=True, slots=True)
class Header:
    type: str
    author: str
    claimed_us: int
    references: Mapping[str, list[str]]
    body: str

    def canonical(self) -> bytes:
        references: dict[str, Json] = {role: list(ids) for role, ids in self.references.items()}
        return canonical_json(
            {
                "v": VERSION,
                "type": self.type,
                "author": self.author,
                "claimed_us": self.claimed_us,
                "references": references,
                "body": self.body,
            }
        )

    @property
    def id(self) -> str:
        return sha256(self.canonical()).hexdigest()

    @property
    def objects(self) -> set[str]:
        """Names of the objects that must be held with this entry."""
        return {name for role, ids in self.references.items() if role in OBJECT_ROLES for name in ids}


@dataclass(frozen=True, slots=True)
class Signed:
    """An entry ready to be logged."""

    leaf: bytes
    id: str
    body: Body


def make_entry(statement: Statement, key: Ed25519PrivateKey, author: str, claimed_us: int, salt: bytes) -> Signed:
    """A statement, signed. `author` is `key_id(key)`, passed in since it is asked for so often.

    ValueError for a statement that no header can hold: too many references, or another kind of type word.
    """
    body = Body(salt, canonical_json(dict(statement.body)))
    header = Header(statement.type, author, claimed_us, statement.references, body.commitment)
    _check(header)
    canonical = header.canonical()
    leaf = _leaf(canonical, key.sign(DOMAIN + canonical))
    if len(leaf) > MAX_ENTRY:
        raise ValueError(f"an entry has at most {MAX_ENTRY} bytes, got {len(leaf)}: name the objects in a manifest")
    return Signed(leaf, sha256(canonical).hexdigest(), body)


def read_leaf(leaf: bytes, public_key: bytes | None) -> Header:
    """The header of a leaf; with `public_key` (32 bytes) its author and signature are checked. ValueError otherwise."""
    try:
        whole = json.loads(leaf)
        raw, signature = whole["header"], exact_base64(whole["signature"])
        header = Header(raw["type"], raw["author"], raw["claimed_us"], raw["references"], raw["body"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ValueError("a leaf is the JSON of a header and a signature") from error
    _check(header)
    canonical = header.canonical()
    if raw.get("v") != VERSION or set(raw) != _FIELDS or _leaf(canonical, signature) != leaf:
        raise ValueError("a leaf is written in its one canonical form")
    if public_key is not None:
        if sha256(public_key).hexdigest() != header.author:
            raise ValueError(f"entry {header.id[:12]} names an author that does not own this log")
        try:
            Ed25519PublicKey.from_public_bytes(public_key).verify(signature, DOMAIN + canonical)
        except InvalidSignature as error:
            raise ValueError(f"the signature of entry {header.id[:12]} does not hold") from error
    return header


def _leaf(canonical: bytes, signature: bytes) -> bytes:
    return b'{"header":' + canonical + b',"signature":"' + base64.b64encode(signature) + b'"}'


def _check(header: Header) -> None:
    """A stranger's log is read too: every field is of its type before anything is done with it."""
    if not isinstance(header.type, str) or not _TYPE.fullmatch(header.type):
        raise ValueError(f"an entry's type is a word in small letters, got {str(header.type)[:50]!r}")
    for digest in (header.author, header.body):
        if not isinstance(digest, str) or not _HASH.fullmatch(digest):
            raise ValueError("an entry's author and body are SHA-256 in hex")
    if type(header.claimed_us) is not int or abs(header.claimed_us) > SAFE_INTEGER:
        raise ValueError("an entry's time is a number of µs")
    if not isinstance(header.references, Mapping):
        raise ValueError("an entry's references map roles to ids")
    for role, ids in header.references.items():
        if not isinstance(role, str) or not role.isascii() or not isinstance(ids, list):
            raise ValueError("an entry's references map roles to lists of ids")
        if not all(isinstance(name, str) for name in ids):
            raise ValueError(f"the ids of {role} are strings")
        if role in OBJECT_ROLES and not all(_HASH.fullmatch(name) for name in ids):
            raise ValueError(f"the ids of {role} are SHA-256 in hex")
