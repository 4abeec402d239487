"""The elements of a Matroska or WebM file: their order and sizes, the programs, the date and the tags.

Source: RFC 8794 (EBML; section 6.2: an element of unknown size ends where one of a level above begins), RFC 9559.
"""

from datetime import datetime, timedelta

from stemmata.decode.walk import MAX_DEPTH, Ending, Walk, letters_or_size
from stemmata.decode.x264 import HEAD_OF_STREAM, x264_settings

MASTERS = {
    0x1A45DFA3: "EBML",
    0x18538067: "Segment",
    0x114D9B74: "SeekHead",
    0x1549A966: "Info",
    0x1654AE6B: "Tracks",
    0xAE: "TrackEntry",
    0x1254C367: "Tags",
    0x7373: "Tag",
    0x63C0: "Targets",
    0x67C8: "SimpleTag",
    0x1941A469: "Attachments",
    0x61A7: "AttachedFile",
}
"""Looked into."""
CLUSTER = 0x1F43B675
OTHERS = {
    CLUSTER: "Cluster",
    0x1C53BB6B: "Cues",
    0x1043A770: "Chapters",
    0xEC: "Void",
    0xBF: "CRC-32",
    0x4282: "DocType",
    0x4D80: "MuxingApp",
    0x5741: "WritingApp",
    0x4461: "DateUTC",
    0x7BA9: "Title",
    0x73A4: "SegmentUUID",
    0x86: "CodecID",
    0x536E: "Name",
    0x45A3: "TagName",
    0x4487: "TagString",
    0x466E: "FileName",
    0x4660: "FileMediaType",
}
TOP = frozenset({0x114D9B74, 0x1549A966, 0x1654AE6B, 0x1254C367, 0x1941A469, CLUSTER, 0x1C53BB6B, 0x1043A770})
"""Elements of the level of a cluster: what ends one of unknown size."""
SAID = frozenset(
    {"DocType", "MuxingApp", "WritingApp", "Title", "SegmentUUID", "CodecID", "Name", "FileName", "FileMediaType"}
)
PLAIN = frozenset({"DocType", "MuxingApp", "WritingApp", "CodecID"})
"""A title is what a person typed, and may be a name or a place."""
PLAIN_TAGS = frozenset({"ENCODER", "DURATION", "DATE_ENCODED", "DATE_TAGGED", "ENCODER_SETTINGS"})
EPOCH = datetime(2001, 1, 1)
MAX_VALUE = 65_536


def walk_ebml(walk: Walk) -> None:
    """Enough: where a bound is reached."""
    _Elements(walk).level(0, walk.length, 0, "", endless=False)


class _Elements:
    def __init__(self, walk: Walk) -> None:
        self._walk = walk
        self._tag = ""
        self._looked_for_x264 = False

    def level(self, at: int, end: int, depth: int, path: str, *, endless: bool) -> int:
        """Offset behind the last element. `endless`: a level of unknown size, ended by an element of TOP."""
        while at < end:
            read = self._header(at)
            if read is None:
                self._walk.leave(Ending.NO_PART)
                return end
            key, body, size = read
            if endless and key in TOP and depth > 1:
                return at
            name = MASTERS.get(key) or OTHERS.get(key) or f"{key:X}"
            unknown = size is None
            behind = end if size is None else body + size
            within_cluster = depth > 1 and path.endswith("Cluster")
            if not within_cluster:
                self._walk.part(depth, name, at, behind - at)
                number = len(self._walk.parts) - 1
            if behind > end:
                self._walk.leave(Ending.BEYOND)
            inside = min(behind, end)
            if key in MASTERS or (key == CLUSTER and unknown):
                if depth + 1 >= MAX_DEPTH:
                    self._walk.leave(Ending.TOO_DEEP)
                else:
                    here = f"{path}/{name}".lstrip("/")
                    here = self._walk.numbered(here) if name in {"TrackEntry", "AttachedFile", "Tag"} else here
                    met = self.level(body, inside, depth + 1, here, endless=unknown)
                    behind = met if unknown else behind
                    if unknown and not within_cluster:
                        self._walk.parts[number][3] = behind - at
            if key == CLUSTER and not self._looked_for_x264:
                self._looked_for_x264 = True
                content = self._walk.read(body, min(inside - body, HEAD_OF_STREAM))
                self._walk.say("x264 settings", x264_settings(content), plain=True)
            if size is not None:
                self._says(name, body, inside - body, path)
            at = behind
        return min(at, end)

    def _header(self, at: int) -> tuple[int, int, int | None] | None:
        """(id, where its content begins, its size or None where that is unknown); None of what is no header."""
        head = self._walk.head(at, 12)
        if not head or not head[0] & 0xF0:
            return None
        width = 9 - head[0].bit_length()
        key, rest = int.from_bytes(head[:width], "big"), head[width:]
        if not rest or not rest[0]:
            return None
        length = 9 - rest[0].bit_length()
        if len(rest) < length:
            return None
        most = (1 << 7 * length) - 1
        size = int.from_bytes(rest[:length], "big") & most
        return key, at + width + length, None if size == most else size

    def _says(self, name: str, at: int, size: int, path: str) -> None:
        if name == "DateUTC" and size == 8:
            raw = self._walk.read(at, 8)
            microseconds = int.from_bytes(raw, "big", signed=True) // 1_000
            try:
                written = (EPOCH + timedelta(microseconds=microseconds)).isoformat() + "Z"
            except OverflowError:
                written = f"{microseconds} microseconds since 2001"
            self._walk.say(f"{path}/{name}", written, raw, plain=True)
        elif name in {"TagName", "TagString"}:
            held = self._walk.read(at, min(size, MAX_VALUE))
            if name == "TagName":
                self._tag = letters_or_size(held) if held else ""
            elif held:
                self._walk.say(f"{path} {self._tag}", letters_or_size(held), held, plain=self._tag in PLAIN_TAGS)
        elif name in SAID:
            held = self._walk.read(at, min(size, MAX_VALUE))
            self._walk.say(f"{path}/{name}", letters_or_size(held) if held else "", held, plain=name in PLAIN)
