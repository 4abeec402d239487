"""Pair evidence kept: a pure function of two fingerprints and a method version, so each pair is compared once.

derived/pairs.db is rebuildable like everything under derived/. A verdict of "nothing in common" is kept too: it cost
as much as any other.
"""

import json
import sqlite3
from pathlib import Path

from stemmata.match.pictures import PairEvidence, evidence_from_json, evidence_to_json


class PairCache:
    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        self._connection.execute(
            "CREATE TABLE IF NOT EXISTS pair (method TEXT, a TEXT, b TEXT, evidence TEXT, PRIMARY KEY (method, a, b)) "
            "WITHOUT ROWID"
        )
        self._connection.execute(
            "CREATE TABLE IF NOT EXISTS own_null (method TEXT, name TEXT, reached TEXT, PRIMARY KEY (method, name))"
        )

    def get(self, method: str, a: str, b: str) -> PairEvidence | None:
        row = self._connection.execute(
            "SELECT evidence FROM pair WHERE method = ? AND a = ? AND b = ?", (method, a, b)
        ).fetchone()
        return None if row is None else evidence_from_json(json.loads(row[0]))

    def put(self, method: str, a: str, b: str, evidence: PairEvidence) -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO pair VALUES (?, ?, ?, ?)",
            (method, a, b, json.dumps(evidence_to_json(evidence), sort_keys=True)),
        )

    def null(self, method: str, name: str) -> list[int] | None:
        """What trials on the case itself reached (match.chance.Null), of just the files that `name` stands for."""
        row = self._connection.execute(
            "SELECT reached FROM own_null WHERE method = ? AND name = ?", (method, name)
        ).fetchone()
        return None if row is None else [int(count) for count in json.loads(row[0])]

    def put_null(self, method: str, name: str, reached: list[int]) -> None:
        self._connection.execute("DELETE FROM own_null WHERE method = ?", (method,))
        self._connection.execute("INSERT INTO own_null VALUES (?, ?, ?)", (method, name, json.dumps(reached)))

    def commit(self) -> None:
        self._connection.commit()

    def close(self) -> None:
        self._connection.commit()
        self._connection.close()
