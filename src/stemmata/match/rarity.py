"""How much a word of a shared passage says: little where it belongs to a formula that unrelated texts have as well.

Counted are texts that are not akin: a report that was copied ten thousand times counts once, a formula as often as
there are stories that use it. Nothing is known of any language; in a case of a few texts every word counts whole, since
it cannot be told there what is a formula.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from stemmata.fingerprint.passages import shingles
from stemmata.match.equal_runs import SEED_WORDS, Words

AKIN_SHARE = 0.3
"""Of the words of the longer of two texts, the share in common that makes them akin. A passage too long for a formula
does so too. Of the shorter it would not do: a post that is nothing but a formula would be akin to all that have it."""

LEAST_WEIGHT = 1 / 4
"""Of a word of the commonest formula: eight words become 32, longer than formulas are."""

BOTH = 2
"""The two texts themselves."""

MOST = 8
"""Unrelated texts that are counted: with so many a word has LEAST_WEIGHT."""


def weight(texts: int) -> float:
    """Of a word whose rarest run stands in so many unrelated texts, 0..1: the share that the two have in it."""
    return 1.0 if texts <= BOTH else max(LEAST_WEIGHT, BOTH / texts)


def unrelated_texts(wanted: Words, words: Sequence[Words], akin: Iterable[tuple[int, int]]) -> dict[int, int]:
    """How many texts have each run of SEED_WORDS words with a hash in `wanted`, none akin to another; up to MOST.

    Greedy: a text counts unless it is akin to one before it, so that the order should be that of time. akin: pairs.
    """
    wanted = np.unique(wanted)
    if not len(wanted):
        return {}
    kin: dict[int, set[int]] = {}
    for one, other in akin:
        kin.setdefault(one, set()).add(other)
        kin.setdefault(other, set()).add(one)
    counted: list[list[int]] = [[] for _ in range(len(wanted))]
    for at, word in enumerate(words):
        hashed = shingles(word, SEED_WORDS)
        place = np.searchsorted(wanted, hashed)
        place[place == len(wanted)] = 0
        for run in np.unique(place[wanted[place] == hashed]).tolist():
            before = counted[run]
            if len(before) < MOST and kin.get(at, set()).isdisjoint(before):
                before.append(at)
    return {run: len(texts) for run, texts in zip(wanted.tolist(), counted, strict=True)}
