"""Runs of equal words of two texts, joined over what was changed between them and followed to where the texts part.

A local alignment (Smith and Waterman, J. Mol. Biol. 147, 1981) of words, seeded by runs (as BLAST does, J. Mol. Biol.
215, 1990) and computed only between and beside them. What a word counts: match.passage.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from stemmata.match.bridging import bridged
from stemmata.match.passage import UNEQUAL, Passage, Side, worth
from stemmata.match.run_chains import GAP_WORDS, Run, chains, maximal

SPLIT_COST = 8.0
"""What may be taken off at one place before the passage is two: as much as an edge asks for."""

DROP = 4.0
"""By so much an extension may fall below its best before it is given up: five words in a row that disagree."""

BAND_WORDS = 4
"""By how many words the sides may shift while a passage is followed beyond its last equal run."""

MOST_PASSAGES = 1_000
"""Passages of one pair, the longest: a limit for texts that repeat themselves without end."""


def passages_between(a: Side, b: Side, runs: npt.NDArray[np.int64]) -> list[Passage]:
    """Passages in any order, sorted. Two may share words of one side (a passage that stands twice), never of both.

    runs: (r, 3) int64: first word in a, first word in b, equal words.
    """
    found: list[Passage] = []
    for chain in chains(maximal(a, b, runs), a, b)[:MOST_PASSAGES]:
        found += _filled(a, b, chain)
    return _without_doubles(bridged(a, b, _without_doubles(found)))


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


def _between(a: Side, b: Side, of_a: tuple[int, int], of_b: tuple[int, int]) -> tuple[float, list[tuple[int, int]]]:
    """Score and equal words of two stretches aligned from end to end (Needleman and Wunsch, 1970)."""
    here, there = range(*of_a), range(*of_b)
    if not here or not there:
        return -UNEQUAL * max(len(here), len(there)), []
    if len(here) == len(there) == 1:
        return worth(a, b, of_a[0], of_b[0]), []
    rows = [[-UNEQUAL * at for at in range(len(there) + 1)]]
    for down, at in enumerate(here, start=1):
        above, row = rows[-1], [-UNEQUAL * down]
        for across, other in enumerate(there):
            row.append(max(above[across] + worth(a, b, at, other), above[across + 1] - UNEQUAL, row[across] - UNEQUAL))
        rows.append(row)
    equal: list[tuple[int, int]] = []
    down, across = len(here), len(there)
    while down and across:
        at, other = here[down - 1], there[across - 1]
        if rows[down][across] == rows[down - 1][across - 1] + worth(a, b, at, other):
            if a.word[at] == b.word[other]:
                equal.append((at, other))
            down, across = down - 1, across - 1
        elif rows[down][across] == rows[down - 1][across] - UNEQUAL:
            down -= 1
        else:
            across -= 1
    return rows[-1][-1], equal[::-1]


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
    rows: list[dict[int, float]] = [{across: -UNEQUAL * across for across in range(BAND_WORDS + 1)}]
    best, place = 0.0, (0, 0)
    for down in range(1, GAP_WORDS + 1):
        i = at + step * down
        if not 0 <= i < len(a.word) or a.segment[i] != a.segment[at]:
            break
        above, row = rows[-1], dict[int, float]()
        for across in range(max(0, down - BAND_WORDS), down + BAND_WORDS + 1):
            j = other + step * across
            found = [above[across] - UNEQUAL] if across in above else []
            if across - 1 in row:
                found.append(row[across - 1] - UNEQUAL)
            if across and across - 1 in above and 0 <= j < len(b.word) and b.segment[j] == b.segment[other]:
                found.append(above[across - 1] + worth(a, b, i, j))
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
        if diagonal is not None and value == diagonal + worth(a, b, i, j):
            if a.word[i] == b.word[j]:
                equal.append((i, j))
            down, across = down - 1, across - 1
        elif rows[down - 1].get(across) == value + UNEQUAL:
            down -= 1
        else:
            across -= 1
    return best, equal[::-1], (at + step * place[0], other + step * place[1])


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
