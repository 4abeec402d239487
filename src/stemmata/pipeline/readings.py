"""Pairs of stills read both ways, kept: a pure function of two renditions, a movement and a method version.

In derived/pairs.db beside the evidence of matching, and like it rebuildable.
"""

import json
import sqlite3
from pathlib import Path

from stemmata.lineage.still_readings import METHOD, Pair, pair_from_json, pair_to_json
from stemmata.model.canonical import digest_of


class ReadingCache:
    """`key` says which movement was laid between the two: another edge, another reading."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        self._connection.execute(
            "CREATE TABLE IF NOT EXISTS reading (key TEXT PRIMARY KEY, pair TEXT NOT NULL) WITHOUT ROWID"
        )

    def get(self, key: str) -> Pair | None:
        row = self._connection.execute("SELECT pair FROM reading WHERE key = ?", (key,)).fetchone()
        return None if row is None else pair_from_json(json.loads(row[0]))

    def put(self, key: str, pair: Pair) -> None:
        text = json.dumps(pair_to_json(pair), sort_keys=True)
        self._connection.execute("INSERT OR REPLACE INTO reading VALUES (?, ?)", (key, text))

    def commit(self) -> None:
        self._connection.commit()

    def close(self) -> None:
        self._connection.commit()
        self._connection.close()


def key_of(asked: dict[str, object]) -> str:
    """Of a question as pipeline.tracing asks it, and of the method."""
    return digest_of([METHOD, json.dumps(asked, sort_keys=True)])
