"""One camera in one world, once: where it stands, how it moves, what it makes of the light."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from bench.lookalikes.worlds import world
from example.camera import Lens, Pose, between, render, shaken, unsteady
from example.scenes import Place
from example.textures import Picture

LATER_S = 1_013.7
"""Between two hours on a world's clock. No round number: what goes to and fro would come back to the same place."""
SHAKE = {"stands": 0.7, "pans": 0.6, "walks": 1.2, "flies": 0.3, "tripod": 0.0, "fixed": 0.0}


@dataclass(frozen=True, slots=True)
class Take:
    """`hand`: the seed of how it shakes, its colours and its grain. `clock_s`: when it begins, in seconds of its
    hour on its world's clock."""

    name: str
    world: str
    town: int
    start: Pose
    end: Pose
    way: str
    hand: int
    day: int = 1
    hour: int = 0
    crowd: int | None = None
    """Who and what moves, as on that day, where it is not the take's own."""
    light: int = 0
    clock_s: float = 0.0
    seconds: float = 6.0
    rate: int = 12
    size: tuple[int, int] = (352, 198)
    moving: bool = True
    stamped: bool = False

    @property
    def count(self) -> int:
        return round(self.seconds * self.rate)

    @property
    def length_s(self) -> float:
        return self.count / self.rate


def _place(take: Take) -> Place:
    whole = world(take.world, take.town, take.day, take.light)
    if not take.moving:
        return Place(whole.fixed, whole.sprites)
    if take.crowd is None:
        return whole
    other = world(take.world, take.town, take.crowd, 0)
    return Place(whole.fixed, whole.sprites, other.movers, other.bursts)


def _lens(take: Take, rng: np.random.Generator) -> Lens:
    gains = float(rng.uniform(0.93, 1.06)), 1.0, float(rng.uniform(0.93, 1.06))
    gamma = float(rng.uniform(0.85, 1.2))
    if take.way == "fixed" and take.light == 0:
        gains, gamma = (1.0, 1.0, 1.0), 1.0
    return Lens(*take.size, rng, gains, gamma)


def filmed(take: Take) -> Iterator[Picture]:
    """Its frames."""
    rng = np.random.default_rng([take.town, take.hand])
    place, lens = _place(take), _lens(take, rng)
    hand = unsteady(rng, take.count, take.rate, SHAKE[take.way])
    for at in range(take.count):
        pose = shaken(between(take.start, take.end, at / take.count), hand[at])
        seconds = take.clock_s + at / take.rate
        frame = render(place.surfaces(take.hour * LATER_S + seconds, pose), pose, lens)
        yield _stamped(frame, take, seconds) if take.stamped else frame


def photographed(take: Take) -> Picture:
    """One picture at the take's beginning."""
    rng = np.random.default_rng([take.town, take.hand])
    place, lens = _place(take), _lens(take, rng)
    pose = shaken(take.start, unsteady(rng, 1, 1.0, SHAKE[take.way])[0])
    return render(place.surfaces(take.hour * LATER_S + take.clock_s, pose), pose, lens)


def _stamped(frame: Picture, take: Take, seconds: float) -> Picture:
    """With date and time in the corner, as watching cameras store it."""
    out, (height, width) = frame.copy(), frame.shape[:2]
    total = int(seconds)
    text = f"CAM 04  {13 + take.day:02d}-03-2031  {(6 + take.hour) % 24:02d}:{total // 60 % 60:02d}:{total % 60:02d}"
    cv2.rectangle(out, (0, 0), (width * 6 // 10, height // 13), (16, 16, 18), -1)
    at = width // 60, height // 17
    cv2.putText(out, text, at, cv2.FONT_HERSHEY_SIMPLEX, height / 560, (244, 244, 244), 1, cv2.LINE_AA)
    return out
