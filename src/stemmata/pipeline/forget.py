"""What was computed from an item, thrown away: bytes removed by decision must not live on as a thumbnail."""

import shutil
import sqlite3
from collections.abc import Collection
from contextlib import closing
from pathlib import Path

from stemmata.decode.probe import PROBE
from stemmata.decode.viewing_copy import VIEWING_COPY
from stemmata.pipeline.derived import Derived
from stemmata.preserve.casefolder import CaseFolder

PAIRS = {"pair": ("a", "b"), "synchronised": ("a", "b")}
"""Tables of derived/pairs.db whose rows name items."""

WHOLE = ("own_null", "sync_chosen")
"""Tables of it that speak of all items of the case at once."""


def forget(case: CaseFolder, items: Collection[str]) -> None:
    """Files of these items under derived/, their pairs, the index of candidates and index.db. May be repeated.

    The rest of derived/ stays, so that `run` fills the index again without reading the other files anew.
    """
    for method in case.derived.iterdir() if case.derived.is_dir() else ():
        for item in items:
            for path in (method / item[:2]).glob(f"{item}*"):
                path.unlink()
    shutil.rmtree(case.derived / "candidates", ignore_errors=True)
    _forget_pairs(case.derived / "pairs.db", items)
    forget_index(case)


def forget_index(case: CaseFolder) -> None:
    """What stands in the tables of entries and texts; `run` fills them again."""
    for suffix in ("", "-wal", "-shm"):
        case.index_path.with_name(case.index_path.name + suffix).unlink(missing_ok=True)


def forget_pictures(case: CaseFolder, items: Collection[str]) -> None:
    """What shows a file to a person. The next run makes it again as the file may then be shown."""
    for reducer in (PROBE, VIEWING_COPY):
        for item in items:
            Derived(case.derived).forget(reducer, item)


def _forget_pairs(path: Path, items: Collection[str]) -> None:
    if not path.exists():
        return
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete=ON")
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for table in tables & PAIRS.keys():
            for column in PAIRS[table]:
                connection.executemany(f"DELETE FROM {table} WHERE {column} = ?", [(item,) for item in items])
        for table in tables & set(WHOLE):
            connection.execute(f"DELETE FROM {table}")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("VACUUM")
