"""Which window of one picture the whole of another fills, from the movement that laid one over the other."""

import numpy as np

from stemmata.match.geometry import window_of
from stemmata.model.edge import Segment
from stemmata.model.span import MILLIONTHS, Region

INSIDE = 0.9
"""Share of a picture that must lie in the other for it to be a window there."""


def windows(segment: Segment) -> tuple[Region | None, Region | None]:
    """(window of a that b fills, window of b that a fills); None where the two cover each other, or nothing is known.

    Windows that the comparison itself named come first. `geometry` as match.films.geometry_of keeps it.
    """
    if segment.a_region is not None or segment.b_region is not None:
        return segment.a_region, segment.b_region
    kept = segment.geometry.get("matrix")
    if not isinstance(kept, list) or len(kept) != 9:
        return None, None
    forth = np.array(kept, np.float64).reshape(3, 3)
    back = np.asarray(np.linalg.inv(forth), np.float64)
    turned = segment.geometry.get("direction") == "b to a"
    one_in_other = window_of(forth) if _share(segment, "a_in_b") >= INSIDE else None
    other_in_one = window_of(back) if _share(segment, "b_in_a") >= INSIDE else None
    if other_in_one is not None and segment.mirrored:
        x = MILLIONTHS - other_in_one.x - other_in_one.width
        other_in_one = Region(x, other_in_one.y, other_in_one.width, other_in_one.height)
    return (one_in_other, other_in_one) if turned else (other_in_one, one_in_other)


def _share(segment: Segment, key: str) -> float:
    value = segment.geometry.get(key)
    return float(value) if isinstance(value, int | float) else 0.0
