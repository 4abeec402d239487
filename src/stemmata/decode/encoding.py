"""Bytes of a text to letters, and every letter back to its bytes.

What the file says decides: a byte order mark, else the label of the page (WHATWG HTML section 13.2.3, the first 1024
bytes), else UTF-8. Two guesses are made, each told as one: UTF-16 without its mark, which no other text resembles, and
windows-1256 where common Arabic words appear. Any other guess would turn one alphabet into another.
"""

import codecs
import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stemmata.decode.mojibake import mended
from stemmata.decode.sniff import wide_codec
from stemmata.model.errors import MediaError
from stemmata.model.failure import Code

PRESCAN_BYTES = 1024
NAMED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.\-]{2,40})", re.IGNORECASE)
XML_NAMED = re.compile(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9_:.\-]{2,40})", re.IGNORECASE)

ENCODINGS = {
    name: codec
    for codec, names in {
        "utf-8": ("utf-8", "utf8", "unicode-1-1-utf-8", "us-ascii", "ascii"),
        "utf-16-le": ("utf-16", "utf-16le"),
        "utf-16-be": ("utf-16be",),
        "cp1252": ("windows-1252", "cp1252", "iso-8859-1", "latin1", "iso8859-1"),
        "cp1256": ("windows-1256", "cp1256", "x-cp1256"),
        "iso8859_6": ("iso-8859-6", "arabic", "asmo-708", "iso8859-6"),
        "cp1251": ("windows-1251", "cp1251", "x-cp1251"),
        "koi8_r": ("koi8-r", "koi8"),
        "koi8_u": ("koi8-u",),
        "cp1250": ("windows-1250", "cp1250"),
        "cp1253": ("windows-1253", "cp1253"),
        "cp1254": ("windows-1254", "cp1254", "iso-8859-9"),
        "cp1255": ("windows-1255", "cp1255", "iso-8859-8"),
        "iso8859_2": ("iso-8859-2", "latin2"),
        "iso8859_15": ("iso-8859-15", "latin9"),
        "gb18030": ("gb18030", "gbk", "gb2312"),
        "big5": ("big5", "big5-hkscs"),
        "shift_jis": ("shift_jis", "sjis", "x-sjis"),
        "euc_jp": ("euc-jp",),
        "euc_kr": ("euc-kr", "ks_c_5601-1987"),
    }.items()
    for name in names
}
"""Labels that a page may use (WHATWG Encoding section 4.2: "iso-8859-1" means windows-1252) -> Python codec."""

MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
OF_SEVERAL_BYTES = frozenset({"gb18030", "big5", "shift_jis", "euc_jp", "euc_kr"})

BROKEN = "\udc80"
"""Stands for bytes that are no letter until their length is noted; no codec gives a lone surrogate for real bytes."""
HANDLER = "stemmata.broken"
MOST_BROKEN = 0.01
"""Share of the bytes that may be no letters of the encoding; more, and it is another encoding."""

ARABIC_WORDS = frozenset(
    [
        "في",
        "من",
        "على",
        "إلى",
        "عن",
        "أن",
        "إن",
        "التي",
        "الذي",
        "هذا",
        "هذه",
        "كان",
        "كانت",
        "قال",
        "مع",
        "بعد",
        "قبل",
        "لا",
        "ما",
        "بين",
        "أو",
        "ثم",
        "كما",
    ]
)
FEWEST_ARABIC_WORDS = 3
LEAST_ARABIC_SHARE = 0.05
"""Of the words: 0.1 to 0.2 in Arabic prose; windows-1252 or -1251 read as windows-1256 has none of them."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """`starts`: (len(text) + 1,) int64, where in the file each code point begins, and where the last one ends."""

    text: str
    codec: str
    starts: npt.NDArray[np.int64]
    guessed: bool = False
    broken: int = 0
    """Places where bytes are no letter: U+FFFD stands there."""
    mended: str | None = None
    """The codec in which UTF-8 was once read by mistake and saved again, where that was undone."""

    def raw(self, start: int, end: int) -> list[int]:
        """Bytes [i, j) of the file for code points [start, end)."""
        return [int(self.starts[start]), int(self.starts[end])]


def decoded(content: bytes) -> Decoded:
    """MediaError ENCODING when the bytes are not what they name, or name nothing and cannot safely be guessed."""
    read = _read(content)
    undone = mended(read.text)
    if undone is None:
        return read
    starts = np.append(read.starts[np.asarray(undone.sources, dtype=np.int64)], read.starts[-1])
    return Decoded(undone.text, read.codec, starts, True, read.broken, undone.codec)


def _read(content: bytes) -> Decoded:
    for mark, codec in MARKS:
        if content.startswith(mark):
            return _decode(content, codec, len(mark))
    found = XML_NAMED.match(content) or NAMED.search(content[:PRESCAN_BYTES])
    if found is not None:
        named = found.group(1).decode("ascii").lower()
        known = ENCODINGS.get(named)
        if known is None:
            raise MediaError(Code.ENCODING, f"{named} is not known")
        codec = "utf-8" if known.startswith("utf-16") else known  # the label was read as single bytes: it is not true
        return _decode(content, codec)
    wide = wide_codec(content[:PRESCAN_BYTES])
    if wide is not None:
        return _decode(content, wide, guessed=True)
    try:
        return _decode(content, "utf-8")
    except MediaError:
        if not _is_arabic(content):
            raise
        return _decode(content, "cp1256", guessed=True)


def _is_arabic(content: bytes) -> bool:
    words = re.findall(r"\w+", content.decode("cp1256", "replace"))
    common = sum(word in ARABIC_WORDS for word in words)
    return common >= FEWEST_ARABIC_WORDS and common >= LEAST_ARABIC_SHARE * len(words)


def _decode(content: bytes, codec: str, skip: int = 0, *, guessed: bool = False) -> Decoded:
    broken: list[tuple[int, int]] = []

    def note(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeDecodeError):
            raise error
        broken.append((error.start, error.end))
        return BROKEN, error.end

    codecs.register_error(HANDLER, note)
    text = content[skip:].decode(codec, HANDLER)
    points = _points(text)
    if broken and not _is_cut_only(broken, content, skip):
        sound = int(np.count_nonzero(points > 0x7F)) - len(broken)
        lost = sum(end - start for start, end in broken)
        if lost > MOST_BROKEN * len(content) or sound < len(broken):
            raise MediaError(Code.ENCODING, f"not {codec} at byte {broken[0][0] + skip:,}")
    lengths = _lengths(content[skip:], text, codec)
    if broken:
        lengths[points == ord(BROKEN)] = [end - start for start, end in broken]
    starts = np.concatenate([[0], np.cumsum(lengths)]) + skip
    return Decoded(text.replace(BROKEN, "\ufffd").replace("\x00", "\ufffd"), codec, starts, guessed, len(broken))


def _is_cut_only(broken: list[tuple[int, int]], content: bytes, skip: int) -> bool:
    """The file ends within a letter, and all before it is sound."""
    return len(broken) == 1 and broken[0][1] == len(content) - skip


def _points(text: str) -> npt.NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def _lengths(content: bytes, text: str, codec: str) -> npt.NDArray[np.int64]:
    """Bytes of each code point; where BROKEN stands, any number."""
    points = _points(text)
    if codec == "utf-8":
        return 1 + (points > 0x7F).astype(np.int64) + (points > 0x7FF) + (points > 0xFFFF)
    if codec.startswith("utf-16"):
        return 2 + 2 * (points > 0xFFFF).astype(np.int64)
    if codec not in OF_SEVERAL_BYTES:
        return np.ones(len(points), dtype=np.int64)
    decoder = codecs.getincrementaldecoder(codec)(HANDLER)
    lengths: list[int] = []
    begun = 0
    for at in range(len(content)):
        letters = decoder.decode(content[at : at + 1], at == len(content) - 1)
        if letters:
            lengths += [0] * (len(letters) - 1) + [at + 1 - begun]
            begun = at + 1
    if len(lengths) != len(text):  # a broken letter that one byte more would have mended: places cannot be trusted
        raise MediaError(Code.ENCODING, f"not {codec} throughout")
    return np.asarray(lengths, dtype=np.int64)


def warm() -> None:
    """Python imports a codec at its first use."""
    for codec in sorted(set(ENCODINGS.values()) | {"utf-32-le", "latin-1"}):
        codecs.lookup(codec)
        b"".decode(codec)
        codecs.getincrementaldecoder(codec)
