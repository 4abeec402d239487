"""What every act on units asks first: a reason, and that what is spoken of is in the case."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from sqlalchemy import Column, Connection, select

from stemmata.acts.told import as_text
from stemmata.case import schema
from stemmata.case.index import Index
from stemmata.case.project import project
from stemmata.model.errors import BadRequest, NotHeld
from stemmata.model.span import Span
from stemmata.model.unit import Unit
from stemmata.preserve.casefolder import CaseFolder


def reason_given(reason: str, act: str) -> str:
    """As a log can hold it. BadRequest for none; `act` names what was asked for: "a judgement"."""
    told = as_text(reason).strip()
    if not told:
        raise BadRequest(f"{act} without a reason was asked for", "say in a line why, so that others can follow it")
    return told


@contextmanager
def tables(case: CaseFolder) -> Iterator[Connection]:
    """The tables, brought up to the logs."""
    index = Index(case.index_path)
    try:
        project(case, index)
        with index.read() as connection:
            yield connection
    finally:
        index.close()


def refuse_unheld(connection: Connection, unit: Unit) -> None:
    """NotHeld for a file or posting that the case has not, BadRequest for a stretch beyond the end of the file."""
    if unit.item is None:
        if connection.execute(select(schema.posting).where(schema.posting.c.id == unit.holder)).first() is None:
            raise NotHeld(unit.holder, "posting")
        return
    row = connection.execute(select(schema.item).where(schema.item.c.sha256 == unit.item)).first()
    if row is None:
        raise NotHeld(unit.item, "file")
    if isinstance(unit.span, Span) and row.duration_us is not None and unit.span.start_us >= row.duration_us:
        raise BadRequest(
            f"file {unit.item[:12]} ends before {unit.span.start_us / 1e6:.2f} s",
            "name a stretch that lies in the file",
        )


def refuse_unheld_items(connection: Connection, items: Iterable[str]) -> None:
    """NotHeld for the first SHA-256 that no file of the case has."""
    _refuse_absent(connection, schema.item.c.sha256, items, "file")


def refuse_unheld_entries(connection: Connection, entries: Iterable[str]) -> None:
    """NotHeld for the first id that no entry of the case has."""
    _refuse_absent(connection, schema.entry.c.id, entries, "entry")


def _refuse_absent(connection: Connection, column: Column[str], named: Iterable[str], kind: str) -> None:
    wanted = sorted(set(named))
    held = set(connection.scalars(select(column).where(column.in_(wanted))))
    for name in wanted:
        if name not in held:
            raise NotHeld(name, kind)
