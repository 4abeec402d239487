"""Which texts share runs of equal words: the candidates of reuse, found by sorting and never by comparing all pairs.

All runs of four words (and of eight) of all texts are sorted once; only texts that meet in one are paired. What is in
too many texts to pair them all is a formula or a text that was copied in masses. Of eight words in a row it may be the
latter: then every text is paired with the first HUBS of them, which is linear and loses no copy.

Once it is known which texts are akin, runs that many unrelated texts have are left out: formulas, unless quoted.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from stemmata.fingerprint.passages import shingles

Words = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]

SEED_WORDS = 4
"""With one word in four changed, a run of four is left in one place of three, a run of eight in one of ten. `python -m
bench.reuse seeds` prints what three, four, five and eight find of single paragraphs, and how often by chance."""

LONG_WORDS = 8
COMMON_TEXTS = 48
"""Texts that are all paired by one run. Of an agency's report, a case rarely holds more reprints."""

HUBS = 8
"""Texts that every other is paired with where more than COMMON_TEXTS share eight words in a row."""

REPEATS = 4
"""Places of one run in one text that are looked at, so that "a a a a …" costs no more than its length."""

LEAST_WORDS = 6
"""Equal words, close to one diagonal, below which a pair is not aligned. Two below the eight that an edge asks for."""

DRIFT_WORDS = 8
"""Words that may be put in or left out between two runs that are counted together for LEAST_WORDS."""

REACH = 8
"""Words by which a run is lengthened before it is counted: its own seeds may be too common to have been kept."""

BLOCK_HITS = 1_000_000
"""Meetings of two runs that are held at once, some 100 MB."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Words of one text, and the segment that each lies in (n,) int32; below 0 where it is not compared. No run of
    words crosses from one segment into another. `quoted` (n,) bool: words that are no formula, whoever has them."""

    word: Words
    segment: npt.NDArray[np.int32]
    quoted: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Meeting:
    """Runs that two texts share, `one` before `other` in the order given. runs: (r, 3) int64: first word in one, first
    word in other, words; maximal up to REACH, sorted."""

    one: int
    other: int
    runs: Places


@dataclass(frozen=True, slots=True)
class _Index:
    """Runs of one length that several texts have. `member`: places in the row of all words, group by group; `first`:
    where the group of a member starts; `paired`: how many members before it, from the first on, it is paired with;
    `formula`: whether unrelated texts have it."""

    length: int
    member: Places
    first: Places
    paired: Places
    formula: npt.NDArray[np.bool_]


class EqualRuns:
    """All words of some texts in one row, and the runs that they share.

    The order of `texts` decides which are hubs: the earliest should stand first. Memory: some 60 bytes a word.
    """

    def __init__(self, texts: Sequence[Compared]) -> None:
        lengths = np.array([len(text.word) for text in texts], dtype=np.int64)
        self.start = np.r_[np.zeros(1, np.int64), np.cumsum(lengths)]
        self.word = np.concatenate([np.zeros(0, np.uint64), *(text.word for text in texts)])
        self.quoted = np.concatenate([np.zeros(0, np.bool_), *(text.quoted for text in texts)])
        self.owner = np.repeat(np.arange(len(texts), dtype=np.int32), lengths)
        self.segment = _segments(texts)
        self._indexes = [self._index(SEED_WORDS, hubs=0), self._index(LONG_WORDS, hubs=HUBS)]

    def meetings(self, least: int) -> Iterator[Meeting]:
        """Every pair that shares `least` words in runs on neighbouring diagonals, with all its runs that come to
        LEAST_WORDS; pair by pair in order of `other`, then `one`."""
        for first, last in self._blocks():
            yield from self._block(first, last, least)

    def leave_out_formulas(self, akin: Iterable[tuple[int, int]], most: int) -> None:
        """From now on, runs that `most` texts have of which no two are akin seed nothing. akin: pairs of texts."""
        kin: dict[int, set[int]] = {}
        for one, other in akin:
            kin.setdefault(one, set()).add(other)
            kin.setdefault(other, set()).add(one)
        for at, index in enumerate(self._indexes):
            self._indexes[at] = self._without_formulas(index, kin, most)

    def _without_formulas(self, index: _Index, kin: Mapping[int, set[int]], most: int) -> _Index:
        if not len(index.member):
            return index
        first = np.unique(index.first)
        size = np.diff(np.r_[first, len(index.member)])
        owner = self.owner[index.member]
        new = np.r_[True, owner[1:] != owner[:-1]]
        new[first] = True
        alone = ~np.isin(owner, np.array(sorted(kin), dtype=np.int64))
        texts = np.add.reduceat(new.astype(np.int64), first)
        without_kin = np.add.reduceat((new & alone).astype(np.int64), first)
        common = without_kin >= most
        for group in np.flatnonzero(~common & (texts >= most)).tolist():
            members = slice(int(first[group]), int(first[group] + size[group]))
            common[group] = _has_unrelated(owner[members][new[members]].tolist(), kin, most)
        formula = np.repeat(common, size)
        quoted = np.repeat(np.add.reduceat(self.quoted[index.member].astype(np.int64), first) > 0, size)
        return replace(index, formula=formula, paired=np.where(formula & ~quoted, 0, index.paired))

    def _index(self, length: int, hubs: int) -> _Index:
        place = self._places(length)
        hashed = shingles(self.word, length)[place]
        order = np.argsort(hashed, kind="stable")
        place, hashed = place[order], hashed[order]
        place, hashed = self._without_repeats(place, hashed)
        if not len(place):
            return _Index(length, place, place, place, np.zeros(0, np.bool_))
        first, size = _groups(hashed)
        texts = _distinct(self.owner[place], first, size)
        wide = np.repeat(texts, size)
        kept = wide > 1 if hubs else (wide > 1) & (wide <= COMMON_TEXTS)
        place, hashed, wide = place[kept], hashed[kept], wide[kept]
        first, size = _groups(hashed)
        rank = np.arange(len(place)) - np.repeat(first, size)
        paired = np.where(wide <= COMMON_TEXTS, rank, np.minimum(rank, hubs))
        return _Index(length, place, np.repeat(first, size), paired, np.zeros(len(place), np.bool_))

    def _places(self, length: int) -> Places:
        last = len(self.word) - length + 1
        if last <= 0:
            return np.zeros(0, np.int64)
        inside = (self.segment[:last] >= 0) & (self.segment[:last] == self.segment[length - 1 :])
        return np.flatnonzero(inside)

    def _without_repeats(self, place: Places, hashed: Words) -> tuple[Places, Words]:
        owner = self.owner[place]
        before = np.zeros(len(place), dtype=bool)
        before[REPEATS:] = (hashed[REPEATS:] == hashed[:-REPEATS]) & (owner[REPEATS:] == owner[:-REPEATS])
        return place[~before], hashed[~before]

    def _blocks(self) -> Iterator[tuple[int, int]]:
        """Texts [first, last) whose meetings with texts before them fit into BLOCK_HITS."""
        hits = np.zeros(len(self.start) - 1, dtype=np.int64)
        for index in self._indexes:
            hits += np.bincount(self.owner[index.member], index.paired, len(hits)).astype(np.int64)
        total, first = 0, 0
        for at, count in enumerate(hits.tolist()):
            if total + count > BLOCK_HITS and at > first:
                yield first, at
                total, first = 0, at
            total += count
        yield first, len(hits)

    def _block(self, first: int, last: int, least: int) -> Iterator[Meeting]:
        found = [self._hits(index, first, last) for index in self._indexes]
        pair, diagonal, place, length = (np.concatenate(column) for column in zip(*found, strict=True))
        if not len(pair):
            return
        order = np.lexsort((place, diagonal, pair))
        pair, diagonal, start, end = _merged(pair[order], diagonal[order], place[order], length[order])
        start, end = self._lengthened(diagonal, start, end)
        pair, diagonal, start, end = _merged(pair, diagonal, start, end - start)
        kept = _likely(pair, diagonal, end - start, least)
        pair, diagonal, start, end = pair[kept], diagonal[kept], start[kept], end[kept]
        edges = np.flatnonzero(np.r_[True, pair[1:] != pair[:-1], True]) if len(pair) else np.zeros(1, np.int64)
        count = len(self.start) - 1
        for low, high in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
            other, one = divmod(int(pair[low]), count)
            there = start[low:high] - self.start[other]
            here = start[low:high] - diagonal[low:high] - self.start[one]
            runs = np.stack([here, there, end[low:high] - start[low:high]], axis=1)
            yield Meeting(one, other, runs[np.lexsort((runs[:, 1], runs[:, 0]))])

    def _hits(self, index: _Index, first: int, last: int) -> tuple[Places, Places, Places, Places]:
        """Of the texts [first, last): pair, place in the row less the other's place, place, length of the run."""
        owner = self.owner[index.member]
        at = np.flatnonzero((owner >= first) & (owner < last) & (index.paired > 0))
        count = index.paired[at]
        later = np.repeat(at, count)
        within = np.arange(len(later)) - np.repeat(np.cumsum(count) - count, count)
        earlier = index.first[later] + within
        place, before = index.member[later], index.member[earlier]
        one, other = self.owner[before].astype(np.int64), self.owner[place].astype(np.int64)
        apart = (one != other) & (~index.formula[later] | self.quoted[place] | self.quoted[before])
        place, before = place[apart], before[apart]
        pair = other[apart] * (len(self.start) - 1) + one[apart]
        return pair, place - before, place, np.full(len(pair), index.length, dtype=np.int64)

    def _lengthened(self, diagonal: Places, start: Places, end: Places) -> tuple[Places, Places]:
        start, end = start.copy(), end.copy()
        growing = np.arange(len(start))
        for _ in range(REACH):
            growing = growing[self._equal(start[growing] - 1, start[growing], diagonal[growing])]
            start[growing] -= 1
        growing = np.arange(len(start))
        for _ in range(REACH):
            growing = growing[self._equal(end[growing], end[growing] - 1, diagonal[growing])]
            end[growing] += 1
        return start, end

    def _equal(self, at: Places, inside: Places, diagonal: Places) -> npt.NDArray[np.bool_]:
        """Whether the word `at` equals its counterpart, each in the segment of the word beside it."""
        other, beside = at - diagonal, inside - diagonal
        there = (at >= 0) & (other >= 0) & (at < len(self.word)) & (other < len(self.word))
        at, other = np.where(there, at, 0), np.where(there, other, 0)
        same = (self.segment[at] == self.segment[inside]) & (self.segment[other] == self.segment[beside])
        equal: npt.NDArray[np.bool_] = there & same & (self.word[at] == self.word[other])
        return equal


def _has_unrelated(texts: Iterable[int], kin: Mapping[int, set[int]], most: int) -> bool:
    """Whether `most` of them are akin to none before them that counts."""
    counted: list[int] = []
    for text in texts:
        if kin.get(text, set()).isdisjoint(counted):
            counted.append(text)
            if len(counted) == most:
                return True
    return False


def _segments(texts: Sequence[Compared]) -> npt.NDArray[np.int32]:
    """Numbered through over all texts; below 0 stays."""
    made: list[npt.NDArray[np.int32]] = [np.zeros(0, np.int32)]
    used = 0
    for text in texts:
        made.append(np.where(text.segment >= 0, text.segment + used, -1).astype(np.int32))
        used += int(text.segment.max(initial=-1)) + 1
    return np.concatenate(made)


def _groups(sorted_values: Words) -> tuple[Places, Places]:
    """First place and size of each run of equal values."""
    if not len(sorted_values):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    first = np.flatnonzero(np.r_[True, sorted_values[1:] != sorted_values[:-1]])
    return first, np.diff(np.r_[first, len(sorted_values)])


def _distinct(owner: npt.NDArray[np.int32], first: Places, size: Places) -> Places:
    """How many owners each group has; within a group they are sorted."""
    new = np.r_[True, owner[1:] != owner[:-1]]
    new[first] = True
    return np.add.reduceat(new.astype(np.int64), first)


def _merged(pair: Places, diagonal: Places, place: Places, length: Places) -> tuple[Places, Places, Places, Places]:
    """Sorted hits, of which those on one diagonal that overlap become one run: pair, diagonal, start, end."""
    other = np.r_[True, (pair[1:] != pair[:-1]) | (diagonal[1:] != diagonal[:-1])]
    group = np.cumsum(other) * (int(place.max()) + int(length.max()) + 1)  # lifts each group above the one before
    reach = np.maximum.accumulate(place + length + group) - group
    new = other | np.r_[True, place[1:] >= reach[:-1]]
    first = np.flatnonzero(new)
    return pair[first], diagonal[first], place[first], np.maximum.reduceat(reach, first)


def _likely(pair: Places, diagonal: Places, length: Places, least: int) -> npt.NDArray[np.bool_]:
    """Runs that, with those on diagonals close by, hold LEAST_WORDS words, of pairs that somewhere hold `least`."""
    if not len(pair):
        return np.zeros(0, np.bool_)
    new = np.r_[True, (pair[1:] != pair[:-1]) | (diagonal[1:] - diagonal[:-1] > DRIFT_WORDS)]
    first = np.flatnonzero(new)
    total = np.add.reduceat(length, first)
    enough = np.isin(pair, pair[first[total >= least]])
    return enough & np.repeat(total >= LEAST_WORDS, np.diff(np.r_[first, len(pair)]))
