"""Held postings as lineage and spread ask for them.

No author leaves the tables here. A place that is not public has no name and no id: a number within the case stands for
it, since a private chat is named after the person at its other end.
"""

import json
from collections.abc import Iterable

from sqlalchemy import Connection, select

from stemmata.case import schema
from stemmata.lineage.posted import Bounds, Posted, existence_bounds
from stemmata.model.interval import Basis, TimeInterval


def held_posts(connection: Connection) -> dict[str, Posted]:
    """Every posting by its id; `items` are the held ones that it carries."""
    carried: dict[str, set[str]] = {}
    link = schema.posting_item.c
    for posting, item in connection.execute(select(link.posting, link.item).where(link.item.is_not(None))):
        carried.setdefault(posting, set()).add(item)
    text = schema.text.c
    languages = {
        row.posting: row.language
        for row in connection.execute(select(text.posting, text.language).where(text.posting.is_not(None)))
    }
    received = {
        row.sha256: row.received_us
        for row in connection.execute(select(schema.item.c.sha256, schema.item.c.received_us))
    }
    rows = connection.execute(select(schema.posting).order_by(schema.posting.c.id)).all()
    numbers = _numbers((row.platform, row.channel_id) for row in rows if not _is_public(row.channel_kind))
    made: dict[str, Posted] = {}
    for row in rows:
        public = _is_public(row.channel_kind)
        channel = None
        if row.channel_id is not None:
            within = row.channel_id if public else f"private-{numbers[row.platform, row.channel_id]}"
            channel = f"{row.platform}:{within}"
        at = None
        if row.posted_basis is not None:
            at = TimeInterval(row.posted_low_us, row.posted_high_us, Basis(row.posted_basis))
        made[row.id] = Posted(
            id=row.id,
            platform=row.platform,
            channel=channel,
            name=row.channel_name if public else None,
            native_id=row.native_id,
            at=at,
            items=tuple(sorted(carried.get(row.id, ()))),
            url=row.url,
            language=languages.get(row.id),
            forwarded_from=row.forwarded_from,
            reply_to=row.reply_to,
            links=tuple(str(address) for address in json.loads(row.links)),
            collected_us=received.get(row.raw_object),
            edited=row.edited_us is not None,
        )
    return made


def existence(connection: Connection) -> dict[str, Bounds]:
    """When each held item was made, by what is no claim: so far, that it existed when it was received."""
    rows = connection.execute(select(schema.item.c.sha256, schema.item.c.received_us))
    return {row.sha256: existence_bounds([TimeInterval(None, row.received_us, Basis.COLLECTED)]) for row in rows}


def _is_public(kind: str | None) -> bool:
    """What an export calls public. Where it says nothing, a chat may be anybody's."""
    return kind is not None and kind.startswith("public_")


def _numbers(places: Iterable[tuple[str, str | None]]) -> dict[tuple[str, str], int]:
    known = sorted({(platform, channel) for platform, channel in places if channel is not None})
    return {place: number for number, place in enumerate(known, start=1)}
