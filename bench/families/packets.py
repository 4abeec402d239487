"""Films in and out of bytes: frames coded and decoded, and coded pictures taken over from other files as they are."""

import io
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace
from bench.edits.coding import SAME_EACH_TIME, FilmCoding
from bench.edits.films import Footage
from bench.families.coding import accurate, rgb
from example.textures import Picture

CONTAINERS = {"mp4": "mp4", "mov": "mov", "mkv": "matroska", "webm": "webm", "ts": "mpegts"}
"""FFmpeg's name for each ending."""

CARRIED_BY = {
    "h264": ("mp4", "mkv", "mov", "ts"),
    "hevc": ("mp4", "mkv"),
    "mpeg4": ("mp4", "mkv", "mov"),
    "vp9": ("webm", "mkv", "mp4"),
}
"""Containers into which a stream is copied, by codec."""


def h264(crf: int, key_every: int) -> FilmCoding:
    """`stitchable`: headers do not depend on `crf`, so that pieces of several files can follow each other."""
    params = f"{SAME_EACH_TIME}:stitchable=1"
    return FilmCoding(
        "mp4", "libx264", {"crf": str(crf), "preset": "superfast", "x264-params": params, "g": str(key_every)}
    )


def hevc(crf: int, key_every: int) -> FilmCoding:
    params = f"pools=none:frame-threads=1:log-level=none:open-gop=0:keyint={key_every}"
    return FilmCoding("mp4", "libx265", {"crf": str(crf), "preset": "ultrafast", "x265-params": params})


def mpeg4(quantiser: int, key_every: int) -> FilmCoding:
    return FilmCoding("mp4", "mpeg4", {"qmin": str(quantiser), "qmax": str(quantiser), "g": str(key_every)})


def vp9(crf: int, key_every: int) -> FilmCoding:
    options = {"deadline": "realtime", "cpu-used": "8", "crf": str(crf), "b": "0", "g": str(key_every)}
    return FilmCoding("webm", "libvpx-vp9", options)


def coded(frames: Iterable[Picture], rate: int, coding: FilmCoding) -> bytes:
    """A film of frames of one size; a last odd row or column is left out. ValueError for none, or no film's encoder."""
    target = io.BytesIO()
    stream: av.VideoStream | None = None
    container = av.open(target, "w", format=CONTAINERS[coding.ending], options={"fflags": "+bitexact"})
    with container:
        for number, picture in enumerate(frames):
            height, width = (side // 2 * 2 for side in picture.shape[:2])
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture[:height, :width]), format="rgb24")
            frame = frame.reformat(
                format="yuv420p",
                dst_colorspace=Colorspace.ITU601,
                dst_color_range=ColorRange.MPEG,
                interpolation=accurate("bicubic"),
            )
            if stream is None:
                stream = _stream(container, width, height, rate, coding)
            frame.pts, frame.time_base = number, Fraction(1, rate)
            container.mux(stream.encode(frame))
        if stream is None:
            raise ValueError("a film has at least one frame")
        container.mux(stream.encode(None))
    return target.getvalue()


def _stream(
    container: av.container.OutputContainer, width: int, height: int, rate: int, coding: FilmCoding
) -> av.VideoStream:
    stream = container.add_stream(coding.encoder, rate=rate, options=dict(coding.options))
    if not isinstance(stream, av.VideoStream):
        raise ValueError(f"{coding.encoder} makes no film")
    stream.width, stream.height, stream.pix_fmt, stream.thread_count = width, height, "yuv420p", 1
    return stream


def shown(content: bytes) -> Footage:
    """Every frame of a film, at its mean rate: at each tick the frame that is on screen."""
    with av.open(io.BytesIO(content), "r") as container:
        stream = container.streams.video[0]
        stream.thread_count = 1
        found = [(float(frame.time or 0.0), frame) for frame in container.decode(stream)]
        rate = round(float(stream.average_rate or 1))
        size = found[0][1].width, found[0][1].height
    start = found[0][0]
    ticks = round((found[-1][0] - start) * rate) + 1
    pictures = [rgb(frame if (frame.width, frame.height) == size else frame.reformat(*size)) for _, frame in found]
    times = np.array([time - start for time, _ in found])
    on_screen = np.searchsorted(times, (np.arange(ticks) + 0.5) / rate, side="right") - 1
    return Footage([pictures[at] for at in on_screen.tolist()], rate)


@dataclass(frozen=True, slots=True)
class Stream:
    """What decides whether coded pictures of two files can follow each other in one. keys: seconds of key frames from
    the first on, in order; ends: the second at which the last frame ends."""

    codec: str
    size: tuple[int, int]
    headers: bytes
    keys: tuple[float, ...]
    ends: float

    def follows(self, other: "Stream") -> bool:
        return (self.codec, self.size, self.headers) == (other.codec, other.size, other.headers)


def stream_of(content: bytes) -> Stream:
    """Without decoding."""
    with av.open(io.BytesIO(content), "r") as container:
        stream = container.streams.video[0]
        packets = [packet for packet in container.demux(stream) if packet.size]
        headers = bytes(stream.codec_context.extradata or b"")
        tick = stream.time_base or Fraction(1)
        times = [float((packet.pts or 0) * tick) for packet in packets]
        frame_s = 1 / float(stream.average_rate or 1)
        keys = [time - times[0] for packet, time in zip(packets, times, strict=True) if packet.is_keyframe]
        size = stream.width, stream.height
        return Stream(stream.codec_context.name, size, headers, tuple(keys), max(times) - times[0] + frame_s)


@dataclass(frozen=True, slots=True)
class Piece:
    """Coded pictures of a film from one of its key frames up to another, in their numbers; to its end for None."""

    content: bytes
    first: int = 0
    until: int | None = None


def taken_over(pieces: Sequence[Piece], ending: str, says: Mapping[str, str] | None = None) -> bytes:
    """The coded pictures of all pieces, one after the other, in a new container that says this of itself, or nothing.
    Nothing is decoded.

    Every piece begins with a key frame and no frame of it looks beyond its bounds, as in all films written here.
    """
    target = io.BytesIO()
    with (
        ExitStack() as open_files,
        av.open(target, "w", format=CONTAINERS[ending], options={"fflags": "+bitexact"}) as container,
    ):
        given = [open_files.enter_context(av.open(io.BytesIO(piece.content), "r")) for piece in pieces]
        streams = [one.streams.video[0] for one in given]
        parts = [
            _between([packet for packet in one.demux(stream) if packet.size], piece)
            for one, stream, piece in zip(given, streams, pieces, strict=True)
        ]
        container.metadata.update(says or {})
        out = container.add_stream_from_template(streams[0])
        delay_s = max(_delay_s(part) for part in parts)
        offset_s = 0.0
        for stream, part in zip(streams, parts, strict=True):
            tick = stream.time_base or Fraction(1)
            in_order = sorted(packet.pts or 0 for packet in part)
            shift, delay = round(offset_s / tick) - in_order[0], round(delay_s / tick)
            for packet, decoded_at in zip(part, in_order, strict=True):
                packet.pts, packet.dts = (packet.pts or 0) + shift, decoded_at + shift - delay
                packet.stream = out
            offset_s += float((in_order[-1] - in_order[0]) * tick) + 1 / float(stream.average_rate or 1)
            container.mux(part)
    return target.getvalue()


def _delay_s(packets: "Sequence[av.Packet[av.VideoStream]]") -> float:
    """How long before it is shown a picture must be decoded. Matroska does not store it, so it is found again."""
    in_order = sorted(packet.pts or 0 for packet in packets)
    ahead = max(at - (packet.pts or 0) for at, packet in zip(in_order, packets, strict=True))
    return float(ahead * (packets[0].time_base or Fraction(1)))


def _between(packets: "Sequence[av.Packet[av.VideoStream]]", piece: Piece) -> "list[av.Packet[av.VideoStream]]":
    keys = [at for at, packet in enumerate(packets) if packet.is_keyframe] + [len(packets)]
    return list(packets[keys[piece.first] : keys[-1 if piece.until is None else piece.until]])
