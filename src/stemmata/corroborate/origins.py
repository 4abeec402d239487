"""What roots are counted among: recordings and authored sources, and where a unit lies in them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from stemmata.corroborate.evidence import Behind, Dependence, Evidence
from stemmata.lineage.families import Family
from stemmata.lineage.judged import SAME_WINDOW
from stemmata.lineage.stretches import touches
from stemmata.model.judgement import Judgement
from stemmata.model.span import Region, Span, TextSpan
from stemmata.model.unit import Track, Unit


class OriginKind(StrEnum):
    FOOTAGE = "footage"
    SOUND = "sound"
    STORY = "story"
    UNHELD = "unheld"
    """Named by texts as their source, and held by nobody here. It counts where it joins what would else stand apart."""


RECORDED = frozenset({OriginKind.FOOTAGE, OriginKind.SOUND})


@dataclass(frozen=True, slots=True)
class Origin:
    """What one camera or microphone took, or one author wrote, with all its copies. Copying was joined before."""

    id: str
    kind: OriginKind
    units: tuple[Unit, ...]

    @property
    def holders(self) -> frozenset[str]:
        return frozenset(unit.holder for unit in self.units)


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that counting takes into account. `undecided`: pairs that could not be told apart. `own`: where a text
    says that it found something out itself: then it is a root, whatever it rests on beside that."""

    origins: tuple[Origin, ...]
    rests: tuple[Dependence, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    undecided: tuple[tuple[Unit, Unit], ...] = ()
    evidence: tuple[Evidence, ...] = ()
    behind: tuple[Behind, ...] = ()
    own: tuple[Unit, ...] = ()


def origins_of(families: Iterable[Family]) -> tuple[Origin, ...]:
    """ValueError for a kind of family that is neither recorded nor written."""
    return tuple(
        Origin(family.id, OriginKind(family.kind), tuple(member.unit for member in family.members))
        for family in families
    )


def meets(a: Unit, b: Unit) -> bool:
    """Whether two units of one holder and track share a part. The whole meets every part."""
    return a.holder == b.holder and a.track is b.track and _share(a.span, b.span) and _overlap(a.region, b.region)


def _share(a: Span | TextSpan | None, b: Span | TextSpan | None) -> bool:
    if isinstance(a, Span) and isinstance(b, Span):
        return touches(a, b)
    if isinstance(a, TextSpan) and isinstance(b, TextSpan) and a.extraction == b.extraction:
        return a.start < b.end and b.start < a.end
    return True  # the whole of it, or two extractions whose places cannot be compared


def _overlap(a: Region | None, b: Region | None) -> bool:
    return a is None or b is None or a.overlap(b) >= SAME_WINDOW


def unheld_origin(key: str) -> Origin:
    """As a posting that nobody holds: so dependence can lead to it."""
    return Origin(key, OriginKind.UNHELD, (Unit(Track.TEXT, posting=key),))


class Places:
    """In which origins a unit lies."""

    def __init__(self, origins: Sequence[Origin]) -> None:
        self._at: dict[str, list[tuple[Unit, str]]] = {}
        for origin in sorted(origins, key=lambda origin: origin.id):
            for unit in origin.units:
                self._at.setdefault(unit.holder, []).append((unit, origin.id))

    def of(self, unit: Unit) -> tuple[str, ...]:
        """Sorted ids: of the origins that name this very unit, else of all that share a part of it."""
        held = self._at.get(unit.holder, [])
        exact = {origin for known, origin in held if known == unit}
        return tuple(sorted(exact or {origin for known, origin in held if meets(known, unit)}))

    def resting(self, unit: Unit) -> tuple[str, ...]:
        """As `of`; where the holder has no origin on that track, those of its other tracks: who embeds a file need not
        say which track is meant."""
        return self.of(unit) or tuple(sorted({origin for _, origin in self._at.get(unit.holder, [])}))
