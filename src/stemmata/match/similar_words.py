"""Words that differ by a letter or two: misread by a scanner, misspelt, or another form of one word."""

from functools import lru_cache

LEAST_LETTERS = 4
"""Shorter words are too near to too many others."""

LETTERS_PER_CHANGE = 4
"""One letter in four may differ: a scanner that damages more leaves nothing to be told by."""


@lru_cache(maxsize=1 << 17)
def similar(one: str, other: str) -> bool:
    """Whether at most one letter in LETTERS_PER_CHANGE has to change to turn one word into the other. Never of numbers:
    another number is another fact."""
    if one.isdigit() or other.isdigit():
        return False
    longer = max(len(one), len(other))
    allowed = longer // LETTERS_PER_CHANGE
    if min(len(one), len(other)) < LEAST_LETTERS or abs(len(one) - len(other)) > allowed:
        return False
    return edit_distance(one, other) <= allowed


def edit_distance(one: str, other: str) -> int:
    """Letters to put in, leave out or change. Myers' bit vectors (J. ACM 46, 1999), one step for each letter of
    `other`; Python's integers carry words of any length."""
    at: dict[str, int] = {}
    for place, letter in enumerate(one):
        at[letter] = at.get(letter, 0) | 1 << place
    whole, last = (1 << len(one)) - 1, 1 << len(one) >> 1
    plus, minus, distance = whole, 0, len(one)
    if not one:
        return len(other)
    for letter in other:
        equal = at.get(letter, 0)
        across = (((equal & plus) + plus) ^ plus) | equal
        up, down = minus | ~(across | plus), plus & (across | minus)
        vertical = equal | minus
        distance += bool(up & last) - bool(down & last)
        up, down = up << 1 | 1, down << 1
        plus, minus = (down | ~(vertical | up)) & whole, up & vertical & whole
    return distance
