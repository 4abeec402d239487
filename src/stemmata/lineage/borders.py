"""Which margins of a file's picture were laid beside it and are no footage, by all comparisons with the family's files.

One comparison may take a blurred filling for more of the scene, or a plain wall for a bar; so they vote, and what is
put into another frame is put into its middle: opposite margins of one width are of one kind.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from stemmata.match.geometry import project
from stemmata.match.laid_over import shares_matrix
from stemmata.model.edge import Edge, Segment
from stemmata.model.residue import Difference, Residue, Side
from stemmata.model.span import MILLIONTHS, Region

Box = tuple[float, float, float, float]
"""left, top, right, bottom in shares of a picture's sides; beyond 0..1 where something lies beside that picture."""

WHOLE: Box = (0.0, 0.0, 1.0, 1.0)
SPANNING = 0.95
"""A strip that runs along so much of a side is a border and not a mark in a corner."""
SAME_FRAME = 0.04
"""A picture whose corners lie this near another's, in shares of its sides, fills the same frame."""
ADDED = frozenset({Difference.BAR, Difference.FILLING, Difference.CAPTION})


@dataclass(frozen=True, slots=True)
class Framed:
    """The part of a file's picture that is footage. `open_margin`: two even margins are left out though nothing showed
    that they are borders; they may be more of the scene."""

    box: Box
    open_margin: bool = False


@dataclass(slots=True)
class _Votes:
    """Of two opposite sides, by comparison with a file that fills another frame: (width of the border, or None; that of
    the margin of either kind, 0.0 for none)."""

    low: list[tuple[float | None, float]] = field(default_factory=list)
    high: list[tuple[float | None, float]] = field(default_factory=list)
    even: int = 0
    """Comparisons in which the other file is all that lies between two margins of one width."""

    def decided(self) -> tuple[float, float, bool]:
        """Widths of the borders, 0.0 for none, and whether they are left open."""
        low, high = _border(self.low), _border(self.high)
        one, other = (_middle([width for _, width in side if width > 0]) for side in (self.low, self.high))
        if (low > 0) != (high > 0) and abs(one - other) <= SAME_FRAME:
            return one, other, False
        if low == high == 0.0 and 2 * self.even > max(len(self.low), len(self.high)):
            return one, other, True
        return low, high, False


def _border(votes: Sequence[tuple[float | None, float]]) -> float:
    named = [width for width, _ in votes if width is not None]
    return _middle(named) if 2 * len(named) >= len(votes) else 0.0


def _middle(widths: Sequence[float]) -> float:
    return sorted(widths)[len(widths) // 2] if widths else 0.0


def framed(edges: Sequence[Edge]) -> Mapping[str, Framed]:
    """By holder, of those of which not the whole picture is footage. `edges`: of shared footage alone. What fills
    the same frame as a file with borders has them too."""
    votes: dict[str, tuple[_Votes, _Votes]] = {}
    alike: dict[str, set[tuple[str, bool]]] = {}
    for edge in edges:
        for segment in edge.segments:
            flipped = _same_frame(segment)
            if flipped is None and "matrix" in segment.geometry:
                for holder, side in ((edge.a.holder, Side.A), (edge.b.holder, Side.B)):
                    kept = votes.setdefault(holder, (_Votes(), _Votes()))
                    _count(kept, segment.left_over, side)
            elif flipped is not None:
                alike.setdefault(edge.a.holder, set()).add((edge.b.holder, flipped))
                alike.setdefault(edge.b.holder, set()).add((edge.a.holder, flipped))
    found: dict[str, Framed] = {}
    for holder, (across, down) in votes.items():
        left, right, open_across = across.decided()
        top, bottom, open_down = down.decided()
        if left or right or top or bottom:
            found[holder] = Framed((left, top, 1 - right, 1 - bottom), open_across or open_down)
    return _shared(found, alike)


def _shared(found: Mapping[str, Framed], alike: Mapping[str, set[tuple[str, bool]]]) -> dict[str, Framed]:
    """Carried on through files that fill the same frame, those with certain borders first."""
    made = dict(found)
    waiting = sorted(found, key=lambda holder: (found[holder].open_margin, holder))
    while waiting:
        holder = waiting.pop(0)
        left, top, right, bottom = made[holder].box
        for other, flipped in sorted(alike.get(holder, ())):
            known = made.get(other)
            if known is None or (known.open_margin and not made[holder].open_margin):
                box = (1 - right, top, 1 - left, bottom) if flipped else (left, top, right, bottom)
                made[other] = Framed(box, made[holder].open_margin)
                waiting.append(other)
    return made


def _count(votes: tuple[_Votes, _Votes], left_over: Iterable[Residue], side: Side) -> None:
    """One comparison's word on the four margins of the file on `side`."""
    own = [one for one in left_over if one.side is side and one.region is not None]
    strips = [_box(one.region) for one in own if one.kind in ADDED and one.region is not None and _is_strip(one)]
    shown = [_box(one.region) for one in own if one.kind is Difference.SHOWN_PART and one.region is not None]
    left, top, right, bottom = _strips(strips)
    window = shown[0] if shown else WHOLE
    across, down = votes
    margins = (
        (across.low, left, window[0]),
        (across.high, right, 1 - window[2]),
        (down.low, top, window[1]),
        (down.high, bottom, 1 - window[3]),
    )
    for kept, border, margin in margins:
        kept.append((border, (margin if margin > SAME_FRAME else 0.0) if border is None else border))
    width, height = window[2] - window[0], window[3] - window[1]
    sides = ((down, width, window[1], 1 - window[3]), (across, height, window[0], 1 - window[2]))
    for pair, along, low, high in sides:
        pair.even += along >= SPANNING and min(low, high) > SAME_FRAME and abs(low - high) <= SAME_FRAME


def _is_strip(one: Residue) -> bool:
    """A caption laid over the picture may be as wide as it; one beside the picture runs along all of a side."""
    region = one.region
    if one.kind is not Difference.CAPTION or region is None:
        return True
    return region.x == 0 and region.width == MILLIONTHS


def _strips(boxes: Sequence[Box]) -> tuple[float | None, float | None, float | None, float | None]:
    """Widths of the borders left, above, right and below. Above and below they run over all of the picture, at the
    sides over what these leave."""
    edge = 1 - SPANNING
    over = [box for box in boxes if box[0] <= edge and box[2] >= SPANNING]
    top = max((box[3] for box in over if box[1] <= edge and box[3] < 0.5), default=None)
    bottom = max((1 - box[1] for box in over if box[3] >= SPANNING and box[1] > 0.5), default=None)
    tall = [box for box in boxes if box[3] - box[1] >= SPANNING * (1 - (top or 0.0) - (bottom or 0.0))]
    left = max((box[2] for box in tall if box[0] <= edge and box[2] < 0.5), default=None)
    right = max((1 - box[0] for box in tall if box[2] >= SPANNING and box[0] > 0.5), default=None)
    return left, top, right, bottom


def _same_frame(segment: Segment) -> bool | None:
    """Whether the two fill the same frame mirrored (True) or not (False); None where they do not."""
    if "matrix" not in segment.geometry:
        return None
    corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float64)
    moved = project(shares_matrix(segment), corners)
    for flipped, target in ((False, corners), (True, np.abs(corners - [1, 0]))):
        if np.abs(moved - target).max() <= SAME_FRAME:
            return flipped
    return None


def _box(region: Region) -> Box:
    left, top = region.x / MILLIONTHS, region.y / MILLIONTHS
    return (left, top, left + region.width / MILLIONTHS, top + region.height / MILLIONTHS)
