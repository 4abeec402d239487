"""A picture under edit, and where in it the source lies: every edit moves both, so that the truth cannot drift apart.

Edits that cut, turn and stretch are here; those that only change colours are in `tones`, what is laid over in
`overlays`, other pictures round it in `settings`, cameras and paper in `optics`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt
from example.textures import Picture

Matrix = npt.NDArray[np.float64]
Window = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Shown:
    """(h, w, 3) uint8 RGB; `matrix` (3, 3) takes pixels of the source to these; `window` in pixels of the source is
    what of it can still be seen. Pixels are counted from the picture's upper left corner, not from a pixel's middle."""

    pixels: Picture
    matrix: Matrix
    window: Window

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return self.pixels.shape[1], self.pixels.shape[0]


@dataclass(frozen=True, slots=True)
class Moment:
    """When a frame stands in its copy, what chance it may draw on, and what else may be seen beside the source.

    `others` have the size of the source. A still is one moment at 0 s.
    """

    seconds: float
    length_s: float
    seed: tuple[int, ...]
    others: tuple[Picture, ...] = ()

    def rng(self) -> np.random.Generator:
        """Its own for every frame of every copy."""
        return np.random.default_rng(self.seed)


Edit = Callable[[Shown, Moment], Shown]


def untouched(pixels: Picture) -> Shown:
    """The source as it is."""
    return Shown(pixels, np.eye(3), (0.0, 0.0, float(pixels.shape[1]), float(pixels.shape[0])))


def edited(shown: Shown, moment: Moment, edits: Sequence[Edit]) -> Shown:
    """One after the other."""
    for edit in edits:
        shown = edit(shown, moment)
    return shown


def repainted(paint: Callable[[Picture], Picture]) -> Edit:
    """An edit that moves nothing and is alike at every moment."""

    def edit(shown: Shown, moment: Moment) -> Shown:
        return replace(shown, pixels=paint(shown.pixels))

    return edit


def scaled(x: float, y: float) -> Matrix:
    return np.diag([x, y, 1.0])


def moved(x: float, y: float) -> Matrix:
    return np.array([[1.0, 0.0, x], [0.0, 1.0, y], [0.0, 0.0, 1.0]])


def laid(matrix: Matrix, points: Sequence[tuple[float, float]]) -> npt.NDArray[np.float64]:
    """(n, 2): where the points come to lie."""
    lifted = np.c_[np.asarray(points, np.float64), np.ones(len(points))] @ matrix.T
    return np.asarray(lifted[:, :2] / lifted[:, 2:], np.float64)


def clipped(shown: Shown) -> Shown:
    """The same, its window cut to what lies within the picture."""
    width, height = shown.size
    back = laid(np.asarray(np.linalg.inv(shown.matrix), np.float64), [(0, 0), (width, 0), (width, height), (0, height)])
    (left, top), (right, bottom) = back.min(axis=0).tolist(), back.max(axis=0).tolist()
    old = shown.window
    window = max(left, old[0]), max(top, old[1]), min(right, old[2]), min(bottom, old[3])
    return replace(shown, window=window)


def resized(pixels: Picture, width: int, height: int) -> Picture:
    smaller = width * height < pixels.shape[0] * pixels.shape[1]
    how = cv2.INTER_AREA if smaller else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, (width, height), interpolation=how), np.uint8)


def pasted(shown: Shown, under: Picture, box: tuple[int, int, int, int]) -> Shown:
    """The picture laid into the box (left, top, width, height) of another, which is not changed itself."""
    x, y, width, height = box
    out = under.copy()
    out[y : y + height, x : x + width] = resized(shown.pixels, width, height)
    old_width, old_height = shown.size
    matrix = moved(x, y) @ scaled(width / old_width, height / old_height) @ shown.matrix
    return replace(shown, pixels=out, matrix=matrix)


def cropped(left: float, top: float, right: float, bottom: float) -> Edit:
    """Keeps this part of the picture, in shares."""

    def edit(shown: Shown, moment: Moment) -> Shown:
        width, height = shown.size
        x, y = int(left * width), int(top * height)
        pixels = np.ascontiguousarray(shown.pixels[y : int(bottom * height), x : int(right * width)])
        return clipped(replace(shown, pixels=pixels, matrix=moved(-x, -y) @ shown.matrix))

    return edit


def mirrored(shown: Shown, moment: Moment) -> Shown:
    pixels = np.ascontiguousarray(shown.pixels[:, ::-1])
    return replace(shown, pixels=pixels, matrix=moved(shown.size[0], 0) @ scaled(-1, 1) @ shown.matrix)


def turned(quarters: int) -> Edit:
    """By quarter turns, clockwise."""

    def edit(shown: Shown, moment: Moment) -> Shown:
        for _ in range(quarters % 4):
            quarter = np.array([[0.0, -1.0, shown.size[1]], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
            pixels = np.ascontiguousarray(np.rot90(shown.pixels, k=-1))
            shown = replace(shown, pixels=pixels, matrix=quarter @ shown.matrix)
        return shown

    return edit


def rotated(degrees: float, *, filled: bool) -> Edit:
    """Clockwise about the middle; `filled` zooms until no black corner shows."""

    def edit(shown: Shown, moment: Moment) -> Shown:
        width, height = shown.size
        sine, cosine = abs(np.sin(np.radians(degrees))), np.cos(np.radians(degrees))
        zoom = cosine + sine * max(width / height, height / width) if filled else 1.0
        turn = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, zoom), (0.0, 0.0, 1.0)])
        return warped(shown, turn, np.zeros_like(shown.pixels))

    return edit


def warped(shown: Shown, matrix: Matrix, under: Picture) -> Shown:
    """The picture as `matrix` throws it onto another, whose size it takes."""
    size = under.shape[1], under.shape[0]
    pixels = under.copy()
    cv2.warpPerspective(
        shown.pixels, matrix, size, dst=pixels, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_TRANSPARENT
    )
    return clipped(replace(shown, pixels=np.asarray(pixels, np.uint8), matrix=matrix @ shown.matrix))


def shrunk(longest_px: int) -> Edit:
    """To this longest side; smaller pictures as they are."""

    def edit(shown: Shown, moment: Moment) -> Shown:
        width, height = shown.size
        share = min(1.0, longest_px / max(width, height))
        return stretched(share, share)(shown, moment)

    return edit


def stretched(x: float, y: float) -> Edit:
    """By these factors; sides stay even, as films need them."""

    def edit(shown: Shown, moment: Moment) -> Shown:
        width, height = shown.size
        new = max(2, round(width * x / 2) * 2), max(2, round(height * y / 2) * 2)
        matrix = scaled(new[0] / width, new[1] / height) @ shown.matrix
        return replace(shown, pixels=resized(shown.pixels, *new), matrix=matrix)

    return edit


def evened(shown: Shown, moment: Moment) -> Shown:
    """Without the last row or column where their number is odd: 4:2:0 stores none."""
    width, height = shown.size
    return clipped(replace(shown, pixels=np.ascontiguousarray(shown.pixels[: height // 2 * 2, : width // 2 * 2])))
