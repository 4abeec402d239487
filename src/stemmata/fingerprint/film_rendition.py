"""A film's frames one by one, at the size at which generations differ, and which of them are key frames. Runs inside
the worker.

Every coding adds noise of its own, and takes it up anew at each key frame: so the difference between a copy and what it
was made from changes where the copy's groups of pictures begin, and not where the parent's do. That shows in a row of
neighbouring frames only. Like a still's rendition, this is read of films that have kin, and not kept.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

import cv2
import numpy as np
import numpy.typing as npt
from av.video.frame import VideoFrame
from av.video.reformatter import Interpolation, VideoReformatter

from stemmata.decode import video
from stemmata.fingerprint import picture
from stemmata.fingerprint.picture import shown_frames
from stemmata.model.canonical import Json
from stemmata.model.errors import MediaError
from stemmata.model.failure import Code
from stemmata.model.seams import ArrayBound, Reducer, Reduction

FILM_PX = 384
"""Longest side of what is kept. The noise of coding shows at half the size as well as in full: of ten pairs of 640
pixels, the step at the copy's key frames was as large in both."""
MOST_FRAMES = 400
"""13 seconds at 30 frames a second. Of a longer film, those of the stretches asked for."""

_ARRAYS = {
    "frame_us": ArrayBound("<i8", (MOST_FRAMES,)),
    "key": ArrayBound("|b1", (MOST_FRAMES,)),
    "luma": ArrayBound("|u1", (MOST_FRAMES, FILM_PX, FILM_PX)),
    "chroma": ArrayBound("|u1", (MOST_FRAMES, 2, FILM_PX // 4 + 1, FILM_PX // 4 + 1)),
}
FILM_RENDITION = Reducer("film_rendition/1", "stemmata.fingerprint.film_rendition:film_rendition", _ARRAYS)

Times = npt.NDArray[np.int64]
Planes = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class FilmRendition:
    """frame_us (n,): times on the container's timeline, growing. key (n,): whether each can be decoded by itself.
    luma (n, h, w), chroma (n, 2, h/4, w/4) uint8, as coded (16..235), upright. width, height: of the file, upright.

    begins_us, ends_us: of the whole film; ends_us None where reading stopped before its end.
    """

    holder: str
    frame_us: Times
    key: npt.NDArray[np.bool_]
    luma: Planes
    chroma: Planes
    width: int
    height: int
    begins_us: int
    ends_us: int | None

    @property
    def step_us(self) -> int:
        """From one frame to the next."""
        return int(np.median(np.diff(self.frame_us))) if len(self.frame_us) > 1 else 40_000

    @property
    def end_us(self) -> int:
        """Of the film; of what was read where that is not known."""
        return int(self.frame_us[-1]) + self.step_us if self.ends_us is None else self.ends_us

    @property
    def shape(self) -> tuple[int, int]:
        return int(self.luma.shape[1]), int(self.luma.shape[2])


def warm() -> None:
    picture.warm()


def film_rendition(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    """Arrays as in `FilmRendition`, of frames in `parameters["spans_us"]` ([[start, end], ...] in µs, in order), of all
    without it; at most MOST_FRAMES. Facts: width, height, begins_us, ends_us. MediaError as
    decode.video.frames, and where no frame lies in the spans."""
    spans = _spans(parameters)
    reading = video.Reading()
    fit = VideoReformatter()
    times: list[int] = []
    kept: list[tuple[int, bool, Planes, Planes]] = []
    size = (0, 0)
    whole = True
    for at, frame in shown_frames(source, reading):
        size = size if times else (frame.width, frame.height)
        times.append(at)
        if len(kept) == MOST_FRAMES or (spans and at >= spans[-1][1]):
            whole = False
            break
        if not spans or any(start <= at < end for start, end in spans):
            luma, chroma = _planes(fit, frame, size)
            turns = -(reading.rotation // 90) % 4
            kept.append((at, bool(frame.key_frame), np.rot90(luma, turns), np.rot90(chroma, turns, axes=(1, 2))))
    if not kept:
        raise MediaError(Code.NO_FRAMES, "none of its frames lies where it was to be looked at")
    step = int(np.median(np.diff(times))) if len(times) > 1 else 40_000
    upright = size[::-1] if reading.rotation in {90, 270} else size
    facts: dict[str, object] = {
        "width": upright[0],
        "height": upright[1],
        "begins_us": times[0],
        "ends_us": times[-1] + step if whole else None,
    }
    arrays = {
        "frame_us": np.array([one[0] for one in kept], "<i8"),
        "key": np.array([one[1] for one in kept], np.bool_),
        "luma": np.stack([one[2] for one in kept]),
        "chroma": np.stack([one[3] for one in kept]),
    }
    return Reduction(facts, arrays, reading.failure)


def _spans(parameters: Mapping[str, Json]) -> Sequence[tuple[int, int]]:
    asked = parameters.get("spans_us")
    if asked is None:
        return ()
    if not isinstance(asked, list) or not asked:
        raise ValueError("spans_us is a list of [start, end] in µs")
    return [(int(start), int(end)) for start, end in _pairs(asked)]


def _pairs(asked: list[Json]) -> Iterator[tuple[str, str]]:
    for one in asked:
        if not isinstance(one, list) or len(one) != 2:
            raise ValueError("spans_us is a list of [start, end] in µs")
        yield str(one[0]), str(one[1])


def _planes(fit: VideoReformatter, frame: VideoFrame, size: tuple[int, int]) -> tuple[Planes, Planes]:
    """(h, w) luma and (2, h/4, w/4) chroma; all of a film to the size that its first frame comes to."""
    scale = min(1.0, FILM_PX / max(size))
    width, height = (max(16, round(side * scale)) for side in size)
    shown = fit.reformat(frame, width, height, "yuv420p", interpolation=Interpolation.AREA)
    luma, *colour = (_plane(shown, number) for number in range(3))
    quarter = (max(1, width // 4), max(1, height // 4))
    return luma, np.stack([np.asarray(cv2.resize(one, quarter, interpolation=cv2.INTER_AREA)) for one in colour])


def _plane(frame: VideoFrame, number: int) -> Planes:
    plane = frame.planes[number]
    lines = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
    return np.array(lines[: plane.height, : plane.width])


def film_rendition_of(holder: str, made: Reduction) -> FilmRendition:
    """From what the worker gave back."""
    facts, arrays = made.facts, made.arrays
    ends = facts["ends_us"]
    return FilmRendition(
        holder,
        np.asarray(arrays["frame_us"], np.int64),
        np.asarray(arrays["key"], np.bool_),
        np.asarray(arrays["luma"], np.uint8),
        np.asarray(arrays["chroma"], np.uint8),
        int(str(facts["width"])),
        int(str(facts["height"])),
        int(str(facts["begins_us"])),
        ends if isinstance(ends, int) else None,
    )
