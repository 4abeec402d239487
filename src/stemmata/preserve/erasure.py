"""Carrying out decisions: bytes and bodies that two people decided to remove are removed from this copy of the case.

The log still verifies: it never held them, only their hashes and commitments.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from stemmata.preserve.authority import Authority
from stemmata.preserve.bodies import erase_body, read_bodies
from stemmata.preserve.casefolder import CaseFolder
from stemmata.preserve.durable import sync_folder


@dataclass(frozen=True, slots=True)
class Due:
    """What decisions in force name and this copy still holds: objects, and bodies as entry -> (writer, position)."""

    objects: tuple[str, ...]
    bodies: Mapping[str, tuple[str, int]]

    def __bool__(self) -> bool:
        return bool(self.objects or self.bodies)


def due(case: CaseFolder, authority: Authority) -> Due:
    """Decisions of this case only: that of another, whose log was merged, removes nothing here. Nor what is on hold."""
    decided = (name for name, one in authority.objects.items() if one.case == case.id)
    objects = [name for name in decided if case.objects.has(name) and name not in authority.held]
    entries = {entry for entry, one in authority.bodies.items() if one.case == case.id}
    return Due(tuple(sorted(objects)), _held_bodies(case, entries) if entries else {})


def _held_bodies(case: CaseFolder, entries: set[str]) -> dict[str, tuple[str, int]]:
    held: dict[str, tuple[str, int]] = {}
    for log in case.logs():
        size = log.checkpoint().size
        whole = {position for position, body in read_bodies(log.bodies, 0, size) if body is not None}
        for position, header in log.headers(size):
            if header.id in entries and (position in whole or case.vault.has(header.id)):
                held[header.id] = (log.writer, position)
    return held


def carry_out(case: CaseFolder, named: Due) -> None:
    """Remove it, durably. May be repeated. The caller holds the write lock.

    Reaches this folder only: not backups, nor other copies of the case, nor old blocks that a copy-on-write file system
    or a solid-state disk may keep.
    """
    for entry, (writer, position) in named.bodies.items():
        erase_body(case.log(writer).bodies, position)
        if case.vault.has(entry):
            case.vault.destroy(entry)
    for name in named.objects:
        path = case.objects.path(name)
        path.unlink(missing_ok=True)
        sync_folder(path.parent)
