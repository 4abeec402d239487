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
"""The same for a line of LONG_LINE words and more, amid the text, where the channel is not known: three reports from
three places may well print one paragraph of an agency, and nothing else in common."""

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

    wanted: int
    texts: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """Of one text, (n,) bool each: words in lines that are furniture; words in lines that another text of its channel
    has as well."""

    furniture: npt.NDArray[np.bool_]
    repeated: npt.NDArray[np.bool_]


def furniture(texts: Sequence[Lined]) -> list[Lines]:
    """Of each text. Texts that are equal word for word count once."""
    keys = [[_digest(text.word[start:end]) for start, end in text.lines] for text in texts]
    carried = _carried(texts, keys)
    repeated = {key: line for key, line in carried.items() if len(line.texts) >= UNRELATED_TEXTS}
    often = frozenset(line for _, line in repeated)
    own: dict[int, frozenset[int]] = {}
    around: dict[int, frozenset[bytes]] = {}
    found: set[bytes] = set()
    for (channel, line), held in repeated.items():
        asked = held.texts[:MOST_CARRIERS]
        for at in asked:
            if at not in own:
                own[at] = _own_runs(texts[at], keys[at], often)
                around[at] = _around([len(carried[channel, known].texts) > 1 for known in keys[at]], keys[at])
        outside = [own[at] for at in asked if line in around[at]]
        if _unrelated((own[at] for at in asked), held.wanted) or _unrelated(outside, UNRELATED_TEXTS):
            found.add(line)
    made: list[Lines] = []
    for text, known in zip(texts, keys, strict=True):
        lines = Lines(np.zeros(len(text.word), dtype=np.bool_), np.zeros(len(text.word), dtype=np.bool_))
        for (start, end), line in zip(text.lines, known, strict=True):
            lines.furniture[start:end] = line in found
            lines.repeated[start:end] = len(carried[text.channel, line].texts) > 1
        made.append(lines)
    return made


def _digest(words: Words) -> bytes:
    return blake2b(words.tobytes(), digest_size=16).digest()


def _carried(texts: Sequence[Lined], keys: Sequence[Sequence[bytes]]) -> dict[tuple[str | None, bytes], _Line]:
    """The lines of each channel, and in which texts they stand; texts equal to one before them left out."""
    found: dict[tuple[str | None, bytes], _Line] = {}
    whole: set[tuple[str | None, bytes]] = set()
    for at, text in enumerate(texts):
        digest = text.channel, _digest(text.word)
        again = digest in whole
        whole.add(digest)
        for (start, end), line in dict(zip(text.lines, keys[at], strict=True)).items():
            if (text.channel, line) not in found:
                nameless = text.channel is None and end - start >= LONG_LINE
                found[text.channel, line] = _Line(NAMELESS_TEXTS if nameless else UNRELATED_TEXTS)
            held = found[text.channel, line].texts
            if not again and (not held or held[-1] != at):
                held.append(at)
    return found


def _around(repeated: Sequence[bool], keys: Sequence[bytes]) -> frozenset[bytes]:
    """The lines before the first that no other text of the channel has, and after the last."""
    own = [at for at, again in enumerate(repeated) if not again]
    return frozenset([*keys[: own[0]], *keys[own[-1] + 1 :]]) if own else frozenset()


def _own_runs(text: Lined, keys: Sequence[bytes], repeated: frozenset[bytes]) -> frozenset[int]:
    """Runs of AKIN_WORDS in lines that few others have; none of a text with too few words of its own."""
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
