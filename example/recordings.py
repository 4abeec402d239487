"""What cameras took in the example: six films and four photographs, before anybody copied them."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from example import film, sound, textures
from example.camera import Lens, Pose, Surface, between, looking, pyramid, render, shaken, unsteady
from example.film import Coding
from example.places import PLACES
from example.scenes import Place, vector
from example.textures import Picture


@dataclass(frozen=True, slots=True)
class Recording:
    """One camera, once. `clock_s`: when it begins on its place's clock, which all recordings of that day share."""

    name: str
    place: str
    day: int
    clock_s: float
    seconds: float
    rate: int
    size: tuple[int, int]
    start: Pose
    end: Pose
    gains: tuple[float, float, float] = (1.0, 1.0, 1.0)
    gamma: float = 1.0
    shake: float = 1.0
    begins: str | None = None
    """UTC, as this camera's clock says."""
    device: str | None = None


RECORDINGS: tuple[Recording, ...] = (
    Recording(
        "roof", "grain market", 1, 0.0, 13.0, 16, (640, 360),
        looking((-9, -5, 12.5), (-3, 22, 1.5), 0.80), looking((-5, -5, 12.3), (7, 25, 2.5), 0.95),
        begins="2021-03-14T07:38:02Z",
    ),
    Recording(
        "car", "grain market", 1, 2.4, 10.5, 18, (480, 270),
        looking((30, 13.5, 1.6), (2, 21, 3), 0.78), looking((17, 10.5, 1.6), (-4, 25, 3), 0.78),
        gains=(1.04, 0.99, 0.90), gamma=0.9, shake=1.5, begins="2021-03-14T07:38:11Z", device="Fennec 4",
    ),
    Recording(
        "next day", "grain market", 2, 0.0, 9.0, 12, (640, 360),
        looking((-9, 3, 1.7), (4, 28, 3), 0.80), looking((-4, 8, 1.7), (9, 29, 3), 0.80),
        gains=(0.95, 0.98, 1.06), gamma=1.12, begins="2021-03-15T06:30:12Z", device="Oryx Note",
    ),
    Recording(
        "gate", "Saffra Gate", 1, 0.0, 9.0, 15, (640, 360),
        looking((-10, 0, 1.7), (0, 22, 3.5), 0.80), looking((-4, 2, 1.7), (3, 22, 3.5), 0.85),
        gains=(1.05, 1.0, 0.9), begins="2021-03-14T05:12:40Z",
    ),
    Recording(
        "harbour", "cold store", 1, 0.0, 9.0, 14, (480, 270),
        looking((-16, -7, 4), (-6, 20, 3.4), 0.72), looking((-5, -4, 4), (6, 20, 3.4), 0.78),
        gains=(0.96, 1.0, 1.05), begins="2021-03-14T06:05:00Z",
    ),
    Recording(
        "lane", "old quarter", 1, 0.0, 9.0, 12, (480, 270),
        looking((0, -2, 1.7), (0.2, 20, 2.6), 0.75), looking((0.3, 6, 1.7), (-0.3, 30, 2.6), 0.75),
        gamma=1.1, shake=1.4,
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Photograph:
    """One moment, once; never a frame of a recording."""

    name: str
    place: str | None
    day: int
    clock_s: float
    size: tuple[int, int]
    pose: Pose
    gains: tuple[float, float, float] = (1.0, 1.0, 1.0)
    taken: str | None = None
    device: str | None = None


PHOTOGRAPHS: tuple[Photograph, ...] = (
    Photograph(
        "market photograph", "grain market", 2, 6.0, (1280, 960), looking((-15, 15, 1.7), (7, 29, 2.6), 0.82),
        gains=(1.03, 1.0, 0.95), taken="2021:03:15 09:41:20", device="Oryx Note",
    ),
    Photograph(
        "gate photograph", "Saffra Gate", 2, 3.0, (1280, 960), looking((9, 2, 1.7), (-2, 22, 4.2), 0.80),
        taken="2021:03:14 10:20:05", device="Caracal 2",
    ),
    Photograph("hospital list", None, 1, 0.0, (1200, 900), looking((0.05, -0.12, 0.36), (0.005, 0.11, 0), 1.0)),
    Photograph("bakery", "bakery street", 1, 2.0, (1000, 750), looking((-5, -3, 1.7), (2, 18, 3.0), 0.8)),
)  # fmt: skip


@lru_cache(maxsize=8)
def place_of(seed: int, place: str, day: int) -> Place:
    """Built once for every camera that stands in it."""
    return PLACES[place](seed, day)


def number_of(name: str) -> int:
    """A stream of randomness of its own for every recording, whatever the others do."""
    return int.from_bytes(name.encode()[:6].ljust(6), "big")


def record(recording: Recording, seed: int, path: Path) -> None:
    """Film it."""
    rng = np.random.default_rng([seed, number_of(recording.name)])
    place = place_of(seed, recording.place, recording.day)
    lens = Lens(*recording.size, rng, recording.gains, recording.gamma)
    count = round(recording.seconds * recording.rate)
    hand = unsteady(rng, count, recording.rate, recording.shake)

    def frame(number: int) -> Picture:
        pose = shaken(between(recording.start, recording.end, number / count), hand[number])
        return render(place.surfaces(recording.clock_s + number / recording.rate, pose), pose, lens)

    events = sound.EVENTS[f"{recording.place} {recording.day}"]
    where = (recording.start.position + recording.end.position) / 2
    samples = sound.heard(rng, events, where.tolist(), recording.clock_s, recording.seconds)
    claims = {} if recording.begins is None else {"creation_time": recording.begins}
    if recording.device is not None:
        claims |= {"comment": f"recorded with {recording.device}"}
    film.write(path, (frame(number) for number in range(count)), recording.rate, samples, Coding(24), claims)


def photograph(photo: Photograph, seed: int) -> Picture:
    """Take it."""
    rng = np.random.default_rng([seed, number_of(photo.name), 7])
    lens = Lens(*photo.size, rng, photo.gains, grain=6)
    if photo.place is None:
        return render(_list_on_a_table(rng), photo.pose, lens)
    return render(place_of(seed, photo.place, photo.day).surfaces(photo.clock_s, photo.pose), photo.pose, lens)


def save_photograph(photo: Photograph, picture: Picture, path: Path) -> None:
    """JPEG with what the camera claims, or PNG."""
    exif = Image.Exif()
    if photo.taken is not None:
        exif[0x0132] = photo.taken  # DateTime
    if photo.device is not None:
        exif[0x010F], exif[0x0110] = "Invented", photo.device  # Make, Model
    Image.fromarray(picture).save(path, quality=88, exif=exif)


def _list_on_a_table(rng: np.random.Generator) -> list[Surface]:
    """A printed list with columns of numbers and of lines too blurred to be names, and a pen, on wood."""
    grain = textures.noise(rng, 60, 900, 30, 4)
    wood = textures.tinted(np.asarray(cv2.resize(grain, (900, 900)), np.float32), (84, 56, 36), (150, 108, 70))
    sheet = textures.tinted(textures.noise(rng, 1000, 720, 200, 4), (216, 212, 200), (246, 244, 236))
    sheet = textures.lettered(sheet, "SAFFRA HOSPITAL", (60, 40), 44, (30, 34, 60))
    sheet = textures.lettered(sheet, "admitted 14 March 2021, page 1 of 2", (60, 98), 26, (40, 40, 52))
    for row in range(21):
        y = 160 + row * 38
        cv2.line(sheet, (50, y + 32), (670, y + 32), (120, 120, 130), 1)
        sheet = textures.lettered(sheet, f"{row + 1:02d}", (58, y + 4), 22, (40, 40, 60))
        x = 110
        for _ in range(int(rng.integers(2, 4))):
            word = int(rng.integers(50, 120))
            scribble = np.stack([np.linspace(x, x + word, 14), y + 17 + rng.normal(0, 5, 14)], axis=1).astype(np.int32)
            cv2.polylines(sheet, [scribble], False, (44, 52, 120), 2, cv2.LINE_AA)
            x += word + 20
        sheet = textures.lettered(sheet, str(int(rng.integers(4, 79))), (500, y + 4), 22, (40, 40, 60))
        sheet = textures.lettered(
            sheet, str(rng.choice(["ward 2", "ward 3", "theatre", "home"])), (560, y + 4), 20, (40, 40, 60)
        )
    for x in (100, 480, 545):
        cv2.line(sheet, (x, 150), (x, 960), (120, 120, 130), 1)
    lie = vector(np.cos(0.12), np.sin(0.12), 0), vector(np.sin(0.12), -np.cos(0.12), 0)
    return [
        Surface(pyramid(wood), vector(-0.7, 0.9, 0), vector(1.4, 0, 0), vector(0, -1.4, 0), True, 1),
        Surface(pyramid(sheet), vector(-0.13, 0.27, 0.001), lie[0] * 0.21, lie[1] * 0.297, True, 2),
    ]
