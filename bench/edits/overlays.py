"""What people lay over a picture: marks, captions, stickers, boxes."""

from dataclasses import replace
from functools import lru_cache

import cv2
import example.edits
import numpy as np
from bench.edits.shown import Edit, Moment, Shown, repainted
from example.textures import Picture

from example import textures

STICKERS = ((0.15, 0.22), (0.83, 0.30), (0.46, 0.14), (0.30, 0.68), (0.66, 0.60), (0.88, 0.84))
BOXES = ((0.10, 0.34, 0.16, 0.20), (0.42, 0.42, 0.20, 0.16), (0.72, 0.12, 0.14, 0.26), (0.30, 0.80, 0.40, 0.08))
PAINTS = ((255, 210, 60), (236, 74, 60), (80, 170, 240))


@lru_cache(maxsize=16)
def _tiles(text: str, width: int, height: int) -> Picture:
    """White lettering on black, in rows across the whole picture, at a slant."""
    side = int(np.hypot(width, height)) + 2
    sheet = np.zeros((side, side, 3), np.uint8)
    size = max(8, height // 14)
    for row, y in enumerate(range(0, side, size * 3)):
        sheet = textures.lettered(sheet, f"{text}      " * 12, (-(row % 3) * size * 2, y), size, (255, 255, 255))
    turn = cv2.getRotationMatrix2D((side / 2, side / 2), 27.0, 1.0)
    slanted = np.asarray(cv2.warpAffine(sheet, turn, (side, side)), np.uint8)
    x, y = (side - width) // 2, (side - height) // 2
    return slanted[y : y + height, x : x + width]


def tiled(text: str, strength: float) -> Edit:
    """A watermark all over."""

    def paint(picture: Picture) -> Picture:
        mask = _tiles(text, picture.shape[1], picture.shape[0]) * np.float32(strength / 255)
        return np.asarray(picture + mask * (255 - picture.astype(np.float32)), np.uint8)

    return repainted(paint)


def _sticker(picture: Picture, x: int, y: int, radius: int, paint: tuple[int, int, int]) -> None:
    """A round face, drawn into the picture."""
    cv2.circle(picture, (x, y), radius, paint, -1, cv2.LINE_AA)
    cv2.circle(picture, (x, y), radius, (40, 32, 30), max(1, radius // 12), cv2.LINE_AA)
    for side in (-1, 1):
        cv2.circle(picture, (x + side * radius // 3, y - radius // 4), max(1, radius // 7), (40, 32, 30), -1)
    mouth = radius // 2, radius // 3
    cv2.ellipse(picture, (x, y + radius // 6), mouth, 0, 20, 160, (40, 32, 30), max(1, radius // 10), cv2.LINE_AA)


def _six_stickers(picture: Picture) -> Picture:
    out = picture.copy()
    height, width = picture.shape[:2]
    for at, (x, y) in enumerate(STICKERS):
        _sticker(out, int(x * width), int(y * height), max(3, width // 12), PAINTS[at % len(PAINTS)])
    return out


def moving_sticker(shown: Shown, moment: Moment) -> Shown:
    """One face that wanders over the picture in a figure of eight, once in five seconds."""
    out = shown.pixels.copy()
    width, height = shown.size
    angle = 2 * np.pi * moment.seconds / 5.0
    x, y = int(width * (0.5 + 0.36 * np.sin(angle))), int(height * (0.5 + 0.32 * np.sin(2 * angle)))
    _sticker(out, x, y, max(3, height // 6), PAINTS[0])
    return replace(shown, pixels=out)


def _boxed(picture: Picture) -> Picture:
    out = picture.copy()
    height, width = picture.shape[:2]
    for x, y, w, h in BOXES:
        out[int(y * height) : int((y + h) * height), int(x * width) : int((x + w) * width)] = 0
    return out


def painted(edit: example.edits.Edit) -> Edit:
    """An edit of the example's re-uploads that moves nothing."""
    return repainted(lambda picture: edit(picture, 0))


logo = painted(example.edits.logo("W 9"))
subtitled = painted(example.edits.captioned("Heard in the whole quarter"))
six_stickers = repainted(_six_stickers)
redacted = repainted(_boxed)
