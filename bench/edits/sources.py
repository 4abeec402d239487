"""Sources and distractors: rendered from the example's invented town, or taken from a folder of real files.

Rendered ones are hand-held, panned, static under a roof with a clock burnt in, or seen from above. Distractors are
rendered so that they are hard to keep apart: other places, the same place from elsewhere, and the same standpoint at
another time, in turn.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import av
import cv2
import numpy as np
from bench.edits.coding import read_still
from bench.edits.settings import covering
from bench.edits.truth import Medium, NotUsable
from example.camera import Lens, Pose, between, looking, render, shaken, unsteady
from example.film import frames_of
from example.places import PLACES
from example.scenes import Place
from example.textures import Picture

MORE_DISTRACTORS = 2
"""So many more distractors than sources."""
LONGEST_STILL_PX, LONGEST_FILM_PX = 1024, 640
SHORTEST_S, LONGEST_S, FASTEST = 6.0, 10.0, 25
"""Real films: shorter ones hold no excerpt of 5 s, longer ones are cut, faster ones thinned out."""
RATES = (16, 24, 18, 20)
SECONDS = (8.0, 9.0, 8.5)
CAMERAS = ("hand", "static", "pan", "above")
LATER_S = 47.0

GROUNDS = {
    "grain market": ((-14, 14), (-7, 2), (0, 27, 2.5), 8.0),
    "Saffra Gate": ((-11, 11), (-5, 3), (0, 22, 3.6), 5.0),
    "cold store": ((-16, 6), (-7, 0), (0, 20, 3.2), 8.0),
    "old quarter": ((-1.4, 1.4), (-2, 3), (0, 22, 2.6), 0.4),
    "bakery street": ((-9, 9), (-5, 1), (0, 18, 3.0), 7.0),
}
"""Where one can stand (x, y), at what one looks, and how far to each side of it; metres."""


@dataclass(frozen=True, slots=True)
class Source:
    """A picture or a film before anybody copied it. `frames` gives one frame for a still."""

    name: str
    medium: Medium
    frames: Callable[[], Iterator[Picture]]
    rate: int = 1
    place: str | None = None
    standpoint: str | None = None


@dataclass(frozen=True, slots=True)
class Take:
    """One camera, once. `town`: the seed of everything that stands there; `camera`: of where it stands; `hand`: of how
    it shakes and its grain."""

    place: str
    town: int
    kind: str
    camera: int
    hand: int
    clock_s: float


def takes(seed: int, medium: Medium, sources: int) -> list[Take]:
    """The sources, then the distractors: another place, a source's place from elsewhere, its standpoint later."""
    offset = 0 if medium is Medium.STILL else 500
    names = sorted(PLACES)
    made = [_take(seed, at, offset, names) for at in range(sources)]
    for number in range(sources + MORE_DISTRACTORS):
        copied = made[number // 3 % sources]
        if number % 3 == 0:
            made.append(_take(seed, sources + number, offset, names))
        elif number % 3 == 1:
            kind = "hand" if copied.kind != "hand" else "above"
            made.append(replace(copied, kind=kind, camera=copied.camera + 7_000, hand=number + 90, clock_s=LATER_S))
        else:
            made.append(replace(copied, hand=number + 90, clock_s=copied.clock_s + LATER_S))
    return made


def _take(seed: int, at: int, offset: int, names: list[str]) -> Take:
    town = 100_000 * seed + offset + at
    return Take(names[at % len(names)], town, CAMERAS[at % len(CAMERAS)], town, at, 3.0 + 5 * at)


def rendered(seed: int, medium: Medium, sources: int, size: tuple[int, int]) -> list[Source]:
    """`sources` sources, then MORE_DISTRACTORS more distractors, of this width and height."""
    found = []
    for at, take in enumerate(takes(seed, medium, sources)):
        film = medium is Medium.FILM
        rate, seconds = (RATES[at % len(RATES)], SECONDS[at % len(SECONDS)]) if film else (1, 1.0)
        place = f"{take.place} {take.town}"
        standpoint = f"{place}, camera {take.camera}, {take.kind}"

        def frames(take: Take = take, rate: int = rate, seconds: float = seconds) -> Iterator[Picture]:
            return _filmed(take, size, rate, round(rate * seconds))

        found.append(Source(f"{medium}-{at}", medium, frames, rate, place, standpoint))
    return found


@lru_cache(maxsize=4)
def _place(name: str, town: int) -> Place:
    return PLACES[name](town, 1)


def _poses(take: Take) -> tuple[Pose, Pose]:
    """Where the camera is at first and at last: who films again from one standpoint does not turn the same way."""
    rng = np.random.default_rng([take.camera, CAMERAS.index(take.kind)])
    x_range, y_range, (target_x, target_y, target_z), spread = GROUNDS[take.place]
    x, y = float(rng.uniform(*x_range)), float(rng.uniform(*y_range))
    aim = target_x + float(rng.uniform(-spread, spread))
    later = target_x + float(np.random.default_rng([take.camera, take.hand]).uniform(-spread, spread))
    if take.kind == "above":
        start = looking((x, y - 14, 17.0), (aim, target_y - 6, 0.5), 0.85)
        return start, looking((x + 0.25 * (aim - x), y - 9, 15.0), (later, target_y - 6, 0.5), 0.85)
    if take.kind == "static":
        fixed = looking((x, y, 5.4), (aim, target_y - 4, 1.5), 0.66)
        return fixed, fixed
    start = looking((x, y, 1.7), (aim, target_y, target_z), 0.82)
    if take.kind == "pan":
        return start, looking((x, y, 1.7), (later, target_y, target_z), 0.88)
    return start, looking((x + 0.12 * (later - x), y + 3.5, 1.7), (later, target_y, target_z), 0.82)


def _filmed(take: Take, size: tuple[int, int], rate: int, count: int) -> Iterator[Picture]:
    rng = np.random.default_rng([take.town, take.hand])
    place, (start, end) = _place(take.place, take.town), _poses(take)
    gains = float(rng.uniform(0.92, 1.06)), 1.0, float(rng.uniform(0.92, 1.06))
    lens = Lens(*size, rng, gains, float(rng.uniform(0.9, 1.1)))
    shake = {"hand": 1.1, "pan": 0.7, "above": 0.4, "static": 0.0}[take.kind]
    hand = unsteady(rng, count, rate, shake)
    for at in range(count):
        pose = shaken(between(start, end, at / count), hand[at])
        clock = take.clock_s + at / rate
        frame = render(place.surfaces(clock, pose), pose, lens)
        yield _clocked(frame, clock) if take.kind == "static" else frame


def _clocked(frame: Picture, clock_s: float) -> Picture:
    """Pale, and with its time in the corner, as watching cameras store it."""
    grey = cv2.cvtColor(cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    out = np.asarray(cv2.addWeighted(frame, 0.35, grey, 0.65, 0), np.uint8)
    height = frame.shape[0]
    text = f"CAM 2  14-03-2031 10:{int(clock_s) // 60:02d}:{int(clock_s) % 60:02d}"
    where = height // 30, height // 14
    cv2.putText(out, text, where, cv2.FONT_HERSHEY_PLAIN, height / 260, (250, 250, 250), 1, cv2.LINE_AA)
    return out


def from_folder(seed: int, medium: Medium, folder: Path, sources: int) -> list[Source]:
    """As many files of the folder as there is use for, in an order that the seed decides; others are passed over.

    NotUsable with fewer than two: nothing could be told apart.
    """
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    random.Random(seed).shuffle(files)
    read = _still if medium is Medium.STILL else _film
    found: list[Source] = []
    for path in files:
        one = read(f"{medium}-{len(found)}", path)
        if one is not None:
            found.append(one)
        if len(found) == 2 * sources + MORE_DISTRACTORS:
            break
    if len(found) < 2:
        raise NotUsable(f"{folder} holds {len(found)} {medium}s that can be used, it takes at least 2")
    return found


def _still(name: str, path: Path) -> Source | None:
    try:
        first = read_still(path, LONGEST_STILL_PX)
    except (OSError, ValueError, SyntaxError):  # whatever else lies in the folder
        return None
    if min(first.shape[:2]) < 64:
        return None
    return Source(name, Medium.STILL, lambda: iter([read_still(path, LONGEST_STILL_PX)]))


def _film(name: str, path: Path) -> Source | None:
    try:
        with av.open(str(path)) as container:
            stream = container.streams.video[0]
            seconds = float((container.duration or 0) / av.time_base)
            average, width, height = float(stream.average_rate or 0), stream.width, stream.height
    except (OSError, ValueError, IndexError):  # av's own errors are OSError or ValueError
        return None
    if seconds < SHORTEST_S or average <= 0 or min(width, height) < 64:
        return None
    rate = min(FASTEST, max(1, int(Fraction(average).limit_denominator(1001) + Fraction(1, 2))))
    length = min(LONGEST_S, float(int(seconds)))
    start = (seconds - length) / 2
    share = min(1.0, LONGEST_FILM_PX / max(width, height))
    size = int(width * share) // 2 * 2, int(height * share) // 2 * 2

    def frames() -> Iterator[Picture]:
        return (covering(frame, *size) for frame in frames_of(path, start, start + length, rate))

    return Source(name, Medium.FILM, frames, rate)
