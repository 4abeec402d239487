"""What one of two pictures shows beside the other: plain bars, a blurred filling, lines of text, or more of it."""

from collections.abc import Sequence

import cv2
import numpy as np

from stemmata.match.geometry import Grey, Matrix, window_of
from stemmata.match.laid_over import Levels
from stemmata.match.overlays import is_written
from stemmata.model.residue import Difference
from stemmata.model.span import MILLIONTHS, Region

THIN = 0.025
"""Strips thinner than this share of the picture are within what a movement is known to."""
ALIKE_LEVELS = 8.0
PLAIN_SHARE, GROUND_SHARE = 0.96, 0.50
"""Share of a strip within ALIKE_LEVELS of its commonest level: of a bar, and of the ground that text stands on."""
SEAM, SEAM_LEVELS = 2.0, 4.0
"""What was laid beside a picture does not go on from it: the two lines at the seam differ by so many times as much as
lines as far apart within the picture, and so many levels more. More of one scene does go on."""
SEAM_PX = 2
SMOOTH = 0.35
"""Fine detail of a blurred filling in shares of the picture's own (as geometry.has_frame)."""

Found = list[tuple[Difference, Region]]


def borders(greys: Sequence[Grey], onto: Matrix, *, inserted: bool) -> Found:
    """`greys`: frames of one side; `onto` maps shares of the other side onto shares of this one. Empty where the other
    one fills it."""
    window = window_of(onto)
    if window is None:
        return []
    strips = [(strip, edge) for strip, edge in _strips(window) if min(strip.width, strip.height) >= THIN * MILLIONTHS]
    if not strips:
        return []
    if inserted:
        return [(Difference.INSERT, window)]
    kinds = [(_commonest([_kind(grey, strip, edge, window) for grey in greys]), strip) for strip, edge in strips]
    others, more = (sum(kind is one for kind, _ in kinds) for one in (Difference.INSERT, Difference.SHOWN_PART))
    if others > more:  # a crop may begin along a roof or a wall, hardly ever on all its sides
        return [(Difference.INSERT, window)]
    added = [(kind, strip) for kind, strip in kinds if kind not in {Difference.INSERT, Difference.SHOWN_PART}]
    return [*([(Difference.SHOWN_PART, window)] if more or others else []), *added]


def _commonest(kinds: Sequence[Difference]) -> Difference:
    return max(set(kinds), key=lambda one: (kinds.count(one), str(one)))


def _strips(window: Region) -> list[tuple[Region, str]]:
    """Above and below over the whole width, left and right beside the window."""
    right, bottom = window.x + window.width, window.y + window.height
    boxes = [
        ((0, 0, MILLIONTHS, window.y), "top"),
        ((0, bottom, MILLIONTHS, MILLIONTHS - bottom), "bottom"),
        ((0, window.y, window.x, window.height), "left"),
        ((right, window.y, MILLIONTHS - right, window.height), "right"),
    ]
    return [(Region(*box), edge) for box, edge in boxes if box[2] > 0 and box[3] > 0]


def _kind(grey: Grey, strip: Region, edge: str, window: Region) -> Difference:
    """What one strip shows: SHOWN_PART stands for more of the scene, INSERT for something else than it."""
    levels = grey.astype(np.float32)
    outside, inside = _cut(levels, strip), _cut(levels, window)
    if min(outside.shape) < 2 or min(inside.shape) < 8 or not _has_seam(levels, outside, inside, edge, window):
        return Difference.SHOWN_PART
    beside = _beside(outside, edge)
    ground = float(np.median(beside[np.abs(beside - _mode(beside)) <= ALIKE_LEVELS]))
    share = float((np.abs(beside - ground) <= ALIKE_LEVELS).mean())
    if share >= PLAIN_SHARE:
        return Difference.BAR
    if share >= GROUND_SHARE and is_written(_written_rows(beside, ground)):
        return Difference.CAPTION
    return Difference.FILLING if _detail(beside) < SMOOTH * _detail(inside) else Difference.INSERT


def _has_seam(levels: Levels, outside: Levels, inside: Levels, edge: str, window: Region) -> bool:
    """Whether the strip does not go on from the picture beside it."""
    beside = (
        _cut(levels, Region(window.x, 0, window.width, MILLIONTHS))
        if edge in {"top", "bottom"}
        else _cut(levels, Region(0, window.y, MILLIONTHS, window.height))
    )
    lines = beside if edge in {"top", "bottom"} else beside.T
    within = inside if edge in {"top", "bottom"} else inside.T
    at = len(outside if edge in {"top", "bottom"} else outside.T)
    if edge in {"bottom", "right"}:
        lines, within = lines[::-1], within[::-1]
    near, far = lines[max(0, at - 1 - SEAM_PX // 2)], lines[min(len(lines) - 1, at + SEAM_PX // 2)]
    apart = 1 + 2 * (SEAM_PX // 2)
    usual = float(np.abs(within[2 + apart : 2 + 4 * apart] - within[2 : 2 + 3 * apart]).mean())
    return float(np.abs(near - far).mean()) >= SEAM * usual + SEAM_LEVELS


def _cut(levels: Levels, region: Region) -> Levels:
    height, width = levels.shape
    left, top = round(region.x * width / MILLIONTHS), round(region.y * height / MILLIONTHS)
    right, bottom = (
        round((region.x + region.width) * width / MILLIONTHS),
        round((region.y + region.height) * height / MILLIONTHS),
    )
    return levels[top:bottom, left:right]


def _beside(outside: Levels, edge: str) -> Levels:
    """The strip without the line of pixels that the picture itself may blur into."""
    height, width = outside.shape
    if edge in {"top", "bottom"} and height > 2:
        return outside[:-1] if edge == "top" else outside[1:]
    if edge in {"left", "right"} and width > 2:
        return outside[:, :-1] if edge == "left" else outside[:, 1:]
    return outside


def _mode(levels: Levels) -> float:
    counts = np.bincount((np.clip(levels, 0, 255) / 8).astype(np.int64).reshape(-1), minlength=32)
    return float(counts.argmax() * 8 + 4)


def _written_rows(outside: Levels, ground: float) -> Levels:
    """The rows of a strip that hold more than its ground."""
    rows = np.flatnonzero((np.abs(outside - ground) > 2 * ALIKE_LEVELS).any(axis=1))
    return outside[rows[0] : rows[-1] + 1] if len(rows) else outside


def _detail(levels: Levels) -> float:
    return float(np.abs(levels - cv2.GaussianBlur(levels, (0, 0), 2.0)).mean()) + 1e-6
