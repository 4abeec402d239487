"""What is done to a picture between two files. Numbers are drawn first, so that all frames of a film are treated alike
and the truth can name them."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import av
import cv2
import numpy as np
import numpy.typing as npt
from bench.edits.settings import in_picture, on_computer, on_phone
from bench.edits.shown import Moment, untouched
from bench.edits.tones import noisy
from bench.families.coding import FILTERS, resampled
from example.edits import captioned
from example.textures import Picture, noise, tinted

from example import textures

Size = tuple[int, int]
"""Width and height."""
Paint = Callable[[Picture, int], Picture]
"""A picture and its number in the film (0 for a still) -> the picture as edited."""


@dataclass(frozen=True, slots=True)
class Act:
    """One edit with its numbers drawn."""

    name: str
    numbers: Mapping[str, float | str]
    paint: Paint

    def named(self) -> dict[str, float | str]:
        """As the truth has it."""
        return {"edit": self.name, **self.numbers}


Draw = Callable[[random.Random, Size], Act | None]
"""Draws the numbers for pictures of this size; None where the edit would do nothing, or too much."""

SMALLEST_PX = 240
"""Nothing is made smaller than this on its longer side: a thumbnail's descendants tell nothing."""

HANDLES = ("@mirel_now", "VELUN 24", "t.me/saffra", "ORTAN LIVE", "@kestrel.eye", "North Desk", "@dawnwatch", "R+")
LINES = (
    "Heard in the whole quarter",
    "What we know so far",
    "Filmed by a resident",
    "Before the market opened",
    "Exclusive",
    "Share before it is deleted",
)
PAINTS = ((250, 246, 236), (255, 214, 70), (240, 70, 60), (70, 190, 250), (16, 18, 22))


def shrunk(ladder: tuple[int, ...]) -> Draw:
    """To a step of the ladder on the longer side."""

    def draw(rng: random.Random, size: Size) -> Act | None:
        longest, by = rng.choice(ladder), rng.choice(sorted(FILTERS))
        if longest >= max(size):
            return None
        return _resized("shrink", size, longest / max(size), by)

    return draw


def rescaled(low: float, high: float) -> Draw:
    """Smaller or larger, as the literature has it."""

    def draw(rng: random.Random, size: Size) -> Act | None:
        factor = rng.uniform(low, high)
        if factor * max(size) < SMALLEST_PX:
            return None
        return _resized("resample", size, factor, rng.choice(sorted(FILTERS)))

    return draw


def _resized(name: str, size: Size, factor: float, by: str) -> Act:
    width, height = (max(16, round(side * factor)) for side in size)
    numbers: dict[str, float | str] = {"factor": round(factor, 4), "width": width, "height": height, "filter": by}
    return Act(name, numbers, lambda picture, number: resampled(picture, width, height, by))


def cropped(most: float) -> Draw:
    """Up to this share off each of one to four sides."""

    def draw(rng: random.Random, size: Size) -> Act | None:
        sides = rng.sample(range(4), rng.randint(1, 4))
        left, top, right, bottom = (round(rng.uniform(0.01, most), 4) if side in sides else 0.0 for side in range(4))
        x, y = round(left * size[0]), round(top * size[1])
        w, h = size[0] - x - round(right * size[0]), size[1] - y - round(bottom * size[1])
        if max(w, h) < SMALLEST_PX:
            return None
        numbers = {"left": left, "top": top, "right": right, "bottom": bottom}
        return Act("crop", numbers, lambda picture, number: np.ascontiguousarray(picture[y : y + h, x : x + w]))

    return draw


def turned(most_degrees: float) -> Draw:
    """Rotated and stretched a little, then cut so that no corner is empty."""

    def draw(rng: random.Random, size: Size) -> Act | None:
        degrees, stretch = rng.uniform(-most_degrees, most_degrees), rng.uniform(0.97, 1.03)
        width, height = round(size[0] * stretch), size[1]
        radians = np.radians(abs(degrees))
        zoom = np.cos(radians) + np.sin(radians) * max(width / height, height / width)
        w, h = int(width / zoom) - 2, int(height / zoom) - 2
        if max(w, h) < SMALLEST_PX:
            return None
        x, y = (width - w) // 2, (height - h) // 2
        turn = _rotation(degrees)

        def paint(picture: Picture, number: int) -> Picture:
            wide = resampled(picture, width, height, "bicubic")
            return np.ascontiguousarray(turn(wide)[y : y + h, x : x + w])

        return Act("rotate", {"degrees": round(degrees, 3), "stretch": round(stretch, 4)}, paint)

    return draw


def _rotation(degrees: float) -> Callable[[Picture], Picture]:
    """FFmpeg's rotation about the middle, clockwise, the size kept."""

    def rotate(picture: Picture) -> Picture:
        frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
        frame.pts = 0
        graph = av.filter.Graph()
        source = graph.add_buffer(width=frame.width, height=frame.height, format=frame.format, time_base=Fraction(1))
        turn, sink = graph.add("rotate", f"{np.radians(degrees):.8f}"), graph.add("buffersink")
        source.link_to(turn)
        turn.link_to(sink)
        graph.configure()
        source.push(frame)
        turned = sink.pull()
        if not isinstance(turned, av.VideoFrame):
            raise ValueError("a picture that was turned is no picture any more")
        return np.asarray(turned.to_ndarray(format="rgb24"), np.uint8)

    return rotate


def toned(most: float, *, by_channel: bool) -> Draw:
    """Brightness, contrast or gamma, by up to this share; or a gain for each channel."""

    def draw(rng: random.Random, size: Size) -> Act | None:
        level = np.linspace(0.0, 1.0, 256)
        by = rng.uniform(-most, most)
        kind = rng.choice(("brightness", "contrast", "gamma"))
        if by_channel:
            gains = [1 + rng.uniform(-most, most) for _ in range(3)]
            curves = [level * gain for gain in gains]
            numbers: dict[str, float | str] = dict(
                zip(("red", "green", "blue"), np.round(gains, 4).tolist(), strict=True)
            )
            kind = "colour"
        else:
            curve = {"brightness": level + by, "contrast": (level - 0.5) * (1 + by) + 0.5, "gamma": level ** (1 + by)}
            curves, numbers = [curve[kind]] * 3, {"by": round(by, 4)}
        table = np.clip(np.rint(np.stack(curves, axis=-1) * 255), 0, 255).astype(np.uint8)[None]
        return Act(kind, numbers, lambda picture, number: np.asarray(cv2.LUT(picture, table), np.uint8))

    return draw


def laid_over(rng: random.Random, size: Size) -> Act | None:
    """A mark anywhere, or a band of text at the foot: chosen afresh for every copy, so that they add up."""
    if rng.random() < 0.3:
        text, share = rng.choice(LINES), rng.uniform(0.08, 0.15)
        band = captioned(text, share=share)
        if int(size[1] * share) < 12:
            return None
        return Act("caption", {"text": text, "share": round(share, 3)}, band)
    text = f"{rng.choice(HANDLES)} {rng.randrange(100)}"
    letters = max(10, round(rng.uniform(0.035, 0.075) * min(size)))
    x, y = round(rng.uniform(0.02, 0.55) * size[0]), round(rng.uniform(0.02, 0.9) * size[1])
    paint, strength, boxed = rng.choice(PAINTS), rng.uniform(0.6, 1.0), rng.random() < 0.5
    numbers: dict[str, float | str] = {
        "text": text,
        "x": round(x / size[0], 3),
        "y": round(y / size[1], 3),
        "strength": round(strength, 2),
    }

    def mark(picture: Picture, number: int) -> Picture:
        ink, box = _mark(text, letters, paint, boxed)
        h, w = min(ink.shape[0], picture.shape[0] - y), min(ink.shape[1], picture.shape[1] - x)
        out = picture.copy()
        under = picture[y : y + h, x : x + w].astype(np.float32)
        share = strength * box[:h, :w, None]
        out[y : y + h, x : x + w] = np.rint(under + share * (ink[:h, :w] - under)).astype(np.uint8)
        return out

    return Act("logo", numbers, mark)


@lru_cache(maxsize=16)
def _mark(text: str, letters: int, paint: tuple[int, int, int], boxed: bool) -> tuple[Picture, npt.NDArray[np.float32]]:
    """The lettering, and how much of it covers, 0..1."""
    width, height = round(letters * 0.72 * len(text)) + letters, round(letters * 1.5)
    back = (30, 30, 34) if sum(paint) > 200 else (236, 236, 230)
    at = letters // 3, letters // 8
    ink = textures.lettered(np.full((height, width, 3), back, np.uint8), text, at, letters, paint)
    distance = np.abs(ink.astype(np.float32) - np.array(back, np.float32)).max(axis=-1)
    covers = np.clip(distance / 60, 0.7 if boxed else 0.0, 1.0)
    return ink, covers


def mirrored(rng: random.Random, size: Size) -> Act | None:
    return Act("mirror", {}, lambda picture, number: np.ascontiguousarray(picture[:, ::-1]))


def bordered(rng: random.Random, size: Size) -> Act | None:
    share, paint = rng.uniform(0.02, 0.09), rng.choice(PAINTS)
    wide = max(2, round(share * min(size)) // 2 * 2)

    def frame(picture: Picture, number: int) -> Picture:
        edged = cv2.copyMakeBorder(picture, wide, wide, wide, wide, cv2.BORDER_CONSTANT, value=paint)
        return np.asarray(edged, np.uint8)

    return Act("border", {"share": round(share, 3)}, frame)


def inset(rng: random.Random, size: Size) -> Act | None:
    """Picture in picture, over footage of nothing."""
    share, x, y = rng.uniform(0.5, 0.8), rng.random(), rng.random()
    if share * max(size) < SMALLEST_PX:
        return None
    behind = rng.randrange(2**32)
    edit = in_picture(share, x, y)

    def paint(picture: Picture, number: int) -> Picture:
        under = _backdrop(behind, picture.shape[1], picture.shape[0])
        return edit(untouched(picture), Moment(0.0, 0.0, (behind,), (under,))).pixels

    return Act("picture in picture", {"share": round(share, 3), "x": round(x, 3), "y": round(y, 3)}, paint)


@lru_cache(maxsize=4)
def _backdrop(seed: int, width: int, height: int) -> Picture:
    rng = np.random.default_rng(seed)
    dark, light = rng.integers(10, 90, 3).tolist(), rng.integers(140, 240, 3).tolist()
    return tinted(noise(rng, height, width, max(8, width // 8), 4), tuple(dark), tuple(light))


def upscaled(rng: random.Random, size: Size) -> Act | None:
    """Larger again and sharpened: more pixels than the parent, and nothing more in them."""
    factor, by, amount = rng.uniform(1.25, 2.0), rng.choice(("bicubic", "lanczos", "spline")), rng.uniform(0.4, 1.2)
    factor = min(factor, LARGEST_PX / max(size))
    if factor < 1.1:
        return None
    width, height = (round(side * factor / 2) * 2 for side in size)

    def paint(picture: Picture, number: int) -> Picture:
        large = resampled(picture, width, height, by)
        soft = cv2.GaussianBlur(large, (0, 0), 1.2)
        return np.asarray(cv2.addWeighted(large, 1 + amount, soft, -amount, 0), np.uint8)

    return Act("upscale and sharpen", {"factor": round(factor, 3), "filter": by, "amount": round(amount, 2)}, paint)


LARGEST_PX = 1280


def grained(rng: random.Random, size: Size) -> Act | None:
    levels, seed = rng.uniform(2.0, 9.0), rng.randrange(2**32)
    edit = noisy(levels)

    def paint(picture: Picture, number: int) -> Picture:
        return edit(untouched(picture), Moment(0.0, 0.0, (seed, number))).pixels

    return Act("grain", {"levels": round(levels, 2)}, paint)


def on_screen(rng: random.Random, size: Size) -> Act | None:
    """A screenshot of a messenger that shows it."""
    if max(size) < 2 * SMALLEST_PX:
        return None
    return Act("screenshot", {}, lambda picture, number: on_phone(untouched(picture), Moment(0.0, 0.0, (0,))).pixels)


def screen_recorded(rng: random.Random, size: Size) -> Act | None:
    """A recorded screen of a desk computer that plays it; the pointer and the bar need ten seconds to arrive."""
    if max(size) < 1.5 * SMALLEST_PX:
        return None
    rate = rng.choice((16, 20, 24))

    def paint(picture: Picture, number: int) -> Picture:
        return on_computer(untouched(picture), Moment(min(number / rate, 10.0), 10.0, (0,))).pixels

    return Act("screen recording", {}, paint)
