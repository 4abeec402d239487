"""Answers on pairs that were traced, kept: each is a pure function of two renditions, a movement and a method version.

In derived/pairs.db beside the evidence of matching, and like it rebuildable.
"""

import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path

from stemmata.model.canonical import digest_of


class ReadingCache:
    """Lines of JSON by key; a key says which movement was laid between the two: another edge, another answer."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        self._connection.execute(
            "CREATE TABLE IF NOT EXISTS reading (key TEXT PRIMARY KEY, answer TEXT NOT NULL) WITHOUT ROWID"
        )

    def get(self, key: str) -> str | None:
        row = self._connection.execute("SELECT answer FROM reading WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def put(self, key: str, answer: str) -> None:
        self._connection.execute("INSERT OR REPLACE INTO reading VALUES (?, ?)", (key, answer))

    def commit(self) -> None:
        self._connection.commit()

    def close(self) -> None:
        self._connection.commit()
        self._connection.close()


def key_of(method: str, message: Mapping[str, object]) -> str:
    """Of a question as a comparer takes it, and of the method that answers it."""
    return digest_of([method, json.dumps(message, sort_keys=True)])
