"""The entry that says a derivative was made with parts hidden: written, and read back.

    type         redact (in force once a second person signed)
    references   {"manifest": [sha256], "rows": [root]}    one row: the derivative, and under `of` what it was made from
    body         {"names": [...], "original": {"sha256", "salt"}, "hidden": [text, ...], "tool": text, "reason": text}

A bare hash of footage that circulates is a key by which anybody finds it. So the row commits to the original under a
salt, and the opening stands in the body. It has the form of a `receive` entry, so that a package proves it alike.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from stemmata.model.canonical import Json
from stemmata.model.custody_event import CustodyEvent
from stemmata.model.seams import Statement
from stemmata.preserve.log import LoggedEntry
from stemmata.preserve.manifest import ManifestRow, commitment, manifest_references, opening, read_manifest
from stemmata.preserve.objects import ObjectStore

TYPE = CustodyEvent.REDACT.value
ORIGINAL = "original"


@dataclass(frozen=True, slots=True)
class Redaction:
    """`original` is None and `hidden` empty where the body was erased."""

    entry: str
    derivative: str
    original: str | None
    hidden: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RedactionSaid:
    row: ManifestRow
    body: Mapping[str, Json]

    def statement(self, manifest: str) -> Statement:
        """`manifest`: the object that holds the row."""
        return Statement(TYPE, manifest_references(manifest, [self.row]), self.body)


def redaction_said(
    derivative: tuple[str, int, str],
    original: str,
    hidden: Sequence[str],
    tool: str,
    reason: str,
    new_salt: Callable[[], str],
) -> RedactionSaid:
    """`derivative`: SHA-256, bytes, and the name that it goes by."""
    digest, size, name = derivative
    named: Json = {"name": name, "salt": new_salt()}
    of: Json = {"sha256": original, "salt": new_salt()}
    row = ManifestRow(digest, size, new_salt(), commitment(opening(named)), commitment(opening(of)))
    said: list[Json] = [*hidden]
    return RedactionSaid(row, {"names": [named], ORIGINAL: of, "hidden": said, "tool": tool, "reason": reason})


def redaction_of(entry: LoggedEntry, objects: ObjectStore) -> Redaction:
    """ValueError for a form that this version does not write, or an opening that is not the one committed to;
    ObjectMissing, ObjectDamaged."""
    manifests = entry.references.get("manifest", [])
    rows = read_manifest(objects, manifests[0]) if len(manifests) == 1 else []
    if len(rows) != 1:
        raise ValueError("a redaction names one derivative")
    if entry.body is None:
        return Redaction(entry.id, rows[0].sha256, None, ())
    original, hidden = entry.body.get(ORIGINAL), entry.body.get("hidden")
    if not isinstance(original, dict) or not isinstance(hidden, list) or commitment(opening(original)) != rows[0].of:
        raise ValueError("the original of a redaction is not the one committed to")
    return Redaction(entry.id, rows[0].sha256, str(original["sha256"]), tuple(str(one) for one in hidden))
