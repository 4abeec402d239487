"""Whether a file holds a C2PA manifest store, or names an address of one: found in its container, not parsed.

Sources: C2PA Technical Specification 2.2, appendix A (JPEG APP11, PNG caBX, ISO base media uuid box, RIFF C2PA chunk)
and section 11.4 (dcterms:provenance in XMP); ISO 19566-5 (JUMBF in APP11); Adobe XMP part 3 (where XMP stands).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import SEEK_CUR, SEEK_END
from typing import BinaryIO

from stemmata.decode.claims import plain_text
from stemmata.decode.lengths import boxes
from stemmata.decode.sniff import HEAD_BYTES, media_type

APP1, APP11, START_OF_SCAN, END_OF_IMAGE = 0xE1, 0xEB, 0xDA, 0xD9  # ITU-T T.81 table B.1
XMP_IN_JPEG = b"http://ns.adobe.com/xap/1.0/\x00"
XMP_IN_PNG = b"XML:com.adobe.xmp\x00"
XMP_IN_BOX = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
STORE_IN_BOX = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
STORE_PURPOSE = b"\x00\x00\x00\x00manifest\x00"
"""Version and flags, then what the box is for: others of the same uuid hold Merkle trees."""
STORE_TYPE = b"c2pa"
"""The first four bytes of the content type of a JUMBF superbox that is a manifest store."""
WITHIN = "self#jumbf="
MAX_PARTS = 100_000
"""Segments, chunks or boxes that are walked over: those behind are not looked at."""
MAX_XMP_BYTES = 1_000_000
MAX_ADDRESS = 2_000  # characters

_ADDRESS = re.compile(rb"""\bprovenance\s*=\s*["']([^"']+)["']|<(?:\w+:)?provenance>([^<]+)</""")
_ISO_MEDIA = frozenset(
    {"video/mp4", "video/quicktime", "video/3gpp", "audio/mp4", "image/heic", "image/avif", "image/heif"}
)


@dataclass(frozen=True, slots=True)
class Found:
    """`looked`: whether the form of file is one that this module knows; where it is not, nothing is known.

    `place`: where the store lies (app11, cabx, uuid, riff), None where there is none. `address`: what the file's XMP
    names as the place of its store, as written, where that is elsewhere; nothing was asked there. `names_own`: whether
    XMP names a store within the file.
    """

    mime: str
    looked: bool
    place: str | None = None
    address: str | None = None
    names_own: bool = False


@dataclass(slots=True)
class _Walk:
    store: bool = False
    address: str | None = None
    names_own: bool = False

    def take_xmp(self, packet: bytes) -> None:
        named = _ADDRESS.search(packet)
        if named is None:
            return
        written = (named[1] or named[2]).strip().decode("utf-8", "backslashreplace")
        if written.startswith(WITHIN):
            self.names_own = True
        elif self.address is None:
            self.address = plain_text(written, MAX_ADDRESS)


def find_store(source: BinaryIO) -> Found:
    """Reads headers, and XMP up to MAX_XMP_BYTES; any bytes give an answer, and a cut file what lies before the cut."""
    source.seek(0)
    mime = media_type(source.read(HEAD_BYTES))
    place, walk_over = _walker(mime)
    if walk_over is None:
        return Found(mime, looked=False)
    found = _Walk()
    walk_over(source, found)
    return Found(mime, True, place if found.store else None, found.address, found.names_own)


def _walker(mime: str) -> tuple[str, Callable[[BinaryIO, _Walk], None] | None]:
    if mime == "image/jpeg":
        return "app11", _jpeg
    if mime == "image/png":
        return "cabx", _png
    if mime in _ISO_MEDIA:
        return "uuid", _iso_media
    if mime in {"image/webp", "audio/wav", "video/x-msvideo"}:
        return "riff", _riff
    return "", None


def _is_store(jumbf: bytes) -> bool:
    """By the description box that a JUMBF superbox begins with; the superbox may have a length of 64 bits."""
    start = 16 if jumbf[:4] == b"\x00\x00\x00\x01" else 8
    return jumbf[4:8] == b"jumb" and jumbf[start + 4 : start + 8] == b"jumd" and jumbf[start + 8 :][:4] == STORE_TYPE


def _jpeg(source: BinaryIO, found: _Walk) -> None:
    for marker, start, length in _segments(source):
        if marker == APP11:
            source.seek(start)
            head = source.read(min(length, 64))
            found.store |= head[:2] == b"JP" and _is_store(head[8:])  # after identifier, instance and sequence number
        elif marker == APP1:
            source.seek(start)
            packet = source.read(length)
            if packet.startswith(XMP_IN_JPEG):
                found.take_xmp(packet)


def _segments(source: BinaryIO) -> Iterator[tuple[int, int, int]]:
    """(marker, start of content, its length) up to the first scan."""
    at = 2
    for _ in range(MAX_PARTS):
        source.seek(at)
        head = source.read(4)
        if len(head) < 4 or head[0] != 0xFF:
            return
        if head[1] == 0xFF:  # a fill byte
            at += 1
            continue
        if head[1] in (START_OF_SCAN, END_OF_IMAGE):
            return
        length = int.from_bytes(head[2:4], "big")
        if length < 2:
            return
        yield head[1], at + 4, length - 2
        at += 2 + length


def _png(source: BinaryIO, found: _Walk) -> None:
    for name, start, length in _chunks(source, 8, "big"):
        source.seek(start)
        if name == b"caBX":
            found.store |= _is_store(source.read(min(length, 64)))
        elif name == b"iTXt":
            packet = source.read(min(length, MAX_XMP_BYTES))
            if packet.startswith(XMP_IN_PNG):
                found.take_xmp(packet)


def _riff(source: BinaryIO, found: _Walk) -> None:
    for name, start, length in _chunks(source, 12, "little"):
        source.seek(start)
        if name == b"C2PA":
            found.store |= _is_store(source.read(min(length, 64)))
        elif name in {b"XMP ", b"_PMX"}:
            found.take_xmp(source.read(min(length, MAX_XMP_BYTES)))


def _chunks(source: BinaryIO, start: int, order: str) -> Iterator[tuple[bytes, int, int]]:
    """(name, start of content, its length). PNG: length, name, content, checksum; RIFF: name, length, content."""
    end = source.seek(0, SEEK_END)
    at = start
    for _ in range(MAX_PARTS):
        source.seek(at)
        head = source.read(8)
        if len(head) < 8:
            return
        if order == "big":
            name, length = head[4:], int.from_bytes(head[:4], "big")
            after = at + 12 + length
        else:
            name, length = head[:4], int.from_bytes(head[4:], "little")
            after = at + 8 + length + length % 2
        yield name, at + 8, min(length, max(0, end - at - 8))
        if name == b"IEND":
            return
        at = after


def _iso_media(source: BinaryIO, found: _Walk) -> None:
    for name, start, size in boxes(source):
        if name != b"uuid":
            continue
        source.seek(start)
        if source.read(4) == b"\x00\x00\x00\x01":  # a length of 64 bits follows the name
            source.seek(8, SEEK_CUR)
        source.seek(4, SEEK_CUR)
        kind = source.read(16)
        if kind == STORE_IN_BOX:
            found.store |= source.read(len(STORE_PURPOSE)) == STORE_PURPOSE
        elif kind == XMP_IN_BOX:
            found.take_xmp(source.read(min(size, MAX_XMP_BYTES)))
