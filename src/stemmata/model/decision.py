"""What a person decides on a change that a machine only suggests: it is one, or it is none."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from stemmata.model.canonical import Json, digest_of
from stemmata.model.change import Code, Status
from stemmata.model.unit import Track, Unit, unit_of


class Decision(StrEnum):
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class UnitChange:
    """A change as it is decided on: named by units, which do not move. `parent` is the stretch of the text before,
    `child` of the text after; the whole text where nothing stands there for the change."""

    code: Code
    parent: Unit
    child: Unit

    def __post_init__(self) -> None:
        if self.parent.track is not Track.TEXT or self.child.track is not Track.TEXT:
            raise ValueError("a named change lies between two texts")
        if self.parent.holder == self.child.holder:
            raise ValueError("a named change lies between two texts, not within one")
        if self.parent.span is None and self.child.span is None:
            raise ValueError("a named change stands in at least one of two texts")

    @property
    def id(self) -> str:
        """SHA-256 of the fields: the same change has the same id in every case and after every rebuild."""
        return digest_of(self.fields())

    def fields(self) -> dict[str, Json]:
        return {"code": self.code.value, "parent": self.parent.fields(), "child": self.child.fields()}


def unit_change_of(fields: Mapping[str, object]) -> UnitChange:
    """The change that `UnitChange.fields` wrote. ValueError for anything else."""
    parent, child = fields.get("parent"), fields.get("child")
    if set(fields) != {"code", "parent", "child"} or not isinstance(parent, dict) or not isinstance(child, dict):
        raise ValueError("a change has a code, a parent and a child")
    return UnitChange(Code(str(fields["code"])), unit_of(parent), unit_of(child))


@dataclass(frozen=True, slots=True)
class Decided:
    """One signed entry. `decision` is None where it only takes others back; `undoes` names those. `who` is the author's
    key id, `when_us` the claimed time; `reason` is None where the body was erased, "" where none was given."""

    id: str
    change: UnitChange
    decision: Decision | None
    who: str
    when_us: int
    reason: str | None
    undoes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What stands of all decisions on one change. `standing` are those that say something and were not taken back;
    `contested` where some confirm and some reject: then the change stays suggested."""

    standing: tuple[Decided, ...] = ()

    @property
    def contested(self) -> bool:
        return len({one.decision for one in self.standing}) > 1

    @property
    def status(self) -> Status:
        if self.contested or not self.standing:
            return Status.SUGGESTED
        return Status.CONFIRMED if self.standing[0].decision is Decision.CONFIRMED else Status.REJECTED


def verdicts(decided: Iterable[Decided]) -> dict[str, Verdict]:
    """By the id of the change; a function of the set: no order, clock or writer has a say. Taking back what takes back
    revives."""
    known = {one.id: one for one in decided}
    held = _holding(known)
    standing: dict[str, list[Decided]] = {}
    for entry in sorted(known):
        one = known[entry]
        mine = standing.setdefault(one.change.id, [])
        if entry in held and one.decision is not None:
            mine.append(one)
    return {change: Verdict(tuple(mine)) for change, mine in standing.items()}


def _holding(known: Mapping[str, Decided]) -> set[str]:
    """An entry holds unless one that holds takes it back: settled from those that nothing takes back. Entries name
    earlier ones by hash, so that no circle can be signed; one that were made all the same would leave all of it undone.
    """
    undoers: dict[str, set[str]] = {entry: set() for entry in known}
    for entry, one in known.items():
        for undone in one.undoes:
            if undone in undoers:
                undoers[undone].add(entry)
    held: set[str] = set()
    fallen: set[str] = set()
    waiting = _settled(known, undoers, held, fallen)
    while waiting:
        for entry in waiting:
            (fallen if undoers[entry] & held else held).add(entry)
        waiting = _settled(known, undoers, held, fallen)
    return held


def _settled(known: Iterable[str], undoers: Mapping[str, set[str]], held: set[str], fallen: set[str]) -> Sequence[str]:
    """Those not decided yet of which all that take them back are."""
    done = held | fallen
    return [entry for entry in known if entry not in done and (undoers[entry] <= done or undoers[entry] & held)]
