"""UTF-8 that was read as windows-1252 and saved again ("Ã©" for "é", "Ø§" for "ا"): undone, letter by letter.

Only where nearly all letters beyond ASCII come out as valid UTF-8: a page that quotes one such word is left alone.
Windows-1252 leaves five bytes undefined; programs pass these through as control characters (WHATWG Encoding, index
windows-1252), and so does this.
"""

import re
from dataclasses import dataclass

UNDEFINED = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
BYTE_OF = {
    (chr(byte) if byte in UNDEFINED or byte >= 0xA0 else bytes([byte]).decode("cp1252")): byte
    for byte in range(0x80, 0x100)
} | {chr(byte): byte for byte in range(0x80, 0xA0)}
HIGH = re.compile("[" + re.escape("".join(sorted(BYTE_OF))) + "]{2,}")
FEWEST = 3
"""Stretches that must come out as UTF-8; a text with one or two may be about this very mistake."""
LEAST_SHARE = 0.9


@dataclass(frozen=True, slots=True)
class Mended:
    """`sources[i]`: the code point of the text as it stood at which letter i of `text` begins."""

    text: str
    codec: str
    sources: list[int]


def mended(text: str) -> Mended | None:
    """None where the text does not look so."""
    beyond = sum(1 for letter in text if letter > "\x7f")
    if not beyond:
        return None
    stretches = [(found.start(), found.end(), _utf8(found.group())) for found in HIGH.finditer(text)]
    good = [(start, end, letters) for start, end, letters in stretches if letters is not None]
    if len(good) < FEWEST or sum(end - start for start, end, _ in good) < LEAST_SHARE * beyond:
        return None
    pieces: list[str] = []
    sources: list[int] = []
    at = 0
    for start, end, letters in good:
        pieces.append(text[at:start])
        sources.extend(range(at, start))
        place = start
        for letter in letters or "":
            pieces.append(letter)
            sources.append(place)
            place += len(letter.encode("utf-8"))
        at = end
    pieces.append(text[at:])
    sources.extend(range(at, len(text)))
    return Mended("".join(pieces), "cp1252", sources)


def _utf8(stretch: str) -> str | None:
    try:
        return bytes(BYTE_OF[letter] for letter in stretch).decode("utf-8")
    except UnicodeDecodeError:
        return None
