"""The four panels of a proof picture: two frames, one laid over the other, and what then differs. Pure arrays."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from stemmata.match.best_pair import Shown
from stemmata.match.geometry import Grey, Matrix, project
from stemmata.model.residue import Difference, Residue, Side
from stemmata.model.span import MILLIONTHS, Region

Canvas = npt.NDArray[np.uint8]
"""(h, w, 3) RGB."""
Colour = tuple[int, int, int]
Box = tuple[int, int, int, int]
"""Left, top, width, height in pixels."""

ORANGE: Colour = (255, 128, 0)
AZURE: Colour = (0, 127, 255)
"""Of a and of b: together they are white, so that agreement is grey; red-green colour-blind eyes tell them apart (both
differ in blue; Okabe and Ito, Color Universal Design, 2008)."""
DETAIL: Colour = (0, 190, 140)
EMPTY: Colour = (226, 229, 231)
DRAWN = 32
"""Lines between details that can still be followed with the eye."""
MARGIN = 0.06
"""Of the shared window, shown round it."""
BLACK_AT = 60.0
"""Levels of difference, in pictures stretched to the whole range, that are drawn black."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A picture drawn in a box: `to_box` maps shares of the picture's sides onto pixels of the canvas."""

    box: Box
    to_box: Matrix


def fitted(aspect: float, box: Box, window: tuple[float, float, float, float] = (0, 0, 1, 1)) -> Fitted:
    """The window (left, top, right, bottom in shares) of a picture, as large as fits, in the middle of the box."""
    left, top, width, height = box
    across, down = (window[2] - window[0]) * aspect, window[3] - window[1]
    scale = min(width / across, height / down)
    w, h = max(1, round(across * scale)), max(1, round(down * scale))
    x, y = left + (width - w) // 2, top + (height - h) // 2
    x_scale, y_scale = w / (window[2] - window[0]), h / down
    to_box = np.array([[x_scale, 0, x - window[0] * x_scale], [0, y_scale, y - window[1] * y_scale], [0, 0, 1]])
    return Fitted((x, y, w, h), to_box)


def drawn(canvas: Canvas, grey: Grey, at: Fitted) -> None:
    x, y, width, height = at.box
    large = cv2.resize(grey, (width, height), interpolation=cv2.INTER_CUBIC)
    canvas[y : y + height, x : x + width] = large[:, :, None]


def details(canvas: Canvas, shown: Shown, at_a: Fitted, at_b: Fitted) -> int:
    """Lines between a readable few of the details, spread over the picture; returns how many."""
    ends_a, ends_b = project(at_a.to_box, shown.on_a), project(at_b.to_box, shown.on_b)
    chosen = _spread(shown.on_b)
    over = canvas.copy()
    for at in chosen:
        one, other = (tuple(round(float(value) * 8) for value in end) for end in (ends_a[at], ends_b[at]))
        cv2.line(over, one, other, DETAIL, 1, cv2.LINE_AA, 3)
    canvas[:] = cv2.addWeighted(over, 0.6, canvas, 0.4, 0)
    for at in chosen:
        for end in (ends_a[at], ends_b[at]):
            middle = (round(float(end[0]) * 8), round(float(end[1]) * 8))
            cv2.circle(canvas, middle, 30, (255, 255, 255), -1, cv2.LINE_AA, 3)
            cv2.circle(canvas, middle, 20, DETAIL, -1, cv2.LINE_AA, 3)
    return len(chosen)


def _spread(places: npt.NDArray[np.float64]) -> list[int]:
    """One detail for each cell of an 8 × 6 grid over all of them, cells in an order that leaves no part out."""
    if not len(places):
        return []
    low, high = places.min(axis=0), places.max(axis=0)
    first: dict[tuple[int, int], int] = {}
    for at, (x, y) in enumerate(((places - low) / np.maximum(high - low, 1e-6) * 0.999).tolist()):
        first.setdefault((int(x * 8), int(y * 6)), at)
    cells = sorted(first, key=lambda cell: ((cell[0] * 5 + cell[1] * 3) % 7, cell))
    return [first[cell] for cell in cells[:DRAWN]]


@dataclass(frozen=True, slots=True)
class Laying:
    """Both pictures in one box. `a`, `b` (h, w) levels in one tone, 0..255; `has_a`, `has_b` where each lies; `off`
    (h, w) levels by which they differ, in the same stretch; `compared` where that was measured."""

    at: Fitted
    on_a: bool
    a: npt.NDArray[np.float32]
    b: npt.NDArray[np.float32]
    has_a: npt.NDArray[np.bool_]
    has_b: npt.NDArray[np.bool_]
    off: npt.NDArray[np.float32]
    compared: npt.NDArray[np.bool_]


def laying(shown: Shown, box: Box) -> Laying:
    """The shared window of the one that shows more, each picture taken from its own pixels once."""
    back = np.asarray(np.linalg.inv(shown.matrix), np.float64)
    on_a = shown.differing.laid.on_a
    base, onto = (shown.a, back) if on_a else (shown.b, shown.matrix)
    corners = project(onto, np.array([[0.0, 0], [1, 0], [1, 1], [0, 1]]))
    low, high = np.clip(corners.min(axis=0), 0, 1), np.clip(corners.max(axis=0), 0, 1)
    if (high - low).min() < 0.02:
        low, high = np.zeros(2), np.ones(2)
    edge = MARGIN * (high - low)
    low, high = np.clip(low - edge, 0, 1), np.clip(high + edge, 0, 1)
    at = fitted(base.aspect, box, (float(low[0]), float(low[1]), float(high[0]), float(high[1])))
    moved = np.array([[1.0, 0, -at.box[0]], [0, 1, -at.box[1]], [0, 0, 1]]) @ at.to_box
    level_a, level_b, stretch = _in_one_tone(shown)
    a, has_a = _thrown(level_a, moved if on_a else moved @ shown.matrix, at.box)
    b, has_b = _thrown(level_b, moved @ back if on_a else moved, at.box)
    off, _ = _thrown(shown.differing.off * stretch, moved, at.box)
    compared, _ = _thrown(shown.differing.both.astype(np.float32), moved, at.box)
    return Laying(at, on_a, a, b, has_a, has_b, off, np.asarray(compared >= 0.5))


def _in_one_tone(shown: Shown) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32], float]:
    """Both in the tone of b, stretched to what a screen can show: without this, a darker copy would not lie grey."""
    ours, theirs = shown.differing.tone.of(shown.a.grey.astype(np.float32)), shown.b.grey.astype(np.float32)
    low, high = (float(np.percentile(np.concatenate([ours.ravel(), theirs.ravel()]), at)) for at in (0.5, 99.5))
    stretch = min(4.0, 255 / max(1.0, high - low))
    a, b = (np.asarray(np.clip((side - low) * stretch, 0, 255), np.float32) for side in (ours, theirs))
    return a, b, stretch


def _thrown(
    levels: npt.NDArray[np.float32], shares_to_box: Matrix, box: Box
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.bool_]]:
    height, width = levels.shape
    from_pixels = np.array([[1 / width, 0, 0.5 / width], [0, 1 / height, 0.5 / height], [0, 0, 1]])
    to_pixels = np.array([[1.0, 0, -0.5], [0, 1, -0.5], [0, 0, 1]])
    matrix = to_pixels @ shares_to_box @ from_pixels
    size = (box[2], box[3])
    thrown = cv2.warpPerspective(levels, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    here = cv2.warpPerspective(np.full(levels.shape, 255, np.uint8), matrix, size, flags=cv2.INTER_LINEAR)
    return np.asarray(np.clip(thrown, 0, 255), np.float32), np.asarray(here >= 128)


def overlaid(canvas: Canvas, laid: Laying) -> None:
    """a in orange and b in azure, added: grey where they agree."""
    x, y, width, height = laid.at.box
    light = np.zeros((height, width, 3), np.float32)
    for levels, has, colour in ((laid.a, laid.has_a, ORANGE), (laid.b, laid.has_b, AZURE)):
        light += (levels * has)[:, :, None] * (np.array(colour, np.float32) / 255)
    canvas[y : y + height, x : x + width] = np.clip(light, 0, 255).astype(np.uint8)


def differing(canvas: Canvas, laid: Laying, at: Box) -> None:
    """White where the two agree in one tone and within a pixel, the darker the more they differ; plain where only one
    shows anything.    `at`: the box of the second panel, as large as the first."""
    x, y, width, height = at
    shade = np.repeat((255 * (1 - np.clip(laid.off / BLACK_AT, 0, 1)))[:, :, None], 3, axis=2)
    canvas[y : y + height, x : x + width] = np.where(laid.compared[:, :, None], shade, EMPTY).astype(np.uint8)


def outlined(
    canvas: Canvas, residues: Sequence[Residue], numbers: Sequence[int], sides: Sequence[tuple[Side, Fitted]]
) -> list[tuple[int, int, int]]:
    """Dashes round each region on the side that has it; returns (x, y, number) where its number belongs."""
    tags: list[tuple[int, int, int]] = []
    for residue, number in zip(residues, numbers, strict=True):
        if residue.region is None or residue.kind is Difference.BAR:
            continue
        for side, at in sides:
            if residue.side is side or (residue.side is Side.UNKNOWN and side is Side.A):
                left, top, right, bottom = _placed(residue.region, at)
                dashed(canvas, (left, top, right, bottom))
                tags.append((left, top, number))
    return tags


def _placed(region: Region, at: Fitted) -> tuple[int, int, int, int]:
    corners = np.array([[region.x, region.y], [region.x + region.width, region.y + region.height]]) / MILLIONTHS
    (left, top), (right, bottom) = project(at.to_box, corners)
    x, y, width, height = at.box
    return (
        int(np.clip(round(left), x + 1, x + width - 3)),
        int(np.clip(round(top), y + 1, y + height - 3)),
        int(np.clip(round(right), x + 2, x + width - 2)),
        int(np.clip(round(bottom), y + 2, y + height - 2)),
    )


def dashed(canvas: Canvas, box: tuple[int, int, int, int]) -> None:
    """Black and white in turn: seen on any picture."""
    left, top, right, bottom = box
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    for (x0, y0), (x1, y1) in zip(corners, corners[1:] + corners[:1], strict=True):
        steps = max(1, (abs(x1 - x0) + abs(y1 - y0)) // 7)
        for step in range(steps):
            start, end = (
                (round(x0 + (x1 - x0) * part / steps), round(y0 + (y1 - y0) * part / steps))
                for part in (step, step + 1)
            )
            cv2.line(canvas, start, end, (255, 255, 255) if step % 2 else (0, 0, 0), 2)
