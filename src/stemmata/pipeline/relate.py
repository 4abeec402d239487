"""From kept fingerprints to edges: streams, pictures, passages, and what a posting or page rests on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from stemmata.fingerprint.passages import passages_of
from stemmata.match.passages import TextFingerprint, shared_passages
from stemmata.match.passages import to_edge as passage_edge
from stemmata.match.pictures import METHOD, PairEvidence, Picture, candidates, compare, to_edge
from stemmata.match.streams import StreamFacts, same_streams
from stemmata.model.edge import Edge, Kind
from stemmata.model.unit import Track, Unit
from stemmata.pipeline.analyse import Tick
from stemmata.pipeline.evidence import PairCache

DECLARED = "declared/1"
"""Method of edges that a source states itself: a posting that carries a file, a page that shows one."""


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


def picture_relations(pictures: Sequence[Picture], cache: PairCache, tick: Tick) -> Relations:
    """Every candidate pair compared (or taken from the cache). Deterministic whatever the order of `pictures`."""
    ordered = sorted(pictures, key=lambda picture: picture.holder)
    by_holder = {picture.holder: picture for picture in ordered}
    pairs = sorted({(pair.a, pair.b) for pair in candidates(ordered)})
    edges: list[Edge] = []
    undecided: list[Undecided] = []
    for at, (a, b) in enumerate(pairs):
        evidence = cache.get(METHOD, a, b)
        if evidence is None:
            evidence = compare(by_holder[a], by_holder[b])
            cache.put(METHOD, a, b, evidence)
            if at % 50 == 0:
                cache.commit()
        edge = to_edge(evidence)
        if edge is not None:
            edges.append(edge)
        if evidence.verdict in {"undecided", "same_place"}:
            undecided.append(_undecided(evidence))
        if at % 20 == 0 or at + 1 == len(pairs):
            tick("compare", at + 1, len(pairs))
    cache.commit()
    return Relations(tuple(edges), tuple(undecided), len(pairs))


def _undecided(evidence: PairEvidence) -> Undecided:
    return Undecided(evidence.a, evidence.b, evidence.verdict, evidence.facts)


def stream_relations(streams: Sequence[StreamFacts]) -> list[Edge]:
    return sorted(same_streams(streams), key=lambda edge: (edge.a.holder, edge.b.holder))


def passage_relations(texts: Mapping[tuple[str, str], str], postings: frozenset[str]) -> list[Edge]:
    """`texts` maps (holder, extraction id) to its body; `postings` says which holders are postings."""
    fingerprints = [
        TextFingerprint(holder, extraction, passages_of(body), posting=holder in postings)
        for (holder, extraction), body in sorted(texts.items())
    ]
    edges = [passage_edge(pair) for pair in shared_passages(fingerprints)]
    return sorted(edges, key=lambda edge: (edge.a.holder, edge.b.holder))


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
