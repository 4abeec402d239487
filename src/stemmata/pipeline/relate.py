"""From kept fingerprints to edges: streams, pictures, passages, and what a posting or page rests on."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from stemmata.fingerprint.picture import STILL
from stemmata.match.calibration import Held, calibrated, chance_of
from stemmata.match.manner import Credit
from stemmata.match.pictures import METHOD, Pair, PairEvidence, to_edge
from stemmata.match.reuse import reuse
from stemmata.match.streams import StreamFacts, same_streams
from stemmata.model.edge import Edge, Kind
from stemmata.model.seams import Engine
from stemmata.model.told import Text
from stemmata.model.unit import Track, Unit
from stemmata.pipeline.analyse import Tick
from stemmata.pipeline.candidate_index import CandidateIndex
from stemmata.pipeline.comparers import Comparers, Question, compared
from stemmata.pipeline.evidence import PairCache
from stemmata.pipeline.kept_pictures import KeptPictures

DECLARED = "declared/1"
"""Method of edges that a source states itself: a posting that carries a file, a page that shows one."""


FEW = 64
"""Questions below this are answered in this process: starting others takes half a second."""
ENDED = "the comparison ended unexpectedly, twice"
"""Kept nowhere: the next run asks again."""


@dataclass(frozen=True, slots=True)
class Undecided:
    """A pair that was compared and could not be told apart, or that shows the same place only."""

    a: str
    b: str
    verdict: str
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Relations:
    edges: tuple[Edge, ...]
    undecided: tuple[Undecided, ...]
    compared: int
    whole: bool
    """Whether every pair has been compared."""
    not_searched: int
    """Values of frames and details that too many files share to be searched by."""
    proposed: int = 0
    """Of the pairs compared, those that only a model of the user's proposed."""
    proposed_edges: int = 0
    """Edges among them."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who answers questions on pairs: what is kept already, this process, or comparers of their own."""

    pictures: KeptPictures
    candidates: CandidateIndex
    cache: PairCache
    comparers: Comparers
    engine: Engine
    due: Callable[[], bool] = lambda: False
    """Whether somebody waits for what is found so far."""
    proposed: Sequence[Pair] = ()
    """By a model of the user's; compared like any other."""


def picture_relations(forms: Mapping[str, str], asked: Asked, tick: Tick) -> Iterator[Relations]:
    """Every candidate pair of the holders in `forms` compared, or taken from the cache.

    Yields what is found so far whenever `asked.due` says so, and all of it at the end: the last does not depend on the
    order in which answers come.
    """
    own = asked.candidates.pairs(forms, asked.pictures, lambda done, expected: tick("search", done, expected))
    beyond = _beyond(own, forms, asked)
    pairs = sorted([*own, *beyond])
    not_searched = asked.candidates.too_common
    held = _held(forms, asked.pictures)
    known: dict[tuple[str, str], PairEvidence] = {}
    missing: list[Question] = []
    for pair in pairs:
        question = Question(pair.a, pair.b, forms[pair.a], forms[pair.b])
        evidence = asked.cache.get(_cached_as(question), pair.a, pair.b)
        if evidence is None:
            missing.append(question)
        else:
            known[pair.a, pair.b] = evidence
    try:
        for at, (question, evidence) in enumerate(_compared(asked, missing)):
            known[evidence.a, evidence.b] = evidence
            if evidence.facts.get("reason") != ENDED:
                asked.cache.put(_cached_as(question), evidence.a, evidence.b, evidence)
            if at % 50 == 0:
                asked.cache.commit()
            if at % 20 == 0:
                tick("compare", len(known), len(pairs))
                if asked.due():
                    yield _relations(pairs, known, held, not_searched, beyond)
    finally:
        asked.cache.commit()
    if pairs:
        tick("compare", len(pairs), len(pairs))
    yield _relations(pairs, known, held, not_searched, beyond)


def _held(forms: Mapping[str, str], pictures: KeptPictures) -> Held:
    films = sum(form != STILL.name for form in forms.values())
    return Held(sum(pictures.views(holder, form) for holder, form in forms.items()), films)


def _beyond(own: Sequence[Pair], forms: Mapping[str, str], asked: Asked) -> frozenset[Pair]:
    """What is proposed, can be compared, and is no candidate anyhow."""
    able = {holder for holder, form in forms.items() if asked.proposed and asked.pictures.has(holder, form)}
    return frozenset(pair for pair in asked.proposed if {pair.a, pair.b} <= able) - frozenset(own)


def _relations(
    pairs: Sequence[Pair],
    known: Mapping[tuple[str, str], PairEvidence],
    held: Held,
    not_searched: int,
    beyond: frozenset[Pair],
) -> Relations:
    found = [calibrated(known[pair.a, pair.b], held) for pair in pairs if (pair.a, pair.b) in known]
    edges = [
        replace(edge, chance=chance_of(evidence, held)) for evidence in found if (edge := to_edge(evidence)) is not None
    ]
    undecided = [_undecided(evidence) for evidence in found if evidence.verdict in {"undecided", "same_place"}]
    compared = [evidence for evidence in found if Pair(evidence.a, evidence.b) in beyond]
    established = sum(to_edge(evidence) is not None for evidence in compared)
    whole = len(found) == len(pairs)
    return Relations(tuple(edges), tuple(undecided), len(found), whole, not_searched, len(compared), established)


def _compared(asked: Asked, questions: list[Question]) -> Iterator[tuple[Question, PairEvidence]]:
    if len(questions) < FEW:
        for question in questions:
            yield question, compared(asked.pictures, question)
        return
    for question, evidence in asked.engine.map(asked.comparers.compare, questions):
        yield question, evidence or PairEvidence(question.a, question.b, "not_comparable", (), {"reason": ENDED})


def _cached_as(question: Question) -> str:
    """The method under which evidence is kept: what a pair was compared as is part of it."""
    return f"{METHOD} {question.form_a} {question.form_b}"


def _undecided(evidence: PairEvidence) -> Undecided:
    return Undecided(evidence.a, evidence.b, evidence.verdict, evidence.facts)


def stream_relations(streams: Sequence[StreamFacts]) -> list[Edge]:
    return sorted(same_streams(streams), key=lambda edge: (edge.a.holder, edge.b.holder))


def passage_relations(texts: Sequence[Text], credits: Mapping[str, Sequence[Credit]] | None = None) -> list[Edge]:
    """Of articles and postings, by holders; who copied and who only quotes the same words is in their facts. `credits`:
    by holder, whose text each says that it is."""
    return list(reuse(texts, credits).edges)


def declared_relations(carried: Sequence[tuple[str, str]], shown: Sequence[tuple[str, str]]) -> Iterator[Edge]:
    """`carried`: (posting, item) where a posting carries a file. `shown`: (text item, item) where a page shows one."""
    for posting, item in sorted(set(carried)):
        yield Edge(
            Kind.DRAWS_ON,
            Unit(Track.TEXT, posting=posting),
            Unit(Track.PICTURE, item=item),
            DECLARED,
            status="declared",
        )
    for text, item in sorted(set(shown)):
        yield Edge(
            Kind.DRAWS_ON, Unit(Track.TEXT, item=text), Unit(Track.PICTURE, item=item), DECLARED, status="declared"
        )
