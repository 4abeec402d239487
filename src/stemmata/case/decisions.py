"""Decisions on changes in the tables: every one that the logs hold. Written by the projection alone."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, or_, select

from stemmata.case import schema
from stemmata.case.tasks import add_tasks, replace_tasks
from stemmata.model.canonical import Json
from stemmata.model.decision import Decided, Decision, Verdict, unit_change_of, verdicts
from stemmata.model.errors import NotHeld, NotOne, ObjectDamaged, ObjectMissing
from stemmata.model.task import ON_CHANGES, Task, TaskKind
from stemmata.preserve.decision_entry import decided_of
from stemmata.preserve.log import LoggedEntry
from stemmata.preserve.objects import ObjectStore

LEAST_DIGITS = 6


def take_in_decision(connection: Connection, logged: LoggedEntry, objects: ObjectStore) -> None:
    """One entry as a row, or as a task where this version cannot read it; what is missing may come later."""
    why: dict[str, Json] = {"log": logged.writer, "position": logged.index}
    waiting = Task(TaskKind.UNREADABLE, (logged.id,), logged.claimed_us, why)
    connection.execute(delete(schema.task).where(schema.task.c.id == waiting.id))
    try:
        found = decided_of(logged, objects)
    except (ValueError, ObjectMissing, ObjectDamaged):
        add_tasks(connection, [waiting])
        return
    connection.execute(insert(schema.decision), [_row(found)])


def settle_decisions(connection: Connection) -> None:
    """What of all decisions contradicts: a function of the rows, whatever was there before."""
    every = decisions(connection)
    when = {one.id: one.when_us for one in every}
    tasks = []
    for change, verdict in sorted(verdicts(every).items()):
        if verdict.contested:
            entries = tuple(one.id for one in verdict.standing)
            side = verdict.standing[0].change
            subject: dict[str, Json] = {"change": change, "parent": side.parent.holder, "child": side.child.holder}
            since = max(when[entry] for entry in entries)
            tasks.append(Task(TaskKind.CHANGE_CONFIRMED_AND_REJECTED, entries, since, subject))
    replace_tasks(connection, ON_CHANGES, tasks)


def decisions(connection: Connection) -> list[Decided]:
    """All of them, by id."""
    return [_decided(row) for row in connection.execute(select(schema.decision).order_by(schema.decision.c.entry))]


def verdicts_between(connection: Connection, one: str, other: str) -> dict[str, Verdict]:
    """By the id of the change, of changes between two holders in either direction."""
    table = schema.decision.c
    sides = or_(
        (table.parent_holder == one) & (table.child_holder == other),
        (table.parent_holder == other) & (table.child_holder == one),
    )
    rows = connection.execute(select(schema.decision).where(sides).order_by(table.entry)).all()
    return verdicts(_decided(row) for row in rows)


def decision_named(connection: Connection, text: str) -> Decided:
    """The decision whose entry's id `text` is, or begins. NotHeld, NotOne."""
    entry = schema.decision.c.entry
    query = select(schema.decision).where(entry.startswith(text, autoescape=True)).order_by(entry).limit(5)
    rows: Sequence[Row[tuple[Any, ...]]] = connection.execute(query).all() if len(text) >= LEAST_DIGITS else []
    if not rows:
        raise NotHeld(text, "decision on a change")
    if len(rows) > 1:
        raise NotOne(text, [row.entry[:16] for row in rows])
    return _decided(rows[0])


def _decided(row: Row[tuple[Any, ...]]) -> Decided:
    return Decided(
        row.entry,
        unit_change_of(json.loads(row.fields)),
        None if row.decision is None else Decision(row.decision),
        row.who,
        row.when_us,
        row.reason,
        tuple(json.loads(row.undoes)),
    )


def _row(one: Decided) -> dict[str, object]:
    return {
        "entry": one.id,
        "change": one.change.id,
        "parent_holder": one.change.parent.holder,
        "child_holder": one.change.child.holder,
        "fields": json.dumps(one.change.fields(), sort_keys=True),
        "decision": None if one.decision is None else one.decision.value,
        "who": one.who,
        "when_us": one.when_us,
        "reason": one.reason,
        "undoes": json.dumps(list(one.undoes)),
    }
