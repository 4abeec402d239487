"""All recordings on as few clocks as their pairs hold together: cycles, a spanning tree, robust least squares.

A pair that is wrong by a minute pulls plain least squares apart, and a tree believes whatever it grows along
(research/audio.md section 3.4). So each pair is first asked whether triangles through it close; the tree grows along
those that do; all pairs are then fitted with weights that forget what stays far away, and each residual is tested.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

ROUNDS = 30
TOLERANCE = 3.0
"""Half-widths of their interval by which a pair may miss; three times for one in three hundred of a normal."""
CLOSED_WEIGHT = 0.2
"""What a pair weighs of which no triangle is known: less than one that closes once, more than one that never does."""


@dataclass(frozen=True, slots=True)
class PairOffset:
    """a's clock less b's, s, within ± error (half of the interval that sound's travel leaves)."""

    a: str
    b: str
    offset: float
    error: float

    def __post_init__(self) -> None:
        if self.a == self.b or self.error <= 0:
            raise ValueError(f"two recordings and an error above 0, got {self.a}, {self.b}, {self.error}")


class Standing(StrEnum):
    """How a recording hangs on its timeline."""

    HELD = "held"
    """At least two pairs that agree."""
    UNCONFIRMED = "unconfirmed"
    """One pair alone: nothing checks it."""


@dataclass(frozen=True, slots=True)
class Placed:
    """start: where the recording's own zero lies on the timeline, s. error: half of the widest interval on its way."""

    holder: str
    start: float
    error: float
    standing: Standing


@dataclass(frozen=True, slots=True)
class Tested:
    """residual: what the pair says less what the timeline says, s. fits: within TOLERANCE of its error."""

    pair: PairOffset
    residual: float
    fits: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """placed: in order of start, the earliest at 0."""

    placed: tuple[Placed, ...]
    tested: tuple[Tested, ...]


def timelines(pairs: Sequence[PairOffset]) -> list[Timeline]:
    """Largest first. Each pair of holders at most once, in any order: the answer does not depend on it."""
    listed = sorted((_one_way(pair) for pair in pairs), key=lambda pair: (pair.a, pair.b))
    if len({(pair.a, pair.b) for pair in listed}) < len(listed):
        raise ValueError("a pair of recordings is given twice")
    closed = _closed(listed)
    found: list[Timeline] = []
    left = {holder for pair in listed for holder in (pair.a, pair.b)}
    while left:
        start = _rooted(min(left), listed, closed)
        left -= set(start)
        found += _split(start, [pair for pair in listed if pair.a in start], closed)
    return sorted(found, key=lambda line: (-len(line.placed), line.placed[0].holder))


def _one_way(pair: PairOffset) -> PairOffset:
    return pair if pair.a < pair.b else PairOffset(pair.b, pair.a, -pair.offset, pair.error)


def _closed(pairs: Sequence[PairOffset]) -> dict[tuple[str, str], float]:
    """Of each pair, how many of the triangles through it close, and a little for none known."""
    offsets: dict[str, dict[str, tuple[float, float]]] = {}
    for pair in pairs:
        offsets.setdefault(pair.a, {})[pair.b] = (pair.offset, pair.error)
        offsets.setdefault(pair.b, {})[pair.a] = (-pair.offset, pair.error)
    weight: dict[tuple[str, str], float] = {}
    for pair in pairs:
        through = sorted(set(offsets[pair.a]) & set(offsets[pair.b]))
        good = 0
        for third in through:
            (one, first), (other, second) = offsets[pair.a][third], offsets[third][pair.b]
            good += abs(one + other - pair.offset) <= float(np.hypot(np.hypot(first, second), pair.error)) * 2
        weight[pair.a, pair.b] = good + CLOSED_WEIGHT if not through else good * (good + 0.1) / len(through) + 0.01
    return weight


def _rooted(root: str, pairs: Sequence[PairOffset], closed: dict[tuple[str, str], float]) -> dict[str, float]:
    """Zero of every recording that hangs together with `root`, along the spanning tree whose pairs close most."""
    start = {root: 0.0}
    while True:
        edge = [pair for pair in pairs if (pair.a in start) != (pair.b in start)]
        if not edge:
            return start
        best = max(edge, key=lambda pair: (closed[pair.a, pair.b], -pair.error, pair.a, pair.b))
        # a's time = b's time + offset, so b's zero lies at a's zero + offset.
        if best.a in start:
            start[best.b] = start[best.a] + best.offset
        else:
            start[best.a] = start[best.b] - best.offset


def _split(
    start: dict[str, float], pairs: Sequence[PairOffset], closed: dict[tuple[str, str], float]
) -> list[Timeline]:
    names = sorted(start)
    fitted = _least_squares(names, np.array([start[name] for name in names]), pairs, closed)
    at = dict(zip(names, fitted, strict=True))
    tested = []
    for pair in pairs:
        residual = pair.offset - (at[pair.b] - at[pair.a])
        tested.append(Tested(pair, float(residual), bool(abs(residual) <= TOLERANCE * pair.error)))
    earliest = min(at.values())
    placed = []
    for name in names:
        held = [one.pair.error for one in tested if one.fits and name in (one.pair.a, one.pair.b)]
        standing = Standing.HELD if len(held) >= 2 else Standing.UNCONFIRMED
        placed.append(Placed(name, float(at[name] - earliest), min(held, default=float("inf")), standing))
    return [Timeline(tuple(sorted(placed, key=lambda one: (one.start, one.holder))), tuple(tested))]


def _least_squares(
    names: Sequence[str], start: Floats, pairs: Sequence[PairOffset], closed: dict[tuple[str, str], float]
) -> Floats:
    """Iterated, with Cauchy's weights: a pair that misses by many errors ends up weighing nothing."""
    place = {name: k for k, name in enumerate(names)}
    rows = np.zeros((len(pairs) + 1, len(names)))
    for k, pair in enumerate(pairs):
        rows[k, place[pair.b]], rows[k, place[pair.a]] = 1.0, -1.0
    rows[-1, 0] = 1.0
    offsets = np.array([pair.offset for pair in pairs] + [0.0])
    errors = np.array([pair.error for pair in pairs] + [1.0])
    trust = np.array([closed[pair.a, pair.b] for pair in pairs] + [1.0])
    at = start - start[0]
    for _ in range(ROUNDS):
        missed = (offsets - rows @ at) / errors
        weight = np.sqrt(trust / (1 + missed**2)) / errors
        weight[-1] = 1.0
        moved = np.linalg.lstsq(rows * weight[:, None], offsets * weight, rcond=None)[0]
        if float(np.abs(moved - at).max()) < 1e-6:
            return np.asarray(moved, np.float64)
        at = moved
    return np.asarray(at, np.float64)
