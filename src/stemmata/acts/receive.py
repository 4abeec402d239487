"""Bytes are received: preserved one by one, acknowledged in portions, each portion one signed entry."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from stemmata.acts.told import as_told
from stemmata.model.canonical import SAFE_INTEGER, Json
from stemmata.model.failure import Code, Failure
from stemmata.model.item import Name, Received
from stemmata.model.seams import Statement
from stemmata.preserve.authority import authority
from stemmata.preserve.casefolder import CaseFolder, now_us
from stemmata.preserve.manifest import ManifestRow, manifest_bytes, read_manifest
from stemmata.preserve.writer import Writer

TOLD = ("handed_over_by", "authority", "prior_custody", "consent", "restrictions", "note")
"""What a person may tell of the way to us. Left out means unknown, and is recorded as null."""


@dataclass(frozen=True, slots=True)
class Portion:
    """What one entry covers at most: about as much as a person would mind reading twice after a crash."""

    files: int = 2000
    bytes: int = 256_000_000
    seconds: float = 5.0


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
    seconds: Callable[[], float] = time.monotonic,
    portion: Portion = Portion(),
) -> Receipt:
    """Preserve every file. `failures` are those that the survey found already; they are recorded with the rest.

    A file whose bytes and name are held already is passed over, so that the same command can be repeated; it is read
    again, not copied again. A failure that an earlier entry recorded alike is not recorded again. What was acknowledged
    before an error stays so. CaseBusy, CaseClosed, StoreFull, KeyMissing.
    """
    receipt = Receipt()
    with case.writing(clock_us) as writer:
        batch = _Batch(case, writer, told, receipt, portion, seconds)
        for name, failure in failures:
            batch.failed(name, failure)
        for done, file in enumerate(incoming, start=1):
            batch.take(file)
            tick(done, max(total, done))
        batch.acknowledge()
    return receipt


class _Batch:
    """Files whose bytes are stored and which no entry names yet, over what the case holds already."""

    def __init__(
        self,
        case: CaseFolder,
        writer: Writer,
        told: Mapping[str, str | None],
        receipt: Receipt,
        portion: Portion,
        seconds: Callable[[], float],
    ) -> None:
        self._objects, self._writer, self._told = case.objects, writer, told
        self._receipt, self._portion, self._seconds = receipt, portion, seconds
        self._held, self._known_failures = _held(case)
        self._absent = {name for name, one in authority(case).objects.items() if one.case == case.id}
        self._files: list[Received] = []
        self._failures: list[tuple[Name, Failure]] = []
        self._bytes, self._since = 0, seconds()

    def failed(self, name: Name, failure: Failure) -> None:
        self._receipt.failures.append((name, failure))
        if (name.path, failure) not in self._known_failures:
            self._known_failures.add((name.path, failure))
            self._failures.append((name, failure))

    def take(self, file: Incoming) -> None:
        """Store one file; acknowledge when the portion is full."""
        known = self._held.setdefault(file.name.path, set())
        if known and self._is_unchanged(file, known):
            self._receipt.already += 1
            return
        if self._absent and self._objects.identify(file.path) in self._absent:
            self.failed(file.name, Failure(Code.REMOVED))
            return
        stored = self._objects.put(file.path)
        if isinstance(stored, Failure):
            self.failed(file.name, stored)
        elif stored.sha256 in known:
            self._receipt.already += 1  # its object had been lost, and is back
        else:
            known.add(stored.sha256)
            self._files.append(Received(stored.sha256, stored.size, file.name, stored.modified_us))
            self._bytes += stored.size
            self._receipt.received += 1
            self._receipt.bytes_new += stored.size if stored.new else 0
        if self._is_full():
            self.acknowledge()

    def _is_unchanged(self, file: Incoming, known: set[str]) -> bool:
        found = self._objects.identify(file.path)
        return isinstance(found, str) and found in known and self._objects.has(found)

    def _is_full(self) -> bool:
        waiting, most = len(self._files) + len(self._failures), self._portion
        full = waiting >= most.files or self._bytes >= most.bytes
        return full or (waiting > 0 and self._seconds() - self._since >= most.seconds)

    def acknowledge(self) -> None:
        """Objects durable, then the entry: in this order, so that no entry ever names bytes that are not there."""
        if self._files or self._failures:
            files = sorted(self._files, key=lambda file: (file.sha256, file.name.path))
            manifest = self._objects.put_bytes(manifest_bytes(ManifestRow(file.sha256, file.size) for file in files))
            self._objects.settle()
            statement = receive_statement(manifest.sha256, files, self._failures, self._told)
            self._receipt.entries += self._writer.append([statement])
        self._objects.settle()  # one that had been lost, and is back, needs no entry
        self._files, self._failures = [], []
        self._bytes, self._since = 0, self._seconds()


def receive_statement(
    manifest: str,
    files: Sequence[Received],
    failures: Sequence[tuple[Name, Failure]],
    told: Mapping[str, str | None],
) -> Statement:
    """What one portion says. `files` are in the order of the manifest's rows: names stand beside them, erasable."""
    body: dict[str, Json] = {key: as_told(told.get(key)) for key in TOLD}
    body["label"] = _label(files)
    names: list[Json] = [{"name": name_json(file.name), "modified_us": _modified_us(file)} for file in files]
    body["names"] = names
    failed: list[Json] = [
        {"name": name_json(name), "code": failure.code.value, "detail": failure.detail}
        for name, failure in sorted(failures, key=lambda pair: (pair[0].path, pair[1]))
    ]
    body["failures"] = failed
    return Statement("receive", {"manifest": [manifest]}, body)


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


def _held(case: CaseFolder) -> tuple[dict[bytes, set[str]], set[tuple[bytes, Failure]]]:
    """Name -> bytes received under it, and the failures that entries of this case name already.

    A line that another version or a stranger wrote in another way is passed over: at worst a file is named twice.
    """
    held: dict[bytes, set[str]] = {}
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
                with suppress(KeyError, ValueError):
                    held.setdefault(name_bytes(value["name"]), set()).add(row.sha256)
        for value in failures if isinstance(failures, list) else []:
            if isinstance(value, dict):
                with suppress(KeyError, ValueError):
                    failure = Failure(Code(str(value["code"])), str(value["detail"]))
                    failed.add((name_bytes(value["name"]), failure))
    return held, failed
