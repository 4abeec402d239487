"""A stemma as a case holds it, with what the tables know of each witness: its files, its postings, its picture."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, select

from stemmata.case import schema
from stemmata.lineage.stemma import Named, Stemma
from stemmata.lineage.stemma_json import stemma_from_json
from stemmata.publish.stemma_shape import Shape, letters_of, shape_of

ASKED = 900
"""Holders in one question: below what every SQLite takes."""


@dataclass(frozen=True, slots=True)
class Known:
    """Of one witness. files: names under which its holders were received, at least one for each that is an item.
    low_us, high_us: when its earliest dated posting was posted, as its platform claims; of a text that no
    posting carries, the earliest date that it bears. received_us: when the first of
    its items was handed over. picture: an item with a picture, None where none is held."""

    holders: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    files: int = 0
    posting: str | None = None
    channel: str | None = None
    platform: str | None = None
    low_us: int | None = None
    high_us: int | None = None
    received_us: int | None = None
    duration_us: int | None = None
    picture: str | None = None
    posted: bool = False
    stated: bool = False
    """The time is what a text says of itself."""


@dataclass(frozen=True, slots=True)
class Tree:
    """A stemma with everything that a drawing, a list or an export says of it."""

    stemma: Stemma
    shape: Shape
    letters: Mapping[str, str]
    known: Mapping[str, Known]

    @property
    def files(self) -> dict[str, int]:
        return {one: known.files for one, known in self.known.items()}

    @property
    def named(self) -> dict[str, Named]:
        """Sources that texts name and nobody holds, by witness."""
        return {one.id: one.named for one in self.stemma.witnesses if one.named is not None}

    @property
    def times(self) -> dict[str, tuple[int, int]]:
        return {
            one: (known.low_us, known.high_us if known.high_us is not None else known.low_us)
            for one, known in self.known.items()
            if known.low_us is not None
        }


def stemma_of(connection: Connection, family: str) -> Stemma | None:
    """None where no tree was worked out for this family."""
    body = connection.scalar(select(schema.stemma.c.body).where(schema.stemma.c.family == family))
    return None if body is None else stemma_from_json(json.loads(body))


def kept_tree(connection: Connection, family: str) -> Tree | None:
    stemma = stemma_of(connection, family)
    return None if stemma is None else tree_of(stemma, _known(connection, stemma))


def tree_of(stemma: Stemma, known: Mapping[str, Known]) -> Tree:
    shape = shape_of(stemma, {one: found.low_us for one, found in known.items()})
    whole = {one: known.get(one, Known()) for one in shape.order}
    return Tree(stemma, shape, letters_of(shape), whole)


def _known(connection: Connection, stemma: Stemma) -> dict[str, Known]:
    holders = sorted({holder for one in stemma.witnesses for holder in one.holders})
    item, name, post = schema.item.c, schema.name.c, schema.posting.c
    items = {row.sha256: row for row in _in(connection, schema.item, item.sha256, holders)}
    names: dict[str, list[str]] = {}
    for row in _in(connection, schema.name, name.item, holders):
        names.setdefault(row.item, []).append(row.shown)
    carried: dict[str, list[str]] = {}
    for row in _in(connection, schema.posting_item, schema.posting_item.c.item, holders):
        carried.setdefault(row.item, []).append(row.posting)
    wanted = sorted({one for found in carried.values() for one in found} | set(holders) - items.keys())
    posts = {row.id: row for row in _in(connection, schema.posting, post.id, wanted)}
    texts = {row.holder: row for row in _in(connection, schema.text, schema.text.c.holder, holders)}
    made: dict[str, Known] = {}
    for witness in stemma.witnesses:
        ours = witness.holders
        mine = [posts[one] for holder in ours for one in [*carried.get(holder, ()), holder] if one in posts]
        dated = sorted(
            (row for row in mine if row.posted_low_us is not None), key=lambda row: (row.posted_low_us, row.id)
        )
        first = dated[0] if dated else min(mine, key=lambda row: str(row.id)) if mine else None
        held = [items[holder] for holder in ours if holder in items]
        bearing = [texts[holder] for holder in ours if holder in texts and not mine]
        stated = sorted(
            (row for row in bearing if row.published_low_us is not None),
            key=lambda row: (row.published_low_us, row.holder),
        )
        low = (dated[0].posted_low_us, dated[0].posted_high_us) if dated else (None, None)
        if stated:
            low = stated[0].published_low_us, stated[0].published_high_us
        made[witness.id] = Known(
            holders=ours,
            names=tuple(sorted({one for holder in ours for one in names.get(holder, ())})),
            files=sum(len(set(names.get(row.sha256, ()))) or 1 for row in held),
            posting=None if first is None else first.id,
            channel=None if first is None else first.channel_name or first.platform,
            platform=None if first is None else first.platform,
            low_us=low[0],
            high_us=low[1],
            received_us=min((row.received_us for row in held), default=None),
            duration_us=max((row.duration_us for row in held if row.duration_us), default=None),
            picture=next((row.sha256 for row in held if row.media in {"image", "video"}), None),
            posted=bool(mine),
            stated=bool(stated),
        )
    return made


def _in(
    connection: Connection, table: Table, column: ColumnElement[Any], values: Sequence[str]
) -> Iterator[Row[tuple[Any, ...]]]:
    for at in range(0, len(values), ASKED):
        yield from connection.execute(select(table).where(column.in_(values[at : at + ASKED])))
