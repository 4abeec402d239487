"""Descriptors as 128-bit signatures, and pictures that share several: candidates that survive crops and screenshots.

RootSIFT, its own mean taken off, turned by a fixed seeded rotation, signs: true pairs differ in 6 to 25 of 128 bits,
random pairs in 57 to 64 (research/visual.md section 5). No training, reproducible from the seed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stemmata.fingerprint.features import mirrored

SEED = 20_310_314
BITS = 128
TABLES = 8
KEY_BITS = 22
"""Sampled bits per table: random points agree about once in 10,000; true ones in 0.4 to 0.99 over the tables."""
NEAR_BITS = 18
FRAMES_OF_ONE = 4
"""Frames of one film that a key stands for, so that a camera that stands still does not fill the table."""
TURNS, TURN_DEGREES, GROWTH_OCTAVES = 12, 30.0, 0.5
"""Cells in which votes agree; two neighbours by two are taken together, so a window is 60 degrees by one octave."""
COMMON = 60
"""A key that more pictures than this share (a logo, a subtitle font) makes no pair."""

Signatures = npt.NDArray[np.uint64]
Groups = npt.NDArray[np.int64]


def _rotation() -> npt.NDArray[np.float32]:
    gaussian = np.random.default_rng(SEED).standard_normal((BITS, BITS))
    orthogonal, upper = np.linalg.qr(gaussian)
    return np.asarray(orthogonal * np.sign(np.diag(upper)), np.float32)


_ROTATION = _rotation()
_SAMPLED = np.stack([np.random.default_rng(SEED + 1 + t).permutation(BITS)[:KEY_BITS] for t in range(TABLES)])


def signatures(descriptors: npt.NDArray[np.uint8]) -> tuple[Signatures, npt.NDArray[np.uint32]]:
    """(k, 128) uint8 -> signatures (k, 2) uint64 and table keys (k, TABLES) uint32."""
    if len(descriptors) == 0:
        return np.zeros((0, 2), np.uint64), np.zeros((0, TABLES), np.uint32)
    values = descriptors.astype(np.float32)
    values -= values.mean(axis=1, keepdims=True)
    bits = (values @ _ROTATION) > 0
    packed = np.packbits(bits, axis=1, bitorder="little").view("<u8")
    weights = (1 << np.arange(KEY_BITS, dtype=np.uint32)).astype(np.uint32)
    keys = np.stack([(bits[:, chosen] * weights).sum(axis=1, dtype=np.uint32) for chosen in _SAMPLED], axis=1)
    return packed, keys


@dataclass(frozen=True, slots=True)
class Posted:
    """The details of one picture or film, as they enter the join.

    signature (k, 2); key (k, TABLES); turn (k,) degrees; octave (k,) log2 of the size.
    """

    signature: Signatures
    key: npt.NDArray[np.uint32]
    turn: npt.NDArray[np.float32]
    octave: npt.NDArray[np.float32]


def posted(descriptors: npt.NDArray[np.uint8], points: npt.NDArray[np.float32], *, flipped: bool = False) -> Posted:
    """Details (k, 128) at points (k, 4) as in geometry.View; `flipped` as the mirrored picture would have them."""
    signature, key = signatures(mirrored(descriptors) if flipped else descriptors)
    turn = 180 - points[:, 3] if flipped else points[:, 3]
    return Posted(signature, key, turn, np.log2(np.maximum(points[:, 2], 1e-6)))


def votes(
    queries: Sequence[Posted], references: Sequence[Posted], group: Groups | None = None
) -> Mapping[tuple[int, int], int]:
    """(query, reference) -> how many shared details, over all tables, agree on one turn and one change of size.

    A copy turns and shrinks all its details alike; those that unrelated pictures share by chance do not agree (weak
    geometric consistency: Jégou et al., ECCV 2008). `group` says which film each belongs to, where both sequences are
    views of the same films: pairs within one film are left out. At most 2^24 of either. Memory: one table (about 40
    bytes a detail), and the pairs found.
    """
    group_of_query = np.arange(len(queries)) if group is None else group
    group_of_reference = np.arange(len(references)) if group is None else group
    cells: list[_Counts] = []
    for table in range(TABLES):
        left, right = _column(queries, table, group_of_query), _column(references, table, group_of_reference)
        found = _join(left, right, apart=group is not None)
        cells.append(_summed(found, np.ones(len(found), np.int64)))
    cell, count = (np.concatenate(side) for side in zip(*cells, strict=True))
    return _most_in_one_window(_summed(cell, count))


_Counts = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]
"""(cells, how many): a cell is query << 40 | reference << 16 | turn << 8 | growth."""


@dataclass(frozen=True, slots=True)
class _Column:
    key: npt.NDArray[np.uint32]
    owner: npt.NDArray[np.int64]
    group: npt.NDArray[np.int64]
    signature: Signatures
    turn: npt.NDArray[np.float32]
    octave: npt.NDArray[np.float32]


def _column(posted: Sequence[Posted], table: int, group: Groups) -> _Column:
    """Keys of one table in order: each once for an owner, for a few owners of a group, and rare enough to tell."""
    if not posted:
        none, nothing = np.zeros(0, np.int64), np.zeros(0, np.float32)
        return _Column(np.zeros(0, np.uint32), none, none, np.zeros((0, 2), np.uint64), nothing, nothing)
    key = np.concatenate([one.key[:, table] for one in posted])
    owner = np.repeat(np.arange(len(posted), dtype=np.int64), [len(one.key) for one in posted])
    order = np.lexsort((owner, group[owner], key))
    key, owner = key[order], owner[order]
    kept = _begins(key, owner)
    order, key, owner = order[kept], key[kept], owner[kept]
    kept = _rank(_begins(key, group[owner])) < FRAMES_OF_ONE
    order, key, owner = order[kept], key[kept], owner[kept]
    groups = np.add.reduceat(_begins(key, group[owner]).astype(np.int64), np.flatnonzero(_begins(key)))
    kept = np.repeat(groups, np.diff(np.flatnonzero(np.r_[_begins(key), True]))) <= COMMON
    order, key, owner = order[kept], key[kept], owner[kept]
    signature, turn, octave = (
        np.concatenate(side)[order] for side in zip(*((o.signature, o.turn, o.octave) for o in posted), strict=True)
    )
    return _Column(key, owner, group[owner], signature, turn, octave)


def _begins(*columns: npt.NDArray[np.generic]) -> npt.NDArray[np.bool_]:
    """Where a row of sorted columns differs from the one before."""
    changed = [np.asarray(column[1:] != column[:-1]) for column in columns]
    return np.concatenate([np.ones(min(1, len(columns[0])), bool), np.logical_or.reduce(changed)])


def _rank(begins: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """How many rows of the same run come before each."""
    places = np.arange(len(begins))
    return np.asarray(places - np.maximum.accumulate(np.where(begins, places, 0)), np.int64)


def _join(left: _Column, right: _Column, *, apart: bool) -> npt.NDArray[np.int64]:
    """The cell of every shared detail."""
    first = np.searchsorted(right.key, left.key, "left")
    count = np.searchsorted(right.key, left.key, "right") - first
    total = int(count.sum())
    rows = np.repeat(np.arange(len(left.key)), count)
    found = np.repeat(first, count) + np.arange(total) - np.repeat(np.cumsum(count) - count, count)
    kept = np.bitwise_count(left.signature[rows] ^ right.signature[found]).sum(axis=1) <= NEAR_BITS
    if apart:
        kept &= left.group[rows] != right.group[found]
    rows, found = rows[kept], found[kept]
    turn = np.floor((left.turn[rows] - right.turn[found]) / TURN_DEGREES).astype(np.int64) % TURNS
    growth = np.floor((left.octave[rows] - right.octave[found]) / GROWTH_OCTAVES).astype(np.int64) + 128
    cell = left.owner[rows] << 40 | right.owner[found] << 16 | turn << 8 | np.clip(growth, 1, 255)
    return np.asarray(cell, np.int64)


def _summed(cells: npt.NDArray[np.int64], counts: npt.NDArray[np.int64]) -> _Counts:
    once, place = np.unique(cells, return_inverse=True)
    return once, np.asarray(np.bincount(place, weights=counts, minlength=len(once)), np.int64)


def _most_in_one_window(cells: _Counts) -> dict[tuple[int, int], int]:
    """The fullest window of two turns by two growths of each pair: a copy at the border of two cells is not halved."""
    cell, count = cells
    pair, turn, growth = cell >> 16, cell >> 8 & 0xFF, cell & 0xFF
    windows = [pair << 16 | (turn - turned) % TURNS << 8 | growth - grown for turned in (0, 1) for grown in (0, 1)]
    window, inside = _summed(np.concatenate(windows), np.tile(count, 4))
    pairs, begins = np.unique(window >> 16, return_index=True)
    most = np.maximum.reduceat(inside, begins) if len(pairs) else inside
    return {(int(one) >> 24, int(one) & 0xFFFFFF): int(number) for one, number in zip(pairs, most, strict=True)}
