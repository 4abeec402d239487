"""Lines that a site prints under everything: menus, forms, notices that an older extraction left in a body.

A line is furniture where several texts of one channel have it that share nothing else. Versions of one article share
their lines too, but then their other words are akin, or there are none. What is furniture anywhere is so everywhere.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from stemmata.fingerprint.passages import shingles
from stemmata.match.equal_runs import Words

UNRELATED_TEXTS = 3
"""Texts of one channel, akin in nothing else, that make a line furniture. Two may be one quoting itself."""

NAMELESS_TEXTS = 8
"""The same for a line of LONG_LINE words and more in texts whose channel is not known: three reports from three places
may well print one paragraph of an agency, and nothing else in common."""

LONG_LINE = 12
OWN_WORDS = 8
"""Words beside its repeated lines that a text needs to have a say in what is furniture."""

AKIN_WORDS = 5
AKIN_SHARE = 0.1
"""Of the runs of AKIN_WORDS of the shorter of two texts, the share in common that makes them versions of one."""

MOST_CARRIERS = 200
"""Texts per line that are asked; among so many, unrelated ones show."""


@dataclass(frozen=True, slots=True)
class Lined:
    """A text by its lines: first word and last (exclusive) of each that has words. `channel` None: not known."""

    word: Words
    lines: Sequence[tuple[int, int]]
    channel: str | None


@dataclass(slots=True)
class _Line:
    """One wording of a line, and the texts of one channel that have it."""

    words: int
    wanted: int
    texts: list[int] = field(default_factory=list)


def furniture(texts: Sequence[Lined]) -> list[npt.NDArray[np.bool_]]:
    """Per text, (n,) bool: which of its words stand in furniture. Texts that are equal word for word count once."""
    keys = [[_digest(text.word[start:end]) for start, end in text.lines] for text in texts]
    repeated = _repeated(texts, keys)
    lines_again = frozenset(line for _, line in repeated)
    own: dict[int, frozenset[int]] = {}
    found: set[bytes] = set()
    for (_, line), held in repeated.items():
        asked = held.texts[:MOST_CARRIERS]
        for at in asked:
            if at not in own:
                own[at] = _own_runs(texts[at], keys[at], lines_again)
        if line not in found and _unrelated([own[at] for at in asked], held.wanted):
            found.add(line)
    masks: list[npt.NDArray[np.bool_]] = []
    for text, known in zip(texts, keys, strict=True):
        mask = np.zeros(len(text.word), dtype=np.bool_)
        for (start, end), line in zip(text.lines, known, strict=True):
            mask[start:end] = line in found
        masks.append(mask)
    return masks


def _digest(words: Words) -> bytes:
    return blake2b(words.tobytes(), digest_size=16).digest()


def _repeated(texts: Sequence[Lined], keys: Sequence[Sequence[bytes]]) -> dict[tuple[str | None, bytes], _Line]:
    """Lines of UNRELATED_TEXTS texts and more of one channel."""
    found: dict[tuple[str | None, bytes], _Line] = {}
    whole: set[bytes] = set()
    for at, text in enumerate(texts):
        digest = _digest(text.word)
        if digest in whole:
            continue
        whole.add(digest)
        for (start, end), line in dict(zip(text.lines, keys[at], strict=True)).items():
            if (text.channel, line) not in found:
                nameless = text.channel is None and end - start >= LONG_LINE
                found[text.channel, line] = _Line(end - start, NAMELESS_TEXTS if nameless else UNRELATED_TEXTS)
            held = found[text.channel, line].texts
            if not held or held[-1] != at:
                held.append(at)
    return {key: line for key, line in found.items() if len(line.texts) >= UNRELATED_TEXTS}


def _own_runs(text: Lined, keys: Sequence[bytes], repeated: frozenset[bytes]) -> frozenset[int]:
    """Runs of AKIN_WORDS in lines that no other text has; none of a text with too few words of its own."""
    own = [text.word[start:end] for (start, end), line in zip(text.lines, keys, strict=True) if line not in repeated]
    if sum(len(words) for words in own) < OWN_WORDS:
        return frozenset()
    return frozenset(shingles(np.concatenate(own), AKIN_WORDS).tolist())


def _unrelated(own: Iterable[frozenset[int]], wanted: int) -> bool:
    """Whether `wanted` of them share next to nothing two by two. Greedy: the first that differ are kept."""
    apart: list[frozenset[int]] = []
    for runs in own:
        if runs and all(len(runs & other) < AKIN_SHARE * min(len(runs), len(other)) for other in apart):
            apart.append(runs)
            if len(apart) == wanted:
                return True
    return False
