"""Logs, bodies and objects from one case into another: checked, whole, and repeatable."""

import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from stemmata.model.errors import LogDamaged, LogForked, ObjectDamaged, ObjectMissing, OutputExists
from stemmata.preserve.authority import authority, authority_of
from stemmata.preserve.bodies import body_files
from stemmata.preserve.casefolder import PARTS, CaseFolder
from stemmata.preserve.checkpoint import Checkpoint
from stemmata.preserve.durable import own_folder, place_file, replace_file, sweep, sync_folder
from stemmata.preserve.log import ORIGIN, Log
from stemmata.preserve.log_check import LogCheck, check_bodies, check_log, prefix_problem
from stemmata.preserve.manifest import read_manifest
from stemmata.preserve.objects import ObjectStore, Stored, has_links
from stemmata.preserve.tiles import Edge
from stemmata.preserve.vault_entry import sealed_entries
from stemmata.preserve.writer import draft_log, finish_draft, force_names, keep_checkpoint, place_entries


@dataclass(frozen=True, slots=True)
class Copied:
    """What was new on this side. `states`: writer -> the signed state in which each log of the source was."""

    logs: int
    entries: int
    objects: int
    states: Mapping[str, bytes]

    def as_json(self) -> dict[str, object]:
        return {"logs": self.logs, "entries": self.entries, "objects": self.objects}


def copy_into(target: CaseFolder, source: CaseFolder, store: ObjectStore | None = None) -> Copied:
    """Bring the logs of `source` into `target`, objects first. The caller holds the write lock of `target`.

    Of a log that both hold, one copy must begin with the other (the longer stays): else LogForked. LogDamaged,
    ObjectDamaged, ObjectMissing: everything about the logs is checked before anything is written. Killed at any moment
    and repeated, it gives the same.
    """
    store = store or target.objects
    checked = _named_first(source, [_whole(log) for log in source.logs()])
    for found in checked:
        _refuse_fork(target, found)
    absent = _absent(target, source, checked)
    objects = sum(_copy_object(store, source, name, absent) for name in sorted(_objects_of(source, checked)))
    store.settle()
    _copy_openings(target, source, checked)
    grown = [_copy_log(target, found) for found in checked]
    states = {found.log.writer: found.signed for found in checked if _state(found).size > 0}
    return Copied(sum(new is not None for new in grown), sum(new or 0 for new in grown), objects, states)


def _named_first(source: CaseFolder, checked: list[LogCheck]) -> list[LogCheck]:
    """Logs in an order in which each comes after those that its merge entries name: whatever is there when a copy is
    killed, no entry then speaks of a log that is not."""
    waiting = {found.log.writer: found for found in checked}
    ordered: list[LogCheck] = []

    def place(writer: str) -> None:
        found = waiting.pop(writer, None)
        if found is None:
            return
        for header in found.headers.values():
            for name in header.references.get("checkpoints", []):
                place(source.objects.read(name).decode("utf-8").partition("\n")[0].removeprefix(ORIGIN))
        ordered.append(found)

    for writer in sorted(waiting):
        place(writer)
    return ordered


def _whole(log: Log) -> LogCheck:
    found = check_log(log)
    if found.refused is not None:
        raise found.refused
    if found.problems:
        raise LogDamaged(log.writer, found.problems[0].removeprefix(f"log {log.writer}: "))
    for body in check_bodies(found):
        if body.refused is not None:
            raise body.refused
        if body.problem is not None:
            raise LogDamaged(log.writer, f"the body of entry {body.position} {body.problem}")
    return found


def _state(found: LogCheck) -> Checkpoint:
    if found.state is None:
        raise LogDamaged(found.log.writer, "its checkpoint cannot be read")
    return found.state


def _refuse_fork(target: CaseFolder, found: LogCheck) -> None:
    own, theirs = target.log(found.log.writer), _state(found)
    if not own.folder.exists():
        return
    ours = own.checkpoint()
    shared = min(ours.size, theirs.size)
    if own.verifier() != found.log.verifier():
        raise LogForked(own.writer, shared)
    if ours.size <= theirs.size:
        if prefix_problem(found, ours) is not None:
            raise LogForked(own.writer, shared)
    else:
        own.extension(theirs)


def _objects_of(source: CaseFolder, checked: list[LogCheck]) -> set[str]:
    """What the entries name: an object that none names was never received."""
    named: set[str] = set()
    for found in checked:
        for header in found.headers.values():
            named |= header.objects
            for manifest in header.references.get("manifest", []):
                named.update(row.sha256 for row in read_manifest(source.objects, manifest))
    return named


def _absent(target: CaseFolder, source: CaseFolder, checked: Sequence[LogCheck]) -> set[str]:
    """Objects that two people decided to remove: they may be missing there, and what was removed here stays so."""
    theirs = authority_of({found.log.writer: found.headers for found in checked}, source.id, source.objects)
    ours = authority(target)
    return {*theirs.objects, *(name for name, one in ours.objects.items() if one.case == target.id)}


def _copy_object(store: ObjectStore, source: CaseFolder, name: str, absent: Collection[str]) -> bool:
    if store.has(name):
        store.settle_later(name)
        return False
    if name in absent:
        return False
    path = source.objects.path(name)
    if not path.exists():
        raise ObjectMissing(name)
    stored = store.put(os.fsencode(path))
    if not isinstance(stored, Stored):
        raise ObjectDamaged(name, f"nothing: it {stored.happened}")
    if stored.sha256 != name:
        raise ObjectDamaged(name, stored.sha256)
    return stored.new


def _copy_openings(target: CaseFolder, source: CaseFolder, checked: Sequence[LogCheck]) -> None:
    """What lies in the vault, as it is encrypted, but for what was erased here by decision."""
    erased = {entry for entry, one in authority(target).bodies.items() if one.case == target.id}
    for entry in sorted(sealed_entries(found.headers for found in checked) - erased):
        if source.vault.has(entry) and not target.vault.has(entry):
            place_file(target.vault.path(entry), source.vault.path(entry).read_bytes(), target.temporary)
            sync_folder(target.vault.path(entry).parent)


def _copy_log(target: CaseFolder, found: LogCheck) -> int | None:
    """How many entries are new here; None where the log held is as long or longer."""
    log, state, temporary = found.log, _state(found), target.temporary
    own = target.log(log.writer)
    exists = own.folder.exists()
    held = own.checkpoint().size if exists else 0
    if exists:
        force_names(own)
    if exists and held >= state.size:
        _copy_checkpoints(own, log, held, temporary)
        return None
    _copy_bodies(own.bodies, log.bodies, held, state.size, temporary)
    leaves = list(log.leaves(state.size, held))
    if exists:
        place_entries(own, own.edge(own.checkpoint()), leaves, temporary)
        # A crash here leaves files that no checkpoint covers.
        replace_file(own.folder / "checkpoint", found.signed, temporary)
    else:
        draft = draft_log(own, log.verifier(), temporary)
        place_entries(draft, Edge(), leaves, temporary)
        finish_draft(draft, own, found.signed, temporary)
    _copy_checkpoints(own, log, state.size, temporary)
    return state.size - held


def _copy_bodies(own: Path, theirs: Path, held: int, size: int, temporary: Path) -> None:
    """Files begin where appends began, so a state that was signed lies between two of them."""
    own_folder(own)
    for first, path in body_files(theirs):
        if held <= first < size:
            place_file(own / path.name, path.read_bytes(), temporary)
    sync_folder(own)


def _copy_checkpoints(own: Log, theirs: Log, size: int, temporary: Path) -> None:
    for kept in sorted(set(theirs.kept_sizes()) - set(own.kept_sizes())):
        if kept <= size:
            keep_checkpoint(own, theirs.kept_checkpoint(kept), temporary)


def copy_case(case: CaseFolder, folder: Path) -> Copied:
    """The case itself in another place: logs, bodies and objects exactly; the rest can be rebuilt.

    The copy has no writer yet. It may lie on a file system without hard links: there it can be read, not added to.
    OutputExists for a folder in use; what an interrupted copy of this case left is taken up.
    """
    if not may_hold_copy(folder, case):
        raise OutputExists(str(folder))
    own_folder(folder.absolute())
    for part in PARTS:
        (folder / part).mkdir(exist_ok=True)
    sync_folder(folder)
    made = CaseFolder(folder.resolve(), case.name, case.id, None)
    sweep(made.temporary)
    store = ObjectStore(made.path / "objects", made.temporary, links=has_links(made.temporary))
    copied = copy_into(made, case, store)
    made.write_settings(None)
    return copied


def may_hold_copy(folder: Path, case: CaseFolder) -> bool:
    """Not there, empty, or a copy without settings, which come last, with nothing in it that the case does not hold."""
    if not folder.exists():
        return True
    if not folder.is_dir() or any(member.name not in (*PARTS, "vault") for member in folder.iterdir()):
        return False
    begun = CaseFolder(folder, case.name, case.id, None)
    if [member.name for part in ("objects", "derived") for member in (folder / part).glob("*")] not in ([], ["sha256"]):
        return False
    if not set(begun.vault.entries()) <= set(case.vault.entries()):
        return False
    if any(begun.objects.strays()) or not all(case.objects.has(name) for name in begun.objects.names()):
        return False
    writers = {log.writer for log in case.logs()}
    return {member.name for part in ("logs", "bodies") for member in (folder / part).glob("*")} <= writers
