"""The literature's dissimilarity of two films: a few frames that show the same instant, compared as stills are.

Dias, Rocha and Goldenstein, "Video Phylogeny: Recovering Near-Duplicate Video Relationships", WIFS 2011, compare
synchronised frames; "Hash-Based Frame Selection for Video Phylogeny", 2016, finds them where films are trimmed. Here
the clocks are laid over each other by small grey pictures, at every offset and a few speeds; then up to FRAMES pairs
of frames are taken from what overlaps, and the mean of their costs. Frames are not coded again: what a codec of films
does to one frame depends on those before it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import av
import cv2
import numpy as np
import numpy.typing as npt
from bench.families.still_costs import Costs, Seen, detailed, left_over, movement

FRAMES = 4
POINTS = 600
SMALL = 32, 18
SHORTEST_S = 1.5
"""Films that overlap by less are not compared."""
STEP_S = 0.1
NEAR_S = 0.15
"""How far off a clock may be: of the frames within, the one that looks most alike is taken."""
ANCHOR_S = 0.5
SPEEDS = tuple(1.03**step for step in range(-8, 9))
"""0.79 to 1.27."""
STANDING = 0.95
"""Frames this alike tell no offset from another: then the longer overlap is taken."""

Levels = npt.NDArray[np.float32]
Seconds = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Small:
    """Every frame of a film. at (n,) s from the first; shown (n, 576) grey, of mean 0 and length 1."""

    at: Seconds
    shown: Levels


@dataclass(frozen=True, slots=True)
class Clock:
    """second of one film = offset_s + speed * second of the other; both overlap from `first_s` to `last_s` of the
    other."""

    offset_s: float
    speed: float
    first_s: float
    last_s: float


def film_costs(paths: Sequence[Path]) -> Costs:
    """Of one family's files. Where one cannot be read, FFmpeg's own errors are raised."""
    shown = [small(path) for path in paths]
    wanted = {
        (one, other): frames
        for one, other in combinations(range(len(paths)), 2)
        if (frames := _frames(shown[one], shown[other])) is not None
    }
    numbers: list[set[int]] = [set() for _ in paths]
    for (one, other), pairs in wanted.items():
        numbers[one].update(first for first, _ in pairs)
        numbers[other].update(second for _, second in pairs)
    seen = [_read(path, chosen) for path, chosen in zip(paths, numbers, strict=True)]
    costs = np.full((len(paths), len(paths)), np.inf)
    for (one, other), pairs in wanted.items():
        both = [_both_ways(seen[one][first], seen[other][second]) for first, second in pairs]
        known = [found for found in both if found is not None]
        if known:
            costs[one, other], costs[other, one] = np.mean(known, axis=0)
    return costs


def _both_ways(one: Seen, other: Seen) -> tuple[float, float] | None:
    found = movement(one, other)
    if found is None:
        return None
    back = np.asarray(cv2.invertAffineTransform(found), np.float64)
    return left_over(one, other, found), left_over(other, one, back)


def small(path: Path) -> Small:
    """Decodes all of it."""
    at: list[float] = []
    shown: list[Levels] = []
    with av.open(str(path)) as container:
        container.streams.video[0].thread_count = 1
        for frame in container.decode(video=0):
            at.append(float(frame.time or 0.0))
            grey = cv2.resize(frame.to_ndarray(format="gray"), SMALL, interpolation=cv2.INTER_AREA)
            shown.append(grey.astype(np.float32).ravel())
    levels = np.stack(shown)
    levels -= levels.mean(axis=1, keepdims=True)
    levels /= np.maximum(np.linalg.norm(levels, axis=1, keepdims=True), 1e-3)
    return Small(np.array(at) - at[0], levels)


def _read(path: Path, numbers: set[int]) -> Mapping[int, Seen]:
    """Some frames, by their number, with their details."""
    seen: dict[int, Seen] = {}
    with av.open(str(path)) as container:
        container.streams.video[0].thread_count = 1
        for number, frame in enumerate(container.decode(video=0)):
            if number in numbers:
                pixels = np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)
                seen[number] = Seen(pixels, *detailed(pixels, POINTS))
    return seen


def _frames(one: Small, other: Small) -> list[tuple[int, int]] | None:
    """Numbers of frames of both that show the same instant; None where they overlap by too little."""
    alike = one.shown @ other.shown.T
    clock = aligned(one, other, alike)
    if clock is None:
        return None
    anchors = np.arange(np.ceil(clock.first_s / ANCHOR_S), np.floor(clock.last_s / ANCHOR_S) + 1) * ANCHOR_S
    chosen = anchors[np.unique(np.linspace(0, len(anchors) - 1, FRAMES).round().astype(int))]
    pairs = []
    for second in chosen.tolist():
        there, here = clock.offset_s + clock.speed * second, int(np.abs(other.at - second).argmin())
        off = np.abs(one.at - there)
        near = off <= max(NEAR_S, float(off.min()))
        pairs.append((int(np.where(near, alike[:, here], -np.inf).argmax()), here))
    return pairs


def aligned(one: Small, other: Small, alike: Levels) -> Clock | None:
    """The clock under which their frames look most alike over the longest time; None where none leaves SHORTEST_S.

    alike (n, m): how much each frame of one looks like each of the other, -1 to 1.
    """
    likeness = alike - min(float(np.median(alike)), STANDING)
    rough = _best(one, other, likeness, [(speed, _offsets(one, other, speed)) for speed in SPEEDS])
    if rough is None:
        return None
    near = rough.offset_s + np.arange(-7, 8) * STEP_S / 5
    return _best(one, other, likeness, [(rough.speed * 1.005**step, near) for step in range(-3, 4)]) or rough


def _offsets(one: Small, other: Small, speed: float) -> Seconds:
    return np.arange(SHORTEST_S - speed * other.at[-1], one.at[-1] - SHORTEST_S + STEP_S, STEP_S)


def _best(one: Small, other: Small, likeness: Levels, tried: Sequence[tuple[float, Seconds]]) -> Clock | None:
    best, found = -np.inf, None
    seconds = np.arange(0.0, other.at[-1] + 1e-6, STEP_S)
    columns = _nearest(other.at, seconds)
    for speed, offsets in tried:
        if not len(offsets):
            continue
        there = offsets[:, None] + speed * seconds[None]
        within = (there >= 0) & (there <= one.at[-1])
        summed = (likeness[_nearest(one.at, there), columns[None]] * within).sum(axis=1)
        summed[within.sum(axis=1) * STEP_S < SHORTEST_S] = -np.inf
        at = int(summed.argmax())
        if summed[at] > best:
            best, inside = float(summed[at]), seconds[within[at]]
            found = Clock(float(offsets[at]), speed, float(inside[0]), float(inside[-1]))
    return found


def _nearest(at: Seconds, seconds: Seconds) -> npt.NDArray[np.intp]:
    after = np.clip(np.searchsorted(at, seconds), 1, max(1, len(at) - 1))
    after = np.minimum(after, len(at) - 1)
    before = np.maximum(after - 1, 0)
    return np.where(seconds - at[before] < at[after] - seconds, before, after)
