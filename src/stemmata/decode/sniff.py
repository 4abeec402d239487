"""What bytes are, by how they begin. Pure and total: any bytes give a type, and names are never asked.

Signatures: the formats' own specifications; ISO 14496-12 (boxes and brands), RFC 9559 (EBML), ISO 13818-1 (transport
stream), ISO 11172-3 section 2.4 (MPEG audio frames), RFC 8216 (playlists). 4096 bytes are enough for all of them.
"""

import codecs
import re

from stemmata.model.item import Media

HEAD_BYTES = 4096
UNKNOWN = "application/octet-stream"

REFUSED = frozenset(
    {
        "application/vnd.apple.mpegurl",
        "application/sdp",
        "application/dash+xml",
        "application/xspf+xml",
        "audio/x-scpls",
        "text/x-ffconcat",
        "video/x-ms-asx",
    }
)
"""Lists of other files or addresses: FFmpeg would open what they name (research/custody.md 5.1)."""

PREFIXES: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"II+\x00", "image/tiff"),
    (b"MM\x00+", "image/tiff"),
    (b"FLV\x01", "video/x-flv"),
    (b"fLaC", "audio/flac"),
    (b"#!AMR", "audio/amr"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00\x62\xce\x6c", "video/x-ms-asf"),
    (b"\x00\x00\x01\xba", "video/mpeg"),
    (b"\x00\x00\x01\xb3", "video/mpeg"),
    (b"ID3", "audio/mpeg"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
    (b"\x1f\x8b\x08", "application/gzip"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"8BPS", "image/vnd.adobe.photoshop"),
    (b"\x00\x00\x01\x00", "image/vnd.microsoft.icon"),
    (b"\x01\xda", "image/x-sgi"),
    (b"DDS ", "image/x-dds"),
    (b"BLP1", "image/x-blp"),
    (b"BLP2", "image/x-blp"),
    (b"\x00\x00\x00\x0cjP  \r\n", "image/jp2"),
    (b"\xff\x4f\xff\x51", "image/jp2"),
    (b"\x00\x00\x00\x0cJXL ", "image/jxl"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
)

RIFF = {b"WEBP": "image/webp", b"AVI ": "video/x-msvideo", b"WAVE": "audio/wav"}
BOXES = frozenset({b"ftyp", b"styp", b"moov", b"moof", b"mdat", b"sidx", b"free", b"skip", b"wide", b"pnot"})
HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"miaf"})

READ_IMAGES = frozenset(
    {"image/jpeg", "image/png", "image/webp", "image/tiff", "image/gif", "image/bmp", "image/heic", "image/avif"}
)
"""Stills that are decoded; other `image/` types are kept and said to be unread."""

READ_TEXTS = frozenset({"text/html", "text/plain", "text/vtt", "application/x-subrip", "application/pdf"})
"""What is read as a text."""

MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|meta|title|script|div|p|h1|table|a)\b", re.IGNORECASE)
ROOTS = ((b"<mpd", "application/dash+xml"), (b"<playlist", "application/xspf+xml"), (b"<asx", "video/x-ms-asx"))
SUBRIP = re.compile(rb"\d{1,7}[ \t]*\r?\n\d{1,3}:\d\d:\d\d[,.]\d{1,3}[ \t]*-->[ \t]*\d{1,3}:\d\d:\d\d[,.]\d{1,3}")
JSON = re.compile(rb"\{\s*[\"}]|\[\s*[\[{\"\]]")  # a bracket before a word or number also begins a chat log or a link
WIDE_LETTERS = frozenset([*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x400, 0x500), *range(0x590, 0x700)])
WIDE_SIGNS = frozenset(
    "\t\n\f\r\u200c\u200d\u200e\u200f\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u202a\u202b\u202c"
)
"""Latin, Cyrillic, Hebrew, Arabic, and the signs that stand between their words."""
WIDE_CODECS = ("utf-16-le", "utf-16-be")
for _codec in WIDE_CODECS:
    codecs.lookup(_codec)  # Python imports a codec at its first use, and the worker may not import
SHORTEST_UNNAMED_TEXT = 32  # 3 % of random strings of this length hold no control character, of 64 bytes 0.08 %


def media_type(head: bytes) -> str:
    """The type of a file whose first bytes (all of them, or at least 4096) are `head`, as a MIME-like string."""
    for prefix, mime in PREFIXES:
        if head.startswith(prefix):
            return mime
    for question in (_riff, _bitmap, _boxes, _ebml, _ogg, _transport_stream, _wide_text, _mpeg_audio, _written):
        answer = question(head)
        if answer is not None:
            return answer
    return UNKNOWN


def media_of(mime: str) -> Media:
    """The kind of item; OTHER for whatever is kept but not read."""
    if mime in READ_IMAGES:
        return Media.IMAGE
    if mime in REFUSED:
        return Media.OTHER
    if mime in READ_TEXTS:
        return Media.TEXT
    if mime.startswith("video/"):
        return Media.VIDEO
    return Media.AUDIO if mime.startswith("audio/") else Media.OTHER


def _riff(head: bytes) -> str | None:
    return RIFF.get(head[8:12]) if head.startswith((b"RIFF", b"RF64")) else None


def _bitmap(head: bytes) -> str | None:
    header_size = int.from_bytes(head[14:18], "little")
    return "image/bmp" if head.startswith(b"BM") and header_size in {12, 16, 40, 52, 56, 64, 108, 124} else None


def _boxes(head: bytes) -> str | None:
    if head[4:8] not in BOXES:
        return None
    if head[4:8] not in {b"ftyp", b"styp"}:
        return "video/mp4" if head[4:8] in {b"moof", b"sidx"} else "video/quicktime"
    size = int.from_bytes(head[:4], "big")
    major, compatible = head[8:12], {head[at : at + 4] for at in range(16, min(size, len(head)), 4)}
    if major in {b"avif", b"avis"} or (major in HEIC_BRANDS and b"avif" in compatible):
        return "image/avif"
    if major in HEIC_BRANDS:
        return "image/heic"
    if major == b"qt  ":
        return "video/quicktime"
    if major[:3] in {b"3gp", b"3g2"}:
        return "video/3gpp"
    return "audio/mp4" if major in {b"M4A ", b"M4B "} else "video/mp4"


def _ebml(head: bytes) -> str | None:
    if not head.startswith(b"\x1a\x45\xdf\xa3"):
        return None
    return "video/webm" if b"\x42\x82\x84webm" in head[:64] else "video/x-matroska"


def _ogg(head: bytes) -> str | None:
    if not head.startswith(b"OggS"):
        return None
    return "video/ogg" if b"\x80theora" in head or b"BBCD\x00" in head else "audio/ogg"


def _transport_stream(head: bytes) -> str | None:
    """Sync bytes every 188 (or 192 with the time code of a camcorder's .mts, or 204 with error correction)."""
    for first, step in ((0, 188), (4, 192), (0, 204)):
        syncs = head[first::step][:8]
        if len(syncs) >= 3 and set(syncs) == {0x47}:
            return "video/mp2t"
    return None


def _mpeg_audio(head: bytes) -> str | None:
    if len(head) >= 7 and head[0] == 0xFF and head[1] & 0xF6 == 0xF0:  # ADTS: layer 0
        length = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
        follows = head[length : length + 2]
        return "audio/aac" if length > 7 and (not follows or follows[0] == 0xFF) else None
    if len(head) >= 4 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:
        version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
        bitrate, rate = head[2] >> 4, head[2] >> 2 & 3
        if version != 1 and layer != 0 and bitrate not in {0, 15} and rate != 3:
            return "audio/mpeg"
    return None


def wide_codec(head: bytes) -> str | None:
    """UTF-16 without its mark, as a codec: every unit of the first bytes is a letter, digit or sign of one alphabet.

    A random unit is one with 1 chance in 40, so that 32 of them are not met by chance.
    """
    if len(head) < 2 * SHORTEST_UNNAMED_TEXT or b"\x00" not in head:
        return None
    for codec in WIDE_CODECS:
        text = head[: len(head) & ~1].decode(codec, "replace")
        if " " in text and all(letter in WIDE_SIGNS or ord(letter) in WIDE_LETTERS for letter in text):
            return codec
    return None


def _wide_text(head: bytes) -> str | None:
    """UTF-16; asked before MPEG audio, whose layer I has the same first bytes as its mark."""
    codec = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else wide_codec(head)
    if codec is None:
        return None
    try:
        text = head[: len(head) & ~1].decode(codec)
    except UnicodeDecodeError as error:
        if error.reason != "unexpected end of data":
            return None
        text = head[: error.start].decode(codec)
    encoded = text.encode("utf-8")
    return _written(encoded) if encoded else None


def _written(head: bytes) -> str | None:
    """Markup, JSON, lists and plain text, in any encoding that a reader could name."""
    if not _is_text(head):
        return None
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for question in (_list, _subtitles, _markup):
        answer = question(start)
        if answer is not None:
            return answer
    return "application/json" if JSON.match(start) else "text/plain"


def _list(start: bytes) -> str | None:
    if start.startswith(b"#extm3u"):
        return "application/vnd.apple.mpegurl"
    if re.match(rb"v=0\r?\n[a-z]=", start):
        return "application/sdp"
    if start.startswith(b"ffconcat version"):
        return "text/x-ffconcat"
    return "audio/x-scpls" if start.startswith(b"[playlist]") else None


def _subtitles(start: bytes) -> str | None:
    """WebVTT (W3C WebVTT section 4.1: its first six letters) and SubRip, by a number and a line of times."""
    if re.match(rb"webvtt(?:[ \t\r\n]|$)", start):
        return "text/vtt"
    return "application/x-subrip" if SUBRIP.match(start) else None


def _markup(start: bytes) -> str | None:
    if not start.startswith(b"<"):
        return None
    for root, mime in ROOTS:
        if root in start[:1024]:
            return mime
    if b"<svg" in start[:1024] and b"<html" not in start:
        return "image/svg+xml"
    if start.startswith(b"<?xml"):
        return "text/html" if b"<html" in start else "application/xml"
    return "text/html" if MARKUP.search(start) else None


def _is_text(head: bytes) -> bool:
    controls = set(head) & (set(range(32)) - {0x09, 0x0A, 0x0C, 0x0D, 0x1B}) | set(head) & {0x7F}
    if not head or controls:
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        cut_at_the_end = error.reason == "unexpected end of data" and len(head) >= HEAD_BYTES
        return cut_at_the_end or len(head) >= SHORTEST_UNNAMED_TEXT
    return True
