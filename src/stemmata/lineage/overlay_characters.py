"""Marks laid over several members of a family, as characters: who bears the same one, and who shows what lies under it.

"Shared errors make families": a logo on a copy is on what was copied from it, so of two candidates the one that bears
the child's mark is the likelier parent, and each mark should be gained but once (Camin and Sokal, Evolution 19, 1965).
Two files that bear one mark show no difference there, so a pair alone is blind: a mark of one file is known from pairs
with members that lack it, and is the same on two where both are known to bear something at that place and the two do
not differ there. A channel may lay its logo over two copies of which neither comes from the other, so a character
weighs and proves nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from stemmata.lineage import signs
from stemmata.lineage.links import Link
from stemmata.lineage.overlays import LAID_OVER
from stemmata.lineage.stemma import Sign
from stemmata.match.laid_over import shares_matrix
from stemmata.model.edge import Edge, Segment
from stemmata.model.residue import Side
from stemmata.model.span import MILLIONTHS, Region

ONE_PLACE = 0.3
"""Share of the smaller of two windows that lies within the other, from which both are one place: windows of one mark,
told from pairs of different sizes and codings, share 0.4 to 1 on generated families."""

Box = npt.NDArray[np.float64]
"""(4,): left, top, right, bottom, in shares of a picture's sides."""


@dataclass(frozen=True, slots=True)
class Character:
    """`bearers` show the mark, `without` show what lies under it; of others it is not known (cut off, too small, not
    compared). Ids as they were given."""

    bearers: frozenset[str]
    without: frozenset[str]


@dataclass(frozen=True, slots=True)
class Weights:
    """Cost in nats where the child bears marks that others of the family bear and this parent lacks, and where
    the parent bears such marks under which the child shows the picture. However many they are: marks that are laid over
    together are not independent."""

    gained_again: float
    taken_off: float


@dataclass(slots=True)
class _Mark:
    """Of one member: where, and against whom it was seen."""

    bearer: str
    box: Box
    against: set[str]


@dataclass(frozen=True, slots=True)
class _Beside:
    """Two members as they lie on each other: matrix from shares of a's sides onto b's; places that differ, by side."""

    a: str
    b: str
    matrix: npt.NDArray[np.float64]
    differ_a: tuple[Box, ...]
    differ_b: tuple[Box, ...]


def characters(edges: Iterable[Edge], names: Mapping[str, str]) -> list[Character]:
    """Of one family. `names`: by holder, the member (witness) it belongs to; edges of other holders are left out. Only
    marks that two members and more bear, in order of their bearers."""
    besides = [
        found
        for edge in sorted(edges, key=lambda edge: (edge.a.holder, edge.b.holder, edge.kind.value))
        if edge.a.holder in names and edge.b.holder in names and names[edge.a.holder] != names[edge.b.holder]
        for segment in edge.segments[:1]
        if (found := _beside(names[edge.a.holder], names[edge.b.holder], segment)) is not None
    ]
    marks = _marks(besides)
    leader = list(range(len(marks)))

    def find(at: int) -> int:
        while leader[at] != at:
            at = leader[at]
        return at

    of_bearer: dict[str, list[int]] = {}
    for at, mark in enumerate(marks):
        of_bearer.setdefault(mark.bearer, []).append(at)
    for beside in besides:
        for one in of_bearer.get(beside.a, ()):
            for other in of_bearer.get(beside.b, ()):
                if _same(marks[one], marks[other], beside):
                    first, second = sorted((find(one), find(other)))
                    leader[second] = first
    joined: dict[int, list[_Mark]] = {}
    for at, mark in enumerate(marks):
        joined.setdefault(find(at), []).append(mark)
    made = []
    for group in joined.values():
        bearers = frozenset(mark.bearer for mark in group)
        without = frozenset(name for mark in group for name in mark.against) - bearers
        if len(bearers) > 1:
            made.append(Character(bearers, without))
    return sorted(made, key=lambda one: (sorted(one.bearers), sorted(one.without)))


def told_by(found: Sequence[Character], links: Iterable[Link], weights: Mapping[str, Weights]) -> list[Link]:
    """The links with what the marks say of each. `weights` by the population that a link's cost was fitted on; links of
    others get signs that weigh nothing."""
    made = []
    for link in links:
        again = sum(link.child in one.bearers and link.parent in one.without for one in found)
        off = sum(link.parent in one.bearers and link.child in one.without for one in found)
        both = max((len(one.bearers) for one in found if {link.parent, link.child} <= one.bearers), default=0)
        weigh = weights.get(link.population or "")
        shown = [Sign(signs.SHARED_MARK, None, None, {"members": both})] if both else []
        if again:
            weight = None if weigh is None else -weigh.gained_again
            shown.append(Sign(signs.GAINED_AGAIN, None, weight, {"marks": again}))
        if off:
            weight = None if weigh is None else -weigh.taken_off
            shown.append(Sign(signs.TAKEN_OFF, None, weight, {"marks": off}))
        more = 0.0 if weigh is None else weigh.gained_again * bool(again) + weigh.taken_off * bool(off)
        made.append(
            replace(
                link,
                cost=link.cost + more,
                draws=tuple(draw + more for draw in link.draws),
                signs=(*link.signs, *shown),
            )
        )
    return made


def _beside(a: str, b: str, segment: Segment) -> _Beside | None:
    if not isinstance(segment.geometry.get("matrix"), list):
        return None
    sides: dict[Side, list[Box]] = {Side.A: [], Side.B: []}
    for one in segment.left_over:
        if one.kind in LAID_OVER and one.region is not None and one.side in sides:
            sides[one.side].append(_box(one.region))
    return _Beside(a, b, shares_matrix(segment), tuple(sides[Side.A]), tuple(sides[Side.B]))


def _box(region: Region) -> Box:
    x, y, width, height = (side / MILLIONTHS for side in (region.x, region.y, region.width, region.height))
    return np.array([x, y, x + width, y + height])


def _marks(besides: Sequence[_Beside]) -> list[_Mark]:
    found: list[_Mark] = []
    of_bearer: dict[str, list[_Mark]] = {}
    for beside in besides:
        for bearer, against, boxes in ((beside.a, beside.b, beside.differ_a), (beside.b, beside.a, beside.differ_b)):
            for box in boxes:
                held = next((mark for mark in of_bearer.get(bearer, ()) if _one_place(mark.box, box)), None)
                if held is None:
                    held = _Mark(bearer, box, set())
                    found.append(held)
                    of_bearer.setdefault(bearer, []).append(held)
                held.against.add(against)
    return found


def _same(one: _Mark, other: _Mark, beside: _Beside) -> bool:
    """Whether a's and b's mark lie at one place at which the two do not differ."""
    laid = _onto(one.box, beside.matrix)
    if laid is None or not _one_place(laid, other.box):
        return False
    differs = any(_one_place(one.box, box) for box in beside.differ_a)
    return not differs and not any(_one_place(other.box, box) for box in beside.differ_b)


def _onto(box: Box, matrix: npt.NDArray[np.float64]) -> Box | None:
    """None where it lies outside of the other picture by more than half."""
    corners = np.array([[box[at], box[to], 1.0] for at in (0, 2) for to in (1, 3)]) @ matrix.T
    if (np.abs(corners[:, 2]) < 1e-9).any():
        return None
    points = corners[:, :2] / corners[:, 2:]
    made = np.concatenate([points.min(axis=0), points.max(axis=0)])
    inside = np.clip(made, 0, 1)
    return inside if _area(inside) > 0.5 * _area(made) > 0 else None


def _one_place(one: Box, other: Box) -> bool:
    common = np.concatenate([np.maximum(one[:2], other[:2]), np.minimum(one[2:], other[2:])])
    least = min(_area(one), _area(other))
    return least > 0 and _area(common) / least >= ONE_PLACE


def _area(box: Box) -> float:
    return float(max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1]))
