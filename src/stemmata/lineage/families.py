"""Families: units joined by established shared origin. A view over edges, never stored as truth.

Nodes are (holder, stretch of its timeline, window of its picture); only edges that establish a shared origin join them,
so another camera, the same place or an undecided pair never does (DESIGN sections 5 and 6).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from stemmata.lineage.judged import SAME_WINDOW, Bearing, cut, judged_edge, still_joined
from stemmata.lineage.stretches import Timeline, carried, stretches, touches
from stemmata.lineage.windows import windows
from stemmata.model.canonical import Json, digest_of
from stemmata.model.edge import Edge, Kind
from stemmata.model.judgement import Judgement
from stemmata.model.span import Region, Span
from stemmata.model.task import Task, TaskKind
from stemmata.model.unit import Track, Unit

FOOTAGE_KINDS = frozenset(
    {Kind.SAME_BYTES, Kind.SAME_STREAM, Kind.SAME_FOOTAGE, Kind.SAME_PICTURE_PART, Kind.SAME_RECORDING}
)

WINDOW_SHARE = 0.7
"""From this share of the picture on, a window counts as the whole picture: a border is no second scene."""


@dataclass(frozen=True, slots=True)
class Member:
    """One unit of a family and, in `links`, the edges (by position in the given sequence) that hold it there."""

    unit: Unit
    links: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """Units of shared origin. `id` is an alias made from the first member: it can change when a member joins."""

    id: str
    kind: str
    members: tuple[Member, ...]

    @property
    def holders(self) -> tuple[str, ...]:
        return tuple(sorted({member.unit.holder for member in self.members}))


@dataclass(slots=True)
class Joined:
    """Union-find over integers, smallest member first, so that order of input leaves no trace."""

    parent: list[int] = field(default_factory=list)

    def add(self) -> int:
        self.parent.append(len(self.parent))
        return len(self.parent) - 1

    def find(self, node: int) -> int:
        while self.parent[node] != node:
            self.parent[node] = self.parent[self.parent[node]]
            node = self.parent[node]
        return node

    def join(self, a: int, b: int) -> None:
        a, b = self.find(a), self.find(b)
        if a != b:
            self.parent[max(a, b)] = min(a, b)


@dataclass(frozen=True, slots=True)
class Formed:
    """Families, sorted by id, and what of the judgements could not simply be followed."""

    families: list[Family]
    tasks: tuple[Task, ...]


def footage_families(
    stills: Sequence[str],
    films: Sequence[Timeline],
    edges: Sequence[Edge],
    *,
    track: Track = Track.PICTURE,
    judgements: Sequence[Judgement] = (),
) -> list[Family]:
    """The families of `form_footage`."""
    return form_footage(stills, films, edges, track=track, judgements=judgements).families


def form_footage(
    stills: Sequence[str],
    films: Sequence[Timeline],
    edges: Sequence[Edge],
    *,
    track: Track = Track.PICTURE,
    judgements: Sequence[Judgement] = (),
) -> Formed:
    """Families of the given stills and films, every one of which is in at least one (alone where nothing joins it).

    `edges` may hold any kind; those that establish no shared origin of `track` are ignored. `judgements` are those to
    be followed (`Standing.applied`), on any track: "same" and "source of" join, "different" cuts its own edges.
    """
    bearing = Bearing.of(judgements, track)
    apart = bearing.apart()
    joining: list[tuple[int, Edge]] = []
    for at, edge in enumerate(edges):
        if edge.kind in FOOTAGE_KINDS and edge.a.track is track:
            left = cut(edge, apart.get(edge.holders, ()))
            if left is not None:
                joining.append((at, left))
    judged = [judged_edge(one) for one in bearing.kindred]
    split = stretches(films, [edge for _, edge in joining] + judged, bearing.divisions())
    nodes = _Nodes(track, split, set(stills))
    for holder in sorted(nodes.known):
        nodes.whole(holder)
    for at, edge in joining:
        if edge.a.holder in nodes.known and edge.b.holder in nodes.known:
            nodes.link(at, edge)
    tasks = list(nodes.follow(bearing.kindred, judged))
    nodes.absorb_windows()
    families = nodes.families("sound" if track is Track.SOUND else "footage")
    members = {family.id: [member.unit for member in family.members] for family in families}
    tasks += still_joined(members, [edge for _, edge in joining], bearing)
    return Formed(families, tuple(tasks))


def family_id(kind: str, holder: str, start_us: int | None, region: Region | None) -> str:
    """The alias of the family whose first member begins there."""
    window: Json = None if region is None else [region.x, region.y, region.width, region.height]
    return digest_of([kind, holder, start_us, window])[:12]


@dataclass(frozen=True, slots=True)
class _Node:
    holder: str
    stretch: Span | None
    region: Region | None


class _Nodes:
    """The units in play while families are being formed."""

    def __init__(self, track: Track, cut: Mapping[str, tuple[Span, ...]], stills: set[str]) -> None:
        self._track, self._cut = track, cut
        self.known = stills | set(cut)
        self._nodes: list[_Node] = []
        self._at: dict[str, list[int]] = {}
        self._links: dict[int, list[int]] = {}
        self._inserted: set[int] = set()
        self._joined = Joined()

    def _stretches(self, holder: str) -> tuple[Span | None, ...]:
        return self._cut.get(holder, (None,))

    def _node(self, holder: str, stretch: Span | None, region: Region | None) -> int:
        if region is not None and region.area >= WINDOW_SHARE:
            region = None
        for at in self._at.get(holder, []):
            node = self._nodes[at]
            if node.stretch == stretch and _same_window(node.region, region):
                return at
        at = self._joined.add()
        self._nodes.append(_Node(holder, stretch, region))
        self._at.setdefault(holder, []).append(at)
        return at

    def whole(self, holder: str) -> None:
        for stretch in self._stretches(holder):
            self._node(holder, stretch, None)

    def link(self, at: int | None, edge: Edge) -> None:
        """Join what the edge joins. `at` is its position among the given ones; None for a judgement."""
        a, b = edge.a.holder, edge.b.holder
        if not edge.segments:
            self._join(at, a, self._stretches(a), None, b, self._stretches(b), None, False)
        for segment in edge.segments:
            a_region, b_region = windows(segment)
            for stretch in self._stretches(a):
                if stretch is None or segment.a is None:
                    whole_b = self._stretches(b)
                    met = [s for s in whole_b if s is None or segment.b is None or touches(segment.b, s)]
                    self._join(at, a, (stretch,), a_region, b, met, b_region, edge.kind is Kind.SAME_PICTURE_PART)
                    continue
                part = Span(
                    max(stretch.start_us, segment.a.start_us),
                    max(min(stretch.end_us, segment.a.end_us), max(stretch.start_us, segment.a.start_us) + 1),
                )
                if not touches(segment.a, stretch):
                    continue
                other = carried(segment, part) if segment.b is not None else None
                met = [s for s in self._stretches(b) if s is None or other is None or touches(other, s)]
                self._join(at, a, (stretch,), a_region, b, met, b_region, edge.kind is Kind.SAME_PICTURE_PART)

    def follow(self, kindred: Sequence[Judgement], judged: Sequence[Edge]) -> Iterator[Task]:
        """Join what was judged the same. Where whole files were named and they share a part already, that is what was
        meant; where they share none and one holds several parts, all are joined, and a task asks which was meant."""
        before = self._groups_of_holders()
        for one, edge in zip(kindred, judged, strict=True):
            a, b = edge.a.holder, edge.b.holder
            if not {a, b} <= self.known or (not edge.segments and before[a] & before[b]):
                continue
            self.link(None, edge)
            parts = max(len(self._stretches(a)), len(self._stretches(b)))
            if not edge.segments and parts > 1:
                yield Task(TaskKind.SEVERAL_PARTS, (one.id,), one.when_us, {"one": a, "other": b, "parts": parts})

    def _groups_of_holders(self) -> dict[str, set[int]]:
        return {holder: {self._joined.find(at) for at in nodes} for holder, nodes in self._at.items()}

    def _join(
        self,
        at: int | None,
        a: str,
        a_stretches: Sequence[Span | None],
        a_region: Region | None,
        b: str,
        b_stretches: Sequence[Span | None],
        b_region: Region | None,
        inserted: bool,
    ) -> None:
        for one in a_stretches:
            for other in b_stretches:
                # Whole file against whole file (same bytes, same stream): stretch by stretch, in order.
                paired = len(a_stretches) > 1 and len(a_stretches) == len(b_stretches)
                if paired and a_stretches.index(one) != b_stretches.index(other):
                    continue
                first, second = self._node(a, one, a_region), self._node(b, other, b_region)
                self._joined.join(first, second)
                for node in (first, second):
                    if at is not None:
                        self._links.setdefault(node, []).append(at)
                    if inserted and self._nodes[node].region is not None:
                        self._inserted.add(node)

    def absorb_windows(self) -> None:
        """Join a whole picture to a window in it, unless the rest of that picture is footage of its own.

        A crop is kin to a window of what it was cut from, and the other copies of that picture are kin to the crop
        as well: most of what is joined to the whole is joined to the window too. Of a picture in picture, the copies
        of its background are not. Where the window was seen to be inserted, a draw keeps the two apart, and two
        inserted pictures of different footage keep the whole apart from both.
        """
        groups = self._groups()
        before = {at: root for root, group in groups.items() for at in group}
        holders = {root: {self._nodes[at].holder for at in group} for root, group in groups.items()}
        for holder in sorted(self._at):
            framed = [at for at in self._at[holder] if self._nodes[at].region is not None]
            for whole in [at for at in self._at[holder] if self._nodes[at].region is None]:
                own = [at for at in framed if self._nodes[at].stretch == self._nodes[whole].stretch]
                inserted = {before[at] for at in own if at in self._inserted}
                in_whole = holders[before[whole]]
                for window in own:
                    both = 2 * len(in_whole & holders[before[window]])
                    if before[window] in inserted:
                        joins = both > len(in_whole) and len(inserted) == 1
                    else:
                        joins = both >= len(in_whole)
                    if joins:
                        self._joined.join(whole, window)

    def _groups(self) -> dict[int, list[int]]:
        groups: dict[int, list[int]] = {}
        for at in range(len(self._nodes)):
            groups.setdefault(self._joined.find(at), []).append(at)
        return groups

    def families(self, kind: str) -> list[Family]:
        groups = self._groups()
        placed = {self._nodes[at].holder for group in groups.values() if len(group) > 1 for at in group}
        families = []
        for group in groups.values():
            first = self._nodes[group[0]]
            if len(group) == 1 and (first.holder in placed or first.region is not None):
                continue  # what is left over of a file whose other parts have kin
            order = sorted(group, key=lambda at: self._key(self._nodes[at]))
            if len({self._nodes[at].holder for at in group}) == 1 and first.holder in placed and len(group) > 1:
                order = [at for at in order if self._nodes[at].region is None] or order
            members = tuple(
                Member(self._unit(self._nodes[at]), tuple(sorted(set(self._links.get(at, ()))))) for at in order
            )
            head = self._nodes[order[0]]
            start = None if head.stretch is None else head.stretch.start_us
            families.append(Family(family_id(kind, head.holder, start, head.region), kind, members))
        return _without_lone_stretches(sorted(families, key=lambda family: family.id))

    @staticmethod
    def _key(node: _Node) -> tuple[str, int, int]:
        return (node.holder, node.stretch.start_us if node.stretch else -1, node.region.x if node.region else -1)

    def _unit(self, node: _Node) -> Unit:
        whole = node.stretch is None or len(self._cut[node.holder]) == 1
        return Unit(self._track, item=node.holder, span=None if whole else node.stretch, region=node.region)


def _same_window(a: Region | None, b: Region | None) -> bool:
    if a is None or b is None:
        return a is b
    return a.overlap(b) >= SAME_WINDOW


def _without_lone_stretches(families: list[Family]) -> list[Family]:
    """A file that nothing joins but that was split all the same is one family, not one for each stretch."""
    alone: dict[str, list[Family]] = {}
    for family in families:
        if len(family.holders) == 1:
            alone.setdefault(family.holders[0], []).append(family)
    dropped = {family.id for group in alone.values() for family in group[1:]}
    return [family for family in families if family.id not in dropped]
