"""Which pairs are worth comparing: from whole-frame hashes in eight orientations, and from shared details."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from stemmata.match.hamming import close_pairs
from stemmata.match.picture import Picture
from stemmata.match.signatures import votes

MIN_VOTES = 10
"""Details of two frames, over all tables, from which their pair is compared. On the bench 1 in 100 of the unrelated
pairs of stills and 4 in 100 of the unrelated films reach it and cost a comparison; of two films that share a second or
more, 97 in 100 reach it or are close by hash, of the edits of a still 99 in 100."""


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """Two holders, smaller first."""

    a: str
    b: str


def candidates(pictures: Sequence[Picture]) -> Iterator[Pair]:
    """Each pair once, in order. `pictures` in order of their holders; never all against all."""
    found: set[tuple[int, int]] = set()
    found |= _by_hash(pictures)
    found |= _by_details(pictures)
    for one, other in sorted(found):
        yield Pair(pictures[one].holder, pictures[other].holder)


def _by_hash(pictures: Sequence[Picture]) -> set[tuple[int, int]]:
    """Sampled frames in all views against every frame of everything."""
    if not pictures:
        return set()
    queries, query_owner, references, reference_owner = [], [], [], []
    for at, picture in enumerate(pictures):
        loud = picture.loud
        references.append(picture.frame_hash[loud])
        reference_owner.append(np.full(int(loud.sum()), at))
        for sample, time in enumerate(picture.sample_us.tolist()):
            frame = int(np.searchsorted(picture.frame_us, time))
            if frame < len(loud) and loud[frame]:
                queries.append(picture.sample_views(sample))
                query_owner.append(np.full(len(queries[-1]), at))
    if not queries:
        return set()
    owner, of = np.concatenate(query_owner), np.concatenate(reference_owner)
    found: set[tuple[int, int]] = set()
    for close in close_pairs(np.concatenate(queries), np.concatenate(references)):
        one, other = owner[close.query], of[close.reference]
        apart = one != other
        low, high = np.minimum(one[apart], other[apart]), np.maximum(one[apart], other[apart])
        found |= {(int(pair) >> 32, int(pair) & 0xFFFFFFFF) for pair in np.unique(low.astype(np.int64) << 32 | high)}
    return found


def _by_details(pictures: Sequence[Picture]) -> set[tuple[int, int]]:
    views = [(at, sample) for at, picture in enumerate(pictures) for sample in picture.posted_samples()]
    owner = np.array([at for at, _ in views], np.int64)
    plain = [pictures[at].posted(sample) for at, sample in views]
    found: set[tuple[int, int]] = set()
    for queries in (plain, [pictures[at].posted(sample, flipped=True) for at, sample in views]):
        for (one, other), number in votes(queries, plain, owner).items():
            if number >= MIN_VOTES:
                pair = int(owner[one]), int(owner[other])
                found.add((min(pair), max(pair)))
    return found
