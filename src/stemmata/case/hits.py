"""Where a text holds what was asked for, in code points of the untouched text, and the stretch that shows it best."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from stemmata.case.asked_words import Asked, Term
from stemmata.fingerprint.folding import FoldedWord, folded_words
from stemmata.fingerprint.peeling import peeled

BEFORE, AFTER = 12, 28
"""Words of a snippet before its first mark, and from there on: two to three lines."""
LONGEST_SNIPPET = 600
"""Code points, for scripts without word breaks."""


class How(StrEnum):
    """How what was asked for stands there."""

    WRITTEN = "written"
    """As it was asked, letter variants and marks aside."""
    BEGINNING = "beginning"
    """A word begins with it, as was asked."""
    PEELED = "peeled"
    """Only once a proclitic is taken away, in the text or in the question."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Code points [start, end) of a text: whole words. `term`: which of the terms asked."""

    start: int
    end: int
    how: How
    term: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a snippet, as written; `how` is None where it is not what was asked for."""

    text: str
    how: How | None


@dataclass(frozen=True, slots=True)
class Snippet:
    """Code points [start, end) of a text, in pieces. `cut_before`, `cut_after`: the text goes on there."""

    start: int
    end: int
    pieces: tuple[Piece, ...]
    cut_before: bool
    cut_after: bool


def hits_in(text: str, asked: Asked, words: Sequence[FoldedWord] | None = None) -> tuple[Hit, ...]:
    """In the order of the text; of hits that overlap, the earliest and longest. `words`: its folded words, if known."""
    folded = list(folded_words(text)) if words is None else words
    return _apart(sorted(_all(folded, asked), key=lambda hit: (hit.start, -hit.end, hit.term)))


def snippet_of(text: str, hits: Sequence[Hit], words: Sequence[FoldedWord]) -> Snippet:
    """Round the stretch that holds most of the terms, the first of such; the beginning where there is no hit."""
    if not words:
        return Snippet(0, min(len(text), LONGEST_SNIPPET), (Piece(text[:LONGEST_SNIPPET], None),), False, False)
    first = _best(words, hits)
    start = 0 if first - BEFORE <= 0 else words[first - BEFORE].start
    last = min(len(words), first + AFTER) - 1
    end = len(text) if last == len(words) - 1 else words[last].end
    if end - start > LONGEST_SNIPPET:
        start = max(start, words[first].start - LONGEST_SNIPPET // 4)
        end = min(end, start + LONGEST_SNIPPET)
    return Snippet(start, end, marked(text, hits, start, end), start > 0, end < len(text))


def marked(text: str, hits: Sequence[Hit], start: int = 0, end: int | None = None) -> tuple[Piece, ...]:
    """Code points [start, end) of a text in pieces, marked where a hit stands."""
    stop = len(text) if end is None else end
    pieces: list[Piece] = []
    at = start
    for hit in hits:
        if hit.end <= at or hit.start >= stop:
            continue
        begin, finish = max(at, hit.start), min(stop, hit.end)
        pieces += [Piece(text[at:begin], None)] if begin > at else []
        pieces.append(Piece(text[begin:finish], hit.how))
        at = finish
    pieces += [Piece(text[at:stop], None)] if stop > at else []
    return tuple(pieces)


def _all(words: Sequence[FoldedWord], asked: Asked) -> list[Hit]:
    found: list[Hit] = []
    for number, term in enumerate(asked.terms):
        stands = [_standing(term, at) for at in range(len(term.words))]
        first, length = stands[0], len(stands)
        for at in range(len(words) - length + 1):
            if first(words[at].text) is None:
                continue
            hows = [stand(words[at + step].text) for step, stand in enumerate(stands)]
            if None not in hows:
                how = next((one for one in (How.PEELED, How.BEGINNING) if one in hows), How.WRITTEN)
                found.append(Hit(words[at].start, words[at + length - 1].end, how, number))
    return found


def _standing(term: Term, at: int) -> Callable[[str], How | None]:
    """How a word of a text stands for one word of a term; None where it does not."""
    wanted, loose = term.words[at], None if term.loose is None else term.loose[at]
    begins = term.beginning and at == len(term.words) - 1

    @cache
    def how(word: str) -> How | None:
        if _same(word, wanted, begins):
            return How.BEGINNING if begins else How.WRITTEN
        forms = peeled(word)
        if any(_same(form, wanted, begins) for form in forms) or (loose is not None and _same(forms[1], loose, begins)):
            return How.PEELED
        return None

    return how


def _same(form: str, wanted: str, begins: bool) -> bool:
    return form.startswith(wanted) if begins else form == wanted


def _apart(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    kept: list[Hit] = []
    for hit in hits:
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return tuple(kept)


def _best(words: Sequence[FoldedWord], hits: Sequence[Hit]) -> int:
    """The word from which AFTER words hold most of the terms, then most hits as written, then the first."""
    if not hits:
        return 0
    index = {word.start: at for at, word in enumerate(words)}
    best, first = (0, 0), index[hits[0].start]
    for at, hit in enumerate(hits):
        begin = index[hit.start]
        inside = [one for one in hits[at : at + AFTER] if index[one.start] < begin + AFTER]
        value = (len({one.term for one in inside}), sum(one.how is not How.PEELED for one in inside[:1]))
        if value > best:
            best, first = value, begin
    return first
