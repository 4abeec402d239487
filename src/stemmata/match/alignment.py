"""Runs of equal words of two texts, joined over what was changed between them and followed to where the texts part.

A local alignment (Smith and Waterman, J. Mol. Biol. 147, 1981) of words, seeded by runs (as BLAST does, J. Mol. Biol.
215, 1990) and computed only between and beside them. An equal word counts 1, a similar one (match.similar_words) a half,
a word that stands on one side alone or in another's place -1.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stemmata.fingerprint.passages import spelling
from stemmata.match.similar_words import edit_distance, similar

GAP_WORDS = 24
"""Words put in, left out or changed at one place within one passage. A longer insertion makes two passages of it."""

GAP_COST = 0.3
"""Of a word between two runs, while they are chained and it is not known yet how much of it agrees."""

SPLIT_COST = 8.0
"""Words that disagree at one place beyond which the passage is two: as many as an edge asks for."""

DROP = 4.0
"""By so much an extension may fall below its best before it is given up: four words in a row that disagree."""

BAND_WORDS = 4
"""By how many words the sides may shift while a passage is followed beyond its last equal run."""

LOOK_BACK = 40
"""Runs before a run that it may be joined to."""

MOST_RUNS = 50_000
"""Runs of one pair that are looked at, the longest. Two editions of a book have a few thousand."""

SIMILAR = 0.5

BRIDGE_WORDS = 60
"""Between two passages in order, or from a passage to the end of a line, what is compared letter by letter."""

BRIDGE_LETTERS = 0.6
"""Share of letters that have to agree there: of unrelated sentences of one language, three in ten do. `python -m
bench.reuse seeds` prints both."""


@dataclass(frozen=True, slots=True)
class Side:
    """One text to be aligned: its body, and per word its hash, its code points, and its segment (below 0: none)."""

    body: str
    word: Sequence[int]
    start: Sequence[int]
    end: Sequence[int]
    segment: Sequence[int]

    def spelling(self, at: int) -> str:
        """A word once folded."""
        return spelling(self.body[self.start[at] : self.end[at]])

    def line_end(self, at: int) -> int:
        """The word after the last that stands in one line and segment with the word before `at`, at most BRIDGE_WORDS
        further."""
        end = at
        while end < min(len(self.word), at + BRIDGE_WORDS + 1) and self._joined(end - 1, end):
            end += 1
        return end

    def line_start(self, at: int) -> int:
        """The first word that stands in one line and segment with the word `at`, at most BRIDGE_WORDS before it."""
        start = at
        while start > max(0, at - BRIDGE_WORDS - 1) and self._joined(start - 1, start):
            start -= 1
        return start

    def _joined(self, one: int, other: int) -> bool:
        return self.segment[one] == self.segment[other] and "\n" not in self.body[self.end[one] : self.start[other]]


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """Words [a0, a1) and [b0, b1) that say the same. `equal` (n, 2) int32: words of a and of b that are equal, rising;
    `score`: the alignment's, in words."""

    a0: int
    a1: int
    b0: int
    b1: int
    equal: npt.NDArray[np.int32]
    score: float


Run = tuple[int, int, int]


def passages_between(a: Side, b: Side, runs: npt.NDArray[np.int64]) -> list[Passage]:
    """Passages in any order, sorted. Two may share words of one side (a passage that stands twice), never of both.

    runs: (r, 3) int64: first word in a, first word in b, equal words.
    """
    found: list[Passage] = []
    for chain in _chains(_maximal(a, b, runs), a, b):
        found += _filled(a, b, chain)
    return _without_doubles(_bridged(a, b, _without_doubles(found)))


def _maximal(a: Side, b: Side, runs: npt.NDArray[np.int64]) -> list[Run]:
    """Each run as long as it can be, once. Sorted."""
    if len(runs) > MOST_RUNS:
        runs = runs[np.sort(np.argsort(-runs[:, 2], kind="stable")[:MOST_RUNS])]
    made: set[Run] = set()
    for first, other, length in runs.tolist():
        start, end = 0, length
        while _equal(a, b, first + start - 1, other + start - 1, first, other):
            start -= 1
        while _equal(a, b, first + end, other + end, first, other):
            end += 1
        made.add((first + start, other + start, end - start))
    return sorted(made)


def _equal(a: Side, b: Side, at: int, other: int, inside: int, inside_other: int) -> bool:
    return (
        0 <= at < len(a.word)
        and 0 <= other < len(b.word)
        and a.word[at] == b.word[other]
        and a.segment[at] == a.segment[inside]
        and b.segment[other] == b.segment[inside_other]
    )


def _chains(runs: Sequence[Run], a: Side, b: Side) -> list[list[Run]]:
    """Runs joined while the words between them cost less than they bring; each run in one chain."""
    score = [float(run[2]) for run in runs]
    before = [-1] * len(runs)
    for at, (first, other, length) in enumerate(runs):
        for back in range(at - 1, max(-1, at - 1 - LOOK_BACK), -1):
            one, two, size = runs[back]
            apart = first - one - size
            if apart > GAP_WORDS or two >= other or one >= first or other - two - size > GAP_WORDS:
                continue
            if a.segment[one] != a.segment[first] or b.segment[two] != b.segment[other]:
                continue
            overlap = max(0, -apart, two + size - other)
            if overlap >= length:
                continue
            between = max(apart, other - two - size) + overlap
            joined = score[back] + length - overlap - GAP_COST * between
            if joined > score[at]:
                score[at], before[at] = joined, back
    used = [False] * len(runs)
    chains: list[list[Run]] = []
    for at in sorted(range(len(runs)), key=lambda at: (-score[at], at)):
        chain: list[Run] = []
        step = at
        while step >= 0 and not used[step]:
            used[step] = True
            chain.append(runs[step])
            step = before[step]
        if chain:
            chains.append(chain[::-1])
    return chains


def _filled(a: Side, b: Side, chain: Sequence[Run]) -> list[Passage]:
    """The chain with what lies between its runs aligned, cut where that costs more than SPLIT_COST, and extended."""
    pieces: list[tuple[float, list[tuple[int, int]]]] = []
    score, equal = 0.0, list[tuple[int, int]]()
    for first, other, length in chain:
        skipped = 0
        if equal:
            end, end_other = equal[-1][0] + 1, equal[-1][1] + 1
            skipped = max(0, end - first, end_other - other)
            gained, between = _between(a, b, (end, first + skipped), (end_other, other + skipped))
            if gained < -SPLIT_COST or score + gained < 0:
                pieces.append((score, equal))
                score, equal = 0.0, []
            else:
                score += gained
                equal += between
        equal += [(first + at, other + at) for at in range(skipped, length)]
        score += length - skipped
    pieces.append((score, equal))
    return [_extended(a, b, *piece) for piece in pieces]


def _between(
    a: Side, b: Side, of_a: tuple[int, int], of_b: tuple[int, int]
) -> tuple[float, list[tuple[int, int]]]:
    """Score and equal words of two stretches aligned from end to end (Needleman and Wunsch, 1970)."""
    here, there = range(*of_a), range(*of_b)
    if not here or not there:
        return -float(max(len(here), len(there))), []
    if len(here) == len(there) == 1:
        return _worth(a, b, of_a[0], of_b[0]), []
    rows = [[-float(at) for at in range(len(there) + 1)]]
    for down, at in enumerate(here, start=1):
        above, row = rows[-1], [-float(down)]
        for across, other in enumerate(there):
            row.append(max(above[across] + _worth(a, b, at, other), above[across + 1] - 1, row[across] - 1))
        rows.append(row)
    equal: list[tuple[int, int]] = []
    down, across = len(here), len(there)
    while down and across:
        at, other = here[down - 1], there[across - 1]
        if rows[down][across] == rows[down - 1][across - 1] + _worth(a, b, at, other):
            if a.word[at] == b.word[other]:
                equal.append((at, other))
            down, across = down - 1, across - 1
        elif rows[down][across] == rows[down - 1][across] - 1:
            down -= 1
        else:
            across -= 1
    return rows[-1][-1], equal[::-1]


def _worth(a: Side, b: Side, at: int, other: int) -> float:
    if a.word[at] == b.word[other]:
        return 1.0
    return SIMILAR if similar(a.spelling(at), b.spelling(other)) else -1.0


def _extended(a: Side, b: Side, score: float, equal: list[tuple[int, int]]) -> Passage:
    ahead, after, end = _followed(a, b, equal[-1], 1)
    behind, before, start = _followed(a, b, equal[0], -1)
    every = np.array([*before[::-1], *equal, *after], dtype=np.int32)
    return Passage(start[0], end[0] + 1, start[1], end[1] + 1, every, score + ahead + behind)


def _followed(
    a: Side, b: Side, last: tuple[int, int], step: int
) -> tuple[float, list[tuple[int, int]], tuple[int, int]]:
    """What is gained beyond `last` in the direction `step`, the equal words there in that order, and the last word of
    either side that belongs to it. In a band, given up at DROP."""
    gained, equal = 0.0, list[tuple[int, int]]()
    while True:
        more, found, end = _stretch(a, b, last, step)
        if more <= 0:
            return gained, equal, last
        gained, last = gained + more, end
        equal += found


def _stretch(
    a: Side, b: Side, last: tuple[int, int], step: int
) -> tuple[float, list[tuple[int, int]], tuple[int, int]]:
    """At most GAP_WORDS words further: see `_followed`."""
    at, other = last
    rows: list[dict[int, float]] = [{across: -float(across) for across in range(BAND_WORDS + 1)}]
    best, place = 0.0, (0, 0)
    for down in range(1, GAP_WORDS + 1):
        i = at + step * down
        if not 0 <= i < len(a.word) or a.segment[i] != a.segment[at]:
            break
        above, row = rows[-1], dict[int, float]()
        for across in range(max(0, down - BAND_WORDS), down + BAND_WORDS + 1):
            j = other + step * across
            found = [above[across] - 1] if across in above else []
            if across - 1 in row:
                found.append(row[across - 1] - 1)
            if across and across - 1 in above and 0 <= j < len(b.word) and b.segment[j] == b.segment[other]:
                found.append(above[across - 1] + _worth(a, b, i, j))
            if found and max(found) > best - DROP:
                row[across] = max(found)
                if row[across] > best:
                    best, place = row[across], (down, across)
        if not row:
            break
        rows.append(row)
    equal: list[tuple[int, int]] = []
    down, across = place
    while down and across:
        i, j = at + step * down, other + step * across
        value, diagonal = rows[down][across], rows[down - 1].get(across - 1)
        if diagonal is not None and value == diagonal + _worth(a, b, i, j):
            if a.word[i] == b.word[j]:
                equal.append((i, j))
            down, across = down - 1, across - 1
        elif rows[down - 1].get(across) == value + 1:
            down -= 1
        else:
            across -= 1
    return best, equal[::-1], (at + step * place[0], other + step * place[1])


def _bridged(a: Side, b: Side, found: Sequence[Passage]) -> list[Passage]:
    """Passages that follow each other on both sides, joined where the letters between them agree, and each followed to
    the end of its line where they agree up to there. For words that a scanner ran together, tore or misread."""
    made: list[Passage] = []
    for one in found:
        before = made[-1] if made else None
        if before is not None and before.b1 <= one.b0 and before.a1 <= one.a0:
            gained = _agreeing(a, b, (before.a1, one.a0), (before.b1, one.b0))
            if gained is not None:
                equal = np.concatenate([before.equal, one.equal])
                made[-1] = Passage(before.a0, one.a1, before.b0, one.b1, equal, before.score + gained + one.score)
                continue
        made.append(one)
    return [_to_the_ends(a, b, one) for one in made]


def _to_the_ends(a: Side, b: Side, one: Passage) -> Passage:
    after = (one.a1, a.line_end(one.a1)), (one.b1, b.line_end(one.b1))
    gained = _agreeing(a, b, *after)
    if gained is not None:
        one = Passage(one.a0, after[0][1], one.b0, after[1][1], one.equal, one.score + gained)
    before = (a.line_start(one.a0), one.a0), (b.line_start(one.b0), one.b0)
    gained = _agreeing(a, b, *before)
    if gained is not None:
        one = Passage(before[0][0], one.a1, before[1][0], one.b1, one.equal, one.score + gained)
    return one


def _agreeing(a: Side, b: Side, of_a: tuple[int, int], of_b: tuple[int, int]) -> float | None:
    """What two stretches of words are worth whose letters agree, spaces aside; None where they do not."""
    here, there = of_a[1] - of_a[0], of_b[1] - of_b[0]
    if not 0 < max(here, there) <= BRIDGE_WORDS or min(here, there) < BRIDGE_LETTERS * max(here, there):
        return None
    if a.segment[of_a[0]] != a.segment[of_a[1] - 1] or b.segment[of_b[0]] != b.segment[of_b[1] - 1]:
        return None
    one = "".join(a.spelling(at) for at in range(*of_a))
    other = "".join(b.spelling(at) for at in range(*of_b))
    agreeing = 1 - edit_distance(one, other) / max(len(one), len(other))
    return (2 * agreeing - 1) * min(here, there) if agreeing >= BRIDGE_LETTERS else None


def _without_doubles(found: Sequence[Passage]) -> list[Passage]:
    """Of passages that cover the same words of both sides for the most part, the best alone."""
    kept: list[Passage] = []
    for one in sorted(found, key=lambda one: (-one.score, one.a0, one.b0)):
        if not any(_covered(one, other) for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: (one.a0, one.b0, one.a1, one.b1))


def _covered(one: Passage, by: Passage) -> bool:
    return (
        2 * (min(one.a1, by.a1) - max(one.a0, by.a0)) > one.a1 - one.a0
        and 2 * (min(one.b1, by.b1) - max(one.b0, by.b0)) > one.b1 - one.b0
    )
