"""The held texts as they are compared: from the tables, and from what is kept of each page."""

import json
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, select

from stemmata.case import schema
from stemmata.decode.text import TEXT
from stemmata.model.interval import Basis, TimeInterval
from stemmata.model.seams import Reduction
from stemmata.model.told import Part, PartKind, Text
from stemmata.pipeline.derived import Derived


def held_texts(connection: Connection, derived: Derived) -> list[Text]:
    """In order of holders. An article's channel is the site that its page names; when it was published is not read."""
    posted = {row.id: row for row in connection.execute(select(schema.posting))}
    made = []
    for row in connection.execute(select(schema.text).order_by(schema.text.c.holder)):
        published, channel = None, None
        if row.posting is None:
            kept = derived.get(TEXT, row.item)
            site = kept.facts.get("site") if isinstance(kept, Reduction) else None
            channel = str(site) if site else None
        else:
            post = posted[row.posting]
            channel = None if post.channel_id is None else f"{post.platform}:{post.channel_id}"
            if post.posted_basis is not None:
                published = TimeInterval(post.posted_low_us, post.posted_high_us, Basis(post.posted_basis))
        made.append(
            Text(
                row.holder,
                row.posting is not None,
                row.extraction,
                row.body,
                parts_of(json.loads(row.parts)),
                row.language,
                published,
                channel,
                row.title,
            )
        )
    return made


def parts_of(rows: object) -> tuple[Part, ...]:
    """As an extraction lists them; furniture has no place in the body. ValueError for a kind that is not known."""
    made = []
    for row in rows if isinstance(rows, Iterable) else ():
        if not isinstance(row, Mapping):
            raise ValueError(f"a part is an object, got {row!r:.80}")
        span = row.get("span")
        if span is None:
            continue
        start, end = (int(str(place)) for place in span)
        speaker = row.get("speaker")
        made.append(Part(PartKind(str(row["kind"])), start, end, None if speaker is None else str(speaker)))
    return tuple(made)
