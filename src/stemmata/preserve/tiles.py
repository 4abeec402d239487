"""Where a log's tree lies on disk (C2SP tlog-tiles): tiles of 256 hashes, and bundles of 256 entries.

tile/<level>/<index>[.p/<width>] holds up to 256 hashes of 32 bytes: level 0 leaf hashes, level L+1 the roots of full
tiles of level L. tile/entries/<index>[.p/<width>] holds entries, each behind its length as a big-endian uint16. Full
tiles never change; a partial one is a new file for every width.
"""

import struct
from collections.abc import Iterator

TILE = 256
HASH = 32
MAX_ENTRY = 65_535  # a uint16 length: tlog-tiles, "Entry bundles"


def tile_path(level: int | str, index: int, width: int = TILE) -> str:
    """Relative path: the index in groups of three digits, all but the last with an x; the width where it is partial."""
    groups = [f"{index % 1000:03d}"]
    while index >= 1000:
        index //= 1000
        groups.insert(0, f"x{index % 1000:03d}")
    partial = "" if width == TILE else f".p/{width}"
    return f"tile/{level}/{'/'.join(groups)}{partial}"


def bundle(entries: list[bytes]) -> bytes:
    """An entry bundle. ValueError for an entry above 65,535 bytes."""
    for entry in entries:
        if len(entry) > MAX_ENTRY:
            raise ValueError(f"an entry has at most {MAX_ENTRY} bytes, got {len(entry)}")
    return b"".join(struct.pack(">H", len(entry)) + entry for entry in entries)


def unbundle(content: bytes) -> Iterator[bytes]:
    """The entries of a bundle. ValueError where it breaks off."""
    at = 0
    while at < len(content):
        if at + 2 > len(content):
            raise ValueError("an entry bundle breaks off in a length")
        (length,) = struct.unpack_from(">H", content, at)
        if at + 2 + length > len(content):
            raise ValueError("an entry bundle breaks off in an entry")
        yield content[at + 2 : at + 2 + length]
        at += 2 + length


def touched(old: int, new: int) -> Iterator[tuple[int, int]]:
    """(index, width) of every tile of 256 that growing from `old` to `new` members writes anew."""
    for index in range(old // TILE, -(-new // TILE)):
        yield index, min(TILE, new - index * TILE)
