"""Four places and a street of Qal'at Mirel, built from one seed each. Metres; see `scenes` for the axes."""

from collections.abc import Callable, Mapping

import cv2
import numpy as np

from example import textures
from example.scenes import Place, vector

BURST_S = 5.0
"""On the clock of the grain market: when the cloud rises on its north side."""


def grain_market(seed: int, day: int = 1) -> Place:
    """A square of 40 × 34 m. On day 2 the stalls are gone, rubble lies on the north side, other people walk there."""
    rng = np.random.default_rng([seed, 11])
    place = Place()
    place.backdrop(rng)
    place.ground(textures.paving(rng, 1600, (118, 108, 94), (186, 176, 156), 32), -40, 52, 80, 8)
    place.row(rng, (-24, 24), (31, 39), (6.5, 13))
    place.row(rng, (-30, -21), (-2, 31), (6, 11))
    place.row(rng, (22, 31), (-8, 8), (6, 9))
    place.row(rng, (22, 31), (17, 31), (7, 12))
    place.row(rng, (31, 58), (19, 27), (5, 8))
    place.row(rng, (-34, 40), (46, 54), (12, 18))
    for x, y in ((-18, 28), (12, 28.5), (19, 4), (-17, 6)):
        place.sprite(textures.leaves(rng), vector(x, y, 0), 3.6, 4.8)
    moving = np.random.default_rng([seed, 12, day])
    if day == 1:
        for x, y in ((-14, 12), (-9, 13), (-3, 11), (4, 13), (10, 12), (-12, 19), (-5, 20), (2, 19), (9, 20), (14, 18)):
            place.stall(moving, x + float(moving.uniform(-1, 1)), y)
        place.people(moving, 26, (-16, 18), (6, 28), 1.5)
        place.car(moving, vector(-16, 3.5, 0), vector(3.4, 0, 0))
        place.car(moving, vector(18, 8, 0), vector(-2.2, 0, 0), truck=True)
        place.burst(moving, vector(6, 27, 0), BURST_S)
    else:
        for x, width in ((3, 6.0), (8, 7.0), (-2, 4.0), (11, 4.5)):
            place.sprite(textures.rubble(moving), vector(x, float(moving.uniform(25, 29)), 0), width, width * 0.36)
        for x, y in ((-9, 13), (10, 12)):
            place.stall(moving, x, y)
        place.people(moving, 12, (-12, 14), (14, 27), 0.7)
        place.car(moving, vector(-6, 20, 0), vector(0.8, 0, 0), truck=True)
    return place


def saffra_gate(seed: int, hour: int = 1) -> Place:
    """A town wall with a gate between two towers, a road through it, a queue before it."""
    rng = np.random.default_rng([seed, 21])
    place = Place()
    place.backdrop(rng, (132, 142, 112))
    place.ground(textures.paving(rng, 1400, (104, 98, 88), (172, 160, 136)), -35, 55, 70, 7)

    def masonry(width_m: float) -> textures.Picture:
        wide, high = int(width_m * 22), 180
        stone = textures.tinted(textures.noise(rng, high, wide, 30, 5), (122, 106, 82), (214, 196, 160))
        for row in range(0, high, 15):
            stone[row] = (96, 84, 68)
            offset = int(rng.integers(0, 24))
            stone[row : row + 15, offset :: int(rng.integers(22, 40))] = (96, 84, 68)
        return stone

    for x0, x1 in ((-30, -9), (9, 30)):
        for left in range(x0, x1, 7):
            place.box((left, left + 7), (22, 25), (0, 7.0), masonry)
    for x in (-9.0, 4.0):
        place.box((x, x + 5), (20, 26), (0, 10.5), masonry)
    place.box((-4, 4), (21, 25), (5.0, 8.5), masonry)
    place.row(rng, (-20, 20), (38, 46), (5, 9))
    for x, y in ((-15, 19), (14, 18.5), (-22, 12), (20, 9)):
        place.sprite(textures.leaves(rng), vector(x, y, 0), 3.4, 5.0)
    place.box((8, 11), (10, 12.5), (0, 2.6), lambda w: textures.corrugated(rng, 90, 78, (196, 188, 170), "SAFFRA 2"))
    moving = np.random.default_rng([seed, 22, hour])
    place.people(moving, 16 if hour == 1 else 5, (-3, 3.5), (8, 21), 0.6)
    for k in range(4 if hour == 1 else 1):
        place.car(moving, vector(-14 + 6.0 * k, 15.5, 0), vector(1.1, 0, 0), truck=k == 1)
    return place


def cold_store(seed: int, hour: int = 1) -> Place:
    """The harbour: a long shed, containers, two cranes, water, boats."""
    rng = np.random.default_rng([seed, 31])
    place = Place()
    place.backdrop(rng, (120, 136, 150))
    place.ground(textures.paving(rng, 1400, (92, 92, 92), (158, 156, 150), 70), -40, 30, 70, 7)
    sea = textures.tinted(textures.noise(rng, 900, 900, 24, 4), (38, 70, 84), (134, 166, 176))
    place.ground(sea, -75, 180, 150, 5, z=-0.8)
    for k in range(5):
        label = "COLD STORE" if k == 1 else None
        place.box(
            (-26 + 7.0 * k, -19 + 7.0 * k),
            (16, 26),
            (0, 6.5),
            lambda w, name=label: textures.corrugated(rng, int(w * 24), 156, (148, 166, 172), name),  # type: ignore[misc]
        )
    for k in range(9):
        x, y, floor = 12 + 3.2 * (k % 3), 12 + 6.4 * (k // 3), 2.6 * float(rng.integers(0, 2))
        colour = textures.muted(rng, 50, 200, 34)
        for z in np.arange(0, floor + 0.1, 2.6):
            place.box(
                (x, x + 2.5),
                (y, y + 6),
                (float(z), float(z) + 2.6),
                lambda w, c=colour: textures.corrugated(rng, int(w * 22), 58, c, "QMH"),  # type: ignore[misc]
            )
    for x in (-12.0, 8.0):
        place.sprite(_crane(rng), vector(x, 33, 0), 13, 17)
    moving = np.random.default_rng([seed, 32, hour])
    place.people(moving, 9, (-12, 10), (5, 14), 1.0)
    place.car(moving, vector(-18, 12.5, 0), vector(2.6, 0, 0), truck=True)
    place.car(moving, vector(14, 9, 0), vector(-1.4, 0, 0), truck=True)
    if hour == 1:
        place.burst(moving, vector(-6, 28, 4), -6.0, 7)
    return place


def old_quarter(seed: int, hour: int = 1) -> Place:
    """A lane five metres wide between tall houses, with cloths across."""
    rng = np.random.default_rng([seed, 41])
    place = Place()
    place.backdrop(rng)
    place.ground(textures.paving(rng, 1280, (96, 90, 82), (168, 158, 140), 24), -32, 60, 64, 8)
    place.row(rng, (-11, -3), (-4, 44), (7, 11))
    place.row(rng, (3, 11), (-4, 44), (7, 11))
    place.row(rng, (-11, 11), (46, 53), (7, 9))
    for y in (9, 15, 22, 31):
        levels = textures.cloth(rng, 110, 36)
        place.sprite(levels, vector(float(rng.uniform(-0.8, 0.8)), y, 3.8), 5.2, 1.2)
    for y in (7, 12, 19, 26):
        place.stall(rng, -3.0 if y % 2 else 0.9, y)
    moving = np.random.default_rng([seed, 42, hour])
    place.people(moving, 10, (-1.6, 1.6), (8, 34), 0.8)
    return place


def bakery_street(seed: int, hour: int = 1) -> Place:
    """A wide street with one long row of shops; seen in a photograph only."""
    rng = np.random.default_rng([seed, 51])
    place = Place()
    place.backdrop(rng, (160, 150, 120))
    place.ground(textures.paving(rng, 1200, (84, 84, 86), (146, 142, 136)), -30, 30, 60, 6)
    place.row(rng, (-26, 26), (16, 24), (5, 10))
    for x in (-12, -3, 9):
        place.stall(rng, x, 12.5)
    moving = np.random.default_rng([seed, 52, hour])
    place.people(moving, 12, (-12, 12), (8, 14), 1.0)
    place.car(moving, vector(-6, 10, 0), vector(2.0, 0, 0))
    return place


def _crane(rng: np.random.Generator) -> textures.Picture:
    """Sprite: a lattice mast with an arm."""
    crane = np.zeros((180, 140, 4), np.uint8)
    paint = (*textures.muted(rng, 120, 200), 255)

    def steel(start: tuple[int, int], end: tuple[int, int], thick: int) -> None:
        cv2.line(crane, start, end, paint, thick, cv2.LINE_AA)

    steel((60, 180), (60, 20), 3)
    steel((74, 180), (74, 20), 3)
    for y in range(20, 176, 10):
        steel((60, y), (74, y + 10), 1)
        steel((74, y), (60, y + 10), 1)
    steel((6, 24), (136, 24), 3)
    steel((6, 34), (136, 34), 2)
    for x in range(8, 134, 9):
        steel((x, 24), (x + 9, 34), 1)
    steel((110, 34), (110, 88), 1)
    return crane


PLACES: Mapping[str, Callable[[int, int], Place]] = {
    "grain market": grain_market,
    "Saffra Gate": saffra_gate,
    "cold store": cold_store,
    "old quarter": old_quarter,
    "bakery street": bakery_street,
}
