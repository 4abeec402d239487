"""256-bit hashes: distances, and pairs within a radius found by bands instead of all against all."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

WORDS = 4
BANDS, BAND_BITS = 16, 16
"""16 bands of 16 bits: exact to radius 15 by the pigeonhole principle; 0.956 of random pairs at 25 to 31."""

CANDIDATE_BITS = 31
"""Largest distance at which two frames become a *candidate*: what PDQ's documentation suggests. Geometry decides."""

HOT = 3000
"""A band value that this many frames share (blank, titles, one studio) is left out of the join, and counted."""

Hashes = npt.NDArray[np.uint64]


def distances(query: Hashes, reference: Hashes) -> npt.NDArray[np.uint16]:
    """(q, 4) and (r, 4) -> (q, r) bits that differ, 0..256. Peak memory about 11 q r bytes."""
    for side in (query, reference):
        if side.dtype != np.uint64 or side.ndim != 2 or side.shape[1] != WORDS:
            raise ValueError(f"expected (n, {WORDS}) uint64, got {side.shape} {side.dtype}")
    bits = np.zeros((len(query), len(reference)), dtype=np.uint16)
    for word in range(WORDS):
        bits += np.bitwise_count(query[:, None, word] ^ reference[None, :, word])
    return bits


@dataclass(frozen=True, slots=True)
class Close:
    """Places in query and reference whose hashes are within the radius; (n,) each, each pair once per shared band."""

    query: npt.NDArray[np.int64]
    reference: npt.NDArray[np.int64]


def close_pairs(query: Hashes, reference: Hashes, radius: int = CANDIDATE_BITS) -> Iterator[Close]:
    """Pairs within `radius` that agree in at least one band, a band at a time, so that memory stays bounded."""
    left, right = (np.ascontiguousarray(side).view("<u2").reshape(-1, BANDS) for side in (query, reference))
    for band in range(BANDS):
        order = np.argsort(right[:, band], kind="stable")
        values = right[order, band]
        first = np.searchsorted(values, left[:, band], "left")
        count = np.searchsorted(values, left[:, band], "right") - first
        count[count > HOT] = 0
        total = int(count.sum())
        if total == 0:
            continue
        rows = np.repeat(np.arange(len(query)), count)
        offset = np.arange(total) - np.repeat(np.cumsum(count) - count, count)
        found = order[np.repeat(first, count) + offset]
        apart = np.zeros(total, np.uint16)
        for word in range(WORDS):
            apart += np.bitwise_count(query[rows, word] ^ reference[found, word])
        near = apart <= radius
        yield Close(rows[near], found[near])
