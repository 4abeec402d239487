"""Which pairs are worth comparing: from whole-frame hashes in eight orientations, and from shared details."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from stemmata.fingerprint.frames import WORDS
from stemmata.match.hamming import Hashes, close_pairs
from stemmata.match.picture import Picture
from stemmata.match.shared_details import Posted, votes

MIN_VOTES = 6
"""Details that one movement lays on each other, from which a pair of pictures is compared. On the bench 3 in 1,000 of
the unrelated pairs of stills and 6 in 1,000 of the unrelated films reach it and cost a comparison; of two stills of
one source 997 in 1,000 reach it, of two films with a source in common 985 (or are close by hash)."""


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """Two holders, smaller first."""

    a: str
    b: str


@dataclass(frozen=True, slots=True)
class Glance:
    """What finding candidates needs of a picture: a small part of its fingerprint.

    references (n, 4) hashes of all loud frames; queries (m, 4) those of sampled frames in all views, and of their
    negatives; details of a few
    sampled frames, as they are and as the mirrored picture would have them.
    """

    holder: str
    references: Hashes
    queries: Hashes
    details: tuple[Posted, ...]
    mirrored: tuple[Posted, ...]


NEEDED = frozenset(
    {
        "frame_us",
        "frame_hash",
        "frame_quality",
        "motion",
        "sample_us",
        "sample_hash",
        "point",
        "signature",
        "point_sample",
    }
)
"""The arrays of a fingerprint that a glance is made from."""


def glance(picture: Picture) -> Glance:
    loud = picture.loud
    frames = np.searchsorted(picture.frame_us, picture.sample_us).tolist()
    asked = [picture.sample_views(at) for at, frame in enumerate(frames) if frame < len(loud) and loud[frame]]
    chosen = picture.posted_samples()
    return Glance(
        picture.holder,
        picture.frame_hash[loud],
        np.concatenate([np.zeros((0, WORDS), np.uint64), *asked, *(~views for views in asked)]),
        tuple(picture.posted(sample) for sample in chosen),
        tuple(picture.posted(sample, flipped=True) for sample in chosen),
    )


def candidates(pictures: Iterable[Picture]) -> Iterator[Pair]:
    """Each pair once, in order; never all against all. Of `pictures`, in order of their holders, one is held at a time:
    what is kept of each are its hashes and some 60 kB a posted frame."""
    glances = [glance(picture) for picture in pictures]
    for one, other in sorted(_by_hash(glances) | _by_details(glances)):
        yield Pair(glances[one].holder, glances[other].holder)


def _by_hash(glances: Sequence[Glance]) -> set[tuple[int, int]]:
    """Sampled frames in all views against every frame of everything."""
    if not glances:
        return set()
    places = np.arange(len(glances))
    owner = np.repeat(places, [len(one.queries) for one in glances])
    of = np.repeat(places, [len(one.references) for one in glances])
    found: set[tuple[int, int]] = set()
    queries, references = (
        np.concatenate(side) for side in zip(*((g.queries, g.references) for g in glances), strict=True)
    )
    for close in close_pairs(queries, references):
        one, other = owner[close.query], of[close.reference]
        apart = one != other
        low, high = np.minimum(one[apart], other[apart]), np.maximum(one[apart], other[apart])
        found |= {(int(pair) >> 32, int(pair) & 0xFFFFFFFF) for pair in np.unique(low.astype(np.int64) << 32 | high)}
    return found


def _by_details(glances: Sequence[Glance]) -> set[tuple[int, int]]:
    owner = np.repeat(np.arange(len(glances)), [len(one.details) for one in glances])
    plain = [details for one in glances for details in one.details]
    found: set[tuple[int, int]] = set()
    for queries in (plain, [details for one in glances for details in one.mirrored]):
        for (one, other), number in votes(queries, plain, owner, enough=MIN_VOTES).items():
            if number >= MIN_VOTES:
                pair = int(owner[one]), int(owner[other])
                found.add((min(pair), max(pair)))
    return found
