"""The segments of a JPEG's first image, in the order in which the file has them. Nothing is decoded.

Source: ITU-T T.81 annex B. A segment says its own length, so a bad one is left unread and the walk ends there.
"""

import re
from dataclasses import dataclass
from typing import BinaryIO

MAX_SEGMENTS = 1_000
"""Some phones write a hundred for a map of depth; a file of nothing but segments would have millions."""
MAX_READ = 256_000_000
"""Bytes of a file that are walked: more than 100 megapixels take."""

START_OF_SCAN, END, COMMENT, RESTART, QUANTISATION, HUFFMAN = 0xDA, 0xD9, 0xFE, 0xDD, 0xDB, 0xC4
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""SOF0 to SOF15; C4, C8 and CC are other segments (T.81 table B.1)."""
APPLICATION = frozenset(range(0xE0, 0xF0))

_BEHIND_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]", re.DOTALL)
"""What ends coded data: neither a stuffed byte nor a restart (T.81 section B.1.1.2)."""


@dataclass(frozen=True, slots=True)
class Segment:
    """`content` is without marker and length; `at` is where the marker stands, `behind` how many bytes of coded data
    follow, of a start of scan only."""

    marker: int
    content: bytes
    at: int = 0
    behind: int = 0


@dataclass(frozen=True, slots=True)
class Segments:
    """Those of the first image. `complete`: its end was met, so that nothing of it is missing here. `end`: where the
    walk ended, behind the end of the image or before what could not be read."""

    found: tuple[Segment, ...]
    complete: bool
    end: int = 0

    def of(self, marker: int) -> tuple[bytes, ...]:
        return tuple(one.content for one in self.found if one.marker == marker)


def jpeg_segments(source: BinaryIO) -> Segments:
    """Of any bytes: what does not begin as a JPEG has none."""
    source.seek(0)
    content = source.read(MAX_READ)
    found: list[Segment] = []
    at = 2 if content.startswith(b"\xff\xd8") else len(content)
    while at + 2 <= len(content) and content[at] == 0xFF and len(found) < MAX_SEGMENTS:
        marker = content[at + 1]
        if marker == 0xFF:  # fill bytes may stand before any marker
            at += 1
            continue
        if marker == END:
            return Segments(tuple(found), complete=True, end=at + 2)
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        end = at + 2 + length
        if length < 2 or end > len(content):
            break
        behind = end
        if marker == START_OF_SCAN:
            next_marker = _BEHIND_SCAN.search(content, end)
            behind = len(content) if next_marker is None else next_marker.start()
        found.append(Segment(marker, content[at + 4 : end], at, behind - end))
        at = behind
    return Segments(tuple(found), complete=False, end=min(at, len(content)))
