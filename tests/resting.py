"""A folder of saved pages, posts and one film that rest on each other, for cases that tell a story."""

import json
from pathlib import Path

from tests.media import make

PARAGRAPHS = (
    "Five shells struck the covered market of Teshkala on Thursday morning, killing forty people and wounding 87, "
    "health officials said in the evening.",
    "The first round came down beside the spice stalls, where families were shopping ahead of the Lantern holiday. "
    "Four more followed within three minutes.",
    "Doctors at the only surgical hospital of the town said they had run out of blood by noon and sent the gravest "
    "cases by boat to Marnholt.",
    "By evening the dead had been laid out in a school gymnasium, and a line of people holding photographs stretched "
    "around the block.",
)
MANY = (PARAGRAPHS[0].replace("forty people", "dozens of people"), *PARAGRAPHS[1:3])


def page(site: str, published: str | None, headline: str, *paragraphs: str, more: str = "") -> str:
    when = "" if published is None else f'<meta property="article:published_time" content="{published}">'
    told = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<html lang="en"><head><meta charset="utf-8"><meta property="og:site_name" content="{site}">{when}</head>'
        f"<body><article><h1>{headline}</h1>{told}{more}</article></body></html>"
    )


def write_story_folder(folder: Path) -> Path:
    """Three pages copied from each other, two that cite an agency that nobody holds, one of them with an interview of
    its own, one page that shows a film which a channel posted, and one that describes it."""
    film = make.film(5, seconds=3)
    files = {
        "courier.html": page("Tarn Valley Courier", "2031-03-14T08:00:00Z", "Shells hit market", *PARAGRAPHS),
        "gazette.html": page(
            "Marnholt Gazette", "2031-03-14T11:00:00Z", "Dozens die", *MANY,
            "The Tarn Valley Courier first reported it.",
        ),
        "herald.html": page(
            "The Ostrin Herald", "2031-03-16T09:00:00Z", "Dozens die", MANY[0].replace("87", "many"), MANY[1]
        ),
        "post.html": page(
            "Quarry Street Post", "2031-03-15T07:00:00Z", "Teshkala: what happened",
            "An attack on a market in the river town of Teshkala left many dead, according to a Reuters report. The "
            "spice stalls burned, and boats to Marnholt carried the wounded after the Lantern holiday shopping.",
        ),
        "observer.html": page(
            "The Veldan Observer", "2031-03-16T10:00:00Z", "After Teshkala",
            "Reuters reported that Teshkala buried its dead near the river. Around the spice stalls the Lantern "
            "decorations still hang, and Marnholt received the wounded by boat.",
            "A nurse told this newspaper that there was no blood left.",
        ),
        "clip.html": page(
            "Kestrel Channel", "2031-03-16T12:00:00Z", "Video of the market",
            "This is all that readers sent to us of it.", more='<img src="export/video_files/clip.mp4">',
        ),
        "described.html": page(
            "Highmoor Telegraph", "2031-03-17T12:00:00Z", "Smoke over town",
            "A video that Lower Town News posted on 14 March 2031 has smoke over roofs in it.",
        ),
        "export/result.json": json.dumps(_export()),
    }  # fmt: skip
    for name, content in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(content, "utf-8")
    (folder / "export" / "video_files").mkdir(parents=True, exist_ok=True)
    (folder / "export" / "video_files" / "clip.mp4").write_bytes(film)
    return folder


def _export() -> dict[str, object]:
    message = {
        "id": 1, "type": "message", "date": "2031-03-14T09:00:00", "date_unixtime": "1931245200",
        "from": "Lower Town News", "from_id": "channel777", "file": "video_files/clip.mp4", "media_type": "video_file",
        "mime_type": "video/mp4", "duration_seconds": 3, "text": "Seen this morning",
    }  # fmt: skip
    return {"name": "Lower Town News", "type": "public_channel", "id": 777, "messages": [message]}
