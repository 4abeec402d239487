"""Runs of equal words, made as long as they can be and put in a row while what lies between them costs less than they
bring, as BLAST does with its seeds (J. Mol. Biol. 215, 1990)."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from stemmata.match.passage import Side

GAP_WORDS = 24
"""Words put in, left out or changed at one place within one passage. A longer insertion makes two passages of it."""

GAP_COST = 0.3
"""Of a word between two runs, while they are chained and it is not known yet how much of it agrees."""

LOOK_BACK = 40
"""Runs before a run that it may be joined to."""

MOST_RUNS = 50_000
"""Runs of one pair that are looked at, the longest. Two editions of a book have a few thousand."""

Run = tuple[int, int, int]
"""First word in a, first word in b, equal words."""


def maximal(a: Side, b: Side, runs: npt.NDArray[np.int64]) -> list[Run]:
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


def chains(runs: Sequence[Run], a: Side, b: Side) -> list[list[Run]]:
    """Runs joined while the words between them cost less than they bring; each in one chain, the best first."""
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
