"""Frame pairs of one shared stretch, laid over each other: what the proof picture shows and residues are sought in."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from stemmata.match.geometry import Grey, Matrix
from stemmata.match.lines import Line
from stemmata.match.picture import Picture
from stemmata.model.edge import Segment

Levels = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

MIRROR = np.array([[-1.0, 0, 1], [0, 1, 0], [0, 0, 1]])
SAME_SLOPE = 2e-4
"""A speed is kept with four decimals; the spans' own ratio is finer, unless a span was cut at the end of its film."""
NEAREST_US = 60_000
"""How far from the line two frames may lie whose difference says something on the files."""


@dataclass(frozen=True, slots=True)
class FramePair:
    """Sampled frames of a and b. `apart_us`: how far a's lies from where the line puts b's, on a's clock."""

    sample_a: int
    sample_b: int
    apart_us: int


@dataclass(frozen=True, slots=True)
class Laid:
    """Two frames on the grid of the coarser one, `on_a` where that is a. `a`, `b` (h, w) levels; `both` where the two
    show something and the grid's own pixels are whole."""

    a: Levels
    b: Levels
    both: Mask
    on_a: bool


def line_of(segment: Segment) -> Line | None:
    """How the clocks lie; None where one side is a still."""
    if segment.a is None or segment.b is None:
        return None
    ratio = segment.a.length_us / segment.b.length_us
    speed = segment.speed
    slope = float(np.copysign(ratio, speed)) if abs(ratio - abs(speed)) <= SAME_SLOPE * abs(speed) else speed
    middles = [(span.start_us + span.end_us) / 2 for span in (segment.a, segment.b)]
    return Line(slope, middles[0] - slope * middles[1])


def frame_pairs(a: Picture, b: Picture, segment: Segment, most: int, within_us: int = NEAREST_US) -> list[FramePair]:
    """At most `most` pairs that lie near the line, spread along it, in order of b's clock. Of a film and a still, the
    frames of the stretch with the still."""
    line = line_of(segment)
    found: list[FramePair] = []
    if line is None:
        for span, film in ((segment.a, a), (segment.b, b)):
            if span is not None:
                middle = (span.start_us + span.end_us) // 2
                nearest = int(np.abs(film.sample_us - middle).argmin())
                return [FramePair(nearest, 0, 0) if film is a else FramePair(0, nearest, 0)]
        return [FramePair(0, 0, 0)]
    span_a, span_b = segment.a, segment.b
    for sample_b, at in enumerate(b.sample_us.tolist()):
        there = float(line.to_a(float(at)))
        if span_a is None or span_b is None or not span_b.start_us <= at < span_b.end_us:
            continue
        sample_a = int(np.abs(a.sample_us - there).argmin())
        apart = round(abs(int(a.sample_us[sample_a]) - there))
        if apart <= within_us and span_a.start_us <= int(a.sample_us[sample_a]) < span_a.end_us:
            found.append(FramePair(sample_a, sample_b, apart))
    if len(found) <= most:
        return found
    bins = np.array_split(np.arange(len(found)), most)
    return [min((found[int(at)] for at in group), key=lambda pair: (pair.apart_us, pair.sample_b)) for group in bins]


def shares_matrix(segment: Segment) -> Matrix:
    """(3, 3) from shares of a's sides, as displayed, to shares of b's: mirroring is in it. ValueError without one."""
    kept = segment.geometry.get("matrix")
    if not isinstance(kept, list) or len(kept) != 9:
        raise ValueError("a compared segment has a matrix of nine numbers")
    matrix: Matrix = np.array(kept, np.float64).reshape(3, 3)
    if segment.mirrored:
        matrix = np.asarray(matrix @ MIRROR, np.float64)
    if segment.geometry.get("direction") == "b to a":
        matrix = np.asarray(np.linalg.inv(matrix), np.float64)
    return np.asarray(matrix / matrix[2, 2], np.float64)


def pixel_matrix(shares: Matrix, source: Grey, target: Grey) -> Matrix:
    """The same movement between pixel places, whose centres are whole numbers."""
    from_pixels = np.array(
        [[1 / source.shape[1], 0, 0.5 / source.shape[1]], [0, 1 / source.shape[0], 0.5 / source.shape[0]], [0, 0, 1]]
    )
    to_pixels = np.array([[target.shape[1], 0, -0.5], [0, target.shape[0], -0.5], [0, 0, 1]])
    return np.asarray(to_pixels @ shares @ from_pixels, np.float64)


def warped(grey: Grey, matrix: Matrix, like: Grey) -> tuple[Levels, Mask]:
    """`grey` through a pixel matrix onto the grid of `like`, and where it lies there with whole pixels. What shrinks is
    blurred first, as a camera does."""
    levels = grey.astype(np.float32)
    scale = float(np.sqrt(abs(np.linalg.det(matrix[:2, :2]))))
    if scale < 1:
        levels = np.asarray(cv2.GaussianBlur(levels, (0, 0), 0.45 * np.sqrt(1 / scale**2 - 1) + 1e-3), np.float32)
    size = (like.shape[1], like.shape[0])
    laid = cv2.warpPerspective(levels, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    covered = cv2.warpPerspective(np.full(grey.shape, 255, np.uint8), matrix, size, flags=cv2.INTER_LINEAR)
    return np.asarray(laid, np.float32), np.asarray(covered >= 250, np.bool_)


def laid_over(a: Grey, b: Grey, shares: Matrix) -> Laid:
    """The finer of the two brought onto the coarser."""
    matrix = pixel_matrix(shares, a, b)
    if abs(np.linalg.det(matrix[:2, :2])) > 1:
        laid, both = warped(b, np.asarray(np.linalg.inv(matrix), np.float64), a)
        return Laid(a.astype(np.float32), laid, both, on_a=True)
    laid, both = warped(a, matrix, b)
    return Laid(laid, b.astype(np.float32), both, on_a=False)
