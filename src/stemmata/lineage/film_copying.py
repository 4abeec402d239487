"""What two films leave of each other where they show the same moments: measured once, read both ways.

Frames of the finer one are laid over those of the coarser. What is then left over is noise of coding. A copy's noise is
its own: it begins anew at the copy's key frames, and is smaller there; at the parent's key frames nothing of the kind
happens, since the copy took the parent's noise over as picture. Between siblings, and between an ancestor and a far
descendant, noise of others lies over it.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from stemmata.fingerprint.film_rendition import FilmRendition
from stemmata.lineage.film_beyond import Beyond, beyond
from stemmata.lineage.film_marks import marks
from stemmata.lineage.film_moments import OWN_SPEED, SameMoments, same_moments
from stemmata.lineage.laid_frames import (
    LEAST_SQUARES,
    best_squares,
    filter_of,
    in_squares,
    laid_frames,
    left_over,
    squares_inside,
)
from stemmata.lineage.laying import Laying, begun, laid, refined
from stemmata.lineage.lying import Lying

Levels = npt.NDArray[np.float32]
Indices = npt.NDArray[np.int64]

SPREAD_FRAMES = 12
"""Looked at besides those round key frames."""
MOST_KEYS = 8
"""Of each side."""
CLEAR_OF = 1
"""Frames by which a key frame of the one must stand clear of those of the other."""
MOST_LEFT = 120.0
"""Levels². Of 377 copies beside what they were made from, two left more than 100 and one more than 150."""
ON_EACH_OTHER, NEARLY = 0.003, 0.08
"""Of the movement from shares of the one's sides to shares of the other's."""
LAID_TRIES = 3
LEAST_LEFT = 0.02
"""Levels²: what rounding leaves."""
REPEATED, LEAST_MOVED = 0.2, 0.5
"""A frame that differs from the one before by less than this share of what its neighbours do is the same again, where
these move by so many levels."""


@dataclass(frozen=True, slots=True)
class Steps:
    """At key frames of one side: mean and standard error of the log of how much more is left over there than in the
    frame before, and over how many. mean 0, error 0 where there is none; error 0 for one."""

    mean: float = 0.0
    error: float = 0.0
    keys: int = 0


@dataclass(frozen=True, slots=True)
class FilmSide:
    """What belongs to one of the two.

    steps: at its key frames. marked: share of the common picture over which something lies on its side alone. repeats:
    share of its frames that show the one before again; 0 where both run at one speed. left: mean square left over where
    the other is laid over it, levels². colour: mean distance of its colours from grey, levels.
    """

    steps: Steps
    beyond: Beyond
    marked: float
    repeats: float
    left: float
    colour: float


@dataclass(frozen=True, slots=True)
class FilmPair:
    """left: mean square left over where the finer is laid over the coarser, over the squares that fit best, levels².
    shared_s: seconds that both show. scale: pixels of other's file for one of one's. detail: log of how much more fine
    structure other has, at the coarser's size. untold: share of the common picture over which something lies on a side
    that could not be told. toned: levels by which brightness differs. speed: other's against one's. off: how much
    frames differ that were held against each other to find the moments, levels²; sharp: as a share of what their
    neighbours differ by."""

    one: FilmSide
    other: FilmSide
    left: float
    shared_s: float
    scale: float
    detail: float
    untold: float
    toned: float
    speed: float
    mirrored: bool
    off: float
    sharp: float

    def turned(self) -> "FilmPair":
        return FilmPair(
            self.other,
            self.one,
            self.left,
            self.shared_s * self.speed,
            1 / self.scale,
            -self.detail,
            self.untold,
            self.toned,
            1 / self.speed,
            self.mirrored,
            self.off,
            self.sharp,
        )


def film_pair(one: FilmRendition, other: FilmRendition, lying: Lying) -> FilmPair | None:
    """`lying`: of one on other. None where they share too little to be compared, or do not come to lie on each other:
    then neither costs nor margins nor seconds say anything.

    Before a camera that swings over a still scene, a frame too early and a little aside fits nearly as well. So where
    the one nearly covers the other, it is tried whether it covers it altogether.
    """
    found = _pair(one, other, lying)
    apart = float(np.abs(lying.shares - np.eye(3)).max())
    if found is not None and ON_EACH_OTHER < apart < NEARLY:
        whole = _pair(one, other, Lying(lying.line, np.eye(3)))
        found = whole if whole is not None and whole.left <= found.left else found
    return found if found is not None and found.left <= MOST_LEFT else None


def _pair(one: FilmRendition, other: FilmRendition, lying: Lying) -> FilmPair | None:
    shares = lying.after_mirroring.ravel().tolist()
    start = begun(shares, mirrored=lying.mirrored, parent=one.luma[0], child=other.luma[0])
    moments = same_moments(one, other, lying.line, start)
    if moments is None or len(moments.others) < 2:
        return None
    laying = _laying(one, other, moments, start)
    if laying.scale > 1:
        back = laying.back(one.luma[0], other.luma[0])
        turned = _onto_coarser(other, one, moments.turned(), back)
        return None if turned is None else turned.turned()
    return _onto_coarser(one, other, moments, laying)


def _onto_coarser(fine: FilmRendition, coarse: FilmRendition, moments: SameMoments, over: Laying) -> FilmPair | None:
    """The pair, fine as `one`."""
    of_fine, of_coarse = moments.ones, moments.others
    spread = _spread(len(of_coarse))
    keys = [_key_places(fine, of_fine), _key_places(coarse, of_coarse)]
    clear = [_chosen(mine, theirs) for mine, theirs in (keys, keys[::-1])]
    at = np.unique(np.concatenate([spread, *(np.array([*k, *(n - 1 for n in k)], np.int64) for k in clear)]))
    middle = len(of_coarse) // 2
    how = filter_of(fine, coarse, (int(of_fine[middle]), int(of_coarse[middle])), over)
    lies, toned = laid_frames(fine, coarse, of_fine[at], of_coarse[at], over, how)
    theirs = coarse.luma[of_coarse[at]].astype(np.float32)
    squares, whole = left_over(theirs, lies)
    if int(whole.sum()) < LEAST_SQUARES:
        return None
    held = best_squares(squares[:, whole])
    energy = squares[:, whole][:, held].mean(axis=1)
    place = {int(frame): row for row, frame in enumerate(at.tolist())}
    steps = [_steps(energy, [place[k] for k in own], [place[k - 1] for k in own]) for own in clear]
    plain = np.isin(at, spread)
    inside = ~np.isnan(lies[0])
    seen = marks(theirs[plain], lies[plain], inside)
    detail = _detail(lies[plain], theirs[plain], inside, whole, held)
    back = over.back(fine.luma[0], coarse.luma[0])
    own_speed = abs(abs(moments.line.slope) - 1) < OWN_SPEED
    left = float(energy[plain].mean())
    return FilmPair(
        FilmSide(
            steps[0],
            beyond(fine, coarse, moments, back),
            seen.one,
            0.0 if own_speed else _repeats(fine, of_fine),
            _backward(fine, coarse, moments, back),
            _colour(fine, of_fine[spread]),
        ),
        FilmSide(
            steps[1],
            beyond(coarse, fine, moments.turned(), over),
            seen.other,
            0.0 if own_speed else _repeats(coarse, of_coarse),
            left,
            _colour(coarse, of_coarse[spread]),
        ),
        left,
        len(of_coarse) * coarse.step_us / 1e6,
        over.scale * (fine.shape[1] / fine.width) / (coarse.shape[1] / coarse.width),
        detail,
        seen.untold,
        toned,
        abs(moments.line.slope),
        over.mirrored,
        moments.off,
        moments.sharp,
    )


def _laying(one: FilmRendition, other: FilmRendition, moments: SameMoments, start: Laying) -> Laying:
    """The movement as the corners of that frame give it which fits best over several."""
    tries = np.unique(np.linspace(0, len(moments.others) - 1, LAID_TRIES + 2).astype(int)[1:-1])
    frames = [(one.luma[moments.ones[at]], other.luma[moments.others[at]]) for at in tries]
    found = [start]
    for ours, theirs in frames:
        again = refined(ours, theirs, start)
        if all((again.matrix != known.matrix).any() for known in found):
            found.append(again)
    return min(found, key=lambda laying: sum(_apart(ours, theirs, laying) for ours, theirs in frames))


def _apart(ours: npt.NDArray[np.uint8], theirs: npt.NDArray[np.uint8], laying: Laying) -> float:
    """Of one laid over the other: how far levels lie from their middle difference, in the middle."""
    off = laid(ours, laying, (theirs.shape[0], theirs.shape[1]), "bicubic") - theirs
    known = off[~np.isnan(off)]
    return float(np.median(np.abs(known - np.median(known)))) if len(known) else float("inf")


def _spread(frames: int) -> Indices:
    return np.unique(np.linspace(min(1, frames - 1), frames - 1, SPREAD_FRAMES).astype(np.int64))


def _key_places(film: FilmRendition, frames: Indices) -> list[int]:
    """Places in the row of shared moments at which the film has a key frame that it had not at the place before."""
    own = np.flatnonzero(film.key)
    places = np.searchsorted(frames, own)
    inside = (places >= 1) & (places < len(frames))
    return [int(k) for k, key in zip(places[inside], own[inside], strict=True) if frames[k - 1] < key <= frames[k]]


def _chosen(mine: list[int], theirs: list[int]) -> list[int]:
    """Those that stand clear, spread over time where there are many."""
    clear = sorted(k for k in set(mine) if all(abs(k - other) > CLEAR_OF for other in theirs))
    if len(clear) <= MOST_KEYS:
        return clear
    return [clear[int(k)] for k in np.linspace(0, len(clear) - 1, MOST_KEYS)]


def _steps(energy: Levels, at: list[int], before: list[int]) -> Steps:
    if not at:
        return Steps()
    logs = np.log((energy[at] + LEAST_LEFT) / (energy[before] + LEAST_LEFT))
    error = float(logs.std(ddof=1) / np.sqrt(len(logs))) if len(logs) > 1 else 0.0
    return Steps(float(logs.mean()), error, len(logs))


def _detail(
    lies: Levels, theirs: Levels, inside: npt.NDArray[np.bool_], whole: npt.NDArray[np.bool_], held: Indices
) -> float:
    """Log of the coarser's fine structure over the finer's, where that lies over it."""
    cut, _ = squares_inside(inside)
    sums = []
    for stack in (theirs, lies):
        fine = [cv2.Laplacian(np.where(inside, frame, 0).astype(np.float32), cv2.CV_32F) for frame in stack]
        squares = [(in_squares(np.asarray(one, np.float32)[cut]) ** 2).mean(axis=(1, 3))[whole][held] for one in fine]
        sums.append(float(np.mean(squares)))
    return float(np.log((sums[0] + 0.5) / (sums[1] + 0.5)))


def _backward(fine: FilmRendition, coarse: FilmRendition, moments: SameMoments, back: Laying) -> float:
    """What is left over where the coarser is laid over the finer."""
    at = _spread(len(moments.others))[::2]
    lies, _ = laid_frames(coarse, fine, moments.others[at], moments.ones[at], back, "bicubic")
    squares, whole = left_over(fine.luma[moments.ones[at]].astype(np.float32), lies)
    if not whole.any():
        return 0.0
    kept = squares[:, whole]
    return float(kept[:, best_squares(kept)].mean())


def _colour(film: FilmRendition, frames: Indices) -> float:
    return float(np.abs(film.chroma[frames].astype(np.float32) - 128).mean())


def _repeats(film: FilmRendition, frames: Indices) -> float:
    """Share of the frames from the first to the last of `frames` that show again what the one before showed."""
    luma = film.luma[int(frames.min()) : int(frames.max()) + 1, ::3, ::3].astype(np.int16)
    if len(luma) < 4:
        return 0.0
    moved = np.abs(np.diff(luma, axis=0)).mean(axis=(1, 2))
    around = np.maximum(np.append(moved[1:], moved[-2]), np.insert(moved[:-1], 0, moved[1]))
    return float(((around > LEAST_MOVED) & (moved < REPEATED * around)).mean())
