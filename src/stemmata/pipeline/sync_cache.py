"""What synchronisation found, kept: each pair is compared once, and the cheap look at all of them is taken once.

In derived/pairs.db beside the evidence on pictures, and like it rebuildable.
"""

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from stemmata.match.synchronise import Synchronised
from stemmata.pipeline.synchronised_json import synchronised_from_json

Lags = Sequence[float]
Chosen = Sequence[tuple[str, str, tuple[float, ...]]]
"""Pairs of items that are compared, smaller id first, each with the lags that were proposed."""


class SyncCache:
    """`method` names all that an answer depends on beside the two files and the lags."""

    def __init__(self, path: Path, method: str) -> None:
        self._method = method
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        self._connection.execute(
            "CREATE TABLE IF NOT EXISTS synchronised (method TEXT, a TEXT, b TEXT, lags TEXT, found TEXT, "
            "PRIMARY KEY (method, a, b, lags)) WITHOUT ROWID"
        )
        self._connection.execute("CREATE TABLE IF NOT EXISTS sync_chosen (name TEXT PRIMARY KEY, pairs TEXT)")

    def get(self, a: str, b: str, lags: Lags) -> Synchronised | None:
        row = self._connection.execute(
            "SELECT found FROM synchronised WHERE method = ? AND a = ? AND b = ? AND lags = ?",
            (self._method, a, b, json.dumps(list(lags))),
        ).fetchone()
        return None if row is None else synchronised_from_json(json.loads(row[0]))

    def put(self, a: str, b: str, lags: Lags, found: str) -> None:
        """`found`: its JSON, as a comparer gave it."""
        self._connection.execute(
            "INSERT OR REPLACE INTO synchronised VALUES (?, ?, ?, ?, ?)",
            (self._method, a, b, json.dumps(list(lags)), found),
        )

    def chosen(self, name: str) -> Chosen | None:
        """Of just the files that `name` stands for."""
        row = self._connection.execute("SELECT pairs FROM sync_chosen WHERE name = ?", (name,)).fetchone()
        return None if row is None else [(a, b, tuple(lags)) for a, b, lags in json.loads(row[0])]

    def put_chosen(self, name: str, pairs: Chosen) -> None:
        """Of the files of the case now: what was chosen among others is forgotten."""
        self._connection.execute("DELETE FROM sync_chosen")
        self._connection.execute("INSERT INTO sync_chosen VALUES (?, ?)", (name, json.dumps(pairs)))

    def commit(self) -> None:
        self._connection.commit()

    def close(self) -> None:
        self._connection.commit()
        self._connection.close()
