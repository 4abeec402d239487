"""Two texts that share nothing but lines over or under the rest: what a site prints round them.

match.furniture needs three unrelated texts of a site to know a line. Of two, this is all that can be told, and it says
nothing of the same line elsewhere.
"""

from stemmata.match.compared_text import ComparedText
from stemmata.match.passage import Shared

MOST_SHARE = 1 / 3
"""Of either text. Versions of one article that share whole lines share more."""


def only_lines_around(one: ComparedText, other: ComparedText, pair: Shared) -> bool:
    """Whether both are of one channel and share only a few whole lines that begin or end both of them.

    Where neither channel is known, the lines have to lie beyond furniture that is known: a paragraph that ends both
    texts may well be an agency's.
    """
    if one.text.channel != other.text.channel:
        return False
    return all(
        len(words) < MOST_SHARE * text.words and words <= _around(text, words)
        for text, words in ((one, pair.words_of(pair.one)), (other, pair.words_of(pair.other)))
    )


def _around(text: ComparedText, shared: set[int]) -> set[int]:
    """Words of the lines before the first, and after the last, that has a word of its own."""
    lines = text.lines
    own = [at for at, (start, end) in enumerate(lines) if not _is_known(text, range(start, end), shared)]
    if not own:
        return set()
    before, after = lines[: own[0]], lines[own[-1] + 1 :]
    if text.text.channel is None:
        furniture = text.furniture.furniture
        last = max((at for at, (start, _) in enumerate(before) if furniture[start]), default=0)
        first = min((at for at, (start, _) in enumerate(after) if furniture[start]), default=len(after))
        before, after = before[:last], after[first:]
    return {word for start, end in (*before, *after) for word in range(start, end)}


def _is_known(text: ComparedText, line: range, shared: set[int]) -> bool:
    """Whether the line is shared, furniture, or printed under another text of the channel."""
    lines = text.furniture
    return all(word in shared or lines.furniture[word] or lines.repeated[word] for word in line)
