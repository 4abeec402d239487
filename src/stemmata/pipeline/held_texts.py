"""The held texts as they are compared: from the tables, and from what is kept of each page."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from sqlalchemy import Connection, select

from stemmata.case import schema
from stemmata.decode.text import TEXT
from stemmata.model.interval import Basis, TimeInterval
from stemmata.model.seams import Reduction
from stemmata.model.told import Part, PartKind, Text
from stemmata.pipeline.derived import Derived

HOUR_US = 3_600_000_000
DAY_US = 24 * HOUR_US
EASTERNMOST_US = 14 * HOUR_US
WESTERNMOST_US = 12 * HOUR_US
"""How far clocks run ahead of UTC and behind it (IANA time zones: Pacific/Kiritimati, Etc/GMT+12)."""

DAY = r"\d{4}-?\d\d-?\d\d|\d{4}-?W\d\d(?:-?\d)?"
"""Calendar and week dates of ISO 8601 without a clock."""


def held_texts(connection: Connection, derived: Derived) -> list[Text]:
    """In order of holders. An article's channel is the site that its page names."""
    posted = {row.id: row for row in connection.execute(select(schema.posting))}
    made = []
    for row in connection.execute(select(schema.text).order_by(schema.text.c.holder)):
        published, channel = None, None
        if row.posting is None:
            kept = derived.get(TEXT, row.item)
            facts = kept.facts if isinstance(kept, Reduction) else {}
            channel = str(facts["site"]) if facts.get("site") else None
            if row.published_basis is not None:
                published = TimeInterval(row.published_low_us, row.published_high_us, Basis(row.published_basis))
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


def published_time(written: str) -> TimeInterval | None:
    """What a page claims in ISO 8601: an instant where it names its zone, else all instants that it can be. A day
    without a clock is all of that day. None for anything else: 03/04 is two days."""
    try:
        named = datetime.fromisoformat(written.strip())
    except ValueError:
        return None
    if named.tzinfo is not None:
        instant = round(named.timestamp() * 1_000_000)
        return TimeInterval(instant, instant, Basis.FILE)
    low = round(named.replace(tzinfo=UTC).timestamp() * 1_000_000)
    length = DAY_US - 1 if re.fullmatch(DAY, written.strip()) else 0
    return TimeInterval(low - EASTERNMOST_US, low + length + WESTERNMOST_US, Basis.FILE)


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
