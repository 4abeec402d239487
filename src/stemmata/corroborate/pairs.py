"""How groups stand to each other, two by two: linked, shown independent, or not established, each with its evidence."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations, product

from stemmata.corroborate.evidence import REACH, Behind, Evidence, Ground, Level
from stemmata.corroborate.grouping import Grouping
from stemmata.corroborate.joining import Conflict, ConflictKind, Joined, Link
from stemmata.corroborate.origins import RECORDED, Material, Origin, OriginKind, Places
from stemmata.model.canonical import Plain


class Relation(StrEnum):
    """Of two groups. Linked groups are not copies of one another, or they would be one group: they have one observer
    behind them, and count as one where observers are counted."""

    LINKED = "linked"
    SHOWN = "shown"
    NOT_ESTABLISHED = "not_established"


class Would(StrEnum):
    """What would establish a pair: a key of words."""

    SETTLE_CONTRADICTION = "settle_contradiction"
    JUDGE_PAIR = "judge_pair"
    """A link between them is suggested or could not be decided."""
    SAME_MOMENT = "same_moment"
    """One moment in both recordings, by sound, from two standpoints: shows two cameras."""
    WHO_RECORDED = "who_recorded"
    """Who held each camera, by name or pseudonym, and that they are neither one person nor one team."""
    WHO_TOLD = "who_told"
    """The person whom the text rests on, by name or pseudonym."""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """Evidence as a result keeps it: `one` and `other` are origins, the units by id."""

    ground: Ground
    one: str
    other: str
    one_unit: str
    other_unit: str
    who: str | None = None
    entry: str | None = None
    reason: str = ""
    values: Mapping[str, Plain] = field(default_factory=dict)

    @property
    def entries(self) -> tuple[str, ...]:
        """All entries that it rests on: of one name behind two groups, both that name it."""
        named = self.values.get("entries")
        if isinstance(named, Sequence) and not isinstance(named, str):
            return tuple(str(entry) for entry in named)
        return () if self.entry is None else (self.entry,)

    @property
    def key(self) -> tuple[str, ...]:
        ends = (self.one, self.other, self.one_unit, self.other_unit)
        return (self.ground.value, *ends, self.entry or "", self.who or "", self.reason)


@dataclass(frozen=True, slots=True)
class PairOfGroups:
    """`one` < `other`. `level`: the highest on which the relation is shown; for a pair that is not established, SOURCES
    where two recordings or authors are shown and COPIES where no copying was found and no more is known. `raises`:
    showing this pair independent, and nothing else, would raise `shown`; None where that was not worked out."""

    one: str
    other: str
    relation: Relation
    level: Level
    evidence: tuple[Exhibit, ...] = ()
    would_establish: tuple[Would, ...] = ()
    raises: bool | None = None


Pair = tuple[str, str]


@dataclass(slots=True)
class Standing:
    """What is known of pairs of groups, smaller id first."""

    evidence: dict[Pair, list[Exhibit]] = field(default_factory=dict)
    shown: set[Pair] = field(default_factory=set)
    separate: set[Pair] = field(default_factory=set)
    linked: set[Pair] = field(default_factory=set)
    contested: set[Pair] = field(default_factory=set)
    possible: set[Pair] = field(default_factory=set)
    conflicts: set[Conflict] = field(default_factory=set)

    def relation(self, pair: Pair) -> tuple[Relation, Level]:
        if pair in self.linked:
            return Relation.LINKED, Level.OBSERVERS
        if pair in self.shown:
            return Relation.SHOWN, Level.OBSERVERS
        return Relation.NOT_ESTABLISHED, Level.SOURCES if pair in self.separate else Level.COPIES


def standing(material: Material, places: Places, links: Joined, groups: Grouping) -> Standing:
    """Evidence counts for a group where it is on what the group's root is, not on a copy or on what rests on it.

    Linked wins: evidence of independence inside a group, or beside one observer, is a conflict for a person.
    """
    found = Standing()
    head_of = {name: group for group, heads in groups.heads.items() for name in heads}
    for evidence in material.evidence:
        _weigh(evidence, places, groups, head_of, found)
    for exhibit in _one_name(material.behind, places, head_of):
        _add(found, (head_of[exhibit.one], head_of[exhibit.other]), exhibit)
    for pair, exhibits in found.evidence.items():
        exhibits.sort(key=lambda exhibit: exhibit.key)
        barred = [exhibit for exhibit in exhibits if exhibit.ground not in REACH]
        separate = [exhibit for exhibit in exhibits if REACH.get(exhibit.ground) is Level.OBSERVERS]
        if barred:
            found.linked.add(pair)
        if barred and separate:
            entries = {entry for exhibit in (*barred, *separate) for entry in exhibit.entries}
            found.conflicts.add(Conflict(ConflictKind.ONE_AND_SEPARATE, pair, tuple(sorted(entries))))
        if any(REACH.get(exhibit.ground) is Level.SOURCES for exhibit in exhibits) or (separate and not barred):
            found.separate.add(pair)
    for one, other in links.contested:
        found.contested |= _between(groups, one, other)
    for link in links.links:
        if not link.firm:
            found.possible |= _between(groups, link.one, link.other)
    found.separate -= found.contested
    for pair in found.separate - found.linked:
        if any(REACH.get(exhibit.ground) is Level.OBSERVERS for exhibit in found.evidence[pair]):
            found.shown.add(pair)
    for judgement in links.judged.different:
        first, second = places.of(judgement.one), places.of(judgement.other)
        if len(first) == len(second) == 1 and _one_origin(groups, first[0], second[0]):
            ends = tuple(sorted({*first, *second}))
            found.conflicts.add(Conflict(ConflictKind.DIFFERENT_BUT_JOINED, ends, (judgement.id,)))
    return found


def _weigh(evidence: Evidence, places: Places, groups: Grouping, head_of: Mapping[str, str], found: Standing) -> None:
    first, second = places.of(evidence.one), places.of(evidence.other)
    entries = () if evidence.entry is None else (evidence.entry,)
    if not evidence.bars and len(first) * len(second) > 1:
        found.conflicts.add(Conflict(ConflictKind.UNCLEAR_PART, tuple(sorted({*first, *second})), entries))
        return
    for one, other in product(first, second):
        if set(groups.reached[one]) & set(groups.reached[other]):
            if not evidence.bars:
                ends = tuple(sorted({one, other}))
                found.conflicts.add(Conflict(ConflictKind.JOINED_AND_SEPARATE, ends, entries))
        elif one in head_of and other in head_of:
            _add(found, (head_of[one], head_of[other]), _exhibit(evidence, one, other))
        elif not evidence.bars:
            found.conflicts.add(Conflict(ConflictKind.SAID_OF_COPY, tuple(sorted({one, other})), entries))


def _one_origin(groups: Grouping, one: str, other: str) -> bool:
    return one == other or (len(groups.reached[one]) == 1 and groups.reached[one] == groups.reached[other])


def _exhibit(evidence: Evidence, one: str, other: str) -> Exhibit:
    units = (evidence.one.id, evidence.other.id)
    if one > other:
        one, other, units = other, one, units[::-1]
    return Exhibit(
        evidence.ground, one, other, *units, evidence.who, evidence.entry, evidence.reason, dict(evidence.values)
    )


def _add(found: Standing, groups: Pair, exhibit: Exhibit) -> None:
    known = found.evidence.setdefault((min(groups), max(groups)), [])
    if exhibit not in known:
        known.append(exhibit)


def _one_name(behind: Iterable[Behind], places: Places, head_of: Mapping[str, str]) -> Iterator[Exhibit]:
    """A name that stands behind two groups, whether as the author or as the observer of each."""
    named: dict[str, dict[str, list[tuple[str, str, str]]]] = {}
    for one in behind:
        for origin in places.of(one.unit):
            if origin in head_of:
                at = named.setdefault(one.name, {}).setdefault(head_of[origin], [])
                at.append((origin, one.unit.id, one.entry or ""))
    for name, by_group in sorted(named.items()):
        for first, second in combinations([min(by_group[group]) for group in sorted(by_group)], 2):
            (one_origin, one_unit, said), (other_origin, other_unit, also) = sorted((first, second))
            entries = sorted({entry for entry in (said, also) if entry})
            yield Exhibit(
                Ground.ONE_NAME,
                one_origin,
                other_origin,
                one_unit,
                other_unit,
                entry=entries[0] if entries else None,
                values={"name": name, "entries": entries},
            )


def _between(groups: Grouping, one: str, other: str) -> set[Pair]:
    return {(min(a, b), max(a, b)) for a, b in product(groups.reached[one], groups.reached[other]) if a != b}


def would_establish(pair: Pair, found: Standing, kinds: Mapping[str, frozenset[OriginKind]]) -> tuple[Would, ...]:
    """What is missing to show the pair independent, the nearest first. `kinds`: of each group's root."""
    one, other = (kinds[group] for group in pair)
    wanted: list[Would] = []
    if pair in found.contested:
        wanted.append(Would.SETTLE_CONTRADICTION)
    elif pair in found.possible:
        wanted.append(Would.JUDGE_PAIR)
    recorded = one <= RECORDED, other <= RECORDED
    if all(recorded) and pair not in found.separate:
        wanted.append(Would.SAME_MOMENT)
    if any(recorded):
        wanted.append(Would.WHO_RECORDED)
    if not all(recorded):
        wanted.append(Would.WHO_TOLD)
    return tuple(wanted)


def kinds_of(origins: Sequence[Origin], groups: Grouping) -> dict[str, frozenset[OriginKind]]:
    kind = {origin.id: origin.kind for origin in origins}
    return {group: frozenset(kind[name] for name in heads) for group, heads in groups.heads.items()}


def links_by_group(links: Sequence[Link], groups: Grouping) -> dict[str, list[Link]]:
    """Firm links by the groups that their ends rest on."""
    found: dict[str, list[Link]] = {group: [] for group in groups.heads}
    for link in links:
        if link.firm:
            for group in {*groups.reached[link.one], *groups.reached[link.other]}:
                found[group].append(link)
    return found
