"""Film and sound files: opened from a descriptor only, by a white list, with a budget for everything that grows.

FFmpeg's formats include playlists that open addresses and local files (research/custody.md 5.1). Here a file can only
choose among FORMATS, what it refers to is refused by `_refuse`, and the worker around it has no network to offer.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module
from pkgutil import walk_packages
from typing import BinaryIO, NoReturn

import av
import av.container
import av.error
import av.logging
import av.stream
import av.video.frame
import av.video.stream

from stemmata.decode.lengths import declared_length, is_encrypted
from stemmata.decode.sniff import HEAD_BYTES, REFUSED, media_type
from stemmata.model.errors import MediaError
from stemmata.model.failure import Code, Failure

FORMATS = (
    "mov,matroska,mpegts,mpeg,mpegvideo,avi,flv,ogg,mp3,wav,w64,flac,aac,asf,amr,aiff,caf,h264,hevc,m4v,ivf,obu,mjpeg"
)
"""FFmpeg demuxers that a file may choose; `mov` is the whole MP4, MOV and 3GP family."""

MAX_STREAMS = 64
PROBE_BYTES = 5_000_000  # FFmpeg's own default, stated so that a build cannot change it
ANALYSE_US = 10_000_000
MAX_PIXELS = 100_000_000

MAX_CONSECUTIVE_FAILURES = 30
"""Packets in a row that may fail to decode before the rest is given up: a second of film, so that a damaged stretch
between two key frames is passed over and a file of noise ends soon."""

ARBITRARY_ORIGIN = frozenset({"mpegts", "mpeg", "asf", "flv"})
"""Formats whose clock may begin anywhere: their own start is taken as zero. The others define their zero."""

LOST_TAIL = 0.02  # share of the declared packets that may be missing: muxers count edit lists differently


@dataclass(frozen=True, slots=True)
class Budget:
    """What one file may make us do. A reached budget ends the reading with Failure(TOO_LARGE)."""

    frames: int = 2_000_000
    """18 hours at 30 frames a second."""
    seconds: float = 86_400.0
    """Of film, not of work: the worker has its own clock."""
    pixels: int = MAX_PIXELS
    """Of one frame."""


@dataclass(slots=True)
class Reading:
    """What `frames` found out besides frames; complete when its iteration has ended."""

    frames: int = 0
    decode_failures: int = 0
    """Packets that the decoder refused: skipped, and counted here, not hidden."""
    rotation: int = 0
    """Degrees clockwise by which a player turns the picture; frames come as stored, not turned."""
    pixel_aspect: Fraction = Fraction(1)
    """How much wider than high a pixel is shown."""
    failure: Failure | None = None


def warm() -> None:
    """Import every part of PyAV now (it loads some at the first stream of a kind) and silence FFmpeg."""
    av.logging.set_level(av.logging.PANIC)
    _load_letters()
    for module in walk_packages(av.__path__, "av."):
        if not module.name.endswith("__main__"):
            import_module(module.name)


def _load_letters() -> None:
    """The C library opens a file for every table of letters at its first use; here each is used once, and kept.

    Transport streams name their programmes in these: ETSI EN 300 468, annex A.2, by FFmpeg's names.
    """
    convert = getattr(ctypes.CDLL(None), "iconv_open", None)  # musl has all of them built in
    if convert is not None:
        convert.restype = ctypes.c_void_p
        for name in ("ISO6937", *(f"ISO-8859-{part}" for part in range(1, 16)), "KSC_5601", "GB2312", "UCS-2BE"):
            convert(b"UTF-8", name.encode())


@contextmanager
def open_container(source: BinaryIO) -> Iterator[av.container.InputContainer]:
    """A demuxer over `source`. MediaError: REFUSED, TRUNCATED (no index because cut), DAMAGED."""
    source.seek(0)
    head = source.read(HEAD_BYTES)
    if not head:
        raise MediaError(Code.EMPTY)
    mime = media_type(head)
    if mime in REFUSED:
        raise MediaError(Code.REFUSED, mime)
    source.seek(0)
    limits = {
        "format_whitelist": FORMATS,
        "max_streams": str(MAX_STREAMS + 1),
        "probesize": str(PROBE_BYTES),
        "analyzeduration": str(ANALYSE_US),
    }
    try:
        container = av.open(
            source, mode="r", container_options=limits, metadata_errors="replace", io_open=_refuse_reference
        )
    except (av.error.FFmpegError, OSError, ValueError, OverflowError) as error:
        if isinstance(error, MemoryError):
            raise
        raise _cut_or_damaged(source, error) from error
    try:
        if len(container.streams) > MAX_STREAMS:
            raise MediaError(Code.TOO_LARGE, f"more than {MAX_STREAMS} tracks")
        yield container
    finally:
        container.close()


def picture_track(container: av.container.InputContainer) -> av.video.stream.VideoStream | None:
    """The first picture track that is not a cover; None when there is none."""
    for stream in container.streams.video:
        if not stream.disposition & av.stream.Disposition.attached_pic:
            return stream
    return None


def origin_us(container: av.container.InputContainer) -> int:
    """What to subtract from container times so that zero is where the item's timeline begins."""
    named = set(container.format.name.split(","))
    return container.start_time or 0 if named & ARBITRARY_ORIGIN else 0


def time_us(pts: int, time_base: Fraction, origin: int = 0) -> int:
    """`pts` ticks of `time_base` as integer µs after `origin`, rounded half up."""
    ticks = pts * time_base.numerator * 1_000_000
    return (2 * ticks + time_base.denominator) // (2 * time_base.denominator) - origin


def frames(
    source: BinaryIO,
    *,
    keys_only: bool = False,
    budget: Budget | None = None,
    reading: Reading | None = None,
) -> Iterator[tuple[int, av.video.frame.VideoFrame]]:
    """(time, frame) of the first picture track, in order of presentation; the time in µs on the container's timeline.

    Frames come as stored: `reading.rotation` says how a player would turn them. `keys_only` decodes key frames only, at
    a fifteenth to a thirtieth of the cost. What went wrong on the way is in `reading`, complete once this has ended:
    failure TRUNCATED, TOO_LARGE or DAMAGED beside whatever was read. MediaError when there is nothing to read: REFUSED,
    TRUNCATED, DAMAGED, ENCRYPTED, TOO_LARGE, NO_FRAMES.
    """
    budget = budget or Budget()
    reading = reading if reading is not None else Reading()
    if is_encrypted(source):
        raise MediaError(Code.ENCRYPTED)
    with open_container(source) as container:
        stream = picture_track(container)
        if stream is None:
            raise MediaError(Code.NO_FRAMES, "no picture track")
        prepare(stream, budget, keys_only=keys_only)
        origin = origin_us(container)
        packets = _Packets(container, stream)
        for frame in _decoded(packets, stream, reading):
            if frame.width * frame.height > budget.pixels:
                raise MediaError(Code.TOO_LARGE, f"{frame.width} × {frame.height} pixels")
            at = _presented(frame, stream, origin, reading.frames)
            if reading.frames >= budget.frames or at > budget.seconds * 1_000_000:
                detail = f"stopped after {reading.frames:,} frames, {at // 1_000_000:,} s"
                reading.failure = Failure(Code.TOO_LARGE, detail)
                return
            if reading.frames == 0:
                reading.rotation = quarter_turn(-frame.rotation)
                reading.pixel_aspect = _plausible(stream.sample_aspect_ratio)
            reading.frames += 1
            yield at, frame
        shortfall = packets.missing()
    shortfall = shortfall or cut_at(source)
    if reading.frames == 0:
        if shortfall is not None:
            raise MediaError(Code.TRUNCATED, shortfall)
        raise MediaError(Code.DAMAGED if reading.decode_failures else Code.NO_FRAMES)
    if shortfall is not None and reading.failure is None:
        reading.failure = Failure(Code.TRUNCATED, shortfall)


def quarter_turn(degrees: float) -> int:
    """0, 90, 180 or 270 clockwise; 0 for any other angle, which only a damaged matrix gives."""
    turn = round(degrees) % 360
    return turn if turn % 90 == 0 else 0


def _plausible(aspect: Fraction | None) -> Fraction:
    """1 for what no camera or broadcast uses."""
    return aspect if aspect is not None and Fraction(1, 4) <= aspect <= 4 else Fraction(1)


def cut_at(source: BinaryIO) -> str | None:
    """In words, how much of the file is missing by its container's own account; None when nothing is known to be."""
    declared = declared_length(source)
    held = source.seek(0, 2)
    return f"{held:,} of {declared:,} bytes" if declared is not None and declared > held else None


def declared_frames(container: av.container.InputContainer, stream: av.video.stream.VideoStream) -> int:
    """Pictures that the index lists; 0 where the container has no such index. AVI counts repeated pictures too."""
    return stream.frames if "mov" in container.format.name.split(",") else 0


def missing(held: int, declared: int) -> str | None:
    """In words, that fewer pictures came than the index declares (0: it does not); None when they did."""
    enough = declared - max(2, LOST_TAIL * declared)
    return f"{held:,} of {declared:,} frames" if declared and held < enough else None


class _Packets:
    """The packets of one track, counted, so that the index can be held against what came."""

    def __init__(self, container: av.container.InputContainer, stream: av.video.stream.VideoStream) -> None:
        self._container, self._stream = container, stream
        self._seen = 0
        self._ended_by: str | None = None

    def __iter__(self) -> Iterator["av.Packet[av.video.stream.VideoStream]"]:
        try:
            for packet in self._container.demux(self._stream):
                if packet.size:
                    self._seen += 1
                yield packet
        except av.error.FFmpegError as error:
            if isinstance(error, MemoryError):
                raise
            self._ended_by = error.strerror

    def missing(self) -> str | None:
        return missing(self._seen, declared_frames(self._container, self._stream)) or self._ended_by


def prepare(stream: av.video.stream.VideoStream, budget: Budget, *, keys_only: bool) -> None:
    context = stream.codec_context
    if context is None or not context.is_decoder:
        raise MediaError(Code.NOT_READ, "no decoder for its picture")
    context.thread_count = 1  # the engine runs one worker per core; and a pool would count against the time limit
    context.options = {"max_pixels": str(budget.pixels)}
    if keys_only:
        context.skip_frame = "NONKEY"
    if context.width * context.height > budget.pixels:
        raise MediaError(Code.TOO_LARGE, f"{context.width} × {context.height} pixels")


def _decoded(
    packets: _Packets, stream: av.video.stream.VideoStream, reading: Reading
) -> Iterator[av.video.frame.VideoFrame]:
    in_a_row = 0
    for packet in packets:
        try:
            decoded = packet.decode()
        except av.error.FFmpegError as error:
            if isinstance(error, MemoryError):
                raise
            reading.decode_failures += 1
            in_a_row += 1
            if in_a_row > MAX_CONSECUTIVE_FAILURES:
                reading.failure = Failure(Code.DAMAGED, f"{in_a_row} packets in a row could not be decoded")
                return
            continue
        if decoded:
            in_a_row = 0
        yield from (frame for frame in decoded if isinstance(frame, av.video.frame.VideoFrame))


def _presented(frame: av.video.frame.VideoFrame, stream: av.video.stream.VideoStream, origin: int, number: int) -> int:
    if frame.pts is not None and frame.time_base is not None:
        return time_us(frame.pts, frame.time_base, origin)
    rate = stream.average_rate or Fraction(25)  # a raw stream has no clock: count frames at the rate it names
    return int(number * 1_000_000 / rate)


def _cut_or_damaged(source: BinaryIO, error: Exception) -> MediaError:
    shortfall = cut_at(source)
    if shortfall is not None:
        return MediaError(Code.TRUNCATED, shortfall)
    if isinstance(error, EOFError):
        return MediaError(Code.NO_FRAMES, "it ends after its headers")
    return MediaError(Code.DAMAGED, getattr(error, "strerror", None) or str(error))


def _refuse_reference(url: str, flags: int, options: dict[str, str]) -> NoReturn:
    raise MediaError(Code.REFUSED, "it refers to another file")
