"""Numbers that a form implies: "an hour", Arabic duals, and "all" in the place of a count. They are read only where the
other version has a number in their place."""

from collections.abc import Sequence

from stemmata.lineage.changes_lexicon import Lexicon
from stemmata.lineage.changes_quantities import Measure, Quantity
from stemmata.lineage.changes_words import Token, TokenKind

_SHORTEST_STEM = 3
"""Letters before the ending of a dual; shorter words merely end alike (بين, كان)."""


def implied_by(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Quantity | None:
    """The one or two that an article, a bare stretch of time or a dual ending stands for, if this token is such a
    word."""
    token = tokens[at]
    if token.kind is not TokenKind.WORD:
        return None
    if lexicon.has("numbers.articles", token.text):
        if at + 1 >= len(tokens) or tokens[at + 1].kind is not TokenKind.WORD:
            return None
        return _implied(at, at + 2, 1, _counted_with(tokens[at + 1], lexicon))
    if lexicon.grammar.verb_first and lexicon.has("numbers.durations", token.text):
        definite = token.text.startswith(lexicon.morphology.articles or "\0")
        return None if definite else _implied(at, at + 1, 1, _counted_with(token, lexicon))
    for dual in lexicon.morphology.duals:
        long_enough = len(token.text) >= len(dual) + _SHORTEST_STEM
        if token.text.endswith(dual) and long_enough and not lexicon.has("words.stop", token.text):
            return _implied(at, at + 1, 2, lexicon.roots(token.text))
    return None


def whole_at(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Quantity | None:
    """As in "all", "both": a quantity of its own only beside a count that stands in its place."""
    return _implied(at, at + 1, 0, ()) if lexicon.has("quantities.whole", tokens[at].text) else None


def is_plural(word: str, counted: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether a word with the ending of a dual is a plural that is written alike (مدنيين).

    It stands so beside the other version's number (`counted` are the words after it), or it is a participle.
    """
    if word in counted:
        return True
    shape = lexicon.morphology.plural_participles
    if len(shape) != 2:
        return False
    return word.endswith(shape[1]) and any(form.startswith(shape[0]) for form in lexicon.peeled(word))


def _implied(first: int, last: int, value: float, nouns: tuple[str, ...]) -> Quantity:
    return Quantity(first, last, value, value, weak=True, measure=Measure.IMPLIED, nouns=nouns, core=first)


def _counted_with(token: Token, lexicon: Lexicon) -> tuple[str, ...]:
    """Roots of the noun; of an hour or a week those of all stretches of time, which stand for each other."""
    if not lexicon.has("numbers.durations", token.text):
        return lexicon.roots(token.text)
    return tuple(lexicon.root(phrase[0]) for phrase in lexicon.phrases["numbers.durations"])
