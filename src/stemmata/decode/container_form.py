"""The form of a file's container: in which order its parts stand, and how what can be written in several ways is.

A program writes what it stores in a form of its own: which segments, in which order, with which tables. That form
changes where a file is stored again and not where it is only passed on. Read for JPEG by Kee, Johnson and Farid
(Digital image authentication from JPEG headers, IEEE TIFS 6, 2011), for MP4 and MOV by Gloe, Fischer and Kirchner
(Forensic analysis of video file formats, Digital Investigation 11, 2014). Anyone can write any form.

A form can be that of a model of telephone. It stays within the case: what leaves it says only what of two forms agrees.

Sources: PNG third edition section 5.3; RFC 9649 section 2.3 (WebP); ISO 14496-12 sections 4.2 and 4.3 (boxes, brands).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from stemmata.decode.claims import BOXED, plain_text
from stemmata.decode.jpeg_form import jpeg_aspects
from stemmata.decode.jpeg_segments import Segments
from stemmata.decode.lengths import boxes

FORMAT = "format"
ASPECTS = (
    FORMAT, "coding", "sampling", "quantisation", "huffman", "restart", "scans", "order", "segments", "thumbnail",
    "interlaced", "parts", "brands", "handlers", "writer",
)  # fmt: skip
"""In the order in which they are named. `order` and `segments` are of a JPEG: its tables, and what it says of itself;
`parts` are the chunks or boxes of other containers."""

MAX_TEXT = 400
"""Characters of one aspect; longer ones are cut and end with an ellipsis."""
MAX_CHUNKS = 100_000
"""As many as boxes are read (lengths.MAX_BOXES)."""
MAX_BRANDS = 64
IHDR_BYTES = 13
INTERLACED = {b"\x00": "no", b"\x01": "yes"}
"""By the last byte of IHDR (PNG third edition section 11.2.1)."""


@dataclass(frozen=True, slots=True)
class Form:
    """`format` is the type of the bytes. `aspects`: what was read of the form, by a name of ASPECTS without `format`;
    what was not read, or does not apply, is not there."""

    format: str
    aspects: Mapping[str, str] = field(default_factory=dict)

    def row(self) -> dict[str, object]:
        return {FORMAT: self.format, "aspects": dict(sorted(self.aspects.items()))}


def form_of(row: object) -> Form | None:
    """From what `Form.row` wrote; None for anything else, so that what is not known stays so."""
    if not isinstance(row, dict) or not isinstance(row.get("aspects"), dict):
        return None
    aspects = {str(name): str(value) for name, value in row["aspects"].items() if name in ASPECTS}
    return Form(str(row.get(FORMAT)), aspects)


def still_form(source: BinaryIO, mime: str, segments: Segments) -> Form:
    """`segments`: of a JPEG; those of other stills are not looked at."""
    if mime == "image/jpeg":
        return _form(mime, jpeg_aspects(segments))
    if mime == "image/png":
        return _form(mime, _png(source))
    if mime == "image/webp":
        return _form(mime, {"parts": _in_order(_webp_chunks(source))})
    if mime in BOXED:
        return _form(mime, _boxed(source) | {"brands": _brands(source)})
    return Form(mime)


def film_form(source: BinaryIO, mime: str, claimed: Sequence[Sequence[object]]) -> Form:
    """`claimed`: what its container and tracks say (claims.py)."""
    said: dict[str, list[str]] = {}
    for name, value, *_ in claimed:
        said.setdefault(str(name).lower().rsplit(": ", 1)[-1], []).append(str(value))
    aspects = _boxed(source) if mime in BOXED else {}
    if said.get("major_brand"):
        aspects["brands"] = " ".join((*said["major_brand"], *said.get("compatible_brands", ())))
    if said.get("handler_name"):
        aspects["handlers"] = " / ".join(said["handler_name"])
    if said.get("encoder"):
        aspects["writer"] = " / ".join(said["encoder"])
    return _form(mime, aspects)


def _form(mime: str, aspects: Mapping[str, str]) -> Form:
    return Form(mime, {name: plain_text(value, MAX_TEXT) for name, value in aspects.items() if value})


def _in_order(names: Iterable[str]) -> str:
    """Each once, where it first stands: how often a part comes again hangs on the length of what is stored."""
    return " ".join(dict.fromkeys(names))


def _png(source: BinaryIO) -> dict[str, str]:
    source.seek(8)
    names: list[str] = []
    interlaced = ""
    while len(names) < MAX_CHUNKS:
        head = source.read(8)
        length, kind = int.from_bytes(head[:4], "big"), head[4:8]
        if len(head) < 8 or length > 0x7FFFFFFF or not _is_name(kind):
            break
        names.append(_name(kind))
        if kind == b"IEND":
            break
        following = source.tell() + length + 4
        if kind == b"IHDR":
            interlaced = INTERLACED.get(source.read(IHDR_BYTES)[-1:], "")
        source.seek(following)
    return {"parts": _in_order(names), "interlaced": interlaced}


def _webp_chunks(source: BinaryIO) -> Iterable[str]:
    source.seek(12)
    for _ in range(MAX_CHUNKS):
        head = source.read(8)
        if len(head) < 8 or not _is_name(head[:4]):
            return
        yield _name(head[:4])
        length = int.from_bytes(head[4:8], "little")
        source.seek(length + length % 2, 1)


def _boxed(source: BinaryIO) -> dict[str, str]:
    return {"parts": _in_order(_name(kind) for kind, _, _ in boxes(source))}


def _brands(source: BinaryIO) -> str:
    source.seek(0)
    head = source.read(16 + 4 * MAX_BRANDS)
    if head[4:8] != b"ftyp":
        return ""
    end = min(int.from_bytes(head[:4], "big"), len(head) - 3)
    found = [head[8:12], *(head[at : at + 4] for at in range(16, end, 4))]
    return " ".join(_name(brand) for brand in found)


def _is_name(kind: bytes) -> bool:
    return len(kind) == 4 and all(32 <= letter < 127 for letter in kind)


def _name(kind: bytes) -> str:
    return kind.decode("latin-1").strip() or "?"
