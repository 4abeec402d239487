"""Roots: how many groups remain between which no copying was found, and how many are shown independent (DESIGN 6).

Everything here is a lower or an upper bound that says so. `groups` is too high where copying went undetected, and
`groups_low` says how low it would be if every open link held. `shown` rests on positive evidence alone, so undetected
copying cannot raise it: a pair counts only where somebody or something showed that nobody behind the one is behind the
other. That no copying was found shows nothing.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations

from stemmata.corroborate.clique import Largest, largest_set
from stemmata.corroborate.evidence import Role
from stemmata.corroborate.grouping import Grouping, grouping
from stemmata.corroborate.joining import Conflict, Link, joined
from stemmata.corroborate.origins import RECORDED, Material, Origin, OriginKind, Places, meets
from stemmata.corroborate.pairs import (
    Pair,
    PairOfGroups,
    Relation,
    kinds_of,
    links_by_group,
    standing,
    would_establish,
)
from stemmata.model.unit import Track, Unit

LISTED_GROUPS = 25
"""Every pair is listed among so many groups; of more, pairs of which nothing is known are only counted."""

LISTED_PAIRS = 300
"""Of more groups, pairs that wait for a judgement are listed until so many pairs are; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Fall:
    """What is left where one group falls."""

    groups: int
    shown: int


@dataclass(frozen=True, slots=True)
class Group:
    """One root and what rests on it alone. `id` is the smallest of `heads`, the origins that are the root; `origins`
    are all that rest on it and on nothing else, heads included; `partly` those that rest on it and on others too.
    `copies` counts files and posts of `origins`. `falls`: what is left without this group."""

    id: str
    heads: tuple[str, ...]
    origins: tuple[str, ...]
    partly: tuple[str, ...]
    copies: int
    falls: Fall


@dataclass(frozen=True, slots=True)
class Levels:
    """What is held on each level; never added up. observers: names or pseudonyms that stand behind what is counted."""

    copies: int
    recordings: int
    authored: int
    observers: int


@dataclass(frozen=True, slots=True)
class Roots:
    """What is counted.

    groups: roots between which no copying was found. groups_low: as many would remain if every suggested, undecided or
    disputed link held. shown: size of the largest set in which every two are shown independent; 0 where that is below
    two ("none"), since independence is a relation of at least two. separate: the same where it is enough that the two
    are other recordings or authors. exact: False where `shown` or `separate` is only a lower bound.
    not_established: pairs of groups for which neither one observer nor independence is shown. linked: origins joined to
    another one. pairs: all of up to 25 groups; of more, `unlisted` pairs without evidence are left out.
    several: origins that rest on several groups, which are no roots themselves.
    """

    groups: int
    groups_low: int
    shown: int
    separate: int
    not_established: int
    linked: int
    exact: bool
    shown_set: tuple[str, ...]
    named: tuple[Group, ...]
    pairs: tuple[PairOfGroups, ...]
    unlisted: int
    several: tuple[tuple[str, tuple[str, ...]], ...]
    links: tuple[Link, ...]
    conflicts: tuple[Conflict, ...]
    levels: Levels

    @property
    def joined(self) -> tuple[tuple[str, ...], ...]:
        """The groups themselves: ids of origins, sorted."""
        return tuple(group.origins for group in self.named)


NAMED_BY = 2
"""Origins that a source which is not held has to do with; named by one alone, it is counted with that one."""


def without_idle(material: Material) -> Material:
    """Without sources that are not held and on which nothing rests altogether, or that one origin alone names: they
    would only add to the count what nobody here has."""
    unheld = {origin.id for origin in material.origins if origin.kind is OriginKind.UNHELD}
    if not unheld:
        return material
    naming: dict[str, set[str]] = {name: set() for name in unheld}
    carrying: set[str] = set()
    for link in joined(material, Places(material.origins)).links:
        for one, other in ((link.one, link.other), (link.other, link.one)):
            if other in naming and one not in unheld:
                naming[other].add(one)
                carrying |= {other} if link.firm else set()
    idle = {name for name, by in naming.items() if len(by) < NAMED_BY or name not in carrying}
    return replace(material, origins=tuple(origin for origin in material.origins if origin.id not in idle))


class Count:
    """Roots of one body of material: of all of it, or of what stands behind a part."""

    def __init__(self, material: Material) -> None:
        if len({origin.id for origin in material.origins}) != len(material.origins):
            raise ValueError("two origins have one id")
        material = without_idle(material)
        self._material = material
        self._places = Places(material.origins)
        self._origin = {origin.id: origin for origin in material.origins}
        self._joined = joined(material, self._places)
        self._groups = grouping(self._origin, [link for link in self._joined.links if link.firm])
        self._low = grouping(self._origin, self._joined.links)
        self._standing = standing(material, self._places, self._joined, self._with_those_who_name())
        self._kinds = kinds_of(material.origins, self._groups)
        self._links = links_by_group(self._joined.links, self._groups)

    def _with_those_who_name(self) -> Grouping:
        """Of a root that nobody holds nothing can be shown: what is shown of those that rest on it stands for it."""
        heads = dict(self._groups.heads)
        for link in self._joined.links:
            for one, other in ((link.one, link.other), (link.other, link.one)):
                own = heads.get(other, ())
                alone = link.firm and self._groups.reached[one] == (other,)
                if (
                    own
                    and alone
                    and all(self._origin[name].kind is OriginKind.UNHELD for name in self._groups.heads[other])
                ):
                    heads[other] = tuple(sorted({*own, one}))
        return replace(self._groups, heads=heads)

    @cached_property
    def _members(self) -> dict[str, list[str]]:
        return self._groups.members()

    @cached_property
    def _partly(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {group: [] for group in self._groups.groups}
        for name, reached in sorted(self._groups.reached.items()):
            if len(reached) > 1:
                for group in reached:
                    found[group].append(name)
        return found

    @cached_property
    def _names(self) -> dict[str, set[str]]:
        """Group -> names that stand behind what rests on it."""
        found: dict[str, set[str]] = {group: set() for group in self._groups.groups}
        for behind in self._material.behind:
            if behind.role is Role.OBSERVER:
                for name in self._places.of(behind.unit):
                    for group in self._groups.reached[name]:
                        found[group].add(behind.name)
        return found

    def whole(self) -> Roots:
        return self.behind(self._origin)

    def behind(self, names: Iterable[str]) -> Roots:
        """Roots of the origins with these ids: of everything that they rest on. KeyError for an id that is not held."""
        asked = sorted(set(names))
        groups = sorted({group for name in asked for group in self._groups.reached[name]})
        within = set(groups)
        low = len({group for name in asked for group in self._low.reached[name]})
        shown = self._largest(groups, self._standing.shown)
        separate = self._largest(groups, self._standing.separate)
        size = _at_least_two(shown)
        decided = sum(within.issuperset(pair) for pair in self._standing.linked | self._standing.shown)
        pairs = self._pairs(groups, size)
        origins = sorted({name for group in groups for name in (*self._members[group], *self._partly[group])})
        every = len(groups) * (len(groups) - 1) // 2
        return Roots(
            groups=len(groups),
            groups_low=max(size, min(low, len(groups))),
            shown=size,
            separate=_at_least_two(separate),
            not_established=every - decided,
            linked=sum(len(self._members[group]) - 1 for group in groups),
            exact=shown.exact and separate.exact,
            shown_set=shown.members if size else (),
            named=tuple(self._group(group, groups, shown) for group in groups),
            pairs=pairs,
            unlisted=every - len(pairs),
            several=tuple(
                (name, self._groups.reached[name]) for name in origins if len(self._groups.reached[name]) > 1
            ),
            links=tuple(sorted({link for group in groups for link in self._links[group]})),
            conflicts=self._conflicts(set(origins)),
            levels=self._levels(groups, origins),
        )

    def _largest(self, groups: Sequence[str], related: Iterable[Pair], without: str | None = None) -> Largest:
        near: dict[str, set[str]] = {group: set() for group in groups if group != without}
        for one, other in related:
            if one in near and other in near:
                near[one].add(other)
                near[other].add(one)
        return largest_set(near)

    def _group(self, group: str, groups: Sequence[str], shown: Largest) -> Group:
        in_question = len(shown.members) > 1 and group in shown.members
        left = self._largest(groups, self._standing.shown, group) if in_question else shown
        origins = self._members[group]
        return Group(
            group,
            self._groups.heads[group],
            tuple(origins),
            tuple(self._partly[group]),
            len({holder for origin in self._held(origins) for holder in origin.holders}),
            Fall(len(groups) - 1, _at_least_two(left)),
        )

    def _pairs(self, groups: Sequence[str], shown: int) -> tuple[PairOfGroups, ...]:
        if len(groups) < 2:
            return ()
        within = set(groups)
        if few := len(groups) <= LISTED_GROUPS:
            listed = list(combinations(groups, 2))
        else:
            told = {*self._standing.evidence, *self._standing.contested}
            listed = sorted(pair for pair in told if within.issuperset(pair))
            waiting = sorted(pair for pair in self._standing.possible - told if within.issuperset(pair))
            listed = sorted(listed + waiting[: max(0, LISTED_PAIRS - len(listed))])
        raises = self._raising(groups, shown) if few else None
        rows: list[PairOfGroups] = []
        for pair in listed:
            relation, level = self._standing.relation(pair)
            row = PairOfGroups(*pair, relation, level, tuple(self._standing.evidence.get(pair, ())))
            if relation is Relation.NOT_ESTABLISHED:
                wanted = would_establish(pair, self._standing, self._kinds)
                row = replace(row, would_establish=wanted, raises=None if raises is None else raises(pair))
            rows.append(row)
        return tuple(rows)

    def _raising(self, groups: Sequence[str], shown: int) -> Callable[[Pair], bool]:
        near: dict[str, set[str]] = {group: set() for group in groups}
        for one, other in self._standing.shown:
            if one in near and other in near:
                near[one].add(other)
                near[other].add(one)

        def raises(pair: Pair) -> bool:
            both = near[pair[0]] & near[pair[1]]
            beside = len(largest_set({group: near[group] & both for group in both}).members)
            return beside + 2 > max(shown, 1)

        return raises

    def _conflicts(self, origins: set[str]) -> tuple[Conflict, ...]:
        every = {*self._joined.conflicts, *self._standing.conflicts}
        return tuple(sorted(conflict for conflict in every if origins.intersection(conflict.origins)))

    def _held(self, names: Iterable[str]) -> list[Origin]:
        found = [self._origin[name] for name in names]
        return [origin for origin in found if origin.kind is not OriginKind.UNHELD]

    def _levels(self, groups: Sequence[str], origins: Sequence[str]) -> Levels:
        held = self._held(origins)
        return Levels(
            copies=len({holder for origin in held for holder in origin.holders}),
            recordings=sum(origin.kind in RECORDED for origin in held),
            authored=sum(origin.kind not in RECORDED for origin in held),
            observers=len({name for group in groups for name in self._names[group]}),
        )


def _at_least_two(largest: Largest) -> int:
    return len(largest.members) if len(largest.members) > 1 else 0


def count_roots(material: Material) -> Roots:
    """Roots of everything that is held."""
    return Count(material).whole()


def roots_of(material: Material, units: Sequence[Unit]) -> Roots:
    """Roots of a selection or of what a claim rests on: of the origins in which these units lie, and of what those rest
    on. A unit in no origin (a post without kin) is one of its own. Where a stretch of a text is asked for, what another
    stretch of it rests on does not count. ValueError for no unit at all.
    """
    if not units:
        raise ValueError("roots are asked of at least one unit")
    asked = tuple(sorted(set(units), key=lambda unit: unit.id))
    narrowed = replace(
        material,
        rests=tuple(one for one in material.rests if _concerns(one.of, asked)),
        own=tuple(one for one in material.own if _concerns(one, asked)),
    )
    places = Places(material.origins)
    names = {name for unit in asked for name in places.resting(unit)}
    alone = [unit for unit in asked if not places.resting(unit)]
    own = tuple(_alone(holder, alone) for holder in sorted({unit.holder for unit in alone}))
    if own:
        narrowed = replace(narrowed, origins=(*material.origins, *own))
    return Count(narrowed).behind(names | {origin.id for origin in own})


def _concerns(of: Unit, asked: Sequence[Unit]) -> bool:
    """Whether dependence of this unit counts: always, unless only other stretches of the text are asked for."""
    stretches = [unit for unit in asked if unit.holder == of.holder and unit.track is Track.TEXT and unit.span]
    return not stretches or any(meets(of, unit) for unit in stretches)


def _alone(holder: str, units: Sequence[Unit]) -> Origin:
    own = tuple(unit for unit in units if unit.holder == holder)
    kinds = {Track.PICTURE: OriginKind.FOOTAGE, Track.SOUND: OriginKind.SOUND, Track.TEXT: OriginKind.STORY}
    return Origin(holder, kinds[own[0].track], own)
