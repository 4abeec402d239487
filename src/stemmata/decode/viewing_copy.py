"""A small copy of a film or sound file for looking and listening: decoded and encoded again inside the worker.

A browser is a decoder too, outside the worker and beside everything else: what it is given was made here, and holds not
one byte of what was received. Time is the file's own: zero of the copy is zero of the container's timeline, a picture
keeps its time stamp to the millisecond, and silence lies where there is no sound. A copy begins at zero whatever the
file does: black before its first picture, silence before its first sound.
"""

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import BinaryIO

import av
import av.audio.stream
import av.container
import av.video.stream
import numpy as np
import numpy.typing as npt
from av.audio.frame import AudioFrame
from av.video.frame import PictureType, VideoFrame
from av.video.reformatter import Interpolation, VideoReformatter

from stemmata.decode import video
from stemmata.decode.sound import SoundReading, sound
from stemmata.decode.video import Reading, frames
from stemmata.model.canonical import Json
from stemmata.model.errors import MediaError
from stemmata.model.failure import Code, Failure
from stemmata.model.seams import ArrayBound, Reducer, Reduction

LEAST_PX = 16
MOST_SECONDS = 600
"""From the start; what comes later is not in the copy, and facts["is_cut"] says so."""
MOST_BYTES = 64_000_000
"""Three times what ten minutes of a viewing copy take."""
LAST_BYTES = 1_000_000
"""Left for what encoder and container still hold when a copy is ended at MOST_BYTES."""
SOUND_BITS = 32_000
HZ = 24_000
"""Opus then carries up to 12 kHz: speech whole."""
OPUS_SAMPLES = HZ // 50
FULL = 32_767
KEY_EVERY = 25
"""Pictures, two seconds: a seek decodes no more than these."""
MILLISECOND = Fraction(1, 1000)
FASTEST = {"deadline": "realtime", "cpu-used": "8", "lag-in-frames": "0", "auto-alt-ref": "0"}
"""Of libvpx. From 4 to 12, cpu-used gave the same time and size; 16 gave three quarters of the time of encoding and 1.7
times the size."""

VIEWING_COPY = Reducer(
    "viewing-copy/1",
    "stemmata.decode.viewing_copy:viewing_copy",
    {"webm": ArrayBound("|u1", (MOST_BYTES,))},
    seconds=1200.0,
    memory_bytes=2_000_000_000,
)
"""webm: VP8 and mono Opus. facts: has_picture, has_sound, is_cut (the file goes on), end_us (of what it holds)."""

Samples = npt.NDArray[np.int16]
Pixels = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class CopyForm:
    """longest_px: of a picture's sides. step_ms: of pictures that lie in one such step, the first is taken.
    picture_bits: a second. hidden: what is done to each upright picture, (h, w, 3) RGB, and its ms, before it is
    encoded; None leaves it as it is."""

    longest_px: int
    step_ms: int
    picture_bits: int
    hidden: Callable[[Pixels, int], None] | None = None


VIEWED = CopyForm(longest_px=426, step_ms=80, picture_bits=250_000)
"""426 by 240 of most films, 12.5 pictures a second: looked at beside fifteen others, never measured."""


def warm() -> None:
    """A child of the worker can open nothing."""
    video.warm()


def viewing_copy(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    """See VIEWING_COPY. MediaError as video.frames, where there is neither picture nor sound."""
    return copied(source, VIEWED)


def copied(source: BinaryIO, form: CopyForm, silenced: Callable[[Samples], None] = lambda samples: None) -> Reduction:
    """As VIEWING_COPY, in another form. `silenced` is done to what is heard, int16 at HZ from zero of the timeline."""
    heard = _heard(source)
    silenced(heard.samples)
    seen = _Seen(source, form)
    try:
        first = next(seen.pictures, None)
    except MediaError as error:
        if not len(heard.samples):
            raise MediaError(*_worse(error.failure, heard.failure)) from error
        first = None
        if error.failure.code is not Code.NO_FRAMES:  # a file of sound alone has nothing wrong with it
            seen.reading.failure = error.failure
    made = io.BytesIO()
    with av.open(made, "w", format="webm", options={"fflags": "+bitexact"}) as output:
        copy = _Copy(output, made, heard.samples, None if first is None else first[1], form)
        if first is not None:
            copy.show(*first)
            for at_ms, pixels in seen.pictures:
                copy.show(at_ms, pixels)
                if copy.is_full:
                    break
        copy.end()
    facts: dict[str, object] = {
        "has_picture": first is not None,
        "has_sound": len(heard.samples) > 0,
        "is_cut": seen.is_cut or heard.is_cut or copy.is_full,
        "end_us": 1000 * copy.end_ms,
    }
    return Reduction(facts, {"webm": np.frombuffer(made.getvalue(), np.uint8)}, seen.reading.failure or heard.failure)


def _worse(picture: Failure, sound_: Failure | None) -> tuple[Code, str]:
    """What to name of a file that gave nothing: that it has no picture says less than what is wrong with its sound."""
    failure = sound_ if sound_ is not None and picture.code is Code.NO_FRAMES else picture
    return failure.code, failure.detail


@dataclass(frozen=True, slots=True, eq=False)
class _Heard:
    """samples: (n,) int16 at HZ from zero of the timeline; (0,) without sound."""

    samples: Samples
    is_cut: bool
    failure: Failure | None


def _heard(source: BinaryIO) -> _Heard:
    most = MOST_SECONDS * HZ
    reading = SoundReading()
    kept: list[tuple[int, Samples]] = []
    is_cut = False
    for block in sound(source, reading=reading, hz=HZ):
        is_cut = block.end > most
        first, last = max(block.first, 0), min(block.end, most)
        if first < last:
            inside = block.samples[first - block.first : last - block.first]
            kept.append((first, np.rint(np.clip(inside, -1, 1) * FULL).astype(np.int16)))
        if is_cut:
            break
    laid = np.zeros(kept[-1][0] + len(kept[-1][1]) if kept else 0, np.int16)
    for first, samples in kept:
        laid[first : first + len(samples)] = samples
    return _Heard(laid, is_cut, reading.failure)


class _Seen:
    """The pictures that a copy shows, upright and small."""

    def __init__(self, source: BinaryIO, form: CopyForm) -> None:
        self.reading, self._form = Reading(), form
        self.is_cut = False
        self.pictures = self._small(source)
        """(ms, VideoFrame in yuv420p, all of one size), in growing order, none before zero."""
        self._fit = VideoReformatter()
        self._size: tuple[int, int] | None = None

    def _small(self, source: BinaryIO) -> Iterator[tuple[int, VideoFrame]]:
        for at_ms, frame in self._taken(source):
            yield at_ms, self._upright(frame, at_ms)

    def _taken(self, source: BinaryIO) -> Iterator[tuple[int, VideoFrame]]:
        step = -1
        early: VideoFrame | None = None
        for at_us, frame in frames(source, reading=self.reading):
            at_ms = (at_us + 500) // 1000
            if at_ms >= MOST_SECONDS * 1000:
                self.is_cut = True
                break
            if at_ms < 0:
                early = frame
                continue
            if early is not None and at_ms >= self._form.step_ms:
                yield 0, early  # it is still shown where the timeline begins
            early = None
            if at_ms // self._form.step_ms > step:
                step = at_ms // self._form.step_ms
                yield at_ms, frame
        if early is not None:
            yield 0, early

    def _upright(self, frame: VideoFrame, at_ms: int) -> VideoFrame:
        rotation = self.reading.rotation
        lies = rotation % 180 != 0
        if self._size is None:
            width, height = float(frame.width * self.reading.pixel_aspect), float(frame.height)
            width, height = (height, width) if lies else (width, height)
            scale = min(1.0, self._form.longest_px / max(width, height))
            self._size = _even(width * scale), _even(height * scale)
        wide, high = self._size[::-1] if lies else self._size
        if not rotation and self._form.hidden is None:
            return self._fit.reformat(frame, wide, high, "yuv420p", interpolation=Interpolation.AREA)
        small = self._fit.reformat(frame, wide, high, "rgb24", interpolation=Interpolation.AREA)
        pixels: Pixels = np.ascontiguousarray(np.rot90(small.to_ndarray(), -rotation // 90), np.uint8)
        if self._form.hidden is not None:
            self._form.hidden(pixels, at_ms)
        return _frame(pixels)


def _even(length: float) -> int:
    return max(LEAST_PX, 2 * round(length / 2))


def _frame(pixels: Pixels) -> VideoFrame:
    made = VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format="rgb24")
    return made.reformat(format="yuv420p")


class _Copy:
    """Pictures and sound as they are encoded, in order of time."""

    def __init__(
        self,
        output: av.container.OutputContainer,
        made: io.BytesIO,
        samples: Samples,
        first: VideoFrame | None,
        form: CopyForm,
    ) -> None:
        self._output, self._made, self._samples, self._step_ms = output, made, samples, form.step_ms
        self._picture = None if first is None else _picture_stream(output, first, form)
        self._sound = _sound_stream(output) if len(samples) else None
        self._sounded = 0
        self._shown_ms: int | None = None
        self.is_full = False
        """Nothing more is to be shown: what is heard later is left out too."""

    def show(self, at_ms: int, frame: VideoFrame) -> None:
        """`at_ms` grows."""
        if self._shown_ms is None and at_ms > 0:
            soon = at_ms < self._step_ms  # no flash of black before a film whose first picture is a little late
            self._encode(0, frame if soon else _frame(np.zeros((frame.height, frame.width, 3), np.uint8)))
        self._encode(at_ms, frame)

    def end(self) -> None:
        self._hear(self.end_ms * HZ // 1000 if self.is_full else len(self._samples))
        for stream in (self._picture, self._sound):
            if stream is not None:
                self._output.mux(stream.encode(None))

    @property
    def end_ms(self) -> int:
        shown = 0 if self._shown_ms is None else self._shown_ms + self._step_ms
        return shown if self.is_full else max(shown, len(self._samples) * 1000 // HZ)

    def _encode(self, at_ms: int, frame: VideoFrame) -> None:
        if self._picture is None:
            raise ValueError("a copy without a picture shows none")
        self._hear(at_ms * HZ // 1000)
        frame.pts, frame.time_base, frame.duration = at_ms, MILLISECOND, self._step_ms
        frame.pict_type = PictureType.NONE  # else each key frame of the file would be one of the copy
        self._output.mux(self._picture.encode(frame))
        self._shown_ms = at_ms
        self.is_full = self._made.tell() > MOST_BYTES - LAST_BYTES

    def _hear(self, until: int) -> None:
        """Sound that begins before sample `until`."""
        if self._sound is None:
            return
        while self._sounded < min(until, len(self._samples)):
            piece = self._samples[self._sounded : self._sounded + OPUS_SAMPLES]
            frame = AudioFrame.from_ndarray(piece[None, :], format="s16", layout="mono")
            frame.sample_rate, frame.time_base, frame.pts = HZ, Fraction(1, HZ), self._sounded
            self._output.mux(self._sound.encode(frame))
            self._sounded += len(piece)


def _picture_stream(
    output: av.container.OutputContainer, first: VideoFrame, form: CopyForm
) -> av.video.stream.VideoStream:
    stream = output.add_stream("libvpx", rate=Fraction(1000, form.step_ms), options=FASTEST)
    stream.width, stream.height, stream.pix_fmt = first.width, first.height, "yuv420p"
    context = stream.codec_context
    context.time_base, context.thread_count = MILLISECOND, 1
    context.bit_rate, context.gop_size = form.picture_bits, KEY_EVERY
    return stream


def _sound_stream(output: av.container.OutputContainer) -> av.audio.stream.AudioStream:
    stream = output.add_stream("libopus", rate=HZ, layout="mono")
    stream.bit_rate = SOUND_BITS
    stream.codec_context.format = "s16"
    stream.codec_context.thread_count = 1
    return stream
