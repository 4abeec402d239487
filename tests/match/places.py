"""Photographs and films of one rendered place: from one standpoint or another, on one day or another."""

import numpy as np
from example.camera import Lens, looking, render, shaken, unsteady
from example.places import grain_market
from example.scenes import Place
from tests.match.footage import Pixels

SEED = 71
SIZE = (480, 320)
RATE = 12
LOOKED_AT = (0.0, 30.0, 4.0)
FOCAL = 0.9


def market(day: int = 1) -> Place:
    return grain_market(SEED, day)


def photograph(place: Place, east_m: float = 0.0, *, at_s: float = 1.0, hand: int = 1) -> Pixels:
    """From the south of the market, some metres to the east."""
    lens = Lens(*SIZE, np.random.default_rng([SEED, hand]))
    pose = looking((east_m, -8.0, 1.7), LOOKED_AT, FOCAL)
    return np.asarray(render(place.surfaces(at_s, pose), pose, lens), np.uint8)


def filmed(place: Place, *, hand: int, seconds: float, from_s: float = 0.0, shake: float = 0.7) -> list[Pixels]:
    """From one standpoint; `hand` is the seed of how it shakes, `shake` 0 a tripod."""
    random = np.random.default_rng([SEED, hand])
    lens = Lens(*SIZE, random)
    standpoint = looking((0.0, -8.0, 1.7), LOOKED_AT, FOCAL)
    count = round(seconds * RATE)
    frames = []
    for at, moved in enumerate(unsteady(random, count, RATE, shake)):
        pose = shaken(standpoint, moved)
        frames.append(np.asarray(render(place.surfaces(from_s + at / RATE, pose), pose, lens), np.uint8))
    return frames
