"""Pictures that share several details which one movement explains: candidates that survive crops and screenshots.

Details that agree in a few sampled bits meet in a join; those that meet must agree in nearly all bits; and of a pair's
details the most that one turn, one change of size and one shift lay on each other are its votes. A copy moves all its
details alike; what unrelated pictures share by chance lies anywhere (weak geometric consistency: Jégou et al.,
ECCV 2008, here with the shift too).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from stemmata.fingerprint.signature import BITS, SEED, Signatures, mirrored, unpacked
from stemmata.match.prefixes import KEY_BITS

TABLES = 8
"""Every second one samples what the mirrored picture has where the one before samples: see `mirrored_table`."""
FIRST_BITS = 22
"""Sampled bits that details of two pictures share at least in a table: random ones agree about once in 30,000 (between
43 pictures without a common source), true ones in 0.4 to 0.99 over the tables."""
NEAR_BITS = 18
TURNS, TURN_DEGREES, GROWTH_OCTAVES = 12, 30.0, 0.5
"""Cells in which details agree; two neighbours by two are taken together, so a window is 60 degrees by one octave."""
SHIFT = 0.12
"""How far a detail may lie from where another one's place, turn and size put it, in widths of the larger picture: SIFT
finds angles to some degrees and sizes to a tenth, which moves what lies half a width away by as much."""
MET = 4
"""Details that must meet before their shifts are looked at."""
COMMON = 60
"""A key that more frames of one film than this share says nothing on which of them another film's frame shows."""


@dataclass(frozen=True, slots=True)
class Posted:
    """The details of one picture or film frame, as they enter the join.

    signature (k, 2); key (k, TABLES) as `keys` has it; turn (k,) degrees; octave (k,) log2 of the size in widths;
    place (k, 2) from the middle, in widths.
    """

    signature: Signatures
    key: npt.NDArray[np.uint32]
    turn: npt.NDArray[np.float32]
    octave: npt.NDArray[np.float32]
    place: npt.NDArray[np.float32]


def _sampled() -> npt.NDArray[np.int64]:
    """(TABLES, KEY_BITS) places of bits. A mirror exchanges neighbouring bits of a signature (see its module)."""
    plain = [np.random.default_rng(SEED + 1 + t).permutation(BITS)[:KEY_BITS] for t in range(TABLES // 2)]
    return np.stack([places ^ flipped for places in plain for flipped in (0, 1)])


_SAMPLED = _sampled()


def keys(signature: Signatures) -> npt.NDArray[np.uint32]:
    """(k, 2) -> (k, TABLES): sampled bits, the first sampled highest."""
    bits = np.packbits(unpacked(signature)[:, _SAMPLED.reshape(-1)], axis=1)
    return np.ascontiguousarray(bits).view(">u4").astype(np.uint32)


_Tables = TypeVar("_Tables", int, npt.NDArray[np.int64])


def mirrored_table(table: _Tables) -> _Tables:
    """Where a detail has the key that the mirrored detail has in `table`; and the other way round."""
    return table ^ 1


def posted(signature: Signatures, points: npt.NDArray[np.float32], aspect: float, *, flipped: bool = False) -> Posted:
    """Details at points (k, 4) as in geometry.View, of a picture `aspect` times as wide as high; `flipped` as the
    mirrored picture would have them."""
    seen = mirrored(signature) if flipped else signature
    place = (points[:, :2] - np.float32(0.5)) * np.array([-1 if flipped else 1, 1 / aspect], np.float32)
    turn = 180 - points[:, 3] if flipped else points[:, 3]
    return Posted(seen, keys(seen), turn, np.log2(np.maximum(points[:, 2], 1e-6)), place)


def votes(queries: Sequence[Posted], references: Sequence[Posted]) -> Mapping[tuple[int, int], int]:
    """(query, reference) -> how many details one movement lays on each other; pairs with fewer than MET are left out.

    For the frames of two films: at most 2^24 of either. Memory: one table (about 40 bytes a detail), and the details
    that meet. Whole cases are searched by match.candidates.
    """
    if not queries or not references:
        return {}
    left, right = _Details.of(queries), _Details.of(references)
    rows = np.sort(np.concatenate([_join(left, right, table) for table in range(TABLES)]))
    rows = rows[begins(rows)]
    return _most_by_one_movement(left, right, rows >> 32, rows & 0xFFFFFFFF)


@dataclass(frozen=True, slots=True)
class _Details:
    """All details of one side, one after the other, and the owner of each."""

    signature: Signatures
    key: npt.NDArray[np.uint32]
    turn: npt.NDArray[np.float32]
    octave: npt.NDArray[np.float32]
    place: npt.NDArray[np.float32]
    owner: npt.NDArray[np.int64]

    @classmethod
    def of(cls, posted: Sequence[Posted]) -> "_Details":
        owner = np.repeat(np.arange(len(posted), dtype=np.int64), [len(one.key) for one in posted])
        parts = ((one.signature, one.key, one.turn, one.octave, one.place) for one in posted)
        signature, key, turn, octave, place = (np.concatenate(side) for side in zip(*parts, strict=True))
        return cls(signature, key, turn, octave, place, owner)

    def column(self, table: int) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.int64]]:
        """Keys of one table in order, and whose details they are: each once for an owner, and rare enough to tell."""
        key = np.asarray(self.key[:, table] >> (KEY_BITS - FIRST_BITS), np.uint32)
        order = np.asarray(np.lexsort((self.owner, key)), np.int64)
        order = order[begins(key[order], self.owner[order])]
        of = key[order]
        number = np.diff(np.flatnonzero(np.r_[begins(of), True]))
        rare = np.repeat(number, number) <= COMMON
        return of[rare], order[rare]


def begins(*columns: npt.NDArray[np.generic]) -> npt.NDArray[np.bool_]:
    """Where a row of sorted columns differs from the one before."""
    changed = [np.asarray(column[1:] != column[:-1]) for column in columns]
    return np.concatenate([np.ones(min(1, len(columns[0])), bool), np.logical_or.reduce(changed)])


def _join(left: _Details, right: _Details, table: int) -> npt.NDArray[np.int64]:
    """The details that meet in one table and are near: place in left << 32 | place in right."""
    (left_key, left_row), (right_key, right_row) = left.column(table), right.column(table)
    first = np.searchsorted(right_key, left_key, "left")
    count = np.searchsorted(right_key, left_key, "right") - first
    rows = np.repeat(left_row, count)
    found = right_row[np.repeat(first - np.cumsum(count) + count, count) + np.arange(int(count.sum()))]
    kept = np.bitwise_count(left.signature[rows] ^ right.signature[found]).sum(axis=1) <= NEAR_BITS
    return np.asarray(rows[kept] << 32 | found[kept], np.int64)


def _most_by_one_movement(
    left: _Details, right: _Details, ours: npt.NDArray[np.int64], theirs: npt.NDArray[np.int64]
) -> dict[tuple[int, int], int]:
    turn = left.turn[ours] - right.turn[theirs]
    growth = left.octave[ours] - right.octave[theirs]
    pair = left.owner[ours] << 24 | right.owner[theirs]
    pair, ours, theirs, turn, growth = _in_fullest_window(pair, ours, theirs, turn, growth)
    radians, scale = np.radians(turn), np.exp2(growth)
    result: dict[tuple[int, int], int] = {}
    starts = np.flatnonzero(np.r_[begins(pair), True])
    for start, end in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True):
        if end - start < MET:
            continue
        rows = np.arange(start, end, max(1, (end - start) // MOST))[:MOST]
        number = _agreeing(left.place[ours[rows]], right.place[theirs[rows]], radians[rows], scale[rows])
        if number >= MET:
            result[int(pair[start]) >> 24, int(pair[start]) & 0xFFFFFF] = number
    return result


MOST = 64
"""Details of one pair that are laid on each other: more change no decision, and cost their square."""


def _agreeing(
    ours: npt.NDArray[np.float32],
    theirs: npt.NDArray[np.float32],
    radians: npt.NDArray[np.float32],
    scale: npt.NDArray[np.float32],
) -> int:
    """Of n pairs of details, the most that the place, turn and size of one of them explain; equal places count once."""
    cosine, sine = (scale * np.cos(radians))[:, None], (scale * np.sin(radians))[:, None]
    apart = theirs[None, :, :] - theirs[:, None, :]
    x = ours[:, None, 0] + cosine * apart[..., 0] - sine * apart[..., 1]
    y = ours[:, None, 1] + sine * apart[..., 0] + cosine * apart[..., 1]
    near = np.hypot(x - ours[None, :, 0], y - ours[None, :, 1]) <= SHIFT * np.maximum(1, scale)[:, None]
    best = near[int(near.sum(axis=1).argmax())]
    return min(len(set(map(tuple, np.rint(side[best] * 100).tolist()))) for side in (ours, theirs))


def _in_fullest_window(
    pair: npt.NDArray[np.int64],
    ours: npt.NDArray[np.int64],
    theirs: npt.NDArray[np.int64],
    turn: npt.NDArray[np.float32],
    growth: npt.NDArray[np.float32],
) -> tuple[
    npt.NDArray[np.int64],
    npt.NDArray[np.int64],
    npt.NDArray[np.int64],
    npt.NDArray[np.float32],
    npt.NDArray[np.float32],
]:
    """The rows of each pair that lie in its fullest window of two turns by two growths, pair by pair: a copy at the
    border of two cells is not halved."""
    turned = np.floor(turn / TURN_DEGREES).astype(np.int64) % TURNS
    grown = np.clip(np.floor(growth / GROWTH_OCTAVES).astype(np.int64) + 32, 1, 62)
    cells, counts = [], []
    for back, down in ((0, 0), (0, 1), (1, 0), (1, 1)):
        cell, count = np.unique(pair << 10 | (turned - back) % TURNS << 6 | grown - down, return_counts=True)
        cells.append(cell)
        counts.append(count)
    window, place = np.unique(np.concatenate(cells), return_inverse=True)
    inside = np.bincount(place, weights=np.concatenate(counts), minlength=len(window))
    order = np.lexsort((window, -inside, window >> 10))
    fullest = window[order[begins(window[order] >> 10)]]
    enough = inside[np.searchsorted(window, fullest)] >= MET
    fullest = fullest[enough]
    at = np.searchsorted(fullest >> 10, pair)
    known = (
        (at < len(fullest)) & (fullest[np.minimum(at, len(fullest) - 1)] >> 10 == pair)
        if len(fullest)
        else (np.zeros(len(pair), bool))
    )
    chosen = fullest[np.minimum(at, max(len(fullest) - 1, 0))] if len(fullest) else np.zeros(len(pair), np.int64)
    first_turn, first_growth = chosen >> 6 & 0xF, chosen & 0x3F
    kept = known & ((turned - first_turn) % TURNS <= 1) & ((grown == first_growth) | (grown == first_growth + 1))
    order = np.flatnonzero(kept)[np.argsort(pair[kept], kind="stable")]
    return pair[order], ours[order], theirs[order], turn[order], growth[order]
