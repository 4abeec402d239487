"""A still or a film as arrays: hashes of every frame, and distinct details of sampled ones. Runs inside the worker."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

import cv2
import numpy as np
import numpy.typing as npt
from av.video.frame import VideoFrame
from av.video.reformatter import Interpolation, VideoReformatter

from stemmata.decode import animation, stills, video
from stemmata.decode.sniff import HEAD_BYTES, media_of, media_type
from stemmata.fingerprint import frames
from stemmata.fingerprint.features import features
from stemmata.fingerprint.frames import Hashes
from stemmata.fingerprint.moments import REACH_US, Calmest, Moment, Moments, thinned
from stemmata.fingerprint.points import packed_points
from stemmata.fingerprint.signature import Signatures
from stemmata.fingerprint.small_grey import BLOCK, Cosines, packed_grey
from stemmata.model.canonical import Json
from stemmata.model.errors import MediaError
from stemmata.model.failure import Code
from stemmata.model.item import Media
from stemmata.model.seams import ArrayBound, Reducer, Reduction

STILL_PX = 640
FILM_PX = 336
"""Longest side on which details are sought: phones' fine noise is gone, a face-sized sign is still there. A film's 448
cost half as much again and found no more (docs/benches.md, cost of reading)."""
SMALL_PX = 256
"""Stills below this are enlarged to it: SIFT finds nothing in a thumbnail of a thumbnail otherwise."""
CHECK_PX = 192
"""Longest side of the grey pictures kept for laying one over the other."""
STILL_POINTS, FILM_POINTS = 600, 220

MAX_SAMPLES = 900
"""Moments whose details are kept: of five to eight minutes all, of a longer film the calmest over longer stretches."""
MAX_FRAMES = 400_000
"""Frames hashed of one film: 3.7 hours at 30 a second; what lies beyond is named in a failure."""
CHUNK = 256


_ARRAYS = {
    "frame_hash": ArrayBound("<u8", (MAX_FRAMES, 4)),
    "frame_quality": ArrayBound("|u1", (MAX_FRAMES,)),
    "frame_us": ArrayBound("<i8", (MAX_FRAMES,)),
    "motion": ArrayBound("|u1", (MAX_FRAMES, frames.CELLS)),
    "cut_us": ArrayBound("<i8", (MAX_FRAMES,)),
    "sample_us": ArrayBound("<i8", (MAX_SAMPLES,)),
    "sample_hash": ArrayBound("<u8", (2 * MAX_SAMPLES, 8, 4)),
    "sample_grey": ArrayBound("|i1", (MAX_SAMPLES, BLOCK * BLOCK, CHECK_PX // BLOCK, CHECK_PX // BLOCK)),
    "point": ArrayBound("<u2", (MAX_SAMPLES * STILL_POINTS, 4)),
    "signature": ArrayBound("<u8", (MAX_SAMPLES * STILL_POINTS, 2)),
    "point_sample": ArrayBound("<i4", (MAX_SAMPLES * STILL_POINTS,)),
}
"""n frames, m samples, k points. sample_hash holds 2 m views: as shown, then without plain borders. point: as
fingerprint.points packs it. motion: as
fingerprint.frames packs it. sample_grey: the picture shrunk to fit 192 × 192, as fingerprint.small_grey packs it;
facts["grey"] = [width, height]."""

STILL = Reducer("still/4", "stemmata.fingerprint.picture:still", _ARRAYS, seconds=120.0)
FILM = Reducer("film/6", "stemmata.fingerprint.picture:film", _ARRAYS, seconds=3600.0)
KEY_FRAMES = Reducer("key-frames/5", "stemmata.fingerprint.picture:key_frames", _ARRAYS, seconds=600.0)
"""For a first answer, at a fifteenth of the work (research/visual.md section 5); many copies are not found by it."""

CUT_BITS = 90
"""Two neighbouring frames this far apart are a cut: hand-held footage moves 20 to 50 bits (research/visual.md 0.1)."""
CUT_MOTION = 18.0


def warm() -> None:
    """Import and run everything once: a child of the worker can open nothing."""
    stills.warm()
    video.warm()
    cv2.setNumThreads(1)
    noise = np.random.default_rng(1).integers(0, 255, (128, 128), dtype=np.uint8)
    features(noise, 50)
    frames.oriented(frames.blocks(np.zeros((1, 64, 64), np.float32)))


def still(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    """See _ARRAYS with n = m = 1: of a cut file the part that was decoded, while facts["width"] and ["height"] are the
    whole picture's; of several pictures the first, and facts["pictures"] tells how many.

    MediaError as decode.stills.read_still."""
    read = stills.read_still(source, longest_px=2048)
    grey = np.asarray(cv2.cvtColor(read.pixels, cv2.COLOR_RGB2GRAY), np.uint8)
    height, width = grey.shape
    grey = grey if read.failure is None else _without_filling(grey)
    luma = cv2.resize(grey, (frames.SIDE, frames.SIDE), interpolation=cv2.INTER_AREA)
    sample = _Samples(STILL_PX, STILL_POINTS)
    sample.add(0, 0.0, grey, np.asarray(luma, np.uint8))
    lumas = luma[None].astype(np.float32)
    arrays = _sampled_arrays(sample)
    arrays |= {
        "frame_us": np.zeros(1, "<i8"),
        "frame_hash": frames.hashes(frames.blocks(lumas)),
        "frame_quality": frames.quality(lumas),
        "motion": np.zeros((1, frames.CELLS), np.uint8),
        "cut_us": np.zeros(0, "<i8"),
    }
    facts: dict[str, object] = {
        "grey": list(sample.grey_size),
        "width": width,
        "height": height,
        "pictures": read.pictures,
    }
    return Reduction(facts, arrays, read.failure)


def _without_filling(grey: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Less the rows and columns at its edges that are of one level: a decoder puts such where a cut file ends."""
    rows, columns = (np.flatnonzero(np.ptp(grey, axis=axis)) for axis in (1, 0))
    if not len(rows) or not len(columns):
        return grey
    return np.ascontiguousarray(grey[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])


def film(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    """See _ARRAYS. Every frame is hashed; details come from its calm moments, two a second, fewer in long films. An
    animated GIF, PNG or WebP is read as a film too."""
    reading = video.Reading()
    return _film(shown_frames(source, reading), reading, keys_only=False)


def key_frames(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    """As `film`, of key frames alone. Motion is zero: frames that lie seconds apart say nothing on how a film moves."""
    reading, budget = video.Reading(), video.Budget(frames=MAX_FRAMES)
    shown = video.frames(source, keys_only=True, budget=budget, reading=reading)
    return _film(shown, reading, keys_only=True)


def shown_frames(source: BinaryIO, reading: video.Reading) -> Iterator[tuple[int, VideoFrame]]:
    """(time in µs, frame) of a film or an animation, as many as are hashed."""
    head = source.read(HEAD_BYTES)
    source.seek(0)
    read = animation.frames if media_of(media_type(head)) is Media.IMAGE else video.frames
    return read(source, budget=video.Budget(frames=MAX_FRAMES), reading=reading)


def _film(shown: Iterable[tuple[int, VideoFrame]], reading: video.Reading, *, keys_only: bool) -> Reduction:
    shrink, fit = VideoReformatter(), VideoReformatter()  # one each: another size would build its filter anew
    times: list[int] = []
    moments: Moments[tuple[VideoFrame, npt.NDArray[np.uint8]]] = Moments(0 if keys_only else REACH_US)
    whole = _WholeFrames()
    sample = _Samples(FILM_PX, FILM_POINTS)
    size = (0, 0)
    for at, frame in shown:
        luma = small_luma(shrink, frame, reading.rotation)
        times.append(at)
        for moment in moments.add(at, (frame, luma), whole.add(luma)):
            sample.add(moment.at_us, moment.moved, *_looked_at(fit, moment, reading.rotation))
        size = size if times[1:] else (frame.width, frame.height)
    for moment in moments.end():
        sample.add(moment.at_us, moment.moved, *_looked_at(fit, moment, reading.rotation))
    sample.end()
    if not times:
        raise MediaError(Code.NO_FRAMES)
    hashed, qualities, moved = whole.ended()
    cuts = np.zeros(0, "<i8") if keys_only else _cuts(np.array(times, "<i8"), hashed, moved)
    frame_us = np.array(times, "<i8")
    arrays = _sampled_arrays(sample)
    arrays |= {
        "frame_us": frame_us,
        "frame_hash": hashed,
        "frame_quality": qualities,
        "motion": frames.packed_motion(np.zeros_like(moved) if keys_only else moved),
        "cut_us": cuts,
    }
    facts: dict[str, object] = {
        "grey": list(sample.grey_size),
        "width": size[0],
        "height": size[1],
        "frames": len(times),
        "decode_failures": reading.decode_failures,
        "reach_us": sample.reach_us,
    }
    return Reduction(facts, arrays, reading.failure)


class _WholeFrames:
    """Hashes, qualities and motion of every frame, a chunk at a time: memory does not grow with the film's pictures."""

    def __init__(self) -> None:
        self._waiting: list[npt.NDArray[np.uint8]] = []
        self._last: npt.NDArray[np.uint8] | None = None
        self._done: list[tuple[Hashes, npt.NDArray[np.uint8], npt.NDArray[np.float32]]] = []

    def add(self, luma: npt.NDArray[np.uint8]) -> float:
        """How much it differs from the one before, roughly and at once: in levels, brightness taken out."""
        before = self._waiting[-1] if self._waiting else self._last
        self._waiting.append(luma)
        if len(self._waiting) == CHUNK:
            self._flush()
        return 0.0 if before is None else frames.step(before, luma)

    def _flush(self) -> None:
        luma = np.stack(self._waiting).astype(np.float32)
        before = luma[:1] if self._last is None else self._last[None].astype(np.float32)
        moved = frames.motion(np.concatenate([before, luma]))[1:]
        self._done.append((frames.hashes(frames.blocks(luma)), frames.quality(luma), moved))
        self._last, self._waiting = self._waiting[-1], []

    def ended(self) -> tuple[Hashes, npt.NDArray[np.uint8], npt.NDArray[np.float32]]:
        if self._waiting:
            self._flush()
        hashed, qualities, moved = zip(*self._done, strict=True)
        return np.concatenate(hashed), np.concatenate(qualities), np.concatenate(moved)


def _cuts(times: npt.NDArray[np.int64], hashed: Hashes, moved: npt.NDArray[np.float32]) -> npt.NDArray[np.int64]:
    """Times of frames that begin another shot: far from the one before in hash, and a jump in the picture itself."""
    if len(hashed) < 2:
        return np.zeros(0, np.int64)
    apart = np.bitwise_count(hashed[1:] ^ hashed[:-1]).sum(axis=1)
    return np.asarray(times[1:][(apart > CUT_BITS) & (moved[1:].mean(axis=1) > CUT_MOTION)], np.int64)


def _looked_at(
    fit: VideoReformatter, moment: "Moment[tuple[VideoFrame, npt.NDArray[np.uint8]]]", rotation: int
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    frame, luma = moment.shown
    return _turn(_fitted(fit, frame, FILM_PX), rotation), luma


@dataclass(frozen=True, slots=True)
class _Sample:
    """What is kept of a moment: points (k, 4) and signatures (k, 2), the small grey picture (1, …), 64 × 64 luma."""

    points: npt.NDArray[np.uint16]
    signature: Signatures
    grey: Cosines
    luma: npt.NDArray[np.uint8]


class _Samples:
    """The moments whose details are kept. When there are too many, only those stay that are the calmest over twice the
    reach: a film of any length is sampled to its end, and its copies keep the same. From then on details are sought
    only where a moment is the calmest over that reach: an hour costs a third of what its minutes would cost alone."""

    def __init__(self, longest_px: int, points: int) -> None:
        self._longest, self._points = longest_px, points
        self._ahead = Calmest[tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]](REACH_US)
        self.kept: list[Moment[_Sample]] = []
        self.grey_size = (0, 0)
        """Of the first; where a film changes its size, the others are stretched to it, as the places of details are."""

    @property
    def reach_us(self) -> int:
        return self._ahead.reach_us

    def add(self, at_us: int, moved: float, grey: npt.NDArray[np.uint8], luma: npt.NDArray[np.uint8]) -> None:
        if self.reach_us == REACH_US:
            self._keep(at_us, moved, grey, luma)
            return
        for moment in self._ahead.add(Moment(at_us, (grey, luma), moved)):
            self._keep(moment.at_us, moment.moved, *moment.shown)

    def end(self) -> None:
        """What still waits to be the calmest."""
        for moment in self._ahead.end():
            self._keep(moment.at_us, moment.moved, *moment.shown)

    def _keep(self, at_us: int, moved: float, grey: npt.NDArray[np.uint8], luma: npt.NDArray[np.uint8]) -> None:
        height, width = grey.shape
        longest = max(height, width)
        target = self._longest if longest > self._longest else max(longest, SMALL_PX)
        scale = target / longest
        shape = (max(8, round(width * scale)), max(8, round(height * scale)))
        sought = cv2.resize(grey, shape, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
        found = features(np.asarray(sought, np.uint8), self._points)
        small = CHECK_PX / longest
        size = (max(1, round(width * small)), max(1, round(height * small)))
        if not self.kept:
            self.grey_size = size
        kept = packed_grey(np.asarray(cv2.resize(grey, self.grey_size, interpolation=cv2.INTER_AREA), np.uint8)[None])
        sample = _Sample(packed_points(found.points, shape), found.signature, kept, luma)
        self.kept.append(Moment(at_us, sample, moved))
        while len(self.kept) > MAX_SAMPLES:
            self.kept = thinned(self.kept, self.reach_us)
            if len(self.kept) > MAX_SAMPLES * 3 // 4:
                self._ahead.reach_us *= 2


def _sampled_arrays(samples: _Samples) -> dict[str, npt.NDArray[np.generic]]:
    kept = [moment.shown for moment in samples.kept]
    sampled = np.stack([one.luma for one in kept]).astype(np.float32)
    box = frames.trim_box(sampled)
    views = [frames.oriented(frames.blocks(sampled)), frames.oriented(frames.blocks(frames.trimmed(sampled, box)))]
    return {
        "sample_us": np.array([moment.at_us for moment in samples.kept], "<i8"),
        "sample_hash": np.concatenate(views),
        "sample_grey": np.concatenate([one.grey for one in kept]),
        "point": np.concatenate([one.points for one in kept]),
        "signature": np.concatenate([one.signature for one in kept]).astype("<u8"),
        "point_sample": np.repeat(np.arange(len(kept)), [len(one.points) for one in kept]).astype("<i4"),
    }


def small_luma(shrink: VideoReformatter, frame: VideoFrame, rotation: int) -> npt.NDArray[np.uint8]:
    """(64, 64) of a frame, turned by `rotation` degrees clockwise. `shrink`: one for all frames of a film."""
    small = shrink.reformat(frame, frames.SIDE, frames.SIDE, "gray", interpolation=Interpolation.AREA)
    return _turn(_plane(small), rotation)


def _fitted(fit: VideoReformatter, frame: VideoFrame, longest_px: int) -> npt.NDArray[np.uint8]:
    scale = min(1.0, longest_px / max(frame.width, frame.height))
    size = max(2, round(frame.width * scale)), max(2, round(frame.height * scale))
    return _plane(fit.reformat(frame, size[0], size[1], "gray", interpolation=Interpolation.AREA))


def _plane(frame: VideoFrame) -> npt.NDArray[np.uint8]:
    """The grey plane of a reformatted frame, copied out of its padded lines."""
    plane = frame.planes[0]
    lines = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
    return np.array(lines[: frame.height, : frame.width])


def _turn(grey: npt.NDArray[np.uint8], degrees: int) -> npt.NDArray[np.uint8]:
    return np.ascontiguousarray(np.rot90(grey, k=-(degrees // 90) % 4)) if degrees else grey
