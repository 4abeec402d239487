"""From families and edges to stemmata: pairs are read where they were not yet, then every tree is built.

Stills are read beside stills, films beside films, at the moments that both show; what a still and a film have in common
says which of them cannot come from the other.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stemmata.lineage.builder import build
from stemmata.lineage.calibrations import CALIBRATIONS
from stemmata.lineage.families import Family
from stemmata.lineage.links import Link, witnesses
from stemmata.lineage.overlay_characters import Character, characters, told_by
from stemmata.lineage.overlays import overlay_signs
from stemmata.lineage.stemma import Sign, Stemma, Witness
from stemmata.lineage.still_readings import METHOD, link_of, pair_from_json
from stemmata.lineage.still_weights import MARKS
from stemmata.lineage.stills_of_films import links_between
from stemmata.model.edge import Edge, Kind
from stemmata.model.judgement import Judgement
from stemmata.model.span import Region
from stemmata.pipeline.analyse import Tick
from stemmata.pipeline.film_trees import FilmWood, film_links, film_questions
from stemmata.pipeline.reading import Woods, answered
from stemmata.pipeline.readings import key_of
from stemmata.pipeline.told import Told
from stemmata.pipeline.tracing import Traced

FOOTAGE = frozenset({Kind.SAME_FOOTAGE, Kind.SAME_PICTURE_PART})
CODED_ONCE = frozenset({Kind.SAME_BYTES, Kind.SAME_STREAM})
ALL_PAIRS_UP_TO = 40
"""Witnesses of a family; of larger ones, each is read beside its NEAREST."""
NEAREST = 12
"""lineage.md 3.4: parents are among the nearest 8 to 12."""

BothWays = tuple[tuple[Sign, ...], tuple[Sign, ...]]
Between = Mapping[tuple[str, str], list[Edge]]
"""Edges by the holders of their two sides."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One family before its pairs are read. edges: those between its members. questions: on two stills, by the ids of
    their witnesses, a's first; overlaid: what lies over them, for a -> b and b -> a."""

    family: str
    witnesses: tuple[Witness, ...]
    edges: tuple[Edge, ...]
    of_holder: Mapping[str, Witness]
    questions: Mapping[tuple[str, str], Traced]
    overlaid: Mapping[tuple[str, str], BothWays]


def stemmata_of(
    families: Sequence[Family],
    edges: Sequence[Edge],
    judgements: Sequence[Judgement],
    woods: Woods,
    films: FilmWood,
    told: Told,
    tick: Tick,
) -> list[Stemma]:
    """One for each family of footage with more than one file, in their order."""
    between = _by_pair(edges)
    plans = [
        _planned(family, between, woods.stills)
        for family in families
        if family.kind == "footage" and len(family.holders) > 1
    ]
    moving = [film_questions(plan.witnesses, plan.edges, films) for plan in plans]
    asked = {
        key_of(METHOD, question.message()): question.message() for plan in plans for question in plan.questions.values()
    }
    read = answered(asked, moving, films, woods, tick)
    return [
        build(
            plan.family,
            plan.witnesses,
            told.told_of(
                plan.witnesses,
                told_by(
                    _characters(plan),
                    [
                        *_links(plan, read),
                        *film_links(questions, read, films),
                        *links_between(plan.edges, plan.of_holder, woods.stills, films.lengths_us),
                    ],
                    MARKS,
                ),
            ),
            judgements,
            CALIBRATIONS,
        )
        for plan, questions in zip(plans, moving, strict=True)
    ]


def _by_pair(edges: Sequence[Edge]) -> Between:
    found: dict[tuple[str, str], list[Edge]] = {}
    for edge in edges:
        if edge.kind in FOOTAGE or edge.kind in CODED_ONCE:
            found.setdefault((edge.a.holder, edge.b.holder), []).append(edge)
    return found


def _planned(family: Family, between: Between, stills: frozenset[str]) -> Planned:
    inside = set(family.holders)
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
    overlaid: dict[tuple[str, str], BothWays] = {}
    for (a, b), edge in own:
        if edge.kind not in FOOTAGE or not edge.segments or a not in stills or b not in stills:
            continue
        one, other = of_holder[a], of_holder[b]
        asked = _question(edge, one, other)
        if one.id != other.id and asked is not None:
            pair = (one.id, other.id)
            if pair not in questions and (other.id, one.id) not in questions:
                questions[pair] = (_closeness(edge), asked)
                overlaid[pair] = overlay_signs(edge.segments[0])
    return Planned(
        family.id, tuple(members), tuple(edge for _, edge in own), of_holder, nearest(questions, len(members)), overlaid
    )


def _window(one: Witness, holder: str) -> Region | None:
    """The part of this file's picture that belongs to the family; None for all of it."""
    return next((unit.region for unit in one.units if unit.holder == holder), None)


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
        _window(one, edge.a.holder),
        _window(other, edge.b.holder),
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


def _characters(plan: Planned) -> list[Character]:
    return characters(
        (edge for edge in plan.edges if edge.kind in FOOTAGE),
        {holder: one.id for holder, one in plan.of_holder.items()},
    )


def _links(plan: Planned, read: Mapping[str, str]) -> list[Link]:
    made: list[Link] = []
    for (one, other), asked in plan.questions.items():
        answer = read.get(key_of(METHOD, asked.message()))
        if answer is None:
            continue
        pair = pair_from_json(json.loads(answer))
        forth, back = plan.overlaid[one, other]
        if pair.forth is not None:
            made.append(link_of(one, other, pair.forth, forth))
        if pair.back is not None:
            made.append(link_of(other, one, pair.back, back))
    return made
