"""From logs to tables: which bytes are held, under which names, received when and by which entry; what was judged, and
what was recorded of who stands behind it.

Depends on the *set* of entries only: any order, any portions, once or twice give the same tables (DESIGN section 4).
"""

import json
from collections.abc import Collection, Iterable

from sqlalchemy import Connection, insert, select, text

from stemmata.case import schema
from stemmata.case.decisions import settle_decisions, take_in_decision
from stemmata.case.index import Index, set_value
from stemmata.case.judgements import settle, take_in
from stemmata.case.sourcings import settle_sourcings, take_in_sourcing
from stemmata.case.unreadable import unreadable_entries
from stemmata.model.custody_event import SECOND_SIGNATURE
from stemmata.model.keyring import Says
from stemmata.preserve import decision_entry, judge_entry, receive_entry, sourcing_entry
from stemmata.preserve.authority import authority
from stemmata.preserve.casefolder import CASE_ROLE, CaseFolder
from stemmata.preserve.log import LoggedEntry
from stemmata.preserve.manifest import read_manifest

BATCH = 500
"""Entries projected per transaction: large enough for speed, small enough to keep the page usable meanwhile."""

DECIDING = frozenset({*SECOND_SIGNATURE, *Says} - {Says.FOUND})
"""Types of entries that can change what is absent by decision."""

ABSENT = "absent"
"""Key in `meta`: the objects that the tables leave out."""

PROPOSALS = "proposals"
"""Key in `meta`: entries that need a second signature, each with whether they are in force."""

APART = frozenset({"names", "failures", receive_entry.TOLD_SALT, sourcing_entry.PERSONS_KEY})
"""Keys of a body that the table of entries leaves out: long lists have tables of their own; names of persons and salts
have none."""

_KEEP_EARLIEST = text(
    "INSERT INTO item (sha256, bytes, received_us, state) VALUES (:sha256, :bytes, :received_us, 'waiting') "
    "ON CONFLICT (sha256) DO UPDATE SET received_us = min(received_us, excluded.received_us)"
)


def project(folder: CaseFolder, index: Index) -> int:
    """Bring the tables up to the logs; returns how many entries were new. A half-done run is simply continued.

    What two people decided to remove is in no table. A new decision empties them: `run` fills them again.
    """
    with index.read() as connection:
        known = set(connection.scalars(select(schema.entry.c.id))) - unreadable_entries(connection)
    batch = _Batch(folder, index)
    for logged in folder.entries():
        if logged.id not in known:
            batch.take(logged)
    batch.write()
    if batch.decides:
        now = authority(folder)
        changed = now.objects.keys() != batch.absent
        if changed:
            index.empty()
        with index.write() as connection:
            set_value(connection, ABSENT, sorted(now.objects))
            set_value(connection, PROPOSALS, {one.place.entry: one.in_force for one in now.proposals})
        if changed:
            project(folder, index)
    return batch.count


class _Batch:
    """`absent`: what no table may hold, as the index was told. `decides`: whether an entry may have changed that."""

    def __init__(self, folder: CaseFolder, index: Index) -> None:
        self._folder, self._index = folder, index
        self._waiting: list[LoggedEntry] = []
        kept = index.value(ABSENT)
        self.absent = frozenset(str(name) for name in kept) if isinstance(kept, list) else frozenset()
        self.decides, self.count = False, 0

    def take(self, logged: LoggedEntry) -> None:
        self._waiting.append(logged)
        self.decides |= logged.type in DECIDING
        if len(self._waiting) >= BATCH:
            self.write()

    def write(self) -> None:
        if self._waiting:
            _write(self._folder, self._index, self._waiting, self.absent)
        self.count += len(self._waiting)
        self._waiting = []


def _write(folder: CaseFolder, index: Index, batch: list[LoggedEntry], absent: Collection[str]) -> None:
    with index.write() as connection:
        for logged in batch:
            if logged.type == receive_entry.TYPE:
                _receive(folder, connection, logged, absent)
            elif logged.type == judge_entry.TYPE:
                take_in(connection, logged, folder.objects)
            elif logged.type == sourcing_entry.TYPE:
                take_in_sourcing(connection, logged, folder.objects)
            elif logged.type == decision_entry.TYPE:
                take_in_decision(connection, logged, folder.objects)
        types = {logged.type for logged in batch}
        if judge_entry.TYPE in types:
            settle(connection)
        if sourcing_entry.TYPE in types:
            settle_sourcings(connection)
        if decision_entry.TYPE in types:
            settle_decisions(connection)
        connection.execute(insert(schema.entry).prefix_with("OR IGNORE"), [_row(logged) for logged in batch])


def _row(logged: LoggedEntry) -> dict[str, object]:
    body = logged.body
    shown = None if body is None else {key: value for key, value in body.items() if key not in APART}
    names = body.get("names") if body is not None else None
    return {
        "id": logged.id,
        "writer": logged.writer,
        "position": logged.index,
        "type": logged.type,
        "author": logged.author,
        "claimed_us": logged.claimed_us,
        "label": shown.get("label") if shown else None,
        "file_count": len(names) if isinstance(names, list) else None,
        "body": None if shown is None else json.dumps(shown, ensure_ascii=False, sort_keys=True),
        "refs": json.dumps({role: ids for role, ids in logged.references.items() if role != CASE_ROLE}, sort_keys=True),
    }


def _receive(folder: CaseFolder, connection: Connection, logged: LoggedEntry, absent: Collection[str]) -> None:
    body = logged.body or {}
    names = body.get("names")
    named: Iterable[object] = names if isinstance(names, list) else ()
    listed = [
        row for manifest in logged.references.get("manifest", []) for row in read_manifest(folder.objects, manifest)
    ]
    rows = [row for row in listed if row.sha256 not in absent]
    if rows:
        connection.execute(
            _KEEP_EARLIEST,
            [{"sha256": row.sha256, "bytes": row.size, "received_us": logged.claimed_us} for row in rows],
        )
    name_rows = [
        _name(row.sha256, logged.id, value)
        for row, value in zip(listed, named, strict=False)
        if isinstance(value, dict) and row.sha256 not in absent
    ]
    if name_rows:
        connection.execute(insert(schema.name), name_rows)
    failures = body.get("failures")
    failed = [value for value in failures if isinstance(value, dict)] if isinstance(failures, list) else []
    if failed:
        connection.execute(
            insert(schema.failure),
            [
                {
                    "item": None,
                    "shown": _shown(value.get("name")),
                    "step": "add",
                    "code": str(value.get("code")),
                    "detail": str(value.get("detail") or ""),
                }
                for value in failed
            ],
        )


def _name(sha256: str, entry_id: str, value: dict[str, object]) -> dict[str, object]:
    raw = value.get("name")
    return {
        "item": sha256,
        "entry": entry_id,
        "shown": _shown(raw),
        "raw": raw.get("bytes") if isinstance(raw, dict) else None,
        "modified_us": value.get("modified_us"),
    }


def _shown(raw: object) -> str:
    if isinstance(raw, dict):
        return bytes.fromhex(str(raw.get("bytes", ""))).decode("utf-8", "backslashreplace")
    return str(raw)
