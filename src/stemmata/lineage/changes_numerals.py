"""Numerals to values: digits of any script with their separators, number words and their compounds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from stemmata.lineage.changes_lexicon import Lexicon
from stemmata.lineage.changes_words import Token, TokenKind

_TANWIN = "\u064b"
_GROUPED = re.compile(r"\d{1,3}(?:[,\u066c\u00a0\u202f.]\d{3})+$")


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

    A single full stop is decimal, a single comma before three digits is a separator: as in news in English and Arabic.
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
        return _digits(tokens, at, lexicon)
    if token.kind is not TokenKind.WORD:
        return None
    ordinal = lexicon.values.get("numbers.ordinals", {}).get(token.text)
    if ordinal is not None:
        return _ordinal(tokens, at, ordinal[0], lexicon)
    return _words(tokens, at, lexicon)


def _digits(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Numeral:
    value, last = digit_value(tokens[at].text), at + 1
    if last < len(tokens) and tokens[last].start == tokens[at].end and tokens[last].text in _ORDINAL_ENDINGS:
        return Numeral(at, last + 1, value, ordinal=True, digits=True)
    while last < len(tokens):
        scale = _multiplier(tokens[last], lexicon)
        if scale is None or scale <= value and value >= 1000:
            break
        value, last = value * scale, last + 1
    return Numeral(at, last, value, digits=True)


_ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th"})


def _multiplier(token: Token, lexicon: Lexicon) -> float | None:
    found = lexicon.values.get("numbers.multipliers", {}).get(token.text)
    return None if found is None else found[0]


def _ordinal(tokens: Sequence[Token], at: int, value: float, lexicon: Lexicon) -> Numeral:
    """"third", and where units come before tens "الثالث والأربعون"."""
    table = lexicon.values["numbers.ordinals"]
    last = at + 1
    if last < len(tokens) and lexicon.unit_before_ten:
        following = tokens[last].text
        if value < 10 and following in _teen(lexicon):
            return Numeral(at, last + 1, value + 10, ordinal=True)
        ten = table.get(following[1:]) if following.startswith("و") else None
        if value < 10 and ten and ten[0] >= 20:
            return Numeral(at, last + 1, value + ten[0], ordinal=True)
    return Numeral(at, last, value, ordinal=True)


def _teen(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(word for word, value in lexicon.values["numbers.values"].items() if value[0] == 10)


@dataclass
class _Sum:
    """What was read so far: whole thousands, the rest below, and the size of the last part."""

    total: float = 0
    rest: float = 0
    size: float = 0

    def value(self) -> float:
        return self.total + self.rest


_HALF = 0.5


def _words(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Numeral | None:
    found = _Sum()
    last = None
    place = at
    while place < len(tokens):
        step = place
        joined = False
        if last is not None:
            step, joined = _joined(tokens, place, lexicon)
            if found.value() == _HALF and _is_article(tokens, place, lexicon):
                step = place + 1
        if step >= len(tokens):
            break
        taken = _take(found, tokens[step], joined, last is None, lexicon)
        if not taken:
            break
        place = last = step + 1
    if last is None and _is_article(tokens, at, lexicon) and at + 1 < len(tokens):
        scale = _multiplier(tokens[at + 1], lexicon) or (
            lexicon.values["numbers.values"].get(tokens[at + 1].text, (0.0, 0.0))[0]
            if tokens[at + 1].text not in _weak(lexicon)
            else 0
        )
        following = _words(tokens, at + 1, lexicon) if scale >= 12 else None
        return None if following is None else Numeral(at, following.last, following.value)
    return None if last is None else Numeral(at, last, found.value())


def _weak(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(phrase[0] for phrase in lexicon.phrases.get("numbers.weak", ()) if len(phrase) == 1)


def _is_article(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    return (tokens[at].text,) in lexicon.phrases.get("numbers.articles", ())


def _joined(tokens: Sequence[Token], place: int, lexicon: Lexicon) -> tuple[int, bool]:
    """Where the next number word may stand, and whether a joiner ("and") stands before it."""
    token = tokens[place]
    if token.raw in {"-", "‐", "‑"} and token.start == tokens[place - 1].end:
        return place + 1, False
    if (token.text,) in lexicon.phrases.get("numbers.joiners", ()):
        after = place + 1
        if after < len(tokens) and _is_article(tokens, after, lexicon):
            after += 1
        return after, True
    return place, False


def _take(found: _Sum, token: Token, joined: bool, first: bool, lexicon: Lexicon) -> bool:
    if token.kind is not TokenKind.WORD:
        return False
    word = token.text
    values = lexicon.values.get("numbers.values", {})
    multipliers = lexicon.values.get("numbers.multipliers", {})
    if word not in values and word not in multipliers:
        if first:
            word = next((form for form in lexicon.peeled(word)[1:] if form in values or form in multipliers), word)
        elif lexicon.unit_before_ten and word.startswith("و"):
            word, joined = word[1:], True
    scale = multipliers.get(word)
    if scale is not None and (not first or word not in values or _TANWIN in token.raw):
        return _scale(found, scale[0], joined, first)
    if word not in values:
        return False
    return _add(found, values[word][0], joined, first, lexicon)


def _scale(found: _Sum, scale: float, joined: bool, first: bool) -> bool:
    if joined:
        if scale >= found.size:
            return False
        found.rest += scale
    elif first:
        if scale >= 1000:
            found.total = scale
        else:
            found.rest = scale
    elif found.rest == 0 or found.rest >= scale:
        return False
    elif scale >= 1000:
        found.total += found.rest * scale
        found.rest = 0
    else:
        found.rest *= scale
    found.size = scale
    return True


def _add(found: _Sum, value: float, joined: bool, first: bool, lexicon: Lexicon) -> bool:
    if not first:
        ten_after_unit = lexicon.unit_before_ten and 0 < found.rest % 100 < 10
        if joined:
            fits = value < found.size if found.size >= 20 else False
            fits = fits or (ten_after_unit and 20 <= value <= 90)
        else:
            fits = (20 <= found.size <= 90 and 0 < value < 10) or (100 <= found.size and 1 <= value < found.size)
            if lexicon.unit_before_ten:
                fits = ten_after_unit and value == 10
        if not fits:
            return False
    found.rest += value
    found.size = value if value < 100 else 100 * (value // 100)
    return True
