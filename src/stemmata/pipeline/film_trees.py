"""Films of one family, pair by pair: where each lies on the other, which stretches are read, what follows for links."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from stemmata.lineage.film_calibration import FILMS, POPULATION
from stemmata.lineage.film_pair_json import film_pair_from_json
from stemmata.lineage.film_reading import SharedGroups, film_reading
from stemmata.lineage.film_signs import FilmFacts, film_signs
from stemmata.lineage.film_spans import Running, spans_to_read
from stemmata.lineage.links import Link
from stemmata.lineage.lying import Lying, lyings
from stemmata.lineage.signs import UNCOVERED
from stemmata.lineage.stemma import Sign, Witness
from stemmata.model.canonical import Json
from stemmata.model.edge import Edge, Kind
from stemmata.model.span import Span
from stemmata.pipeline.readings import key_of
from stemmata.pipeline.tracing import FilmTraced

METHOD = "film-copying/1"
"""Raised whenever the same two films would be read otherwise: answers are kept under it."""
NEAREST = 12
"""Films beside which each of a large family is read: those with which it shares most."""
ALL_PAIRS_UP_TO = 40
WHOLE_PICTURE = frozenset({Kind.SAME_FOOTAGE, Kind.SAME_PICTURE_PART})


class FilmWood:
    """What is known of films: how each runs, and what it says without its pictures being looked at. Which stretches of
    a long one are read is settled by the first family that asks, so that a film is read once."""

    def __init__(self, running: Mapping[str, Running], facts: Mapping[str, FilmFacts]) -> None:
        self.running, self.facts = running, facts
        self.spans: dict[str, tuple[tuple[int, int], ...]] = {}

    @property
    def lengths_us(self) -> Mapping[str, int]:
        return {holder: film.span.length_us for holder, film in self.running.items()}

    def settle(self, holders: Sequence[str], lies: Mapping[tuple[str, str], Lying]) -> None:
        chosen = spans_to_read({holder: self.running[holder] for holder in holders}, lies)
        for holder, spans in chosen.items():
            self.spans.setdefault(holder, tuple((span.start_us, span.end_us) for span in spans))

    def parameters(self, holder: str) -> Mapping[str, Json] | None:
        spans = self.spans.get(holder, ())
        return {"spans_us": [list(span) for span in spans]} if spans else None


@dataclass(frozen=True, slots=True)
class FilmQuestions:
    """By the ids of two witnesses, a's first. `framed`: (the one that shows the other in a window of its picture, the
    other)."""

    questions: Mapping[tuple[str, str], FilmTraced]
    framed: frozenset[tuple[str, str]] = frozenset()

    def asked(self) -> Iterator[tuple[str, FilmTraced]]:
        for question in self.questions.values():
            yield key_of(METHOD, question.message()), question


def film_questions(witnesses: Sequence[Witness], edges: Sequence[Edge], films: FilmWood) -> FilmQuestions:
    """Of every two films of the family that lie on each other, at first or over a third."""
    stands_for = {holder: one for one in witnesses for holder in one.holders if holder in films.running}
    first = {one.id: min(one.holders) for one in witnesses if set(one.holders) & films.running.keys()}
    own = [
        edge
        for edge in edges
        if edge.kind in WHOLE_PICTURE and edge.a.holder in stands_for and edge.b.holder in stands_for
    ]
    lies = lyings(own)
    films.settle(sorted(stands_for), lies)
    found: dict[tuple[str, str], FilmTraced] = {}
    for (a, b), lying in sorted(lies.items(), key=lambda item: item[0]):
        one, other = stands_for[a], stands_for[b]
        taken = (one.id, other.id) in found or (other.id, one.id) in found
        if a < b and one.id != other.id and not taken and first[one.id] <= a and first[other.id] <= b:
            found[one.id, other.id] = _question(a, b, lying, films)
    return FilmQuestions(_nearest(found, lies, len(first)), frozenset(_framed(own, stands_for)))


def _framed(edges: Sequence[Edge], stands_for: Mapping[str, Witness]) -> Iterator[tuple[str, str]]:
    for edge in edges:
        sides = stands_for[edge.a.holder].id, stands_for[edge.b.holder].id
        if edge.kind is Kind.SAME_PICTURE_PART and any(one.a_region for one in edge.segments):
            yield sides
        if edge.kind is Kind.SAME_PICTURE_PART and any(one.b_region for one in edge.segments):
            yield sides[::-1]


def _question(a: str, b: str, lying: Lying, films: FilmWood) -> FilmTraced:
    return FilmTraced(
        a,
        b,
        lying.line.slope,
        lying.line.offset_us,
        tuple(lying.shares.ravel().tolist()),
        films.spans.get(a, ()),
        films.spans.get(b, ()),
    )


def _nearest(
    found: Mapping[tuple[str, str], FilmTraced], lies: Mapping[tuple[str, str], Lying], members: int
) -> Mapping[tuple[str, str], FilmTraced]:
    """In a large family, those whose pictures and clocks lie most exactly on each other."""
    if members <= ALL_PAIRS_UP_TO:
        return found
    near: dict[str, list[tuple[float, tuple[str, str]]]] = {}
    for pair, question in found.items():
        lying = lies[question.a, question.b]
        apart = abs(lying.line.slope - 1) + float(abs(lying.shares - lying.shares.round()).sum())
        for one in pair:
            near.setdefault(one, []).append((apart, pair))
    kept = {pair for others in near.values() for _, pair in sorted(others)[:NEAREST]}
    return {pair: question for pair, question in found.items() if pair in kept}


def film_links(asked: FilmQuestions, read: Mapping[str, str], films: FilmWood) -> list[Link]:
    made: list[Link] = []
    for (one, other), question in asked.questions.items():
        answer = read.get(key_of(METHOD, question.message()))
        told = None if answer is None else json.loads(answer)
        if told is None:
            continue
        pair = film_pair_from_json(told)
        facts = films.facts[question.a], films.facts[question.b]
        groups = SharedGroups.of(facts[0].streams, facts[1].streams)
        forth, back = film_signs(pair, *facts)
        costs = FILMS.cost(film_reading(pair, groups)), FILMS.cost(film_reading(pair.turned(), groups.turned()))
        made += _link(one, other, costs[0], forth, asked.framed)
        made += _link(other, one, costs[1], back, asked.framed)
    return made


def _link(
    parent: str, child: str, cost: float, signs: Sequence[Sign], framed: frozenset[tuple[str, str]]
) -> list[Link]:
    """Of a picture in a picture nothing was calibrated: what shows it in a window was made from it, or both from what
    is not held, and that it shows more around it forbids nothing. That a window was cut out of a broadcast and passed
    on is possible, and not to be told from that: no link."""
    if (child, parent) in framed:
        kept = [replace(sign, proof=None) if sign.kind == UNCOVERED else sign for sign in signs]
        return [Link(parent, child, cost, tuple(kept))]
    if (parent, child) in framed:
        return []
    return [Link(parent, child, cost, tuple(signs), population=POPULATION)]


def running_of(frame_us: Sequence[int], duration_us: int) -> Running:
    """From the times of a film's frames; of one frame, its duration."""
    steps = sorted(later - earlier for earlier, later in pairwise(frame_us))
    step = max(1, steps[len(steps) // 2]) if steps else max(1, duration_us)
    return Running(Span(frame_us[0], frame_us[-1] + step), step)
