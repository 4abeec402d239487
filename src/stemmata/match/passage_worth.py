"""What a passage is worth, in words: its alignment's score, less what is formula, more for a whole headline."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from stemmata.fingerprint.passages import shingles
from stemmata.match.compared_text import ComparedText
from stemmata.match.equal_runs import SEED_WORDS
from stemmata.match.manner import quoted_words
from stemmata.match.passage import Passage
from stemmata.match.rarity import weight

HEADLINE = 2.0
"""Words that it is worth when a passage is a whole headline on either side: it begins and ends where the other does."""

FORMULA_WEIGHT = 0.5
"""Mean weight of the words of a sentence at which it is taken for a formula: four unrelated texts have it."""


def evidence(one: ComparedText, other: ComparedText, passage: Passage, texts: Mapping[int, int]) -> float:
    """What a passage is worth, in words: its alignment's score, less what belongs to formulas.

    texts: in how many unrelated texts a run of SEED_WORDS words stands (match.rarity). Words of a quotation count
    whole: it is meant to be repeated. A character of a script without spaces counts half.
    """
    worth = passage.score - 0.5 * float(one.passages.character[passage.equal[:, 0]].sum())
    if texts:
        weights = _weights(one, passage, texts)
        weights[quoted_words(one, other, passage)] = 1.0
        worth -= float((1 - weights).sum()) + _formulas_beside(one, passage, weights)
    headline = (passage.a0, passage.a1) in one.headlines and _is_line(other, passage.b0, passage.b1)
    headline |= (passage.b0, passage.b1) in other.headlines and _is_line(one, passage.a0, passage.a1)
    return worth + HEADLINE * headline


def _formulas_beside(one: ComparedText, passage: Passage, weights: npt.NDArray[np.float64]) -> float:
    """What sentences that are formulas add to the heaviest of them: two that stand side by side in both texts say no
    more than one."""
    starts = one.passages.start[passage.equal[:, 0]]
    sentence = np.searchsorted(np.array(one.sentence_ends, dtype=np.int64), starts, side="right")
    formulas = [
        float(weights[sentence == at].sum())
        for at in np.unique(sentence)
        if weights[sentence == at].mean() <= FORMULA_WEIGHT
    ]
    return sum(formulas) - max(formulas, default=0.0)


def _is_line(one: ComparedText, first: int, last: int) -> bool:
    """Whether the words are a whole line, or several."""
    start, end = one.stretch(first, last)
    before = one.text.body.rfind("\n", 0, start) + 1
    after = one.text.body.find("\n", end)
    around = one.words_in(before, len(one.text.body) if after < 0 else after)
    return around == (first, last)


def _weights(one: ComparedText, passage: Passage, texts: Mapping[int, int]) -> npt.NDArray[np.float64]:
    """Of each equal word, the mean over the runs of SEED_WORDS that it stands in; words in shorter runs, between two
    changes, have the mean of the others."""
    total, runs = np.zeros(len(passage.equal)), np.zeros(len(passage.equal))
    for at, run in seed_runs(one, passage):
        total[at : at + SEED_WORDS] += weight(texts.get(run, 0))
        runs[at : at + SEED_WORDS] += 1
    known = runs > 0
    weights = np.divide(total, runs, out=np.ones(len(total)), where=known)
    if known.any():
        weights[~known] = weights[known].mean()
    return weights


def seed_runs(one: ComparedText, passage: Passage) -> list[tuple[int, int]]:
    """(place in `equal`, hash) of each run of SEED_WORDS words that both texts have."""
    steps = np.diff(passage.equal, axis=0)
    straight = (steps == 1).all(axis=1)
    places = [at for at in range(len(passage.equal) - SEED_WORDS + 1) if straight[at : at + SEED_WORDS - 1].all()]
    if not places:
        return []
    words = one.passages.word[passage.a0 : passage.a1]
    hashed = shingles(words, SEED_WORDS)
    return [(at, int(hashed[passage.equal[at, 0] - passage.a0])) for at in places]
