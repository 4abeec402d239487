"""From families and edges to stemmata: pairs of stills are read where they were not yet, then every tree is built."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from stemmata.fingerprint.rendition import RENDITION
from stemmata.lineage.builder import build
from stemmata.lineage.calibrations import CALIBRATIONS
from stemmata.lineage.families import Family
from stemmata.lineage.links import Link, witnesses
from stemmata.lineage.stemma import Stemma, Witness
from stemmata.lineage.still_readings import Pair, link_of
from stemmata.model.edge import Edge, Kind
from stemmata.model.judgement import Judgement
from stemmata.model.seams import Engine
from stemmata.pipeline.analyse import Analysis, Task, Tick
from stemmata.pipeline.comparers import Comparers
from stemmata.pipeline.derived import Derived
from stemmata.pipeline.readings import ReadingCache, key_of
from stemmata.pipeline.tracing import Traced

FOOTAGE = frozenset({Kind.SAME_FOOTAGE, Kind.SAME_PICTURE_PART})
CODED_ONCE = frozenset({Kind.SAME_BYTES, Kind.SAME_STREAM})
ALL_PAIRS_UP_TO = 40
"""Witnesses of a family; of larger ones, each is read beside its NEAREST."""
NEAREST = 12
"""lineage.md 3.4: parents are among the nearest 8 to 12."""


@dataclass(frozen=True, slots=True)
class Woods:
    """What trees are built with. `stills`: which items are."""

    analysis: Analysis
    derived: Derived
    engine: Engine
    comparers: Comparers
    cache: ReadingCache
    stills: frozenset[str]


def stemmata_of(
    families: Sequence[Family],
    edges: Sequence[Edge],
    judgements: Sequence[Judgement],
    woods: Woods,
    tick: Tick,
) -> list[Stemma]:
    """One for each family of footage with more than one file, in their order."""
    between = _by_pair(edges)
    planned = [_planned(family, between, woods.stills) for family in families if family.kind == "footage"]
    planned = [plan for plan in planned if len(plan.holders) > 1]
    pairs = _read([question for plan in planned for question in plan.questions.values()], woods, tick)
    return [build(plan.family, plan.witnesses, _links(plan, pairs), judgements, CALIBRATIONS) for plan in planned]


@dataclass(frozen=True, slots=True)
class _Planned:
    """questions: by the ids of two witnesses, a's first."""

    family: str
    holders: tuple[str, ...]
    witnesses: tuple[Witness, ...]
    questions: Mapping[tuple[str, str], Traced]


def _by_pair(edges: Sequence[Edge]) -> Mapping[tuple[str, str], list[Edge]]:
    found: dict[tuple[str, str], list[Edge]] = {}
    for edge in edges:
        if edge.kind in FOOTAGE or edge.kind in CODED_ONCE:
            found.setdefault((edge.a.holder, edge.b.holder), []).append(edge)
    return found


def _planned(family: Family, between: Mapping[tuple[str, str], list[Edge]], stills: frozenset[str]) -> _Planned:
    holders = family.holders
    inside = set(holders)
    own = [
        (pair, edge)
        for pair, found in sorted(between.items())
        if pair[0] in inside and pair[1] in inside
        for edge in found
    ]
    once = [pair for pair, edge in own if edge.kind in CODED_ONCE and not edge.segments]
    members = witnesses((member.unit for member in family.members), once)
    of_holder = {holder: one for one in members for holder in one.holders}
    questions: dict[tuple[str, str], tuple[float, Traced]] = {}
    for (a, b), edge in own:
        if edge.kind not in FOOTAGE or not edge.segments or a not in stills or b not in stills:
            continue
        one, other = of_holder[a], of_holder[b]
        asked = _question(edge, one, other)
        if one.id != other.id and asked is not None:
            pair = (one.id, other.id)
            if pair not in questions and (other.id, one.id) not in questions:
                questions[pair] = (_closeness(edge), asked)
    return _Planned(family.id, holders, tuple(members), nearest(questions, len(members)))


def _closeness(edge: Edge) -> float:
    inliers = edge.segments[0].geometry.get("inliers")
    return float(inliers) if isinstance(inliers, int | float) else 0.0


def _question(edge: Edge, one: Witness, other: Witness) -> Traced | None:
    segment = edge.segments[0]
    matrix = segment.geometry.get("matrix")
    if not isinstance(matrix, list):
        return None
    return Traced(
        edge.a.holder,
        edge.b.holder,
        tuple(float(value) for value in matrix),
        segment.mirrored,
        one.units[0].region,
        other.units[0].region,
    )


def nearest(questions: Mapping[tuple[str, str], tuple[float, Traced]], members: int) -> dict[tuple[str, str], Traced]:
    """All questions of a small family; of a large one, for each witness those on the members that lie closest to it."""
    if members <= ALL_PAIRS_UP_TO:
        return {pair: asked for pair, (_, asked) in questions.items()}
    near: dict[str, list[tuple[float, tuple[str, str]]]] = {}
    for pair, (closeness, _) in questions.items():
        for one in pair:
            near.setdefault(one, []).append((-closeness, pair))
    kept = {pair for found in near.values() for _, pair in sorted(found)[:NEAREST]}
    return {pair: asked for pair, (_, asked) in questions.items() if pair in kept}


def _read(questions: Sequence[Traced], woods: Woods, tick: Tick) -> Mapping[str, Pair]:
    """By key. What cannot be read is left out: the two then have no link, which claims nothing."""
    known: dict[str, Pair] = {}
    missing: dict[str, Traced] = {}
    for asked in questions:
        key = key_of(asked.row())
        kept = woods.cache.get(key)
        if kept is None:
            missing[key] = asked
        else:
            known[key] = kept
    items = sorted({item for asked in missing.values() for item in (asked.a, asked.b)})
    try:
        woods.analysis.reduce_all("renditions", [Task(item, RENDITION) for item in items], tick, lambda task: None)
        able = {item for item in items if woods.derived.has_result(RENDITION, item)}
        left = {key: asked for key, asked in missing.items() if {asked.a, asked.b} <= able}
        for at, (key, pair) in enumerate(_traced(left, woods)):
            if pair is not None:
                known[key] = pair
                woods.cache.put(key, pair)
            if at % 50 == 0:
                woods.cache.commit()
                tick("trace", at, len(left))
    finally:
        woods.cache.commit()
        woods.derived.drop(RENDITION)  # two megabytes a still, and read only where a pair is new
    return known


def _traced(asked: Mapping[str, Traced], woods: Woods) -> Iterator[tuple[str, Pair | None]]:
    keys = {question: key for key, question in asked.items()}
    for question, pair in woods.engine.map(woods.comparers.trace, list(keys)):
        yield keys[question], pair


def _links(plan: _Planned, pairs: Mapping[str, Pair]) -> list[Link]:
    made: list[Link] = []
    for (one, other), asked in plan.questions.items():
        pair = pairs.get(key_of(asked.row()))
        if pair is None:
            continue
        if pair.forth is not None:
            made.append(link_of(one, other, pair.forth))
        if pair.back is not None:
            made.append(link_of(other, one, pair.back))
    return made


Stemmer = Callable[[Sequence[Family], Sequence[Edge]], list[Stemma]]
"""What findings ask for trees."""
