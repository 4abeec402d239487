"""Manifests: which objects one entry covers, as an object of the store. Names stay out: they live in the entry's body.

One canonical JSON line per file, in the order of the names in the body:

    {"bytes":n,"name":"<commitment>","salt":"<32 hex>","sha256":"<64 hex>"}

The entry names the manifest object, and under the role `rows` the root of an RFC 6962 tree of these lines.
So one line can be shown and proved without the others: the salts keep anybody who holds a known film from trying its
hash against the leaves, or against the name of the manifest itself. `name` commits to an opening that lies in the body
(its own salt inside). Manifests of earlier versions have neither: {"bytes":n,"sha256":"<64 hex>"}.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from stemmata.model.canonical import Json, canonical_json
from stemmata.model.errors import ObjectDamaged
from stemmata.preserve import merkle
from stemmata.preserve.entry import SALT_BYTES
from stemmata.preserve.objects import ObjectStore, is_object_name

ROLE = "manifest"
ROWS_ROLE = "rows"
TOLD_ROLE = "told"
"""Of a `receive` entry: the commitment to what was told of the way to us, opened apart from the names."""

_SALT = re.compile(rf"[0-9a-f]{{{2 * SALT_BYTES}}}")


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """One file. `salt` is None in manifests of earlier versions; `name` where the entry gives no names.

    `of` commits in the same way to the SHA-256 of what this was made from, which alone would be a key to look it up by.
    """

    sha256: str
    size: int
    salt: str | None = None
    name: str | None = None
    of: str | None = None

    def line(self) -> bytes:
        fields: dict[str, Json] = {"bytes": self.size, "sha256": self.sha256}
        optional = {"salt": self.salt, "name": self.name, "of": self.of}
        return canonical_json(fields | {key: value for key, value in optional.items() if value is not None})


def manifest_bytes(rows: Iterable[ManifestRow]) -> bytes:
    return b"".join(row.line() + b"\n" for row in rows)


def row_hashes(rows: Iterable[ManifestRow]) -> list[bytes]:
    """The leaves of the tree that `rows` names."""
    return [merkle.leaf_hash(row.line()) for row in rows]


def manifest_references(manifest: str, rows: Sequence[ManifestRow]) -> dict[str, list[str]]:
    """What an entry says of its manifest: the object, and the root of its rows."""
    return {ROLE: [manifest], ROWS_ROLE: [merkle.root_of(row_hashes(rows)).hex()]}


def opening(fields: Json) -> bytes:
    """What a commitment opens to: canonical JSON of an object that holds a salt of its own."""
    return canonical_json(fields)


def commitment(opened: bytes) -> str:
    return sha256(opened).hexdigest()


def read_manifest(objects: ObjectStore, name: str) -> list[ManifestRow]:
    """The rows of a manifest that is held. ObjectMissing; ObjectDamaged where it is no manifest."""
    content = objects.read(name)
    try:
        return manifest_rows(content)
    except ValueError as error:
        raise ObjectDamaged(name, "something that is no manifest") from error


def manifest_rows(content: bytes) -> list[ManifestRow]:
    """ValueError where this is no manifest."""
    try:
        rows = [_row(line) for line in content.splitlines()]
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError("a row of a manifest is a JSON object of known fields") from error
    if manifest_bytes(rows) != content:
        raise ValueError("a manifest is written in its one canonical form")
    return rows


def _row(line: bytes) -> ManifestRow:
    raw = json.loads(line)
    size, digest, salt = raw["bytes"], raw["sha256"], raw.get("salt")
    if type(size) is not int or size < 0 or not isinstance(digest, str) or not is_object_name(digest):
        raise ValueError("a row of a manifest is a size and a SHA-256")
    if salt is not None and not (isinstance(salt, str) and _SALT.fullmatch(salt)):
        raise ValueError("the salt of a row is hex")
    commitments = [raw.get(key) for key in ("name", "of")]
    if not all(
        one is None or (salt is not None and isinstance(one, str) and is_object_name(one)) for one in commitments
    ):
        raise ValueError("what a salted row commits to is a SHA-256")
    return ManifestRow(digest, size, salt, *commitments)
