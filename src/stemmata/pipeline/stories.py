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
    known = _Known(texts, edges, told)
    return [
        story_stemma(_story(family, known), judgements, CALIBRATIONS)
        for family in families
        if family.kind == "story" and known.is_drawn(family)
    ]


class _Known:
    """What is known of all texts, by the text that it is about: a case has thousands of stories."""

    def __init__(self, texts: Mapping[str, Text], edges: Sequence[Edge], told: Told) -> None:
        self.texts = texts
        self.shared: dict[str, list[tuple[str, int]]] = {}
        for (one, other), words in shared_words(edges).items():
            self.shared.setdefault(one, []).append((other, words))
        self.twins: dict[str, list[str]] = {}
        for edge in edges:
            if edge.kind is Kind.SAME_BYTES:
                self.twins.setdefault(edge.holders[0], []).append(edge.holders[1])
        self.resolved: dict[str, list[Resolved]] = {}
        for led in told.resolved:
            self.resolved.setdefault(led.declaration.of.holder, []).append(led)
        self.unheld = {source.key: source for source in told.unheld}

    def inside(self, family: Family) -> frozenset[str]:
        return frozenset(family.holders) & self.texts.keys()

    def is_drawn(self, family: Family) -> bool:
        naming = (one.unheld is not None for holder in family.holders for one in self.resolved.get(holder, ()))
        return len(self.inside(family)) > 1 or any(naming)


def _story(family: Family, known: _Known) -> Story:
    inside = known.inside(family)
    own = [member.unit for member in family.members if member.unit.holder in inside]
    twins = [(one, other) for one in sorted(inside) for other in known.twins.get(one, ()) if other in inside]
    members = witnesses(own, twins)
    of_holder = {holder: one.id for one in members for holder in one.holders}
    between: dict[tuple[str, str], int] = {}
    for holder in sorted(inside):
        for other, words in known.shared.get(holder, ()):
            if other in inside and of_holder[holder] != of_holder[other]:
                pair = min(of_holder[holder], of_holder[other]), max(of_holder[holder], of_holder[other])
                between[pair] = max(words, between.get(pair, 0))
    resolved = tuple(one for holder in sorted(inside) for one in known.resolved.get(holder, ()))
    named = sorted({one.unheld for one in resolved if one.unheld is not None})
    return Story(
        family.id,
        tuple(members),
        {one.id: known.texts[one.holders[0]] for one in members},
        between,
        resolved,
        tuple(known.unheld[key] for key in named),
    )
