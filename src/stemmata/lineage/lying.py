"""How one film lies on another: clock on clock and picture on picture, turned round and followed over a third."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stemmata.match.laid_over import MIRROR, line_of, shares_matrix
from stemmata.match.lines import Line
from stemmata.model.edge import Edge, Segment

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Lying:
    """line: from other's clock to one's, µs. shares (3, 3): from shares of one's sides, as displayed, to shares of
    other's, mirroring included."""

    line: Line
    shares: Matrix

    @property
    def mirrored(self) -> bool:
        return bool(np.linalg.det(self.shares) < 0)

    @property
    def after_mirroring(self) -> Matrix:
        """As `shares`, of one's sides when it has been mirrored where that is needed."""
        return np.asarray(self.shares @ MIRROR if self.mirrored else self.shares, np.float64)

    def turned(self) -> "Lying":
        line = self.line
        back = np.asarray(np.linalg.inv(self.shares), np.float64)
        return Lying(Line(1 / line.slope, -line.offset_us / line.slope), back / back[2, 2])

    def then(self, onwards: "Lying") -> "Lying":
        """From one over a third, on which `self` leads, to the other, to which `onwards` leads."""
        near, far = self.line, onwards.line
        shares = np.asarray(onwards.shares @ self.shares, np.float64)
        return Lying(Line(near.slope * far.slope, near.offset_us + near.slope * far.offset_us), shares / shares[2, 2])


def lying_of(segment: Segment) -> Lying | None:
    """`a` is one, `b` other; None of a still, or where no movement was kept."""
    line = line_of(segment)
    if line is None or not isinstance(segment.geometry.get("matrix"), list):
        return None
    return Lying(line, shares_matrix(segment))


def lyings(edges: Iterable[Edge]) -> Mapping[tuple[str, str], Lying]:
    """By (one, other), of the longest stretch of each pair, both ways; and of pairs that matching did not bring
    together but a third film does, over the one with which they share most."""
    found: dict[tuple[str, str], Lying] = {}
    seconds: dict[tuple[str, str], float] = {}
    kin: dict[str, set[str]] = {}
    for edge in sorted(edges, key=lambda edge: (edge.a.holder, edge.b.holder, edge.method)):
        shown = [one for one in edge.segments if one.a is not None and lying_of(one) is not None]
        longest = max(shown, key=_length_us, default=None)
        lying = None if longest is None else lying_of(longest)
        if longest is None or lying is None:
            continue
        a, b = edge.a.holder, edge.b.holder
        if seconds.get((a, b), 0.0) < _length_us(longest):
            found[a, b], found[b, a] = lying, lying.turned()
            seconds[a, b] = seconds[b, a] = _length_us(longest)
            kin.setdefault(a, set()).add(b)
            kin.setdefault(b, set()).add(a)
    over: dict[tuple[str, str], Lying] = {}
    for one in sorted(kin):
        for other in sorted(kin):
            if one < other and (one, other) not in found:
                between = kin[one] & kin[other]
                if between:
                    third = max(sorted(between), key=lambda by: min(seconds[one, by], seconds[by, other]))
                    over[one, other] = found[one, third].then(found[third, other])
                    over[other, one] = over[one, other].turned()
    return found | over


def _length_us(segment: Segment) -> float:
    return float(segment.a.length_us) if segment.a is not None else 0.0
