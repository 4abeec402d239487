"""What was recorded of who stands behind material, as pages list it: persons under their pseudonyms."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from stemmata.case import queries, schema
from stemmata.case.sourcings import sourcing_named, sourcing_rows
from stemmata.model.sourcing import PERSONS, Sourced
from stemmata.model.unit import Unit, unit_of
from stemmata.web.filters import clock

LISTED = 40
"""Records on one page, the newest first; the rest are counted."""

Page = dict[str, object]


def records_of_case(connection: Connection) -> Page:
    return _listed(connection, sourcing_rows(connection))


def records_in_family(connection: Connection, family: str) -> Page:
    """Those on a file or post of a family, or on parts of them."""
    table, member = schema.sourcing.c, schema.member.c
    holders = select(member.holder).where(member.family == family)
    query = select(schema.sourcing).where(or_(table.one_holder.in_(holders), table.other_holder.in_(holders)))
    return _listed(connection, connection.execute(query.order_by(table.when_us, table.entry)).all())


def records_on(connection: Connection, holders: Sequence[str]) -> Page:
    """Those on one of these or on all of them, or on parts of them, and on nothing else."""
    table = schema.sourcing.c
    query = select(schema.sourcing).where(
        table.one_holder.in_(holders), or_(table.other_holder.is_(None), table.other_holder.in_(holders))
    )
    return _listed(connection, connection.execute(query.order_by(table.when_us, table.entry)).all())


def record_made(connection: Connection, entry: str | None) -> Page | None:
    """The one just signed; None where there is none of this id."""
    row = None if entry is None else sourcing_named(connection, entry)
    return None if row is None else _record(connection, row)


def behind_page(connection: Connection, units: Sequence[Unit]) -> Page:
    """The page of one file or post, or of two: what is recorded of them, and what a form says of whom."""
    sides = [
        {
            "letter": letter,
            "holder": unit.holder,
            "unit": unit.id,
            "is_item": unit.item is not None,
            "name": called(connection, unit),
            "families": queries.families_of(connection, unit.holder),
        }
        for letter, unit in zip("AB", units, strict=False)
    ]
    return {"sides": sides, "records": records_on(connection, [unit.holder for unit in units])}


def _listed(connection: Connection, rows: Sequence[Row[tuple[Any, ...]]]) -> Page:
    newest = [_record(connection, row) for row in rows[::-1][:LISTED]]
    return {"rows": newest, "more": max(0, len(rows) - LISTED)}


def _record(connection: Connection, row: Row[tuple[Any, ...]]) -> Page:
    units = [unit_of(fields) for fields in json.loads(row.units)]
    names = [called(connection, unit) for unit in units]
    persons = json.loads(row.persons)
    key = "recorded_nothing" if len(units) > 1 else "recorded_nothing_of_one"
    return {
        "entry": row.entry,
        "key": key if row.said is None else f"recorded_{row.said}",
        "one": names[0],
        "other": (*names, "")[1],
        "persons": persons,
        "erased": not persons and row.said is not None and Sourced(row.said) in PERSONS,
        "who": row.who[:16],
        "when_us": row.when_us,
        "reason": row.reason,
        "state": row.state,
        "address": "/behind/" + "/".join(unit.holder for unit in units),
    }


def called(connection: Connection, unit: Unit) -> str:
    """Its file's or post's short name, and the stretch where it is not the whole."""
    name, span = queries.short_name(connection, unit.holder), unit.fields()["span"]
    if not isinstance(span, list) or unit.track.value == "text":
        return name
    start, end = (int(str(us)) for us in span)
    return f"{name} {clock(start)}–{clock(end)}"
