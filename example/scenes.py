"""The places of the invented town, as surfaces in space, and what moves there.

A place is the same for every camera that stands in it; what happens (smoke, walkers, cars) depends only on the clock.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from example import textures
from example.camera import Pose, Surface, Vector, pyramid
from example.textures import Colour, Picture

Levels = tuple[Picture, ...]

PLASTER: Sequence[Colour] = (
    (206, 186, 152),
    (188, 172, 148),
    (214, 204, 184),
    (176, 148, 118),
    (196, 190, 180),
    (202, 168, 132),
    (164, 158, 150),
)
SIGNS = (
    "GRAIN & PULSES",
    "AL-SAFFRA",
    "TEXTILES",
    "MIREL BREAD",
    "SPICES",
    "HOTEL MIREL",
    "PHONES",
    "SCALES",
    None,
    None,
)


def vector(*values: float) -> Vector:
    return np.array(values, np.float64)


def _same(picture: Picture, width_m: float) -> Picture:
    """One picture for every side of a box, however wide."""
    return picture


@dataclass(frozen=True, slots=True)
class Mover:
    """Something flat that always faces the camera and moves along a line, there and back."""

    phases: tuple[Levels, ...]
    start: Vector
    velocity: Vector
    width_m: float
    height_m: float
    turns_s: float
    """Goes back after so many seconds."""
    steps_per_s: float = 4.0

    def surface(self, t: float, pose: Pose) -> Surface:
        lap = t % (2 * self.turns_s)
        at = self.start + self.velocity * min(lap, 2 * self.turns_s - lap)
        levels = self.phases[int(t * self.steps_per_s) % len(self.phases)]
        return _standing(levels, at, self.width_m, self.height_m, pose)


@dataclass(frozen=True, slots=True)
class Burst:
    """A cloud that rises from one point after one moment: puffs that grow, drift and thin out. No flash, no bodies."""

    ages: tuple[Levels, ...]
    at: Vector
    starts_s: float
    offsets: tuple[Vector, ...]

    def surfaces(self, t: float, pose: Pose) -> Iterator[Surface]:
        for k, offset in enumerate(self.offsets):
            age = t - self.starts_s - 0.22 * k
            if age > 0:
                grown = 1.6 + 5.5 * (1 - np.exp(-age / 2.2))
                at = self.at + offset * (0.3 + 0.1 * age) + vector(0.22, 0.05, 0.55) * age
                levels = self.ages[min(int(age * 0.8), len(self.ages) - 1)]
                yield _standing(levels, at, grown, grown, pose)


def _standing(levels: Levels, foot: Vector, width_m: float, height_m: float, pose: Pose) -> Surface:
    right = vector(np.cos(pose.yaw), -np.sin(pose.yaw), 0)
    corner = foot - right * width_m / 2 + vector(0, 0, height_m)
    return Surface(levels, corner, right * width_m, vector(0, 0, -height_m), both_sides=True)


@dataclass(slots=True)
class Place:
    """What stands, what moves, what happens."""

    fixed: list[Surface] = field(default_factory=list)
    sprites: list[tuple[Levels, Vector, float, float]] = field(default_factory=list)
    movers: list[Mover] = field(default_factory=list)
    bursts: list[Burst] = field(default_factory=list)

    def surfaces(self, t: float, pose: Pose) -> Iterator[Surface]:
        """Everything there is at t seconds of this place's clock, as it faces the camera."""
        yield from self.fixed
        for levels, foot, width_m, height_m in self.sprites:
            yield _standing(levels, foot, width_m, height_m, pose)
        for mover in self.movers:
            yield mover.surface(t, pose)
        for burst in self.bursts:
            yield from burst.surfaces(t, pose)

    def sprite(self, picture: Picture, foot: Vector, width_m: float, height_m: float) -> None:
        self.sprites.append((pyramid(picture), foot, width_m, height_m))

    def wall(self, picture: Picture, corner: Vector, across: Vector, height_m: float) -> None:
        self.fixed.append(Surface(pyramid(picture), corner, across, vector(0, 0, -height_m)))

    def ground(self, picture: Picture, west: float, north: float, side_m: float, tiles: int, z: float = 0.0) -> None:
        """A square of ground in tiles, so that each is read at its own detail."""
        step, px = side_m / tiles, picture.shape[0] // tiles
        for row in range(tiles):
            for column in range(tiles):
                part = picture[row * px : (row + 1) * px, column * px : (column + 1) * px]
                corner = vector(west + column * step, north - row * step, z)
                self.fixed.append(Surface(pyramid(part), corner, vector(step, 0, 0), vector(0, -step, 0), True, 1))

    def box(
        self, x: tuple[float, float], y: tuple[float, float], z: tuple[float, float], sides: Callable[[float], Picture]
    ) -> None:
        """A block with four sides and a top; `sides(width_m)` paints each. The sun stands in the south-west."""
        (x0, x1), (y0, y1), (z0, z1) = x, y, z
        wide, deep = x1 - x0, y1 - y0
        south, west, shadow = sides(wide), sides(deep), 0.62
        self.wall(south, vector(x0, y0, z1), vector(wide, 0, 0), z1 - z0)
        self.wall(textures.shaded(south, shadow), vector(x1, y1, z1), vector(-wide, 0, 0), z1 - z0)
        self.wall(textures.shaded(west, 0.9), vector(x0, y1, z1), vector(0, -deep, 0), z1 - z0)
        self.wall(textures.shaded(west, shadow), vector(x1, y0, z1), vector(0, deep, 0), z1 - z0)
        top = textures.shaded(south[: max(8, south.shape[0] // 5)], 1.05)
        self.fixed.append(Surface(pyramid(top), vector(x0, y1, z1), vector(wide, 0, 0), vector(0, -deep, 0), True))

    def house(
        self,
        rng: np.random.Generator,
        x: tuple[float, float],
        y: tuple[float, float],
        height_m: float,
        worn: float = 0.35,
    ) -> None:
        colour = PLASTER[int(rng.integers(0, len(PLASTER)))]
        sign = SIGNS[int(rng.integers(0, len(SIGNS)))]
        self.box(x, y, (0, height_m), lambda width_m: textures.facade(rng, width_m, height_m, colour, sign, worn))

    def row(
        self, rng: np.random.Generator, x: tuple[float, float], y: tuple[float, float], heights: tuple[float, float]
    ) -> None:
        """Houses side by side along the longer edge, each stepping forward or back a little."""
        along_x = x[1] - x[0] >= y[1] - y[0]
        start, end = x if along_x else y
        while end - start > 2:
            width = min(float(rng.uniform(5.0, 8.5)), end - start)
            step, height = float(rng.uniform(-0.9, 0.9)), float(rng.uniform(*heights))
            span = (start, start + width)
            if along_x:
                self.house(rng, span, (y[0] + step, y[1] + step), height)
            else:
                self.house(rng, (x[0] + step, x[1] + step), span, height)
            start += width

    def stall(self, rng: np.random.Generator, x: float, y: float) -> None:
        """A cloth on poles over crates and sacks."""
        wide, deep = float(rng.uniform(2.2, 3.2)), 2.0
        awning = pyramid(textures.cloth(rng, 96, 64))
        high, low = 2.5, float(rng.uniform(1.9, 2.2))
        corner = vector(x, y + deep, high)
        self.fixed.append(Surface(awning, corner, vector(wide, 0, 0), vector(0, -deep, low - high), True))
        for k in range(3):
            side = x + k * wide / 3
            red, green, blue = colour = textures.muted(rng, 90, 215)
            crate = textures.tinted(textures.noise(rng, 24, 24, 5, 3), (red // 3, green // 3, blue // 3), colour)
            top = float(rng.uniform(0.6, 1.1))
            self.box((side, side + wide / 3.3), (y + 0.5, y + 1.5), (0, top), partial(_same, crate))

    def people(
        self, rng: np.random.Generator, count: int, x: tuple[float, float], y: tuple[float, float], pace: float = 1.3
    ) -> None:
        for _ in range(count):
            phases = tuple(pyramid(phase) for phase in textures.walker(rng))
            angle = float(rng.uniform(0, 2 * np.pi))
            velocity = vector(np.cos(angle), np.sin(angle), 0) * float(rng.uniform(0.4, 1.4)) * pace
            foot = vector(rng.uniform(*x), rng.uniform(*y), 0)
            self.movers.append(
                Mover(phases, foot, velocity, 0.75, float(rng.uniform(1.55, 1.85)), float(rng.uniform(3, 7)))
            )

    def car(self, rng: np.random.Generator, start: Vector, velocity: Vector, truck: bool = False) -> None:
        picture = textures.vehicle(rng, truck)
        if velocity[0] < 0:
            picture = np.ascontiguousarray(picture[:, ::-1])
        size = (5.4, 2.5) if truck else (4.2, 1.75)
        self.movers.append(Mover((pyramid(picture),), start, velocity, *size, turns_s=60.0))

    def burst(self, rng: np.random.Generator, at: Vector, starts_s: float, puffs: int = 9) -> None:
        ages = tuple(pyramid(puff) for puff in textures.smoke(rng))
        offsets = tuple(vector(*(rng.uniform(-1.6, 1.6, 2)), rng.uniform(0, 1.8)) for _ in range(puffs))
        self.bursts.append(Burst(ages, at, starts_s, offsets))

    def backdrop(self, rng: np.random.Generator, hills: Colour = (150, 146, 132), far_m: float = 260.0) -> None:
        """Sky with clouds over a line of hills, as four walls far away."""
        height, width = 160, 640
        for k in range(4):
            sky = textures.tinted(textures.noise(rng, height, width, 80, 5), (142, 168, 200), (236, 238, 240))
            line = (height * 0.8 + 20 * (textures.noise(rng, 1, width, 90, 4)[0] - 0.5)).astype(int)
            land = textures.tinted(textures.noise(rng, height, width, 10, 3), tuple(c - 40 for c in hills), hills)  # type: ignore[arg-type]
            below = np.arange(height)[:, None] >= line[None]
            sky[below] = land[below]
            turn = k * np.pi / 2
            right = vector(np.cos(turn), -np.sin(turn), 0)
            ahead = vector(np.sin(turn), np.cos(turn), 0)
            corner = ahead * far_m - right * far_m + vector(0, 0, 130)
            self.fixed.append(Surface(pyramid(sky), corner, right * 2 * far_m, vector(0, 0, -160), True, 0))
