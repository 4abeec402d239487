"""What needs no lexicon: a difference of words, and digits alone."""

import re
from difflib import SequenceMatcher

from bench.changes.pairs import Pair

from stemmata.lineage.changes import Version
from stemmata.model.change import Change, Code, Stretch, Where

_WORD = re.compile(r"\S+")
_DIGITS = re.compile(r"\d[\d.,٬٫]*")


def word_difference(pair: Pair) -> list[Change]:
    """Every stretch of words that differs is called OTHER."""
    found = []
    for where, before, after in _parts(pair):
        one, other = list(_WORD.finditer(before)), list(_WORD.finditer(after))
        matcher = SequenceMatcher(None, [m.group() for m in one], [m.group() for m in other], autojunk=False)
        for tag, i, j, k, n in matcher.get_opcodes():
            if tag != "equal":
                found.append(Change(Code.OTHER, _run(where, before, one[i:j]), _run(where, after, other[k:n])))
    return found


def digits_alone(pair: Pair) -> list[Change]:
    """Numbers in digits, paired in their order: other digits are changed, surplus ones added or dropped."""
    found = []
    for where, before, after in _parts(pair):
        one, other = list(_DIGITS.finditer(before)), list(_DIGITS.finditer(after))
        for first, second in zip(one, other, strict=False):
            if first.group() != second.group():
                found.append(Change(Code.NUMBER_CHANGED, _run(where, before, [first]), _run(where, after, [second])))
        found += [Change(Code.NUMBER_DROPPED, _run(where, before, [m]), None) for m in one[len(other) :]]
        found += [Change(Code.NUMBER_ADDED, None, _run(where, after, [m])) for m in other[len(one) :]]
    return found


def _parts(pair: Pair) -> list[tuple[Where, str, str]]:
    return [
        (where, _text(pair.before, where), _text(pair.after, where))
        for where in (Where.HEADLINE, Where.BODY)
        if _text(pair.before, where) and _text(pair.after, where)
    ]


def _text(version: Version, where: Where) -> str:
    return version.body if where is Where.BODY else version.headline or ""


def _run(where: Where, text: str, matches: list[re.Match[str]]) -> Stretch | None:
    if not matches:
        return None
    start, end = matches[0].start(), matches[-1].end()
    return Stretch(where, start, end, text[start:end])
