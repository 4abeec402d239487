"""Numerals to values: digits of any script with their separators, number words and their compounds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from stemmata.lineage.changes_lexicon import Lexicon
from stemmata.lineage.changes_words import Token, TokenKind

_TANWIN = "\u064b"
_GROUPED = re.compile(r"\d{1,3}(?:[,\u066c\u00a0\u202f.]\d{3})+$")
_HYPHENS = frozenset("-‐‑")
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Numeral:
    """Tokens [first, last) that stand for `value`. `ordinal` for "third" and "21st"; `digits` where written so."""

    first: int
    last: int
    value: float
    ordinal: bool = False
    digits: bool = False


def digit_value(folded: str) -> float:
    """Digits (already 0-9) with thousands separators or a decimal mark: "1,140", "1.2", "1.234.567", "2٫5".

    A single full stop is decimal, a single comma before three digits separates thousands: as in news in English and
    Arabic.
    """
    several = sum(not letter.isdigit() for letter in folded) > 1
    if _GROUPED.match(folded) and ("." not in folded or several):
        return float(re.sub(r"\D", "", folded))
    parts = re.split(r"\D", folded)
    return float(f"{''.join(parts[:-1])}.{parts[-1]}" if len(parts) > 1 else folded)


def numeral_at(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Numeral | None:
    """The longest numeral that begins at this token."""
    token = tokens[at]
    if token.kind is TokenKind.DIGITS:
        return _in_digits(tokens, at, lexicon)
    if token.kind is not TokenKind.WORD or not lexicon.may_count(token.text):
        return None
    fraction = _fraction(tokens, at, lexicon)
    if fraction is not None:
        return fraction
    ordinal = lexicon.value("numbers.ordinals", token.text)
    if ordinal is not None:
        return _ordinal(tokens, at, ordinal, lexicon)
    return _in_words(tokens, at, lexicon)


def _in_digits(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Numeral:
    value, last = digit_value(tokens[at].text), at + 1
    glued = last < len(tokens) and tokens[last].start == tokens[at].end
    if glued and lexicon.has("numbers.ordinal_endings", tokens[last].text):
        return Numeral(at, last + 1, value, ordinal=True, digits=True)
    while last < len(tokens):
        scale = lexicon.value("numbers.multipliers", tokens[last].text)
        if scale is None or (scale <= value and value >= 1000):
            break
        value, last = value * scale, last + 1
    return Numeral(at, last, value, digits=True)


def _fraction(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Numeral | None:
    """As in "three quarters", "two-thirds", and "a third of"."""
    counted = lexicon.value("numbers.values", tokens[at].text)
    if counted is None and _is_article(tokens, at, lexicon):
        counted = 1.0
    last = at + 1
    if last < len(tokens) and tokens[last].raw in _HYPHENS:
        last += 1
    part = lexicon.value("numbers.fractions", tokens[last].text) if last < len(tokens) else None
    if counted is None or part is None or counted >= part:
        return None
    whole = last + 1 < len(tokens) and lexicon.has("words.partitive", tokens[last + 1].text)
    return Numeral(at, last + 1, counted / part) if whole or counted > 1 else None


def _ordinal(tokens: Sequence[Token], at: int, value: float, lexicon: Lexicon) -> Numeral:
    """As in "third"; where units come before tens also "الثالث والأربعون" and "الثامنة عشرة"."""
    last = at + 1
    if last < len(tokens) and lexicon.grammar.units_before_tens and value < 10:
        if lexicon.value("numbers.values", tokens[last].text) == 10:
            return Numeral(at, last + 1, value + 10, ordinal=True)
        joined = _unjoined(tokens[last].text, lexicon)
        ten = None if joined is None else lexicon.value("numbers.ordinals", joined)
        if ten is not None and ten >= 20:
            return Numeral(at, last + 1, value + ten, ordinal=True)
    return Numeral(at, last, value, ordinal=True)


def _unjoined(word: str, lexicon: Lexicon) -> str | None:
    """The word without an "and" that is written onto it; None where there is none."""
    joiner = next((one for one in lexicon.morphology.joiners if word.startswith(one)), None)
    return None if joiner is None else word[len(joiner) :]


def _is_article(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    return lexicon.has("numbers.articles", tokens[at].text)


@dataclass
class _Sum:
    """What was read so far: whole thousands, the rest below, and the size of the last part."""

    total: float = 0
    rest: float = 0
    size: float = 0

    def value(self) -> float:
        return self.total + self.rest


def _in_words(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Numeral | None:
    if _is_article(tokens, at, lexicon):
        return _after_article(tokens, at, lexicon)
    found = _Sum()
    last = None
    place = at
    while place < len(tokens):
        step, joined = (place, False) if last is None else _next(tokens, place, found, lexicon)
        if step >= len(tokens) or not _take(found, tokens[step], joined, last is None, lexicon):
            break
        place = last = step + 1
    return None if last is None else Numeral(at, last, found.value())


def _after_article(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Numeral | None:
    """As in "a dozen", "a hundred and forty"; but no "a one"."""
    if at + 1 >= len(tokens):
        return None
    word = tokens[at + 1].text
    counted = lexicon.value("numbers.values", word) if not lexicon.has("numbers.weak", word) else None
    if (lexicon.value("numbers.multipliers", word) or counted or 0) < 12:
        return None
    following = _in_words(tokens, at + 1, lexicon)
    return None if following is None else Numeral(at, following.last, following.value)


def _next(tokens: Sequence[Token], place: int, found: _Sum, lexicon: Lexicon) -> tuple[int, bool]:
    """Where the next number word may stand, and whether a joiner ("and") stands before it."""
    token = tokens[place]
    if token.raw in _HYPHENS and token.start == tokens[place - 1].end:
        return place + 1, False
    if lexicon.has("numbers.joiners", token.text):
        after = place + 1
        return (after + 1 if after < len(tokens) and _is_article(tokens, after, lexicon) else after), True
    if found.value() == _HALF and _is_article(tokens, place, lexicon):
        return place + 1, False
    return place, False


def _take(found: _Sum, token: Token, joined: bool, first: bool, lexicon: Lexicon) -> bool:
    if token.kind is not TokenKind.WORD:
        return False
    values, scales = (lexicon.values.get(f"numbers.{kind}", {}) for kind in ("values", "multipliers"))
    word = token.text
    if word not in values and word not in scales:
        unjoined = _unjoined(word, lexicon)
        if first:
            word = next((form for form in lexicon.peeled(word)[1:] if form in values or form in scales), word)
        elif unjoined is not None:
            word, joined = unjoined, True
    scale = lexicon.value("numbers.multipliers", word)
    if scale is not None and (not first or word not in values or _TANWIN in token.raw):
        return _scale(found, scale, joined, first)
    value = lexicon.value("numbers.values", word)
    return value is not None and _add(found, value, joined, first, lexicon)


def _scale(found: _Sum, scale: float, joined: bool, first: bool) -> bool:
    if joined:
        if scale >= found.size:
            return False
        found.rest += scale
    elif first:
        found.total, found.rest = (scale, 0) if scale >= 1000 else (0, scale)
    elif found.rest == 0 or found.rest >= scale:
        return False
    elif scale >= 1000:
        found.total, found.rest = found.total + found.rest * scale, 0
    else:
        found.rest *= scale
    found.size = scale
    return True


def _add(found: _Sum, value: float, joined: bool, first: bool, lexicon: Lexicon) -> bool:
    if not first and not _fits(found, value, joined, lexicon):
        return False
    found.rest += value
    found.size = value if value < 100 else 100 * (value // 100)
    return True


def _fits(found: _Sum, value: float, joined: bool, lexicon: Lexicon) -> bool:
    """Whether the next number word goes on with the numeral: "forty"-"one", "hundred" "and" "forty", ثلاثة عشر."""
    reversed_order = lexicon.grammar.units_before_tens
    unit_before = reversed_order and 0 < found.rest % 100 < 10
    if joined:
        return (found.size >= 20 and value < found.size) or (unit_before and 20 <= value <= 90)
    if reversed_order:
        return unit_before and value == 10
    return (20 <= found.size <= 90 and 0 < value < 10) or (found.size >= 100 and 1 <= value < found.size)
