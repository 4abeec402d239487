"""Which pairs are worth comparing: from whole-frame hashes in eight orientations, from shared details,
and from how films move."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stemmata.fingerprint.frames import WORDS
from stemmata.match.hamming import without_repeats
from stemmata.match.inverted import Glance, Inverted, chosen, inverted
from stemmata.match.meetings import Nodes, Search, met, too_common, touched
from stemmata.match.motion_windows import NO_WINDOWS, windows
from stemmata.match.picture import Picture


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """Two holders, smaller first."""

    a: str
    b: str


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
    asked = [at for at, frame in enumerate(frames) if frame < len(loud) and loud[frame]]
    shown = [picture.sample_views(at) for at in asked]
    return Glance(
        picture.holder,
        without_repeats(picture.frame_hash[loud]),
        np.concatenate([np.zeros((0, WORDS), np.uint64), *shown]),
        tuple(picture.posted(sample) for sample in picture.posted_samples()),
        windows(picture.frame_us, picture.motion) if picture.is_film else NO_WINDOWS,
    )


@dataclass(frozen=True, slots=True)
class Certificates:
    """Pairs (p,) as meetings.pair_code has them, ascending; node (w,) the buckets that they rest on; of (w,) which pair
    each belongs to."""

    pair: npt.NDArray[np.int64]
    node: Nodes
    of: npt.NDArray[np.int64]

    @classmethod
    def from_mapping(cls, found: Mapping[int, Nodes]) -> "Certificates":
        pairs = sorted(found)
        nodes = [found[pair] for pair in pairs]
        of = np.repeat(np.arange(len(pairs)), [len(one) for one in nodes])
        return cls(np.array(pairs, np.int64), np.concatenate([np.zeros(0, np.int64), *nodes]), of)


@dataclass(frozen=True, slots=True)
class Growth:
    """What a portion of pictures changed: certificates of pairs that are new or rest on other buckets now, pairs that
    are candidates no more, and buckets that are too common to be searched, new or known."""

    found: Mapping[int, Nodes]
    lost: frozenset[int]
    too_common: Nodes


def grown(kept: Certificates, held: Sequence[Inverted], fresh: Inverted) -> Growth:
    """`fresh` pictures join those `held`, among which `kept` are the candidates. Costs what is fresh, and a look at the
    buckets of `kept`."""
    everything = [*held, fresh]
    new = met(Search(fresh, everything, everything))
    near = np.flatnonzero(touched(kept.node, fresh))
    broken = np.unique(kept.of[near[too_common(kept.node[near], everything)]])
    if not len(broken):
        return Growth(new.certificates, frozenset(), new.too_common)
    pairs = frozenset(kept.pair[broken].tolist())
    items = np.unique(np.concatenate([kept.pair[broken] >> 32, kept.pair[broken] & 0xFFFFFFFF]))
    alone = chosen(held, items)
    again = met(Search(alone, [alone], everything)).certificates
    found = {pair: nodes for pair, nodes in again.items() if pair in pairs}
    return Growth({**new.certificates, **found}, pairs - found.keys(), new.too_common)


def candidates(pictures: Iterable[Picture]) -> Iterator[Pair]:
    """Each pair once, in order of the pictures; never all against all. All glances are held in memory: for cases on
    disk see pipeline.candidate_index."""
    glances = [glance(picture) for picture in pictures]
    found = grown(Certificates.from_mapping({}), [], inverted(glances, 0)).found
    for pair in sorted(found):
        yield Pair(glances[pair >> 32].holder, glances[pair & 0xFFFFFFFF].holder)
