"""The family tree of one family: its witnesses, who descends from whom, and how sure that is.

A witness is what was coded once: files of the same bytes or the same coded pictures are one, since their pictures
cannot tell which of them came first. Direction has three classes that are never mixed (DESIGN section 6): only evidence
that proves descent draws a PROVEN parent; LIKELY is calibrated on a named population; NEAREST KIN leaves open whether
the child comes from this copy or from a sibling of it that is not held.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from stemmata.model.canonical import Plain
from stemmata.model.declaration import SourceKind
from stemmata.model.span import Span, TextSpan
from stemmata.model.unit import Unit


class Proof(StrEnum):
    """What a piece of evidence proves. Most proves nothing and only weighs."""

    SAME_ORIGIN = "same_origin"
    """Both come from one encoding; which was first is not shown."""
    NOT_ANCESTOR = "not_ancestor"
    """The parent named cannot be the child's only source."""
    DESCENDS = "descends"


@dataclass(frozen=True, slots=True)
class Sign:
    """One piece of evidence on whether `child` of a pair comes from `parent`, with the values it was read from.

    `kind` is a key of lineage.signs.SIGNS. `weight`: log of how much likelier it is if the child comes from the parent
    than if not; None where it proves, or says nothing on direction. `values` are small, finite and JSON.
    """

    kind: str
    proof: Proof | None = None
    weight: float | None = None
    values: Mapping[str, Plain] = field(default_factory=dict)


class Sureness(StrEnum):
    """How a parent stands (WORDS section 3)."""

    PROVEN = "proven"
    LIKELY = "likely"
    NEAREST_KIN = "nearest_kin"
    NONE = "none"
    """No parent is held, or none could be told. That does not make it the first."""


@dataclass(frozen=True, slots=True)
class Named:
    """A source that texts name and nobody here holds. `texts`: how many name it, of all that the case holds."""

    name: str
    kind: SourceKind
    texts: int


@dataclass(frozen=True, slots=True)
class Witness:
    """One node. `units` are the parts of files that belong to it, sorted by holder; () for an ancestor that is not held
    (ω). `id` is the smallest id of its units; of an ω it is made from the ids of the witnesses that prove it. `named`:
    of an ω that is not proven but named, by texts; its id is the key of that source."""

    id: str
    units: tuple[Unit, ...]
    named: Named | None = None

    @property
    def held(self) -> bool:
        return bool(self.units)

    @property
    def holders(self) -> tuple[str, ...]:
        return tuple(sorted({unit.holder for unit in self.units}))


@dataclass(frozen=True, slots=True)
class Descent:
    """Where a witness comes from. `parent` is a witness's id, an ω's too; None with Sureness.NONE alone.

    p: share of such links that were right on the population named in `population`; None where it is proven, judged or
    unknown. span: the part of the child that this parent explains, None for all of it, or for what no other explains. A
    child of several parents has several descents. `judged`: a person said so. `assumes`: what a proof rests on, as keys
    of words. `undirected`: they are next to each other, and which of them came first is not told; parent and child are
    then only the order in which they are drawn.
    """

    child: str
    parent: str | None
    sureness: Sureness
    p: float | None = None
    population: str | None = None
    signs: tuple[Sign, ...] = ()
    span: Span | TextSpan | None = None
    judged: bool = False
    assumes: tuple[str, ...] = ()
    undirected: bool = False

    def __post_init__(self) -> None:
        if (self.parent is None) != (self.sureness is Sureness.NONE):
            raise ValueError(f"{self.child}: class {self.sureness} with parent {self.parent}")
        if self.parent == self.child:
            raise ValueError(f"{self.child} is named as its own parent")
        if self.undirected and self.sureness not in (Sureness.NEAREST_KIN, Sureness.NONE):
            raise ValueError(f"{self.child}: {self.sureness} says a direction, and none is told")


@dataclass(frozen=True, slots=True)
class Completeness:
    """How much of the family's footage one item holds. share: 0..1 of what any member shows. lacks: stretches of other
    items that it does not hold, as (holder, span on that item's clock; None for a still); margins: stretches of which
    it shows less of the picture than that holder does. The longest of either."""

    item: str
    share: float
    lacks: tuple[tuple[str, Span | None], ...] = ()
    margins: tuple[tuple[str, Span | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Dated:
    """The earliest dated posting held: on which basis its time stands, and who claims it (a platform). `rivals`: ids of
    postings that may be as early, since their times overlap with this one's."""

    posting: str
    item: str
    low_us: int
    high_us: int | None
    basis: str
    claimed_by: str
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FourAnswers:
    """Four different answers to "which one?", by item; never merged into one. None: not known.

    best_surviving: what most others come from, directly or not, and no held parent explains. highest_quality: most real
    detail, not most pixels. earliest_dated: (posting id, item), by the lower end of what the platform claims; `dated`
    says more of it. reasons: keys of words (lineage.answers.REASONS) on all four. also: items that hold as much as the
    most complete one. complete: how much each item holds, sorted by item; () where that is not known.
    """

    best_surviving: str | None = None
    most_complete: Completeness | None = None
    highest_quality: str | None = None
    earliest_dated: tuple[str, str] | None = None
    reasons: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    complete: tuple[Completeness, ...] = ()
    dated: Dated | None = None


@dataclass(frozen=True, slots=True)
class Stemma:
    """The tree of one family. Every held witness is the child of at least one descent; an ω has one of its own only
    where something held, or another ω, is above it. `descents` are sorted by child, then parent; they form no circle.
    `not_sources` are pairs of witnesses of which the first is proven not to be the second's source, with the sign that
    shows it; `conflicts` are judgements that could not all be followed, as keys of words with ids of entries."""

    family: str
    witnesses: tuple[Witness, ...]
    descents: tuple[Descent, ...]
    answers: FourAnswers = FourAnswers()
    not_sources: tuple[tuple[str, str, Sign], ...] = ()
    conflicts: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def undirected(self) -> bool:
        """Whether no link of it has a direction."""
        links = [one for one in self.descents if one.parent is not None]
        return bool(links) and all(one.undirected for one in links)
