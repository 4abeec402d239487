"""The page of what waits for a person: each task in words, with links to the pairs that it is about."""

from collections.abc import Mapping

from sqlalchemy import Connection, select

from stemmata.case import queries, schema
from stemmata.case.judgements import judgement_named
from stemmata.case.sourcings import sourcing_named
from stemmata.case.tasks import tasks
from stemmata.model.task import Task
from stemmata.web.compare import pair_of

TASKS = 200
PAIRS = 6
"""Shown; the rest are counted."""

Page = dict[str, object]


def tasks_page(connection: Connection) -> Page:
    found = tasks(connection)
    return {"tasks": [_task(connection, task) for task in found[:TASKS]], "more": max(0, len(found) - TASKS)}


def _task(connection: Connection, task: Task) -> Page:
    judged = [judgement_named(connection, entry) for entry in task.entries]
    recorded = [sourcing_named(connection, entry) for entry in task.entries]
    pairs = {(row.one_holder, row.other_holder): None for row in judged if row is not None}
    said_of = {(row.one_holder, row.other_holder): None for row in recorded if row is not None}
    through, family = task.subject.get("through"), task.subject.get("family")
    between = [str(holder) for holder in through] if isinstance(through, list) else []
    return {
        "id": task.id,
        "key": f"task_{task.kind.value}",
        "since": task.since_us,
        "entries": [entry[:12] for entry in task.entries[:PAIRS]],
        "more": max(0, len(task.entries) - PAIRS),
        "pairs": [
            *(_pair(connection, *pair) for pair in list(pairs)[:PAIRS]),
            *(_said_of(connection, *sides) for sides in list(said_of)[:PAIRS]),
            *_changed(connection, task.subject),
        ],
        "through": [{"holder": one, "name": queries.short_name(connection, one)} for one in between[:PAIRS]],
        "family": family if isinstance(family, str) and queries.family_exists(connection, family) else None,
    }


def _said_of(connection: Connection, one: str, other: str | None) -> Mapping[str, object]:
    """Where what was recorded of them can be taken back."""
    return {
        "one": queries.short_name(connection, one),
        "other": None if other is None else queries.short_name(connection, other),
        "look": f"/behind/{one}" if other is None else f"/behind/{one}/{other}",
    }


def _changed(connection: Connection, subject: Mapping[str, object]) -> list[Mapping[str, object]]:
    """The two texts of a named change, where they lie side by side."""
    before, after = subject.get("parent"), subject.get("child")
    if not isinstance(before, str) or not isinstance(after, str):
        return []
    one, other, family = (schema.member.alias(), schema.member.alias(), schema.family)
    story = connection.scalar(
        select(family.c.id)
        .join(one, one.c.family == family.c.id)
        .join(other, other.c.family == family.c.id)
        .where(family.c.kind == "story", one.c.holder == before, other.c.holder == after)
        .order_by(family.c.id)
        .limit(1)
    )
    return [
        {
            "one": queries.short_name(connection, before),
            "other": queries.short_name(connection, after),
            "look": None if story is None else f"/story/{story}?before={before}&after={after}",
        }
    ]


def _pair(connection: Connection, one: str, other: str) -> Mapping[str, object]:
    can = pair_of(connection, one, other) is not None
    return {
        "one": queries.short_name(connection, one),
        "other": queries.short_name(connection, other),
        "look": f"/compare/{one}/{other}" if can else None,
    }
