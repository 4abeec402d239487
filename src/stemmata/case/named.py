"""From what a person types to a unit of the case: a SHA-256 or its beginning, a file's name, and a stretch of it."""

import re

from sqlalchemy import Connection, Table, select

from stemmata.case import schema
from stemmata.case.queries import short_name
from stemmata.model.errors import BadRequest, NotHeld, NotOne
from stemmata.model.item import Media, compared_as
from stemmata.model.span import Span
from stemmata.model.unit import Track, Unit

LEAST_DIGITS = 6
"""Anything shorter is taken for a file's name, never for the beginning of a SHA-256."""

TRACKS = {
    Media.IMAGE: Track.PICTURE,
    Media.VIDEO: Track.PICTURE,
    Media.AUDIO: Track.SOUND,
    Media.TEXT: Track.TEXT,
}
_CLOCK = r"(\d+):([0-5]\d(?:\.\d{1,6})?)"
_STRETCH = re.compile(rf"(.+)@{_CLOCK}[-–]{_CLOCK}")  # the pages write spans with an en dash


def unit_named(connection: Connection, text: str) -> Unit:
    """The whole of what `text` names, or with `@0:03-0:17` that stretch. NotHeld, NotOne, BadRequest."""
    named, span = text, None
    parts = _STRETCH.fullmatch(text)
    if parts is not None and not _holders(connection, text):
        named = parts[1]
        span = _span(text, _us(parts[2], parts[3]), _us(parts[4], parts[5]))
    holders = _holders(connection, named)
    if not holders:
        raise NotHeld(named)
    if len(holders) > 1:
        raise NotOne(named, [f"{holder[:12]} ({short_name(connection, holder)})" for holder in holders])
    return _part(connection, holders[0], span)


def whole_unit(connection: Connection, holder: str) -> Unit:
    """The whole of an item or posting by its id. NotHeld; BadRequest for what was not read."""
    if holder not in _holders(connection, holder):
        raise NotHeld(holder)
    return _part(connection, holder, None)


def typed_name(connection: Connection, holder: str) -> str:
    """A word by which `unit_named` finds this file or post: its short name where no other has it, else its id."""
    name = short_name(connection, holder)
    return name if _holders(connection, name) == [holder] else holder[:12]


def item_named(connection: Connection, text: str) -> str:
    """The SHA-256 of the file that `text` names. NotHeld, NotOne."""
    item = schema.item.c.sha256
    files = list(connection.scalars(select(item).where(item.in_(_holders(connection, text))).order_by(item)))
    if not files:
        raise NotHeld(text, "file")
    if len(files) > 1:
        raise NotOne(text, [f"{file[:12]} ({short_name(connection, file)})" for file in files])
    return str(files[0])


def any_entry_named(connection: Connection, text: str) -> str:
    """The id of the entry, of whatever type, that `text` is, or begins. NotHeld, NotOne."""
    entry = schema.entry.c.id
    query = select(entry).where(entry.startswith(text, autoescape=True)).order_by(entry)
    return _one_entry(list(connection.scalars(query)) if len(text) >= LEAST_DIGITS else [], text, "entry")


def entry_named(connection: Connection, text: str) -> str:
    """The id of the judgement that `text` is, or begins. NotHeld, NotOne."""
    return _entry(connection, schema.judgement, text, "judgement")


def record_named(connection: Connection, text: str) -> str:
    """The id of the record on who stands behind material that `text` is, or begins. NotHeld, NotOne."""
    return _entry(connection, schema.sourcing, text, "statement on who stands behind material")


def _entry(connection: Connection, table: Table, text: str, kind: str) -> str:
    entry = table.c.entry
    query = select(entry).where(entry.startswith(text, autoescape=True)).order_by(entry)
    return _one_entry(list(connection.scalars(query)) if len(text) >= LEAST_DIGITS else [], text, kind)


def _one_entry(found: list[str], text: str, kind: str) -> str:
    if not found:
        raise NotHeld(text, kind)
    if len(found) > 1:
        raise NotOne(text, [one[:16] for one in found])
    return str(found[0])


def _holders(connection: Connection, text: str) -> list[str]:
    """Items and postings, sorted. A file's name is compared with the last part of every name received, or all of it."""
    digits = text.lower()
    if len(digits) >= LEAST_DIGITS and set(digits) <= set("0123456789abcdef"):
        found: set[str] = set()
        for column in (schema.item.c.sha256, schema.posting.c.id):
            found.update(connection.scalars(select(column).where(column.startswith(digits))))
        if found:
            return sorted(found)
    shown = schema.name.c.shown
    named = select(schema.name.c.item).where((shown == text) | shown.endswith("/" + text, autoescape=True))
    return sorted(set(connection.scalars(named)))


def _part(connection: Connection, holder: str, span: Span | None) -> Unit:
    row = connection.execute(select(schema.item).where(schema.item.c.sha256 == holder)).first()
    if row is None:
        if span is not None:
            raise BadRequest("a posting has no stretch of time", "name it without @")
        return Unit(Track.TEXT, posting=holder)
    media = compared_as(Media(row.media), row.duration_us) if row.media is not None else None
    track = TRACKS.get(media) if media is not None else None
    if track is None:
        raise BadRequest(
            f"{short_name(connection, holder)} was not read as a picture, sound or text",
            "run stemmata run first; what cannot be read cannot be judged",
        )
    if span is not None and media not in (Media.VIDEO, Media.AUDIO):
        raise BadRequest(f"{short_name(connection, holder)} has no stretch of time", "name it without @")
    return Unit(track, item=holder, span=span)


def _us(minutes: str, seconds: str) -> int:
    whole, _, fraction = seconds.partition(".")
    return (int(minutes) * 60 + int(whole)) * 1_000_000 + int(fraction.ljust(6, "0"))


def _span(text: str, start_us: int, end_us: int) -> Span:
    if start_us >= end_us:
        raise BadRequest(f"the stretch of {text} ends before it starts", "write it as @START-END, such as @0:03-0:17")
    return Span(start_us, end_us)
