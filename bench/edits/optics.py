"""Copies through the air: a screen that is filmed, a print that is scanned."""

from dataclasses import replace
from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt
from bench.edits.shown import Matrix, Moment, Shown, warped
from example.textures import Picture, noise, tinted

Field = npt.NDArray[np.float32]

SCREEN = ((0.07, 0.11), (0.92, 0.06), (0.95, 0.93), (0.05, 0.90))
PAPER = ((0.045, 0.050), (0.955, 0.042), (0.960, 0.948), (0.040, 0.958))
"""Where the corners of the source come to lie, in shares, clockwise from the upper left."""


def _thrown(size: tuple[int, int], corners: tuple[tuple[float, float], ...], shift: tuple[float, float]) -> Matrix:
    width, height = size
    before = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    after = np.array([((x + shift[0]) * width, (y + shift[1]) * height) for x, y in corners], np.float32)
    return np.asarray(cv2.getPerspectiveTransform(before, after), np.float64)


@lru_cache(maxsize=4)
def _room(width: int, height: int) -> Picture:
    """A dark wall round the screen, and the screen's frame."""
    wall = tinted(noise(np.random.default_rng(3), height, width, max(8, width // 6), 4), (26, 24, 30), (58, 50, 46))
    corners = [((x - 0.5) * 1.045 + 0.5, (y - 0.5) * 1.06 + 0.5) for x, y in SCREEN]
    outline = np.array([(x * width, y * height) for x, y in corners], np.int32)
    cv2.fillConvexPoly(wall, outline, (12, 12, 13), cv2.LINE_AA)
    return wall


@lru_cache(maxsize=4)
def _moire(width: int, height: int) -> Field:
    """(height, width, 3) factors near 1: curved coloured rings where the screen's grid beats with the camera's."""
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j].astype(np.float32)
    rings = [
        1 + 0.07 * np.sin(2 * np.pi * (17 * x + 6 * y + 9 * (x - 0.4) ** 2 + 5 * (y - 0.6) ** 2 + phase))
        for phase in (0.0, 0.21, 0.43)
    ]
    return np.asarray(np.dstack(rings), np.float32)


@lru_cache(maxsize=4)
def _glare(width: int, height: int) -> Field:
    """(height, width, 1) levels to add: a lamp in the glass."""
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j].astype(np.float32)
    lamp = np.exp(-(((x - 0.72) / 0.13) ** 2) - ((y - 0.26) / 0.10) ** 2)
    return np.asarray(18 + 105 * lamp, np.float32)[..., None]


def filmed_screen(shown: Shown, moment: Moment) -> Shown:
    """From a hand, at an angle: perspective, rings, a lamp in the glass, a dark band that rolls, blur, grain."""
    width, height = shown.size
    t = moment.seconds
    shake = 0.004 * np.sin(2.1 * t) + 0.002 * np.sin(7.7 * t), 0.005 * np.sin(1.7 * t + 1)
    out = warped(shown, _thrown(shown.size, SCREEN, shake), _room(width, height))
    rows = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    band = 1 - 0.22 * np.exp(-((((rows - 0.37 * t) % 1.0) - 0.5) ** 2) / 0.012)
    light = out.pixels.astype(np.float32) * (_moire(width, height) * band * np.float32(0.86)) + _glare(width, height)
    soft = cv2.GaussianBlur(light, (0, 0), max(0.7, width / 600))
    grain = moment.rng().standard_normal(soft.shape, np.float32) * 4
    return replace(out, pixels=np.clip(soft + grain, 0, 255).astype(np.uint8))


def _halftone(picture: Picture) -> Picture:
    """Dots of three inks at three angles, as a printed page has them, seen a little soft."""
    height, width = picture.shape[:2]
    large = cv2.resize(picture, (width * 2, height * 2), interpolation=cv2.INTER_CUBIC).astype(np.float32)
    y, x = np.mgrid[0 : height * 2, 0 : width * 2].astype(np.float32)
    inked = np.empty_like(large)
    for channel, degrees in enumerate((15.0, 75.0, 45.0)):
        sine, cosine = np.sin(np.radians(degrees)), np.cos(np.radians(degrees))
        u, v = (x * cosine + y * sine) * (2 * np.pi / 6), (y * cosine - x * sine) * (2 * np.pi / 6)
        threshold = 127.5 + 60 * (np.cos(u) + np.cos(v))
        inked[..., channel] = np.clip((large[..., channel] - threshold) * 2.5 + 127.5, 30, 246)
    soft = cv2.GaussianBlur(inked, (0, 0), 1.8)
    return np.asarray(np.clip(cv2.resize(soft, (width, height), interpolation=cv2.INTER_AREA), 0, 255), np.uint8)


def printed_and_scanned(shown: Shown, moment: Moment) -> Shown:
    """On white paper, a little askew on the glass."""
    width, height = shown.size
    paper = tinted(
        noise(np.random.default_rng(5), height, width, max(4, width // 90), 3), (228, 226, 218), (246, 245, 238)
    )
    printed = replace(shown, pixels=_halftone(shown.pixels))
    return warped(printed, _thrown(shown.size, PAPER, (0.0, 0.0)), paper)
