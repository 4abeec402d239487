"""Questions to the tables, answered as plain rows. Pages and exports ask here; nothing here writes."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Table, func, or_, select

from stemmata.case import schema
from stemmata.case.index import Index
from stemmata.case.project import project
from stemmata.model.failure import Code, Failure
from stemmata.model.lock import Lock, Tier
from stemmata.preserve.casefolder import CaseFolder


@dataclass(frozen=True, slots=True)
class FailureRow:
    """One file, or part of one, that could not be used, in words."""

    item: str | None
    name: str
    failure: Failure

    @property
    def sentence(self) -> str:
        return self.failure.sentence(self.name)


def failure_rows(connection: Connection, limit: int | None = None) -> list[FailureRow]:
    table = schema.failure.c
    query = select(schema.failure).distinct().order_by(table.shown, table.step, table.code).limit(limit)
    return [FailureRow(row.item, row.shown, Failure(Code(row.code), row.detail)) for row in connection.execute(query)]


def failures(folder: CaseFolder) -> list[FailureRow]:
    index = Index(folder.index_path)
    try:
        with index.read() as connection:
            return failure_rows(connection)
    finally:
        index.close()


def read_unlocked(folder: CaseFolder) -> int:
    """Files whose first reading no layer of the kernel's lock surrounded: tier S1."""
    index = Index(folder.index_path)
    column = schema.item.c.lock
    try:
        with index.read() as connection:
            counted = connection.execute(select(column, func.count()).where(column.is_not(None)).group_by(column))
            held = [(Lock.from_json(json.loads(lock)), number) for lock, number in counted]
            return sum(number for lock, number in held if lock is not None and lock.tier is Tier.S1)
    finally:
        index.close()


def held_names(folder: CaseFolder) -> set[tuple[str, int]]:
    """(shown name, size) of everything received: brings the tables up to the logs first."""
    index = Index(folder.index_path)
    try:
        project(folder, index)
        with index.read() as connection:
            joined = schema.name.join(schema.item, schema.name.c.item == schema.item.c.sha256)
            rows = connection.execute(select(schema.name.c.shown, schema.item.c.bytes).select_from(joined))
            return {(row.shown, row.bytes) for row in rows}
    finally:
        index.close()


def progress(connection: Connection) -> list[tuple[str, int, int]]:
    """(step, done, total) of a run that is going on; empty when none is."""
    table = schema.progress
    return [(row.step, row.done, row.total) for row in connection.execute(select(table).order_by(table.c.updated_us))]


def family_page(connection: Connection, kind: str, after: int, limit: int) -> Sequence[Row[tuple[Any, ...]]]:
    """Families of one kind by rank, `limit` of them after rank `after` (keyset, so that page 900 costs as page 1)."""
    table = schema.family
    query = select(table).where(table.c.kind == kind, table.c.rank > after).order_by(table.c.rank).limit(limit)
    return connection.execute(query).all()


def shortlist(connection: Connection, limit: int) -> Sequence[Row[tuple[Any, ...]]]:
    """What to look at first: families that hold more than one file or posting, by how much rests on them."""
    table = schema.family.c
    query = select(schema.family).where(table.files + table.postings > 1).order_by(table.rank).limit(limit)
    return connection.execute(query).all()


def families_of(connection: Connection, holder: str) -> list[str]:
    table = schema.member.c
    return list(
        connection.scalars(select(table.family).distinct().where(table.holder == holder).order_by(table.family))
    )


def names_of(connection: Connection, sha256: str) -> list[str]:
    table = schema.name.c
    return list(connection.scalars(select(table.shown).distinct().where(table.item == sha256).order_by(table.shown)))


def short_name(connection: Connection, holder: str) -> str:
    """The last part of an item's first name; a posting's channel and id; else the start of the hash."""
    name = connection.scalar(
        select(schema.name.c.shown).where(schema.name.c.item == holder).order_by(schema.name.c.shown).limit(1)
    )
    if name is not None:
        return str(name).rsplit("/", 1)[-1]
    row = connection.execute(select(schema.posting).where(schema.posting.c.id == holder)).first()
    if row is not None:
        return f"{row.channel_name or row.platform} {row.native_id or ''}".strip()
    return holder[:12]


def edges_among(connection: Connection, holders: Sequence[str]) -> Sequence[Row[tuple[Any, ...]]]:
    """Edges with both ends in `holders` (at most a few hundred)."""
    table = schema.edge.c
    query = select(schema.edge).where(table.a.in_(holders), table.b.in_(holders)).order_by(table.a, table.b, table.kind)
    return connection.execute(query).all()


def edges_between(connection: Connection, a: str, b: str) -> Sequence[Row[tuple[Any, ...]]]:
    """Edges of one pair, in whichever order they name it."""
    table = schema.edge.c
    sides = or_((table.a == a) & (table.b == b), (table.a == b) & (table.b == a))
    query = select(schema.edge).where(sides).order_by(table.kind, table.a_unit, table.b_unit)
    return connection.execute(query).all()


def undecided_between(connection: Connection, a: str, b: str) -> Sequence[Row[tuple[Any, ...]]]:
    """What was compared and could not be told apart, of one pair; `a` < `b`."""
    table = schema.undecided.c
    query = select(schema.undecided).where(table.a == a, table.b == b).order_by(table.method, table.verdict)
    return connection.execute(query).all()


def edges_of(connection: Connection, holder: str) -> Sequence[Row[tuple[Any, ...]]]:
    table = schema.edge.c
    query = select(schema.edge).where(or_(table.a == holder, table.b == holder)).order_by(table.kind, table.a, table.b)
    return connection.execute(query).all()


def postings_with(connection: Connection, sha256: str) -> Sequence[Row[tuple[Any, ...]]]:
    """Postings that carry an item, earliest first; those without a time last."""
    post, link = schema.posting, schema.posting_item.c
    query = (
        select(post)
        .where(post.c.id.in_(select(link.posting).where(link.item == sha256)))
        .order_by(post.c.posted_low_us.is_(None), post.c.posted_low_us, post.c.id)
    )
    return connection.execute(query).all()


def entries_of(connection: Connection, sha256: str) -> Sequence[Row[tuple[Any, ...]]]:
    """Entries that name an item, in the order of their claimed times."""
    table = schema.entry
    query = select(table).where(table.c.id.in_(select(schema.name.c.entry).where(schema.name.c.item == sha256)))
    return connection.execute(query.order_by(table.c.claimed_us, table.c.id)).all()


def count(connection: Connection, table: Table) -> int:
    return int(connection.scalar(select(func.count()).select_from(table)) or 0)


def segments_of(row: Row[tuple[Any, ...]]) -> list[dict[str, object]]:
    return json.loads(row.segments) if row.segments is not None else []


def family_exists(connection: Connection, family_id: str) -> bool:
    return connection.scalar(select(schema.family.c.id).where(schema.family.c.id == family_id)) is not None


def spread_of(connection: Connection, family_id: str) -> dict[str, Any] | None:
    """As corroborate.spread.Spread, in JSON; None where no posting of the family is held."""
    kept = connection.scalar(select(schema.spread.c.body).where(schema.spread.c.family == family_id))
    return None if kept is None else dict(json.loads(kept))
