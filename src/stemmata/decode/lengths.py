"""How long a container says it is: the one sign of a cut file that needs no decoder.

ISO base media: boxes at the top level (ISO 14496-12 section 4.2). Matroska: the Segment's size (RFC 9559 section 5.1).
RIFF (AVI, WAV, WebP): the size of the first chunk. Streams (MPEG-TS, MP3, AAC, Ogg, FLV) do not say.
"""

from io import SEEK_END
from typing import BinaryIO

from stemmata.decode.sniff import media_type

MAX_BOXES = 100_000  # a fragmented film has two a second
ENCRYPTED_ENTRIES = (b"encv", b"enca")  # ISO 14496-12 section 8.12: sample entries of protected tracks
INDEX_BYTES = 64_000_000  # largest `moov` that is looked into for them


def declared_length(source: BinaryIO) -> int | None:
    """Bytes that the container claims to have; None where it does not say. Reads headers only."""
    source.seek(0)
    head = source.read(4096)
    mime = media_type(head)
    if head[:4] in {b"RIFF"}:
        size = int.from_bytes(head[4:8], "little")
        return None if size in {0, 0xFFFFFFFF} else size + 8
    if mime in {"video/mp4", "video/quicktime", "video/3gpp", "audio/mp4", "image/heic", "image/avif"}:
        return max((start + size for _, start, size in boxes(source)), default=None)
    if mime in {"video/x-matroska", "video/webm"}:
        return _segment_end(head)
    return None


def is_encrypted(source: BinaryIO) -> bool:
    """Whether an ISO base media index names an encrypted track (Common Encryption, ISO 23001-7)."""
    for name, start, size in boxes(source):
        if name == b"moov":
            source.seek(start)
            index = source.read(min(size, INDEX_BYTES))
            return any(entry in index for entry in ENCRYPTED_ENTRIES) and b"sinf" in index
    return False


def boxes(source: BinaryIO) -> list[tuple[bytes, int, int]]:
    """(type, offset, size) of every box at the top level, as claimed: the last may reach beyond the file."""
    end = source.seek(0, SEEK_END)
    found: list[tuple[bytes, int, int]] = []
    start = 0
    while start + 8 <= end and len(found) < MAX_BOXES:
        source.seek(start)
        head = source.read(16)
        size, name = int.from_bytes(head[:4], "big"), head[4:8]
        if size == 1:
            size = int.from_bytes(head[8:16], "big")
        elif size == 0:
            size = end - start
        if size < 8 or not all(32 <= letter < 127 or letter == 0xA9 for letter in name):
            break  # not a box any more: nothing is claimed about what follows
        found.append((name, start, size))
        start += size
    return found


def _segment_end(head: bytes) -> int | None:
    """Offset at which the first Segment ends; None when it is of unknown size (a live recording)."""
    at = head.find(b"\x18\x53\x80\x67")
    if at < 0 or at + 12 > len(head):
        return None
    first = head[at + 4]
    width = 9 - first.bit_length()
    if width > 8:
        return None
    value = int.from_bytes(head[at + 4 : at + 4 + width], "big") & ((1 << 7 * width) - 1)
    return None if value == (1 << 7 * width) - 1 else at + 4 + width + value
