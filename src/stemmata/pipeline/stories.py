"""From families of texts to their stemmata, and from what texts declare to edges."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from stemmata.lineage.calibrations import CALIBRATIONS
from stemmata.lineage.families import Family
from stemmata.lineage.links import witnesses
from stemmata.lineage.stemma import Stemma
from stemmata.lineage.story_tree import Story, story_stemma
from stemmata.match.declared import Link, said_by
from stemmata.match.manner import Credit
from stemmata.match.resolving import Holdings, Resolver
from stemmata.match.source_names import Names, key_of
from stemmata.model.declaration import Declaration, Resolved, UnheldSource
from stemmata.model.edge import Edge, Kind
from stemmata.model.judgement import Judgement
from stemmata.model.span import TextSpan
from stemmata.model.told import Text
from stemmata.model.unit import Track, Unit

NO_COPYING = frozenset({"quotation", "stock"})
"""Manners of sharing passages in which neither text carries on the other's (facts of an edge). An edge without a manner
counts as copying."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What the texts of a case say of their sources, as they say it. own: (holder, start, end) of sentences in which a
    text says that it found something out itself."""

    declarations: tuple[Declaration, ...] = ()
    own: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """The same, led to what is held and what is not."""

    resolved: tuple[Resolved, ...] = ()
    unheld: tuple[UnheldSource, ...] = ()
    own: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Telling:
    """Texts by holder, with the links that stand in them."""

    texts: Mapping[str, Text] = field(default_factory=dict)
    links: Mapping[str, Sequence[Link]] = field(default_factory=dict)
    names: Names = field(default_factory=Names)


def heard_in(telling: Telling) -> Heard:
    declarations: list[Declaration] = []
    own: list[tuple[str, int, int]] = []
    for holder, text in sorted(telling.texts.items()):
        said = said_by(text, telling.links.get(holder, ()), telling.names)
        declarations += said.declarations
        own += [(holder, start, end) for start, end in said.own]
    return Heard(tuple(declarations), tuple(own))


def told_by(heard: Heard, holdings: Holdings) -> Told:
    resolved, unheld = Resolver(holdings).resolved(heard.declarations)
    return Told(tuple(resolved), tuple(unheld), heard.own)


def credits_of(holders: Iterable[str], heard: Heard) -> dict[str, list[Credit]]:
    """By text, whose own text each is said to be: two that credit one source have it in common."""
    made: dict[str, list[Credit]] = {holder: [] for holder in holders}
    for one in heard.declarations:
        if one.whole:
            made[one.of.holder].append(Credit(" ".join(key_of(one.source))))
    return made


def own_units(texts: Mapping[str, Text], told: Told) -> tuple[Unit, ...]:
    """The sentences in which texts say that they found something out themselves."""
    made = []
    for holder, start, end in told.own:
        text = texts[holder]
        span = TextSpan(text.extraction, start, end)
        item, posting = (None, holder) if text.posting else (holder, None)
        made.append(Unit(Track.TEXT, item=item, posting=posting, span=span))
    return tuple(made)


def shared_words(edges: Iterable[Edge]) -> dict[tuple[str, str], int]:
    """Words in common by pair of holders, smaller first, of texts of which one may carry on the other's."""
    found: dict[tuple[str, str], int] = {}
    for edge in edges:
        words = edge.facts.get("words")
        if edge.kind is Kind.SAME_STORY and edge.facts.get("manner") not in NO_COPYING and isinstance(words, int):
            found[edge.holders] = max(words, found.get(edge.holders, 0))
    return found


def story_stemmata(
    families: Sequence[Family],
    edges: Sequence[Edge],
    texts: Mapping[str, Text],
    told: Told,
    judgements: Sequence[Judgement],
) -> list[Stemma]:
    """One for each family of texts with more than one text, or with a text that names a source which is not held; in
    their order."""
    shared = shared_words(edges)
    naming = {one.declaration.of.holder for one in told.resolved if one.unheld is not None}
    twins = [edge.holders for edge in edges if edge.kind is Kind.SAME_BYTES]
    return [
        story_stemma(_story(family, shared, twins, texts, told), judgements, CALIBRATIONS)
        for family in families
        if family.kind == "story" and (len(_told_in(family, texts)) > 1 or naming.intersection(family.holders))
    ]


def _told_in(family: Family, texts: Mapping[str, Text]) -> frozenset[str]:
    return frozenset(family.holders) & texts.keys()


def _story(
    family: Family,
    shared: Mapping[tuple[str, str], int],
    twins: Sequence[tuple[str, str]],
    texts: Mapping[str, Text],
    told: Told,
) -> Story:
    inside = _told_in(family, texts)
    own = [member.unit for member in family.members if member.unit.holder in inside]
    members = witnesses(own, [pair for pair in twins if inside.issuperset(pair)])
    of_holder = {holder: one.id for one in members for holder in one.holders}
    between: dict[tuple[str, str], int] = {}
    for (one, other), words in shared.items():
        if one in inside and other in inside and of_holder[one] != of_holder[other]:
            pair = min(of_holder[one], of_holder[other]), max(of_holder[one], of_holder[other])
            between[pair] = max(words, between.get(pair, 0))
    return Story(
        family.id,
        tuple(members),
        {one.id: texts[one.holders[0]] for one in members},
        between,
        tuple(one for one in told.resolved if one.declaration.of.holder in inside),
        told.unheld,
    )
