"""What lies over one of two pictures that show the same: regions that differ in frame after frame."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from stemmata.match.differences import Difference as Differing
from stemmata.match.laid_over import Levels, Mask
from stemmata.model.residue import Difference, Side

LASTS = 3
"""Frame pairs in a row in which a pixel has to differ; of two or three pairs two of them, of one that one."""
STROKES_PX = (5, 11)
"""Height and width within which strokes are joined to one region: letters of a line, on a grid of 192 pixels."""
LEAST_PX, LEAST_SIDE_PX = 25, 4
LEAST_SHARE = 0.0012
"""Of the grid: a mark of 3 by 3 in 100 is a logo; what is smaller is not told from noise."""
OTHER_EDGES = 0.25
"""Share of the gradients within a region that the other picture's do not explain. Filters of colour change levels and
keep the edges: on the corpus' copies without overlay at most 0.17 (0.35 filmed from a screen), overlays 0.30 to 1."""
PRESENT = 0.3
"""Share of an overlay's pixels that differ in a frame pair in which it is there: parts of it lie on their own level."""
RIM_PX = 5
"""Slivers at the rim of what both show, up to so many pixels, are where the movement is not known better."""
STANDS_STILL, CHANGES = 0.5, 6.0
"""An overlay stands still while the picture below it changes: ratio of the two sides' changes, levels of the larger."""
CLEARLY_DRAWN = 2.0
"""How many times stronger the edges of one side run along the overlay's: of 97 overlays on copies of the corpus' stills
(no movement to tell by) 3 are then told of the wrong side, 27 of neither."""
LINE_ASPECT, STROKES = 2.5, 0.8
"""A caption is so many times wider than high, and crosses its middle level so often per height of its box."""
PLAIN = 6.0

Present = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Overlay:
    """`box` (left, top, right, bottom) on the common grid; `present`: in which of the frame pairs."""

    kind: Difference
    side: Side
    box: tuple[int, int, int, int]
    present: Present


def overlays(found: Sequence[Differing]) -> list[Overlay]:
    """Of the frame pairs of one stretch, in order of time; the largest first."""
    if not found:
        return []
    on = np.stack([one.on for one in found])
    lasting = _lasting(on)
    joined = cv2.morphologyEx(lasting.astype(np.uint8), cv2.MORPH_CLOSE, np.ones(STROKES_PX, np.uint8))
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(joined)
    least = max(LEAST_PX, LEAST_SHARE * joined.size)
    kept: list[tuple[int, Overlay]] = []
    for label in range(1, count):
        x, y, width, height, area = (int(value) for value in boxes[label])
        box = (x, y, x + width, y + height)
        if area < least or min(width, height) < LEAST_SIDE_PX or _is_rim(box, found[0].both):
            continue
        strokes = np.asarray((labels == label) & lasting)
        present = _steady(on[:, strokes].mean(axis=1) >= PRESENT)
        shown = [one for one, here in zip(found, present, strict=True) if here]
        if not shown or float(np.median([_unexplained(one, strokes) for one in shown])) < OTHER_EDGES:
            continue
        side = _whose(shown, strokes)
        if side is None:
            continue
        kept.append((area, Overlay(_kind(shown, side, box), side, box, present)))
    return [overlay for _, overlay in sorted(kept, key=lambda row: (-row[0], row[1].box))]


def _lasting(on: npt.NDArray[np.bool_]) -> Mask:
    """(h, w) pixels that differ in enough pairs in a row; one miss in between counts as none."""
    if len(on) < 4:
        return np.asarray(on.sum(axis=0) >= min(2, len(on)))
    padded = np.concatenate([on[:1], on, on[-1:]]).astype(np.uint8)
    smoothed = padded[:-2] + padded[1:-1] + padded[2:] >= 2
    runs = np.stack([smoothed[at : len(smoothed) - LASTS + 1 + at] for at in range(LASTS)]).all(axis=0)
    return np.asarray(runs.any(axis=0))


def _steady(present: Present) -> Present:
    """The longest run, gaps of one pair filled."""
    filled = present.copy()
    filled[1:-1] |= present[:-2] & present[2:]
    edges = np.flatnonzero(np.diff(np.concatenate([[0], filled.astype(np.int8), [0]])))
    best = max(zip(edges[::2], edges[1::2], strict=True), key=lambda run: (run[1] - run[0], -run[0]), default=(0, 0))
    kept = np.zeros(len(present), np.bool_)
    kept[best[0] : best[1]] = True
    return kept


def _unexplained(one: Differing, strokes: Mask) -> float:
    """1 less the squared correlation of the two pictures' gradients in and round the strokes."""
    near = np.asarray((cv2.dilate(strokes.astype(np.uint8), np.ones((5, 5))) > 0) & one.both)
    ours, theirs = (np.concatenate([axis[near] for axis in _gradients(side)]) for side in (one.a, one.b))
    energy = float(ours @ ours) * float(theirs @ theirs)
    return 1.0 if energy <= 0 else 1 - float(ours @ theirs) ** 2 / energy


def _gradients(levels: Levels) -> tuple[Levels, Levels]:
    along, across = (cv2.Sobel(levels, cv2.CV_32F, *axis, ksize=3) for axis in ((1, 0), (0, 1)))
    return np.asarray(along, np.float32), np.asarray(across, np.float32)


def _is_rim(box: tuple[int, int, int, int], both: Mask) -> bool:
    """A sliver along the rim of what both show: the movement is known to a pixel or two only."""
    left, top, right, bottom = box
    low, high = np.argwhere(both).min(axis=0), np.argwhere(both).max(axis=0) + 1
    thin = (
        right - left <= RIM_PX and (left <= low[1] or right >= high[1]),
        bottom - top <= RIM_PX and (top <= low[0] or bottom >= high[0]),
    )
    return any(thin)


def _whose(shown: Sequence[Differing], strokes: Mask) -> Side | None:
    """The side on which the region stands still while the other one's picture moves on; else the one whose edges run
    along those of what differs. None where both move: a thing of the scene, seen less well in one."""
    changes = [float(np.stack([side[strokes] for side in sides]).std(axis=0).mean()) for sides in _sides(shown)]
    known = len(shown) >= LASTS
    if known and max(changes) >= CHANGES and min(changes) <= STANDS_STILL * max(changes):
        return Side.A if changes[0] < changes[1] else Side.B
    rim = np.asarray(cv2.dilate(strokes.astype(np.uint8), np.ones((3, 3))) > 0)
    drawn = [
        float(np.median([_along(one.off, side, rim) for one, side in zip(shown, sides, strict=True)]))
        for sides in _sides(shown)
    ]
    if max(drawn) >= CLEARLY_DRAWN * min(drawn):
        return Side.A if drawn[0] > drawn[1] else Side.B
    return None if known and min(changes) >= CHANGES else Side.UNKNOWN


def _along(off: Levels, side: Levels, where: Mask) -> float:
    """How strongly the edges of one side run along those of what differs."""
    (x_off, y_off), (x, y) = _gradients(off), _gradients(side)
    return float(np.abs(x_off[where] * x[where] + y_off[where] * y[where]).sum())


def _sides(shown: Sequence[Differing]) -> tuple[list[Levels], list[Levels]]:
    return [one.a for one in shown], [one.b for one in shown]


def _kind(shown: Sequence[Differing], side: Side, box: tuple[int, int, int, int]) -> Difference:
    if side is Side.UNKNOWN:
        return Difference.OVERLAY
    left, top, right, bottom = box
    middle = shown[len(shown) // 2]
    inside = (middle.a if side is Side.A else middle.b)[top:bottom, left:right]
    rows, columns = (np.flatnonzero(middle.both.any(axis=axis)) for axis in (1, 0))
    full = right - left >= 0.95 * len(columns) or bottom - top >= 0.95 * len(rows)
    if full and float(inside.std()) < PLAIN:
        return Difference.BAR
    return Difference.CAPTION if is_written(inside) else Difference.OVERLAY


def is_written(levels: Levels) -> bool:
    """Whether a box looks like a line of text: wide, and dark and light in quick turn along it."""
    height, width = levels.shape
    if width < LINE_ASPECT * height:
        return False
    low, high = np.percentile(levels, (5, 95))
    if high - low < 2 * PLAIN:
        return False
    crossings = np.diff((levels > (low + high) / 2).astype(np.int8), axis=1) != 0
    return bool(np.percentile(crossings.sum(axis=1), 75) >= STROKES * width / height)
