"""Keys looked up in all tables of an index at once: what shares so many leading bits with each.

What a look into one table of one part costs is mostly the call and the first jumps of a binary search. So the tables
are one array here, a directory says where to begin, and a bucket that too many share is divided bit by bit, in all
parts of the index together. The depths are those of `prefixes.depths`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stemmata.match import prefixes
from stemmata.match.prefixes import KEY_BITS, NEVER, Columns, Depths, Keys, Places, masks

TOGETHER = 1 << 18
"""Keys that are looked up together: some 10 MB for each part of the index."""


@dataclass(frozen=True, slots=True)
class Sought:
    """key (n,) uint32, and table (n,) in which each is looked up."""

    table: Places
    key: Keys


@dataclass(frozen=True, slots=True)
class Spans:
    """(n,) where in a part's columns the bucket of each key begins, and where it ends."""

    first: Places
    last: Places


@dataclass(frozen=True, slots=True)
class Divided:
    """depth (n,) bits that each key shares with its bucket, NEVER where it meets nobody; its span in each part."""

    depth: Depths
    spans: Sequence[Spans]


def tables_of(column: Columns, postings: Places) -> Places:
    """(n,) the table of each posting."""
    return np.asarray(np.searchsorted(column.start, postings, "right") - 1, np.int64)


def portions(column: Columns) -> Iterator[Places]:
    """All postings, TOGETHER at a time."""
    for begin in range(0, len(column.key), TOGETHER):
        yield np.arange(begin, min(begin + TOGETHER, len(column.key)))


def spans(column: Columns, sought: Sought, depth: Depths) -> Spans:
    """The buckets of keys that share the first `depth` bits; empty where that is NEVER."""
    bits = column.directory_bits
    rest = masks(np.minimum(depth, KEY_BITS))
    low, high = sought.key & ~rest, sought.key | rest
    shift = np.uint64(KEY_BITS - bits)
    first = column.directory[(sought.table << bits) + (low >> shift).astype(np.int64)]
    last = column.directory[(sought.table << bits) + (high >> shift).astype(np.int64) + 1]
    deep = np.flatnonzero((depth > bits) & (first < last))
    ends = last[deep]
    first[deep] = _places(column.key, first[deep], ends, low[deep])
    last[deep] = _places(column.key, first[deep], ends, high[deep].astype(np.int64) + 1)
    last[depth == NEVER] = first[depth == NEVER]
    return Spans(first, last)


def _places(key: Keys, first: Places, last: Places, border: npt.NDArray[np.generic]) -> Places:
    """(n,) the first place in each [first, last) whose key is `border` or more; `last` where there is none."""
    low, high = first.copy(), last.copy()
    left = np.flatnonzero(low < high)
    while len(left):
        middle = (low[left] + high[left]) >> 1
        below = key[middle] < border[left]
        low[left] = np.where(below, middle + 1, low[left])
        high[left] = np.where(below, high[left], middle)
        left = left[low[left] < high[left]]
    return low


def divided(parts: Sequence[Columns], sought: Sought, least: Depths, most: int) -> Divided:
    """The fewest leading bits of each key, `least` (n,) or more, that no more than `most` of all in `parts` share."""
    depth = least.copy()
    held = [spans(part, sought, depth) for part in parts]
    total = np.zeros(len(depth), np.int64)
    for span in held:
        total += span.last - span.first
    full = np.flatnonzero(total > most)
    while len(full):
        depth[full] += 1
        lost, full = full[depth[full] == NEVER], full[depth[full] < NEVER]
        bit = np.uint32(1) << (KEY_BITS - depth[full]).astype(np.uint32)
        number = np.zeros(len(full), np.int64)
        for part, span in zip(parts, held, strict=True):
            span.last[lost] = span.first[lost]
            _halve(part.key, span, sought.key[full], bit, full)
            number += span.last[full] - span.first[full]
        full = full[number > most]
    return Divided(depth, held)


def _halve(column: Keys, span: Spans, key: Keys, bit: Keys, at: Places) -> None:
    """Of the spans at `at`, what has the same `bit` as `key`, too."""
    border = (key | bit) & ~(bit - np.uint32(1))
    middle = _places(column, span.first[at], span.last[at], border)
    has = (key & bit) != 0
    span.first[at] = np.where(has, middle, span.first[at])
    span.last[at] = np.where(has, span.last[at], middle)


def meetings(span: Spans) -> Iterator[tuple[Places, Places]]:
    """(which key, place in the columns) of all in the buckets, about prefixes.BLOCK at a time."""
    asked = np.flatnonzero(span.last > span.first)
    first = span.first[asked]
    count = span.last[asked] - first
    ends = np.cumsum(count)
    begin = 0
    while begin < len(asked):
        done = int(ends[begin - 1]) if begin else 0
        end = max(begin + 1, int(np.searchsorted(ends, done + prefixes.BLOCK, "right")))
        number = count[begin:end]
        there = np.arange(int(ends[end - 1]) - done)
        there += np.repeat(first[begin:end] - (ends[begin:end] - number - done), number)
        yield np.repeat(asked[begin:end], number), there
        begin = end
