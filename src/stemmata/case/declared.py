"""What texts declare of their sources, into the tables and back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Select, insert, select

from stemmata.case import schema
from stemmata.model.declaration import Resolved, UnheldSource
from stemmata.model.span import TextSpan
from stemmata.model.unit import Track, Unit

OWN = "own"
"""In the place of a kind of source: the text found it out itself."""


@dataclass(frozen=True, slots=True)
class Declared:
    """One pass over the texts of a case. own: sentences in which a text says that it found something out itself."""

    resolved: Sequence[Resolved] = ()
    unheld: Sequence[UnheldSource] = ()
    own: Sequence[Unit] = ()


@dataclass(frozen=True, slots=True)
class Unheld:
    """As the tables hold it."""

    key: str
    name: str
    texts: int


def write_declared(connection: Connection, declared: Declared) -> None:
    """Into tables that are empty."""
    rows = [*(_row(one) for one in declared.resolved), *(_own_row(unit) for unit in declared.own)]
    if rows:
        connection.execute(insert(schema.declaration), rows)
    if declared.unheld:
        connection.execute(
            insert(schema.unheld),
            [
                {"key": one.key, "name": one.name, "kind": one.kind.value, "texts": len(one.named_by)}
                for one in declared.unheld
            ],
        )


def _row(one: Resolved) -> dict[str, object]:
    said = one.declaration
    return {
        "holder": said.of.holder,
        "posting": said.of.posting,
        "extraction": None if said.span is None else said.span.extraction,
        "kind": said.kind.value,
        "source": said.source,
        "cue": said.cue,
        "start": said.start,
        "end": said.end,
        "whole": int(said.whole),
        "address": said.address,
        "target": one.holder,
        "led_by": None if one.by is None else one.by.value,
        "unheld": one.unheld,
        "certain": int(one.certain),
    }


def _own_row(unit: Unit) -> dict[str, object]:
    span = unit.span if isinstance(unit.span, TextSpan) else None
    empty = dict.fromkeys(("source", "cue", "address", "target", "led_by", "unheld"))
    return {
        **empty,
        "holder": unit.holder,
        "posting": unit.posting,
        "extraction": None if span is None else span.extraction,
        "kind": OWN,
        "start": None if span is None else span.start,
        "end": None if span is None else span.end,
        "whole": 0,
        "certain": 1,
    }


def own_units(connection: Connection) -> tuple[Unit, ...]:
    """Sentences in which texts say that they found something out themselves."""
    table = schema.declaration.c
    made = []
    for row in connection.execute(_in_order().where(table.kind == OWN)):
        span = None if row.start is None else TextSpan(row.extraction, row.start, row.end)
        item = row.holder if row.posting is None else None
        made.append(Unit(Track.TEXT, item=item, posting=row.posting, span=span))
    return tuple(made)


def _in_order() -> Select[tuple[object, ...]]:
    table = schema.declaration.c
    return select(schema.declaration).order_by(table.holder, table.start, table.source, table.kind)


def unheld_sources(connection: Connection, keys: Iterable[str] | None = None) -> list[Unheld]:
    """By key; all, or those of these keys."""
    wanted = None if keys is None else set(keys)
    rows = connection.execute(select(schema.unheld).order_by(schema.unheld.c.key))
    return [Unheld(row.key, row.name, row.texts) for row in rows if wanted is None or row.key in wanted]
