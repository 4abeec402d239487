"""What people said, brought to bear on families: what joins, what is cut, and what could not be followed.

`judgements` are those that stand and nothing contradicts (model.standing). A "different" cuts the edges between its own
two units and no others: where a way round remains, that is a task and not a guess at which link is the wrong one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from stemmata.lineage.stretches import NEAR_US, carried, touches
from stemmata.lineage.windows import windows
from stemmata.model.canonical import Json
from stemmata.model.edge import Edge, Kind, Segment
from stemmata.model.judgement import Judgement, Said
from stemmata.model.span import Region, Span
from stemmata.model.task import Task, TaskKind
from stemmata.model.unit import Track, Unit

KINDRED = frozenset({Said.SAME, Said.PARENT})
"""What is made from another is the same footage or story. That it is not made from it says nothing on kinship."""

JUDGED = "judged"
"""Method of the edges that stand for a judgement while families are formed; they are kept nowhere."""

SAME_WINDOW = 0.4
"""Windows of one picture that overlap this much (intersection over union) are one window seen twice."""


@dataclass(frozen=True, slots=True)
class Bearing:
    """The judgements on one track: `kindred` join, `different` cut. Both sorted by entry."""

    kindred: tuple[Judgement, ...]
    different: tuple[Judgement, ...]

    @classmethod
    def of(cls, judgements: Iterable[Judgement], track: Track) -> "Bearing":
        about = sorted((j for j in judgements if j.one.track is j.other.track is track), key=lambda one: one.id)
        return cls(
            tuple(one for one in about if one.said in KINDRED),
            tuple(one for one in about if one.said is Said.DIFFERENT),
        )

    def apart(self) -> Mapping[tuple[str, str], tuple[Judgement, ...]]:
        """Holders in order -> what was judged different of them or of parts of them."""
        pairs: dict[tuple[str, str], list[Judgement]] = {}
        for one in self.different:
            pairs.setdefault(one.holders, []).append(one)
        return {pair: tuple(found) for pair, found in pairs.items()}

    def divisions(self) -> Mapping[str, frozenset[int]]:
        """Holder -> µs at which it is split, whatever the picture shows: the ends of parts judged different."""
        points: dict[str, set[int]] = {}
        for one in self.different:
            for unit in (one.one, one.other):
                if isinstance(unit.span, Span):
                    points.setdefault(unit.holder, set()).update((unit.span.start_us, unit.span.end_us))
        return {holder: frozenset(found) for holder, found in points.items()}


def judged_edge(one: Judgement) -> Edge:
    """What a "same" is to the forming of families: an edge; with a segment where it names parts."""
    a, b = sorted((one.one, one.other), key=lambda unit: unit.holder)
    parts = [unit.span if isinstance(unit.span, Span) else None for unit in (a, b)]
    named = any(part is not None for part in (*parts, a.region, b.region))
    segments = (Segment(parts[0], parts[1], a_region=a.region, b_region=b.region),) if named else ()
    return Edge(Kind.SAME_FOOTAGE, a, b, JUDGED, segments)


def cut(edge: Edge, different: Iterable[Judgement]) -> Edge | None:
    """What is left of an edge between pictures once parts of it were judged different; None where nothing is."""
    for one in different:
        units = {one.one.holder: one.one, one.other.holder: one.other}
        if set(units) != {edge.a.holder, edge.b.holder} or len(units) != 2:
            continue
        a, b = units[edge.a.holder], units[edge.b.holder]
        if not edge.segments:
            if is_whole(a) and is_whole(b):
                return None
            continue
        left = tuple(piece for segment in edge.segments for piece in _outside(segment, a, b))
        if not left:
            return None
        edge = replace(edge, segments=left)
    return edge


def is_whole(unit: Unit) -> bool:
    return unit.span is None and unit.region is None


def _outside(segment: Segment, a: Unit, b: Unit) -> Iterator[Segment]:
    """The pieces of a segment of which not both sides lie in the parts judged."""
    a_window, b_window = windows(segment)
    if not (_in_window(a.region, a_window) and _in_window(b.region, b_window)):
        yield segment
        return
    if segment.a is None:
        turned = replace(segment, a=segment.b, b=None)
        yield from (replace(piece, a=None, b=piece.a) for piece in _without(turned, _met(turned.a, b)))
        return
    met = _met(segment.a, a)
    if segment.b is not None and isinstance(b.span, Span) and met is not None:
        back = replace(segment, a=segment.b, b=segment.a, speed=segment.speed)
        theirs = _met(segment.b, b)
        mine = None if theirs is None else carried(back, theirs)
        met = None if mine is None else _shared(met, mine)
    yield from _without(segment, met)


def _in_window(judged: Region | None, window: Region | None) -> bool:
    """A whole picture was judged with all its windows; a window only as that window."""
    return judged is None or (window is not None and judged.overlap(window) >= SAME_WINDOW)


def _met(side: Span | None, unit: Unit) -> Span | None:
    if side is None or not isinstance(unit.span, Span):
        return side
    return _shared(side, unit.span)


def _shared(one: Span, other: Span) -> Span | None:
    start, end = max(one.start_us, other.start_us), min(one.end_us, other.end_us)
    return Span(start, end) if start < end else None


def _without(segment: Segment, gone: Span | None) -> Iterator[Segment]:
    """Pieces of a segment outside of `gone` (on side a) that are longer than the play of a segment's edges."""
    if segment.a is None and gone is None:
        return  # two stills: nothing lies outside
    if segment.a is None or gone is None:
        yield segment
        return
    for start, end in ((segment.a.start_us, gone.start_us), (gone.end_us, segment.a.end_us)):
        if end - start > NEAR_US:
            piece = Span(start, end)
            yield replace(segment, a=piece, b=carried(segment, piece))


def still_joined(members: Mapping[str, Sequence[Unit]], edges: Iterable[Edge], bearing: Bearing) -> Iterator[Task]:
    """Judged different, and in one family all the same. `members` by family; `edges` are what joined, uncut ones left.

    The task names what lies between on a shortest way, and the judgements that are part of it.
    """
    held: dict[str, list[tuple[str, Unit]]] = {}
    for family, units in members.items():
        for unit in units:
            held.setdefault(unit.holder, []).append((family, unit))
    beside = _neighbours(edges, bearing.kindred) if bearing.different else {}
    for one in bearing.different:
        sides = [
            {family for family, unit in held.get(judged.holder, ()) if _lies_in(judged, unit)}
            for judged in (one.one, one.other)
        ]
        for family in sorted(sides[0] & sides[1])[:1]:
            within = {unit.holder for unit in members[family]}
            yield _joined_task(one, _between(one.one.holder, one.other.holder, within, beside), bearing)


def _joined_task(one: Judgement, through: tuple[str, ...], bearing: Bearing) -> Task:
    way = {one.one.holder, one.other.holder, *through}
    helping = [same for same in bearing.kindred if {same.one.holder, same.other.holder} <= way]
    between: list[Json] = list(through)
    subject: dict[str, Json] = {"one": one.one.holder, "other": one.other.holder, "through": between}
    latest = max([one.when_us, *(same.when_us for same in helping)])
    return Task(TaskKind.STILL_JOINED, (one.id, *(same.id for same in helping)), latest, subject)


def _lies_in(judged: Unit, member: Unit) -> bool:
    if judged.holder != member.holder:
        return False
    if judged.region is not None and (member.region is None or judged.region.overlap(member.region) < SAME_WINDOW):
        return False
    if isinstance(judged.span, Span) and isinstance(member.span, Span):
        return touches(judged.span, member.span)
    return True


def _neighbours(edges: Iterable[Edge], kindred: Iterable[Judgement]) -> Mapping[str, set[str]]:
    beside: dict[str, set[str]] = {}
    pairs = [(edge.a.holder, edge.b.holder) for edge in edges]
    pairs += [one.holders for one in kindred]
    for one, other in pairs:
        beside.setdefault(one, set()).add(other)
        beside.setdefault(other, set()).add(one)
    return beside


def _between(start: str, end: str, within: set[str], beside: Mapping[str, set[str]]) -> tuple[str, ...]:
    """Holders on a shortest way, the first in order where there are several; () where the two are joined directly."""
    came: dict[str, str] = {start: start}
    ring = [start]
    while ring and end not in came:
        ahead: list[str] = []
        for holder in ring:
            for further in sorted((beside.get(holder, set()) & within) - came.keys()):
                came[further] = holder
                ahead.append(further)
        ring = sorted(ahead)
    way: list[str] = []
    at = came.get(end, start)
    while at != start:
        way.append(at)
        at = came[at]
    return tuple(reversed(way))
