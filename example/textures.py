"""Surfaces of an invented town, painted from noise: plaster, paving, metal, cloth, rubble, people as small dark shapes.

Every function takes its own random generator, so that a picture does not change when another is added. RGB is
(h, w, 3) uint8; sprites are (h, w, 4) uint8 with colour already multiplied by alpha.
"""

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

Picture = npt.NDArray[np.uint8]
Field = npt.NDArray[np.float32]
Colour = tuple[int, int, int]

PX_PER_M = 26
"""Detail of walls: what a phone sees of a house front at about 20 m."""


def noise(rng: np.random.Generator, height: int, width: int, cell: int, octaves: int = 4) -> Field:
    """(height, width) float32 in 0..1: value noise, its coarsest cells `cell` pixels wide, halved at every octave."""
    total = np.zeros((height, width), np.float32)
    weight = 1.0
    for _ in range(octaves):
        grid = rng.random((height // cell + 3, width // cell + 3), dtype=np.float32)
        size = (grid.shape[1] * cell, grid.shape[0] * cell)
        total += weight * cv2.resize(grid, size, interpolation=cv2.INTER_CUBIC)[:height, :width]
        weight *= 0.6
        cell = max(1, cell // 2)
    low, high = float(total.min()), float(total.max())
    return np.asarray((total - low) / max(high - low, 1e-6), np.float32)


def tinted(field: Field, dark: Colour, light: Colour) -> Picture:
    """A field of 0..1 as a picture between two colours."""
    ramp = np.asarray(dark, np.float32) + field[..., None] * (np.asarray(light, np.float32) - np.asarray(dark))
    return np.asarray(np.clip(ramp, 0, 255), np.uint8)


def shaded(picture: Picture, factor: float) -> Picture:
    """The same picture, brighter or darker as a whole; alpha stays."""
    out = picture.copy()
    out[..., :3] = np.clip(picture[..., :3].astype(np.float32) * factor, 0, 255).astype(np.uint8)
    return out


def lettered(picture: Picture, text: str, at: tuple[int, int], size: int, colour: Colour) -> Picture:
    """The picture with Latin text in the font that Pillow brings along, so that every machine draws it alike."""
    image = Image.fromarray(picture)
    ImageDraw.Draw(image).text(at, text, fill=colour, font=ImageFont.load_default(size))
    return np.asarray(image, np.uint8).copy()


def muted(rng: np.random.Generator, low: int, high: int, chroma: float = 22.0) -> Colour:
    """A colour as dust and sun leave it: some brightness in low..high, little hue."""
    red, green, blue = np.clip(rng.uniform(low, high) + rng.normal(0, chroma, 3), 8, 250).astype(int).tolist()
    return red, green, blue


def facade(
    rng: np.random.Generator,
    width_m: float,
    height_m: float,
    colour: Colour,
    sign: str | None = None,
    worn: float = 0.5,
) -> Picture:
    """A house front: stained plaster, windows with shutters, shops below, cables, scars by `worn` in 0..1."""
    width, height = int(width_m * PX_PER_M), int(height_m * PX_PER_M)
    field = 0.6 * noise(rng, height, width, 64) + 0.4 * noise(rng, height, width, 6, 3)
    wall = tinted(field, tuple(int(c * 0.62) for c in colour), tuple(min(255, int(c * 1.12)) for c in colour))  # type: ignore[arg-type]
    _bricks(rng, wall, worn)
    floors, bays = max(1, round(height_m / 3.2)), max(1, round(width_m / 2.5))
    for floor in range(floors):
        top, bottom = height * floor // floors, height * (floor + 1) // floors
        cv2.line(wall, (0, bottom), (width, bottom), tuple(int(c * 0.7) for c in colour), 2)
        for bay in range(bays):
            box = (width * bay // bays, top, width * (bay + 1) // bays, bottom)
            if floor == floors - 1:
                _shop(rng, wall, box)
            else:
                _window(rng, wall, box)
    cv2.rectangle(wall, (0, 0), (width, 7), tuple(min(255, int(c * 1.15)) for c in colour), -1)
    _scars(rng, wall, worn)
    for _ in range(3):
        start, end = int(rng.integers(5, height // 2)), int(rng.integers(5, height // 2))
        cv2.line(wall, (0, start), (width, end), (40, 38, 40), 1, cv2.LINE_AA)
    if sign is not None:
        wall = _signed(rng, wall, sign, height - height // floors)
    return wall


def _bricks(rng: np.random.Generator, wall: Picture, worn: float) -> None:
    """Where plaster fell, courses of brick show."""
    height, width = wall.shape[:2]
    courses = tinted(noise(rng, height, width, 8, 2), (112, 74, 58), (176, 128, 98))
    courses[::6] = (92, 84, 76)
    for row in range(0, height, 6):
        courses[row : row + 6, (row // 6 % 2) * 7 :: 14] = (92, 84, 76)
    bare = noise(rng, height, width, 48, 3) > 0.86 - 0.2 * worn
    wall[bare] = courses[bare]


def _window(rng: np.random.Generator, wall: Picture, box: tuple[int, int, int, int]) -> None:
    left, top, right, bottom = box
    w, h = int((right - left) * rng.uniform(0.38, 0.55)), int((bottom - top) * rng.uniform(0.45, 0.62))
    x, y = (left + right - w) // 2 + int(rng.integers(-3, 4)), top + int((bottom - top) * 0.2)
    frame = muted(rng, 90, 230)
    cv2.rectangle(wall, (x - 3, y - 3), (x + w + 3, y + h + 3), frame, -1)
    glass = np.linspace(rng.uniform(20, 60), rng.uniform(60, 140), h, dtype=np.float32)[:, None] * np.ones((1, w))
    pane = glass + noise(rng, h, w, 9, 2) * 40
    wall[y : y + h, x : x + w] = np.clip(pane[..., None] * rng.uniform(0.7, 1.1, 3), 0, 255).astype(np.uint8)
    cv2.line(wall, (x + w // 2, y), (x + w // 2, y + h), frame, 2)
    cv2.line(wall, (x, y + h // 3), (x + w, y + h // 3), frame, 1)
    if rng.random() < 0.5:
        shutter = muted(rng, 50, 150)
        for side in (x - 3 - w // 2, x + w + 3):
            cv2.rectangle(wall, (side, y), (side + w // 2, y + h), shutter, -1)
            for slat in range(y + 2, y + h, 4):
                cv2.line(wall, (side, slat), (side + w // 2, slat), tuple(int(c * 0.6) for c in shutter), 1)
    if rng.random() < 0.35:
        cv2.rectangle(wall, (x + w - 8, y + h + 4), (x + w + 12, y + h + 16), (196, 196, 188), -1)
        cv2.circle(wall, (x + w + 2, y + h + 10), 5, (90, 90, 90), 1)
    drip = wall[y + h + 3 : bottom, x : x + w]
    drip[:] = (drip * rng.uniform(0.78, 0.95, (1, drip.shape[1], 1))).astype(np.uint8)


def _shop(rng: np.random.Generator, wall: Picture, box: tuple[int, int, int, int]) -> None:
    left, top, right, bottom = box
    left, right, top = left + 5, right - 5, top + int((bottom - top) * 0.34)
    if rng.random() < 0.55:
        metal = np.array(muted(rng, 80, 170))
        for row in range(top, bottom, 3):
            light = 0.75 + 0.35 * (row % 6 == 0)
            cv2.line(wall, (left, row), (right, row), tuple(int(c * light) for c in metal), 2)
        return
    cv2.rectangle(wall, (left, top), (right, bottom), (34, 30, 32), -1)
    for _ in range(26):
        x, y = int(rng.integers(left, right - 6)), int(rng.integers(top + 4, bottom - 4))
        size = rng.integers(4, 13, 2)
        colour = muted(rng, 60, 235)
        cv2.rectangle(wall, (x, y), (min(x + int(size[0]), right), min(y + int(size[1]), bottom)), colour, -1)


def _scars(rng: np.random.Generator, wall: Picture, worn: float) -> None:
    height, width = wall.shape[:2]
    for _ in range(int(46 * worn)):
        at = (int(rng.integers(0, width)), int(rng.integers(0, height)))
        size = int(rng.integers(1, 5))
        cv2.circle(wall, at, size + 1, (205, 198, 184), -1)
        cv2.circle(wall, at, size, (52, 48, 46), -1)
    if rng.random() < worn:
        soot = noise(rng, height, width, 70, 3)
        wall[:] = (wall * (1 - 0.75 * np.clip((soot - 0.62) * 4, 0, 1))[..., None]).astype(np.uint8)


def _signed(rng: np.random.Generator, wall: Picture, sign: str, top: int) -> Picture:
    board, ink = [((24, 74, 122), (240, 236, 220)), ((142, 34, 30), (250, 232, 190)), ((224, 214, 178), (30, 60, 40))][
        int(rng.integers(0, 3))
    ]
    cv2.rectangle(wall, (6, top + 4), (wall.shape[1] - 7, top + 26), board, -1)
    return lettered(wall, sign, (14, top + 6), 16, ink)


def paving(rng: np.random.Generator, side_px: int, dark: Colour, light: Colour, slab_px: int | None = None) -> Picture:
    """Ground seen from above: dust, cracks, stains, litter; slabs with joints where `slab_px` is given."""
    field = 0.55 * noise(rng, side_px, side_px, 160, 4) + 0.45 * noise(rng, side_px, side_px, 8, 3)
    ground = tinted(field, dark, light)
    ridge = np.abs(noise(rng, side_px, side_px, 90, 4) - 0.5)
    ground[ridge < 0.006] = tuple(int(c * 0.6) for c in dark)
    if slab_px is not None:
        rows = np.arange(0, side_px, slab_px)
        tone = cv2.resize(
            rng.uniform(0.82, 1.12, (len(rows), len(rows))).astype(np.float32),
            (side_px, side_px),
            interpolation=cv2.INTER_NEAREST,
        )
        ground = np.clip(ground * tone[..., None], 0, 255).astype(np.uint8)
        ground[rows], ground[:, rows] = dark, dark
    for _ in range(side_px * side_px // 2600):
        x, y = (int(v) for v in rng.integers(0, side_px - 8, 2))
        size = rng.integers(1, 7, 2)
        colour = muted(rng, 50, 225)
        cv2.rectangle(ground, (x, y), (x + int(size[0]), y + int(size[1])), colour, -1)
    return ground


def corrugated(rng: np.random.Generator, width: int, height: int, colour: Colour, label: str | None = None) -> Picture:
    """Sheet metal with ribs and rust."""
    ribs = 0.8 + 0.22 * np.sin(np.arange(width) * 2 * np.pi / 9)
    body = np.asarray(colour, np.float32)[None, None] * ribs[None, :, None]
    body = body * (0.75 + 0.4 * noise(rng, height, width, 40)[..., None])
    rust = np.clip((noise(rng, height, width, 30, 4) - 0.62) * 5, 0, 1)[..., None]
    sheet = np.clip(body * (1 - rust) + rust * np.array((120, 66, 36), np.float32), 0, 255).astype(np.uint8)
    return (
        sheet
        if label is None
        else lettered(sheet, label, (width // 12, height // 5), max(14, height // 6), (235, 235, 228))
    )


def cloth(rng: np.random.Generator, width: int, height: int) -> Picture:
    """An awning: stripes, folds, dirt."""
    one, other = np.array(muted(rng, 40, 220)), np.array(muted(rng, 150, 250))
    stripes = np.where((np.arange(width) // 14 % 2 == 0)[None, :, None], one, other).astype(np.float32)
    folds = 0.65 + 0.45 * noise(rng, height, width, 24)
    return np.clip(stripes * folds[..., None], 0, 255).astype(np.uint8)


def rubble(rng: np.random.Generator, width: int = 150, height: int = 70, pieces: int = 240) -> Picture:
    """Sprite: a heap of broken blocks, lighter on their upper edges."""
    heap = np.zeros((height, width, 4), np.uint8)
    for _ in range(pieces):
        x = float(rng.normal(width / 2, width / 5))
        room = height * 0.85 * float(np.exp(-(((x - width / 2) / (width / 3.2)) ** 2)))
        y = height - float(rng.uniform(0, max(room, 2)))
        size = float(rng.uniform(2, 9))
        angles = np.sort(rng.uniform(0, 2 * np.pi, int(rng.integers(4, 7))))
        points = np.stack([x + size * np.cos(angles), y + 0.7 * size * np.sin(angles)], 1).astype(np.int32)
        grey = float(rng.uniform(70, 205))
        tone = (int(grey), int(grey * 0.95), int(grey * 0.87), 255)
        cv2.fillConvexPoly(heap, points, tone)
        cv2.polylines(
            heap, [points[: len(points) // 2 + 1]], False, (int(grey * 0.5), int(grey * 0.5), int(grey * 0.45), 255), 1
        )
    return heap


def leaves(rng: np.random.Generator, width: int = 90, height: int = 120) -> Picture:
    """Sprite: a dusty tree."""
    tree = np.zeros((height, width, 4), np.uint8)
    cv2.line(tree, (width // 2, height), (width // 2, height // 2), (82, 66, 50, 255), 5)
    for _ in range(420):
        angle, radius = rng.uniform(0, 2 * np.pi), rng.uniform(0, 1) ** 0.6
        x, y = width / 2 + radius * np.cos(angle) * width * 0.42, height * 0.36 + radius * np.sin(angle) * height * 0.32
        green = rng.uniform(0.5, 1.2)
        cv2.circle(
            tree,
            (int(x), int(y)),
            int(rng.integers(2, 5)),
            (int(82 * green), int(100 * green), int(58 * green), 255),
            -1,
        )
    return tree


def walker(rng: np.random.Generator) -> Sequence[Picture]:
    """Sprites: four phases of a step of a person without a face, 26 × 64 pixels."""
    coat, trousers = np.array(muted(rng, 25, 190)), np.array(muted(rng, 20, 110))
    skirt = bool(rng.random() < 0.4)
    phases = []
    for stride in (-5, -2, 3, 5):
        figure = np.zeros((64, 26, 4), np.uint8)
        low = (*(int(c) for c in trousers), 255)
        for foot in (-stride, stride):
            cv2.line(figure, (13, 36), (13 + foot, 62), low, 5)
        top = (*(int(c) for c in coat), 255)
        shape = [(8, 14), (18, 14), (21, 56), (5, 56)] if skirt else [(7, 14), (19, 14), (18, 38), (8, 38)]
        cv2.fillConvexPoly(figure, np.array(shape, np.int32), top)
        cv2.line(figure, (8, 17), (5 + stride // 2, 36), (*(int(c * 0.8) for c in coat), 255), 3)
        cv2.circle(figure, (13, 8), 5, (70, 58, 50, 255), -1)
        phases.append(np.asarray(cv2.GaussianBlur(figure, (3, 3), 0), np.uint8))
    return phases


def vehicle(rng: np.random.Generator, truck: bool = False) -> Picture:
    """Sprite: a car or van seen from the side, 110 × 46 pixels."""
    body = np.zeros((46, 110, 4), np.uint8)
    paint = np.array(muted(rng, 50, 225))
    full = (*(int(c) for c in paint), 255)
    hull = [(3, 38), (3, 22), (18, 20), (32, 6), (76, 6), (90, 20), (107, 24), (107, 38)]
    if truck:
        hull = [(3, 38), (3, 4), (74, 4), (74, 10), (94, 10), (107, 24), (107, 38)]
    cv2.fillPoly(body, [np.array(hull, np.int32)], full)
    cv2.fillPoly(body, [np.array([(78, 12), (92, 12), (100, 22), (78, 22)], np.int32)], (40, 48, 58, 255))
    if not truck:
        cv2.fillPoly(body, [np.array([(24, 20), (35, 9), (74, 9), (76, 20)], np.int32)], (44, 52, 60, 255))
    body[..., :3] = (body[..., :3] * (0.8 + 0.3 * noise(rng, 46, 110, 12)[..., None])).clip(0, 255).astype(np.uint8)
    for wheel in (24, 86):
        cv2.circle(body, (wheel, 37), 8, (22, 22, 24, 255), -1)
        cv2.circle(body, (wheel, 37), 4, (130, 130, 130, 255), -1)
    return body


def smoke(rng: np.random.Generator, ages: int = 10, side: int = 128) -> Sequence[Picture]:
    """Sprites of one drifting cloud, from dense and dark to thin and pale."""
    fields = [noise(rng, side * 2, side, 48, 4), noise(rng, side * 2, side, 24, 4)]
    y, x = np.mgrid[-1 : 1 : side * 1j, -1 : 1 : side * 1j]
    dome = np.clip(1 - (x**2 + y**2), 0, 1)
    puffs = []
    for age in range(ages):
        shift = side * age // ages
        body = fields[0][shift : shift + side] * 0.6 + fields[1][side - shift : 2 * side - shift] * 0.4
        alpha = np.clip((dome * 1.5 + body - 0.85) * 1.8, 0, 1) * (0.92 - 0.6 * age / ages)
        tone = 48 + 70 * age / ages + 90 * body
        puff = np.dstack([tone * alpha, tone * alpha * 0.98, tone * alpha * 0.95, alpha * 255])
        puffs.append(np.clip(puff, 0, 255).astype(np.uint8))
    return puffs
