"""Places that are hard to tell from themselves, beside those of the example: one flat plane, an avenue, regular ground.

`day` changes what moves, what is parked, and from where the sun shines. Metres; see `example.scenes` for the axes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import cv2
import numpy as np
from bench.edits import sources
from example.camera import Surface, Vector, pyramid
from example.places import PLACES
from example.scenes import PLASTER, SIGNS, Place, vector
from example.textures import Picture

from example import textures

BLOCK_M = 24.0
"""From one street to the next; houses, trees and lamps repeat with it."""
FIELD_M = (16.0, 48.0)
SUN = 0.5
"""How much of the light on a wall comes from the sun."""


def house_front(seed: int, day: int) -> Place:
    """House after house in one plane, as a terrace stands: no parallax but that of what moves before it."""
    rng = np.random.default_rng([seed, 61])
    place = Place()
    place.backdrop(rng)
    place.ground(textures.paving(rng, 900, (96, 94, 90), (158, 152, 142), 40), -36, 20, 72, 6)
    x = -34.0
    while x < 34:
        width, height = float(rng.uniform(6, 9)), float(rng.uniform(9, 12))
        colour = PLASTER[int(rng.integers(0, len(PLASTER)))]
        front = textures.facade(rng, width, height, colour, SIGNS[int(rng.integers(0, len(SIGNS)))], 0.3)
        place.wall(front, vector(x, 18, height), vector(width, 0, 0), height)
        x += width
    _dress(place, seed, day, (-14, 14), (13, 16), people=5)
    return place


def avenue(seed: int, day: int) -> Place:
    """A street between two rows of houses with trees along it: depth everywhere."""
    rng = np.random.default_rng([seed, 71])
    place = Place()
    place.backdrop(rng)
    place.ground(textures.paving(rng, 1200, (88, 86, 84), (150, 146, 138)), -40, 66, 80, 7)
    place.row(rng, (-17, -9), (-2, 48), (7, 13))
    place.row(rng, (9, 17), (-2, 48), (7, 13))
    place.row(rng, (-20, 20), (54, 62), (9, 14))
    for y in range(4, 46, 8):
        for side in (-7.0, 7.0):
            place.sprite(textures.leaves(rng), vector(side, y + float(rng.uniform(-1, 1)), 0), 3.4, 4.8)
    _dress(place, seed, day, (-5, 5), (8, 34), people=12)
    return place


def blocks(seed: int, day: int) -> Place:
    """Streets of alike houses: two fronts, three roofs, one tree, over and over; other stains, tanks and cars."""
    rng = np.random.default_rng([seed, 81])
    place = Place()
    place.ground(textures.paving(rng, 1536, (104, 100, 94), (164, 158, 146)), -96, 144, 192, 12)
    fronts = [pyramid(textures.facade(rng, 9, 6, PLASTER[k], None, 0.2)) for k in (2, 4)]
    tree = pyramid(textures.leaves(rng))
    roofs = [textures.tinted(textures.noise(rng, 120, 150, 40), dark, light) for dark, light in ROOFS]
    for row in range(-2, 6):
        for column in range(-3, 4):
            x, y = column * BLOCK_M, row * BLOCK_M
            for left in (x + 4.0, x + 13.5):
                roof = pyramid(_cluttered(rng, roofs[int(rng.integers(0, len(roofs)))]))
                _house(place, (left, left + 8.5), (y + 6, y + 17), 6.0, fronts[(row + column) % 2], roof)
            for k in range(4):
                place.sprites.append((tree, vector(x + 2.5 + 6 * k, y + 3.5, 0), 2.8, 3.6))
    moving = np.random.default_rng([seed, 82, day])
    for _ in range(26):
        along = BLOCK_M * int(moving.integers(-3, 4)), BLOCK_M * int(moving.integers(-2, 6))
        start = vector(along[0] + moving.uniform(0, BLOCK_M), along[1] + 1.2, 0)
        if moving.random() < 0.5:
            place.sprite(textures.vehicle(moving, bool(moving.random() < 0.3)), start, 4.2, 1.9)
        else:
            place.car(moving, start, vector(moving.choice([-1, 1]) * moving.uniform(3, 8), 0, 0))
    return place


ROOFS = (
    ((112, 84, 70), (178, 140, 116)),
    ((120, 120, 118), (188, 186, 180)),
    ((146, 132, 108), (206, 192, 164)),
)


def _cluttered(rng: np.random.Generator, roof: Picture) -> Picture:
    """The roof with a tank, a hatch and washing where this house has them."""
    out = roof.copy()
    height, width = roof.shape[:2]
    for _ in range(int(rng.integers(1, 4))):
        x, y = int(rng.integers(8, width - 24)), int(rng.integers(8, height - 24))
        side = int(rng.integers(8, 20))
        cv2.rectangle(out, (x, y), (x + side, y + side), textures.muted(rng, 60, 230), -1)
        cv2.rectangle(out, (x + side, y + 3), (x + side + 4, y + side + 4), (60, 56, 54), -1)
    return out


def _house(
    place: Place, x: tuple[float, float], y: tuple[float, float], height: float, front: tuple[Picture, ...],
    roof: tuple[Picture, ...],
) -> None:  # fmt: skip
    wide, deep = vector(x[1] - x[0], 0, 0), vector(0, y[1] - y[0], 0)
    down = vector(0, 0, -height)
    for corner, across in (
        (vector(x[0], y[0], height), wide),
        (vector(x[1], y[1], height), -wide),
        (vector(x[0], y[1], height), -deep),
        (vector(x[1], y[0], height), deep),
    ):
        place.fixed.append(Surface(front, corner, across, down))
    place.fixed.append(Surface(roof, vector(x[0], y[1], height), wide, -deep, True))


def fields(seed: int, day: int) -> Place:
    """Strips of four crops in rows, tracks between them, a few trees and machines."""
    rng = np.random.default_rng([seed, 91])
    place = Place()
    place.ground(textures.paving(rng, 1024, (116, 104, 78), (160, 146, 112)), -128, 176, 256, 8)
    place.fixed = [replace(tile, layer=0) for tile in place.fixed]  # below the strips, however near
    rows = np.arange(200)[:, None] % 8 < 3
    for row in range(-1, 4):
        for column in range(-6, 7):
            dark, light = CROPS[int(rng.integers(0, len(CROPS)))]
            strip = textures.tinted(textures.noise(rng, 200, 80, 25, 4), dark, light)
            strip = np.where(rows[..., None], (strip * 0.8).astype(np.uint8), strip)
            corner = vector(column * (FIELD_M[0] + 1), (row + 1) * (FIELD_M[1] + 2), 0)
            across, down = vector(FIELD_M[0], 0, 0), vector(0, -FIELD_M[1], 0)
            place.fixed.append(Surface(pyramid(strip), corner, across, down, True, 1))
    tree = textures.leaves(rng)
    for _ in range(14):
        foot = vector((FIELD_M[0] + 1) * rng.integers(-5, 7) - 0.5, float(rng.uniform(-40, 140)), 0)
        place.sprite(tree, foot, 4.0, 5.2)
    moving = np.random.default_rng([seed, 92, day])
    for _ in range(5):
        start = vector(*moving.uniform((-30, 0), (30, 90)), 0)
        place.car(moving, start, vector(moving.uniform(1, 3), 0, 0), truck=True)
    place.people(moving, 8, (-30, 30), (0, 90), 0.8)
    return place


CROPS = (
    ((70, 92, 46), (122, 146, 78)),
    ((150, 132, 74), (206, 188, 120)),
    ((104, 76, 54), (150, 116, 84)),
    ((84, 108, 66), (140, 158, 96)),
)


def _dress(
    place: Place, seed: int, day: int, x: tuple[float, float], y: tuple[float, float], people: int
) -> None:  # fmt: skip
    """What another day changes: who walks, what drives, what is parked."""
    moving = np.random.default_rng([seed, 99, day])
    place.people(moving, people, x, y, 1.2)
    place.car(moving, vector(x[0] - 3, y[0] + 1.0, 0), vector(float(moving.uniform(2, 4)), 0, 0))
    for _ in range(3):
        foot = vector(moving.uniform(*x), y[1] + 0.3, 0)
        truck = bool(moving.random() < 0.3)
        place.sprite(textures.vehicle(moving, truck), foot, 5.4 if truck else 4.2, 2.5 if truck else 1.75)


WORLDS: Mapping[str, Callable[[int, int], Place]] = {
    "house front": house_front,
    "avenue": avenue,
    "blocks": blocks,
    "fields": fields,
    **PLACES,
}


@dataclass(frozen=True, slots=True)
class Stand:
    """Where one can stand (x, y) in a world, at what one looks from there, and how far to each side of it."""

    x: tuple[float, float]
    y: tuple[float, float]
    target: tuple[float, float, float]
    spread: float


STANDS: Mapping[str, Stand] = {
    "house front": Stand((-9, 9), (-4, 4), (0, 18, 3.6), 5.0),
    "avenue": Stand((-3, 3), (-7, 2), (0, 30, 3.4), 3.0),
    **{name: Stand(*ground) for name, ground in sources.GROUNDS.items()},
}
"""Of those seen from the ground."""


@lru_cache(maxsize=10)
def world(name: str, town: int, day: int, light: int) -> Place:
    """The world as it stands on that day in that light; light 0 is as it was painted."""
    place = WORLDS[name](town, day)
    if light == 0:
        return place
    rng = np.random.default_rng([town, light, 55])
    turn, height = rng.uniform(0, 2 * np.pi), rng.uniform(0.3, 1.2)
    sun = vector(np.cos(turn) * np.cos(height), np.sin(turn) * np.cos(height), np.sin(height))
    return replace(place, fixed=[_relit(surface, sun) for surface in place.fixed])


def _relit(surface: Surface, sun: Vector) -> Surface:
    """Walls that face the sun brighter, those in shadow darker; the sky as it is."""
    if surface.layer == 0:
        return surface
    normal = np.cross(surface.down, surface.across)
    facing = max(0.0, float(normal @ sun) / max(float(np.linalg.norm(normal)), 1e-9))
    factor = 1 - SUN + 1.3 * SUN * facing
    levels = tuple(np.asarray(cv2.convertScaleAbs(level, alpha=factor), np.uint8) for level in surface.levels)
    return replace(surface, levels=levels)
