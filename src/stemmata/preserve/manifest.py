"""Manifests: which objects one receive entry covers, as an object of the store. Names stay out: they live in the body.

One canonical JSON line per file, in the order of the names in the entry's body: {"bytes": n, "sha256": "…"}.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from stemmata.model.errors import ObjectDamaged
from stemmata.preserve.objects import ObjectStore, is_object_name


@dataclass(frozen=True, slots=True)
class ManifestRow:
    sha256: str
    size: int


def manifest_bytes(rows: Iterable[ManifestRow]) -> bytes:
    return b"".join(b'{"bytes":%d,"sha256":"%s"}\n' % (row.size, row.sha256.encode("ascii")) for row in rows)


def read_manifest(objects: ObjectStore, name: str) -> list[ManifestRow]:
    """The rows of a manifest that is held. ObjectMissing; ObjectDamaged where it is no manifest."""
    content = objects.read(name)
    try:
        rows = [_row(line) for line in content.splitlines()]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ObjectDamaged(name, "something that is no manifest") from error
    if manifest_bytes(rows) != content:
        raise ObjectDamaged(name, "something that is no manifest")
    return rows


def _row(line: bytes) -> ManifestRow:
    raw = json.loads(line)
    size, sha256 = raw["bytes"], raw["sha256"]
    if type(size) is not int or size < 0 or not isinstance(sha256, str) or not is_object_name(sha256):
        raise ValueError("a row of a manifest is a size and a SHA-256")
    return ManifestRow(sha256, size)
