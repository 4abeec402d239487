"""Sorted 32-bit keys whose leading bits say how alike two things are: as few bits as keep a bucket small.

A key's first bits name a bucket, and each further bit halves it. Two things *meet* where no more than so many share as
many leading bits as the two do. In a small case that are all that share the first few bits; in a large one a full
bucket is not lost but divided (LSH Forest: Bawa, Condie and Ganesan, WWW 2005). The rule looks at how many there are in
the end, never at which came first, and a meeting can only be lost as more arrive: so material added in any order and in
any portions gives the same meetings.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

KEY_BITS = 32
NEVER = KEY_BITS + 1
"""The depth of a key that is too common with all its bits."""
BLOCK = 1 << 21
"""Meetings looked at together: some 100 MB."""
CELL = 8
"""Keys for each place in a directory, 8 to 16 in the mean: a byte a posting at most. Keys crowd, so that many places
hold more."""

Keys = npt.NDArray[np.uint32]
Rows = npt.NDArray[np.uint32]
Places = npt.NDArray[np.int64]
Depths = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Columns:
    """Several tables of postings, one after the other: table t is [start[t], start[t + 1]) of key and row.

    key (n,) uint32, sorted within its table; row (n,) uint32, of what each posting speaks; start (tables + 1,) int64;
    directory (tables * 2^b + 1,) int64, where the keys of a table that begin with each b bits do. Memory-mapped or not.
    """

    key: Keys
    row: Rows
    start: Places
    directory: Places

    @property
    def tables(self) -> int:
        return len(self.start) - 1

    def keys(self, table: int) -> Keys:
        return self.key[self.start[table] : self.start[table + 1]]

    def rows(self, table: int) -> Rows:
        return self.row[self.start[table] : self.start[table + 1]]

    @property
    def directory_bits(self) -> int:
        return ((len(self.directory) - 1) // self.tables).bit_length() - 1


def columns(tables: Sequence[tuple[Keys, Rows]]) -> Columns:
    """From each table's keys and rows, in any order."""
    key, row = [], []
    for keys, rows in tables:
        order = np.argsort(keys, kind="stable")
        key.append(keys[order])
        row.append(rows[order].astype(np.uint32))
    start = np.cumsum([0, *(len(keys) for keys in key)])
    empty = np.zeros(0, np.uint32)
    return Columns(
        np.concatenate([empty, *key]), np.concatenate([empty, *row]), start.astype(np.int64), directory([key])
    )


def directory(parts: Sequence[Sequence[Keys]]) -> Places:
    """Where the keys that begin alike do, when the tables that each of `parts` has sorted keys of become one."""
    tables = len(parts[0])
    number = sum(len(keys) for part in parts for keys in part)
    bits = max((number // (tables * CELL)).bit_length() - 1, 0)
    made = np.zeros((tables << bits) + 1, np.int64)
    for part in parts:
        before = 0
        for table, keys in enumerate(part):
            for begin in range(0, 1 << bits, BLOCK):
                cells = np.arange(begin, min(begin + BLOCK, 1 << bits), dtype=np.uint64)
                low = (cells << np.uint64(KEY_BITS - bits)).astype(np.uint32)
                at = (table << bits) + begin
                made[at : at + len(cells)] += before + np.searchsorted(keys, low, "left")
            before += len(keys)
        made[-1] += before
    return made


def masks(depth: Depths) -> Keys:
    """Ones in all but the first `depth` bits."""
    return ((np.uint64(1) << (KEY_BITS - depth).astype(np.uint64)) - np.uint64(1)).astype(np.uint32)


def prefix(key: Keys, depth: Depths) -> Keys:
    """(n,) keys with only their first `depth` bits, 1..32, kept."""
    return key & ~masks(depth)


def common_bits(one: Keys, other: Keys) -> Depths:
    """(n,) how many leading bits two keys share, 0..32."""
    return np.asarray(KEY_BITS - np.frexp((one ^ other).astype(np.float64))[1], np.int64)


def bounds(sorted_keys: Keys, key: Keys, depth: Depths) -> tuple[Places, Places]:
    """Where those that share the first `depth` bits of each key begin, and how many they are."""
    if not len(sorted_keys):
        return np.zeros(len(key), np.int64), np.zeros(len(key), np.int64)
    rest = masks(depth)
    first = np.searchsorted(sorted_keys, key & ~rest, "left")
    return first, np.searchsorted(sorted_keys, key | rest, "right") - first


def counts(held: Sequence[Keys], key: Keys, depth: Depths) -> Places:
    """How many of all in `held` share the first `depth` bits of each key."""
    total = np.zeros(len(key), np.int64)
    for sorted_keys in held:
        total += bounds(sorted_keys, key, depth)[1]
    return total


def depths(held: Sequence[Keys], key: Keys, least: int, most: int) -> Depths:
    """The fewest leading bits of each key, `least` or more, that no more than `most` in `held` share; NEVER where more
    have all of them."""
    found = np.full(len(key), least, np.int64)
    full = np.flatnonzero(counts(held, key, found) > most)
    low, high = np.full(len(full), least, np.int64), np.full(len(full), NEVER, np.int64)
    while len(open_ := np.flatnonzero(high - low > 1)):
        middle = (low[open_] + high[open_]) // 2
        hot = counts(held, key[full[open_]], middle) > most
        low[open_[hot]] = middle[hot]
        high[open_[~hot]] = middle[~hot]
    found[full] = high
    return found


def meeting(sorted_keys: Keys, key: Keys, depth: Depths) -> Iterator[tuple[Places, Places]]:
    """(place in `key`, place in `sorted_keys`) of those that share `depth` bits, about BLOCK at a time. At a depth of
    NEVER a key meets nobody."""
    asked = np.flatnonzero(depth < NEVER)
    first, count = bounds(sorted_keys, key[asked], depth[asked])
    ends = np.cumsum(count)
    begin = 0
    while begin < len(asked):
        done = int(ends[begin - 1]) if begin else 0
        end = max(begin + 1, int(np.searchsorted(ends, done + BLOCK, "right")))
        number = count[begin:end]
        total = int(ends[end - 1]) - done
        if total:
            within = np.arange(total) - np.repeat(ends[begin:end] - number - done, number)
            yield np.repeat(asked[begin:end], number), np.repeat(first[begin:end], number) + within
        begin = end


def merged_table(parts: Sequence[Columns], shifts: Sequence[int], table: int) -> Iterator[tuple[Keys, Rows]]:
    """One table of several, as blocks of sorted keys and their rows, each part's rows moved by its shift. Equal keys
    stand in the order of the parts. Memory: two blocks."""
    held = [part.keys(table) for part in parts]
    rows = [part.rows(table) for part in parts]
    at = [0] * len(parts)
    while any(begin < len(keys) for begin, keys in zip(at, held, strict=True)):
        last = min(
            int(keys[min(begin + BLOCK, len(keys)) - 1])
            for begin, keys in zip(at, held, strict=True)
            if begin < len(keys)
        )
        ends = [int(np.searchsorted(keys, np.uint32(last), "right")) for keys in held]
        key = np.concatenate([keys[begin:end] for keys, begin, end in zip(held, at, ends, strict=True)])
        row = np.concatenate(
            [of[begin:end] + np.uint32(shift) for of, begin, end, shift in zip(rows, at, ends, shifts, strict=True)]
        )
        order = np.argsort(key, kind="stable")
        yield key[order], row[order]
        at = ends
