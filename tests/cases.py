"""Cases for tests: seeded folders, received and worked through as the command line does it."""

import io
import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from PIL import Image
from sqlalchemy import select
from tests.media import make

from stemmata.acts.create import create_case
from stemmata.acts.receive import Incoming, Receipt, receive
from stemmata.case import schema
from stemmata.case.index import Index
from stemmata.case.project import project
from stemmata.intake.folder import Found, survey
from stemmata.pipeline.run import Run, RunSummary
from stemmata.preserve.casefolder import CaseFolder
from stemmata.publish.jsonl import export_jsonl

STORY = (
    "The council said on Thursday that water will be cut in the lower town from six in the morning until noon, "
    "and asked people to fill what they have the evening before."
)
ARABIC_STORY = "قال المجلس يوم الخميس إن المياه ستُقطع عن المدينة السفلى من السادسة صباحًا."
RECEIVED_US = 1_931_300_000_000_000
"""One clock for every case: when a file was received is part of the export."""


def write_small_folder(folder: Path) -> Path:
    """Fourteen files: a film in three forms, a photograph in two, texts in two languages, an export, bad ones."""
    film, other = make.film(1, seconds=4), make.film(2, seconds=3)
    photograph = Image.fromarray(make.texture(7, 512, 384))
    files: dict[str, bytes] = {
        "film.mp4": film,
        "again/film.mp4": film,
        "film.mkv": make.remuxed(film, "matroska"),
        "other.mp4": other,
        "photo.png": _encoded(photograph, "PNG"),
        "crop.jpg": _encoded(photograph.crop((80, 60, 460, 340)), "JPEG"),
        "unrelated.png": _encoded(Image.fromarray(make.texture(8, 512, 384)), "PNG"),
        "story.txt": STORY.encode(),
        "retold.md": f"# Water\n\nOur reporter writes: {STORY}\n".encode(),
        "قصة.txt": ARABIC_STORY.encode(),
        "export/result.json": json.dumps(_export(), ensure_ascii=False).encode(),
        "export/video_files/clip.mp4": film,
        "empty.mp4": b"",
        "cut.mp4": make.film(3)[:-400],
        "unknown.bin": bytes(range(256)) * 4,
    }
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def _encoded(picture: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **({"quality": 70} if kind == "JPEG" else {}))
    return out.getvalue()


def _export() -> dict[str, object]:
    return {
        "name": "Lower Town News",
        "type": "public_channel",
        "id": 777,
        "messages": [
            {
                "id": 1,
                "type": "message",
                "date": "2031-03-14T09:00:00",
                "date_unixtime": "1931245200",
                "from": "Lower Town News",
                "from_id": "channel777",
                "file": "video_files/clip.mp4",
                "media_type": "video_file",
                "mime_type": "video/mp4",
                "duration_seconds": 4,
                "text": "Seen this morning",
            },
            {
                "id": 2,
                "type": "message",
                "date": "2031-03-14T10:00:00",
                "date_unixtime": "1931248800",
                "from": "Lower Town News",
                "from_id": "channel777",
                "text": STORY,
            },
        ],
    }


def received_us() -> int:
    return RECEIVED_US


def add(case: CaseFolder, *paths: Path) -> Receipt:
    return add_entries(case, survey(paths).entries)


def add_entries(case: CaseFolder, entries: Sequence[Found]) -> Receipt:
    """Regular files as a survey found them."""
    return receive(case, [Incoming(entry.path, entry.name) for entry in entries], {}, clock_us=received_us)


def work(case: CaseFolder) -> RunSummary:
    with Run(case, 2, lambda step, done, total: None) as run:
        return run.run()


def made(path: Path, *folders: Path) -> CaseFolder:
    """A new case that holds the folders and was worked through."""
    case = create_case(path, "Test")
    for folder in folders:
        add(case, folder)
    work(case)
    return case


def opened(case: CaseFolder) -> Index:
    """The index, brought up to the logs."""
    index = Index(case.index_path)
    project(case, index)
    return index


def items_of(case: CaseFolder, media: str) -> list[str]:
    """Items of one kind that were read."""
    index = opened(case)
    with index.read() as connection:
        held = schema.item.c
        found = connection.scalars(select(held.sha256).where(held.media == media, held.state == "read")).all()
    index.close()
    return list(found)


def exported(case: CaseFolder, target: Path, leave_out: Sequence[str] = ("custody",)) -> dict[str, str]:
    """SHA-256 of every file of the export. custody.jsonl tells who received what when, and differs by right."""
    index = opened(case)
    try:
        export_jsonl(index, target)
    finally:
        index.close()
    return {
        path.stem: sha256(path.read_bytes()).hexdigest()
        for path in sorted(target.glob("*.jsonl"))
        if path.stem not in leave_out
    }


def rows(case: CaseFolder, target: Path, noun: str) -> list[dict[str, object]]:
    """One noun of the export."""
    exported(case, target)
    return [json.loads(line) for line in (target / f"{noun}.jsonl").read_text("utf-8").splitlines()]
