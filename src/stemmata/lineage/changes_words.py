"""A text as the words in which changes are named: folded, each with its place; sentences as runs of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from stemmata.fingerprint.folding import fold

_MARKS = "\u064b-\u0652\u0670\u0640\u0300-\u036f"
_TOKEN = re.compile(
    r"(?P<clock>\d{1,2}:\d{2}(?!\d))"
    r"|(?P<digits>\d+(?:[.,\u066b\u066c\u00a0\u202f]\d+)*)"
    rf"|(?P<word>[^\W\d_][{_MARKS}]*(?:[^\W\d_]|[{_MARKS}])*(?:['’][^\W\d_]+)*)"
    r"|(?P<mark>[^\s\u200e\u200f\u202a-\u202e\u2066-\u2069\u200b\ufeff])"
)
_CONTRACTION = re.compile(r"(?:n['’]t|['’](?:s|re|ll|ve|d|m))$", re.IGNORECASE)
_ENDS = frozenset(".!?؟…。۔")
_CLOSERS = frozenset("\"”’»)]'")
_OPENERS = frozenset('"“‘«([')

LONGEST_SENTENCE = 120
"""Tokens. A text without full stops is cut at commas after so many, and in any case after twice as many: what is
compared word by word must stay small. Sentences of news rarely pass 60."""


class TokenKind(StrEnum):
    WORD = "word"
    DIGITS = "digits"
    CLOCK = "clock"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Token:
    """`text` is folded, `raw` as it stands at the code points [start, end)."""

    text: str
    raw: str
    start: int
    end: int
    kind: TokenKind

    @property
    def capital(self) -> bool:
        return self.raw[0].isupper()


def tokens_of(text: str) -> list[Token]:
    """Words, runs of digits (with their separators), clock times and marks. English contractions are cut apart."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        kind = TokenKind(match.lastgroup or "mark")
        if kind is TokenKind.WORD:
            found.extend(_word(match.group(), match.start()))
        else:
            found.append(Token(fold(match.group()) or match.group(), match.group(), *match.span(), kind))
    return found


@lru_cache(maxsize=100_000)
def _folded(raw: str) -> str:
    return fold(raw)


def _word(raw: str, start: int) -> Iterator[Token]:
    short = _CONTRACTION.search(raw)
    if short and short.start():
        stem = raw[: short.start()]
        yield Token(_folded(stem), stem, start, start + len(stem), TokenKind.WORD)
        raw, start = raw[short.start() :], start + short.start()
    folded = _folded(raw).replace("’", "'")
    if folded:
        yield Token(folded, raw, start, start + len(raw), TokenKind.WORD)


def sentences_of(
    tokens: Sequence[Token],
    text: str,
    abbreviations: frozenset[str] = frozenset(),
    continuing: frozenset[str] = frozenset(),
) -> list[tuple[int, int]]:
    """Runs [first, last) of tokens; the full stop, and quotation marks that close after it, belong to the sentence.

    No sentence ends after an abbreviation, unless it is one of a time ("p.m.") and what follows opens with a capital
    and is not among `continuing` (days and months: "p.m. Saturday").
    """
    found: list[tuple[int, int]] = []
    first = at = 0
    while at < len(tokens):
        at += 1
        if _ends(tokens, at - 1, abbreviations, continuing):
            while at < len(tokens) and (tokens[at].text in _ENDS or _closes(tokens, at)):
                at += 1
        elif not _too_long(tokens, first, at) and not _line_break(tokens, at, text):
            continue
        if at > first:
            found.append((first, at))
            first = at
    if first < len(tokens):
        found.append((first, len(tokens)))
    return found


def _closes(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].raw in _CLOSERS and tokens[at].start == tokens[at - 1].end


def _line_break(tokens: Sequence[Token], at: int, text: str) -> bool:
    return at < len(tokens) and "\n" in text[tokens[at - 1].end : tokens[at].start]


def _too_long(tokens: Sequence[Token], first: int, at: int) -> bool:
    length = at - first
    return length >= 2 * LONGEST_SENTENCE or (length >= LONGEST_SENTENCE and tokens[at - 1].raw in ",،;؛")


def _ends(tokens: Sequence[Token], at: int, abbreviations: frozenset[str], continuing: frozenset[str]) -> bool:
    token = tokens[at]
    if token.raw not in _ENDS:
        return False
    if at + 1 == len(tokens) or token.raw != ".":
        return True
    following, before = tokens[at + 1], tokens[at - 1] if at else None
    if following.start == token.end and following.raw not in _CLOSERS:
        return False
    if before is None or before.end != token.start:
        return True
    if before.text in abbreviations or (len(before.raw) == 1 and before.capital):
        opens = following.capital or following.raw in _OPENERS
        return opens and before.text == "m" and following.text not in continuing
    return True
