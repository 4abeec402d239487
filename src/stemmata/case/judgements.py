"""Judgements in the tables: every one that the logs hold, with whether it stands. Written by the projection alone."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, insert, or_, select, update

from stemmata.case import schema
from stemmata.case.tasks import replace_tasks
from stemmata.case.unreadable import read_or_told
from stemmata.model.judgement import Judgement, Said
from stemmata.model.standing import Standing, standing
from stemmata.model.task import FROM_JUDGEMENTS, Task
from stemmata.model.unit import unit_of
from stemmata.preserve.judge_entry import judgement_of
from stemmata.preserve.log import LoggedEntry
from stemmata.preserve.objects import ObjectStore


def take_in(connection: Connection, logged: LoggedEntry, objects: ObjectStore) -> None:
    """One `judge` entry as a row, or as a task where this version cannot read it. `settle` comes after the last."""
    with read_or_told(connection, logged):
        connection.execute(insert(schema.judgement), [_row(judgement_of(logged, objects))])


def settle(connection: Connection) -> None:
    """Which of all judgements stand, and what conflicts: a function of the rows, whatever was there before."""
    every = judgements(connection)
    found = standing(every)
    state = {one.id: "standing" for one in every} | {one.id: "undone" for one in found.undone}
    state |= dict.fromkeys(found.contested, "in_conflict")
    for entry, holds in state.items():
        changed = (schema.judgement.c.entry == entry) & (schema.judgement.c.state != holds)
        connection.execute(update(schema.judgement).where(changed).values(state=holds))
    when = {one.id: one.when_us for one in found.judgements}
    replace_tasks(
        connection,
        FROM_JUDGEMENTS,
        [
            Task(conflict.why, conflict.entries, max(when[entry] for entry in conflict.entries))
            for conflict in found.conflicts
        ],
    )


def judgements(connection: Connection) -> list[Judgement]:
    """All of them, by id."""
    return [
        judgement_from(row) for row in connection.execute(select(schema.judgement).order_by(schema.judgement.c.entry))
    ]


def standing_judgements(connection: Connection) -> Standing:
    return standing(judgements(connection))


def judgement_rows(connection: Connection) -> Sequence[Row[tuple[Any, ...]]]:
    """Rows of all of them, with `state`: standing, in_conflict or undone; in the order of their claimed times."""
    table = schema.judgement.c
    return connection.execute(select(schema.judgement).order_by(table.when_us, table.entry)).all()


def judgements_between(connection: Connection, one: str, other: str) -> Sequence[Row[tuple[Any, ...]]]:
    """Rows about two holders or parts of them, in either order, by claimed time."""
    table = schema.judgement.c
    sides = or_(
        (table.one_holder == one) & (table.other_holder == other),
        (table.one_holder == other) & (table.other_holder == one),
    )
    return connection.execute(select(schema.judgement).where(sides).order_by(table.when_us, table.entry)).all()


def judgement_named(connection: Connection, entry: str) -> Row[tuple[Any, ...]] | None:
    return connection.execute(select(schema.judgement).where(schema.judgement.c.entry == entry)).first()


def judgement_from(row: Row[tuple[Any, ...]]) -> Judgement:
    return Judgement(
        row.entry,
        None if row.said is None else Said(row.said),
        unit_of(json.loads(row.one_fields)),
        unit_of(json.loads(row.other_fields)),
        row.who,
        row.when_us,
        row.reason,
        row.undoes,
        row.relied_on,
    )


def _row(one: Judgement) -> dict[str, object]:
    return {
        "entry": one.id,
        "said": None if one.said is None else one.said.value,
        "one": one.one.id,
        "other": one.other.id,
        "one_holder": one.one.holder,
        "other_holder": one.other.holder,
        "one_fields": json.dumps(one.one.fields(), sort_keys=True),
        "other_fields": json.dumps(one.other.fields(), sort_keys=True),
        "who": one.who,
        "when_us": one.when_us,
        "reason": one.reason,
        "undoes": one.undoes,
        "relied_on": one.relied_on,
        "state": "unsettled",
    }
