"""What re-uploading does to a picture: each edit takes a frame and its number and returns the changed frame."""

from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont, features

from example import textures
from example.textures import Picture

Edit = Callable[[Picture, int], Picture]


def resized(width: int, height: int) -> Edit:
    def edit(frame: Picture, number: int) -> Picture:
        return np.asarray(cv2.resize(frame, (width, height), interpolation=cv2.INTER_AREA), np.uint8)

    return edit


def mirrored(frame: Picture, number: int) -> Picture:
    return np.ascontiguousarray(frame[:, ::-1])


def cropped(left: float, top: float, right: float, bottom: float) -> Edit:
    """Keeps this part of the frame, in shares; sides stay even."""

    def edit(frame: Picture, number: int) -> Picture:
        height, width = frame.shape[:2]
        x, y = int(left * width), int(top * height)
        w, h = int((right - left) * width) // 2 * 2, int((bottom - top) * height) // 2 * 2
        return np.ascontiguousarray(frame[y : y + h, x : x + w])

    return edit


def toned(gain: float, lift: float) -> Edit:
    """Another exposure."""

    def edit(frame: Picture, number: int) -> Picture:
        return np.asarray(cv2.convertScaleAbs(frame, alpha=gain, beta=lift), np.uint8)

    return edit


def captioned(text: str, arabic: str | None = None, share: float = 0.15) -> Edit:
    """A band burnt in at the foot. The Arabic line only where this machine has a font and shapes Arabic, else Latin."""

    def edit(frame: Picture, number: int) -> Picture:
        out = frame.copy()
        band = _band(text, arabic, frame.shape[1], int(frame.shape[0] * share))
        out[-band.shape[0] :] = band
        return out

    return edit


@lru_cache(maxsize=32)
def _band(text: str, arabic: str | None, width: int, height: int) -> Picture:
    image = Image.new("RGB", (width, height), (150, 20, 24))
    draw = ImageDraw.Draw(image)
    shown, font = text, ImageFont.load_default(height * 0.5)
    if arabic is not None and features.check("raqm"):
        with suppress(OSError):  # no such font here: the Latin line stands instead
            shown, font = arabic, ImageFont.truetype("DejaVuSans.ttf", height * 0.5)
    room = draw.textlength(shown, font=font)
    draw.text(((width - room) / 2, height * 0.16), shown, fill=(255, 248, 230), font=font)
    return np.asarray(image, np.uint8).copy()


def logo(name: str) -> Edit:
    """A channel's mark in the upper corner, half transparent."""

    def edit(frame: Picture, number: int) -> Picture:
        height, width = frame.shape[:2]
        w, h = width // 5, height // 9
        mark = _mark(name, w, h)
        out = frame.copy()
        under = out[10 : 10 + h, width - w - 12 : width - 12]
        under[:] = cv2.addWeighted(under, 0.3, mark, 0.7, 0)
        return out

    return edit


@lru_cache(maxsize=8)
def _mark(name: str, width: int, height: int) -> Picture:
    mark = np.full((height, width, 3), (238, 186, 40), np.uint8)
    cv2.circle(mark, (height // 2, height // 2), height // 3, (30, 30, 40), -1)
    return textures.lettered(mark, name, (height, height // 5), max(9, height // 2), (20, 20, 30))


def portrait(width: int, height: int) -> Edit:
    """The whole frame across an upright phone screen, blurred above and below."""

    def edit(frame: Picture, number: int) -> Picture:
        rows = int(frame.shape[0] * width / frame.shape[1]) // 2 * 2
        small = cv2.resize(frame, (width // 8, height // 8), interpolation=cv2.INTER_AREA)
        back = cv2.resize(cv2.GaussianBlur(small, (9, 9), 0), (width, height), interpolation=cv2.INTER_LINEAR)
        out = np.asarray(cv2.convertScaleAbs(back, alpha=0.6), np.uint8)
        top = (height - rows) // 2
        out[top : top + rows] = cv2.resize(frame, (width, rows), interpolation=cv2.INTER_AREA)
        return out

    return edit


def in_studio(seed: int, width: int, height: int) -> Edit:
    """Picture in picture: the frame on the wall of a drawn studio with moving lights and a running line of text."""
    rng = np.random.default_rng([seed, 77])
    back = textures.tinted(textures.noise(rng, height, width * 2, 60, 5), (16, 24, 60), (70, 96, 170))
    line = np.full((height // 9, width * 3, 3), (240, 240, 236), np.uint8)
    words = "QAL'AT MIREL: WHAT WE KNOW SO FAR  +  HARBOUR CLOSED  +  WATER SUPPLY RESTORED IN THE OLD QUARTER  +"
    line = textures.lettered(line, words, (10, line.shape[0] // 5), line.shape[0] // 2, (140, 16, 20))

    def edit(frame: Picture, number: int) -> Picture:
        drift = (number * 2) % width
        out = back[:, drift : drift + width].copy()
        w, h = int(width * 0.58), int(width * 0.58 * frame.shape[0] / frame.shape[1])
        x, y = int(width * 0.37), int(height * 0.10)
        cv2.rectangle(out, (x - 4, y - 4), (x + w + 4, y + h + 4), (230, 230, 230), -1)
        out[y : y + h, x : x + w] = cv2.resize(frame, (w, h), interpolation=cv2.INTER_AREA)
        cv2.rectangle(out, (0, int(height * 0.70)), (int(width * 0.32), height), (52, 40, 38), -1)
        cv2.ellipse(
            out, (int(width * 0.16), int(height * 0.44)), (width // 16, height // 8), 0, 0, 360, (122, 100, 88), -1
        )
        cv2.ellipse(
            out, (int(width * 0.16), int(height * 0.80)), (width // 8, height // 5), 0, 180, 360, (40, 44, 66), -1
        )
        run = (number * 3) % (width * 2)
        out[-line.shape[0] :] = line[:, run : run + width]
        return out

    return edit


def phone_screen(frame: Picture) -> Picture:
    """A screenshot: the frame inside an upright phone's player, with its bars and buttons."""
    width, height = 540, 960
    screen = np.full((height, width, 3), (14, 16, 18), np.uint8)
    rows = int(frame.shape[0] * width / frame.shape[1])
    top = 300
    screen[top : top + rows] = cv2.resize(frame, (width, rows), interpolation=cv2.INTER_LINEAR)
    screen = textures.lettered(screen, "15:02          Mirel Today          71 %", (20, 12), 24, (230, 230, 230))
    screen = textures.lettered(screen, "< back", (20, 60), 26, (120, 180, 255))
    cv2.rectangle(screen, (30, top + rows + 40), (width - 30, top + rows + 44), (90, 90, 90), -1)
    cv2.rectangle(screen, (30, top + rows + 40), (230, top + rows + 44), (250, 250, 250), -1)
    cv2.circle(screen, (230, top + rows + 42), 9, (250, 250, 250), -1)
    return textures.lettered(screen, "0:03 / 0:08      share      save", (40, top + rows + 64), 24, (210, 210, 210))
