"""Pictures as the search for candidates sees them, from a small pool so that they share much: seeded, no pixels."""

import numpy as np

from stemmata.fingerprint.frames import WORDS
from stemmata.match.candidates import Certificates, grown
from stemmata.match.hamming import Hashes
from stemmata.match.inverted import Glance, Inverted, inverted
from stemmata.match.motion_windows import MARKS, NO_WINDOWS, Windows
from stemmata.match.shared_details import Posted, posted

POOL = 60


def details(random: np.random.Generator, count: int = 14, *, flips: int = 2) -> Posted:
    """Some of one pool of details, in their places, each with a few bits turned."""
    pool = np.random.default_rng(0)
    signature = pool.integers(0, 2**64, (POOL, 2), dtype=np.uint64)
    points = np.c_[pool.uniform(0, 1, (POOL, 2)), pool.uniform(0.01, 0.03, POOL), pool.uniform(0, 360, POOL)]
    start = int(random.integers(0, POOL))
    rows = (start + np.sort(random.permutation(POOL // 2)[:count])) % POOL
    return posted(flipped(random, signature[rows], flips), points[rows].astype(np.float32), 1.0)


def flipped(random: np.random.Generator, numbers: Hashes, flips: int) -> Hashes:
    """Each row with up to `flips` of its bits turned."""
    made = numbers.copy()
    for row in made:
        for bit in random.integers(0, 64 * len(row), flips).tolist():
            row[bit // 64] ^= np.uint64(1 << (bit % 64))
    return made


def hashes(random: np.random.Generator, count: int) -> Hashes:
    """Some of one pool of five hashes, and their negatives, each with some bits turned."""
    pool = np.random.default_rng(1).integers(0, 2**64, (5, WORDS), dtype=np.uint64)
    chosen = pool[random.integers(0, 5, count)]
    negative = random.random((count, 1)) < 0.2
    return flipped(random, np.where(negative, ~chosen, chosen), int(random.integers(0, 24)))


def windows(random: np.random.Generator, count: int, *, flips: int = 3) -> Windows:
    """Some of one pool of windows that lie 0.7 s apart, moved together, each code with a few bits turned."""
    pool = np.random.default_rng(2).integers(0, 2**64, (12, 1), dtype=np.uint64)
    rows = np.sort(random.permutation(len(pool))[:count])
    mark = np.full(count, random.choice(MARKS), np.uint8)
    middle = rows * 0.7 + float(random.uniform(0, 60))
    return Windows(flipped(random, pool[rows], flips)[:, 0], middle.astype(np.float32), mark)


def glance(seed: int) -> Glance:
    """A picture of which nothing, or a few frames and details, can be seen."""
    random = np.random.default_rng(seed)
    frames = int(random.integers(0, 3))
    return Glance(
        f"{seed:04d}",
        hashes(random, int(random.integers(0, 3)) if seed % 3 else 0),
        hashes(random, 2 if seed % 3 else 0),
        tuple(details(random) for _ in range(frames)),
        windows(random, int(random.integers(2, 9))) if seed % 2 else NO_WINDOWS,
    )


def in_portions(portions: list[list[Glance]]) -> tuple[set[tuple[str, str]], list[int]]:
    """The candidates, by holders, and the buckets too common to be searched, once every portion has come."""
    kept: dict[int, np.ndarray[tuple[int], np.dtype[np.int64]]] = {}
    held: list[Inverted] = []
    holders: list[str] = []
    common: set[int] = set()
    for portion in portions:
        fresh = inverted(portion, len(holders))
        growth = grown(Certificates.from_mapping(kept), held, fresh)
        kept = {pair: nodes for pair, nodes in {**kept, **growth.found}.items() if pair not in growth.lost}
        common |= set(growth.too_common.tolist())
        held.append(fresh)
        holders += [one.holder for one in portion]
    named = {(holders[pair >> 32], holders[pair & 0xFFFFFFFF]) for pair in kept}
    return {(min(pair), max(pair)) for pair in named}, sorted(common)
