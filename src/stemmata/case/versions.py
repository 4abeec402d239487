"""The texts of a story as versions of each other: what each says, since when, and which stands before which."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from stemmata.case import schema
from stemmata.case.queries import short_name
from stemmata.lineage.stemma import Stemma, Sureness
from stemmata.lineage.stemma_json import stemma_from_json
from stemmata.model.interval import Basis, TimeInterval
from stemmata.model.span import TextSpan
from stemmata.model.unit import Track, Unit

ASKED = 900
"""Holders in one question: below what every SQLite takes."""


@dataclass(frozen=True, slots=True)
class TextPart:
    """Code points [start, end) of a body. `speaker` of a quotation, where the text names one."""

    kind: str
    start: int
    end: int
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class HeldText:
    """One text of the case. `time`: when it was posted by the earliest dated post held, as `platform` claims; else the
    date that it bears, as its file claims; else when it was received. `platform` is None for both of these."""

    holder: str
    is_item: bool
    name: str
    extraction: str
    title: str | None
    body: str
    parts: tuple[TextPart, ...]
    language: str | None
    time: TimeInterval | None
    platform: str | None

    @property
    def dated(self) -> TimeInterval | None:
        """Its time, unless that is only when it was received."""
        return None if self.time is None or self.time.basis is Basis.COLLECTED else self.time

    @property
    def headline(self) -> TextPart | None:
        """The headline, where the body opens with one."""
        first = min(self.parts, key=lambda part: (part.start, part.end), default=None)
        return first if first is not None and first.kind == "headline" else None

    def unit(self, start: int | None = None, end: int | None = None) -> Unit:
        """The whole of it, or code points [start, end) of its body."""
        span = None if start is None or end is None else TextSpan(self.extraction, start, end)
        if self.is_item:
            return Unit(Track.TEXT, item=self.holder, span=span)
        return Unit(Track.TEXT, posting=self.holder, span=span)


@dataclass(frozen=True, slots=True)
class TextLink:
    """Two texts between which changes are named. `sureness` of a link of the stemma; None where there is no tree, or
    where it tells no direction: then `by_time` says whether clocks put `before` first, or nothing does and the order
    says nothing."""

    before: str
    after: str
    sureness: Sureness | None
    by_time: bool = False

    @property
    def directed(self) -> bool:
        return self.sureness is not None or self.by_time


def held_text(connection: Connection, holder: str) -> HeldText | None:
    """None where the case holds no text of that name."""
    return next(iter(held_texts(connection, [holder])), None)


def held_texts(connection: Connection, holders: Sequence[str]) -> list[HeldText]:
    """Those of `holders` that have a text: by time, those without a date last, then by id."""
    table = schema.text.c
    found: list[HeldText] = []
    for at in range(0, len(holders), ASKED):
        rows = connection.execute(select(schema.text).where(table.holder.in_(holders[at : at + ASKED])))
        found += [_held(connection, row) for row in rows]
    return sorted(found, key=_order)


def texts_of(connection: Connection, family: str) -> list[HeldText]:
    """Of one story, in the order of `held_texts`."""
    member = schema.member.c
    query = select(member.holder).where(member.family == family).distinct().order_by(member.holder)
    return held_texts(connection, list(connection.scalars(query)))


def text_links(connection: Connection, family: str) -> list[TextLink]:
    """Links of the story's stemma between texts that are held; where it has none, every pair that shares a passage."""
    body = connection.scalar(select(schema.stemma.c.body).where(schema.stemma.c.family == family))
    texts = texts_of(connection, family)
    order = [text.holder for text in texts]
    dated = {text.holder: text.dated for text in texts}
    place = {holder: at for at, holder in enumerate(order)}
    if body is not None:
        return [
            link if link.directed else _by_place(link.before, link.after, place, dated)
            for link in _tree_links(stemma_from_json(json.loads(body)))
        ]
    edge = schema.edge.c
    pairs: set[tuple[str, str]] = set()
    for at in range(0, len(order), ASKED):
        query = select(edge.a, edge.b).where(edge.kind == "same_story", edge.a.in_(order[at : at + ASKED]))
        pairs.update((row.a, row.b) for row in connection.execute(query) if row.b in place)
    made = [_by_place(a, b, place, dated) for a, b in pairs]
    return sorted(made, key=lambda link: (place[link.before], place[link.after]))


def link_as_named(connection: Connection, before: HeldText, after: HeldText) -> TextLink:
    """The link from `before` to `after` where a stemma has it; else in that order, with what their clocks say of it."""
    member = schema.member.c
    families = select(member.family).where(member.holder == before.holder).distinct().order_by(member.family)
    for family in connection.scalars(families).all():
        for link in text_links(connection, family):
            if (link.before, link.after) == (before.holder, after.holder):
                return link
    return in_order(before, after)


def in_order(before: HeldText, after: HeldText) -> TextLink:
    """A pair that no stemma links, in the order in which somebody named it."""
    return TextLink(before.holder, after.holder, None, _is_before(before.dated, after.dated))


def shared_spans(connection: Connection, one: str, other: str) -> list[tuple[int, int, int, int]]:
    """Passages that two texts share: code points [start, end) of the first, then of the second."""
    edge = schema.edge.c
    a, b = sorted((one, other))
    query = select(edge.facts).where(edge.kind == "same_story", edge.a == a, edge.b == b).order_by(edge.a_unit)
    found: list[tuple[int, int, int, int]] = []
    for facts in connection.scalars(query):
        for passage in json.loads(facts).get("passages", []):
            first, second = tuple(passage[:2]), tuple(passage[2:4])
            found.append((*first, *second) if one == a else (*second, *first))
    return sorted(set(found))


def _by_place(one: str, other: str, place: Mapping[str, int], dated: Mapping[str, TimeInterval | None]) -> TextLink:
    """A pair of which no stemma tells the direction, in the order of the texts, with what clocks say of it."""
    before, after = sorted((one, other), key=lambda holder: place.get(holder, len(place)))
    return TextLink(before, after, None, _is_before(dated.get(before), dated.get(after)))


def _tree_links(stemma: Stemma) -> list[TextLink]:
    holders = {witness.id: witness.holders for witness in stemma.witnesses}
    return [
        TextLink(before, after, None if descent.undirected else descent.sureness)
        for descent in stemma.descents
        if descent.parent is not None
        for before in holders.get(descent.parent, ())[:1]
        for after in holders.get(descent.child, ())[:1]
    ]


def _is_before(one: TimeInterval | None, other: TimeInterval | None) -> bool:
    if one is None or other is None or one.high_us is None or other.low_us is None:
        return False
    return one.high_us < other.low_us


def _order(text: HeldText) -> tuple[bool, int, str]:
    low = None if text.dated is None else text.dated.low_us
    return low is None, low or 0, text.holder


def _held(connection: Connection, row: Row[tuple[Any, ...]]) -> HeldText:
    time, platform = text_time(connection, row.holder)
    return HeldText(
        row.holder,
        row.item is not None,
        short_name(connection, row.holder),
        row.extraction,
        row.title,
        row.body,
        parts_of(json.loads(row.parts)),
        row.language,
        time,
        platform,
    )


def parts_of(kept: Sequence[Mapping[str, Any]]) -> tuple[TextPart, ...]:
    """Parts that lie in the body, as an extraction lists them; furniture has no span of it."""
    return tuple(_part(part) for part in kept if part.get("span"))


def _part(kept: Mapping[str, Any]) -> TextPart:
    return TextPart(str(kept["kind"]), int(kept["span"][0]), int(kept["span"][1]), kept.get("speaker"))


def text_time(connection: Connection, holder: str) -> tuple[TimeInterval | None, str | None]:
    """When it was posted, and the platform that says so; of what nobody posted, the date that it bears, else when it
    was received, and None."""
    received = connection.scalar(select(schema.item.c.received_us).where(schema.item.c.sha256 == holder))
    post, link = schema.posting.c, schema.posting_item.c
    mine = post.id == holder
    if received is not None:
        mine = post.id.in_(select(link.posting).where(link.item == holder))
    query = select(schema.posting).where(mine, post.posted_basis.is_not(None)).order_by(post.posted_low_us, post.id)
    row = connection.execute(query.limit(1)).first()
    if row is not None:
        return TimeInterval(row.posted_low_us, row.posted_high_us, Basis(row.posted_basis)), row.platform
    text = schema.text.c
    bears = select(text.published_low_us, text.published_high_us, text.published_basis).where(
        text.holder == holder, text.published_basis.is_not(None)
    )
    row = connection.execute(bears).first()
    if row is not None:
        return TimeInterval(row.published_low_us, row.published_high_us, Basis(row.published_basis)), None
    return (None if received is None else TimeInterval(None, received, Basis.COLLECTED)), None
