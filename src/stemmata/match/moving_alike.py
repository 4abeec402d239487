"""Pairs of films that move alike: windows with nearly the same code that one speed and one shift explain.

The motion of whole frames can outlive what hashes and details do not: heavy blur with a crop, a film run backwards as
a negative. One window says little (strangers share one in a fifth of the pairs), so several are asked for that lie one
after the other on both clocks, and the more, the longer both films are. Proposes only.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stemmata.match.motion_windows import MARKS, STEPS, TABLES, Codes, backwards, window_keys
from stemmata.match.prefixes import Columns, Depths, Keys, common_bits, meeting

CLOSE_BITS = 9
"""Of 64, in which windows of copies differ at most. With ten, strangers of eight seconds are candidates 1.6 to 2.4
times as often, and edits with their sources hardly oftener (bench.edits)."""
FIRST_BITS = 12
"""Leading bits that windows share at least in a table."""
REACH_S = 15.0
"""On the clock between both films. Only windows this near to each other speak for one alignment, so that chance grows
no faster than with both lengths."""
SLACK_S, SLACK_SHARE = 0.12, 0.04
"""How far a window may lie from where another one puts it: anchors move by three frames, and a speed is known to a
step."""
PLACE_S = 0.5
"""Windows nearer to each other than this are one."""
LEAST_VOTES = 3
CODES_SQUARED, CHANCE = 1000.0, 3.0
"""Votes that are asked for: LEAST_VOTES up to this product of both numbers of codes, about that of two films of eight
seconds, and one more for every factor of CHANCE. Of 144 pairs of unrelated minutes 102 have four votes, 40 five, 9 six
and 3 seven: each vote makes chance three to four times as rare."""

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Moved:
    """Windows of several films, as motion_windows.Windows has them; item (n,) whose each is, ascending; column: TABLES
    tables."""

    code: Codes
    middle: npt.NDArray[np.float32]
    mark: npt.NDArray[np.uint8]
    item: npt.NDArray[np.uint32]
    column: Columns


@dataclass(frozen=True, slots=True)
class Alike:
    """Two films' numbers, and the windows that say so: rows of either side, the table and the bits shared there."""

    one: int
    other: int
    ours: Rows
    theirs: Rows
    table: Rows
    bits: Rows


def votes_needed(codes: int, others: int) -> int:
    """So that two films that nothing connects are as seldom a candidate, however long they are."""
    return LEAST_VOTES + max(0, int(np.ceil(np.log(codes * others / CODES_SQUARED) / np.log(CHANCE))))


def moving_alike(asking: Moved, held: Moved, depth_of: Sequence[Depths], *, reverse: bool) -> Iterator[Alike]:
    """Pairs of a film of `asking` and another of `held`, each once; `reverse`: one of them backwards. `depth_of`: for
    each table the bits that each key must share."""
    ours, theirs, table, bits = _close(asking, held, depth_of, reverse)
    pair = asking.item[ours].astype(np.int64) << 32 | held.item[theirs]
    edges = np.flatnonzero(np.r_[True, pair[1:] != pair[:-1], True]) if len(pair) else np.zeros(1, np.int64)
    for start, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        if end - start < LEAST_VOTES:
            continue
        one, other = int(asking.item[ours[start]]), int(held.item[theirs[start]])
        enough = votes_needed(_number(asking, one), _number(held, other))
        rows = slice(start, end)
        chosen = in_step(
            asking.middle[ours[rows]].astype(np.float64),
            held.middle[theirs[rows]].astype(np.float64),
            asking.mark[ours[rows]].astype(np.int64) - held.mark[theirs[rows]],
            enough,
            reverse=reverse,
        )
        if chosen is not None:
            at = start + chosen
            yield Alike(one, other, ours[at], theirs[at], table[at], bits[at])


def _number(side: Moved, item: int) -> int:
    low, high = np.searchsorted(side.item, np.array([item, item + 1], np.uint32))
    return int(high - low)


def _close(asking: Moved, held: Moved, depth_of: Sequence[Depths], reverse: bool) -> tuple[Rows, Rows, Rows, Rows]:
    """Each pair of windows once, ordered by pair of films."""
    code = backwards(asking.code) if reverse else asking.code
    found: list[tuple[Rows, Rows, Rows, Rows]] = []
    for table in range(TABLES):
        key, row = sought_keys(asking, table, reverse=reverse), asking.column.rows(table)
        theirs, of = held.column.keys(table), held.column.rows(table)
        for at, there in meeting(theirs, key, depth_of[table]):
            left, right = row[at].astype(np.int64), of[there].astype(np.int64)
            near = np.bitwise_count(code[left] ^ held.code[right]) <= CLOSE_BITS
            near &= asking.item[left] != held.item[right]
            shared = common_bits(key[at[near]], theirs[there[near]])
            found.append((left[near], right[near], np.full(len(shared), table, np.int64), shared))
    empty = np.zeros(0, np.int64)
    ours, others, tables, bits = (
        (np.concatenate([empty, *side]) for side in zip(*found, strict=True))
        if found
        else (
            empty,
            empty,
            empty,
            empty,
        )
    )
    order = np.lexsort((others, ours))
    first = np.r_[True, (np.diff(ours[order]) != 0) | (np.diff(others[order]) != 0)][: len(order)]
    order = order[first]
    order = order[np.lexsort((held.item[others[order]], asking.item[ours[order]]))]
    return ours[order], others[order], tables[order], bits[order]


def sought_keys(asking: Moved, table: int, *, reverse: bool) -> Keys:
    """The keys of a table, in its order; `reverse`: those that the films would have backwards."""
    key = asking.column.keys(table)
    return key ^ _TURNED[table] if reverse else key


_TURNED = window_keys(backwards(np.zeros(1, np.uint64)))[0]
_HALFWAY = 2.0 ** (np.arange(-max(MARKS), max(MARKS) + 1) / STEPS / 2)
"""From either clock to the one in between, so that it does not matter which of two films asks."""


def in_step(
    ours_s: npt.NDArray[np.float64], theirs_s: npt.NDArray[np.float64], steps: Rows, enough: int, *, reverse: bool
) -> Rows | None:
    """Some of n pairs of windows that lie as one speed and shift has it, at `enough` places or more on either clock;
    None where there are no such.

    ours_s, theirs_s (n,) middles; steps (n,) by which ours were sped up more. Taking pairs away never makes None
    something.
    """
    order = np.argsort(ours_s, kind="stable")
    ours, theirs, steps = ours_s[order], theirs_s[order], steps[order]
    low = np.searchsorted(ours, ours - 2 * REACH_S)
    high = np.searchsorted(ours, ours + 2 * REACH_S, "right")
    for anchor in np.flatnonzero(high - low >= enough).tolist():
        near, step = slice(low[anchor], high[anchor]), steps[anchor] + max(MARKS)
        here = (ours[near] - ours[anchor]) * _HALFWAY[-1 - step]
        there = (theirs[near] - theirs[anchor]) * _HALFWAY[step] * (-1 if reverse else 1)
        far = np.maximum(np.abs(here), np.abs(there))
        fits = (np.abs(here - there) <= SLACK_S + SLACK_SHARE * far) & (far <= REACH_S)
        fits &= np.abs(steps[near] - steps[anchor]) <= 1
        rows = low[anchor] + np.flatnonzero(fits)
        firsts = [_first_at_each_place(side[rows])[:enough] for side in (ours, theirs)]
        if min(len(first) for first in firsts) == enough:
            return np.sort(order[np.unique(np.r_[anchor, rows[firsts[0]], rows[firsts[1]]])])
    return None


def _first_at_each_place(seconds: npt.NDArray[np.float64]) -> Rows:
    return np.asarray(np.unique(np.rint(seconds / PLACE_S), return_index=True)[1], np.int64)
