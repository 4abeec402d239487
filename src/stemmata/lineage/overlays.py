"""What lies over one of two pictures and not over the other, as signs for both directions.

A mark is laid over a copy and hardly ever taken off again; so one over the child says nothing, and one over the parent
that the child does not show speaks against the link, unless the child was cut out beside it. Neither weighs: how often
it is so was not measured.
"""

from stemmata.lineage import signs
from stemmata.lineage.stemma import Sign
from stemmata.model.edge import Segment
from stemmata.model.residue import Difference, Side

LAID_OVER = frozenset({Difference.OVERLAY, Difference.CAPTION})


def overlay_signs(segment: Segment) -> tuple[tuple[Sign, ...], tuple[Sign, ...]]:
    """(for a -> b, for b -> a). Where it could not be told which of the two bears it, nothing is said."""
    over_a, over_b = (_share(segment, side) for side in (Side.A, Side.B))
    return _signs(parent=over_a, child=over_b), _signs(parent=over_b, child=over_a)


def _share(segment: Segment, side: Side) -> float:
    """Of the picture, 0..1; windows that overlap count twice."""
    found = [one.region.area for one in segment.left_over if one.kind in LAID_OVER and one.side is side and one.region]
    return min(1.0, sum(found))


def _signs(*, parent: float, child: float) -> tuple[Sign, ...]:
    found = ((signs.LAID_OVER_CHILD, child), (signs.LAID_OVER_PARENT, parent))
    return tuple(Sign(kind, None, None, {"share": round(share, 4)}) for kind, share in found if share)
