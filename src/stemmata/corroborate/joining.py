"""Which origins are joined, by what, and what might join them: dependence, judgements, sound beside picture."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from stemmata.corroborate.evidence import Dependence, Status
from stemmata.corroborate.judged import Judged, judged
from stemmata.corroborate.origins import Material, Origin, OriginKind, Places
from stemmata.model.unit import Unit


class Because(StrEnum):
    """Why two origins are one, or might be: a key of words."""

    RESTS_ON = "rests_on"
    """`one` rests on `other`."""
    JUDGED_SAME = "judged_same"
    ONE_FILE = "one_file"
    """The sound is held only in files whose picture is the other origin, and in files without a picture."""
    CARRIES = "carries"
    """A copy of `one` says that it is the text of `other`, or the other way round."""
    RESTS_IN_PART = "rests_in_part"
    """Some copies of `one` rest on `other` and some do not: the text may be older than its link. Or it has something of
    its own beside."""
    SUGGESTED = "suggested"
    UNDECIDED = "undecided"
    UNSURE = "unsure"
    CONTRADICTED = "contradicted"
    UNCLEAR_PART = "unclear_part"
    """Said of a unit that lies in several origins, and not of which: `one` might be one with `other`."""
    SOUND_OF_SEVERAL = "sound_of_several"
    """`one` is sound that lies under `other` and under other pictures: it may be that of either."""


DIRECTED = frozenset(
    {Because.RESTS_ON, Because.RESTS_IN_PART, Because.SUGGESTED, Because.UNCLEAR_PART, Because.SOUND_OF_SEVERAL}
)
FIRM = frozenset({Because.RESTS_ON, Because.JUDGED_SAME, Because.ONE_FILE, Because.CARRIES})
"""These join. The others only lower the low end."""


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """Between two origins, by id. Where it has no direction, `one` < `other`. `entries`: who said so."""

    one: str
    other: str
    because: Because
    entries: tuple[str, ...] = ()

    @property
    def firm(self) -> bool:
        return self.because in FIRM


class ConflictKind(StrEnum):
    """What cannot be followed as it was said, and waits for a person: a key of words."""

    SAME_AND_DIFFERENT = "same_and_different"
    CONFIRMED_AND_REJECTED = "confirmed_and_rejected"
    DIFFERENT_BUT_JOINED = "different_but_joined"
    """Judged different, and other links join the two all the same."""
    JOINED_AND_SEPARATE = "joined_and_separate"
    """Linked, and shown independent: the link is followed."""
    ONE_AND_SEPARATE = "one_and_separate"
    """One observer behind both, and separate observers: the first is followed."""
    UNCLEAR_PART = "unclear_part"
    """Said of a unit that lies in several origins: not followed."""
    SAID_OF_COPY = "said_of_copy"
    """Independence shown of what rests on something else: it says nothing of the root, and does not count."""


@dataclass(frozen=True, slots=True, order=True)
class Conflict:
    """`origins`: ids of those concerned, sorted. `entries`: what was said, by entry, where it was said in one."""

    kind: ConflictKind
    origins: tuple[str, ...]
    entries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Joined:
    """Sorted links and conflicts; `contested`: pairs of origins that people contradict each other on."""

    links: tuple[Link, ...]
    conflicts: tuple[Conflict, ...]
    contested: frozenset[tuple[str, str]]
    judged: Judged


def joined(material: Material, places: Places) -> Joined:
    said = judged(material.judgements)
    links: set[Link] = set(_sound_beside(material.origins))
    conflicts: set[Conflict] = set()
    contested: set[tuple[str, str]] = set()
    for judgement in said.same:
        found, clear = _between(places, judgement.one, judgement.other, Because.JUDGED_SAME, judgement.id)
        links |= found
        if not clear:
            conflicts.add(Conflict(ConflictKind.UNCLEAR_PART, _ends(found), (judgement.id,)))
    for one, other, entries in said.contradicted:
        found, _ = _between(places, one, other, Because.CONTRADICTED, *entries)
        links |= found
        contested |= {(min(link.one, link.other), max(link.one, link.other)) for link in found}
        concerned = tuple(sorted({*places.of(one), *places.of(other)}))
        conflicts.add(Conflict(ConflictKind.SAME_AND_DIFFERENT, concerned, entries))
    for judgement in said.unsure:
        links |= _between(places, judgement.one, judgement.other, Because.UNSURE, judgement.id)[0]
    for one, other in material.undecided:
        if not said.cut(one, other):
            links |= _between(places, one, other, Because.UNDECIDED)[0]
    resting, disputed, open_pairs = _dependence(material, places, said)
    return Joined(
        tuple(sorted(links | resting)),
        tuple(sorted(conflicts | disputed)),
        frozenset(contested | open_pairs),
        said,
    )


def _undirected(one: str, other: str, because: Because, *entries: str) -> Link:
    return Link(min(one, other), max(one, other), because, tuple(sorted(entries)))


def _ends(links: Iterable[Link]) -> tuple[str, ...]:
    return tuple(sorted({end for link in links for end in (link.one, link.other)}))


def _between(places: Places, one: Unit, other: Unit, because: Because, *entries: str) -> tuple[set[Link], bool]:
    """Links that a statement on two units makes, and whether it is clear which origins it means.

    Units that share an origin say nothing new. Of a unit that lies in several (a compilation), one is meant and nobody
    knows which: then the other end might be one with any of them, which joins none of them to each other.
    """
    first, second = places.of(one), places.of(other)
    if set(first) & set(second):
        return set(), True
    if len(first) <= 1 and len(second) <= 1:
        return {_undirected(a, b, because, *entries) for a, b in product(first, second)}, True
    fewer, more = sorted((first, second), key=lambda ends: (len(ends), ends))
    return {Link(fewer[0], end, Because.UNCLEAR_PART, tuple(sorted(entries))) for end in more if fewer}, False


def _sound_beside(origins: tuple[Origin, ...]) -> Iterator[Link]:
    """Sound that only ever comes with one footage is that footage's, and files without a picture hold copies of it.
    Sound under several pictures stands by itself, and may be that of one of them."""
    pictures: dict[str, set[str]] = {}
    for origin in origins:
        if origin.kind is OriginKind.FOOTAGE:
            for holder in origin.holders:
                pictures.setdefault(holder, set()).add(origin.id)
    for origin in origins:
        if origin.kind is OriginKind.SOUND:
            beside = [found for holder in origin.holders if (found := pictures.get(holder))]
            if beside and all(len(found) == 1 for found in beside) and len(set().union(*beside)) == 1:
                yield _undirected(origin.id, next(iter(beside[0])), Because.ONE_FILE)
                continue
            for other in sorted(set().union(*beside)):
                yield Link(origin.id, other, Because.SOUND_OF_SEVERAL)


def _dependence(
    material: Material, places: Places, said: Judged
) -> tuple[set[Link], set[Conflict], set[tuple[str, str]]]:
    """Links from dependence. An origin rests on another only where each of its copies does that is not itself known to
    rest on a further copy; where some do and some do not, the text may be older than what it is shown with. What a text
    says that it found out itself keeps it a root, unless a person confirmed what it rests on."""
    firm, open_ones, disputed = _standing(material.rests, said)
    sure, possible = _Carrying(firm, places), _Carrying([*firm, *open_ones], places)
    links = set(_carried(firm, places))
    confirmed = {dependence.of.holder for dependence in firm if dependence.status is Status.CONFIRMED}
    own = {unit.holder for unit in material.own} - confirmed
    for origin in material.origins:
        found = {holder: sure.targets(holder, origin) for holder in origin.holders}
        within = {holder for holder, targets in found.items() if origin.id in targets}
        heads = origin.holders - within
        outward = [set(found[holder]) - {origin.id} for holder in heads or origin.holders]
        rests = (all(outward) if heads else any(outward)) and not own & origin.holders
        known = _links_from(origin.id, [found[holder] for holder in heads or origin.holders])
        guessed = _links_from(origin.id, [possible.targets(holder, origin) for holder in heads or origin.holders])
        because = Because.RESTS_ON if rests else Because.RESTS_IN_PART
        links |= {Link(origin.id, target, because, by) for target, by in known.items()}
        links |= {Link(origin.id, at, Because.SUGGESTED, by) for at, by in guessed.items() if at not in known}
    conflicts: set[Conflict] = set()
    contested: set[tuple[str, str]] = set()
    for of, on, entries in disputed:
        met = product(places.resting(of), places.resting(on))
        between = {(min(one, other), max(one, other)) for one, other in met if one != other}
        links |= {Link(one, other, Because.CONTRADICTED, entries) for one, other in between}
        contested |= between
        ends = tuple(sorted({end for pair in between for end in pair}))
        conflicts.add(Conflict(ConflictKind.CONFIRMED_AND_REJECTED, ends, entries))
    return links, conflicts, contested


def _carried(firm: Iterable[Dependence], places: Places) -> Iterator[Link]:
    for dependence in firm:
        if dependence.whole:
            for one, other in product(places.resting(dependence.of), places.resting(dependence.on)):
                if one != other:
                    by = () if dependence.entry is None else (dependence.entry,)
                    yield _undirected(one, other, Because.CARRIES, *by)


def _links_from(origin: str, found: Sequence[Mapping[str, frozenset[str]]]) -> dict[str, tuple[str, ...]]:
    entries: dict[str, set[str]] = {}
    for targets in found:
        for target, by in targets.items():
            if target != origin:
                entries.setdefault(target, set()).update(by)
    return {target: tuple(sorted(by)) for target, by in entries.items()}


def _standing(
    rests: Sequence[Dependence], said: Judged
) -> tuple[list[Dependence], list[Dependence], list[tuple[Unit, Unit, tuple[str, ...]]]]:
    """Firm, suggested and disputed dependence. A "no" outweighs what a machine or a source declares."""
    by_pair: dict[tuple[Unit, Unit], list[Dependence]] = {}
    for dependence in rests:
        by_pair.setdefault((dependence.of, dependence.on), []).append(dependence)
    firm: list[Dependence] = []
    open_ones: list[Dependence] = []
    disputed: list[tuple[Unit, Unit, tuple[str, ...]]] = []
    for (of, on), statements in by_pair.items():
        held = {statement.status for statement in statements}
        denied = Status.REJECTED in held or said.cut(of, on)
        if denied and Status.CONFIRMED in held:
            disputed.append((of, on, tuple(sorted({one.entry for one in statements if one.entry is not None}))))
        elif not denied:
            (firm if held & {Status.DECLARED, Status.CONFIRMED} else open_ones).extend(statements)
    return firm, open_ones, disputed


class _Carrying:
    """Dependence by holder, passed on through holders that are no origin: a post of a post that carries a clip."""

    def __init__(self, rests: Sequence[Dependence], places: Places) -> None:
        self._places = places
        self._of: dict[str, list[Dependence]] = {}
        for dependence in rests:
            self._of.setdefault(dependence.of.holder, []).append(dependence)

    def targets(self, holder: str, origin: Origin) -> dict[str, frozenset[str]]:
        """Origins on which `holder`, as a copy of `origin`, rests, each with the entries that say so directly."""
        found: dict[str, set[str]] = {}
        seen: set[str] = set()
        waiting = [one for one in self._of.get(holder, ()) if origin.id in self._places.resting(one.of)]
        direct = frozenset(id(one) for one in waiting)
        while waiting:
            dependence = waiting.pop()
            at = self._places.resting(dependence.on)
            for name in at:
                by = found.setdefault(name, set())
                if id(dependence) in direct and dependence.entry is not None:
                    by.add(dependence.entry)
            if not at and dependence.on.holder not in seen:
                seen.add(dependence.on.holder)
                waiting.extend(self._of.get(dependence.on.holder, ()))
        return {name: frozenset(entries) for name, entries in found.items()}
