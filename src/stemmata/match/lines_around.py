"""Two texts of one channel that share nothing but lines over or under the rest: what the site prints round them.

match.furniture needs three unrelated texts to know a line; of two, this is all that can be told, and it says nothing of
the same line elsewhere.
"""

from collections.abc import Sequence

from stemmata.match.compared_text import ComparedText
from stemmata.match.passage import Shared

MOST_SHARE = 1 / 3
"""Of either text. Versions of one article that share whole lines share more."""


def only_lines_around(one: ComparedText, other: ComparedText, pair: Shared) -> bool:
    """Whether both are of one channel and share only a few whole lines that begin or end both of them."""
    if one.text.channel is None or one.text.channel != other.text.channel:
        return False
    return all(
        len(words) < MOST_SHARE * text.words and words <= _around(text, words)
        for text, words in ((one, pair.words_of(pair.one)), (other, pair.words_of(pair.other)))
    )


def _around(text: ComparedText, shared: set[int]) -> set[int]:
    """Words of the lines before the first, and after the last, that has a word which is not shared or furniture."""
    lines = text.lines
    own = [at for at, (start, end) in enumerate(lines) if not _is_shared(text, range(start, end), shared)]
    if not own:
        return set()
    outside: Sequence[tuple[int, int]] = [*lines[: own[0]], *lines[own[-1] + 1 :]]
    return {word for start, end in outside for word in range(start, end)}


def _is_shared(text: ComparedText, line: range, shared: set[int]) -> bool:
    return all(word in shared or text.segment[word] < 0 for word in line)
