"""What people's judgements say on shared origin, and where they contradict each other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stemmata.corroborate.origins import meets
from stemmata.model.judgement import Judgement, Said
from stemmata.model.unit import Unit

JOINING = frozenset({Said.SAME, Said.PARENT})
"""Whoever names a parent says that both have one origin."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Judgements that stand. `contradicted`: (one, other, ids of the entries) where some say same and some different:
    neither is followed."""

    same: tuple[Judgement, ...]
    different: tuple[Judgement, ...]
    unsure: tuple[Judgement, ...]
    contradicted: tuple[tuple[Unit, Unit, tuple[str, ...]], ...]

    def cut(self, one: Unit, other: Unit) -> bool:
        """Whether somebody said that just these two are different."""
        return any(_on(judgement, one, other) for judgement in self.different)


def judged(judgements: Sequence[Judgement]) -> Judged:
    standing = sorted(standing_of(judgements), key=lambda judgement: judgement.id)
    same = [judgement for judgement in standing if judgement.said in JOINING]
    different = [judgement for judgement in standing if judgement.said is Said.DIFFERENT]
    denied: dict[tuple[str, ...], list[Judgement]] = {}
    for judgement in different:
        denied.setdefault(_holders(judgement), []).append(judgement)
    against = {
        judgement.id: [other for other in denied.get(_holders(judgement), ()) if _on(other, *_units(judgement))]
        for judgement in same
    }
    disputed = {other.id for others in against.values() for other in others}
    return Judged(
        tuple(judgement for judgement in same if not against[judgement.id]),
        tuple(judgement for judgement in different if judgement.id not in disputed),
        tuple(judgement for judgement in standing if judgement.said is Said.UNSURE),
        tuple(
            (*_units(judgement), tuple(sorted({judgement.id, *(other.id for other in against[judgement.id])})))
            for judgement in same
            if against[judgement.id]
        ),
    )


def standing_of(judgements: Iterable[Judgement]) -> list[Judgement]:
    """Those that no standing judgement undoes; a judgement whose undoing was undone stands again.

    Entries that undo each other in a circle, which ids made from content rule out, all fall.
    """
    by_id = {judgement.id: judgement for judgement in judgements}
    waiting = dict.fromkeys(by_id, 0)
    for judgement in by_id.values():
        if judgement.undoes in waiting:
            waiting[judgement.undoes] += 1
    ready = sorted(name for name, undoing in waiting.items() if undoing == 0)
    undone: set[str] = set()
    standing: list[Judgement] = []
    while ready:
        judgement = by_id[ready.pop()]
        if judgement.id not in undone:
            standing.append(judgement)
        if judgement.undoes in waiting:
            if judgement.id not in undone:
                undone.add(judgement.undoes)
            waiting[judgement.undoes] -= 1
            if waiting[judgement.undoes] == 0:
                ready.append(judgement.undoes)
    return standing


def _units(judgement: Judgement) -> tuple[Unit, Unit]:
    return judgement.one, judgement.other


def _holders(judgement: Judgement) -> tuple[str, ...]:
    return tuple(sorted((judgement.one.holder, judgement.other.holder)))


def _on(judgement: Judgement, one: Unit, other: Unit) -> bool:
    first, second = _units(judgement)
    return (meets(first, one) and meets(second, other)) or (meets(first, other) and meets(second, one))
