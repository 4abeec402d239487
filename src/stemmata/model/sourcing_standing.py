"""Which records of who stands behind material stand, which were taken back, and which contradict each other.

The algebra of judgements (model.standing) over another noun. A contradiction is told, never settled; what counting does
meanwhile is the careful thing: one observer is followed over several, and of a link confirmed and rejected neither.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from stemmata.model.sourcing import ONE_OBSERVER, OTHER_OBSERVERS, Sourced, Sourcing
from stemmata.model.standing import Conflict
from stemmata.model.task import TaskKind
from stemmata.model.undoing import holding

CONTRADICTIONS = (
    (ONE_OBSERVER, OTHER_OBSERVERS, TaskKind.ONE_AND_SEPARATE),
    (frozenset({Sourced.CONFIRMED}), frozenset({Sourced.REJECTED}), TaskKind.CONFIRMED_AND_REJECTED),
)


@dataclass(frozen=True, slots=True)
class SourcingStanding:
    """`sourcings` say something and were not taken back; `undone` were, those that only take back among them. Both
    sorted by id."""

    sourcings: tuple[Sourcing, ...]
    undone: tuple[Sourcing, ...]
    conflicts: tuple[Conflict, ...]

    @property
    def contested(self) -> frozenset[str]:
        """Entries that some conflict names."""
        return frozenset(entry for conflict in self.conflicts for entry in conflict.entries)


def sourcing_standing(said: Iterable[Sourcing]) -> SourcingStanding:
    """What stands of a set of records, from any number of logs, in any order, each named once or often."""
    known = {one.id: one for one in said}
    held = holding({entry: one.undoes for entry, one in known.items()})
    sourcings = tuple(known[entry] for entry in sorted(held) if known[entry].said is not None)
    undone = tuple(known[entry] for entry in sorted(known.keys() - held))
    found = sorted(_contradictions(sourcings), key=lambda one: (one.why, one.entries))
    return SourcingStanding(sourcings, undone, tuple(found))


def _contradictions(sourcings: Sequence[Sourcing]) -> Iterator[Conflict]:
    pairs: dict[tuple[str, ...], list[Sourcing]] = {}
    for one in sourcings:
        pairs.setdefault(one.pair, []).append(one)
    for about in pairs.values():
        for these, those, why in CONTRADICTIONS:
            first, second = ({one.id for one in about if one.said in group} for group in (these, those))
            if first and second:
                yield Conflict(why, tuple(sorted(first | second)))
