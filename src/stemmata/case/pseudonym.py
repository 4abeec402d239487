"""Persons under pseudonyms: a name is compared, never shown.

A name becomes `P-` and eight digits of an HMAC-SHA256 (RFC 2104) whose key is the id of the case in which it was typed,
so that the same person has another pseudonym in another case. Who has the case can try names against it; who has an
export cannot, since the id is in none. What is typed in the form of a pseudonym is one.
"""

import hmac
import re
from collections.abc import Iterable
from hashlib import sha256

from stemmata.fingerprint.folding import folded_words

HEX_DIGITS = 8
"""Of 1,000 persons two share these digits in about one case of 10,000; then evidence says "the same name" and a person
looks."""
_MADE = re.compile(rf"P-[0-9a-f]{{{HEX_DIGITS}}}")
_TYPED = re.compile(r"[A-Z]{1,4}-?[0-9]{1,6}")


def compared_as(told: str) -> str:
    """What two spellings of a name share: words without case, marks and letter variants. Empty where there is no word.

    Another order of words, a short form or another script is another name here.
    """
    return " ".join(word.text for word in folded_words(told))


def pseudonym(case_id: str, told: str) -> str:
    """`told` itself, in capitals, where it has the form of a pseudonym (P-014, W3); else one made of the name."""
    bare = told.strip()
    if _MADE.fullmatch(bare):
        return bare
    if _TYPED.fullmatch(bare.upper()):
        return bare.upper()
    return "P-" + hmac.new(case_id.encode(), compared_as(told).encode(), sha256).hexdigest()[:HEX_DIGITS]


def is_pseudonym(told: str) -> bool:
    return bool(_MADE.fullmatch(told.strip()) or _TYPED.fullmatch(told.strip().upper()))


def name_key(told: str) -> str | None:
    """A digest under which names from several cases are the same; None for a pseudonym. It stays in index.db, beside
    the bodies that hold the names."""
    return None if is_pseudonym(told) else sha256(compared_as(told).encode()).hexdigest()


def one_for_each(known: Iterable[tuple[str, str | None]]) -> dict[str, str]:
    """(pseudonym, name key) pairs -> each pseudonym's chosen one: the first, in order, of those that share a name.

    A function of the set: after a merge, a person whom both sides named has one pseudonym.
    """
    parent: dict[str, str] = {}

    def found(one: str) -> str:
        while parent.setdefault(one, one) != one:
            one = parent[one]
        return one

    by_key: dict[str, str] = {}
    for shown, key in sorted(known, key=lambda pair: (pair[0], pair[1] or "")):
        own = found(shown)
        if key is not None:
            other = found(by_key.setdefault(key, shown))
            parent[max(own, other)] = min(own, other)
    return {one: found(one) for one in parent}
