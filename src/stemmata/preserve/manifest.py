"""Manifests: which objects one receive entry covers, as an object of the store. Names stay out: they live in the body.

One canonical JSON line per file, in the order of the names in the entry's body: {"bytes": n, "sha256": "…"}.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from stemmata.model.canonical import canonical_json
from stemmata.model.errors import ObjectDamaged
from stemmata.preserve.objects import ObjectStore


@dataclass(frozen=True, slots=True)
class ManifestRow:
    sha256: str
    size: int


def manifest_bytes(rows: Iterable[ManifestRow]) -> bytes:
    return b"".join(canonical_json({"bytes": row.size, "sha256": row.sha256}) + b"\n" for row in rows)


def read_manifest(objects: ObjectStore, name: str) -> list[ManifestRow]:
    """The rows of a manifest that is held. ObjectMissing; ObjectDamaged where it is no manifest."""
    try:
        lines = [json.loads(line) for line in objects.read(name).splitlines()]
        return [ManifestRow(str(line["sha256"]), int(line["bytes"])) for line in lines]
    except (ValueError, KeyError, TypeError) as error:
        raise ObjectDamaged(name, "something that is no manifest") from error
