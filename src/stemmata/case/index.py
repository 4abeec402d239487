"""Opening index.db. Readers never wait for the writer (WAL); a stale or damaged index is thrown away, never trusted."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event, insert, select, text
from sqlalchemy.pool import NullPool

from stemmata.case import schema
from stemmata.preserve.durable import REBUILD, refusal

BUSY_SECONDS = 30


class Index:
    """One index.db. `read` and `write` give connections; a write is one transaction."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._engine = _engine(path)
        if not self._usable():
            self._engine.dispose()
            for suffix in ("", "-wal", "-shm"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
            self._engine = _engine(path)
            schema.metadata.create_all(self._engine)
            with self.write() as connection:
                connection.execute(insert(schema.meta).values(key="schema", value=str(schema.SCHEMA_VERSION)))
        self._open = self._engine.connect()  # the last close folds the WAL back and syncs: once, not after every write

    def _usable(self) -> bool:
        if not self._path.exists():
            return False
        try:
            with closing(sqlite3.connect(self._path, timeout=BUSY_SECONDS)) as held:
                found = held.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
        except sqlite3.DatabaseError as error:
            told = refusal(error, self._path.parent)
            if told is None or told.todo == REBUILD:
                return False
            raise told from error  # it may be whole: what is refused now is no reason to throw it away
        return bool(found == (str(schema.SCHEMA_VERSION),))

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with self._engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        with self._engine.begin() as connection:
            yield connection

    def value(self, key: str) -> object:
        """A JSON value kept in `meta`, or None."""
        with self.read() as connection:
            found = connection.scalar(select(schema.meta.c.value).where(schema.meta.c.key == key))
        return None if found is None else json.loads(found)

    def empty(self) -> None:
        """Every table as it began: what was decided since changes what may stand in them."""
        with self.write() as connection:
            connection.execute(text(f"DELETE FROM {schema.FOUND}"))
            for table in reversed(schema.metadata.sorted_tables):
                connection.execute(table.delete())
            connection.execute(insert(schema.meta).values(key="schema", value=str(schema.SCHEMA_VERSION)))

    def close(self) -> None:
        self._open.close()
        self._engine.dispose()


def set_value(connection: Connection, key: str, value: object) -> None:
    """Keep a JSON value in `meta` within the caller's transaction."""
    written = json.dumps(value, sort_keys=True, ensure_ascii=False)
    connection.execute(schema.meta.delete().where(schema.meta.c.key == key))
    connection.execute(insert(schema.meta).values(key=key, value=written))


def _engine(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def _pragmas(connection, _record) -> None:  # type: ignore[no-untyped-def]
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=NORMAL")  # rebuildable: a lost tail costs time, not evidence
        cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
        cursor.close()

    @event.listens_for(engine, "handle_error")
    def _named(context: ExceptionContext) -> None:
        error = context.original_exception
        told = refusal(error, path.parent) if isinstance(error, sqlite3.Error) else None
        if told is not None:
            raise told from error

    return engine
