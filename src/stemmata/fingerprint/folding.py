"""Words as they are compared: case, marks and letter variants folded away, each with its place in the original.

Arabic is written with and without vowel marks, stretched with tatweel, and with three forms of alef; folding them
found 3 of 3 spellings where plain search found 1 (research/platform.md section 2). Nothing here knows a language.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(
    r"[^\W_]+(?:[\u064b-\u0652\u0670\u0640\u0300-\u036f]+[^\W_]+)*[\u064b-\u0652\u0670\u0640\u0300-\u036f]*"
)
"""A run of letters and digits; marks inside it belong to it."""

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
    """NFKC, case folded, combining marks gone, letter variants unified, digits as 0-9. May be empty for bare marks."""
    decomposed = unicodedata.normalize("NFKD", word.translate(_VARIANTS)).casefold()
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
