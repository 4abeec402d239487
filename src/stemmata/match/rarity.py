"""How much a word of a shared passage says: little where it belongs to a formula that unrelated texts have as well.

Counted are not texts but groups of texts that share much: a report that was copied ten thousand times stands in one
group, a formula in as many groups as there are stories. Nothing is known of any language; in a case of a few texts every
word counts whole, since it cannot be told there what is a formula.
"""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from stemmata.fingerprint.passages import shingles
from stemmata.match.equal_runs import SEED_WORDS, Words

GROUP_SHARE = 0.3
"""Of the words of the shorter of two texts, the share in common that puts them into one group."""

LEAST_WEIGHT = 1 / 3
"""Of a word of the commonest formula: some eight words become 24, longer than formulas are."""

BOTH = 2
"""Groups of the two texts themselves."""


def weight(groups: int) -> float:
    """Of a word whose rarest run stands in so many groups, 0..1: the square root of the share that the two have in it."""
    return 1.0 if groups <= BOTH else max(LEAST_WEIGHT, (BOTH / groups) ** 0.5)


def groups_of(count: int, pairs: Iterable[tuple[int, int]]) -> npt.NDArray[np.int64]:
    """(count,) int64: the smallest member of each text's group, where `pairs` are of one group."""
    parent = list(range(count))

    def head(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for one, other in pairs:
        first, second = sorted((head(one), head(other)))
        parent[second] = first
    return np.array([head(at) for at in range(count)], dtype=np.int64)


def group_counts(wanted: Words, words: Sequence[Words], group: npt.NDArray[np.int64]) -> dict[int, int]:
    """In how many groups each run of SEED_WORDS words with a hash in `wanted` stands."""
    wanted = np.unique(wanted)
    if not len(wanted):
        return {}
    run: list[npt.NDArray[np.int64]] = [np.zeros(0, np.int64)]
    owner: list[npt.NDArray[np.int64]] = [np.zeros(0, np.int64)]
    for at, word in enumerate(words):
        hashed = shingles(word, SEED_WORDS)
        place = np.searchsorted(wanted, hashed)
        place = np.unique(place[(place < len(wanted)) & (wanted[np.minimum(place, len(wanted) - 1)] == hashed)])
        run.append(place)
        owner.append(np.full(len(place), group[at], dtype=np.int64))
    met = np.unique(np.stack([np.concatenate(run), np.concatenate(owner)], axis=1), axis=0)
    counts = np.bincount(met[:, 0], minlength=len(wanted))
    return dict(zip(wanted.tolist(), counts.tolist(), strict=True))
