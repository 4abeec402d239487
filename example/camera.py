"""A pinhole camera over textured quads in space, painted from far to near; held in a hand that shakes.

World: x east, y north, z up, metres. Image: x right, y down, pixels.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
import numpy.typing as npt

from example.textures import Picture

Vector = npt.NDArray[np.float64]
NEAR_M = 0.4
SMALLEST_PX = 6.0
"""Quads that cover less of the picture are left out."""


def pyramid(texture: Picture) -> tuple[Picture, ...]:
    """The texture and its halves down to 8 pixels: far surfaces are read from small ones and do not flicker."""
    levels = [np.ascontiguousarray(texture)]
    while min(levels[-1].shape[:2]) >= 16:
        levels.append(np.asarray(cv2.resize(levels[-1], None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8))
    return tuple(levels)


@dataclass(frozen=True, slots=True)
class Surface:
    """A flat quad: its upper left corner, the edges along the texture's width and height. Only the front shows."""

    levels: tuple[Picture, ...]
    corner: Vector
    across: Vector
    down: Vector
    both_sides: bool = False
    layer: int = 2
    """0 backdrop, 1 ground, 2 everything that stands."""


@dataclass(frozen=True, slots=True)
class Pose:
    """Where the camera is and looks: yaw 0 is north and grows to the east, pitch above the horizon; radians."""

    position: Vector
    yaw: float
    pitch: float
    roll: float
    focal: float
    """In image widths."""

    def axes(self) -> npt.NDArray[np.float64]:
        """(3, 3): rows right, down, forward in the world."""
        sy, cy, sp, cp = np.sin(self.yaw), np.cos(self.yaw), np.sin(self.pitch), np.cos(self.pitch)
        forward = np.array([sy * cp, cy * cp, sp])
        right = np.array([cy, -sy, 0.0])
        below = np.cross(forward, right)
        sr, cr = np.sin(self.roll), np.cos(self.roll)
        return np.stack([cr * right + sr * below, cr * below - sr * right, forward])


def looking(position: Sequence[float], target: Sequence[float], focal: float) -> Pose:
    """A level camera at `position` that looks at `target`."""
    at = np.asarray(position, np.float64)
    east, north, up = np.asarray(target, np.float64) - at
    return Pose(at, float(np.arctan2(east, north)), float(np.arctan2(up, np.hypot(east, north))), 0.0, focal)


def between(start: Pose, end: Pose, share: float) -> Pose:
    """On the way from one pose to another, share in 0..1."""
    turn = (end.yaw - start.yaw + np.pi) % (2 * np.pi) - np.pi
    return Pose(
        start.position + share * (end.position - start.position),
        start.yaw + share * turn,
        start.pitch + share * (end.pitch - start.pitch),
        start.roll + share * (end.roll - start.roll),
        start.focal + share * (end.focal - start.focal),
    )


def unsteady(rng: np.random.Generator, frames: int, rate: float, strength: float) -> npt.NDArray[np.float64]:
    """(frames, 5): yaw, pitch, roll in radians, east and up in metres to add: drift, breath, tremor, a few jolts."""
    total = np.zeros((frames, 5))
    scale = np.array([0.02, 0.014, 0.010, 0.05, 0.04]) * strength
    for hertz, weight in ((0.4, 1.0), (1.3, 0.5), (4.0, 0.16)):
        knots = max(4, int(frames / rate * hertz) + 4)
        walk = rng.standard_normal((knots, 5)).astype(np.float32)
        smooth = cv2.resize(walk, (5, frames), interpolation=cv2.INTER_CUBIC)
        total += weight * smooth * scale
    for _ in range(max(1, int(frames / rate / 4))):
        at = int(rng.integers(0, frames))
        fade = np.exp(-np.abs(np.arange(frames) - at) / (0.12 * rate))
        total[:, :3] += fade[:, None] * rng.standard_normal(3) * scale[:3] * 1.6
    return total


def shaken(pose: Pose, by: npt.NDArray[np.float64]) -> Pose:
    """The pose with one row of `unsteady` added."""
    yaw, pitch, roll, east, up = (float(v) for v in by)
    return Pose(
        pose.position + np.array([east, 0.0, up]), pose.yaw + yaw, pose.pitch + pitch, pose.roll + roll, pose.focal
    )


@dataclass(slots=True)
class Lens:
    """What one camera does to every picture: size, white balance, contrast, grain."""

    width: int
    height: int
    rng: np.random.Generator
    gains: tuple[float, float, float] = (1.0, 1.0, 1.0)
    gamma: float = 1.0
    grain: int = 6
    curve: Picture = field(init=False)
    film: Picture = field(init=False)

    def __post_init__(self) -> None:
        ramp = np.linspace(0, 1, 256)[:, None] ** self.gamma * np.asarray(self.gains) * 255
        self.curve = np.clip(ramp, 0, 255).astype(np.uint8)[None]
        self.film = self.rng.integers(0, self.grain + 1, (self.height + 64, self.width + 64, 1), np.uint8).repeat(3, 2)

    def develop(self, frame: Picture) -> Picture:
        """The light of a frame as this camera stores it."""
        x, y, u, v = (int(k) for k in self.rng.integers(0, 64, 4))
        toned = np.asarray(cv2.LUT(frame, self.curve), np.uint8)
        toned = np.asarray(cv2.add(toned, self.film[y : y + self.height, x : x + self.width]), np.uint8)
        return np.asarray(cv2.subtract(toned, self.film[v : v + self.height, u : u + self.width]), np.uint8)


def render(surfaces: Iterable[Surface], pose: Pose, lens: Lens) -> Picture:
    """(height, width, 3) uint8 RGB of the surfaces as the pose sees them, developed."""
    everything = list(surfaces)
    focal = pose.focal * lens.width
    project = np.array([[focal, 0, lens.width / 2], [0, focal, lens.height / 2], [0, 0, 1.0]]) @ pose.axes()
    corner = np.array([one.corner for one in everything]) - pose.position
    across, down = np.array([one.across for one in everything]), np.array([one.down for one in everything])
    corners = np.stack([corner, corner + across, corner + across + down, corner + down], axis=1)
    image = corners @ project.T  # homogeneous: x and y in pixels times depth, depth in metres
    x, y, depth = image[..., 0], image[..., 1], image[..., 2]
    outside = (depth < NEAR_M).all(1) | (x < 0).all(1) | (y < 0).all(1)
    outside |= (x > lens.width * depth).all(1) | (y > lens.height * depth).all(1)
    both = np.array([one.both_sides for one in everything])
    turned_away = ~both & ((np.cross(across, down) * corner).sum(axis=1) <= 0)
    farthest = (corners**2).sum(axis=2).max(axis=1)
    order = np.lexsort((-farthest, [one.layer for one in everything]))
    frame = np.full((lens.height, lens.width, 3), (176, 190, 204), np.uint8)
    for k in order[~(outside | turned_away)[order]]:
        _paint(frame, everything[k].levels, image[k])
    return lens.develop(frame)


def _paint(frame: Picture, levels: Sequence[Picture], image: npt.NDArray[np.float64]) -> None:
    """One quad, given its four corners in homogeneous image coordinates (4, 3), clockwise as seen on its front."""
    unit = np.stack([image[1] - image[0], image[3] - image[0], image[0]], axis=1)
    polygon, share = image, 1.0
    if image[:, 2].min() <= NEAR_M:
        part = _in_front(unit)
        polygon, share = np.c_[part, np.ones(len(part))] @ unit.T, abs(_area(part))
    points = polygon[:, :2] / polygon[:, 2:]
    area = abs(_area(points))
    if area < SMALLEST_PX:
        return
    height, width = frame.shape[:2]
    x0, y0 = (max(0, int(v)) for v in np.floor(points.min(axis=0)))
    x1, y1 = (min(most, int(v) + 1) for v, most in zip(np.ceil(points.max(axis=0)), (width, height), strict=True))
    if x0 >= x1 or y0 >= y1:
        return
    texels = share * levels[0].shape[0] * levels[0].shape[1]
    level = levels[min(max(round(0.5 * math.log2(texels / area)), 0), len(levels) - 1)]
    rows, columns = level.shape[:2]
    matrix = unit / (columns, rows, 1.0)
    matrix[0] -= x0 * matrix[2]
    matrix[1] -= y0 * matrix[2]
    sprite = level.shape[2] == 4
    border = cv2.BORDER_CONSTANT if sprite else cv2.BORDER_REPLICATE
    size = (x1 - x0, y1 - y0)
    patch = np.asarray(cv2.warpPerspective(level, matrix, size, flags=cv2.INTER_LINEAR, borderMode=border), np.uint8)
    under = frame[y0:y1, x0:x1]
    if sprite:
        clear = cv2.cvtColor(255 - patch[..., 3], cv2.COLOR_GRAY2RGB)
        under[:] = cv2.add(cv2.multiply(under, clear, scale=1 / 255), patch[..., :3])
    else:
        outline = np.clip(np.rint((points - (x0, y0)) * 16), -(2**26), 2**26).astype(np.int32)
        mask = np.zeros((size[1], size[0]), np.uint8)
        cv2.fillConvexPoly(mask, outline, 255, cv2.LINE_8, 4)
        cv2.copyTo(patch, mask, under)


def _in_front(unit: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The part of the unit square that lies before the near plane, (k, 2), k 0..5 (Sutherland and Hodgman, 1974)."""
    square = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]
    depth = [float(unit[2] @ (x, y, 1.0)) - NEAR_M for x, y in square]
    kept: list[tuple[float, float]] = []
    for k, (here, d) in enumerate(zip(square, depth, strict=True)):
        before, last = square[k - 1], depth[k - 1]
        if (d > 0) != (last > 0):
            share = last / (last - d)
            kept.append((before[0] + share * (here[0] - before[0]), before[1] + share * (here[1] - before[1])))
        if d > 0:
            kept.append(here)
    return np.array(kept, np.float64).reshape(-1, 2)


def _area(points: npt.NDArray[np.float64]) -> float:
    """Signed area of a small polygon (k, 2); plain floats are quicker than arrays here."""
    corners = points.tolist()
    return float(0.5 * sum(x * v - u * y for (x, y), (u, v) in zip(corners, corners[1:] + corners[:1], strict=True)))
