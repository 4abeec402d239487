"""Which files a browser is given to play, and as what: those of events, of kinds that browsers play."""

from sqlalchemy import Connection, select

from stemmata.case import schema

PLAYED = {
    "video/mp4": "video/mp4",
    "video/quicktime": "video/mp4",
    "video/3gpp": "video/mp4",
    "video/webm": "video/webm",
    "video/ogg": "video/ogg",
    "audio/mp4": "audio/mp4",
    "audio/aac": "audio/aac",
    "audio/mpeg": "audio/mpeg",
    "audio/ogg": "audio/ogg",
    "audio/flac": "audio/flac",
    "audio/wav": "audio/wav",
}
"""By what the bytes are, as our own reading tells: nothing that a name or a sender claims reaches the browser."""


def is_playable(mime: str | None) -> bool:
    return mime in PLAYED


def played_as(connection: Connection, item: str) -> str | None:
    """None where the file is not part of an event, or no browser plays its kind."""
    clip, held = schema.event_clip.c, schema.item.c
    query = select(held.mime).where(held.sha256 == item, held.sha256.in_(select(clip.item)))
    return PLAYED.get(connection.scalar(query) or "")
