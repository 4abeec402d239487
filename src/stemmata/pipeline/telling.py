"""The texts of a case as they are compared and asked for their sources, from its tables."""

import json
import posixpath
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Row, select

from stemmata.case import schema
from stemmata.case.posted import held_posts
from stemmata.match.addresses import address_of
from stemmata.match.calendar import day_of
from stemmata.match.declared import Link
from stemmata.match.described import Carried
from stemmata.match.resolving import Holdings
from stemmata.match.source_names import Names
from stemmata.model.interval import Basis, TimeInterval
from stemmata.model.item import Media
from stemmata.model.told import Part, PartKind, Text
from stemmata.pipeline.stories import Telling

KINDS = frozenset(kind.value for kind in PartKind)


def telling_of(connection: Connection) -> Telling:
    texts: dict[str, Text] = {}
    links: dict[str, list[Link]] = {}
    channels = {post.name for post in held_posts(connection).values() if post.name is not None}
    outlets: set[str] = set()
    for row in connection.execute(select(schema.text).order_by(schema.text.c.holder)):
        texts[row.holder] = _text(row)
        links[row.holder] = [_link(one) for one in json.loads(row.links or "[]")]
        if row.channel is not None and row.posting is None:
            outlets.add(row.channel)
    return Telling(texts, links, Names.of(channels, outlets))


def holdings_of(connection: Connection, texts: Mapping[str, Text], shared: Mapping[tuple[str, str], int]) -> Holdings:
    """What declarations can lead to; `shared` as of pipeline.stories.shared_words."""
    posts = held_posts(connection).values()
    addresses = {address_of(post.url): post.id for post in posts if post.url is not None}
    item, name = schema.item.c, schema.name.c
    names: dict[str, set[str]] = {}
    for sha256, shown in connection.execute(select(name.item, name.shown)):
        names.setdefault(posixpath.basename(shown).casefold(), set()).add(sha256)
    numbers = {
        (str(row.platform), str(row.channel_id), str(row.native_id)): str(row.id)
        for row in connection.execute(select(schema.posting))
        if row.channel_id is not None and row.native_id is not None
    }
    shows = (Media.IMAGE.value, Media.VIDEO.value, Media.AUDIO.value)
    pictures = connection.scalars(select(item.sha256).where(item.media.in_(shows)))
    return Holdings(
        texts,
        shared,
        addresses,
        numbers,
        {shown: frozenset(held) for shown, held in names.items()},
        frozenset(pictures),
    )


def carried_of(connection: Connection) -> list[Carried]:
    """Postings of public channels that carry a picture, film or sound, with the day on which they were posted."""
    item = schema.item.c
    shows = (Media.IMAGE.value, Media.VIDEO.value, Media.AUDIO.value)
    footage = frozenset(connection.scalars(select(item.sha256).where(item.media.in_(shows))))
    made = []
    for post in held_posts(connection).values():
        at = post.dated
        if post.name is None or at is None or at.low_us is None or not footage.intersection(post.items):
            continue
        day = day_of(at.low_us)
        if at.high_us is not None and day_of(at.high_us) == day:
            made.append(Carried(post.id, post.name, day))
    return made


def _text(row: Row[tuple[Any, ...]]) -> Text:
    published = None
    if row.published_basis is not None:
        published = TimeInterval(row.published_low_us, row.published_high_us, Basis(row.published_basis))
    return Text(
        row.holder,
        row.posting is not None,
        row.extraction,
        row.body,
        tuple(_parts(json.loads(row.parts), len(row.body))),
        row.language,
        published,
        row.channel,
        row.title,
    )


def _parts(rows: Iterable[Mapping[str, Any]], length: int) -> Iterable[Part]:
    """Of the body: furniture lies in none of it."""
    for row in rows:
        span, kind = row.get("span"), row.get("kind")
        if span is None or kind not in KINDS:
            continue
        start, end = span
        if 0 <= start < end <= length:
            speaker = row.get("speaker") if kind == PartKind.QUOTATION else None
            yield Part(PartKind(kind), start, end, speaker)


def _link(one: Mapping[str, Any]) -> Link:
    span = one.get("span")
    return Link(one["url"]) if span is None else Link(one["url"], span[0], span[1])
