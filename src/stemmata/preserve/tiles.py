"""Where a log's tree lies on disk (C2SP tlog-tiles): tiles of 256 hashes, and bundles of 256 entries.

tile/<level>/<index>[.p/<width>] holds up to 256 hashes of 32 bytes: level 0 leaf hashes, level L+1 the roots of full
tiles of level L. tile/entries/<index>[.p/<width>] holds entries, each behind its length as a big-endian uint16. Full
tiles never change; a partial one is a new file for every width.
"""

import struct
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256

from stemmata.preserve.merkle import root_of

TILE = 256
HASH = 32
MAX_ENTRY = 65_535  # a uint16 length: tlog-tiles, "Log entries"

Placed = tuple[str, bytes]
"""A relative path and what the file there holds."""


def tile_path(level: int | str, index: int, width: int = TILE) -> str:
    """Relative path: the index in groups of three digits, all but the last with an x; the width where it is partial."""
    groups = [f"{index % 1000:03d}"]
    while index >= 1000:
        index //= 1000
        groups.insert(0, f"x{index % 1000:03d}")
    partial = "" if width == TILE else f".p/{width}"
    return f"tile/{level}/{'/'.join(groups)}{partial}"


def bundle(entries: Sequence[bytes]) -> bytes:
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


def bundles(first: int, unfinished: Sequence[bytes], new: Sequence[bytes]) -> Iterator[Placed]:
    """The bundles that a log of `first` entries writes for `new` ones; `unfinished`: those of its last, partial one."""
    members = [*unfinished, *new]
    index = first // TILE
    for at in range(0, len(members), TILE):
        part = members[at : at + TILE]
        yield tile_path("entries", index + at // TILE, len(part)), bundle(part)


class Edge:
    """The right edge of a tree: the unfinished tile of every level. Enough to append, and to name the root.

    levels[L] holds the hashes of the unfinished tile of level L, fewer than 256.
    """

    def __init__(self, size: int = 0, levels: Sequence[Sequence[bytes]] = ()) -> None:
        self.size, self.levels = size, [list(level) for level in levels]

    @classmethod
    def load(cls, size: int, read: Callable[[int, int, int], bytes]) -> "Edge":
        """The edge of a tree of `size`, from its tiles; `read(level, index, width)` gives at least that many hashes."""
        levels: list[list[bytes]] = []
        members = size
        while members:
            index, width = divmod(members, TILE)
            content = read(len(levels), index, width) if width else b""
            levels.append([content[at : at + HASH] for at in range(0, width * HASH, HASH)])
            members = index
        return cls(size, levels)

    def copy(self) -> "Edge":
        return Edge(self.size, self.levels)

    def root(self) -> bytes:
        """Merkle Tree Hash of the whole tree: finished tiles stand in it as the hashes of the level above."""
        below: list[bytes] = []
        for level in self.levels:
            row = [*level, *below]
            below = [root_of(row)] if row else []
        return below[0] if below else sha256(b"").digest()

    def grow(self, hashes: Sequence[bytes]) -> list[Placed]:
        """Append leaf hashes; returns the tiles that this writes, lowest level first."""
        made: list[Placed] = []
        new, members, level = list(hashes), self.size, 0
        self.size += len(new)
        while new:
            if level == len(self.levels):
                self.levels.append([])
            row, index = self.levels[level] + new, members // TILE
            full = len(row) - len(row) % TILE
            new = []
            for at in range(0, full, TILE):
                tile = row[at : at + TILE]
                made.append((tile_path(level, index + at // TILE), b"".join(tile)))
                new.append(root_of(tile))
            self.levels[level] = row[full:]
            if self.levels[level]:
                made.append((tile_path(level, index + full // TILE, len(row) - full), b"".join(row[full:])))
            members, level = index, level + 1
        return made
