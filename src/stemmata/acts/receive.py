"""Bytes are received: preserved one by one, acknowledged in portions, each portion one signed entry."""

import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from stemmata.acts.told import as_told
from stemmata.model.failure import Code, Failure
from stemmata.model.item import Name, Received
from stemmata.preserve.authority import authority
from stemmata.preserve.casefolder import CaseFolder, now_us
from stemmata.preserve.entry import SALT_BYTES
from stemmata.preserve.manifest import ROLE, manifest_bytes, read_manifest
from stemmata.preserve.receive_entry import TOLD, TYPE, name_bytes, receive_said
from stemmata.preserve.writer import Writer


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
    random_bytes: Callable[[int], bytes] = os.urandom,
) -> Receipt:
    """Preserve every file. `failures` are those that the survey found already; they are recorded with the rest.

    A file whose bytes and name are held already is passed over, so that the same command can be repeated; it is read
    again, not copied again. A failure that an earlier entry recorded alike is not recorded again. What was acknowledged
    before an error stays so. CaseBusy, CaseClosed, StoreFull, KeyMissing.
    """
    receipt = Receipt()
    with case.writing(clock_us) as writer:
        batch = _Batch(case, writer, told, receipt, portion, seconds, random_bytes)
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
        random_bytes: Callable[[int], bytes],
    ) -> None:
        self._objects, self._writer, self._random = case.objects, writer, random_bytes
        self._told = {key: as_told(told.get(key)) for key in TOLD}
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
            said = receive_said(self._files, self._failures, self._told, lambda: self._random(SALT_BYTES).hex())
            manifest = self._objects.put_bytes(manifest_bytes(said.rows))
            self._objects.settle()
            statement = said.statement(manifest.sha256)
            self._receipt.entries += self._writer.append([statement])
        self._objects.settle()  # one that had been lost, and is back, needs no entry
        self._files, self._failures = [], []
        self._bytes, self._since = 0, self._seconds()


def _held(case: CaseFolder) -> tuple[dict[bytes, set[str]], set[tuple[bytes, Failure]]]:
    """Name -> bytes received under it, and the failures that entries of this case name already.

    A line that another version or a stranger wrote in another way is passed over: at worst a file is named twice.
    """
    held: dict[bytes, set[str]] = {}
    failed: set[tuple[bytes, Failure]] = set()
    for entry in case.entries():
        if entry.type != TYPE or entry.body is None:
            continue
        names, failures = entry.body.get("names"), entry.body.get("failures")
        rows = [row for manifest in entry.references.get(ROLE, []) for row in read_manifest(case.objects, manifest)]
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
