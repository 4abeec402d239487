"""The sound track of a file as mono float at 8 kHz, laid on the container's timeline that its picture has too.

Time stamps decide where sound lies, samples where it goes on: stamps that tremble are smoothed, a gap stays a gap, and
what an edit list or an encoder's priming takes away is not heard (FFmpeg does both). So a position counts in the same
microseconds as a frame's. Blocks come one at a time: ten hours need no more memory than ten seconds.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import av
import av.audio.frame
import av.audio.resampler
import av.audio.stream
import av.container
import av.error
import numpy as np
import numpy.typing as npt

from stemmata.decode.lengths import is_encrypted
from stemmata.decode.video import MAX_CONSECUTIVE_FAILURES, cut_at, open_container, origin_us, time_us
from stemmata.model.errors import MediaError
from stemmata.model.failure import Code, Failure

HZ = 8_000
"""What telephones, voice messages and most codecs at their lowest rate still carry; 125 µs a sample, exactly."""
SAMPLE_US = 1_000_000 // HZ

TREMBLE_US = 40_000
"""A stamp this near to where the samples before it end only trembles: Matroska rounds to a millisecond, MPEG streams
and phones jitter by a frame of sound (21 to 64 ms, half of it either way)."""
CANCELLED_SHARE = 0.01
"""A mix with less than this of its channels' energy has cancelled itself: one channel is the other turned over."""
MAX_CHANNELS = 64
MAX_RATE = 768_000

Samples = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class SoundBudget:
    """What one file may make us do. A reached budget ends the reading with Failure(TOO_LARGE)."""

    seconds: float = 86_400.0
    """Of sound, and of the timeline."""
    runs: int = 100_000
    """Stretches without a gap; a file of wrong stamps has as many as packets."""


@dataclass(slots=True)
class SoundReading:
    """What `sound` found out besides samples; complete when its iteration has ended."""

    has_track: bool = True
    samples: int = 0
    runs: int = 0
    decode_failures: int = 0
    """Packets that the decoder refused: skipped, and counted here, not hidden."""
    unstamped: int = 0
    """Frames without a time of their own: they go on where the last one ended."""
    turned_back: int = 0
    """Frames that claim to begin before the last one ended, by more than a tremble; their overlap is left out."""
    rate: int = 0
    channels: int = 0
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """(n,) float32 in about -1..1; sample i lies at (first + i) × 125 µs of the container's timeline, at 8 kHz.

    Blocks come in order and never overlap. Where one begins at the end of the one before, sound goes on; else there is
    a gap. `first` may be below zero.
    """

    first: int
    samples: Samples

    @property
    def end(self) -> int:
        return self.first + len(self.samples)


def sound_track(container: av.container.InputContainer) -> av.audio.stream.AudioStream | None:
    """The first sound track that a player would choose: the first that is marked as default, else the first."""
    tracks = list(container.streams.audio)
    marked = [track for track in tracks if track.disposition & av.stream.Disposition.default]
    return next(iter(marked or tracks), None)


def sound(
    source: BinaryIO, *, budget: SoundBudget | None = None, reading: SoundReading | None = None, hz: int = HZ
) -> Iterator[Block]:
    """Blocks of the sound track in order of time, at `hz`; nothing at all where a file has no such track.

    What went wrong on the way is in `reading`, complete once this has ended: failure TRUNCATED, TOO_LARGE, DAMAGED or
    NOT_READ (no decoder) beside whatever was read. MediaError where the file cannot be opened: REFUSED, TRUNCATED,
    DAMAGED, ENCRYPTED.
    """
    budget = budget or SoundBudget()
    reading = reading if reading is not None else SoundReading()
    if is_encrypted(source):
        raise MediaError(Code.ENCRYPTED)
    with open_container(source) as container:
        track = sound_track(container)
        if track is None:
            reading.has_track = False
            shortfall = cut_at(source)
            reading.failure = None if shortfall is None else Failure(Code.TRUNCATED, shortfall)
            return
        context = track.codec_context
        if context is None or not context.is_decoder:
            reading.failure = Failure(Code.NOT_READ, "no decoder for its sound")
            return
        context.thread_count = 1
        reading.rate, reading.channels = int(context.sample_rate or 0), int(context.channels or 0)
        laid = _Laid(origin_us(container), budget, reading, hz)
        for frame in _decoded(container, track, reading):
            if not _is_sound(frame):
                reading.decode_failures += 1
                continue
            yield from laid.add(frame)
            if reading.failure is not None:
                break
        yield from laid.end()
    if reading.failure is not None:
        return
    shortfall = cut_at(source)
    if shortfall is not None:
        reading.failure = Failure(Code.TRUNCATED, shortfall)
    elif not reading.samples and reading.decode_failures:
        reading.failure = Failure(Code.DAMAGED, "its sound could not be decoded")


def whole_sound(source: BinaryIO, *, budget: SoundBudget | None = None, reading: SoundReading | None = None) -> Block:
    """All of it as one block, silence in its gaps: for short files only. Without sound a block of no samples."""
    blocks = list(sound(source, budget=budget, reading=reading))
    if not blocks:
        return Block(0, np.zeros(0, np.float32))
    first = blocks[0].first
    laid = np.zeros(blocks[-1].end - first, np.float32)
    for block in blocks:
        laid[block.first - first : block.end - first] = block.samples
    return Block(first, laid)


def _is_sound(frame: av.audio.frame.AudioFrame) -> bool:
    return 0 < frame.sample_rate <= MAX_RATE and 0 < frame.layout.nb_channels <= MAX_CHANNELS and frame.samples > 0


def _decoded(
    container: av.container.InputContainer, track: av.audio.stream.AudioStream, reading: SoundReading
) -> Iterator[av.audio.frame.AudioFrame]:
    in_a_row = 0
    packets = container.demux(track)
    while True:
        try:
            packet = next(packets, None)
        except av.error.FFmpegError as error:
            if isinstance(error, MemoryError):
                raise
            reading.failure = Failure(Code.TRUNCATED, error.strerror or "the container ends early")
            return
        if packet is None:
            return
        try:
            frames = packet.decode()
        except av.error.FFmpegError as error:
            if isinstance(error, MemoryError):
                raise
            reading.decode_failures += 1
            in_a_row += 1
            if in_a_row > MAX_CONSECUTIVE_FAILURES:
                reading.failure = Failure(Code.DAMAGED, f"{in_a_row} packets of sound in a row could not be decoded")
                return
            continue
        if frames:
            in_a_row = 0
        yield from (frame for frame in frames if isinstance(frame, av.audio.frame.AudioFrame))


class _Laid:
    """Decoded frames resampled and laid on the grid of `hz`, run by run."""

    def __init__(self, origin: int, budget: SoundBudget, reading: SoundReading, hz: int) -> None:
        self._origin, self._budget, self._reading, self._hz = origin, budget, reading, hz
        self._resampler: av.audio.resampler.AudioResampler | None = None
        self._form: tuple[str, str, int] | None = None
        self._began_us: int | None = None
        self._heard = 0
        """Samples of the source in this run."""
        self._at = 0
        """Where the run's next sample of `hz` lies."""
        self._end: int | None = None
        """Where the last block ended: nothing is laid before it."""

    def add(self, frame: av.audio.frame.AudioFrame) -> Iterator[Block]:
        form = (frame.format.name, frame.layout.name, frame.sample_rate)
        due_us = None
        if self._began_us is not None and self._form is not None:
            due_us = self._began_us + round(self._heard * 1_000_000 / self._form[2])
        if frame.pts is not None and frame.time_base is not None:
            at_us = time_us(frame.pts, frame.time_base, self._origin)
        else:
            self._reading.unstamped += 1
            at_us = due_us or 0
        if due_us is None or abs(at_us - due_us) > TREMBLE_US or form != self._form:
            goes_on = due_us is not None and abs(at_us - due_us) <= TREMBLE_US
            yield from self.end()
            self._reading.turned_back += due_us is not None and at_us < due_us - TREMBLE_US
            self._begin(form, due_us if goes_on and due_us is not None else at_us)
        if self._reading.failure is not None or self._resampler is None:
            return
        self._heard += frame.samples
        frame.pts = None  # the filter would otherwise count along with stamps that tremble
        yield from self._placed(self._resampler.resample(frame))

    def end(self) -> Iterator[Block]:
        if self._resampler is not None:
            resampler, self._resampler = self._resampler, None
            yield from self._placed(resampler.resample(None))
        self._began_us = None

    def _begin(self, form: tuple[str, str, int], at_us: int) -> None:
        self._reading.runs += 1
        most = self._budget.seconds * 1_000_000
        if self._reading.runs > self._budget.runs or abs(at_us) > most:
            self._reading.failure = Failure(
                Code.TOO_LARGE, f"its sound stopped at {at_us // 1_000_000:,} s, after {self._reading.runs:,} stretches"
            )
            return
        self._form, self._began_us, self._heard = form, at_us, 0
        self._at = round(at_us * self._hz / 1_000_000)
        self._resampler = av.audio.resampler.AudioResampler(format="fltp", layout=form[1], rate=self._hz)

    def _placed(self, frames: list[av.audio.frame.AudioFrame]) -> Iterator[Block]:
        for frame in frames:
            mixed = _mono(np.asarray(frame.to_ndarray(), np.float32))
            first, self._at = self._at, self._at + len(mixed)
            late = 0 if self._end is None else max(0, self._end - first)
            if late >= len(mixed):
                continue
            block = Block(first + late, mixed[late:])
            self._end = block.end
            self._reading.samples += len(block.samples)
            yield block
            if self._reading.samples > self._budget.seconds * self._hz:
                hours = self._reading.samples / self._hz / 3600
                self._reading.failure = Failure(Code.TOO_LARGE, f"its sound stopped after {hours:.1f} hours")
                return


def _mono(planes: Samples) -> Samples:
    """(channels, n) -> (n,) their mean; where channels cancel each other, the loudest alone. What is no number is 0."""
    planes = np.nan_to_num(planes, nan=0.0, posinf=0.0, neginf=0.0)
    mixed: Samples = np.asarray(planes.mean(axis=0), np.float32)
    loudness = np.einsum("cn,cn->c", planes, planes)
    cancelled = float(mixed @ mixed) < CANCELLED_SHARE * float(loudness.max())
    return np.asarray(planes[int(loudness.argmax())], np.float32) if cancelled else mixed
