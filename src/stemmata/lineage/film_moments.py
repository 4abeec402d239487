"""Which frames of two films show the same moment, to the frame.

Matching lays clocks over each other to a quarter of a second, and vaguer where a camera stands still. What generations
leave is smaller than what a hand moves a camera in one frame, so the line is sought again, frame by frame: among its
neighbours, and where these are all alike among all lines, by what changes in the picture.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from stemmata.fingerprint.film_rendition import FilmRendition
from stemmata.lineage.laying import Laying
from stemmata.match.lines import Line

SEEN_PX = 128
"""Longest side at which frames are held against each other to find the moment."""
LEAST_SHARED = 64
"""Pixels at that size that both must show."""
PROBES = 14
REACH = 6
"""Frames to both sides."""
SHIFTS = 3
"""So many of them for the shift; the rest for a speed that was measured badly."""
OWN_SPEED = 0.004
"""Nearer to 1 than this, a film runs at its own speed and only the shift is sought."""
SLOPES = np.linspace(-0.04, 0.04, 33)
"""How far a speed other than 1 may be off."""
FOR_OWN_SPEED = 0.02
"""Another speed must explain that much more."""
SHARP = 0.5
"""Where frames on the line differ by less than this share of what their neighbours do, it is known to the frame."""
SOUGHT_PROBES = 32
ALL_SLOPES = np.exp(np.linspace(np.log(0.7), np.log(1.45), 74))
"""Speeds at which a line is sought where neighbours say nothing: what platforms and people do without being noticed."""
LEAST_OVERLAP = 0.25
"""Of the shorter one, that a line sought in this way must bring together."""

Indices = npt.NDArray[np.int64]
Values = npt.NDArray[np.float64]
Seen = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class SameMoments:
    """ones, others (k,): numbers of frames that show the same moment, in order of `others`, each of which comes once.
    line: `one`'s clock for `other`'s, µs. off: mean difference of frames held against each other, levels² at SEEN_PX;
    sharp: the same as a share of what neighbours differ by."""

    ones: Indices
    others: Indices
    line: Line
    off: float
    sharp: float

    def turned(self) -> "SameMoments":
        """`others` first; each of the ones once."""
        ones, first = np.unique(self.ones, return_index=True)
        back = Line(1 / self.line.slope, -self.line.offset_us / self.line.slope)
        return SameMoments(self.others[first], ones, back, self.off, self.sharp)


@dataclass(frozen=True, slots=True)
class _Found:
    line: Line
    off: float
    sharp: float


def same_moments(one: FilmRendition, other: FilmRendition, line: Line, laying: Laying) -> SameMoments | None:
    """None where no frame of the one falls on the other. `line` leads from other's clock to one's; `laying` from one's
    pixels to other's."""
    held = _Held(one, other, laying)
    if not held.shared:
        return None
    found = _refined(held, line)
    if found is None:
        return None
    if found.sharp > SHARP:
        found = _by_changes(held, line.slope < 0, found)
    ones, others = _on(one, other, found.line)
    if not len(others):
        return None
    if abs(abs(found.line.slope) - 1) >= OWN_SPEED:
        ones = _nearest_alike(held, ones, others)
    return SameMoments(ones, others, found.line, found.off, found.sharp)


class _Held:
    """Frames of both, small, on the grid of `other`; only where both show something, less their mean."""

    def __init__(self, one: FilmRendition, other: FilmRendition, laying: Laying) -> None:
        self.one, self.other = one, other
        self._mirrored = laying.mirrored
        self._sizes = [_small(film.shape) for film in (one, other)]
        rates = [np.array(size) / film.shape[::-1] for size, film in zip(self._sizes, (one, other), strict=True)]
        # pixel centres: x' = (x + 0.5) rate - 0.5
        before = laying.matrix[:, :2] / rates[0]
        shift = laying.matrix[:, 2] + before @ (0.5 - 0.5 * rates[0])
        self._matrix = np.c_[before, shift] * rates[1][:, None]
        self._matrix[:, 2] += 0.5 * rates[1] - 0.5
        whole = np.full(self._sizes[0][::-1], 255, np.uint8)
        self._inside = cv2.warpAffine(whole, self._matrix, self._sizes[1]) > 250
        self._laid: dict[int, Seen] = {}

    @property
    def shared(self) -> bool:
        return int(self._inside.sum()) >= LEAST_SHARED

    def of_other(self, frame: int) -> Seen:
        return self._centred(cv2.resize(self.other.luma[frame], self._sizes[1], interpolation=cv2.INTER_AREA))

    def of_one(self, frame: int) -> Seen:
        if frame not in self._laid:
            small = cv2.resize(self.one.luma[frame], self._sizes[0], interpolation=cv2.INTER_AREA)
            shown = np.ascontiguousarray(small[:, ::-1]) if self._mirrored else small
            laid = cv2.warpAffine(np.asarray(shown, np.uint8), self._matrix, self._sizes[1], flags=cv2.INTER_LINEAR)
            self._laid[frame] = self._centred(laid)
        return self._laid[frame]

    def apart(self, frame: int, other: Seen) -> float:
        return float(((self.of_one(frame) - other) ** 2).mean())

    def _centred(self, shown: npt.NDArray[np.generic]) -> Seen:
        values = shown.astype(np.float32)[self._inside]
        return np.asarray(values - values.mean(), np.float32)


def _small(shape: tuple[int, int]) -> tuple[int, int]:
    height, width = shape
    scale = min(1.0, SEEN_PX / max(height, width))
    return max(8, round(width * scale)), max(8, round(height * scale))


def _refined(held: _Held, line: Line) -> _Found | None:
    found: _Found | None = None
    for slopes in (SLOPES, SLOPES, SLOPES / 5):
        found = _nearby(held, found.line if found else line, slopes)
        if found is None or abs(abs(found.line.slope) - 1) < OWN_SPEED:
            return found
    return found


def _nearby(held: _Held, line: Line, slopes: Values) -> _Found | None:
    """The best line near this one. Own speed wins where others are no better: hardly anything moves then."""
    one, other = held.one, held.other
    probes = _probes(one, other, line, PROBES)
    if not len(probes):
        return None
    at_us = other.frame_us[probes].astype(np.float64)
    middle = float(at_us.mean())
    own = (-1.0 if line.slope < 0 else 1.0) - line.slope
    turns = [own] if abs(own) < OWN_SPEED else [own, *slopes[np.abs(slopes - own) > OWN_SPEED].tolist()]
    off = _differences(held, line, probes)
    rows = np.arange(len(probes))
    best: tuple[float, float, Line] | None = None
    for turn in turns:
        for shift in np.arange(-SHIFTS, SHIFTS + 0.1, 1.0 if turn == own else 0.5).tolist():
            at = np.round(shift + turn * (at_us - middle) / one.step_us).astype(int) + REACH
            if (at < 0).any() or (at > 2 * REACH).any():
                continue
            values = off[rows, at]
            known = values[~np.isnan(values)]
            if 2 * len(known) < len(probes):
                continue
            mean = float(known.mean())
            cost = mean * (1 + 1e-3 * abs(shift) + (0 if turn == own else FOR_OWN_SPEED))
            if best is None or cost < best[0]:
                offset = line.offset_us + shift * one.step_us - turn * middle
                best = cost, mean, Line(line.slope + turn, offset)
    if best is None:
        return None
    usual = float(np.nanmean(off))
    return _Found(best[2], best[1], best[1] / max(usual, 1e-6))


def _by_changes(held: _Held, backwards: bool, near: _Found) -> _Found:
    """The line along which what changes in the picture is most alike; `near` where it explains as much."""
    one, other = held.one, held.other
    probes = np.unique(np.linspace(0, len(other.frame_us) - 1, SOUGHT_PROBES).astype(np.int64))
    ours = _changing(np.stack([held.of_one(at) for at in range(len(one.frame_us))]))
    theirs = _changing(np.stack([held.of_other(int(at)) for at in probes]))
    alike = ours @ theirs.T
    alike -= np.median(alike, axis=0)
    at_us = other.frame_us[probes].astype(np.float64)
    best: tuple[float, Line] | None = None
    for slope in [1.0, *ALL_SLOPES.tolist()]:
        signed = -slope if backwards else slope
        for offset, score in _scored(alike, one, at_us, signed):
            weighed = score * (1.0 if slope == 1.0 else 1 - FOR_OWN_SPEED)
            if best is None or weighed > best[0]:
                best = weighed, Line(signed, offset)
    again = None if best is None else _refined(held, best[1])
    if again is None:
        return near
    scores = [_score(alike, one, at_us, found.line) for found in (near, again)]
    return again if scores[1] > (1 + FOR_OWN_SPEED) * scores[0] else near


def _changing(frames: Seen) -> Seen:
    """(n, pixels) less what stays, each of length 1: background that stands still says nothing on time."""
    moved = frames - frames.mean(axis=0)
    return np.asarray(moved / (np.linalg.norm(moved, axis=1, keepdims=True) + 1.0), np.float32)


def _scored(alike: Seen, one: FilmRendition, at_us: Values, slope: float) -> Iterator[tuple[float, float]]:
    """(offset, score) of the best line of this slope."""
    there = slope * at_us
    low, high = one.frame_us[0] - there.max(), one.frame_us[-1] - there.min()
    offsets = np.arange(low, high + 1, one.step_us)
    frames = np.round((offsets[:, None] + there - one.frame_us[0]) / one.step_us).astype(np.int64)
    inside = (frames >= 0) & (frames < len(one.frame_us))
    values = alike[np.clip(frames, 0, len(one.frame_us) - 1), np.arange(len(at_us))]
    scores = np.where(inside, values, 0).sum(axis=1)
    shorter = min(len(at_us), len(at_us) * len(one.frame_us) * one.step_us / max(1.0, abs(float(np.ptp(there)))))
    scores[inside.sum(axis=1) < LEAST_OVERLAP * shorter] = -np.inf
    if len(scores) and np.isfinite(scores.max()):
        best = int(scores.argmax())
        yield float(offsets[best]), float(scores[best])


def _score(alike: Seen, one: FilmRendition, at_us: Values, line: Line) -> float:
    frames = np.round((line.to_a(at_us) - one.frame_us[0]) / one.step_us).astype(np.int64)
    inside = (frames >= 0) & (frames < len(one.frame_us))
    return float(alike[frames[inside], np.flatnonzero(inside)].sum())


def _on(one: FilmRendition, other: FilmRendition, line: Line) -> tuple[Indices, Indices]:
    there = line.to_a(other.frame_us.astype(np.float64))
    nearest = np.searchsorted(one.frame_us - one.step_us / 2, there, side="right") - 1
    inside = (nearest >= 0) & (there < one.frame_us[-1] + one.step_us / 2)
    held = inside & (np.abs(one.frame_us[np.clip(nearest, 0, None)] - there) <= 0.51 * one.step_us)
    others = np.flatnonzero(held)
    return nearest[others].astype(np.int64), others.astype(np.int64)


def _probes(one: FilmRendition, other: FilmRendition, line: Line, most: int) -> Indices:
    _, others = _on(one, other, line)
    return np.unique(others[np.linspace(0, len(others) - 1, most).astype(int)]) if len(others) else others


def _differences(held: _Held, line: Line, probes: Sequence[int] | Indices) -> Values:
    """(probes, 2 REACH + 1) mean square by which neighbours of the frame on the line differ; NaN beyond the ends."""
    one, other = held.one, held.other
    result = np.full((len(probes), 2 * REACH + 1), np.nan)
    there = line.to_a(other.frame_us[probes].astype(np.float64))
    centres = np.searchsorted(one.frame_us - one.step_us / 2, there, side="right") - 1
    for row, (probe, centre) in enumerate(zip(probes, centres.tolist(), strict=True)):
        theirs = held.of_other(int(probe))
        for step in range(-REACH, REACH + 1):
            if 0 <= centre + step < len(one.frame_us):
                result[row, step + REACH] = held.apart(centre + step, theirs)
    return result


def _nearest_alike(held: _Held, ones: Indices, others: Indices) -> Indices:
    """Of each frame's neighbours the one most alike: where a film was sped up, rounding to frames wanders."""
    result = ones.copy()
    for row, (centre, frame) in enumerate(zip(ones.tolist(), others.tolist(), strict=True)):
        theirs = held.of_other(frame)
        near = [at for at in (centre, centre - 1, centre + 1) if 0 <= at < len(held.one.frame_us)]
        result[row] = min(near, key=lambda at: held.apart(at, theirs))
    return result
