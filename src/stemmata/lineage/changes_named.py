"""The case's names in a text: each a single word, whatever it is made of, so that one name counts as much as another.

A name's own words ("Army", "Northern") say nothing here: exchanging two parties, or two places, throughout both
versions changes nothing but the names.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from stemmata.lineage.changes_lexicon import Lexicon
from stemmata.lineage.changes_words import Token, TokenKind, tokens_of

_VOWELS = frozenset("aeiouy")
_SOUNDS = (("ph", "f"), ("ck", "k"), ("q", "k"), ("c", "k"), ("dj", "j"), ("w", "v"))


class NameKind(StrEnum):
    PLACE = "place"
    ACTOR = "actor"


_MARK = {NameKind.PLACE: "\x02p", NameKind.ACTOR: "\x02a"}
"""What the text of a name's token begins with: no word does."""


@dataclass(frozen=True, slots=True)
class Names:
    """The case's places and actors, each a group of spellings of one name."""

    places: tuple[tuple[str, ...], ...] = ()
    actors: tuple[tuple[str, ...], ...] = ()


NO_NAMES = Names()


@dataclass(frozen=True, slots=True)
class NameTable:
    """Names ready to be looked up: words -> the text of their token; `longest` in words."""

    spellings: Mapping[tuple[str, ...], str]
    longest: int

    @classmethod
    def of(cls, names: Names) -> "NameTable":
        """Of a spelling that stands in two groups, the first counts: places before actors."""
        table: dict[tuple[str, ...], str] = {}
        for kind, groups in ((NameKind.PLACE, names.places), (NameKind.ACTOR, names.actors)):
            for number, group in enumerate(groups):
                for spelling in group:
                    words = tuple(_key(token) for token in tokens_of(spelling) if token.kind is not TokenKind.MARK)
                    if words:
                        table.setdefault(words, f"{_MARK[kind]}{number}")
        return cls(table, max(map(len, table), default=0))


def name_kind(token: Token) -> NameKind | None:
    """Whether this token is a name of the case, and of what."""
    return next((kind for kind, mark in _MARK.items() if token.text.startswith(mark)), None)


def with_names(tokens: Sequence[Token], text: str, table: NameTable, lexicon: Lexicon) -> list[Token]:
    """The tokens, with those of every name drawn together; of two names that begin alike the longer one."""
    if not table.longest:
        return list(tokens)
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        last, name = _name_at(tokens, at, table, lexicon)
        if name is None:
            found.append(tokens[at])
        else:
            start, end = tokens[at].start, tokens[last - 1].end
            found.append(replace(tokens[at], text=name, raw=text[start:end], end=end))
        at = last
    return found


def _name_at(tokens: Sequence[Token], at: int, table: NameTable, lexicon: Lexicon) -> tuple[int, str | None]:
    if tokens[at].kind is not TokenKind.WORD or (tokens[at].raw.isascii() and not tokens[at].capital):
        return at + 1, None
    words: list[str] = []
    best: tuple[int, str | None] = (at + 1, None)
    for last in range(at, len(tokens)):
        if tokens[last].kind is TokenKind.MARK:
            if tokens[last].raw in "-‐‑.":
                continue
            break
        words.append(_key(tokens[last]))
        if len(words) > table.longest:
            break
        for first in (words[0], *lexicon.peeled(tokens[at].text)[1:]):
            name = table.spellings.get((first, *words[1:]))
            if name is not None:
                best = (last + 1, name)
    return best


def _key(token: Token) -> str:
    return name_key(token.text)


def name_key(word: str) -> str:
    """A folded word without what transliterations of one name differ in: vowels and doubled letters.

    "Mansour", "Mansur" and "Mansoor" are one. Words in other scripts, and words of few consonants, stay as they are.
    """
    if not word.isascii():
        return word
    bare = word
    for written, kept in _SOUNDS:
        bare = bare.replace(written, kept)
    letters = [letter for at, letter in enumerate(bare) if at == 0 or letter != bare[at - 1]]
    strong = "".join(letter for at, letter in enumerate(letters) if at == 0 or letter not in _VOWELS)
    return strong if len(strong) > 2 else bare
