"""What pairs say of clocks, as numbered edges between recordings: copies are one recording and confirm nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

SAME_COPY_S = 0.005
"""Two ways from copy to copy differ by a few samples for each codec between them, never by a hundredth of a second."""


@dataclass(frozen=True, slots=True)
class ClockEdge:
    """One pair on one clock: when a's clock says `middle`, b's says `middle` less an offset within [low, high].

    Seconds; offset: the best guess in it. drift_ppm, error_ppm: how much faster a's clock counts than b's, one standard
    error; None where it is not told. rate: share of unrelated pairs that would score so. `copy`: the same recording.
    """

    a: str
    b: str
    offset: float
    low: float
    high: float
    middle: float = 0.0
    drift_ppm: float | None = None
    error_ppm: float | None = None
    rate: float = 1.0
    copy: bool = False

    def __post_init__(self) -> None:
        if self.a == self.b:
            raise ValueError(f"an edge joins two recordings, got {self.a} twice")
        if not self.low <= self.offset <= self.high:
            raise ValueError(f"an offset lies in its interval, got {self.offset} in [{self.low}, {self.high}] s")

    @property
    def pair(self) -> tuple[str, str]:
        one, other = sorted((self.a, self.b))
        return one, other


@dataclass(frozen=True, slots=True)
class Numbered:
    """A ClockEdge between two nodes, and the clip edge that it came from."""

    a: int
    b: int
    edge: ClockEdge


@dataclass(frozen=True, slots=True)
class Recordings:
    """Clips by recording. node: of each clip, numbered in the order of the clips' names. ahead: a clip's time less that
    of the first clip of its recording, s. edges: between nodes, on the first clips' clocks, the likeliest of each pair
    only: another copy hears the same sound and is no second witness."""

    clips: tuple[str, ...]
    node: dict[str, int]
    ahead: dict[str, float]
    edges: tuple[Numbered, ...]
    torn: tuple[tuple[ClockEdge, float], ...] = ()
    """Copies that lie elsewhere by likelier ones, and by how many seconds: looped, joined or cut."""

    @property
    def number(self) -> int:
        return max(self.node.values(), default=-1) + 1


def recordings(clips: Iterable[str], edges: Sequence[ClockEdge]) -> Recordings:
    """ValueError for an edge to a clip that is not among `clips`."""
    names = tuple(sorted(set(clips)))
    for edge in edges:
        if edge.a not in names or edge.b not in names:
            raise ValueError(f"an edge between {edge.a} and {edge.b}, of which one is no clip")
    node, ahead = _copies(names, [edge for edge in edges if edge.copy])
    torn = [
        (edge, edge.offset - (ahead[edge.a] - ahead[edge.b]))
        for edge in sorted(edges, key=lambda one: (one.pair, one.offset))
        if edge.copy
    ]
    best: dict[tuple[int, int], Numbered] = {}
    for edge in sorted(edges, key=lambda one: (one.rate, one.high - one.low, one.pair, one.offset)):
        a, b = node[edge.a], node[edge.b]
        if edge.copy or a == b:
            continue
        best.setdefault((min(a, b), max(a, b)), Numbered(a, b, _on_first(edge, ahead[edge.a], ahead[edge.b])))
    kept = tuple(best[pair] for pair in sorted(best))
    return Recordings(names, node, ahead, kept, tuple(one for one in torn if abs(one[1]) > SAME_COPY_S))


def _copies(names: Sequence[str], edges: Sequence[ClockEdge]) -> tuple[dict[str, int], dict[str, float]]:
    """(node, ahead) of each clip, along the likeliest copies."""
    group = {name: [name] for name in names}
    ahead = dict.fromkeys(names, 0.0)
    for edge in sorted(edges, key=lambda one: (one.rate, one.pair, one.offset)):
        if group[edge.a] is group[edge.b]:
            continue
        moved = ahead[edge.a] - edge.offset - ahead[edge.b]
        for name in group[edge.b]:
            ahead[name] += moved
        group[edge.a] += group[edge.b]
        for name in group[edge.b]:
            group[name] = group[edge.a]
    node: dict[str, int] = {}
    first: dict[str, float] = {}
    for name in names:
        if name not in node:
            number = len(set(node.values()))
            node.update(dict.fromkeys(group[name], number))
            first.update(dict.fromkeys(group[name], ahead[name]))
    return node, {name: ahead[name] - first[name] for name in names}


def _on_first(edge: ClockEdge, a_ahead: float, b_ahead: float) -> ClockEdge:
    moved = b_ahead - a_ahead
    return replace(
        edge,
        offset=edge.offset + moved,
        low=edge.low + moved,
        high=edge.high + moved,
        middle=edge.middle - a_ahead,
    )
