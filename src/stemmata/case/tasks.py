"""Tasks in the tables: what waits for a person."""

import json
from collections.abc import Collection, Iterable

from sqlalchemy import Connection, delete, insert, select

from stemmata.case import schema
from stemmata.model.task import Task, TaskKind


def replace_tasks(connection: Connection, kinds: Collection[TaskKind], tasks: Iterable[Task]) -> None:
    """`tasks` are all that there are of `kinds`."""
    connection.execute(delete(schema.task).where(schema.task.c.kind.in_([kind.value for kind in kinds])))
    add_tasks(connection, tasks)


def add_tasks(connection: Connection, tasks: Iterable[Task]) -> None:
    rows = {
        task.id: {
            "id": task.id,
            "kind": task.kind.value,
            "entries": json.dumps(list(task.entries)),
            "subject": json.dumps(dict(task.subject), ensure_ascii=False, sort_keys=True),
            "since_us": task.since_us,
        }
        for task in tasks
    }
    if rows:
        connection.execute(insert(schema.task), [rows[name] for name in sorted(rows)])


def tasks(connection: Connection) -> list[Task]:
    """Those that have waited longest first."""
    order = (schema.task.c.since_us, schema.task.c.kind, schema.task.c.id)
    return [
        Task(TaskKind(row.kind), tuple(json.loads(row.entries)), row.since_us, json.loads(row.subject))
        for row in connection.execute(select(schema.task).order_by(*order))
    ]
