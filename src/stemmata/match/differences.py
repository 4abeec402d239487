"""What differs between two frames that lie over each other, with tone, sharpness and a pixel of shift allowed for."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from stemmata.fingerprint.frames import GRID
from stemmata.match.laid_over import FramePair, Laid, Levels, Mask, laid_over, pixel_matrix, shares_matrix, warped
from stemmata.match.picture import Picture
from stemmata.match.tone import Tone, equally_sharp, tone_between
from stemmata.model.edge import Segment

SMOOTHING_PX = 0.7
RIM_PX = 2
"""At the rim of what both show, half a pixel of the one meets the border of the other."""
LEAST_LEVELS, OF_THE_REST = 8.0, 2.5
"""A pixel differs from so many levels on, and so many times the middle difference of all pixels: re-encoded copies of
the corpus reach the sum in 1 of 2,000 pixels, a caption in most of its strokes."""
MOVED = 3.0
"""Levels allowed for each level by which a cell changes from frame to frame, for each frame that the two lie apart."""
ENDS, OF_AN_END, FLAT_END = 1.0, 64.0, 10.0
"""Per cent of the pixels that count as a picture's darkest and lightest; levels within which a pixel is near them, and
within which it is crushed."""
LEAST_NUDGE_PX, NUDGE_PX = 0.15, 3.0
SURE_NUDGE = 0.2
"""Response of the phase correlation (Kuglin and Hines 1975) from which its shift is taken."""

Signs = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Difference:
    """On the grid of `laid`. `a`, `b` (h, w): the two in one tone and equally sharp. `off`: levels by which they differ
    beyond a pixel's shift. `on`: where that is more than noise."""

    laid: Laid
    a: Levels
    b: Levels
    off: Levels
    on: Mask
    both: Mask
    tone: Tone
    """From a to b."""


def difference(a: Picture, b: Picture, segment: Segment, pair: FramePair) -> Difference:
    """Pure. The contrast of both is that of the flatter one, so that nothing is made louder than it was kept."""
    laid = _nudged(laid_over(a.view(pair.sample_a).grey, b.view(pair.sample_b).grey, shares_matrix(segment)))
    both = np.asarray(cv2.erode(laid.both.astype(np.uint8), np.ones((2 * RIM_PX + 1,) * 2), borderValue=0) > 0)
    tone = tone_between(laid.a, laid.b, both)
    if abs(tone.gain) <= 1:
        ours, theirs = tone.of(laid.a), laid.b
    else:
        ours, theirs = laid.a, tone_between(laid.b, laid.a, both).of(laid.b)
    ours, theirs = equally_sharp(ours, theirs, both)
    ours, theirs = (np.asarray(cv2.GaussianBlur(side, (0, 0), SMOOTHING_PX), np.float32) for side in (ours, theirs))
    off = np.maximum(_beyond(ours, theirs), _beyond(theirs, ours)) * both
    usual = float(np.median(np.abs(ours - theirs)[both])) if both.any() else 255.0
    off[_crushed(laid, both)] = 0
    noise = LEAST_LEVELS + OF_THE_REST * usual + MOVED * _moved(a, b, segment, pair, laid)
    return Difference(laid, ours, theirs, off, np.asarray(off > noise), both, tone)


def _crushed(laid: Laid, both: Mask) -> Mask:
    """Where both are as dark, or as light, as they get: a filter that crushes shadows takes detail and adds nothing."""
    crushed = np.zeros(both.shape, np.bool_)
    if not both.any():
        return crushed
    for end, turn in ((ENDS, 1.0), (100 - ENDS, -1.0)):
        ends = [turn * float(np.percentile(side[both], end)) for side in (laid.a, laid.b)]
        near = [turn * side <= at + OF_AN_END for side, at in zip((laid.a, laid.b), ends, strict=True)]
        flat = [turn * side <= at + FLAT_END for side, at in zip((laid.a, laid.b), ends, strict=True)]
        crushed |= near[0] & near[1] & (flat[0] | flat[1])
    return crushed


def _beyond(one: Levels, other: Levels) -> Levels:
    """How far each pixel lies outside the levels that the other picture has within a pixel of it."""
    square = np.ones((3, 3))
    over = np.maximum(one - cv2.dilate(other, square), cv2.erode(other, square) - one)
    return np.asarray(np.maximum(over, 0), np.float32)


def nudge(laid: Laid) -> tuple[float, float]:
    """By how many pixels of the grid b lies right of and below a: a hand moves a camera between two frames. (0, 0)
    where that is not sure; the movement itself is that of the stretch."""
    ours, theirs = (_edges(side) * laid.both for side in (laid.a, laid.b))
    (x, y), response = cv2.phaseCorrelate(ours, theirs, cv2.createHanningWindow(laid.a.shape[::-1], cv2.CV_32F))
    if response < SURE_NUDGE or not LEAST_NUDGE_PX <= max(abs(x), abs(y)) <= NUDGE_PX:
        return 0.0, 0.0
    return float(x), float(y)


def _nudged(laid: Laid) -> Laid:
    x, y = nudge(laid)
    if (x, y) == (0.0, 0.0):
        return laid
    size = laid.a.shape[::-1]
    back = np.array([[1, 0, -x], [0, 1, -y]])
    moved = cv2.warpAffine(laid.b, back, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    still = cv2.warpAffine(laid.both.astype(np.uint8), back, size, flags=cv2.INTER_NEAREST) > 0
    return Laid(laid.a, np.asarray(moved, np.float32), np.asarray(laid.both & still), laid.on_a)


def _edges(levels: Levels) -> Signs:
    """Unsigned edges: alike in a negative, and of nearly one strength in any tone."""
    along, across = (cv2.Sobel(levels, cv2.CV_32F, *axis, ksize=3) for axis in ((1, 0), (0, 1)))
    return np.asarray(np.sqrt(np.hypot(along, across)), np.float32)


def _moved(a: Picture, b: Picture, segment: Segment, pair: FramePair, laid: Laid) -> Levels:
    """(h, w) levels by which the scene itself is expected to change while the two frames lie apart."""
    shape = laid.a.shape
    if pair.apart_us == 0 or len(a.frame_us) < 2:
        return np.zeros(shape, np.float32)
    at = int(np.searchsorted(a.frame_us, a.sample_us[pair.sample_a]))
    near = slice(max(0, at - 1), at + 2)
    cells = np.asarray(a.moved[near].max(axis=0).reshape(GRID, GRID), np.float32)
    step = max(1, (int(a.frame_us[-1]) - int(a.frame_us[0])) // (len(a.frame_us) - 1))
    width, height = a.grey_size
    spread = cv2.resize(cells, (width, height), interpolation=cv2.INTER_LINEAR) * min(2.0, pair.apart_us / step)
    if laid.on_a:
        return np.asarray(spread, np.float32)
    grey_a, grey_b = a.view(pair.sample_a).grey, b.view(pair.sample_b).grey
    return warped(
        np.asarray(np.clip(spread, 0, 255), np.uint8), pixel_matrix(shares_matrix(segment), grey_a, grey_b), grey_b
    )[0]
