"""A file with parts of it hidden for good: black over the decoded picture, silence in the decoded sound, encoded anew.

What was hidden is in no byte of what comes out: it is drawn before anything is encoded, and nothing of the file that
was received is copied, no metadata either. A still becomes PNG, a film or sound WebM (VP8 and mono Opus, at most 1280
pixels a side and 25 pictures a second): a derivative, to be read beside the proof of the original, never in its place.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
import numpy.typing as npt
from PIL import Image

from stemmata.decode import stills
from stemmata.decode.sniff import HEAD_BYTES, media_of, media_type
from stemmata.decode.viewing_copy import HZ, MOST_BYTES, MOST_SECONDS, CopyForm, Samples, copied
from stemmata.decode.viewing_copy import warm as warm_copies
from stemmata.model.canonical import Json
from stemmata.model.errors import MediaError
from stemmata.model.failure import Code
from stemmata.model.item import Media
from stemmata.model.seams import ArrayBound, Reducer, Reduction
from stemmata.model.span import MILLIONTHS

STEP_MS = 40
"""25 pictures a second at most."""
REDACTED_BITS = 2_000_000
"""A second of picture: 720 lines that are still to be read."""

REDACTION = Reducer(
    "redaction/1",
    "stemmata.decode.redaction:redaction",
    {"file": ArrayBound("|u1", (6 * MOST_BYTES,))},
    seconds=3600.0,
    memory_bytes=3_000_000_000,
)
"""Parameters: boxes [[x, y, w, h, start_us|null, end_us|null], ...] in millionths of the upright picture, silences
[[start_us, end_us], ...]. facts: mime. MediaError: NOT_READ for what has neither picture nor sound; TOO_LARGE for a
film beyond ten minutes, since one that silently ends early would hide more than was asked; and as the decoders."""

Pixels = npt.NDArray[np.uint8]


def warm() -> None:
    stills.warm()
    warm_copies()


@dataclass(frozen=True, slots=True)
class Box:
    """A window of the upright picture, in shares, from `start_ms` to `end_ms`; None is from the start, to the end."""

    left: float
    top: float
    right: float
    bottom: float
    start_ms: int | None = None
    end_ms: int | None = None

    def cover(self, pixels: Pixels, at_ms: int, step_ms: int) -> None:
        """Black, outward to whole pixels and to every picture that may show part of the time."""
        if self.start_ms is not None and at_ms + step_ms <= self.start_ms:
            return
        if self.end_ms is not None and at_ms >= self.end_ms + step_ms:
            return
        height, width = pixels.shape[:2]
        rows = slice(int(np.floor(self.top * height)), int(np.ceil(self.bottom * height)))
        columns = slice(int(np.floor(self.left * width)), int(np.ceil(self.right * width)))
        pixels[rows, columns] = 0


def redaction(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    """See REDACTION."""
    boxes = [_box(row) for row in _rows(parameters.get("boxes"))]
    silences = [(int(str(row[0])), int(str(row[1]))) for row in _rows(parameters.get("silences"))]
    media = media_of(media_type(source.read(HEAD_BYTES)))
    source.seek(0)
    if media is Media.IMAGE:
        return _still(source, boxes)
    if media in {Media.VIDEO, Media.AUDIO}:
        return _film(source, boxes, silences)
    raise MediaError(Code.NOT_READ)


def _still(source: BinaryIO, boxes: Sequence[Box]) -> Reduction:
    still = stills.read_still(source)
    if still.failure is not None:
        raise MediaError(still.failure.code, still.failure.detail)
    pixels = np.array(still.pixels)
    for box in boxes:
        box.cover(pixels, 0, 1)
    made = io.BytesIO()
    Image.fromarray(pixels).save(made, "PNG")
    return Reduction({"mime": "image/png"}, {"file": np.frombuffer(made.getvalue(), np.uint8)})


def _film(source: BinaryIO, boxes: Sequence[Box], silences: Sequence[tuple[int, int]]) -> Reduction:
    def hidden(pixels: Pixels, at_ms: int) -> None:
        for box in boxes:
            box.cover(pixels, at_ms, STEP_MS)

    def silenced(samples: Samples) -> None:
        for start_us, end_us in silences:
            samples[max(0, start_us * HZ // 1_000_000) : -(-end_us * HZ // 1_000_000)] = 0

    made = copied(source, CopyForm(1280, STEP_MS, REDACTED_BITS, hidden), silenced)
    if made.facts["is_cut"]:
        raise MediaError(Code.TOO_LARGE, f"it is longer than {MOST_SECONDS // 60} minutes")
    if made.failure is not None:
        raise MediaError(made.failure.code, made.failure.detail)
    return Reduction({"mime": "video/webm"}, {"file": made.arrays["webm"]})


def _rows(value: Json) -> list[list[Json]]:
    return [row for row in value if isinstance(row, list)] if isinstance(value, list) else []


def _box(row: Sequence[Json]) -> Box:
    x, y, width, height = (int(str(value)) / MILLIONTHS for value in row[:4])
    times = [None if value is None else int(str(value)) // 1000 for value in row[4:6]]
    start, end = times if len(times) == 2 else (None, None)
    return Box(max(0.0, x), max(0.0, y), min(1.0, x + width), min(1.0, y + height), start, end)
