"""Passages joined and followed letter by letter, where a scanner ran words together, tore or misread them."""

from collections.abc import Sequence

import numpy as np

from stemmata.match.passage import LINE_WORDS, Passage, Side
from stemmata.match.similar_words import edit_distance

BRIDGE_LETTERS = 0.6
"""Share of letters that have to agree there: of unrelated sentences of one language, three in ten do. `python -m
bench.reuse seeds` prints both."""


def bridged(a: Side, b: Side, found: Sequence[Passage]) -> list[Passage]:
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
    if not 0 < max(here, there) <= LINE_WORDS or min(here, there) < BRIDGE_LETTERS * max(here, there):
        return None
    if a.segment[of_a[0]] != a.segment[of_a[1] - 1] or b.segment[of_b[0]] != b.segment[of_b[1] - 1]:
        return None
    one = "".join(a.spelling(at) for at in range(*of_a))
    other = "".join(b.spelling(at) for at in range(*of_b))
    agreeing = 1 - edit_distance(one, other) / max(len(one), len(other))
    return (2 * agreeing - 1) * min(here, there) if agreeing >= BRIDGE_LETTERS else None
