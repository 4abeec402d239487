"""256-bit hashes: distances, and the bands by which close ones are found instead of all against all."""

import numpy as np
import numpy.typing as npt

WORDS = 4
BANDS, BAND_BITS = 16, 16
"""16 bands of 16 bits: exact to radius 15 by the pigeonhole principle; 0.956 of random pairs at 25 to 31."""

CANDIDATE_BITS = 31
"""Largest distance at which two frames become a *candidate*: what PDQ's documentation suggests. Geometry decides."""

HOT = 3000
"""A band that more frames than this share (titles, one studio) is told apart by bits of the next one; where these are
shared as often, it is left out of the search, and counted."""

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


def band_keys(hashed: Hashes) -> npt.NDArray[np.uint32]:
    """(n, 4) -> (n, BANDS): each band, followed by the next one, as a key whose first bits tell most."""
    bands = np.ascontiguousarray(hashed).view("<u2").reshape(-1, BANDS).astype(np.uint32)
    return np.asarray(bands << BAND_BITS | np.roll(bands, -1, axis=1), np.uint32)


def are_close(
    one: Hashes, rows: npt.NDArray[np.int64], other: Hashes, found: npt.NDArray[np.int64], radius: int = CANDIDATE_BITS
) -> npt.NDArray[np.bool_]:
    """(n,) whether one[rows] and other[found] differ in no more than `radius` bits. Half of the words rule out nearly
    all strangers."""
    bits = np.zeros(len(rows), np.uint8)
    for word in range(WORDS // 2):
        bits += np.bitwise_count(one[:, word][rows] ^ other[:, word][found])
    close = bits <= radius
    left = np.flatnonzero(close)
    close[left] = np.bitwise_count(one[rows[left]] ^ other[found[left]]).sum(axis=1, dtype=np.uint16) <= radius
    return np.asarray(close, bool)


RUN_BITS = 6
"""Frames this close to the last one kept say the same again: half of what a good copy of one frame differs by."""


def without_repeats(hashed: Hashes, bits: int = RUN_BITS) -> Hashes:
    """(n, 4) consecutive frames -> those that differ by more than `bits` from the last kept before them."""
    kept = list(range(min(1, len(hashed))))
    while True:
        rest = hashed[kept[-1] + 1 :] if kept else hashed[:0]
        moved = _first_moved(rest, hashed[kept[-1]], bits) if len(rest) else None
        if moved is None:
            return hashed[kept]
        kept.append(kept[-1] + 1 + moved)


def _first_moved(rest: Hashes, last: npt.NDArray[np.uint64], bits: int) -> int | None:
    """Looks at a few, then at more and more, since runs are short in most films and as long as the film in some."""
    begin, length = 0, 8
    while begin < len(rest):
        moved = np.flatnonzero(np.bitwise_count(rest[begin : begin + length] ^ last).sum(axis=1) > bits)
        if len(moved):
            return begin + int(moved[0])
        begin, length = begin + length, 4 * length
    return None
