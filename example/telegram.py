"""A channel as Telegram Desktop exports it to JSON: posts, forwards, replies, edits, an album, media left out.

Format: research on `export_output_json.cpp` of tdesktop; `date` is local time without a zone, `date_unixtime` UTC.
"""

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from example.reuploads import CHAT, PHOTO_1, PHOTO_2, VIDEO_1, VIDEO_2, VIDEO_3, VIDEO_4
from example.texts import FANOOS, FANOOS_PARAGRAPHS, WIRE, WIRE_PARAGRAPHS
from example.truth import Held, Truth

RESULT = f"{CHAT}/result.json"
CHANNEL, CHANNEL_ID = "Mirel Today ميريل اليوم", 2021031400
TOWN = timezone(timedelta(hours=3))
LEFT_OUT = "(File not included. Change data exporting settings to download.)"
TOO_LARGE = "(File exceeds maximum size. Change data exporting settings to download.)"

Json = dict[str, object]
Text = str | list[str | Json]


class _Channel:
    """Messages in order; numbers have gaps, as where posts were deleted."""

    def __init__(self) -> None:
        self.messages: list[Json] = []
        self.next_id = 4180

    def post(
        self,
        when: str,
        text: Text,
        *fields: Json,
        gap: int = 1,
        edited: int | None = None,
        reply_to: int | None = None,
    ) -> int:
        """`when` is "14 10:58" or with seconds: day of March 2021 and local time. `edited` so many minutes later."""
        self.next_id += gap
        day, clock = when.split()
        hour, minute, second = (int(part) for part in (clock + ":00").split(":")[:3])
        at = datetime(2021, 3, int(day), hour, minute, second, tzinfo=TOWN)
        message: Json = {"id": self.next_id, "type": "message"} | _times("date", at)
        message |= {"from": CHANNEL, "from_id": f"channel{CHANNEL_ID}"}
        if edited is not None:
            message |= _times("edited", at + timedelta(minutes=edited))
        if reply_to is not None:
            message["reply_to_message_id"] = reply_to
        for more in fields:
            message |= more
        message["text"] = text
        message["text_entities"] = _entities(text)
        self.messages.append(message)
        return self.next_id


def _times(name: str, at: datetime) -> Json:
    return {name: at.strftime("%Y-%m-%dT%H:%M:%S"), f"{name}_unixtime": str(int(at.astimezone(UTC).timestamp()))}


def _entities(text: Text) -> list[Json]:
    parts = [text] if isinstance(text, str) else text
    return [{"type": "plain", "text": part} if isinstance(part, str) else part for part in parts if part]


def _film(path: str, seconds: int, width: int, height: int) -> Json:
    return {
        "file": path.removeprefix(f"{CHAT}/"),
        "thumbnail": LEFT_OUT,
        "media_type": "video_file",
        "mime_type": "video/mp4",
        "duration_seconds": seconds,
        "width": width,
        "height": height,
    }


def _left_out(sentence: str, seconds: int) -> Json:
    """A film that the export does not hold: Telegram writes a sentence where its name would stand."""
    return {"file": sentence, "media_type": "video_file", "mime_type": "video/mp4", "duration_seconds": seconds}


def _photo(path: str, width: int, height: int) -> Json:
    return {"photo": path.removeprefix(f"{CHAT}/"), "width": width, "height": height}


def messages() -> list[Json]:
    """The channel's history of four days, newest last."""
    channel = _Channel()
    post = channel.post
    pinned: Json = {"id": channel.next_id, "type": "service"} | _times("date", datetime(2021, 3, 13, 9, tzinfo=TOWN))
    pinned |= {"actor": CHANNEL, "actor_id": f"channel{CHANNEL_ID}", "action": "pin_message", "message_id": 3311}
    channel.messages.append(pinned | {"text": "", "text_entities": []})
    post("13 18:02", "Bread queue at Saffra Gate until eight tonight. Bring your own bags.")
    post("13 21:40", "أسعار اليوم: كيس الطحين ١٢، لتر الزيت ٩، ربطة الخبز ١.")
    post("14 08:15", "صباح الخير. الطريق إلى الميناء مفتوح الآن.", edited=34)
    first = post("14 10:49", "انفجار قوي في وسط البلدة، ننتظر التفاصيل")
    post("14 10:53", ["Explosion near the ", {"type": "bold", "text": "grain market"}, ". Stay away from the square!"])
    post("14 10:58", "First footage, received from a resident.", _left_out(LEFT_OUT, 58))
    post("14 11:05:10", "بوابة صفرا هذا الصباح", _photo(PHOTO_1, 800, 600))
    film = post(
        "14 11:41:07",
        ["سوق الحبوب من سطح قريب. ", {"type": "hashtag", "text": "#قلعة_ميريل"}],
        {"forwarded_from": "Lantern Live"},
        _film(VIDEO_1, 9, 426, 240),
        edited=12,
    )
    post("14 11:50", "Is this really today? The awnings look different.", reply_to=film, gap=3)
    post("14 12:20:44", "Another view, from a car entering the square.", _film(VIDEO_2, 11, 424, 240))
    wire = post(
        "14 13:31",
        [WIRE_PARAGRAPHS[0], "\n\n", {"type": "link", "text": "https://tamarune-wire.example/2021/03/14/market"}],
    )
    post("14 13:58", "Update: the Harbour Guard says it was not in the town.", reply_to=wire)
    post("14 15:10", "", _left_out(TOO_LARGE, 731))
    post(
        "14 17:52",
        [FANOOS_PARAGRAPHS[0], " ", {"type": "text_link", "text": "المصدر", "href": "https://fanoos.example/1431"}],
        {"forwarded_from": "فانوس الصباح"},
    )
    post("14 19:05", "من لديه صور أو مقاطع من السوق فليرسلها إلى البوت. لا تنشروا وجوه الناس.", gap=2)
    post(
        "14 22:30",
        ["Hospital needs blood, groups ", {"type": "bold", "text": "0 and B"}, "."],
        reply_to=first,
    )
    claimed = post("15 10:02:31", "عاجل الآن من بوابة صفرا", {"forwarded_from": None}, _film(VIDEO_3, 8, 640, 360))
    post("15 10:15", "The market this morning", _photo(PHOTO_2, 1048, 748))
    post("15 10:15", "", {"photo": LEFT_OUT, "width": 1280, "height": 960})
    post("15 10:15", "", {"photo": LEFT_OUT, "width": 1280, "height": 960})
    post(
        "15 12:44",
        "The cold store was emptied before noon yesterday, two drivers say.",
        {"forwarded_from": "قناة المرفأ"},
        gap=4,
    )
    post(
        "15 19:30:12",
        "كل ما صُوّر في ١٤ آذار في مقطع واحد. شاركوا!",
        {"forwarded_from": "قناة المرفأ"},
        _film(VIDEO_4, 8, 480, 270),
    )
    post(
        "16 07:20",
        "تصحيح: المقطع المنشور صباح أمس ليس من بوابة صفرا.",
        reply_to=claimed,
        edited=3,
    )
    post(
        "16 09:00",
        ["Nine people from Saffra Gate are still missing. Call ", {"type": "phone", "text": "000 31 14"}, "."],
    )
    return channel.messages


def write(folder: Path, known: Truth) -> None:
    """result.json beside its media, and what a reader must find in it."""
    path = folder / RESULT
    path.parent.mkdir(parents=True, exist_ok=True)
    history = messages()
    export: Json = {"name": CHANNEL, "type": "public_channel", "id": CHANNEL_ID, "messages": history}
    path.write_text(json.dumps(export, ensure_ascii=False, indent=1) + "\n", "utf-8", newline="\n")
    known.files[RESULT] = Held("post export", "other")
    for message in history:
        if message["type"] != "message":
            continue
        named = message.get("file", message.get("photo"))
        missing = isinstance(named, str) and named.startswith("(")
        known.postings.append(
            {
                "id": str(message["id"]),
                "posted_unixtime": message["date_unixtime"],
                "items": [f"{CHAT}/{named}"] if named is not None and not missing else [],
                "missing_media": missing,
                "reply_to": message.get("reply_to_message_id"),
                "forwarded": "forwarded_from" in message,
                "edited": "edited_unixtime" in message,
                "text_from": _quoted(message["text"]),
            }
        )


def _quoted(text: object) -> str | None:
    """The article whose first paragraph a post repeats."""
    parts = text if isinstance(text, list) else [text]
    whole = "".join(str(part["text"]) if isinstance(part, dict) else str(part) for part in parts)
    for source, paragraph in ((WIRE, WIRE_PARAGRAPHS[0]), (FANOOS, FANOOS_PARAGRAPHS[0])):
        if paragraph in whole:
            return source
    return None
