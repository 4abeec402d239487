"""One part of a version (its headline or its body), read: words, sentences, and what stands in them."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

from stemmata.lineage.changes_dates import Moment, Runs, moments_of, phrases_within
from stemmata.lineage.changes_doubt import Hedge, hedges_of
from stemmata.lineage.changes_lexicon import Lexicon
from stemmata.lineage.changes_named import NO_NAMES, NameTable, with_names
from stemmata.lineage.changes_quantities import Quantity, quantities_of
from stemmata.lineage.changes_speech import Speech, speech_of
from stemmata.lineage.changes_words import Token, TokenKind, sentences_of, tokens_of
from stemmata.model.change import Stretch, Where

NO_TABLE = NameTable.of(NO_NAMES)


class HasFirst(Protocol):
    """What begins at a token."""

    @property
    def first(self) -> int: ...


class HasSpan(HasFirst, Protocol):
    """What stands in a run of tokens [first, last)."""

    @property
    def last(self) -> int: ...


Placed = TypeVar("Placed", bound=HasFirst)


class PieceKind(StrEnum):
    WORD = "word"
    STOP = "stop"
    MARK = "mark"
    QUANTITY = "quantity"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class Piece:
    """What is aligned: a word, a mark, or a whole quantity or time. Pieces of equal `key` say the same."""

    first: int
    last: int
    kind: PieceKind
    key: str
    sort: str = ""
    """What may stand for what: the kind of a time, the measure of a quantity."""
    others: tuple[str, ...] = ()
    """Other keys that it may have: roots without a particle that may be written onto it."""

    def same_as(self, other: "Piece") -> bool:
        return self.key == other.key or self.key in other.others or other.key in self.others


@dataclass(frozen=True)
class Reading:
    """A part as it was read. All places are numbers of tokens, except those of `pieces_of`."""

    where: Where
    text: str
    lexicon: Lexicon
    tokens: list[Token]
    sentences: list[tuple[int, int]]
    runs: Runs
    moments: list[Moment]
    quantities: list[Quantity]
    speech: list[Speech]
    hedges: list[Hedge]
    pieces: list[Piece]

    def stretch(self, first: int, last: int) -> Stretch:
        """The code points of tokens [first, last), from the first to the end of the last."""
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        return Stretch(self.where, start, end, self.text[start:end])

    def has(self, category: str, at: int) -> bool:
        return self.lexicon.has(category, self.tokens[at].text)

    def phrases(self, category: str, first: int, last: int) -> Sequence[tuple[int, int]]:
        """The phrases of a category that begin within tokens [first, last)."""
        return phrases_within(self.runs, category, first, last)


def within(listed: Sequence[Placed], first: int, last: int) -> Sequence[Placed]:
    """Of what is listed in order, what begins within tokens [first, last)."""
    start = bisect_left(listed, first, key=_first)
    return listed[start : bisect_left(listed, last, lo=start, key=_first)]


def _first(one: HasFirst) -> int:
    return one.first


def read(where: Where, text: str, lexicon: Lexicon, names: NameTable = NO_TABLE) -> Reading:
    tokens = with_names(tokens_of(text), text, names, lexicon)
    abbreviations = frozenset(phrase[0] for phrase in lexicon.phrases.get("words.abbreviations", ()))
    continuing = frozenset(
        phrase[0] for name in ("dates.weekdays", "dates.months") for phrase in lexicon.phrases.get(name, ())
    )
    sentences = sentences_of(tokens, text, abbreviations, continuing)
    runs = lexicon.found(tokens)
    moments = moments_of(tokens, runs, lexicon)
    quantities = quantities_of(tokens, runs, moments, lexicon)
    dated = frozenset(at for moment in moments for at in range(moment.first, moment.last))
    hedges = hedges_of(tokens, runs, lexicon)
    speech = speech_of(tokens, sentences, runs, dated, hedges, lexicon)
    pieces = _pieces(tokens, moments, quantities, lexicon)
    return Reading(where, text, lexicon, tokens, sentences, runs, moments, quantities, speech, hedges, pieces)


def _pieces(tokens: list[Token], moments: list[Moment], quantities: list[Quantity], lexicon: Lexicon) -> list[Piece]:
    whole: dict[int, Piece] = {}
    for moment in moments:
        whole[moment.first] = Piece(
            moment.first, moment.last, PieceKind.MOMENT, f"{moment.kind} {moment.value}", moment.kind
        )
    for one in quantities:
        key = f"{one.low:g}-{one.high:g} {one.bound} {'vague' if one.vague else ''}"
        whole[one.first] = Piece(one.first, one.last, PieceKind.QUANTITY, key, one.measure.value)
    pieces = []
    at = 0
    while at < len(tokens):
        piece = whole.get(at)
        if piece is None:
            piece = _word_piece(tokens[at], at, lexicon)
        pieces.append(piece)
        at = piece.last
    return pieces


def _word_piece(token: Token, at: int, lexicon: Lexicon) -> Piece:
    if token.kind is TokenKind.MARK:
        return Piece(at, at + 1, PieceKind.MARK, token.text)
    if lexicon.has("words.stop", token.text):
        return Piece(at, at + 1, PieceKind.STOP, token.text)
    root, *others = lexicon.roots(token.text)
    return Piece(at, at + 1, PieceKind.WORD, root, others=tuple(others))
