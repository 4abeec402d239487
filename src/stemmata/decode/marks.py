"""Which marks of platforms and programs a file bears, and which its name bears (mark_table.py)."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from stemmata.decode.jpeg_segments import COMMENT, Segments
from stemmata.decode.mark_table import TABLE, Basis, Place

PHOTOSHOP, XMP = (0xED, b"Photoshop 3.0\0"), (0xE1, b"http://ns.adobe.com/xap/1.0/\0")
IPTC, INSTRUCTIONS = 0x0404, (2, 40)
"""The image resource that holds IPTC-IIM (Adobe, Photoshop file formats), and the data set of special instructions."""
MAX_VALUE = 500
"""Characters that are looked at: a longer value begins like no mark."""
MAX_VALUES = 1_000
"""Image resources, data sets and values of segments that are looked at: Photoshop writes some dozens."""

_CREATOR_TOOL = re.compile(rb"xmp:CreatorTool(?:=[\"']|>)([^\"'<]{1,200})")
"""As an attribute or as an element (XMP part 1 section 7)."""

Value = tuple[Place, str]


def marks_in_bytes(claimed: Sequence[Sequence[object]], segments: Segments) -> list[str]:
    """Keys of mark_table, sorted. `claimed` as of claims.py; `segments` of a JPEG, without any for other files."""
    values = [*_claims(claimed), *islice(_said_in(segments), MAX_VALUES)]
    return sorted(
        {row.mark for row in TABLE for place, value in values if row.place is place and row.pattern.search(value)}
    )


def marks_in_name(name: str) -> list[str]:
    """Of the last part of a name as it was received; sorted."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1][:MAX_VALUE]
    return sorted({row.mark for row in TABLE if row.basis is Basis.NAME and row.pattern.search(last)})


def _claims(claimed: Sequence[Sequence[object]]) -> Iterator[Value]:
    for name, value, *_ in claimed:
        field, said = str(name).lower().rsplit(": ", 1)[-1], str(value)
        if field == "xml:com.adobe.xmp":
            yield from _creator_tools(said.encode("utf-8"))
        if field == "software":
            yield Place.SOFTWARE, said[:MAX_VALUE]
        elif field == "handler_name":
            yield Place.HANDLER, said[:MAX_VALUE]
        elif field == "encoder":
            yield Place.ENCODER, said[:MAX_VALUE]
        else:
            yield Place.CLAIM, f"{field}={said}"[:MAX_VALUE]


def _said_in(segments: Segments) -> Iterator[Value]:
    for content in segments.of(COMMENT):
        yield Place.COMMENT, content[:MAX_VALUE].decode("latin-1")
    for content in segments.of(XMP[0]):
        if content.startswith(XMP[1]):
            yield from _creator_tools(content)
    resources = b"".join(
        content[len(PHOTOSHOP[1]) :] for content in segments.of(PHOTOSHOP[0]) if content.startswith(PHOTOSHOP[1])
    )
    for number, held in islice(image_resources(resources), MAX_VALUES):
        if number == IPTC:
            for data_set, value in islice(data_sets(held), MAX_VALUES):
                if data_set == INSTRUCTIONS:
                    yield Place.INSTRUCTIONS, value[:MAX_VALUE].decode("latin-1")


def _creator_tools(xmp: bytes) -> Iterator[Value]:
    for found in _CREATOR_TOOL.finditer(xmp):
        yield Place.SOFTWARE, found[1].decode("utf-8", "replace")


def image_resources(content: bytes) -> Iterator[tuple[int, bytes]]:
    """(number, bytes) of each image resource: 8BIM, number, name of even length, size, bytes of even length."""
    at = 0
    while content[at : at + 4] == b"8BIM" and at + 7 <= len(content):
        number = int.from_bytes(content[at + 4 : at + 6], "big")
        size_at = at + 6 + (content[at + 6] + 2) // 2 * 2
        size = int.from_bytes(content[size_at : size_at + 4], "big")
        yield number, content[size_at + 4 : size_at + 4 + size]
        at = size_at + 4 + (size + 1) // 2 * 2


def data_sets(content: bytes) -> Iterator[tuple[tuple[int, int], bytes]]:
    """((record, data set), value) of IPTC-IIM (version 4.2 section 1.5); one that is longer than it may be ends it."""
    at = 0
    while content[at : at + 1] == b"\x1c" and at + 5 <= len(content):
        size = int.from_bytes(content[at + 3 : at + 5], "big")
        if size > 0x7FFF:  # an extended data set: its size stands elsewhere, and no mark is that long
            return
        yield (content[at + 1], content[at + 2]), content[at + 5 : at + 5 + size]
        at += 5 + size
