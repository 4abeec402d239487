"""A text as words in which cues and names are looked for, with what stands between them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from stemmata.fingerprint.folding import folded_words
from stemmata.match.cues import ARABIC, LANGUAGES, Cues

SENTENCE_END = re.compile(r"[.!?؟…]+[”»\"’)]*(?=\s|$)|\n")
"""A full stop after a single capital or within an address ends none: what follows is no space, or the sentence is cut
too short, which only makes a declared stretch smaller."""
JOINED = re.compile(r"[\s\-–'’`&.]*")
"""Between two words of one name; a full stop only after an initial."""
OPENING = '“«„"‹'
ATTACHED = ("و", "ف", "ل", "ب", "ك")


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    start: int
    end: int
    capital: bool


class Words:
    """Words of one body."""

    def __init__(self, body: str) -> None:
        self.body = body
        self.all = [
            Word(word.text, word.start, word.end, body[word.start].isupper() or body[word.start].isdigit())
            for word in folded_words(body)
        ]
        self._ends = [found.end() for found in SENTENCE_END.finditer(body)]

    def __len__(self) -> int:
        return len(self.all)

    def texts(self, start: int, end: int) -> tuple[str, ...]:
        return tuple(word.text for word in self.all[start:end])

    def between(self, at: int) -> str:
        """What stands before the word at `at` and after the one before it."""
        return self.body[self.all[at - 1].end : self.all[at].start] if 0 < at < len(self.all) else ""

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """Code points of the sentence or sentences in which these lie, without the space round them."""
        first = max((at for at in self._ends if at <= start), default=0)
        last = min((at for at in self._ends if at >= end), default=len(self.body))
        told = self.body[first:last]
        return first + len(told) - len(told.lstrip()), first + len(told.rstrip())

    def sentences(self) -> list[tuple[int, int]]:
        """Code points of each."""
        ends = [*self._ends, len(self.body)]
        return [(start, end) for start, end in zip([0, *ends], ends, strict=False) if self.body[start:end].strip()]

    def written(self, start: int, end: int) -> str:
        """Words start..end as they are written."""
        return self.body[self.all[start].start : self.all[end - 1].end]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`Cues` folded: phrases by their first word, the longest first."""

    cues: Cues
    before: Mapping[str, tuple[tuple[str, ...], ...]]
    whole: Mapping[str, tuple[tuple[str, ...], ...]]
    after: Mapping[str, tuple[tuple[str, ...], ...]]
    own: Mapping[str, tuple[tuple[str, ...], ...]]
    document: frozenset[tuple[str, ...]]
    fillers: frozenset[str]
    media: frozenset[str]
    names: frozenset[str]
    bodies: frozenset[str]
    joining: frozenset[str]
    stops: frozenset[str]
    footage: frozenset[str]


@cache
def lexicons(language: str | None) -> tuple[Lexicon, ...]:
    """Of one language, or of all where it is not known or not had."""
    own = [cues for cues in LANGUAGES if cues.language == language]
    return tuple(_folded(cues) for cues in own or LANGUAGES)


def _folded(cues: Cues) -> Lexicon:
    return Lexicon(
        cues, _phrases(cues.before), _phrases(cues.whole), _phrases(cues.after), _phrases(cues.own),
        frozenset(_phrase(phrase) for phrase in cues.document), _single(cues.fillers), _single(cues.media),
        _single(cues.names), _single(cues.bodies), _single(cues.joining), _single(cues.stops), _single(cues.footage),
    )  # fmt: skip


def _phrase(phrase: str) -> tuple[str, ...]:
    words = tuple(word.text for word in folded_words(phrase))
    return words[:-1] if len(words) > 1 and words[-1] in ATTACHED else words  # written together with what follows


def _phrases(phrases: Sequence[str]) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, set[tuple[str, ...]]] = {}
    for phrase in phrases:
        words = _phrase(phrase)
        found.setdefault(words[0], set()).add(words)
    return {first: tuple(sorted(ways, key=lambda way: (-len(way), way))) for first, ways in found.items()}


def _single(words: frozenset[str]) -> frozenset[str]:
    return frozenset(folded.text for word in words for folded in folded_words(word))


def phrase_at(
    words: Words, at: int, phrases: Mapping[str, tuple[tuple[str, ...], ...]], *, arabic: bool
) -> tuple[str, ...] | None:
    """The longest phrase that stands at this word; in Arabic also behind a letter for "and" or "so"."""
    first = words.all[at].text
    for begin in (first, first[1:] if arabic and first[:1] in ATTACHED[:2] and len(first) > 2 else None):
        for phrase in phrases.get(begin or "", ()):
            if words.texts(at + 1, at + len(phrase)) == phrase[1:]:
                return phrase
    return None


def is_arabic(lexicon: Lexicon) -> bool:
    return lexicon.cues is ARABIC
