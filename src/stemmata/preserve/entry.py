"""Entries: a small signed header, and a body apart that can be erased while the log still verifies.

Header (RFC 8785; integers and strings only): v, type, author (key id), claimed_us (µs since 1970 UTC, this machine's
clock), references (role -> ids), body (SHA-256 of salt and canonical body: without the salt, a guessed body proves
nothing). No sequence number and no previous hash: the leaf's position in its log is the order. The entry's id is the
SHA-256 of the canonical header. The leaf is the canonical JSON of {"header", "signature"}.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from stemmata.model.canonical import Json, canonical_json
from stemmata.model.seams import Statement

VERSION = 1
DOMAIN = b"stemmata entry v1\n"  # so that a signature on an entry is a signature on nothing else
SALT_BYTES = 16
_FIELDS = {"v", "type", "author", "claimed_us", "references", "body"}


@dataclass(frozen=True, slots=True)
class Body:
    """What may name people and files. `commitment` stands in the header."""

    salt: bytes
    content: Mapping[str, Json]

    @property
    def commitment(self) -> str:
        return sha256(self.salt + canonical_json(dict(self.content))).hexdigest()


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


def make_entry(
    statement: Statement, key: Ed25519PrivateKey, author: str, claimed_us: int, salt: bytes
) -> tuple[bytes, str, Body]:
    """(leaf, id, body) of a statement, signed. `author` is `key_id(key)`, passed in since it is asked for so often."""
    body = Body(salt, statement.body)
    header = Header(statement.type, author, claimed_us, statement.references, body.commitment)
    canonical = header.canonical()
    signature = base64.b64encode(key.sign(DOMAIN + canonical)).decode()
    leaf = b'{"header":' + canonical + b',"signature":"' + signature.encode() + b'"}'
    return leaf, sha256(canonical).hexdigest(), body


def read_leaf(leaf: bytes, public_key: bytes | None) -> Header:
    """The header of a leaf; with `public_key` (32 bytes) its author and signature are checked. ValueError otherwise."""
    try:
        whole = json.loads(leaf)
        raw, signature = whole["header"], base64.b64decode(whole["signature"], validate=True)
        header = Header(raw["type"], raw["author"], raw["claimed_us"], raw["references"], raw["body"])
    except (ValueError, KeyError, TypeError, binascii.Error) as error:
        raise ValueError("a leaf is the JSON of a header and a signature") from error
    canonical = header.canonical()
    rebuilt = b'{"header":' + canonical + b',"signature":"' + base64.b64encode(signature) + b'"}'
    if raw.get("v") != VERSION or set(raw) != _FIELDS or rebuilt != leaf:
        raise ValueError("a leaf is written in its one canonical form")
    if public_key is not None:
        if sha256(public_key).hexdigest() != header.author:
            raise ValueError(f"entry {header.id[:12]} names an author that does not own this log")
        try:
            Ed25519PublicKey.from_public_bytes(public_key).verify(signature, DOMAIN + canonical)
        except InvalidSignature as error:
            raise ValueError(f"the signature of entry {header.id[:12]} does not hold") from error
    return header
