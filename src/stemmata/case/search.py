"""Search over all text: names of files, titles, bodies of files and posts; what is found, where, and since when."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select, text

from stemmata.case import schema
from stemmata.case.asked_words import Asked, match_of
from stemmata.case.hits import Hit, How, Snippet, hits_in, snippet_of
from stemmata.case.queries import short_name
from stemmata.case.versions import text_time
from stemmata.fingerprint.folding import folded_words
from stemmata.model.errors import BadRequest
from stemmata.model.interval import TimeInterval

PER_PAGE = 100
WEIGHTS = "2.0, 4.0, 1.0, 0.5, 0.25"
"""Of name, title, body, and the body without proclitics: what is written counts before what is peeled. Chosen, not
fitted: they order results and say nothing of any of them."""

_HITS = f"""
WITH hits AS MATERIALIZED (
    SELECT rowid AS id, round(bm25({schema.FOUND}, {WEIGHTS}), 6) AS score
    FROM {schema.FOUND} WHERE {schema.FOUND} MATCH :match
), named AS MATERIALIZED (
    SELECT DISTINCT searched.id AS id, 0.0 AS score FROM name JOIN searched ON searched.holder = name.item
    WHERE :like IS NOT NULL AND name.shown LIKE :like ESCAPE '\\' AND searched.id NOT IN (SELECT id FROM hits)
), every AS MATERIALIZED (SELECT * FROM hits UNION ALL SELECT * FROM named)
"""
_COUNT = text(_HITS + "SELECT count(*) FROM every")
_PAGE = text(
    _HITS + "SELECT searched.holder AS holder, every.score AS score FROM every JOIN searched ON searched.id = every.id "
    "WHERE :holder IS NULL OR every.score > :score OR (every.score = :score AND searched.holder > :holder) "
    "ORDER BY every.score, searched.holder LIMIT :limit"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a text a snippet stands. `paragraph` counts from 1; `part` is the kind of part; None is not known."""

    part: str | None
    paragraph: int | None


@dataclass(frozen=True, slots=True)
class Result:
    """One file or post. `hits` lie in the body, `title_hits` in the title, `name_hits` in the name; a result may have
    none of one kind. `time` is when it was posted, by its earliest dated post held, or else when it was received.
    `posted`: whether it is the first of these."""

    holder: str
    is_item: bool
    name: str
    name_hits: tuple[Hit, ...]
    title: str | None
    title_hits: tuple[Hit, ...]
    extraction: str | None
    language: str | None
    hits: tuple[Hit, ...]
    snippet: Snippet | None
    place: Place
    time: TimeInterval | None
    posted: bool
    platform: str | None
    received_us: int | None
    stories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One page of results. `total` counts all pages; `next` asks for the page after this one, None on the last."""

    asked: Asked
    total: int
    results: tuple[Result, ...]
    next: str | None


def search(connection: Connection, asked: Asked, *, after: str | None = None, limit: int = PER_PAGE) -> Found:
    """Best first: words as written before peeled ones, titles before bodies; equals by id, so that the same case gives
    the same order. `after` is the `next` of the page before; BadRequest where it is none."""
    score, holder = (0.0, None) if after is None else _cursor(after)
    values = {"match": match_of(asked), "like": _like(asked.plain)}
    rows = connection.execute(_PAGE, {**values, "score": score, "holder": holder, "limit": limit + 1}).all()
    total = int(connection.execute(_COUNT, values).scalar_one())
    shown = rows[:limit]
    more = f"{-shown[-1].score!r}:{shown[-1].holder}" if len(rows) > limit else None
    return Found(asked, total, tuple(_result(connection, row.holder, asked) for row in shown), more)


def _cursor(after: str) -> tuple[float, str]:
    score, _, holder = after.partition(":")
    try:
        return -float(score), holder
    except ValueError as error:
        raise BadRequest("the next page was asked for by a mark that is none", "search again from the start") from error


def _like(plain: str | None) -> str | None:
    if plain is None:
        return None
    return "%" + plain.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"


def _result(connection: Connection, holder: str, asked: Asked) -> Result:
    row = connection.execute(select(schema.text).where(schema.text.c.holder == holder)).first()
    item = connection.execute(select(schema.item).where(schema.item.c.sha256 == holder)).first()
    name, name_hits = _name(connection, holder, asked)
    title = None if row is None else row.title
    words = () if row is None else tuple(folded_words(row.body))
    hits = () if row is None else hits_in(row.body, asked, words)
    snippet = None if row is None else snippet_of(row.body, hits, words)
    time, platform = text_time(connection, holder)
    family, member = schema.family.c, schema.member.c
    stories = select(member.family).distinct().where(member.holder == holder, family.kind == "story")
    return Result(
        holder,
        item is not None,
        name,
        name_hits,
        title,
        () if title is None else hits_in(title, asked),
        None if row is None else row.extraction,
        None if row is None else row.language,
        hits,
        snippet,
        Place(None, None) if row is None else _place(row, hits, snippet),
        time,
        platform is not None,
        platform,
        None if item is None else item.received_us,
        tuple(connection.scalars(stories.where(family.id == member.family).order_by(member.family))),
    )


def _name(connection: Connection, holder: str, asked: Asked) -> tuple[str, tuple[Hit, ...]]:
    """The name that holds what was asked for, and where; the first name where none does."""
    table = schema.name.c
    names = connection.scalars(select(table.shown).where(table.item == holder).order_by(table.shown)).all()
    plain = asked.plain
    for shown in names:
        hits = hits_in(shown, asked)
        at = -1 if hits or plain is None else shown.casefold().find(plain.casefold())
        if at >= 0 and plain is not None and len(shown.casefold()) == len(shown):
            hits = (Hit(at, at + len(plain), How.WRITTEN, 0),)
        if hits:
            return shown, hits
    return names[0] if names else short_name(connection, holder), ()


def _place(row: Row[tuple[Any, ...]], hits: Sequence[Hit], snippet: Snippet | None) -> Place:
    """Of the first hit inside the snippet: the innermost part that holds it, and the paragraph."""
    hit = next((one for one in hits if snippet is not None and one.start >= snippet.start), None)
    if hit is None:
        return Place(None, None)
    parts: Sequence[Mapping[str, Any]] = [part for part in json.loads(row.parts) if part.get("span")]
    inside = [part for part in parts if part["span"][0] <= hit.start < part["span"][1]]
    innermost = min(inside, key=lambda part: part["span"][1] - part["span"][0], default=None)
    paragraphs = [part["span"] for part in parts if part["kind"] == "paragraph"]
    number = sum(start <= hit.start for start, _ in paragraphs)
    held = any(start <= hit.start < end for start, end in paragraphs)
    return Place(None if innermost is None else str(innermost["kind"]), number if held else None)
