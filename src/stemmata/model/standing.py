"""Which judgements stand, which were taken back, and which contradict each other: an algebra over a set.

A judgement is taken back by another that names it in `undoes`, and by nothing else: not by a later one of the same
person, not by a clock. Taking back what takes back revives. Two that stand and contradict each other are both left
unfollowed and told, since a machine does not choose between two people (or between one person's two minds).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stemmata.model.judgement import Judgement, Said
from stemmata.model.task import TaskKind
from stemmata.model.undoing import holding


@dataclass(frozen=True, slots=True)
class Conflict:
    """Entries, sorted by id, that cannot all be followed. `why` is a kind that comes from logs alone."""

    why: TaskKind
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """`judgements` say something and were not taken back; `undone` were, judgements that only take back among them.
    Both sorted by id."""

    judgements: tuple[Judgement, ...]
    undone: tuple[Judgement, ...]
    conflicts: tuple[Conflict, ...]

    @property
    def contested(self) -> frozenset[str]:
        """Entries that some conflict names."""
        return frozenset(entry for conflict in self.conflicts for entry in conflict.entries)

    @property
    def applied(self) -> tuple[Judgement, ...]:
        """What families and trees follow: what stands and nothing contradicts."""
        contested = self.contested
        return tuple(one for one in self.judgements if one.id not in contested)


def standing(said: Iterable[Judgement]) -> Standing:
    """What stands of a set of judgements, from any number of logs, in any order, each named once or often.

    What takes back what: model.undoing.
    """
    known = {one.id: one for one in said}
    held = holding({entry: one.undoes for entry, one in known.items()})
    judgements = tuple(known[entry] for entry in sorted(held) if known[entry].said is not None)
    undone = tuple(known[entry] for entry in sorted(known.keys() - held))
    conflicts = [*_contradictions(judgements), *_circles(judgements)]
    return Standing(judgements, undone, tuple(sorted(conflicts, key=lambda one: (one.why, one.entries))))


def _contradictions(judgements: Sequence[Judgement]) -> Iterable[Conflict]:
    pairs: dict[tuple[str, str], list[Judgement]] = {}
    for one in judgements:
        pairs.setdefault(one.pair, []).append(one)
    for about in pairs.values():
        saying = {said: {one.id for one in about if one.said is said} for said in Said}
        for with_different, why in (
            (Said.SAME, TaskKind.SAME_AND_DIFFERENT),
            (Said.PARENT, TaskKind.PARENT_AND_DIFFERENT),
        ):
            if saying[with_different] and saying[Said.DIFFERENT]:
                yield Conflict(why, tuple(sorted(saying[with_different] | saying[Said.DIFFERENT])))
        for source in {one.one.id for one in about}:
            parent, not_parent = (
                {one.id for one in about if one.said is said and one.one.id == source}
                for said in (Said.PARENT, Said.NOT_PARENT)
            )
            if parent and not_parent:
                yield Conflict(TaskKind.PARENT_AND_NOT_PARENT, tuple(sorted(parent | not_parent)))


def _circles(judgements: Sequence[Judgement]) -> Iterable[Conflict]:
    """Circles of files: a file is made at one time, so none is both before and after another, by whichever parts."""
    parents = [one for one in judgements if one.said is Said.PARENT and one.one.holder != one.other.holder]
    circle = _strong_parts((one.one.holder, one.other.holder) for one in parents)
    circles: dict[str, set[str]] = {}
    for one in parents:
        if circle[one.one.holder] == circle[one.other.holder]:
            circles.setdefault(circle[one.one.holder], set()).add(one.id)
    for entries in circles.values():
        yield Conflict(TaskKind.PARENTS_IN_A_CIRCLE, tuple(sorted(entries)))


def _strong_parts(arrows: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Holder -> a name of the part in which each leads to each other (Kosaraju: backwards, in order of leaving)."""
    forth: dict[str, list[str]] = {}
    back: dict[str, list[str]] = {}
    for source, copy in arrows:
        for start, end, kept in ((source, copy, forth), (copy, source, back)):
            kept.setdefault(start, []).append(end)
            kept.setdefault(end, [])
    left: list[str] = []
    entered: set[str] = set()
    for root in forth:
        if root in entered:
            continue
        entered.add(root)
        path = [(root, iter(forth[root]))]
        while path:
            holder, onward = path[-1]
            further = next((end for end in onward if end not in entered), None)
            if further is None:
                left.append(holder)
                path.pop()
            else:
                entered.add(further)
                path.append((further, iter(forth[further])))
    part: dict[str, str] = {}
    for root in reversed(left):
        waiting = [] if root in part else [root]
        while waiting:
            holder = waiting.pop()
            if holder not in part:
                part[holder] = root
                waiting.extend(end for end in back[holder] if end not in part)
    return part
