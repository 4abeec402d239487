"""Pictures in and out of bytes with FFmpeg's own coders and scaler, one thread each: the same pictures, the same bytes.

The estimator under test reads with Pillow (libjpeg-turbo) and resamples with OpenCV. What made a copy must not be what
undoes it, or the estimator would meet its own arithmetic.
"""

import io
import os
from dataclasses import dataclass
from fractions import Fraction

import av
import cv2
import numpy as np
import numpy.typing as npt
from av.video.reformatter import ColorRange, Colorspace, Interpolation
from example.textures import Picture

os.environ.setdefault("SVT_LOG", "1")  # or SVT-AV1 writes its settings to the terminal, for every picture

EXACT = int(Interpolation.ACCURATE_RND) | int(Interpolation.FULL_CHR_H_INT) | int(Interpolation.FULL_CHR_H_INP)
"""Without these, swscale darkens a picture by about one level at every conversion, and age would show as darkness."""

FILTERS = {
    "bicubic": Interpolation.BICUBIC,
    "lanczos": Interpolation.LANCZOS,
    "area": Interpolation.AREA,
    "spline": Interpolation.SPLINE,
}

JPEG_STEP = 4.1
"""Mean entry of FFmpeg's JPEG table for each step of its quantiser, as read back from files it wrote."""
STANDARD_MEAN = 57.6
"""Mean entry of the luminance table that Annex K of ITU-T T.81 gives: libjpeg's at quality 50."""


@dataclass(frozen=True, slots=True)
class Coding:
    """`quality`: of a JPEG about as libjpeg counts, of WebP as libwebp does, of AVIF 63 less its quantiser."""

    kind: str
    quality: int
    chroma: str = "420"

    @property
    def ending(self) -> str:
        return "jpg" if self.kind == "jpeg" else self.kind


def quantiser(quality: int) -> int:
    """FFmpeg's quantiser (1..31) that quantises luminance as hard, in the mean, as libjpeg does at this quality."""
    percent = 5_000 / quality if quality < 50 else 200 - 2 * quality
    return min(31, max(1, round(STANDARD_MEAN * percent / 100 / JPEG_STEP)))


def encoded(picture: Picture, coding: Coding) -> bytes:
    """The bytes of a file, without any metadata. ValueError for an unknown kind."""
    if coding.kind == "jpeg":
        return _jpeg(picture, coding)
    frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
    if coding.kind == "png":
        return _alone("png", frame)
    if coding.kind == "webp":
        shown = _converted(frame, "yuv420p", ColorRange.MPEG)
        return _contained("webp", "libwebp", shown, {"quality": str(coding.quality)})
    if coding.kind == "avif":
        shown = _frame(_full_range(picture)).reformat(format="yuv420p", interpolation=accurate("bicubic"))
        options = {"crf": str(63 - coding.quality), "preset": "10", "svtav1-params": "lp=1"}
        return _contained("avif", "libsvtav1", shown, options)
    raise ValueError(f"a still is coded as jpeg, png, webp or avif, got {coding.kind!r}")


def decoded(content: bytes) -> Picture:
    """(h, w, 3) RGB of a still."""
    with av.open(io.BytesIO(content), "r") as container:
        container.streams.video[0].thread_count = 1
        return rgb(next(container.decode(video=0)))


def rgb(frame: av.VideoFrame) -> Picture:
    """(h, w, 3), rounded to the nearest level."""
    shown = frame.reformat(format="rgb24", src_colorspace=Colorspace.ITU601, interpolation=accurate("bicubic"))
    return np.asarray(shown.to_ndarray(), np.uint8)


def resampled(picture: Picture, width: int, height: int, by: str) -> Picture:
    """To this size, by a filter of FILTERS."""
    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
    return np.asarray(frame.reformat(width=width, height=height, interpolation=accurate(by)).to_ndarray(), np.uint8)


def accurate(by: str) -> int:
    """swscale's flags for a filter of FILTERS, rounding to the nearest level."""
    return int(FILTERS[by]) | EXACT


def _full_range(picture: Picture) -> npt.NDArray[np.uint8]:
    """(3, h, w) luminance and chrominance as JPEG has them. OpenCV rounds them; swscale, to this format, does not."""
    planes = cv2.cvtColor(np.ascontiguousarray(picture), cv2.COLOR_RGB2YCrCb)
    return np.ascontiguousarray(np.stack([planes[..., 0], planes[..., 2], planes[..., 1]]).astype(np.uint8))


def _frame(planes: npt.NDArray[np.uint8]) -> av.VideoFrame:
    return av.VideoFrame.from_ndarray(planes, format="yuvj444p")


def _converted(frame: av.VideoFrame, pixels: str, levels: ColorRange) -> av.VideoFrame:
    return frame.reformat(
        format=pixels, dst_colorspace=Colorspace.ITU601, dst_color_range=levels, interpolation=accurate("bicubic")
    )


def _jpeg(picture: Picture, coding: Coding) -> bytes:
    """FFmpeg's own encoder: other tables, other rounding and another Huffman code than libjpeg's."""
    pixels = f"yuvj{coding.chroma}p"
    frame = _frame(_full_range(picture)).reformat(format=pixels, interpolation=accurate("bicubic"))
    return _alone("mjpeg", frame, quantiser(coding.quality))


def _alone(name: str, frame: av.VideoFrame, quantised: int | None = None) -> bytes:
    """One picture as the encoder gives it out, without a container."""
    encoder = av.CodecContext.create(name, "w")
    if not isinstance(encoder, av.VideoCodecContext):
        raise ValueError(f"{name} makes no pictures here")
    encoder.width, encoder.height, encoder.pix_fmt = frame.width, frame.height, frame.format.name
    encoder.time_base, encoder.thread_count = Fraction(1), 1
    if quantised is not None:
        encoder.qmin = encoder.qmax = quantised
    encoder.options = {"flags": "+bitexact"}  # no comment that names the version
    frame.pts = 0
    return b"".join(bytes(packet) for packet in [*encoder.encode(frame), *encoder.encode(None)])


def _contained(container: str, name: str, frame: av.VideoFrame, options: dict[str, str]) -> bytes:
    target = io.BytesIO()
    with av.open(target, "w", format=container, options={"fflags": "+bitexact"}) as file:
        stream = file.add_stream(name, rate=1, options=options)
        if not isinstance(stream, av.VideoStream):
            raise ValueError(f"{name} makes no pictures here")
        stream.width, stream.height, stream.pix_fmt = frame.width, frame.height, frame.format.name
        stream.thread_count = 1
        stream.codec_context.color_range = frame.color_range
        stream.codec_context.colorspace = int(Colorspace.ITU601)
        frame.pts = 0
        file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return target.getvalue()
