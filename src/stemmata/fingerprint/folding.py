"""Words as they are compared: case, marks and letter variants folded away, each with its place in the original.

Arabic is written with and without vowel marks, stretched with tatweel, and with three forms of alef; folding them
found 3 of 3 spellings where plain search found 1 (research/platform.md section 2). Nothing here knows a language.
Soft hyphens, joiners and marks of direction inside a word are no part of it: nobody sees them.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_INVISIBLE = "\u00ad\u061c\u200c-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
"""Soft hyphen, joiners, and controls of direction (Unicode general category Cf); a zero-width space parts words."""

_MARKS = "".join(chr(point) for point in range(0x300, 0x10000) if unicodedata.category(chr(point)).startswith("M"))
"""Vowel signs of India and South-East Asia are marks too: a word does not end at one."""

WORD_PATTERN = rf"[^\W_]+(?:[\u0640{_MARKS}{_INVISIBLE}]+[^\W_]+)*[\u0640{_MARKS}]*"
"""A run of letters and digits; marks inside it belong to it."""

_WORD = re.compile(WORD_PATTERN)
_UNSEEN = re.compile(rf"[{_INVISIBLE}]+")

_VARIANTS = str.maketrans(
    {
        "أ": "ا",  # alef with hamza above
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ى": "ي",  # alef maqsura
        "ی": "ي",  # Persian ye
        "ک": "ك",  # Persian kaf
        "ة": "ه",  # ta marbuta
        "ؤ": "و",
        "ئ": "ي",
        "\u0640": None,  # tatweel
        "ß": "ss",
    }
)


@dataclass(frozen=True, slots=True)
class FoldedWord:
    """A word as it is compared, and the code points [start, end) that it came from."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=65_536)  # most words of a text are few: four times faster over a case
def fold(word: str) -> str:
    """NFKC, case folded, combining and invisible marks gone, letter variants unified, digits as 0-9. May be empty."""
    decomposed = unicodedata.normalize("NFKD", _UNSEEN.sub("", word).translate(_VARIANTS)).casefold()
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    digits = "".join(_digit(character) for character in bare)
    return unicodedata.normalize("NFKC", digits.translate(_VARIANTS))


def _digit(character: str) -> str:
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)


def folded_words(text: str) -> Iterator[FoldedWord]:
    """The words of `text` in order; offsets are code points of `text` itself."""
    for match in _WORD.finditer(text):
        folded = fold(match.group())
        if folded:
            yield FoldedWord(folded, match.start(), match.end())
