"""A case of two stories, in English and in Arabic, with changes that a test names by hand. Every name is invented."""

import json
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select
from tests import cases

from stemmata.case import schema
from stemmata.case.index import Index
from stemmata.model.change import Change, Code, Stretch, Where
from stemmata.pipeline.named_changes import Wording
from stemmata.preserve.casefolder import CaseFolder

REST = (
    "struck the grain market in the old town of Qal’at Mirel. The council of the town asked people to stay away from "
    "the market until the rubble is cleared."
)
WIRE = f"At least 12 people were killed on Friday morning when a shell reportedly {REST}"
POST = f"Dozens of people were killed on Friday morning when a shell {REST} Among them were children (بينهم أطفال)."
ARABIC_REST = "صباح الجمعة بقذيفة أصابت سوق الحبوب في البلدة القديمة من قلعة ميريل، وطلب المجلس الابتعاد عن السوق."
HARBOUR = f"قُتل ١٢ شخصًا على الأقل {ARABIC_REST}"
FANOOS = f"قُتل العشرات قرب المستشفى {ARABIC_REST} ولم يعلّق الرتل الأزرق (Blue Column, 3rd unit)."
LONG_NAME = "فانوس الصباح - طبعة يوم الجمعة الرابع عشر من آذار في قلعة ميريل.txt"
QUOTED = "> «سمعنا انفجارين ثم ركض الجميع نحو النهر»"
WORDS: Sequence[tuple[Code, str | None, str | None]] = (
    (Code.NUMBER_VAGUENED, "At least 12", "Dozens"),
    (Code.INSERTED, None, "Among them were children (بينهم أطفال)."),
    (Code.HEDGE_DROPPED, "reportedly", None),
    (Code.NUMBER_VAGUENED, "١٢ شخصًا على الأقل", "العشرات"),
    (Code.INSERTED, None, "قرب المستشفى"),
)


def namer(before: Wording, after: Wording) -> list[Change]:
    """What stands in WORDS and in these two texts, as lineage would name it."""
    made = []
    for code, gone, new in WORDS:
        one, other = _found(before.body, gone), _found(after.body, new)
        if (one is None) == (gone is None) and (other is None) == (new is None):
            made.append(Change(code, one, other))
    return made


def _found(body: str, words: str | None) -> Stretch | None:
    at = -1 if words is None else body.find(words)
    return None if words is None or at < 0 else Stretch(Where.BODY, at, at + len(words), words)


def write_folder(folder: Path) -> Path:
    """Four texts: a wire, a post that retells it, and two in Arabic; one file has a long Arabic name."""
    messages = [_message(1, 10, POST), _message(2, 14, FANOOS)]
    told = {"name": "أخبار قلعة ميريل", "type": "public_channel", "id": 777, "messages": messages}
    files = {
        "tamarune-wire.md": f"# Shell hits grain market\n\n{WIRE}\n",
        "المرفأ.txt": HARBOUR,
        LONG_NAME: f"{FANOOS}\n\n{QUOTED}\n",
        "export/result.json": json.dumps(told, ensure_ascii=False),
    }
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    return folder


def _message(number: int, hour: int, text: str) -> dict[str, object]:
    return {
        "id": number,
        "type": "message",
        "date": f"2031-03-14T{hour}:00:00",
        "date_unixtime": str(1_931_212_800 + 3600 * hour),
        "from": "أخبار قلعة ميريل",
        "from_id": "channel777",
        "text": text,
    }


def made(path: Path) -> CaseFolder:
    return cases.made(path / "case", write_folder(path / "folder"))


def holder(index: Index, beginning: str) -> str:
    """Of the text whose body begins so, behind a headline or not; a post before a file."""
    with index.read() as connection:
        rows = connection.execute(select(schema.text).order_by(schema.text.c.item.is_not(None))).all()
    return next(str(row.holder) for row in rows if beginning in row.body[:60])


def story(index: Index, beginning: str) -> str:
    """The id of the story that holds that text."""
    with index.read() as connection:
        found = connection.scalar(
            select(schema.member.c.family).where(schema.member.c.holder == holder(index, beginning))
        )
    assert found is not None
    return str(found)
