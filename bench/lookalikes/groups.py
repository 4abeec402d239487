"""The groups: which takes are made so that any two of them look alike, kind by kind."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from bench.lookalikes.takes import Take
from bench.lookalikes.truth import Kind
from bench.lookalikes.worlds import BLOCK_M, FIELD_M, STANDS
from example.camera import Pose, looking

FRAMES = ("player", "intro", "outro", "lower third")
"""What other films can have round them, before or behind them."""
EYES_M = 1.7
FILM_PX, PHOTO_PX = (352, 198), (640, 480)
RATES = (12, 15, 13)


@dataclass(frozen=True, slots=True)
class Group:
    """Takes of one kind. Photographs are takes of one picture; `frames_of`: stills that are frames of a film, with the
    film's name and the second. variant: the world, or the frame round the films."""

    kind: Kind
    name: str
    variant: str
    films: tuple[Take, ...] = ()
    photographs: tuple[Take, ...] = ()
    frames_of: tuple[tuple[str, float], ...] = ()


def groups(seed: int, kind: Kind) -> Iterator[Group]:
    """Without end; each is drawn from the seed, the kind and its number alone."""
    kinds = list(Kind)
    for number in range(1_000_000):
        rng = np.random.default_rng([seed, kinds.index(kind), number])
        yield MAKERS[kind](rng, 10_000 * seed + 100 * kinds.index(kind) + number, number)


def _name(kind: Kind, number: int) -> str:
    return f"{kind.name.lower()}-{number:03d}"


def _world(number: int, offset: int) -> str:
    names = sorted(STANDS)
    return names[(number + offset) % len(names)]


@dataclass(frozen=True, slots=True)
class View:
    """A standpoint (x, y) and what it looks at."""

    x: float
    y: float
    aim: tuple[float, float, float]

    def moved(self, x: float, y: float, aim_x: float = 0.0) -> "View":
        return View(self.x + x, self.y + y, (self.aim[0] + aim_x, self.aim[1], self.aim[2]))

    def pose(self, focal: float, height_m: float = EYES_M) -> Pose:
        return looking((self.x, self.y, height_m), self.aim, focal)


def _view(rng: np.random.Generator, world: str) -> View:
    stand = STANDS[world]
    aim = stand.target[0] + float(rng.uniform(-stand.spread, stand.spread)) / 2, stand.target[1], stand.target[2]
    return View(float(rng.uniform(*stand.x)), float(rng.uniform(*stand.y)), aim)


def _hand_held(rng: np.random.Generator, world: str, view: View, way: str, focal: float) -> tuple[Pose, Pose]:
    """Where it is at first and at last."""
    spread = STANDS[world].spread
    if way == "pans":
        later = view.moved(0, 0, float(rng.choice([-1, 1])) * spread)
        return view.pose(focal), later.pose(focal)
    if way == "walks":
        return view.pose(focal), view.moved(float(rng.uniform(-0.3, 0.3)), 5.0).pose(focal)
    return view.pose(focal), view.moved(0.1, 0.1, float(rng.uniform(-0.6, 0.6))).pose(focal)


def _aside(view: View, metres: float, angle: float) -> View:
    """So far from the standpoint, more to the side than forth, and looking at much the same."""
    return view.moved(metres * float(np.cos(angle)), metres * 0.5 * float(np.sin(angle)))


def two_cameras(rng: np.random.Generator, town: int, number: int) -> Group:
    """One event at one moment: three held by hand at 0.5 m and some metres, one far off, two tripods side by side."""
    world = _world(number, 0)
    view, way = _view(rng, world), ("stands", "pans", "walks")[number % 3]
    focal, begins, side = float(rng.uniform(0.75, 0.95)), float(rng.uniform(0, 3)), float(rng.choice([0.0, np.pi]))
    followed = int(rng.integers(0, 1_000_000))
    cameras = (("hand", 0.0, way), ("beside", 0.5, way), ("aside", 4.0, "stands"), ("far", 9.0, way),
               ("tripod", 2.0, "tripod"), ("second-tripod", 3.0, "tripod"))  # fmt: skip
    took = []
    for at, (name, metres, held) in enumerate(cameras):
        from_here = _aside(view, metres, side + float(rng.uniform(-0.3, 0.3)))
        if held == "tripod":
            start = end = from_here.pose(focal, 1.6)
        else:
            alike = np.random.default_rng(followed)  # all turn to where something happens
            start, end = _hand_held(alike, world, from_here, held, focal)
        clock_s, seconds = begins + float(rng.uniform(0, 1.4)), float(rng.uniform(5.2, 6.8))
        took.append(Take(name, world, town, start, end, held, 10 + at, clock_s=clock_s, seconds=seconds,
                         rate=RATES[(number + at) % 3], size=FILM_PX))  # fmt: skip
    return Group(Kind.CAMERAS, _name(Kind.CAMERAS, number), world, tuple(took))


def another_day(rng: np.random.Generator, town: int, number: int) -> Group:
    """Six days: three times somebody stands near one standpoint, three times somebody walks along one path."""
    world = _world(number, 2)
    view, focal = _view(rng, world), float(rng.uniform(0.75, 0.9))
    took = []
    for day in range(1, 7):
        way = "stands" if day % 2 else "walks"
        here = view.moved(float(rng.uniform(-0.4, 0.4)), float(rng.uniform(-0.4, 0.4)), float(rng.uniform(-0.5, 0.5)))
        start, end = _hand_held(rng, world, here, way, focal)
        took.append(Take(f"{way}-day-{day}", world, town, start, end, way, 20 + day, day=day, hour=day, light=day,
                         seconds=float(rng.uniform(5, 6.5)), rate=RATES[(number + day) % 3], size=FILM_PX))  # fmt: skip
    return Group(Kind.DAYS, _name(Kind.DAYS, number), world, tuple(took))


def fixed_camera(rng: np.random.Generator, town: int, number: int) -> Group:
    """One camera that never moves: other hours and days, other light, and twice with nobody about."""
    world = _world(number, 4)
    view = _view(rng, world)
    pose = view.pose(float(rng.uniform(0.66, 0.8)), 5.2)
    stamped = number % 2 == 1
    hours = (("morning", 1, 1, 0, True), ("noon", 1, 5, 0, True), ("evening", 1, 12, 7, True),
             ("next-day", 2, 1, 0, True), ("empty", 1, 17, 0, False), ("empty-later", 1, 18, 0, False))  # fmt: skip
    took = []
    for at, (name, day, hour, light, moving) in enumerate(hours):
        clock_s = float(rng.uniform(0, 40))
        took.append(Take(name, world, town, pose, pose, "fixed", 30 + at, day=day, hour=hour, light=light,
                         crowd=20 * day + hour, clock_s=clock_s, rate=RATES[number % 3], size=FILM_PX, moving=moving,
                         stamped=stamped))  # fmt: skip
    return Group(Kind.FIXED, _name(Kind.FIXED, number), world, tuple(took))


def one_frame(rng: np.random.Generator, town: int, number: int) -> Group:
    """Six films of six places; what is put round, before or behind them is alike."""
    took = []
    for at in range(6):
        world = _world(number + at, 0)
        way = ("stands", "pans", "walks")[(number + at) % 3]
        own = town * 10 + at
        start, end = _hand_held(rng, world, _view(rng, world), way, float(rng.uniform(0.7, 0.95)))
        took.append(Take(f"film-{at}", world, own, start, end, way, 40 + at, seconds=4.5, rate=12, size=FILM_PX))
    return Group(Kind.FRAME, _name(Kind.FRAME, number), FRAMES[number % len(FRAMES)], tuple(took))


def from_above(rng: np.random.Generator, town: int, number: int) -> Group:
    """A drone along a street or a strip: one on several days, and others of its grid. `hour` is the street."""
    world = ("blocks", "fields")[number % 2]
    across, along = (BLOCK_M, BLOCK_M) if world == "blocks" else (FIELD_M[0] + 1, FIELD_M[1] + 2)
    height, focal, back = float(rng.uniform(26, 36)), float(rng.uniform(0.8, 1.0)), float(rng.uniform(12, 22))
    flights = (("first", 0, 0, 1), ("next", 1, 0, 1), ("one-over", 2, 0, 1), ("ahead", 0, 1, 1),
               ("day-2", 0, 0, 2), ("day-3", 0, 0, 3))  # fmt: skip
    took = []
    for at, (name, east, north, day) in enumerate(flights):
        off = rng.uniform(-0.8, 0.8, 3)
        x, y, z = east * across + off[0], north * along + off[1], height + off[2]
        start = looking((x, y - back, z), (x, y + 8, 0.0), focal)
        end = looking((x, y - back + 7, z), (x, y + 15, 0.0), focal)
        took.append(Take(name, world, town, start, end, "flies", 50 + at, day=day, hour=3 * east + north,
                         light=day - 1, seconds=5.5, rate=RATES[number % 3], size=FILM_PX))  # fmt: skip
    return Group(Kind.ABOVE, _name(Kind.ABOVE, number), world, tuple(took))


def stills(rng: np.random.Generator, town: int, number: int) -> Group:
    """Photographs from near and far, at once, later and on another day; two cameras' films and frames of these."""
    world = _world(number, 1)
    view, focal = _view(rng, world), 0.85
    side = float(rng.choice([0.0, np.pi]))
    wanted = (("photo", 0.0, 1, 0, 0.0), ("photo-beside", 0.5, 1, 0, 0.0), ("photo-aside", 3.0, 1, 0, 0.0),
              ("photo-later", 0.2, 1, 1, 8.0), ("photo-next-day", 0.4, 2, 2, 3.0),
              ("photo-far", 8.0, 2, 2, 3.0))  # fmt: skip
    photographs = []
    for at, (name, metres, day, hour, clock) in enumerate(wanted):
        pose = _aside(view, metres, side).pose(focal)
        photographs.append(Take(name, world, town, pose, pose, "stands", 60 + at, day=day, hour=hour, light=day - 1,
                                clock_s=clock + 1.0, size=PHOTO_PX))  # fmt: skip
    films = []
    for at, (name, metres) in enumerate((("film-a", 1.0), ("film-b", 1.8))):
        start, end = _hand_held(rng, world, _aside(view, metres, side), ("stands", "pans")[number % 2], focal)
        films.append(Take(name, world, town, start, end, "stands", 70 + at, seconds=5.0, rate=12, size=FILM_PX))
    frames = tuple((film.name, second) for second in (1.0, 3.5) for film in films)
    return Group(Kind.STILLS, _name(Kind.STILLS, number), world, tuple(films), tuple(photographs), frames)


MAKERS: Mapping[Kind, Callable[[np.random.Generator, int, int], Group]] = {
    Kind.CAMERAS: two_cameras,
    Kind.DAYS: another_day,
    Kind.FIXED: fixed_camera,
    Kind.FRAME: one_frame,
    Kind.ABOVE: from_above,
    Kind.STILLS: stills,
}


def shortened(group: Group, films: int, seconds: float, size: tuple[int, int]) -> Group:
    """The group with its first films only, short and small: to try things out."""
    took = tuple(replace(take, seconds=seconds, size=size) for take in group.films[:films])
    names = {take.name for take in took}
    stills = tuple(replace(take, size=size) for take in group.photographs[:films])
    kept = tuple((name, second) for name, second in group.frames_of if name in names and second < seconds)
    return replace(group, films=took, photographs=stills, frames_of=kept)
