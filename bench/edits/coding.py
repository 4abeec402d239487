"""Stills and films on disk, in many codings; one thread each, so that the same pictures give the same bytes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from example.textures import Picture
from PIL import Image, ImageOps, features

SAME_EACH_TIME = "mbtree=0"
"""With its macroblock tree, x264 reads memory that it did not write, and no two runs agree."""


@dataclass(frozen=True, slots=True)
class StillCoding:
    """`options` as Pillow's writer takes them; `colours`: of a palette, where there is one."""

    ending: str
    options: Mapping[str, int | bool | str] = field(default_factory=dict)
    colours: int | None = None

    def missing(self) -> str | None:
        """Why this cannot be written here; None where it can."""
        if self.ending in ("avif", "webp") and not features.check(self.ending):
            return f"Pillow has no {self.ending} encoder here"
        return None


def jpeg(quality: int) -> StillCoding:
    return StillCoding("jpg", {"quality": quality})


def write_still(path: Path, picture: Picture, coding: StillCoding) -> None:
    image = Image.fromarray(picture)
    if coding.colours is not None:
        image = image.quantize(coding.colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.FLOYDSTEINBERG)
    image.save(path, **coding.options)  # type: ignore[arg-type]


def read_still(path: Path, longest_px: int | None = None) -> Picture:
    """(h, w, 3) RGB, upright. OSError or ValueError for a file that is no picture."""
    with Image.open(path) as image:
        upright = ImageOps.exif_transpose(image).convert("RGB")
    if longest_px is not None:
        upright.thumbnail((longest_px, longest_px), Image.Resampling.BOX)
    return np.asarray(upright, np.uint8).copy()


@dataclass(frozen=True, slots=True)
class FilmCoding:
    """A container by its ending, an encoder by FFmpeg's name; `bits_per_pixel` where the encoder wants a bit rate."""

    ending: str
    encoder: str
    options: Mapping[str, str] = field(default_factory=dict)
    bits_per_pixel: float | None = None
    pixels: str = "yuv420p"

    def missing(self) -> str | None:
        """Why this cannot be written here; None where it can."""
        try:
            av.codec.Codec(self.encoder, "w")
        except av.codec.codec.UnknownCodecError:
            return f"this FFmpeg has no encoder {self.encoder}"
        return None


def h264(crf: int = 26) -> FilmCoding:
    options = {"crf": str(crf), "preset": "superfast", "x264-params": SAME_EACH_TIME, "g": "60"}
    return FilmCoding("mp4", "libx264", options)


def write_film(path: Path, frames: Iterable[Picture], rate: int, coding: FilmCoding) -> int:
    """Frames have even sides and one size. Returns how many there were; ValueError for none, or no film's encoder."""
    number = 0
    with av.open(str(path), "w", options={"fflags": "+bitexact"}) as container:
        stream: av.VideoStream | None = None
        for frame in frames:
            if stream is None:
                stream = _stream(container, frame, rate, coding)
            shown = av.VideoFrame.from_ndarray(np.ascontiguousarray(frame), format="rgb24")
            shown.pts, shown.time_base = number, Fraction(1, rate)
            container.mux(stream.encode(shown))
            number += 1
        if stream is None:
            raise ValueError(f"{path.name} has no frames")
        container.mux(stream.encode(None))
    return number


def _stream(container: av.container.OutputContainer, first: Picture, rate: int, coding: FilmCoding) -> av.VideoStream:
    stream = container.add_stream(coding.encoder, rate=rate, options=dict(coding.options))
    if not isinstance(stream, av.VideoStream):
        raise ValueError(f"{coding.encoder} makes no film")
    stream.height, stream.width = first.shape[:2]
    stream.pix_fmt = coding.pixels
    stream.thread_count = 1
    if coding.bits_per_pixel is not None:
        stream.bit_rate = max(20_000, int(coding.bits_per_pixel * stream.width * stream.height * rate))
    return stream


def read_film(path: Path) -> list[Picture]:
    """Every frame, (h, w, 3) RGB."""
    with av.open(str(path)) as container:
        container.streams.video[0].thread_count = 1
        return [np.asarray(frame.to_ndarray(format="rgb24"), np.uint8) for frame in container.decode(video=0)]
