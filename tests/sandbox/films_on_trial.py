"""FFmpeg made to read a playlist, as it does by itself where a name ends in .m3u8: what the white list and the lock are
for. Preloaded by the worker under test only."""

from collections.abc import Mapping
from typing import BinaryIO

import av
import numpy as np

from stemmata.decode import video
from stemmata.model.canonical import Json
from stemmata.model.seams import Reduction


def warm() -> None:
    video.warm()


def opened_as_a_playlist(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    try:
        with av.open(source, format="hls") as container:
            told: list[str] = [stream.type for stream in container.streams]
    except (av.error.FFmpegError, OSError, ValueError) as error:
        told = [type(error).__name__]
    return Reduction({"told": told}, {"bytes": np.zeros(0, np.uint8)})
