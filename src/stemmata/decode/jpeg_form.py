"""The form of a JPEG, read from its segments alone (ITU-T T.81 annex B)."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from itertools import islice

from stemmata.decode.huffman_tables import STANDARD, tables
from stemmata.decode.jpeg_segments import (
    APPLICATION,
    COMMENT,
    FRAMES,
    HUFFMAN,
    QUANTISATION,
    RESTART,
    START_OF_SCAN,
    Segment,
    Segments,
)

CODINGS = {
    0xC0: "baseline",
    0xC1: "extended",
    0xC2: "progressive",
    0xC3: "lossless",
    0xC9: "arithmetic",
    0xCA: "progressive arithmetic",
}
"""T.81 table B.1; the rest are hierarchical, and rare."""

KINDS = (
    (0xE0, b"JFIF\0", "JFIF"),
    (0xE0, b"JFXX\0", "JFXX"),
    (0xE1, b"Exif\0", "Exif"),
    (0xE1, b"http://ns.adobe.com/xap/1.0/\0", "XMP"),
    (0xE1, b"http://ns.adobe.com/xmp/extension/\0", "XMP extension"),
    (0xE2, b"ICC_PROFILE\0", "ICC"),
    (0xE2, b"MPF\0", "MPF"),
    (0xEB, b"JP", "JUMBF"),
    (0xEC, b"Ducky", "Ducky"),
    (0xED, b"Photoshop 3.0\0", "Photoshop"),
    (0xEE, b"Adobe", "Adobe"),
)
"""What application segments hold, by how they begin: T.871, CIPA DC-008, XMP part 3, ICC.1 annex B, CIPA DC-007,
ISO 19566-5, ExifTool's tables (Ducky), Adobe's Photoshop file formats, Adobe TN 5116."""

SAID = APPLICATION | {COMMENT}
"""Segments that say something and change nothing of the picture."""

MAX_TABLES = 64
"""Of one kind that are looked at: a decoder holds four of each, and a file may define them again."""
SHORT = 16
"""Digits of a digest that only has to differ where tables do."""


def jpeg_aspects(segments: Segments) -> Mapping[str, str]:
    """By names of container_form.ASPECTS; nothing where no scan was met, `scans` only where all of them were.

    What stands between later scans is not looked at: it follows from the picture.
    """
    until = next((at for at, one in enumerate(segments.found) if one.marker == START_OF_SCAN), None)
    if until is None:
        return {}
    before = segments.found[: until + 1]
    said = [one for one in before if one.marker in SAID]
    frame = next((one for one in before if one.marker in FRAMES), None)
    aspects = {
        "order": " ".join(_table(one) for one in before if one.marker not in SAID),
        "segments": " ".join(dict.fromkeys(kind_of(one) for one in said)) or "none",
        "thumbnail": _thumbnail(before),
        "quantisation": _quantisation(before),
        "huffman": _huffman(before),
    }
    if frame is not None:
        aspects["coding"] = CODINGS.get(frame.marker, "hierarchical")
        aspects["sampling"] = " ".join(f"{across}x{down}" for across, down in _sampling(frame.content))
        aspects["restart"] = _restart(next(_of(before, RESTART), b""), frame.content)
    if segments.complete:
        aspects["scans"] = str(len(segments.of(START_OF_SCAN)))
    return {name: value for name, value in aspects.items() if value}


def _of(found: tuple[Segment, ...], marker: int) -> Iterator[bytes]:
    return (one.content for one in found if one.marker == marker)


def segment_name(one: Segment) -> str:
    """What it holds, or the name of its marker."""
    return kind_of(one) if one.marker in SAID else _table(one)


def _table(one: Segment) -> str:
    if one.marker in FRAMES:
        return "SOF"
    named = {QUANTISATION: "DQT", HUFFMAN: "DHT", RESTART: "DRI", START_OF_SCAN: "SOS"}
    return named.get(one.marker, f"{one.marker:02X}")


def kind_of(one: Segment) -> str:
    if one.marker == COMMENT:
        return "comment"
    for marker, beginning, kind in KINDS:
        if one.marker == marker and one.content.startswith(beginning):
            return kind
    return f"APP{one.marker - 0xE0}"


def _sampling(frame: bytes) -> list[tuple[int, int]]:
    """Across and down, component by component (T.81 section B.2.2); [] of a frame that is cut."""
    count = frame[5] if len(frame) > 5 else 0
    found = frame[7 : 6 + 3 * count : 3]
    return [(one >> 4, one & 15) for one in found] if len(found) == count else []


def _restart(segment: bytes, frame: bytes) -> str:
    """After how many rows of coded blocks, since that does not hang on the size of the picture; else after how many
    blocks (T.81 section B.2.4.4); none: never."""
    blocks = int.from_bytes(segment[:2], "big")
    widest = max((across for across, _ in _sampling(frame)), default=0)
    if not blocks or not widest:
        return "none" if not blocks else str(blocks)
    row = -(-int.from_bytes(frame[3:5], "big") // (8 * widest))
    return f"{blocks // row} rows" if row and blocks % row == 0 else str(blocks)


def _quantisation(before: tuple[Segment, ...]) -> str:
    """Which tables there are, without saying which: a digest of numbers and steps."""
    every = (table for content in _of(before, QUANTISATION) for table in _steps(content))
    found = set(islice(every, MAX_TABLES))
    return sha256(repr(sorted(found)).encode("ascii")).hexdigest()[:SHORT] if found else ""


def _steps(segment: bytes) -> Iterator[tuple[int, tuple[int, ...]]]:
    """(number, 64 steps) of every table of a DQT segment (T.81 section B.2.4.1); a cut one ends it."""
    at = 0
    while at < len(segment):
        wide, number = (2 if segment[at] >> 4 else 1), segment[at] & 15
        end = at + 1 + 64 * wide
        if end > len(segment):
            return
        yield number, tuple(int.from_bytes(segment[i : i + wide], "big") for i in range(at + 1, end, wide))
        at = end


def _huffman(before: tuple[Segment, ...]) -> str:
    """standard: no tables but those of annex K; own: others; none: a coder that relies on the reader to have them."""
    every = (table for content in _of(before, HUFFMAN) for table in tables(content))
    found = list(islice(every, MAX_TABLES))
    if not found:
        return "none"
    return "standard" if STANDARD.issuperset(found) else "own"


def _thumbnail(before: tuple[Segment, ...]) -> str:
    """Where a small picture of it is kept: in the Exif directory, in the JFIF header, or nowhere."""
    kept = [name for name, has in (("Exif", _exif_thumbnail), ("JFIF", _jfif_thumbnail)) if any(map(has, before))]
    return " ".join(kept) or "none"


def _jfif_thumbnail(one: Segment) -> bool:
    kind = kind_of(one)
    return kind == "JFXX" or (kind == "JFIF" and len(one.content) >= 14 and bool(one.content[12] and one.content[13]))


def _exif_thumbnail(one: Segment) -> bool:
    """Whether a second directory follows the first (CIPA DC-008 section 4.5.2)."""
    if kind_of(one) != "Exif":
        return False
    tiff = one.content[6:]
    order = {b"II": "little", b"MM": "big"}.get(tiff[:2])
    if order is None or len(tiff) < 8:
        return False
    little = order == "little"
    first = _number(tiff[4:8], little=little)
    behind = first + 2 + 12 * _number(tiff[first : first + 2], little=little)
    return _number(tiff[behind : behind + 4], little=little) > 0


def _number(content: bytes, *, little: bool) -> int:
    return int.from_bytes(content, "little" if little else "big")
