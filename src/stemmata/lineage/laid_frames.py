"""Frames of the finer of two films brought onto the coarser's grid and tone, and what is then left over by squares."""

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from stemmata.fingerprint.film_rendition import FilmRendition
from stemmata.lineage.laying import FILTERS, SHRUNK, Laying, laid

Levels = npt.NDArray[np.float32]
Indices = npt.NDArray[np.int64]
Inside = npt.NDArray[np.bool_]

SIDE = 16
"""Of the squares, px."""
KEPT_SHARE = 0.85
"""Of the squares, those that fit best over all frames: logos and captions cover less than the rest."""
LEAST_SQUARES = 12
TONE_FRAMES = 4
SAME_TONE = 0.8
"""Levels: below it, the tone is the same."""


def filter_of(fine: FilmRendition, coarse: FilmRendition, at: tuple[int, int], over: Laying) -> str:
    """By which the finer was shrunk, as one frame of each shows it best; a key of FILTERS."""
    if over.scale > SHRUNK:
        return "bicubic"
    left = {}
    for how in FILTERS:
        lies = laid(fine.luma[at[0]], over, coarse.shape, how)
        left[how] = float(np.nanmedian(np.abs(lies - coarse.luma[at[1]])))
    return min(left, key=lambda how: left[how])


def laid_frames(
    fine: FilmRendition, coarse: FilmRendition, of_fine: Indices, of_coarse: Indices, over: Laying, how: str
) -> tuple[Levels, float]:
    """(k, h, w) of the finer in the coarser's frame and tone, NaN beyond it; and by how many levels the tone differed.

    Luma may follow luma, bent a little, and colour: what makes green darker makes a meadow darker.
    """
    lies = np.stack([laid(fine.luma[at], over, coarse.shape, how) for at in of_fine])
    inside = ~np.isnan(lies[0])
    terms: list[Levels] = []
    aims: list[Levels] = []
    for at in np.unique(np.linspace(0, len(of_fine) - 1, TONE_FRAMES).astype(int)):
        colour = _colour(fine, int(of_fine[at]), over, coarse.shape)
        theirs = coarse.luma[of_coarse[at]].astype(np.float32)
        means = _means([np.where(inside, lies[at], 0), *colour, theirs], inside)
        terms.append(_lifted(means[:, 0], means[:, 1], means[:, 2]))
        aims.append(means[:, 3])
    lifted, aim = np.concatenate(terms), np.concatenate(aims)
    if len(aim) < 4 * LEAST_SQUARES:
        return lies, 0.0
    best = np.arange(len(aim))
    kept = max(2 * LEAST_SQUARES, int(KEPT_SHARE * len(aim)))
    for _ in range(4):
        factors = np.linalg.lstsq(lifted[best], aim[best], rcond=1e-6)[0]
        best = np.argsort(np.abs(lifted @ factors - aim), kind="stable")[:kept]
    levels = float(np.percentile(np.abs(lifted[best] @ factors - lifted[best, 1]), 90))
    if levels < SAME_TONE:
        return lies, 0.0
    for row, at in enumerate(of_fine):
        blue, red = _colour(fine, int(at), over, coarse.shape)
        lies[row] = (_lifted(lies[row].ravel(), blue.ravel(), red.ravel()) @ factors).reshape(coarse.shape)
    return lies, levels


def left_over(theirs: Levels, lies: Levels) -> tuple[Levels, Inside]:
    """(k, rows, columns) mean square left over in each square, less its mean; and which squares lie inside."""
    inside = ~np.isnan(lies[0])
    off = np.where(inside, theirs - lies, 0)
    cut, whole = squares_inside(inside)
    rows = []
    for one in off:
        squares = in_squares(one[cut])
        rows.append((squares**2).mean(axis=(1, 3)) - squares.mean(axis=(1, 3)) ** 2)
    return np.asarray(np.stack(rows), np.float32), whole


def best_squares(squares: Levels) -> Indices:
    """Of (k, n) squares over time, those that fit best in the middle of all frames."""
    middle = np.median(squares, axis=0)
    return np.argsort(middle, kind="stable")[: max(1, int(KEPT_SHARE * squares.shape[1]))]


def squares_inside(inside: Inside) -> tuple[tuple[slice, slice], Inside]:
    high, wide = (side // SIDE for side in inside.shape)
    cut = (slice(high * SIDE), slice(wide * SIDE))
    return cut, np.asarray(in_squares(inside[cut].astype(np.float32)).min(axis=(1, 3)) > 0, np.bool_)


def in_squares(plane: Levels) -> Levels:
    """(rows, SIDE, columns, SIDE)."""
    return plane.reshape(plane.shape[0] // SIDE, SIDE, plane.shape[1] // SIDE, SIDE)


def _colour(film: FilmRendition, at: int, over: Laying, shape: tuple[int, int]) -> tuple[Levels, Levels]:
    planes = []
    for plane in film.chroma[at]:
        full = np.asarray(cv2.resize(plane, film.shape[::-1], interpolation=cv2.INTER_LINEAR), np.uint8)
        planes.append(np.nan_to_num(laid(full, over, shape, "triangle"), nan=128.0).astype(np.float32))
    return planes[0], planes[1]


def _lifted(luma: Levels, blue: Levels, red: Levels) -> Levels:
    """(n, 5) terms of which luma after a change of tone is made up."""
    centred = (luma - 128) / 128
    return np.stack([np.ones_like(luma), luma, centred * centred, blue - 128, red - 128], axis=1).astype(np.float32)


def _means(planes: Sequence[Levels], inside: Inside) -> Levels:
    """(n, planes) over the squares that lie inside."""
    cut, whole = squares_inside(inside)
    return np.stack([in_squares(plane[cut]).mean(axis=(1, 3))[whole] for plane in planes], axis=1)
