"""What two texts share, as an edge: places in code points of either body."""

from collections.abc import Iterator, Sequence

import numpy as np

from stemmata.match.compared_text import ComparedText
from stemmata.match.manner import Manner, quoted_words
from stemmata.match.passage import Passage, Shared
from stemmata.model.canonical import Json
from stemmata.model.edge import Edge, Kind
from stemmata.model.span import TextSpan
from stemmata.model.unit import Track, Unit

METHOD = "reuse/1"

SHORT_WORDS = 12
"""Below this many words in all, a pair is marked short: it may be a quoted line or a coincidence."""


def to_edge(ready: Sequence[ComparedText], pair: Shared, manner: Manner, source: str | None) -> Edge:
    """A same_story edge: units span the first to the last shared word; facts count in code points of either body.

    facts: passages [[a_start, a_end, b_start, b_end, words, identical_permille], …], words of a in them, share_a and
    share_b in thousandths, short, manner, shared_quotations [[a_start, a_end, b_start, b_end], …]; source where both
    carry one that is known, by name or holder.
    """
    swapped = ready[pair.one].text.holder > ready[pair.other].text.holder
    one, other = ready[pair.one], ready[pair.other]
    passages: list[list[int]] = []
    quotations: list[list[int]] = []
    for passage in pair.passages:
        identical = 1000 * len(passage.equal) // max(passage.a1 - passage.a0, passage.b1 - passage.b0)
        a, b = one.stretch(passage.a0, passage.a1), other.stretch(passage.b0, passage.b1)
        words = passage.b1 - passage.b0 if swapped else passage.a1 - passage.a0
        passages.append([*b, *a, words, identical] if swapped else [*a, *b, words, identical])
        for first, second in _quotations(one, other, passage):
            quotations.append([*second, *first] if swapped else [*first, *second])
    a_at, b_at = (pair.other, pair.one) if swapped else (pair.one, pair.other)
    words_a, words_b = len(pair.words_of(a_at)), len(pair.words_of(b_at))
    facts: dict[str, Json] = {
        "passages": [list(row) for row in sorted(passages)],
        "words": words_a,
        "share_a": 1000 * words_a // len(ready[a_at].passages.word),
        "share_b": 1000 * words_b // len(ready[b_at].passages.word),
        "short": words_a < SHORT_WORDS,
        "manner": manner.value,
        "shared_quotations": [list(row) for row in sorted(quotations)],
    }
    if source is not None:
        facts["source"] = source
    return Edge(Kind.SAME_STORY, _unit(ready[a_at], pair, a_at), _unit(ready[b_at], pair, b_at), METHOD, facts=facts)


def _quotations(
    one: ComparedText, other: ComparedText, passage: Passage
) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Code points, in either text, of each quotation within a passage."""
    quoted = quoted_words(one, other, passage)
    places = np.flatnonzero(np.diff(np.r_[False, quoted, False]))
    for start, end in zip(places[::2].tolist(), places[1::2].tolist(), strict=True):
        here, there = passage.equal[start:end, 0], passage.equal[start:end, 1]
        yield one.stretch(int(here[0]), int(here[-1]) + 1), other.stretch(int(there[0]), int(there[-1]) + 1)


def _unit(one: ComparedText, pair: Shared, at: int) -> Unit:
    words = pair.words_of(at)
    span = TextSpan(one.text.extraction, *one.stretch(min(words), max(words) + 1))
    if one.text.posting:
        return Unit(Track.TEXT, posting=one.text.holder, span=span)
    return Unit(Track.TEXT, item=one.text.holder, span=span)
