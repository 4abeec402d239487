"""Which texts share passages, to the character, and in what manner: edges of one story.

Candidates by runs of equal words (match.equal_runs), alignments through what was changed (match.alignment), formulas
weighed down (match.rarity), furniture left out (match.furniture), manners told apart (match.manner).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from stemmata.fingerprint.passages import shingles
from stemmata.match.alignment import Passage, Side, passages_between
from stemmata.match.compared_text import ComparedText, made_ready
from stemmata.match.equal_runs import LEAST_WORDS, SEED_WORDS, EqualRuns
from stemmata.match.manner import Credit, Manner, Manners, Shared, quoted_words
from stemmata.match.rarity import AKIN_SHARE, LEAST_WEIGHT, MOST, unrelated_texts, weight
from stemmata.model.canonical import Json
from stemmata.model.edge import Edge, Kind
from stemmata.model.span import TextSpan
from stemmata.model.told import Text
from stemmata.model.unit import Track, Unit

METHOD = "reuse/1"

LEAST_EVIDENCE = 8.0
"""Words that a passage has to be worth: shorter runs recur by themselves in any two reports of one event
(research/lineage.md section 2). What was changed within a passage counts against it."""

FORMULA_WORDS = round(LEAST_EVIDENCE / LEAST_WEIGHT)
"""Words that are enough even of the commonest formula: no formula is so long."""

HEADLINE = 2.0
"""Words that it is worth when a passage is a whole headline on either side: it begins and ends where the other does."""

FORMULA_WEIGHT = 0.5
"""Mean weight of the words of a sentence at which it is taken for a formula: four unrelated texts have it."""

SHORT_WORDS = 12
"""Below this many words in all, a pair is marked short: it may be a quoted line or a coincidence."""

SAME_TEXTS = 8
"""Texts that are equal word for word and take part one by one, the earliest; each further one is linked to the first."""

UNDATED_US = 1 << 62
SIDES_HELD = 4_096
"""Texts whose words are kept ready while pairs are aligned: some 40 MB of articles."""


@dataclass(frozen=True, slots=True)
class Reuse:
    """edges: sorted by holders. stock: pairs that share formulas alone, and so have no edge."""

    edges: tuple[Edge, ...]
    stock: int


def reuse(texts: Iterable[Text], credits: Mapping[str, Sequence[Credit]] | None = None) -> Reuse:
    """Every pair of texts of different holders that shares a passage worth LEAST_EVIDENCE words.

    credits: by holder, what a text says of its stretches' sources. The order of `texts` does not matter. Memory: some
    100 bytes per word of all texts, and the passages found.
    """
    ready = made_ready(sorted(texts, key=_earliest_first))
    first_of = _first_of_equals(ready)
    taking_part = [at for at, first in enumerate(first_of) if first is None]
    found = _aligned(ready, taking_part)
    kept = _weighed(ready, found)
    stock = len(found) - len(kept)
    kept += [pair for at, first in enumerate(first_of) if first is not None for pair in _equal(ready, first, at)]
    manners = Manners(ready, kept, credits or {})
    edges = [_edge(ready, pair, *manners.of(pair)) for pair in kept]
    return Reuse(tuple(sorted(edges, key=lambda edge: (edge.holders, _extractions(edge)))), stock)


def _earliest_first(text: Text) -> tuple[int, str, str]:
    """Those that others are linked to where not all pairs can be: the earliest, as far as that is known."""
    at = None if text.published is None else text.published.low_us or text.published.high_us
    return (UNDATED_US if at is None else at), text.holder, text.extraction


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
    sides = _Sides(ready)
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
    ready: Sequence[ComparedText], sides: "_Sides", one: int, other: int, runs: npt.NDArray[np.int64]
) -> Iterator[Shared]:
    if ready[one].text.holder == ready[other].text.holder:
        return
    found = passages_between(sides.of(one), sides.of(other), runs)
    enough = tuple(p for p in found if evidence(ready[one], ready[other], p, {}) >= LEAST_EVIDENCE)
    if enough:
        yield Shared(one, other, enough)


class _Sides:
    """Texts made ready for alignment, the latest used kept."""

    def __init__(self, ready: Sequence[ComparedText]) -> None:
        self.of = lru_cache(maxsize=SIDES_HELD)(lambda at: ready[at].side())


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


def evidence(one: ComparedText, other: ComparedText, passage: Passage, texts: Mapping[int, int]) -> float:
    """What a passage is worth, in words: its alignment's score, less what belongs to formulas.

    texts: in how many unrelated texts a run of SEED_WORDS words stands (match.rarity). Words of a quotation count
    whole: it is meant to be repeated. A character of a script without spaces counts half.
    """
    here, there = passage.equal[:, 0], passage.equal[:, 1]
    worth = passage.score - 0.5 * float(one.passages.character[here].sum())
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
    for at, run in _seed_runs(one, passage):
        total[at : at + SEED_WORDS] += weight(texts.get(run, 0))
        runs[at : at + SEED_WORDS] += 1
    known = runs > 0
    weights = np.divide(total, runs, out=np.ones(len(total)), where=known)
    if known.any():
        weights[~known] = weights[known].mean()
    return weights


def _seed_runs(one: ComparedText, passage: Passage) -> list[tuple[int, int]]:
    """(place in `equal`, hash) of each run of SEED_WORDS words that both texts have."""
    steps = np.diff(passage.equal, axis=0)
    straight = (steps == 1).all(axis=1)
    places = [
        at
        for at in range(len(passage.equal) - SEED_WORDS + 1)
        if straight[at : at + SEED_WORDS - 1].all()
    ]
    if not places:
        return []
    words = one.passages.word[passage.a0 : passage.a1]
    hashed = shingles(words, SEED_WORDS)
    return [(at, int(hashed[passage.equal[at, 0] - passage.a0])) for at in places]


def _weighed(ready: Sequence[ComparedText], found: Sequence[Shared]) -> list[Shared]:
    """The pairs, without passages that are worth too little once formulas count for less."""
    wanted = [
        run
        for pair in found
        for passage in pair.passages
        if passage.score < FORMULA_WORDS
        for _, run in _seed_runs(ready[pair.one], passage)
    ]
    if not wanted:
        return list(found)
    akin = ((pair.one, pair.other) for pair in found if _akin(ready, pair))
    texts = unrelated_texts(np.array(wanted, dtype=np.uint64), [one.passages.word for one in ready], akin)
    kept = []
    for pair in found:
        one, other = ready[pair.one], ready[pair.other]
        passages = tuple(
            p
            for p in pair.passages
            if p.score >= FORMULA_WORDS or evidence(one, other, p, texts) >= LEAST_EVIDENCE
        )
        if passages:
            kept.append(replace(pair, passages=passages))
    return kept


def _akin(ready: Sequence[ComparedText], pair: Shared) -> bool:
    """Whether they share more than a formula, or much of the longer of the two."""
    if max(passage.score for passage in pair.passages) >= FORMULA_WORDS:
        return True
    return min(len(pair.words_of(at)) / ready[at].words for at in (pair.one, pair.other)) >= AKIN_SHARE


def _edge(ready: Sequence[ComparedText], pair: Shared, manner: Manner, source: str | None) -> Edge:
    """A same_story edge: units span the first to the last shared word; facts count in code points of either body.

    facts: passages [[a_start, a_end, b_start, b_end, words, identical_permille], …], words of a in them, share_a and
    share_b in thousandths, short, manner, shared_quotations [[a_start, a_end, b_start, b_end], …]; source where both
    carry one that is known, by name or holder.
    """
    swapped = ready[pair.one].text.holder > ready[pair.other].text.holder
    one, other = ready[pair.one], ready[pair.other]
    passages: list[Json] = []
    quotations: list[Json] = []
    for passage in pair.passages:
        identical = 1000 * len(passage.equal) // max(passage.a1 - passage.a0, passage.b1 - passage.b0)
        a, b = one.stretch(passage.a0, passage.a1), other.stretch(passage.b0, passage.b1)
        words = passage.b1 - passage.b0 if swapped else passage.a1 - passage.a0
        passages.append([*b, *a, words, identical] if swapped else [*a, *b, words, identical])
        for first, second in _quotations(one, other, passage):
            quotations.append([*second, *first] if swapped else [*first, *second])
    a_at, b_at = (pair.other, pair.one) if swapped else (pair.one, pair.other)
    words_a, words_b = len(pair.words_of(a_at)), len(pair.words_of(b_at))
    facts: dict[str, Json] = {
        "passages": sorted(passages),
        "words": words_a,
        "share_a": 1000 * words_a // len(ready[a_at].passages.word),
        "share_b": 1000 * words_b // len(ready[b_at].passages.word),
        "short": words_a < SHORT_WORDS,
        "manner": manner.value,
        "shared_quotations": sorted(quotations),
    }
    if source is not None:
        facts["source"] = source
    return Edge(Kind.SAME_STORY, _unit(ready[a_at], pair, a_at), _unit(ready[b_at], pair, b_at), METHOD, facts=facts)


def _quotations(
    one: ComparedText, other: ComparedText, passage: Passage
) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Code points, in either text, of each quotation within a passage."""
    quoted = quoted_words(one, other, passage)
    places = np.flatnonzero(np.diff(np.r_[False, quoted, False]))
    for start, end in zip(places[::2].tolist(), places[1::2].tolist(), strict=True):
        here, there = passage.equal[start:end, 0], passage.equal[start:end, 1]
        yield one.stretch(int(here[0]), int(here[-1]) + 1), other.stretch(int(there[0]), int(there[-1]) + 1)


def _unit(one: ComparedText, pair: Shared, at: int) -> Unit:
    words = pair.words_of(at)
    span = TextSpan(one.text.extraction, *one.stretch(min(words), max(words) + 1))
    if one.text.posting:
        return Unit(Track.TEXT, posting=one.text.holder, span=span)
    return Unit(Track.TEXT, item=one.text.holder, span=span)
