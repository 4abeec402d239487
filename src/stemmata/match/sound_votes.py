"""An inverted index of sound, and the vote of a stretch on where it lies in what is indexed.

All indexed files stand one after the other on a single axis of places, 16 ms each, with a gap between them; a posting
is four bytes. A stretch of ten seconds votes: each of its hashes, for the place at which the stretch would then begin.
What counts are the moments of the stretch that agree, not the hashes; and as many hashes, bands and steps must differ,
so that an engine, a rotor or a tone that repeats itself has few votes however often it does.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stemmata.match.sound_hashes import Hashes, bands_of, steps_of

PLACE = 128
"""Samples of 8 kHz: one hop of the spectrum."""
MOMENT = 256
"""Samples: votes of landmarks within 32 ms are one, since one click has many landmarks."""
GAP = 1 << 11
"""Places between two files, 33 s: longer than any stretch that is asked for."""
NEAR_PLACES = 1
"""A vote for the next place is one for this: hops of two recordings of one sound lie half a hop apart."""
APART = 6
"""Places, a tenth of a second: votes that begin so near each other are one. Files begin at whole multiples of it, so
that which are one does not depend on what stands before a file."""
DIFFERENT = 3
"""Votes for each band and each step at most."""


@dataclass(frozen=True, slots=True)
class Postings:
    """hash: (u,) uint32, ascending, each once. start: (u + 1,) int64, where its places begin. place: (n,) uint32."""

    hash: npt.NDArray[np.uint32]
    start: npt.NDArray[np.int64]
    place: npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Vote:
    """`votes` moments of the asked stretch agree that its sample `at` lies at place `place` of the index. spread: how
    many samples lie between the first and the last tenth of them."""

    votes: int
    place: int
    at: float
    spread: float = 0.0


def postings(files: Sequence[tuple[int, Hashes]]) -> Postings:
    """Of files, each from its first place on."""
    found = np.concatenate([np.zeros(0, np.uint32), *(one.hash for _, one in files)])
    places = [np.zeros(0, np.int64), *(base + (one.at // PLACE).astype(np.int64) for base, one in files)]
    place = np.concatenate(places)
    order = np.argsort(found, kind="stable")
    each, first = np.unique(found[order], return_index=True)
    return Postings(each, np.append(first, len(found)).astype(np.int64), place[order].astype(np.uint32))


def voted(index: Postings, asked: Hashes, least: int, common: int = 0) -> list[Vote]:
    """Where `asked`, a stretch of less than GAP, may lie: at least `least` votes, most first; one for each place where
    several overlap. Hashes with more than `common` places are not looked up (0: all are).
    """
    if not len(asked.hash) or not len(index.hash):
        return []
    at = np.minimum(np.searchsorted(index.hash, asked.hash), len(index.hash) - 1)
    number = index.start[at + 1] - index.start[at]
    number = np.where((index.hash[at] == asked.hash) & ((number <= common) | (common == 0)), number, 0)
    total = int(number.sum())
    if not total:
        return []
    of = np.repeat(np.arange(len(at)), number)
    nth = np.arange(total) - np.repeat(np.cumsum(number) - number, number)
    place = index.place[np.repeat(index.start[at], number) + nth].astype(np.int64)
    begins = place - (asked.at // PLACE).astype(np.int64)[of]
    order = np.argsort(begins, kind="stable")
    begins, of = begins[order], of[order]
    edges = np.flatnonzero(np.diff(begins, prepend=begins[0] - 1))
    value, count = begins[edges], np.diff(np.append(edges, total))
    ends = np.searchsorted(value, value + NEAR_PLACES, side="right")
    summed = np.append(0, np.cumsum(count))
    both = summed[ends] - summed[:-1]
    found: list[Vote] = []
    for candidate in np.flatnonzero(both >= least).tolist():
        low, high = summed[candidate], summed[ends[candidate]]
        votes = _votes(asked, of[low:high])
        if votes >= least:
            middle = (low + high) // 2
            at_one = float(asked.at[of[middle]])
            first, last = np.quantile(asked.at[of[low:high]], (0.1, 0.9)).tolist()
            found.append(Vote(votes, int(begins[middle] + at_one // PLACE), at_one, last - first))
    return _apart(found)


def _votes(asked: Hashes, of: npt.NDArray[np.int64]) -> int:
    hashed = asked.hash[of]
    return min(
        len(np.unique(asked.at[of] // MOMENT)),
        len(np.unique(hashed)),
        DIFFERENT * len(np.unique(bands_of(hashed))),
        DIFFERENT * len(np.unique(steps_of(hashed))),
    )


def _apart(found: list[Vote]) -> list[Vote]:
    """Less those that begin within a tenth of a second of one with more votes."""
    kept: list[Vote] = []
    taken: set[int] = set()
    for vote in sorted(found, key=lambda one: (-one.votes, one.place, one.at)):
        begins = round(vote.place - vote.at / PLACE) // APART
        if not taken & {begins - 1, begins, begins + 1}:
            kept.append(vote)
            taken.add(begins)
    return kept
