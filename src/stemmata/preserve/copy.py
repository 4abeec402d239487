"""Logs, bodies and objects from one case into another: whole, checked, and repeatable."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from stemmata.model.errors import LogForked, ObjectDamaged, OutputExists
from stemmata.preserve import merkle
from stemmata.preserve.bodies import read_bodies
from stemmata.preserve.casefolder import SETTINGS, CaseFolder
from stemmata.preserve.durable import replace_file, sync_folder
from stemmata.preserve.log import Log
from stemmata.preserve.objects import ObjectStore, Stored


@dataclass(frozen=True, slots=True)
class Copied:
    """What was new on this side."""

    logs: int
    entries: int
    objects: int

    def as_json(self) -> dict[str, object]:
        return {"logs": self.logs, "entries": self.entries, "objects": self.objects}


def copy_into(target: CaseFolder, source: CaseFolder) -> Copied:
    """Bring the logs of `source` into `target`, objects first. The caller holds the write lock of `target`.

    A log that both hold must be a prefix of itself on one side (the longer stays); else LogForked, and nothing of it is
    touched. LogDamaged, ObjectDamaged: checked before anything is written under its name.
    """
    for log in source.logs():
        _common_prefix(target, log)
    objects, store = 0, target.objects
    for name in source.objects.names():
        if not store.has(name):
            objects += _copy_object(store, source, name)
    store.settle()
    logs, entries = 0, 0
    for log in source.logs():
        new = _copy_log(target, log)
        logs, entries = logs + (new > 0), entries + new
    return Copied(logs, entries, objects)


def _common_prefix(target: CaseFolder, log: Log) -> int:
    """How many entries `target` holds of this log; LogForked where they are others."""
    theirs = log.checkpoint()
    hashes = [merkle.leaf_hash(leaf) for leaf in log.leaves(theirs.size)]
    if merkle.root_of(hashes) != theirs.root:
        raise LogForked(log.writer, theirs.size)
    own = target.log(log.writer)
    if not (own.folder / "checkpoint").exists():
        return 0
    ours = own.checkpoint()
    shared = min(ours.size, theirs.size)
    own_hashes = [merkle.leaf_hash(leaf) for leaf in own.leaves(ours.size)]
    if own.verifier() != log.verifier() or own_hashes[:shared] != hashes[:shared]:
        raise LogForked(log.writer, shared)
    return ours.size


def _copy_object(store: ObjectStore, source: CaseFolder, name: str) -> int:
    stored = store.put(os.fsencode(source.objects.path(name)))
    if not isinstance(stored, Stored) or stored.sha256 != name:
        raise ObjectDamaged(name, stored.sha256 if isinstance(stored, Stored) else "nothing that could be read")
    return int(stored.new)


def _copy_log(target: CaseFolder, log: Log) -> int:
    size = log.checkpoint().size
    held = _common_prefix(target, log)
    own = target.log(log.writer)
    if held >= size and (own.folder / "checkpoint").exists():
        return 0
    for path in sorted(log.bodies.glob("*.jsonl")):
        other = own.bodies / path.name
        if not other.exists():
            replace_file(other, path.read_bytes(), target.temporary)
    for path in sorted(log.folder.rglob("*")):
        relative = path.relative_to(log.folder)
        if path.is_file() and relative != Path("checkpoint") and not (own.folder / relative).exists():
            replace_file(own.folder / relative, path.read_bytes(), target.temporary)
    for _ in read_bodies(own.bodies, size):
        pass
    # A crash before this line leaves files that no checkpoint covers.
    replace_file(own.folder / "checkpoint", (log.folder / "checkpoint").read_bytes(), target.temporary)
    return size - held


def copy_case(case: CaseFolder, folder: Path) -> Copied:
    """The case itself in another place: settings, logs, bodies and objects exactly; the rest can be rebuilt."""
    if folder.exists() and any(folder.iterdir()):
        raise OutputExists(str(folder))
    for part in ("objects", "bodies", "logs", "derived", "tmp"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    made = CaseFolder(folder.resolve(), case.name, case.id, case.writer_id)
    copied = copy_into(made, case)
    shutil.copyfile(case.path / SETTINGS, folder / SETTINGS)
    sync_folder(folder)
    return copied
