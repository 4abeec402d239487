"""Bytes are received: preserved one by one, acknowledged in portions, each portion one signed entry."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from stemmata.model.canonical import Json
from stemmata.model.failure import Code, Failure
from stemmata.model.item import Name, Received
from stemmata.model.seams import Statement
from stemmata.preserve.casefolder import CaseFolder, now_us
from stemmata.preserve.log import Writer
from stemmata.preserve.manifest import ManifestRow, manifest_bytes, read_manifest
from stemmata.preserve.objects import ObjectStore

PORTION_FILES = 2000
PORTION_BYTES = 256_000_000
"""A portion ends at either: about as much as a person would mind reading twice after a crash."""

TOLD = ("handed_over_by", "authority", "prior_custody", "consent", "restrictions", "note")
"""What a person may tell of the way to us. Left out means unknown, and is recorded as null."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file to receive: its absolute path, and the name that it has in what was added."""

    path: bytes
    name: Name


@dataclass(slots=True)
class Receipt:
    """What one `add` came to. Every file in `received` is durable and covered by a checkpoint."""

    received: int = 0
    already: int = 0
    bytes_new: int = 0
    entries: list[str] = field(default_factory=list)
    failures: list[tuple[Name, Failure]] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        return {
            "received": self.received,
            "already": self.already,
            "bytes_new": self.bytes_new,
            "entries": list(self.entries),
            "failures": [
                {"name": name.shown, "code": failure.code.value, "detail": failure.detail}
                for name, failure in self.failures
            ],
        }


def receive(
    case: CaseFolder,
    incoming: Iterable[Incoming],
    told: Mapping[str, str | None],
    *,
    failures: Sequence[tuple[Name, Failure]] = (),
    total: int = 0,
    tick: Callable[[int, int], None] = lambda done, total: None,
    clock_us: Callable[[], int] = now_us,
) -> Receipt:
    """Preserve every file. `failures` are those that the survey found already; they are recorded with the rest.

    A file whose bytes and name are held already is passed over, so that the same command can be repeated. A failure
    that an earlier entry recorded alike is not recorded again. CaseBusy, CaseClosed, StoreFull, KeyMissing.
    """
    receipt = Receipt()
    with case.writing(clock_us) as writer:
        held, known_failures = _held(case)
        portion = _Portion(case.objects, writer, dict(told))
        for name, failure in failures:
            receipt.failures.append((name, failure))
            if (name.path, failure) not in known_failures:
                portion.failed(name, failure)
        for done, file in enumerate(incoming, start=1):
            stored = portion.objects.put(file.path)
            if isinstance(stored, Failure):
                receipt.failures.append((file.name, stored))
                if (file.name.path, stored) not in known_failures:
                    portion.failed(file.name, stored)
            elif (stored.sha256, file.name.path) in held:
                receipt.already += 1
            else:
                held.add((stored.sha256, file.name.path))
                portion.files.append(Received(stored.sha256, stored.size, file.name, stored.modified_us))
                portion.new_bytes += stored.size
                receipt.received += 1
                receipt.bytes_new += stored.size if stored.new else 0
            if portion.is_full():
                receipt.entries += portion.acknowledge()
            tick(done, max(total, done))
        receipt.entries += portion.acknowledge()
    return receipt


class _Portion:
    """Files whose bytes are stored and which no entry names yet."""

    def __init__(self, objects: ObjectStore, writer: Writer, told: dict[str, str | None]) -> None:
        self.objects, self._writer, self._told = objects, writer, told
        self.files: list[Received] = []
        self._failures: list[tuple[Name, Failure]] = []
        self.new_bytes = 0

    def failed(self, name: Name, failure: Failure) -> None:
        self._failures.append((name, failure))

    def is_full(self) -> bool:
        return len(self.files) + len(self._failures) >= PORTION_FILES or self.new_bytes >= PORTION_BYTES

    def acknowledge(self) -> list[str]:
        """Objects durable, then the entry: in this order, so that no entry ever names bytes that are not there."""
        if not self.files and not self._failures:
            return []
        files = sorted(self.files, key=lambda file: (file.sha256, file.name.path))
        manifest = self.objects.put_bytes(manifest_bytes(ManifestRow(file.sha256, file.size) for file in files))
        self.objects.settle()
        body: dict[str, Json] = {key: self._told.get(key) for key in TOLD}
        body["label"] = _label(files)
        names: list[Json] = [{"name": _name(file.name), "modified_us": file.modified_us} for file in files]
        body["names"] = names
        failed: list[Json] = [
            {"name": _name(name), "code": failure.code.value, "detail": failure.detail}
            for name, failure in sorted(self._failures, key=lambda pair: (pair[0].path, pair[1]))
        ]
        body["failures"] = failed
        ids = self._writer.append([Statement("receive", {"manifest": [manifest.sha256]}, body)])
        self.files, self._failures, self.new_bytes = [], [], 0
        return ids


def _label(files: Sequence[Received]) -> str | None:
    tops = sorted({file.name.shown.split("/", 1)[0] for file in files})
    return ", ".join(tops[:3]) if tops else None


def _name(name: Name) -> Json:
    try:
        return name.path.decode("utf-8")
    except UnicodeDecodeError:
        return {"bytes": name.path.hex()}


def name_bytes(value: object) -> bytes:
    """A name as a body holds it, back to its bytes."""
    return bytes.fromhex(str(value["bytes"])) if isinstance(value, dict) else str(value).encode("utf-8")


def _held(case: CaseFolder) -> tuple[set[tuple[str, bytes]], set[tuple[bytes, Failure]]]:
    """(bytes, name) pairs and failures that entries of this case name already."""
    held: set[tuple[str, bytes]] = set()
    failed: set[tuple[bytes, Failure]] = set()
    for entry in case.entries():
        if entry.type != "receive" or entry.body is None:
            continue
        names, failures = entry.body.get("names"), entry.body.get("failures")
        rows = [
            row for manifest in entry.references.get("manifest", []) for row in read_manifest(case.objects, manifest)
        ]
        for row, value in zip(rows, names if isinstance(names, list) else [], strict=False):
            if isinstance(value, dict):
                held.add((row.sha256, name_bytes(value.get("name"))))
        for value in failures if isinstance(failures, list) else []:
            if isinstance(value, dict):
                failure = Failure(Code(str(value["code"])), str(value["detail"]))
                failed.add((name_bytes(value["name"]), failure))
    return held, failed
