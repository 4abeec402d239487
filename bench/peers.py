"""Other ways of finding copies, for the benches to print beside ours on the same work. Pairs are ordered names."""

import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from stemmata.match.hamming import Hashes, distances
from stemmata.match.picture import Picture

Pairs = set[tuple[str, str]]

CLOSE_BITS = 31  # the distance that the READMEs of PDQ and vPDQ recommend
PHASH_BITS = 10  # of 64; what ImageHash's users commonly take
QUALITY = 50
VPDQ_SHARE = 0.8  # of the query's frames, as that README suggests for comparison
ORIENTATIONS = 8


def by_dct_hash(pictures: Sequence[Picture]) -> Pairs:
    """Stills whose PDQ-style hashes are close."""
    hashed = np.concatenate([picture.frame_hash for picture in pictures])
    return _near(hashed, hashed, [picture.holder for picture in pictures])


def by_oriented_dct_hash(pictures: Sequence[Picture]) -> Pairs:
    """The same, one of the two mirrored and turned in all eight ways."""
    holders = [picture.holder for picture in pictures]
    hashed = np.concatenate([picture.frame_hash for picture in pictures])
    views = np.stack([picture.sample_views(0)[:ORIENTATIONS] for picture in pictures])
    return {pair for way in range(ORIENTATIONS) for pair in _near(views[:, way], hashed, holders)}


def _near(query: Hashes, reference: Hashes, holders: Sequence[str]) -> Pairs:
    """Row i of either belongs to holder i."""
    near = distances(np.ascontiguousarray(query), reference) <= CLOSE_BITS
    return {_ordered(holders[i], holders[j]) for i, j in zip(*np.nonzero(near), strict=True) if i != j}


def _ordered(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def by_pdqhash(paths: Mapping[str, Path]) -> Pairs | None:
    """Stills by name, with PDQ's own code; None where it is not installed."""
    try:
        import pdqhash
    except ImportError:
        return None
    made = [pdqhash.compute(np.asarray(Image.open(path).convert("RGB")))[0] for path in paths.values()]
    bits = np.packbits(np.array(made, bool), axis=1).view("<u8")
    return _near(bits, bits, list(paths))


def by_phash(paths: Mapping[str, Path]) -> Pairs | None:
    """Stills by name, with ImageHash's pHash; None where it is not installed."""
    try:
        import imagehash
    except ImportError:
        return None
    made = {name: imagehash.phash(Image.open(path)) for name, path in sorted(paths.items())}
    return {pair for pair in itertools.combinations(made, 2) if made[pair[0]] - made[pair[1]] <= PHASH_BITS}


def by_vpdq(pictures: Sequence[Picture], *, every: bool) -> Pairs:
    """Films where enough of one's sampled frames are close to any sampled frame of the other, or to any at all if
    `every`; either way round."""
    queries = [_frames(picture, 1_000_000) for picture in pictures]
    references = [_frames(picture, 0) for picture in pictures] if every else queries
    found: Pairs = set()
    for one, other in itertools.permutations(range(len(pictures)), 2):
        if len(queries[one]) == 0 or len(references[other]) == 0:
            continue
        near = distances(queries[one], references[other]).min(axis=1) <= CLOSE_BITS
        if near.mean() >= VPDQ_SHARE:
            found.add(_ordered(pictures[one].holder, pictures[other].holder))
    return found


def _frames(picture: Picture, step_us: int) -> Hashes:
    kept, last = [], -step_us
    for at, time in enumerate(picture.frame_us.tolist()):
        if time - last >= step_us and picture.arrays["frame_quality"][at] >= QUALITY:
            kept.append(at)
            last = time
    return picture.frame_hash[kept]
