"""What one of two films shows beyond the other, in the picture and in time, and whether it is the same scene that goes
on there: who adds a border, a title or an outro adds nothing that the parent must have had."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from stemmata.fingerprint.film_rendition import FilmRendition
from stemmata.lineage.film_moments import SameMoments
from stemmata.lineage.laying import Laying

BARE = 0.006
"""Of a side, from which a margin is one: two pixels of FILM_PX, four times what laying is off by."""
PLAY = 1.6
"""Frames by which an end may stick out and count as no more: containers and rounding to frames shift it by one."""
NEAR_FRAMES, AROUND_FRAMES = 2, 12
CUT_TIMES, CUT_LEVELS = 4.0, 6.0
"""By how much two frames must differ to be a cut: of what frames around differ in the middle, and in levels."""
AS_FINE, AS_LIVELY, LEAST_MOVED = 0.35, 0.4, 2.0
"""How much of the inside's fine structure and of its movement a margin must have to be the scene itself, and by how
many levels the inside must move for that to be told."""
LEAST_PIXELS = 400

Margins = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Beyond:
    """bare: margins on which nothing of the other lies, as shares: left, top, right, bottom. bare_goes_on: the scene is
    seen to go on there; bare_added: it is seen not to, so that this is a border; neither where the camera stands still.
    before_s, behind_s: seconds that it runs before and behind all that the other shows, on its own clock; 0 below PLAY.
    runs_on: at one of these borders the scene is seen to run on without a cut; more_added: at all of them there is one.
    """

    bare: Margins
    bare_goes_on: bool
    bare_added: bool
    before_s: float
    behind_s: float
    runs_on: bool
    more_added: bool

    @property
    def sides_bare(self) -> int:
        return sum(margin > BARE for margin in self.bare)

    @property
    def share_bare(self) -> float:
        left, top, right, bottom = self.bare
        return 1 - max(0.0, 1 - left - right) * max(0.0, 1 - top - bottom)


def beyond(own: FilmRendition, other: FilmRendition, moments: SameMoments, laying: Laying) -> Beyond:
    """`moments` with `own` as the ones; `laying` of other on own."""
    bare = _bare(own.shape, other.shape, laying)
    before, behind, borders = _more(own, other, moments)
    goes_on = _goes_on(own, moments.ones, bare) if any(margin > BARE for margin in bare) else None
    cuts = [_cut(own, border) for border in borders]
    return Beyond(
        bare,
        goes_on is True,
        goes_on is False,
        before,
        behind,
        False in cuts,
        bool(cuts) and all(cut is True for cut in cuts),
    )


def _bare(shape: tuple[int, int], laid_shape: tuple[int, int], laying: Laying) -> Margins:
    """Of a picture of `shape` beyond the upright box of one of `laid_shape` that lies on it."""
    (height, width), (high, wide) = shape, laid_shape
    corners = np.array([[-0.5, -0.5, 1], [wide - 0.5, -0.5, 1], [-0.5, high - 0.5, 1], [wide - 0.5, high - 0.5, 1]])
    there = corners @ laying.matrix.T + 0.5
    (low_x, low_y), (high_x, high_y) = there.min(axis=0), there.max(axis=0)
    margins = (low_x / width, low_y / height, 1 - high_x / width, 1 - high_y / height)
    left, top, right, bottom = (min(1.0, max(0.0, float(one))) for one in margins)
    return left, top, right, bottom


def _goes_on(own: FilmRendition, frames: npt.NDArray[np.int64], bare: Margins) -> bool | None:
    """Whether the margins are as fine as the inside and move with it; None where that cannot be told."""
    height, width = own.shape
    left, top, right, bottom = bare
    inside = np.zeros((height, width), np.bool_)
    inside[
        round(top * height) : height - round(bottom * height), round(left * width) : width - round(right * width)
    ] = True
    core = cv2.erode(inside.astype(np.uint8), np.ones((5, 5), np.uint8), borderValue=0) > 0
    edge = cv2.dilate(inside.astype(np.uint8), np.ones((5, 5), np.uint8)) == 0
    if int(core.sum()) < LEAST_PIXELS or int(edge.sum()) < LEAST_PIXELS:
        return None
    stack = own.luma[frames[np.unique(np.linspace(0, len(frames) - 1, 8).astype(int))]].astype(np.float32)
    moved = stack.std(axis=0)
    fine = np.abs(np.stack([cv2.Laplacian(frame, cv2.CV_32F) for frame in stack])).mean(axis=0)
    if fine[edge].mean() < AS_FINE * fine[core].mean():
        return False
    if float(moved[core].mean()) < LEAST_MOVED:
        return None
    return bool(moved[edge].mean() >= AS_LIVELY * moved[core].mean())


def _more(own: FilmRendition, other: FilmRendition, moments: SameMoments) -> tuple[float, float, list[float]]:
    """Seconds before and behind all that the other shows; and the borders, on own's clock, where there are any."""
    there = [float(moments.line.to_a(float(at))) for at in (other.begins_us, other.end_us)]
    low, high = sorted(there)
    play = PLAY * max(own.step_us, other.step_us)
    before, behind = ((more if more > play else 0.0) / 1e6 for more in (low - own.begins_us, own.end_us - high))
    return before, behind, [at for at, more in ((low, before), (high, behind)) if more]


def _cut(own: FilmRendition, border_us: float) -> bool | None:
    """Whether a cut lies within NEAR_FRAMES of the border; None where its frames are not held."""
    at = int(np.searchsorted(own.frame_us, border_us))
    low, high = max(0, at - AROUND_FRAMES), min(len(own.frame_us), at + AROUND_FRAMES)
    if high - low < AROUND_FRAMES or not low + NEAR_FRAMES < at < high - NEAR_FRAMES:
        return None
    luma = own.luma[low:high, ::2, ::2].astype(np.int16)
    moved = np.abs(np.diff(luma, axis=0)).mean(axis=(1, 2))
    near = moved[at - low - 1 - NEAR_FRAMES : at - low + NEAR_FRAMES]
    return bool(near.max() > max(CUT_LEVELS, CUT_TIMES * float(np.median(moved))))
