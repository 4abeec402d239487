"""One small picture of an item, to be recognised by, never to be measured."""

from typing import BinaryIO

import av.error
import av.video.frame
import numpy as np
import numpy.typing as npt

from stemmata.decode import video
from stemmata.decode.stills import shrink
from stemmata.model.errors import MediaError
from stemmata.model.failure import Code

Pixels = npt.NDArray[np.uint8]

INTO = 10  # a tenth of the way in: behind most titles and black leaders
TRIES = 60  # packets from where decoding began that may give no picture


def no_poster() -> Pixels:
    """(0, 0, 3): there is none."""
    return np.zeros((0, 0, 3), dtype=np.uint8)


def still_poster(pixels: Pixels, longest_px: int) -> Pixels:
    """(h, w, 3) uint8 RGB, the longer side at most `longest_px`."""
    return shrink(pixels, longest_px)


def film_poster(source: BinaryIO, duration_us: object, longest_px: int) -> tuple[Pixels, int]:
    """(poster, degrees clockwise that it was turned): the first key frame that decodes from a tenth of the way in.

    Falls back to the beginning; (0, 0, 3) and 0 when neither place gives a picture. MediaError TOO_LARGE.
    """
    length = duration_us if isinstance(duration_us, int) else 0
    for start in {length // INTO: None, 0: None}:
        frame = _first_frame(source, start)
        if frame is not None:
            turn = video.quarter_turn(-frame.rotation)
            return np.ascontiguousarray(np.rot90(_small(frame, longest_px), -turn // 90)), turn
    return no_poster(), 0


def _first_frame(source: BinaryIO, start_us: int) -> av.video.frame.VideoFrame | None:
    with video.open_container(source) as container:
        stream = video.picture_track(container)
        if stream is None:
            return None
        video.prepare(stream, video.Budget(), keys_only=False)
        try:
            if start_us:
                container.seek(start_us + video.origin_us(container))
            for number, packet in enumerate(container.demux(stream)):
                if number > TRIES:
                    return None
                frame = _decoded(packet)
                if frame is not None:
                    return frame
        except av.error.FFmpegError as error:
            if isinstance(error, MemoryError):
                raise
    return None


def _decoded(packet: "av.Packet[av.video.stream.VideoStream]") -> av.video.frame.VideoFrame | None:
    try:
        return next(iter(packet.decode()), None)
    except av.error.FFmpegError as error:
        if isinstance(error, MemoryError):
            raise
        return None


def _small(frame: av.video.frame.VideoFrame, longest_px: int) -> Pixels:
    if frame.width * frame.height > video.MAX_PIXELS:
        raise MediaError(Code.TOO_LARGE, f"{frame.width} × {frame.height} pixels")
    scale = min(1.0, longest_px / max(frame.width, frame.height))
    width, height = max(1, round(frame.width * scale)), max(1, round(frame.height * scale))
    small = frame.reformat(format="rgb24", width=width, height=height, interpolation="AREA")
    return np.asarray(small.to_ndarray(), dtype=np.uint8)
