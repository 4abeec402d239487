"""What people recorded of who stands behind material, as counting takes it: evidence, persons, dependence."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from stemmata.corroborate.evidence import Behind, Dependence, Evidence, Ground, Role, Status
from stemmata.corroborate.joining import ConflictKind
from stemmata.corroborate.origins import Material
from stemmata.corroborate.roots import Roots
from stemmata.model.canonical import Plain
from stemmata.model.sourcing import OF_ONE, OF_PAIRS, RESTING, Sourced, Sourcing
from stemmata.model.standing import Conflict
from stemmata.model.task import Task, TaskKind
from stemmata.model.unit import Unit

TASKS: Mapping[ConflictKind, TaskKind] = {
    ConflictKind.ONE_AND_SEPARATE: TaskKind.ONE_AND_SEPARATE_GROUPS,
    ConflictKind.JOINED_AND_SEPARATE: TaskKind.JOINED_AND_SEPARATE,
    ConflictKind.SAID_OF_COPY: TaskKind.SAID_OF_COPY,
    ConflictKind.UNCLEAR_PART: TaskKind.SAID_OF_SEVERAL,
}
"""Conflicts of counting that wait for a person. The others come from judgements, or stand in the logs already."""


def with_sourcings(material: Material, sourcings: Sequence[Sourcing]) -> Material:
    """`material` and all that `sourcings` say: those that stand, contradictions among them. Counting follows the
    careful side of each (corroborate.pairs, corroborate.joining)."""
    return replace(
        material,
        rests=(*material.rests, *(one for said in sourcings for one in _rests(said, material.rests))),
        evidence=(*material.evidence, *(one for said in sourcings for one in _evidence(said))),
        behind=(*material.behind, *(one for said in sourcings for one in _behind(said))),
    )


def sourcing_tasks(roots: Roots, sourcings: Iterable[Sourcing], known: Iterable[Conflict]) -> tuple[Task, ...]:
    """What of the records counting could not simply follow. `known`: contradictions that the logs tell already."""
    when = {one.id: one.when_us for one in sourcings}
    told = {entry for conflict in known for entry in conflict.entries}
    found: dict[str, Task] = {}
    for conflict in roots.conflicts:
        kind, entries = TASKS.get(conflict.kind), tuple(entry for entry in conflict.entries if entry in when)
        if kind is None or not entries or told.issuperset(entries):
            continue
        task = Task(kind, entries, max(when[entry] for entry in entries))
        found[task.id] = task
    return tuple(task for _, task in sorted(found.items()))


def _evidence(said: Sourcing) -> Iterator[Evidence]:
    if said.said in OF_PAIRS:
        one, other = said.units
        values: dict[str, Plain] = {"persons": sorted(said.persons)} if said.persons else {}
        yield Evidence(Ground(said.said.value), one, other, said.reason or "", said.who, said.id, values)


def _behind(said: Sourcing) -> Iterator[Behind]:
    """Nobody where the names were erased."""
    if said.said is Sourced.SEPARATE_OBSERVERS or said.said in OF_ONE:
        role = Role.AUTHOR if said.said is Sourced.AUTHOR else Role.OBSERVER
        for unit, person in zip(said.units, said.persons, strict=False):
            yield Behind(unit, person, role, said.id)


def _rests(said: Sourcing, declared: Iterable[Dependence]) -> Iterator[Dependence]:
    """On the very units that a source or a method related, where the record is on the same files as wholes: who speaks
    of a film need not say whether its picture or its sound is meant."""
    if said.said not in RESTING:
        return
    of, on = said.units
    status = Status(said.said.value)
    same = {
        (one.of, one.on)
        for one in declared
        if (one.of.holder, one.on.holder) == (of.holder, on.holder) and _is_all(of) and _is_all(on)
    }
    for pair in sorted(same or {(of, on)}, key=lambda pair: (pair[0].id, pair[1].id)):
        yield Dependence(*pair, status, said.id)


def _is_all(unit: Unit) -> bool:
    return unit.span is None and unit.region is None
