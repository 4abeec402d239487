"""Pictures and short films with known truth: what was cut, turned, mirrored or laid in is what a test expects back.

Denser than tests/media/make.py: many small things of different shape, as a street has, so that a quarter of a picture
still holds enough details; and a camera that shakes, since its shake is what aligns two films.
"""

from collections.abc import Iterable
from fractions import Fraction
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import av
import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image
from tests.media import make

from stemmata.fingerprint import picture
from stemmata.match.geometry import View
from stemmata.match.picture import Picture, picture_of
from stemmata.model.item import Media
from stemmata.model.span import MILLIONTHS, Region

Pixels = npt.NDArray[np.uint8]
Window = tuple[float, float, float, float]
"""(left, top, width, height) in shares of the picture."""

WIDTH, HEIGHT, RATE = 320, 192, 12


def street(seed: int, width: int = 480, height: int = 320) -> Pixels:
    """(height, width, 3): texture with many ellipses and boxes of chance size, place, turn and grey."""
    random = np.random.default_rng(seed)
    made = make.texture(seed, width, height)
    for _ in range(width * height // 500):
        middle = int(random.integers(0, width)), int(random.integers(0, height))
        size = (float(random.integers(4, 26)), float(random.integers(4, 26)))
        colour = tuple(int(level) for level in random.integers(0, 256, 3))
        turn = float(random.integers(0, 180))
        if random.random() < 0.5:
            cv2.ellipse(made, (middle, size, turn), colour, -1, cv2.LINE_AA)
        else:
            cv2.fillConvexPoly(made, cv2.boxPoints((middle, size, turn)).astype(np.int32), colour, cv2.LINE_AA)
    return made


def flat(level: int = 120) -> Pixels:
    return np.full((HEIGHT, WIDTH, 3), level, np.uint8)


def cropped(pixels: Pixels, window: Window) -> Pixels:
    height, width = pixels.shape[:2]
    left, top, across, down = window
    x, y = round(left * width), round(top * height)
    return np.ascontiguousarray(pixels[y : y + round(down * height), x : x + round(across * width)])


def mirrored(pixels: Pixels) -> Pixels:
    return np.ascontiguousarray(pixels[:, ::-1])


def rotated(pixels: Pixels, quarters: int = 1) -> Pixels:
    return np.ascontiguousarray(np.rot90(pixels, quarters))


def posterised(pixels: Pixels) -> Pixels:
    """Blurred until no detail is left, the middle 60 % of it, in four levels."""
    soft = np.asarray(cv2.GaussianBlur(pixels, (0, 0), 6), np.uint8)
    height, width = pixels.shape[:2]
    middle = cropped(soft, (0.2, 0.2, 0.6, 0.6)) // 64 * 64 + 32
    return np.asarray(cv2.resize(middle, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def resized(pixels: Pixels, share: float) -> Pixels:
    height, width = pixels.shape[:2]
    size = (round(width * share), round(height * share))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)


def bordered(pixels: Pixels, share: float = 0.2) -> Pixels:
    """Black bars above and below, each `share` of the picture's height."""
    bar = round(pixels.shape[0] * share)
    return np.pad(pixels, ((bar, bar), (0, 0), (0, 0)))


def inserted(inner: Pixels, outer: Pixels, window: Window) -> Pixels:
    height, width = outer.shape[:2]
    left, top, across, down = window
    x, y, w, h = round(left * width), round(top * height), round(across * width), round(down * height)
    made = outer.copy()
    made[y : y + h, x : x + w] = cv2.resize(inner, (w, h), interpolation=cv2.INTER_AREA)
    return made


def region(window: Window) -> Region:
    x, y, width, height = (round(share * MILLIONTHS) for share in window)
    return Region(x, y, width, height)


def still(name: str, pixels: Pixels, *, quality: int = 90) -> Picture:
    """The fingerprint of a JPEG of `pixels`, held under `name`."""
    target = BytesIO()
    Image.fromarray(pixels).save(target, "JPEG", quality=quality)
    return picture_of(name, Media.IMAGE, picture.still(BytesIO(target.getvalue()), {}))


def view(pixels: Pixels) -> View:
    return still("view", pixels).view(0)


def walk(seed: int, seconds: float) -> list[Pixels]:
    """Frames of a hand-held camera over a street: slow way, quick shake, never twice the same step."""
    count = round(seconds * RATE)
    random = np.random.default_rng(seed)
    shake = np.cumsum(random.normal(0, 1.2, (count, 2)) * random.choice([0.3, 1, 2], (count, 1)), axis=0)
    way = np.clip(shake - shake[0] + np.linspace((0, 0), (200, 60), count), (-60, -50), (270, 110))
    wide = street(seed, WIDTH + 350, HEIGHT + 180)
    frames = []
    for x, y in way:
        moved = np.array([[1, 0, -(x + 70)], [0, 1, -(y + 60)]], np.float64)
        frames.append(np.asarray(cv2.warpAffine(wide, moved, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR), np.uint8))
    return frames


def film(name: str, frames: Iterable[Pixels], *, rate: Fraction | int = RATE, crf: int = 23) -> Picture:
    """The fingerprint of an encoded film of `frames`, held under `name`."""
    content = encoded(list(frames), rate=Fraction(rate), crf=crf)
    return picture_of(name, Media.VIDEO, picture.film(BytesIO(content), {}))


def encoded(frames: list[Pixels], *, rate: Fraction, crf: int) -> bytes:
    height, width = frames[0].shape[:2]
    options = {"crf": str(crf), "preset": "veryfast", "x264-params": make.SAME_EACH_TIME}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        with av.open(str(path), "w", format="mp4", options=make.BIT_EXACT) as output:
            stream = output.add_stream("libx264", rate=rate, options=options)
            assert isinstance(stream, av.VideoStream)
            stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
            stream.codec_context.thread_count = 1
            for pixels in frames:
                output.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
            output.mux(stream.encode(None))
        return path.read_bytes()


def holder(name: str) -> str:
    """An item's name as cases have it."""
    return sha256(name.encode()).hexdigest()
