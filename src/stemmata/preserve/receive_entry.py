"""The entry that says that bytes were received: what stands in it, and what single names and tellings open from it.

The header names the manifest, the root of its rows, and a commitment to what was told. The body holds what these
commit to: `names`, one for each row, and what was told of the way to us, each opened by its own canonical JSON.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from stemmata.model.canonical import SAFE_INTEGER, Json
from stemmata.model.custody_event import CustodyEvent
from stemmata.model.failure import Failure
from stemmata.model.item import Name, Received
from stemmata.model.seams import Statement
from stemmata.preserve.manifest import TOLD_ROLE, ManifestRow, commitment, manifest_references, opening

TYPE = CustodyEvent.RECEIVE.value

TOLD = ("handed_over_by", "authority", "prior_custody", "consent", "restrictions", "note")
"""What a person may tell of the way to us. Left out means unknown, and is recorded as null."""
TOLD_SALT = "told_salt"
"""Key of the body: the salt under which what was told is committed to apart from the names."""
TOLD_KEYS = (*TOLD, TOLD_SALT)


@dataclass(frozen=True, slots=True)
class ReceiveSaid:
    """What one portion says, and the rows of its manifest, which commit to the names that stand in the body."""

    rows: Sequence[ManifestRow]
    body: Mapping[str, Json]

    def statement(self, manifest: str) -> Statement:
        """`manifest`: the object that holds the rows."""
        told = {TOLD_ROLE: [commitment(told_opening(self.body))]}
        return Statement(TYPE, manifest_references(manifest, self.rows) | told, self.body)


def receive_said(
    files: Sequence[Received],
    failures: Sequence[tuple[Name, Failure]],
    told: Mapping[str, str | None],
    new_salt: Callable[[], str],
) -> ReceiveSaid:
    """Rows stand in the order of their salts: any other would tell of the files that are not shown. Names stand beside
    them, erasable, each with a salt of its own."""
    named = sorted((_named_row(file, new_salt) for file in files), key=lambda pair: pair[0].salt or "")
    body: dict[str, Json] = {key: told.get(key) for key in TOLD}
    body[TOLD_SALT] = new_salt()
    body["label"] = _label(files)
    body["names"] = [name for _, name in named]
    failed: list[Json] = [
        {"name": name_json(name), "code": failure.code.value, "detail": failure.detail}
        for name, failure in sorted(failures, key=lambda pair: (pair[0].path, pair[1]))
    ]
    body["failures"] = failed
    return ReceiveSaid([row for row, _ in named], body)


def _named_row(file: Received, new_salt: Callable[[], str]) -> tuple[ManifestRow, Json]:
    name: Json = {"name": name_json(file.name), "modified_us": _modified_us(file), "salt": new_salt()}
    return ManifestRow(file.sha256, file.size, new_salt(), commitment(opening(name))), name


def told_opening(body: Mapping[str, Json]) -> bytes:
    """What the entry's commitment to what was told opens to. KeyError in bodies of earlier versions."""
    return opening({key: body[key] for key in TOLD_KEYS})


def _label(files: Sequence[Received]) -> str | None:
    tops = sorted({file.name.shown.split("/", 1)[0] for file in files})
    return ", ".join(tops[:3]) if tops else None


def _modified_us(file: Received) -> int | None:
    """None for a time beyond what a JSON number holds (the years before 1684 and after 2255, as some files claim)."""
    claimed = file.modified_us
    return claimed if claimed is not None and abs(claimed) <= SAFE_INTEGER else None


def name_json(name: Name) -> Json:
    """A name as a body holds it: text, or its bytes in hex where it is none."""
    try:
        return name.path.decode("utf-8")
    except UnicodeDecodeError:
        return {"bytes": name.path.hex()}


def name_bytes(value: object) -> bytes:
    """A name as a body holds it, back to its bytes. KeyError, ValueError for what is none."""
    if isinstance(value, str):
        return value.encode("utf-8")
    if isinstance(value, dict):
        return bytes.fromhex(str(value["bytes"]))
    raise ValueError("a name is text, or its bytes in hex")
