"""Small films and copies of them, coded as the tests ask: 320 × 192, 10 frames a second, a camera that moves."""

from collections.abc import Sequence
from fractions import Fraction
from io import BytesIO

import av
import numpy as np
import numpy.typing as npt
from tests.media.make import scene

from stemmata.decode.probe import probe
from stemmata.fingerprint.film_rendition import FilmRendition, film_rendition, film_rendition_of
from stemmata.lineage.film_signs import FilmFacts
from stemmata.lineage.lying import Lying
from stemmata.match.lines import Line

Pixels = npt.NDArray[np.uint8]
RATE, WIDTH, HEIGHT = 10, 320, 192
STEP_US = 1_000_000 // RATE


def taken(seed: int = 5, frames: int = 40) -> list[Pixels]:
    return list(scene(seed, frames, width=WIDTH, height=HEIGHT))


def stored(frames: Sequence[Pixels], *, crf: int = 28, key_every: int = 10, rate: int = RATE) -> bytes:
    target = BytesIO()
    with av.open(target, "w", format="mp4", options={"fflags": "+bitexact"}) as output:
        options = {"crf": str(crf), "preset": "veryfast", "x264-params": "mbtree=0:scenecut=0", "g": str(key_every)}
        stream = output.add_stream("libx264", rate=rate, options=options)
        assert isinstance(stream, av.VideoStream)
        stream.height, stream.width = frames[0].shape[:2]
        stream.pix_fmt, stream.thread_count = "yuv420p", 1
        for number, pixels in enumerate(frames):
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, rate)
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return target.getvalue()


def shown(content: bytes) -> list[Pixels]:
    with av.open(BytesIO(content), "r") as container:
        return [np.asarray(frame.to_ndarray(format="rgb24"), np.uint8) for frame in container.decode(video=0)]


def read(content: bytes, holder: str = "a") -> FilmRendition:
    return film_rendition_of(holder, film_rendition(BytesIO(content), {}))


def facts(content: bytes, holder: str = "a") -> FilmFacts:
    return FilmFacts.of(holder, probe(BytesIO(content), {}))


def lying(offset_s: float = 0.0, slope: float = 1.0, shares: npt.NDArray[np.float64] | None = None) -> Lying:
    """The other's second 0 is one's `offset_s`."""
    return Lying(Line(slope, offset_s * 1e6), np.eye(3) if shares is None else shares)


def window(left: int, top: int, right: int, bottom: int) -> npt.NDArray[np.float64]:
    """Shares of the whole picture onto shares of what is left when so many pixels are cut off each side."""
    wide, high = WIDTH - left - right, HEIGHT - top - bottom
    return np.array([[WIDTH / wide, 0, -left / wide], [0, HEIGHT / high, -top / high], [0, 0, 1]], np.float64)


def marked(frames: Sequence[Pixels]) -> list[Pixels]:
    """With a white box and dark bars, as lettering has them."""
    result = []
    for frame in frames:
        out = frame.copy()
        out[20:52, 30:130] = 245
        out[26:46, 36:124:8] = 20
        result.append(out)
    return result
