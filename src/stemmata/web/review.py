"""The review queue: pairs that could not be told apart, one of them open to be judged."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, exists, func, or_, select

from stemmata.case import queries, schema
from stemmata.case.judgements import judgement_named
from stemmata.web.compare import pair_of, side_of

QUEUED = 60
"""Pairs listed beside the open one; the rest are counted."""

Page = dict[str, object]


def pairs_waiting(connection: Connection) -> int:
    """Undecided pairs that lie in no group together, and of which nobody said anything that stands."""
    return int(connection.scalar(_waiting(select(func.count()))) or 0)


def review_page(connection: Connection, at: tuple[str, str] | None, signed: str | None) -> Page:
    """`at`: the pair to be open, else the first. `signed`: the entry just made here."""
    waiting = pairs_waiting(connection)
    rows = connection.execute(_ordered().limit(QUEUED)).all()
    pairs = [(row.a, row.b) for row in rows]
    shown = at if at is not None and _waits(connection, at) else next(iter(pairs), None)
    units = None if shown is None else pair_of(connection, *shown)
    made = None if signed is None else judgement_named(connection, signed)
    return {
        "waiting": waiting,
        "pairs": [_row(connection, pair, shown) for pair in pairs],
        "more": max(0, waiting - len(pairs)),
        "sides": [side_of(connection, unit, letter) for unit, letter in zip(units or (), "AB", strict=False)],
        "signed": None if made is None else _made(connection, made),
    }


def _waiting(query: Select[Any]) -> Select[Any]:
    pair, judged = schema.undecided.c, schema.judgement.c
    sides = or_(
        (judged.one_holder == pair.a) & (judged.other_holder == pair.b),
        (judged.one_holder == pair.b) & (judged.other_holder == pair.a),
    )
    said = exists().where(sides, judged.state != "undone", judged.said.is_not(None))
    one, other = schema.member.alias("one").c, schema.member.alias("other").c
    together = exists().where(one.holder == pair.a, other.holder == pair.b, one.family == other.family)
    return query.select_from(schema.undecided).where(pair.verdict == "undecided", ~said, ~together)


def _ordered() -> Select[Any]:
    """Those of the families that most rests on first."""
    pair, family, member = schema.undecided.c, schema.family.c, schema.member.c
    joined = schema.family.join(schema.member, member.family == family.id)
    either = or_(member.holder == pair.a, member.holder == pair.b)
    rank = select(func.min(family.rank)).select_from(joined).where(either).scalar_subquery()
    return _waiting(select(pair.a, pair.b)).group_by(pair.a, pair.b).order_by(rank, pair.a, pair.b)


def _waits(connection: Connection, at: tuple[str, str]) -> bool:
    pair = schema.undecided.c
    return connection.execute(_waiting(select(pair.a)).where(pair.a == at[0], pair.b == at[1])).first() is not None


def _row(connection: Connection, pair: tuple[str, str], shown: tuple[str, str] | None) -> Page:
    return {
        "a": pair[0],
        "b": pair[1],
        "names": [queries.short_name(connection, holder) for holder in pair],
        "current": pair == shown,
    }


def _made(connection: Connection, row: Row[tuple[Any, ...]]) -> Page:
    names: Sequence[str] = [queries.short_name(connection, holder) for holder in (row.one_holder, row.other_holder)]
    return {
        "entry": row.entry,
        "said": row.said or "nothing",
        "one": names[0],
        "other": names[1],
        "state": row.state,
        "a": min(row.one_holder, row.other_holder),
        "b": max(row.one_holder, row.other_holder),
    }
