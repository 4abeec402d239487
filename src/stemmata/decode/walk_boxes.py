"""The boxes of MP4, MOV, 3GP, HEIC and AVIF: their order and sizes, and the dates, names and tags that they hold raw.

Sources: ISO 14496-12 (boxes, mvhd 8.2.2, tkhd 8.3.2, mdhd 8.4.2, hdlr 8.4.3, stsd 8.5.2); Apple, QuickTime File Format
(user data, metadata keys and items, `meta` without version); 3GPP TS 26.244 section 8 (user data of 3GP).
"""

from datetime import datetime, timedelta

from stemmata.decode.manifest_store import XMP_IN_BOX
from stemmata.decode.walk import MAX_DEPTH, Ending, Walk, letters, letters_or_size
from stemmata.decode.x264 import HEAD_OF_STREAM, x264_settings
from stemmata.decode.xmp import MAX_PACKET, say_xmp

CONTAINERS = frozenset(
    [
        "moov",
        "trak",
        "edts",
        "mdia",
        "minf",
        "dinf",
        "stbl",
        "udta",
        "meta",
        "ilst",
        "mvex",
        "moof",
        "traf",
        "mfra",
        "iprp",
        "ipco",
        "tapt",
        "gmhd",
    ]
)
DATED = frozenset({"mvhd", "tkhd", "mdhd"})
EPOCH, UNIX_EPOCH = datetime(1904, 1, 1), datetime(1970, 1, 1)
BEFORE_1970 = int((UNIX_EPOCH - EPOCH).total_seconds())
LATEST = int((datetime(9999, 1, 1) - EPOCH).total_seconds())
NOT_SET = "not set"
PLAIN = frozenset({"©too", "©swr", "©enc", "©day", "com.apple.quicktime.creationdate"})
"""Tags that cannot lead to a person; com.apple.quicktime.software is withheld: it tells the telephone's system."""
MAX_ENTRIES = 64
"""Of a table of sample entries or keys that are looked at; an Apple file has ten keys."""
MAX_TAG = 65_536
COMPRESSOR = slice(42, 74)
"""Of a visual sample entry without its header (ISO 14496-12 section 12.1.3): a length byte and 31 letters."""
DATA_SIGNED, DATA_UNSIGNED = 21, 22
"""Well-known types of a metadata item (QuickTime File Format, metadata value types); all others are read as text."""


def walk_boxes(walk: Walk) -> None:
    """Enough: where a bound is reached."""
    _Boxes(walk).level(0, walk.length, 0, "")


class _Boxes:
    def __init__(self, walk: Walk) -> None:
        self._walk = walk
        self._keys: list[str] = []
        self._looked_for_x264 = False

    def level(self, at: int, end: int, depth: int, path: str) -> None:
        """All boxes of one level; what is wrong with one ends its level, and the next of the level above is read."""
        while end - at >= 8:
            head = self._walk.head(at, 32)
            size, kind, body = int.from_bytes(head[:4], "big"), head[4:8], at + 8
            if size == 0 and path.endswith("udta") and not any(kind):  # QuickTime ends user data with a zero
                return
            if size == 1:
                size, body = int.from_bytes(head[8:16], "big"), at + 16
            elif size == 0:
                size = end - at
            name = self._name(kind, path)
            if name is None or size < body - at:
                self._walk.leave(Ending.NO_PART if name is None else Ending.TOO_SMALL)
                return
            if kind == b"uuid":
                name = f"uuid {head[body - at : body - at + 16].hex()}"
            self._walk.part(depth, name, at, size)
            if at + size > end:
                self._walk.leave(Ending.BEYOND)
            self._box(name, body, min(at + size, end), depth, path)
            at += size

    def _name(self, kind: bytes, path: str) -> str | None:
        if path.endswith("/ilst") and len(kind) == 4 and kind[:2] == b"\0\0":  # the number of a key
            return f"#{int.from_bytes(kind, 'big')}"
        legible = len(kind) == 4 and all(32 <= letter < 127 or letter == 0xA9 for letter in kind)
        return kind.decode("latin-1") if legible else None

    def _box(self, name: str, at: int, end: int, depth: int, path: str) -> None:
        here = f"{path}/{name}".lstrip("/")
        if name == "trak":
            here = self._walk.numbered(here)
        if name in CONTAINERS:
            if depth + 1 >= MAX_DEPTH:
                self._walk.leave(Ending.TOO_DEEP)
                return
            self.level(at + self._version_bytes(name, at), end, depth + 1, here)
        elif path.endswith("/ilst"):
            self._item(name, at, end, path)
        elif path.endswith("udta"):
            self._user_data(name, at, end, here)
        else:
            self._leaf(name, at, end, here)

    def _version_bytes(self, name: str, at: int) -> int:
        """A `meta` of ISO media begins with version and flags; QuickTime's does not, and begins with its handler."""
        return 4 if name == "meta" and self._walk.head(at, 8)[4:8] != b"hdlr" else 0

    def _leaf(self, name: str, at: int, end: int, here: str) -> None:
        if name in DATED:
            self._dates(self._walk.read(at, min(end - at, 20)), here)
        elif name in {"ftyp", "styp"}:
            held = self._walk.read(at, min(end - at, 8 + 4 * MAX_ENTRIES))
            brands = [held[:4], *(held[i : i + 4] for i in range(8, len(held) - 3, 4))]
            written = " ".join(brand.decode("latin-1").strip() for brand in brands)
            self._walk.say(f"{here} brands", f"{written} ({int.from_bytes(held[4:8], 'big')})", held, plain=True)
        elif name == "hdlr":
            held = self._walk.read(at, min(end - at, 24 + 256))
            named = held[24:]
            if named and named[0] == len(named.rstrip(b"\0")) - 1:  # QuickTime writes how long it is
                named = named[1:]
            kind = letters(held[8:12]).strip()
            self._walk.say(f"{here} name", f"{kind} {letters(named)}".strip(), held[4:], plain=True)
        elif name == "stsd":
            self._sample_entries(self._walk.read(at, min(end - at, MAX_TAG)), here)
        elif name == "keys":
            self._read_keys(self._walk.read(at, min(end - at, MAX_TAG)))
        elif name == f"uuid {XMP_IN_BOX.hex()}":
            say_xmp(self._walk, self._walk.read(at + 16, min(end - at - 16, MAX_PACKET)), here="uuid")
        elif name == "mdat" and not self._looked_for_x264:
            self._looked_for_x264 = True
            self._walk.say(
                "x264 settings", x264_settings(self._walk.read(at, min(end - at, HEAD_OF_STREAM))), plain=True
            )

    def _dates(self, held: bytes, here: str) -> None:
        """Created and changed, in seconds since 1904. Some writers count from 1970: where the first reading lies before
        that, the second is said too, and neither is chosen."""
        width = 8 if held[:1] == b"\1" else 4
        for number, what in enumerate(("created", "changed")):
            raw = held[4 + width * number : 4 + width * (number + 1)]
            if len(raw) < width:
                return
            seconds = int.from_bytes(raw, "big")
            if seconds == 0:
                self._walk.say(f"{here} {what}", NOT_SET, raw, plain=True)
            elif seconds > LATEST:
                self._walk.say(f"{here} {what}", f"{seconds} seconds since 1904", raw, plain=True)
            else:
                self._say_date(f"{here} {what}", EPOCH, seconds, raw)
                if seconds < BEFORE_1970:
                    self._say_date(f"{here} {what}, counted from 1970", UNIX_EPOCH, seconds, raw)

    def _say_date(self, name: str, epoch: datetime, seconds: int, raw: bytes) -> None:
        self._walk.say(name, (epoch + timedelta(seconds=seconds)).isoformat(), raw, plain=True, zone="unknown")

    def _sample_entries(self, held: bytes, here: str) -> None:
        at = 8
        for _ in range(min(int.from_bytes(held[4:8], "big"), MAX_ENTRIES)):
            size, kind = int.from_bytes(held[at : at + 4], "big"), held[at + 4 : at + 8]
            if size < 8 or len(kind) < 4:
                return
            self._walk.say(f"{here} coding", letters(kind), kind, plain=True)
            named = held[at + 8 : at + min(size, 8 + COMPRESSOR.stop)][COMPRESSOR]
            if "vide" in self._last_handler() and named and 0 < named[0] < 32:
                self._walk.say(f"{here} compressor", letters(named[1 : 1 + named[0]]), named, plain=True)
            at += size

    def _last_handler(self) -> str:
        said = (str(one[1]) for one in reversed(self._walk.said) if str(one[0]).endswith("mdia/hdlr name"))
        return next(said, "")[:4]

    def _read_keys(self, held: bytes) -> None:
        self._keys = []
        at = 8
        for _ in range(min(int.from_bytes(held[4:8], "big"), MAX_ENTRIES)):
            size = int.from_bytes(held[at : at + 4], "big")
            if size < 8 or at + size > len(held):
                return
            self._keys.append(letters(held[at + 8 : at + size]))
            at += size

    def _item(self, name: str, at: int, end: int, path: str) -> None:
        """A metadata item: its first `data` box, of a type that is told, a place and a value."""
        held = self._walk.read(at, min(end - at, MAX_TAG))
        size = int.from_bytes(held[:4], "big")
        if held[4:8] != b"data" or not 16 <= size <= len(held):
            return
        kind, value = int.from_bytes(held[8:12], "big"), held[16:size]
        number = int(name[1:]) if name.startswith("#") else 0
        key = self._keys[number - 1] if 0 < number <= len(self._keys) else name
        text = letters_or_size(value)
        if kind in {DATA_SIGNED, DATA_UNSIGNED} and len(value) <= 8:
            text = str(int.from_bytes(value, "big", signed=kind == DATA_SIGNED))
        self._walk.say(f"{path} {key}", text, value, plain=key in PLAIN)

    def _user_data(self, name: str, at: int, end: int, here: str) -> None:
        """QuickTime's tags begin with © and hold a length, a language and text; 3GP's hold version, language, text."""
        held = self._walk.read(at, min(end - at, MAX_TAG))
        if name.startswith("©"):
            value = held[4 : 4 + int.from_bytes(held[:2], "big")]
        else:
            value = held[6:] if held[:4] == bytes(4) else held
        self._walk.say(here, letters_or_size(value) if held else "", held, plain=name in PLAIN)
