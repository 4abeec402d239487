"""Which texts share passages, to the character, and in what manner: edges of one story.

Candidates by runs of equal words (match.equal_runs), alignments through what was changed (match.alignment), formulas
weighed down (match.rarity), furniture left out (match.furniture), manners told apart (match.manner).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from stemmata.match.alignment import passages_between
from stemmata.match.compared_text import ComparedText, made_ready
from stemmata.match.equal_runs import LEAST_WORDS, EqualRuns
from stemmata.match.lines_around import only_lines_around
from stemmata.match.manner import Credit, Manners
from stemmata.match.passage import Passage, Shared, Side
from stemmata.match.passage_worth import evidence, seed_runs
from stemmata.match.rarity import AKIN_SHARE, LEAST_WEIGHT, MOST, unrelated_texts
from stemmata.match.reuse_edge import to_edge
from stemmata.model.edge import Edge
from stemmata.model.span import TextSpan
from stemmata.model.told import Text

LEAST_EVIDENCE = 8.0
"""Words that a passage has to be worth: shorter runs recur by themselves in any two reports of one event
(research/lineage.md section 2). What was changed within a passage counts against it."""

FORMULA_WORDS = round(LEAST_EVIDENCE / LEAST_WEIGHT)
"""Words that are enough even of the commonest formula: no formula is so long."""

SAME_TEXTS = 8
"""Texts that are equal word for word and take part one by one, the earliest; each further one is linked to the first
alone."""

UNDATED_US = 1 << 62
SIDES_HELD = 4_096
"""Texts whose words are kept ready while pairs are aligned: some 40 MB of articles."""


@dataclass(frozen=True, slots=True)
class Reuse:
    """edges: sorted by holders. stock: pairs that were aligned and share formulas alone, and so
    have no edge; what MOST unrelated texts have is not even aligned."""

    edges: tuple[Edge, ...]
    stock: int


def reuse(texts: Iterable[Text], credits: Mapping[str, Sequence[Credit]] | None = None) -> Reuse:
    """Every pair of texts of different holders that shares a passage worth LEAST_EVIDENCE words.

    credits: by holder, what a text says of its stretches' sources, an empty row where it was looked for and it says
    nothing; of texts that are not there, bylines and notes of republication are compared as they stand. The order of
    `texts` does not matter. Memory: some 150 bytes per word of all texts, and the passages found.
    """
    ready = made_ready(sorted(texts, key=_earliest_first))
    first_of = _first_of_equals(ready)
    taking_part = [at for at, first in enumerate(first_of) if first is None]
    found = _aligned(ready, taking_part)
    kept = _weighed(ready, found)
    stock = len(found) - len(kept)
    kept = [pair for pair in kept if not only_lines_around(ready[pair.one], ready[pair.other], pair)]
    kept += [pair for at, first in enumerate(first_of) if first is not None for pair in _equal(ready, first, at)]
    manners = Manners(ready, kept, credits or {})
    edges = [to_edge(ready, pair, *manners.of(pair)) for pair in kept]
    return Reuse(tuple(sorted(edges, key=lambda edge: (edge.holders, _extractions(edge)))), stock)


def _earliest_first(text: Text) -> tuple[int, str, str]:
    """Those that others are linked to where not all pairs can be: the earliest, as far as that is known."""
    ends = () if text.published is None else (text.published.low_us, text.published.high_us)
    return next((at for at in ends if at is not None), UNDATED_US), text.holder, text.extraction


def _extractions(edge: Edge) -> tuple[str, str]:
    one, other = edge.a.span, edge.b.span
    return (
        one.extraction if isinstance(one, TextSpan) else "",
        other.extraction if isinstance(other, TextSpan) else "",
    )


def _first_of_equals(ready: Sequence[ComparedText]) -> list[int | None]:
    """Of texts beyond the SAME_TEXTS first that are equal word for word, the first; None for all others."""
    known: dict[bytes, list[int]] = {}
    made: list[int | None] = []
    for at, one in enumerate(ready):
        same = known.setdefault(blake2b(one.passages.word.tobytes(), digest_size=16).digest(), [])
        same.append(at)
        made.append(same[0] if len(same) > SAME_TEXTS else None)
    return made


def _aligned(ready: Sequence[ComparedText], taking_part: Sequence[int]) -> list[Shared]:
    """First what is too long for a formula. That tells which texts are akin, and so what formulas are."""
    sides = lru_cache(maxsize=SIDES_HELD)(lambda at: ready[at].side())
    runs = EqualRuns([ready[at].runs for at in taking_part])
    found: dict[tuple[int, int], list[Shared]] = {}
    for meeting in runs.meetings(FORMULA_WORDS):
        one, other = taking_part[meeting.one], taking_part[meeting.other]
        found[meeting.one, meeting.other] = list(_shared(ready, sides, one, other, meeting.runs))
    akin = [pair for pair, shared in found.items() if any(_akin(ready, one) for one in shared)]
    runs.leave_out_formulas(akin, MOST)
    for meeting in runs.meetings(LEAST_WORDS):
        if (meeting.one, meeting.other) not in found:
            one, other = taking_part[meeting.one], taking_part[meeting.other]
            found[meeting.one, meeting.other] = list(_shared(ready, sides, one, other, meeting.runs))
    return [one for shared in found.values() for one in shared]


def _shared(
    ready: Sequence[ComparedText], sides: Callable[[int], Side], one: int, other: int, runs: npt.NDArray[np.int64]
) -> Iterator[Shared]:
    if ready[one].text.holder == ready[other].text.holder:
        return
    found = passages_between(sides(one), sides(other), runs)
    enough = tuple(p for p in found if evidence(ready[one], ready[other], p, {}) >= LEAST_EVIDENCE)
    if enough:
        yield Shared(one, other, enough)


def _equal(ready: Sequence[ComparedText], one: int, other: int) -> Iterator[Shared]:
    """Two texts of the same words: what is compared in both is shared, segment by segment."""
    first, second = ready[one].segment, ready[other].segment
    inside = np.flatnonzero((first >= 0) & (second >= 0))
    if not len(inside) or ready[one].text.holder == ready[other].text.holder:
        return
    new = (np.diff(inside) > 1) | (np.diff(first[inside]) != 0) | (np.diff(second[inside]) != 0)
    starts = np.r_[inside[0], inside[1:][new]]
    ends = np.r_[inside[:-1][new], inside[-1]] + 1
    passages = []
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        places = np.arange(start, end, dtype=np.int32)
        passages.append(Passage(start, end, start, end, np.stack([places, places], axis=1), float(end - start)))
    kept = tuple(p for p in passages if evidence(ready[one], ready[other], p, {}) >= LEAST_EVIDENCE)
    if kept:
        yield Shared(one, other, kept)


def _weighed(ready: Sequence[ComparedText], found: Sequence[Shared]) -> list[Shared]:
    """The pairs, without passages that are worth too little once formulas count for less."""
    wanted = [
        run
        for pair in found
        for passage in pair.passages
        if passage.score < FORMULA_WORDS
        for _, run in seed_runs(ready[pair.one], passage)
    ]
    if not wanted:
        return list(found)
    akin = ((pair.one, pair.other) for pair in found if _akin(ready, pair))
    texts = unrelated_texts(np.array(wanted, dtype=np.uint64), [one.passages.word for one in ready], akin)
    kept = []
    for pair in found:
        one, other = ready[pair.one], ready[pair.other]
        passages = tuple(
            p for p in pair.passages if p.score >= FORMULA_WORDS or evidence(one, other, p, texts) >= LEAST_EVIDENCE
        )
        if passages:
            kept.append(replace(pair, passages=passages))
    return kept


def _akin(ready: Sequence[ComparedText], pair: Shared) -> bool:
    """Whether they share more than a formula, or much of the longer of the two."""
    if max(passage.score for passage in pair.passages) >= FORMULA_WORDS:
        return True
    return min(len(pair.words_of(at)) / ready[at].words for at in (pair.one, pair.other)) >= AKIN_SHARE
