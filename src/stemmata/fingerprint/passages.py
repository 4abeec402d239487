"""A text as hashed words, each with its place: what shared passages are found by.

Addresses are no words: two posts that link to one page share no passage by that. Scripts that are written without
spaces between words give one "word" for each character with its marks.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from stemmata.fingerprint.folding import WORD_PATTERN, fold

VERSION = "passages/2"
MAX_WORDS = 2_000_000
"""Words read of one text: a book has a tenth of that."""

_ADDRESS = r"(?:https?://|www\.|t\.me/)[!-~]+"
_TOKEN = re.compile(f"({_ADDRESS})|({WORD_PATTERN})", re.IGNORECASE)

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Thai, Lao, Burmese, Khmer, kana, Han (Unicode 16 blocks)."""
_HAS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_CHARACTER = re.compile(rf"[{_UNSPACED}]\W*|[^\W{_UNSPACED}]+\W*")

_STEP = np.uint64(0x9E3779B97F4A7C15)
"""2**64 over the golden ratio, odd: words in another order give another sum (Knuth, TAOCP 3, section 6.4)."""


@dataclass(frozen=True, slots=True)
class Passages:
    """`word` (n,) uint64: hash of every folded word. `start`, `end` (n,) int64: its code points in the text.
    `character` (n,) bool: whether it is one character of a script without spaces. `cut` where the text was longer than
    MAX_WORDS."""

    word: npt.NDArray[np.uint64]
    start: npt.NDArray[np.int64]
    end: npt.NDArray[np.int64]
    character: npt.NDArray[np.bool_]
    cut: bool = False


def passages_of(body: str) -> Passages:
    """Equal words, once folded, have equal hashes on every machine (BLAKE2b, 64 bits)."""
    words: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    characters: list[bool] = []
    cut = False
    for found in _TOKEN.finditer(body):
        if found.lastindex == 1:
            continue
        written, at = found.group(), found.start()
        unspaced = _HAS_UNSPACED.search(written) is not None
        for piece, start in _characters(written, at) if unspaced else ((written, at),):
            hashed = word_hash(piece)
            if hashed is not None:
                words.append(hashed)
                starts.append(start)
                ends.append(start + len(piece))
                characters.append(unspaced)
        if len(words) >= MAX_WORDS:
            cut = len(words) > MAX_WORDS or _TOKEN.search(body, found.end()) is not None
            break
    return Passages(
        np.array(words[:MAX_WORDS], dtype=np.uint64),
        np.array(starts[:MAX_WORDS], dtype=np.int64),
        np.array(ends[:MAX_WORDS], dtype=np.int64),
        np.array(characters[:MAX_WORDS], dtype=np.bool_),
        cut,
    )


def _characters(written: str, at: int) -> list[tuple[str, int]]:
    return [(found.group(), at + found.start()) for found in _CHARACTER.finditer(written)]


@lru_cache(maxsize=1 << 17)
def spelling(written: str) -> str:
    """`fold`, remembered: a text has few different words."""
    return fold(written)


@lru_cache(maxsize=1 << 17)
def word_hash(written: str) -> int | None:
    """Of a word as it stands; None where nothing is left of it once folded."""
    folded = spelling(written)
    return int.from_bytes(blake2b(folded.encode("utf-8"), digest_size=8).digest(), "little") if folded else None


def shingles(words: npt.NDArray[np.uint64], length: int) -> npt.NDArray[np.uint64]:
    """Hash of every run of `length` words, (n - length + 1,) uint64, none where there are fewer words.

    Each word enters at its place, so another order is another run.
    """
    count = max(0, len(words) - length + 1)
    made = np.zeros(count, dtype=np.uint64)
    for at in range(length):
        made = made * _STEP + words[at : at + count]
    return _mixed(made)


def _mixed(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """The finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): every bit hangs on every bit."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
