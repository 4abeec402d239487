"""Segments of a JPEG, chunks of a PNG and of RIFF (WebP, AVI, WAV): their order and sizes, and what they say raw.

Sources: ITU-T T.81 annex B; PNG third edition section 11.3 (tEXt, zTXt, iTXt, tIME); RFC 9649 (WebP); Microsoft,
Multimedia Programming Interface 1.0 (RIFF, LIST INFO); IPTC-IIM 4.2; Adobe XMP part 3 (where XMP stands).
"""

import zlib
from itertools import islice

from stemmata.decode.jpeg_form import segment_name
from stemmata.decode.jpeg_segments import COMMENT, MAX_READ, MAX_SEGMENTS, Segment, jpeg_segments
from stemmata.decode.manifest_store import XMP_IN_JPEG, XMP_IN_PNG
from stemmata.decode.marks import IPTC, MAX_VALUES, PHOTOSHOP, data_sets, image_resources
from stemmata.decode.walk import MAX_DEPTH, Ending, Walk, letters_or_size
from stemmata.decode.xmp import MAX_PACKET, say_xmp

IPTC_NAMES = {
    (2, 40): "SpecialInstructions",
    (2, 55): "DateCreated",
    (2, 60): "TimeCreated",
    (2, 62): "DigitalCreationDate",
    (2, 63): "DigitalCreationTime",
    (2, 65): "OriginatingProgram",
}
"""Data sets that cannot lead to a person (IIM 4.2 section 6); all others go by number, and are withheld."""
PNG_PLAIN = frozenset({"Software", "Creation Time"})
RIFF_PLAIN = frozenset({"ISFT", "ICRD", "IDIT", "ISMP"})
"""Software, dates and time code (Microsoft, RIFF INFO list; IDIT of cameras)."""
RIFF_LISTS = frozenset({"RIFF", "LIST"})
MAX_TEXT = 65_536
"""Of a chunk of text, before and after it is unpacked."""


def walk_jpeg(walk: Walk) -> None:
    """The first image, then what follows its end as one part `behind`: a second picture, a film, or anything else."""
    segments = jpeg_segments(walk.source)
    for one in segments.found:
        walk.part(0, segment_name(one), one.at, len(one.content) + 4)
        if one.behind:
            walk.part(0, "coded", one.at + len(one.content) + 4, one.behind)
        _segment_says(walk, one)
    resources = b"".join(one[len(PHOTOSHOP[1]) :] for one in segments.of(PHOTOSHOP[0]) if one.startswith(PHOTOSHOP[1]))
    for number, held in islice(image_resources(resources), MAX_VALUES):
        if number == IPTC:
            for key, value in islice(data_sets(held), MAX_VALUES):
                name = IPTC_NAMES.get(key, f"{key[0]}:{key[1]:02}")
                walk.say(f"IPTC {name}", letters_or_size(value), value, plain=key in IPTC_NAMES)
    if not segments.complete:
        reached = len(segments.found) >= MAX_SEGMENTS or walk.length > MAX_READ
        walk.leave(Ending.TOO_MANY if reached else Ending.BEYOND)
    elif segments.end < walk.length:
        walk.part(0, "behind", segments.end, walk.length - segments.end)


def _segment_says(walk: Walk, one: Segment) -> None:
    if one.marker == COMMENT:
        walk.say("comment", letters_or_size(one.content), one.content, plain=False)  # by a program, or by a person
    elif one.content.startswith(XMP_IN_JPEG):
        say_xmp(walk, one.content[len(XMP_IN_JPEG) :], here="XMP")


def walk_png(walk: Walk) -> None:
    """Enough: where a bound is reached."""
    at = 8
    while walk.length - at >= 12:
        head = walk.head(at, 8)
        length, kind = int.from_bytes(head[:4], "big"), head[4:8]
        if not _is_name(kind):
            walk.leave(Ending.NO_PART)
            return
        walk.part(0, kind.decode("latin-1"), at, length + 12)
        if at + 12 + length > walk.length:
            walk.leave(Ending.BEYOND)
            return
        _chunk_says(walk, kind, at + 8, length)
        at += 12 + length
        if kind == b"IEND":
            if at < walk.length:
                walk.part(0, "behind", at, walk.length - at)
            return
    walk.leave(Ending.BEYOND)


def _chunk_says(walk: Walk, kind: bytes, at: int, length: int) -> None:
    if kind == b"tIME":
        held = walk.read(at, min(length, 7))
        if len(held) == 7:
            year, rest = int.from_bytes(held[:2], "big"), held[2:]
            written = f"{year:04}-{rest[0]:02}-{rest[1]:02}T{rest[2]:02}:{rest[3]:02}:{rest[4]:02}"
            walk.say("tIME", written, held, plain=True, zone="unknown")
    elif kind in {b"tEXt", b"zTXt", b"iTXt"}:
        held = walk.read(at, min(length, MAX_PACKET))
        if held.startswith(XMP_IN_PNG):
            say_xmp(walk, held[len(XMP_IN_PNG) :], here="XMP")
            return
        keyword, _, value = held.partition(b"\0")
        name = letters_or_size(keyword[:79])
        walk.say(f"{kind.decode()} {name}", letters_or_size(_text(kind, value)), held, plain=name in PNG_PLAIN)


def _text(kind: bytes, value: bytes) -> bytes:
    """Unpacked where it is packed; b"" where that fails."""
    if kind == b"tEXt":
        return value[:MAX_TEXT]
    packed = kind == b"zTXt" or value[:1] == b"\1"
    # of iTXt flag, method, language and translated keyword stand before it
    value = value[2:].split(b"\0", 2)[-1] if kind == b"iTXt" else value[1:]
    if not packed:
        return value[:MAX_TEXT]
    try:
        return zlib.decompressobj().decompress(value, MAX_TEXT)
    except zlib.error:
        return b""


def walk_riff(walk: Walk) -> None:
    """Enough: where a bound is reached."""
    _riff_level(walk, 0, walk.length, 0, "")


def _riff_level(walk: Walk, at: int, end: int, depth: int, form: str) -> None:
    while end - at >= 8:
        head = walk.head(at, 12)
        kind, length = head[:4], int.from_bytes(head[4:8], "little")
        if not _is_name(kind):
            walk.leave(Ending.NO_PART)
            return
        name, inner = kind.decode("latin-1"), ""
        if name in RIFF_LISTS and length >= 4:
            inner = head[8:12].decode("latin-1")
        walk.part(depth, f"{name} {inner}".strip(), at, length + 8)
        if at + 8 + length > end:
            walk.leave(Ending.BEYOND)
        inside = min(at + 8 + length, end)
        if inner and depth + 1 >= MAX_DEPTH:
            walk.leave(Ending.TOO_DEEP)
        elif inner and inner != "movi":  # the packets of an AVI
            _riff_level(walk, at + 12, inside, depth + 1, inner)
        elif name in {"XMP ", "_PMX"}:
            say_xmp(walk, walk.read(at + 8, min(length, MAX_PACKET)), here="XMP")
        elif form == "INFO" or name == "IDIT":
            held = walk.read(at + 8, min(length, MAX_TEXT))
            walk.say(f"{form}/{name}", letters_or_size(held), held, plain=name in RIFF_PLAIN)
        at += 8 + length + length % 2


def _is_name(kind: bytes) -> bool:
    return len(kind) == 4 and all(32 <= letter < 127 for letter in kind)
