"""Arabic words without what is written together with them: and, then, in, to, as, the.

و and ف (and, then), ب, ل and ك (in, to, as) and ال (the) are words of their own, written as one with the next:
والمستشفى, بالمستشفى and للمستشفى all hold "the hospital". Nothing but letters is looked at, so that a word which
merely begins with one of these letters is peeled too: what is found only by a peeled form is shown as such.
"""

from functools import lru_cache

CONJUNCTIONS = ("و", "ف")
PREPOSITIONS = ("ب", "ل", "ك")
ARTICLE = "ال"
TO_THE = "لل"
"""ل and ال together are written so."""

LEAST_LEFT = 3
"""Letters that must be left: most Arabic roots have three."""

LEAST_LEFT_OF_ONE = 4
"""Where only one of ب, ل, ك is taken away: كبير (large), بلاد (lands), كتاب (book) begin so themselves."""


@lru_cache(maxsize=65_536)
def peeled(folded: str) -> tuple[str, str]:
    """A folded word without its conjunction; and without that, its preposition and its article.

    Each is the word itself where there is nothing to take away: "والمستشفي" -> ("المستشفي", "مستشفي").
    """
    bare = folded[1:] if folded[:1] in CONJUNCTIONS and len(folded) > LEAST_LEFT else folded
    return bare, _without_article(bare)


def has_article(folded: str) -> bool:
    """Whether it is written with the article and nothing before that."""
    return folded.startswith(ARTICLE) and len(folded) - len(ARTICLE) >= LEAST_LEFT


def _without_article(word: str) -> str:
    for beginning in (ARTICLE, TO_THE, *(letter + ARTICLE for letter in PREPOSITIONS)):
        if word.startswith(beginning) and len(word) - len(beginning) >= LEAST_LEFT:
            return word[len(beginning) :]
    if word[:1] in PREPOSITIONS and len(word) > LEAST_LEFT_OF_ONE:
        return word[1:]
    return word
