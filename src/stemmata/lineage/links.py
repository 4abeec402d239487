"""What the tree is built from: witnesses of a family, and for pairs of them what it costs to hold one for the other's
parent, with the signs that say so."""

from collections.abc import Iterable
from dataclasses import dataclass

from stemmata.lineage.stemma import Proof, Sign, Witness
from stemmata.model.unit import Unit


@dataclass(frozen=True, slots=True)
class Link:
    """Witness `parent` may be the parent of witness `child`.

    cost: in nats, comparable between all links into one child; finite. draws: the same on other parts of the evidence,
    equally many for all links of a family; () where there are none. signs: in the order in which they are shown.
    population: of which generated families `cost` was fitted on; None where it was not, and then nothing is LIKELY.
    """

    parent: str
    child: str
    cost: float
    signs: tuple[Sign, ...] = ()
    draws: tuple[float, ...] = ()
    population: str | None = None

    @property
    def forbidden(self) -> bool:
        return any(sign.proof is Proof.NOT_ANCESTOR for sign in self.signs)

    @property
    def proven(self) -> bool:
        return any(sign.proof is Proof.DESCENDS for sign in self.signs)


def witnesses(units: Iterable[Unit], coded_once: Iterable[tuple[str, str]]) -> list[Witness]:
    """Units of files that hold the same coded pictures are one witness; `coded_once` are pairs of such holders.

    A file that belongs as a whole and by a window too is there as a whole; one that belongs by several stretches is one
    witness. Sorted by id.
    """
    leader: dict[str, str] = {}

    def find(holder: str) -> str:
        while leader.get(holder, holder) != holder:
            holder = leader[holder]
        return holder

    for one, other in coded_once:
        first, second = sorted((find(one), find(other)))
        leader[second] = first
    groups: dict[str, list[Unit]] = {}
    for unit in units:
        groups.setdefault(find(unit.holder), []).append(unit)
    made = []
    for found in groups.values():
        members = [unit for unit in found if unit.region is None] or found
        ordered = tuple(sorted(members, key=lambda unit: (unit.holder, unit.id)))
        made.append(Witness(min(unit.id for unit in ordered), ordered))
    return sorted(made, key=lambda one: one.id)
