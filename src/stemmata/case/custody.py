"""The history of the case, or of one file in it: who signed what, in the order of each log."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, select

from stemmata.case import schema
from stemmata.case.project import PROPOSALS
from stemmata.model.canonical import Json
from stemmata.model.interval import iso_utc


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """An entry. `body` is None where it was erased; `in_force` None where one signature is enough."""

    entry: str
    writer: str
    position: int
    type: str
    author: str
    claimed_us: int
    file_count: int | None
    references: Mapping[str, list[str]]
    body: Mapping[str, Json] | None
    in_force: bool | None

    def as_json(self) -> dict[str, object]:
        return {
            "entry": self.entry,
            "log": self.writer,
            "position": self.position,
            "type": self.type,
            "author": self.author,
            "claimed": iso_utc(self.claimed_us),
            "files": self.file_count,
            "references": self.references,
            "in_force": self.in_force,
            "body": self.body,
        }


def proposals(connection: Connection) -> dict[str, bool]:
    """Entries that need a second signature, each with whether it is in force."""
    kept = connection.scalar(select(schema.meta.c.value).where(schema.meta.c.key == PROPOSALS))
    return {} if kept is None else json.loads(kept)


def history(connection: Connection) -> Iterator[HistoryRow]:
    """Log by log. Clocks have no say in the order."""
    return _rows(connection, select(schema.entry))


def history_of(connection: Connection, item: str) -> Iterator[HistoryRow]:
    """Entries that name one file: those that received it, and what was done with it since."""
    received = select(schema.name.c.entry).where(schema.name.c.item == item)
    table = schema.entry.c
    return _rows(connection, select(schema.entry).where(table.id.in_(received) | table.refs.contains(item)))


def _rows(connection: Connection, query: Select[Any]) -> Iterator[HistoryRow]:
    in_force = proposals(connection)
    table = schema.entry.c
    for row in connection.execute(query.order_by(table.writer, table.position)):
        yield HistoryRow(
            row.id,
            row.writer,
            row.position,
            row.type,
            row.author,
            row.claimed_us,
            row.file_count,
            json.loads(row.refs),
            None if row.body is None else json.loads(row.body),
            in_force.get(row.id),
        )
