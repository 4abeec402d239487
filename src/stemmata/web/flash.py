"""How far away something was that a film shows and then hears: two times in, a range with its parts out."""

import re
from collections.abc import Mapping

from stemmata.match.flash_to_bang import flash_to_bang
from stemmata.publish.figures import in_digits_of

LONGEST_S = 360_000.0
FRAMES = (1.0, 1_000.0)
DEFAULT_FRAMES = "30"
TIME = re.compile(r"(?:(\d{1,4}):)?(\d{1,6}(?:[.,]\d{1,6})?)", re.ASCII)
ARABIC = str.maketrans("٠١٢٣٤٥٦٧٨٩٫", "0123456789.")

Page = dict[str, object]


def flash_form(asked: Mapping[str, str], language: str) -> Page:
    """What was asked, and where it was: its range, or why there is none (a key of words)."""
    typed = {key: asked.get(key, "")[:20] for key in ("flash", "bang", "frames")}
    typed["frames"] = typed["frames"] or DEFAULT_FRAMES
    page: Page = {"typed": typed, "range": None, "refused": None}
    if not (asked.get("flash") or asked.get("bang")):
        return page
    flash, bang, frames = (_seconds(typed[key]) for key in ("flash", "bang", "frames"))
    if flash is None or bang is None:
        return page | {"refused": "flash_no_time"}
    if frames is None or not FRAMES[0] <= frames <= FRAMES[1]:
        return page | {"refused": "flash_no_frames"}
    try:
        found = flash_to_bang(flash, bang, 1 / frames)
    except ValueError:
        return page | {"refused": "flash_before"}
    metres = {
        "low": found.low,
        "high": found.high,
        "frame": found.by_frame,
        "container": found.by_container,
        "air": found.by_air,
    }
    return page | {"range": {key: in_digits_of(f"{value:,.0f}", language) for key, value in metres.items()}}


def _seconds(text: str) -> float | None:
    """Of 1:02.5, 62.5 or 62,5, in either digits."""
    found = TIME.fullmatch(text.strip().translate(ARABIC))
    if found is None:
        return None
    value = 60.0 * int(found[1] or 0) + float(found[2].replace(",", "."))
    return value if value <= LONGEST_S else None
