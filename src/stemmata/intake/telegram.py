"""Telegram Desktop's JSON export: `result.json` beside the media that it names (core.telegram.org/import-export).

Times come from `date_unixtime` (UTC seconds). Older exports have only `date`, local time without a zone: the interval
is then widened to every zone there is. A bracketed sentence in `photo` or `file` is media that the export left out:
known missing, not an error. A forward carries a name only, no channel id (telegramdesktop/tdesktop#16890): a
lead, not a link.
`edited` may be a reaction (tdesktop#30647) and is kept as claimed.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, BinaryIO

import ijson

from stemmata.model.canonical import Json
from stemmata.model.errors import MediaError
from stemmata.model.failure import Code, Failure
from stemmata.model.interval import Basis, TimeInterval
from stemmata.model.posting import Attachment, Forward, Posting
from stemmata.model.seams import Reducer, Reduction

MAX_MESSAGES = 200_000
"""Messages read from one file; a longer export says so in a failure and is read as far as that."""

LONGEST_PREFIX = 1_000
"""Letters of a place in the file, "chats.list.item.messages.item…": Telegram's have 60. The parser writes one for every
value, so brackets within brackets would otherwise take memory with the square of their number."""

READ_BYTES = 8_192  # at a time: the parser writes the places of all of them before it gives the first

POSTINGS = Reducer(
    name="telegram/3",
    entry="stemmata.intake.telegram:read",
    arrays={},
    max_json_bytes=256_000_000,
    seconds=600.0,
)

ZONES_US = (14 * 3_600_000_000, 12 * 3_600_000_000)
"""Local clocks run from UTC-12 to UTC+14: a time without a zone may be that much earlier or later in UTC."""

_SHAPE = re.compile(
    rb'"messages"\s*:\s*\[\s*\{\s*("id"\s*:\s*-?\d+\s*,\s*)?"type"\s*:\s*"(message|service|unsupported)"'
)
"""How its first message begins. Other programs' exports have messages with an id too; their types are others."""

CALENDAR_S = (-62_135_596_800, 253_402_300_799)
"""The years 1 to 9999: beyond them no time can be shown, nor kept as 64 bits of microseconds."""


def warm() -> None:
    """Load the parser before the worker is locked."""
    list(ijson.items(b'{"messages": [1]}', "messages.item"))


def looks_like_export(head: bytes) -> bool:
    """By the shape of its first message or of its first keys, never by its name."""
    if _SHAPE.search(head):
        return True
    return head.lstrip().startswith(b"{") and b'"about"' in head and b'"personal_information"' in head


def read(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    """facts: {"messages": [[pointer, chat, fields], …], "failures": [[pointer, detail], …]}, in file order."""
    messages: list[object] = []
    failures: list[object] = []
    limited: Failure | None = None
    try:
        for pointer, chat, message in _messages(source):
            if len(messages) >= MAX_MESSAGES:
                limited = Failure(Code.TOO_LARGE, f"the first {MAX_MESSAGES:,} messages were read")
                break
            try:
                messages.append([pointer, chat, _fields(message)])
            except (ValueError, TypeError, KeyError, AttributeError) as error:
                failures.append([pointer, f"{type(error).__name__}: {error}"[:200]])
    except (ijson.JSONError, UnicodeDecodeError) as error:
        if not messages:
            raise MediaError(Code.DAMAGED, f"not JSON: {error}"[:200]) from error
        limited = Failure(Code.TRUNCATED, f"after {len(messages)} messages: {error}"[:200])
    if not messages and not failures:
        raise MediaError(Code.POSTS, "it holds no messages")
    return Reduction({"messages": messages, "failures": failures}, {}, limited)


def _messages(source: BinaryIO) -> Iterator[tuple[str, dict[str, str | None], object]]:
    """(pointer, chat, message) one at a time: exports of whole accounts reach hundreds of megabytes.

    Whatever stands in the list is counted, so that the pointers behind a null stay right.
    """
    path: list[tuple[str, str]] = [("", "messages"), ("chats.list.item", "list"), ("left_chats.list.item", "list")]
    chat: dict[str, str | None] = {"id": None, "name": None, "type": None}
    number, chat_number = 0, -1
    builder: Any = None
    depth = ""
    chats = {prefix for prefix, _ in path}
    # use_float: else the parser's native code crashes over a whole number of more than 4,300 digits
    for prefix, event, value in ijson.parse(source, buf_size=READ_BYTES, use_float=True):
        if len(prefix) > LONGEST_PREFIX:
            raise MediaError(Code.TOO_LARGE, f"nested too deeply: {prefix[:60]}…")
        if builder is not None:
            builder.event(event, value)
            if prefix == depth and event in {"end_map", "end_array"}:
                yield _pointer(depth, chat_number, number), dict(chat), builder.value
                number += 1
                builder = None
            continue
        if prefix and prefix in chats and event not in {"map_key", "end_map", "end_array"}:
            chat, chat_number, number = {"id": None, "name": None, "type": None}, chat_number + 1, 0
        elif event == "start_array" and prefix in {"chats.list", "left_chats.list"}:
            chat_number = -1
        elif prefix.endswith("messages.item") and prefix[:-13].rstrip(".") in chats:
            if event in {"start_map", "start_array"}:
                builder, depth = ijson.ObjectBuilder(), prefix
                builder.event(event, value)
            else:
                yield _pointer(prefix, chat_number, number), dict(chat), value
                number += 1
        else:
            owner, _, key = prefix.rpartition(".")
            if owner in chats and key in chat and event in {"string", "number", "null"}:
                chat[key] = None if value is None else str(value)


def _pointer(prefix: str, chat_number: int, number: int) -> str:
    owner = prefix.removesuffix("messages.item").rstrip(".")
    where = "/messages" if not owner else f"/{owner.split('.')[0]}/list/{chat_number}/messages"
    return f"{where}/{number}"


_TEXT_FIELDS = ("from", "from_id", "actor", "actor_id", "forwarded_from", "saved_from", "photo", "file", "mime_type")
_TIME_FIELDS = ("date_unixtime", "edited_unixtime", "date", "edited")


def _fields(message: object) -> dict[str, object]:
    """What a posting needs, as plain JSON. ValueError for what is no message: no object, no known type, no time."""
    if not isinstance(message, dict):
        raise ValueError(f"a message is an object, got {type(message).__name__}")
    kind = message["type"]
    if kind not in {"message", "service", "unsupported"}:
        raise ValueError(f"unknown type {kind!r}")
    fields: dict[str, object] = {"type": kind}
    fields["id"] = str(message["id"]) if "id" in message else None
    for key in (*_TEXT_FIELDS, *_TIME_FIELDS):
        value = message.get(key)
        if value is not None:
            fields[key] = str(value)
    if message.get("reply_to_message_id") is not None:
        fields["reply_to"] = str(message["reply_to_message_id"])
    if not any(key in fields for key in ("date_unixtime", "date")):
        raise ValueError("no date")
    for key in ("date", "edited"):
        _time(fields, key)
    fields["text"], fields["links"] = _text(message.get("text", ""))
    fields["forwarded"] = "forwarded_from" in message
    return fields


def _text(value: object) -> tuple[str, list[str]]:
    """Plain text and addresses of a string or of the mixed array that formatted messages have."""
    parts = [value] if isinstance(value, str) else value
    if not isinstance(parts, list):
        raise ValueError(f"text is a string or an array, got {type(value).__name__}")
    text, links = [], []
    for part in parts:
        if isinstance(part, str):
            text.append(part)
        elif isinstance(part, dict) and isinstance(part.get("text"), str):
            text.append(part["text"])
            if part.get("type") == "link":
                links.append(part["text"])
            elif part.get("type") == "text_link" and isinstance(part.get("href"), str):
                links.append(part["href"])
        else:
            raise ValueError("a part of the text is neither a string nor an object with text")
    return "".join(text), links


def _time(fields: Mapping[str, object], key: str) -> TimeInterval | None:
    """A platform's claimed time: exact where it is in Unix seconds, else widened to every zone."""
    exact = fields.get(f"{key}_unixtime")
    if exact is not None:
        seconds = int(str(exact))
        if not CALENDAR_S[0] <= seconds <= CALENDAR_S[1]:
            raise ValueError(f"{key}_unixtime lies outside the years 1 to 9999")
        us = seconds * 1_000_000
        return TimeInterval(us, us, Basis.PLATFORM)
    local = fields.get(key)
    if local is None:
        return None
    us = int(datetime.fromisoformat(str(local)).replace(tzinfo=UTC).timestamp()) * 1_000_000
    return TimeInterval(us - ZONES_US[0], us + ZONES_US[1], Basis.PLATFORM)


def postings_from(facts: Mapping[str, object], raw_object: str) -> Iterator[Posting]:
    """Values of what `read` returned, in file order. Service messages carry no posting."""
    rows = facts.get("messages")
    for row in rows if isinstance(rows, list) else []:
        pointer, chat, fields = row
        if fields["type"] != "message":
            continue
        attachments = tuple(_attachment(fields, key) for key in ("photo", "file") if key in fields)
        yield Posting(
            platform="telegram",
            channel_id=chat["id"],
            channel_name=chat["name"],
            channel_kind=chat["type"],
            native_id=fields["id"],
            raw_object=raw_object,
            pointer=pointer,
            text=fields["text"] or None,
            posted_at=_time(fields, "date"),
            author_name=fields.get("from"),
            author_id=fields.get("from_id"),
            edited_at=_time(fields, "edited"),
            reply_to=fields.get("reply_to"),
            forwarded_from=Forward(fields.get("forwarded_from")) if fields["forwarded"] else None,
            attachments=attachments,
            links=tuple(fields["links"]),
            reader=POSTINGS.name,
        )


def _attachment(fields: Mapping[str, str], key: str) -> Attachment:
    value = fields[key]
    if value.startswith("("):
        return Attachment(None, missing=value)
    return Attachment(value, mime=fields.get("mime_type"))


def failures_from(facts: Mapping[str, object]) -> Iterator[tuple[str, Failure]]:
    rows = facts.get("failures")
    for pointer, detail in rows if isinstance(rows, list) else []:
        yield str(pointer), Failure(Code.POSTS, str(detail))
