"""The second tier of identity: the same encoded picture and sound, whatever container or metadata they travel in.

Film and sound: SHA-256 over the bare payloads (payload.py) of each track, concatenated, so that it does not matter how
a container cuts them into packets; and one digest per group of pictures, so that a stream-copied trim or join shows as
an exact subset. Covers, captions and data tracks are left out: containers drop and add them.
JPEG: everything but application segments and comments. PNG: IHDR, PLTE, tRNS and IDAT, and of an animated
one the other pictures and where they lie. Other stills have none.
"""

from __future__ import annotations  # hashlib._Hash exists for type checkers only

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import BinaryIO

import av
import av.audio.stream
import av.container
import av.error
import av.stream
import av.video.stream

from stemmata.decode.payload import Strip, stripper
from stemmata.decode.video import origin_us, time_us

MAX_GROUPS = 200_000  # 28 hours of two-second groups; a longer film keeps its whole-stream digest
MAX_EMPTY_PACKETS = 10_000  # in a row: a demuxer that goes nowhere


@dataclass(slots=True)
class Groups:
    """Groups of pictures of the first picture track: digest, start and length on the container's timeline in µs."""

    digests: list[bytes] = field(default_factory=list)
    starts_us: list[int] = field(default_factory=list)
    durations_us: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Track:
    """One picture or sound track as its packets gave it."""

    index: int
    kind: str
    """"picture" or "sound"."""
    codec: str
    digest: str
    packets: int
    payload_bytes: int
    end_us: int
    """Where its last packet ends."""


@dataclass(frozen=True, slots=True)
class Identity:
    tracks: tuple[Track, ...]
    groups: Groups
    stopped_by: str | None
    """The demuxer's own words when it gave up before the end of the file."""

    def digest(self, kind: str | None = None) -> str | None:
        """SHA-256 that names the encoded content: of all tracks, or of one kind; None where there is none."""
        digests = sorted(track.digest for track in self.tracks if kind in {None, track.kind} and track.packets)
        if not digests:
            return None
        return digests[0] if len(digests) == 1 else sha256("".join(digests).encode("ascii")).hexdigest()


def identity(container: av.container.InputContainer) -> Identity:
    """Read every packet once. What a damaged file still gives is hashed; `stopped_by` says that it ended early."""
    origin = origin_us(container)
    tracks = [_Reading(stream, origin) for stream in container.streams if _counts(stream)]
    first_picture = next((track for track in tracks if track.kind == "picture"), None)
    if first_picture is not None:
        first_picture.groups = _GroupReading()
    by_index = {track.stream.index: track for track in tracks}
    stopped_by: str | None = None
    empty = 0
    try:
        for packet in container.demux([track.stream for track in tracks]):
            empty = 0 if packet.size else empty + 1
            if empty > MAX_EMPTY_PACKETS:
                stopped_by = "the index leads nowhere"
                break
            if packet.size:
                by_index[packet.stream_index].add(packet)
    except av.error.FFmpegError as error:
        if isinstance(error, MemoryError):
            raise
        stopped_by = error.strerror
    groups = first_picture.groups.ended() if first_picture is not None and first_picture.groups else Groups()
    return Identity(tuple(track.ended() for track in tracks), groups, stopped_by)


def jpeg_digest(source: BinaryIO) -> str | None:
    """SHA-256 over tables, frame and scans of the first image of a JPEG; None when its segments cannot be walked.

    Left out: APPn and COM (ITU-T T.81 section B.1.1.3), fill bytes, and whatever follows the end of the image.
    """
    source.seek(0)
    content = source.read()
    digest = sha256(b"jpeg")
    at, scanned = 2, False
    while at + 2 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:  # fill bytes may stand before any marker
            at += 1
            continue
        if marker == 0xD9:
            return digest.hexdigest()
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        if not (0xE0 <= marker <= 0xEF or marker == 0xFE):
            digest.update(content[at : at + 2 + length])
        at += 2 + length
        if marker == 0xDA:
            end = _scan_end(content, at)
            digest.update(content[at:end])
            at, scanned = end, True
    return digest.hexdigest() if scanned and at >= len(content) else None  # some writers forget the end marker


def png_digest(source: BinaryIO) -> str | None:
    """SHA-256 over the chunks that make the pictures of a PNG; None when one is cut or fails its check.

    Left out of an animation: the numbers of its chunks and how long each picture is shown.
    """
    source.seek(8)
    digest = sha256(b"png")
    while True:
        head = source.read(8)
        length, kind = int.from_bytes(head[:4], "big"), head[4:8]
        if len(head) < 8 or length > 0x7FFFFFFF:
            return None
        if kind == b"IEND":
            return digest.hexdigest()
        content = source.read(length)
        check = source.read(4)
        if len(content) < length or zlib.crc32(kind + content).to_bytes(4, "big") != check:
            return None
        if kind in {b"IHDR", b"PLTE", b"tRNS"}:
            digest.update(kind + content)
        elif kind == b"IDAT":
            digest.update(content)  # without its name: how the data is cut into chunks is the encoder's whim
        elif kind == b"fcTL":
            digest.update(kind + content[4:20] + content[24:26])
        elif kind == b"fdAT":
            digest.update(content[4:])


class _Reading:
    """A track while its packets come."""

    groups: _GroupReading | None

    def __init__(self, stream: av.stream.Stream, origin: int) -> None:
        context = stream.codec_context
        self.stream = stream
        self.kind = "picture" if isinstance(stream, av.video.stream.VideoStream) else "sound"
        self.codec = "unknown" if context is None else context.name
        self.groups = None
        extradata = None if context is None else context.extradata
        self._strip: Strip = stripper(self.codec, extradata)
        self._digest = sha256(f"{self.kind}:{self.codec}:".encode())
        self._origin = origin
        self._packets = self._bytes = self._end_us = 0

    def add(self, packet: av.Packet[av.stream.Stream]) -> None:
        payload = self._strip(bytes(packet))
        for piece in payload.pieces:
            self._digest.update(piece)
            self._bytes += len(piece)
        self._packets += 1
        pts = packet.pts if packet.pts is not None else packet.dts
        start = None if pts is None else time_us(pts, packet.time_base, self._origin)
        end = None if start is None else start + time_us(packet.duration or 0, packet.time_base)
        self._end_us = max(self._end_us, end or 0)
        if self.groups is not None:
            key = packet.is_keyframe if payload.key is None else payload.key
            self.groups.add(payload.pieces, start, end, key=key)

    def ended(self) -> Track:
        return Track(
            self.stream.index, self.kind, self.codec, self._digest.hexdigest(), self._packets, self._bytes, self._end_us
        )


class _GroupReading:
    """Cuts the first picture track at its key frames. What stands before the first key frame is no group."""

    def __init__(self) -> None:
        self._groups = Groups()
        self._digest: sha256 | None = None  # type: ignore[valid-type]
        self._starts: list[int] = []
        self._ends: list[int] = []

    def add(self, pieces: tuple[bytes, ...], start: int | None, end: int | None, *, key: bool) -> None:
        if key:
            self._close()
            self._digest = sha256()
        if self._digest is None:
            return
        for piece in pieces:
            self._digest.update(piece)
        if start is not None and end is not None:
            self._starts.append(start)
            self._ends.append(end)

    def ended(self) -> Groups:
        self._close()
        return self._groups

    def _close(self) -> None:
        if self._digest is not None and self._starts and len(self._groups.digests) < MAX_GROUPS:
            self._groups.digests.append(self._digest.digest())
            self._groups.starts_us.append(min(self._starts))
            self._groups.durations_us.append(max(self._ends) - min(self._starts))
        self._digest, self._starts, self._ends = None, [], []


def _counts(stream: av.stream.Stream) -> bool:
    if stream.disposition & av.stream.Disposition.attached_pic:
        return False
    return isinstance(stream, av.video.stream.VideoStream | av.audio.stream.AudioStream)


def _scan_end(content: bytes, at: int) -> int:
    """Offset of the first marker behind entropy-coded data that is neither stuffing nor a restart (T.81 B.1.1.2)."""
    for found in _markers(content, at):
        following = content[found + 1]
        if following != 0 and not 0xD0 <= following <= 0xD7:
            return found
    return len(content)


def _markers(content: bytes, at: int) -> Iterator[int]:
    while (at := content.find(b"\xff", at)) >= 0 and at + 1 < len(content):
        yield at
        at += 1
