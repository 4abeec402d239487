"""From logs to tables: which bytes are held, under which names, received when and by which entry; what was judged, and
what was recorded of who stands behind it.

Depends on the *set* of entries only: any order, any portions, once or twice give the same tables (DESIGN section 4).
"""

import json
from collections.abc import Iterable

from sqlalchemy import Connection, insert, select, text

from stemmata.case import schema
from stemmata.case.decisions import settle_decisions, take_in_decision
from stemmata.case.index import Index
from stemmata.case.judgements import settle, take_in
from stemmata.case.sourcings import settle_sourcings, take_in_sourcing
from stemmata.case.unreadable import unreadable_entries
from stemmata.preserve import decision_entry, judge_entry, sourcing_entry
from stemmata.preserve.casefolder import CaseFolder
from stemmata.preserve.log import LoggedEntry
from stemmata.preserve.manifest import read_manifest

BATCH = 500
"""Entries projected per transaction: large enough for speed, small enough to keep the page usable meanwhile."""

APART = frozenset({"names", "failures", sourcing_entry.PERSONS_KEY})
"""Keys of a body that the table of entries leaves out: long lists have tables of their own, names of persons none."""

_KEEP_EARLIEST = text(
    "INSERT INTO item (sha256, bytes, received_us, state) VALUES (:sha256, :bytes, :received_us, 'waiting') "
    "ON CONFLICT (sha256) DO UPDATE SET received_us = min(received_us, excluded.received_us)"
)


def project(folder: CaseFolder, index: Index) -> int:
    """Bring the tables up to the logs; returns how many entries were new. A half-done run is simply continued."""
    with index.read() as connection:
        known = set(connection.scalars(select(schema.entry.c.id))) - unreadable_entries(connection)
    waiting: list[LoggedEntry] = []
    new = 0
    for logged in folder.entries():
        if logged.id in known:
            continue
        waiting.append(logged)
        if len(waiting) >= BATCH:
            new += _write(folder, index, waiting)
            waiting = []
    return new + _write(folder, index, waiting)


def _write(folder: CaseFolder, index: Index, batch: list[LoggedEntry]) -> int:
    if not batch:
        return 0
    with index.write() as connection:
        for logged in batch:
            if logged.type == "receive":
                _receive(folder, connection, logged)
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
    return len(batch)


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
    }


def _receive(folder: CaseFolder, connection: Connection, logged: LoggedEntry) -> None:
    body = logged.body or {}
    names = body.get("names")
    named: Iterable[object] = names if isinstance(names, list) else ()
    rows = [
        row for manifest in logged.references.get("manifest", []) for row in read_manifest(folder.objects, manifest)
    ]
    if rows:
        connection.execute(
            _KEEP_EARLIEST,
            [{"sha256": row.sha256, "bytes": row.size, "received_us": logged.claimed_us} for row in rows],
        )
    name_rows = [
        _name(row.sha256, logged.id, value) for row, value in zip(rows, named, strict=False) if isinstance(value, dict)
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
