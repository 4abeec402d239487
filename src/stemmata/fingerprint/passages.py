"""A text as hashed runs of eight words, each with its place: what shared passages are found by.

Eight words: shorter runs recur by themselves in any two reports of one event (research/lineage.md section 2).
"""

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from stemmata.fingerprint.folding import folded_words

VERSION = "passages/1"
WORDS = 8
MAX_WORDS = 2_000_000
"""Words read of one text: a book has a tenth of that."""


@dataclass(frozen=True, slots=True)
class Passages:
    """`shingle` (n,) uint64: hash of words i..i+7. `start`, `end` (m,) int64: code points of every word; m = n + 7 or
    less than 8 with n = 0. `cut` where the text was longer than MAX_WORDS."""

    shingle: npt.NDArray[np.uint64]
    start: npt.NDArray[np.int64]
    end: npt.NDArray[np.int64]
    cut: bool = False


def passages_of(body: str) -> Passages:
    """Equal runs of folded words have equal hashes on every machine (BLAKE2b, 64 bits)."""
    words: list[bytes] = []
    starts: list[int] = []
    ends: list[int] = []
    cut = False
    for word in folded_words(body):
        if len(words) == MAX_WORDS:
            cut = True
            break
        words.append(word.text.encode("utf-8"))
        starts.append(word.start)
        ends.append(word.end)
    hashes = [
        int.from_bytes(blake2b(b"\x00".join(words[at : at + WORDS]), digest_size=8).digest(), "little")
        for at in range(len(words) - WORDS + 1)
    ]
    return Passages(
        np.array(hashes, dtype=np.uint64), np.array(starts, dtype=np.int64), np.array(ends, dtype=np.int64), cut
    )
