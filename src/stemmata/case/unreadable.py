"""Entries that this version cannot read are tasks: asked again each time, since what is missing may have come."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, delete, select

from stemmata.case import schema
from stemmata.case.tasks import add_tasks
from stemmata.model.canonical import Json
from stemmata.model.errors import ObjectDamaged, ObjectMissing
from stemmata.model.task import Task, TaskKind
from stemmata.preserve.log import LoggedEntry


def unreadable_entries(connection: Connection) -> set[str]:
    """Entries signed on units that could not be read."""
    rows = connection.scalars(select(schema.task.c.entries).where(schema.task.c.kind == TaskKind.UNREADABLE.value))
    return {entry for row in rows for entry in json.loads(row)}


@contextmanager
def read_or_told(connection: Connection, logged: LoggedEntry) -> Iterator[None]:
    """What is done with `logged` inside; a form that is not ours, or a unit that is gone, becomes a task instead."""
    why: dict[str, Json] = {"log": logged.writer, "position": logged.index}
    waiting = Task(TaskKind.UNREADABLE, (logged.id,), logged.claimed_us, why)
    connection.execute(delete(schema.task).where(schema.task.c.id == waiting.id))
    try:
        yield
    except (ValueError, ObjectMissing, ObjectDamaged):
        add_tasks(connection, [waiting])
