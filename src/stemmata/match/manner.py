"""In what manner two texts share passages: one carries the other on, both quote one speaker, or both carry an agency.

What cannot be told apart is `copy`: that one carries running text of the other over, or both of a third.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from stemmata.match.compared_text import ComparedText
from stemmata.match.passage import Passage, Shared
from stemmata.model.told import PartKind, Text

TELLING_WORDS = 16
"""Equal words beside a quotation, in its sentence, that still only say who spoke, as what, when and to whom."""

OTHER_WORDS = 8
"""Equal words elsewhere in a passage that make it more than a quotation: as many as an edge asks for."""

CONTAINED = 0.8
"""Of a text that two others carry, the share that each of them has; and of either, at most this much is from it."""

WITHIN = 0.9
"""Of what two texts share, the share that both have from a third."""


class Manner(StrEnum):
    COPY = "copy"
    QUOTATION = "quotation"
    """All that is shared lies within quotations: the root is the speaker, and the texts are of no one origin by it."""
    COMMON_SOURCE = "common_source"
    """Both credit one agency or author, or both carry a text that is held and older than either."""
    STOCK = "stock"
    """Formulas only. Makes no edge."""


@dataclass(frozen=True, slots=True)
class Credit:
    """A text says that [start, end) of its body is from `source`; None and None: all of it. `spoken`: it is what a
    person or an office said, and not a report. Names are compared as they stand: who makes a credit resolves them."""

    source: str
    start: int | None = None
    end: int | None = None
    spoken: bool = False


def quoted_words(one: ComparedText, other: ComparedText, passage: Passage) -> npt.NDArray[np.bool_]:
    """(n,) bool: which equal words of the passage are a quotation in either text. Where the other lets the quotation
    marks fall, it is still the speaker's sentence."""
    quoted: npt.NDArray[np.bool_] = one.quoted[passage.equal[:, 0]] | other.quoted[passage.equal[:, 1]]
    return quoted


def is_quotation(one: ComparedText, other: ComparedText, passages: Sequence[Passage]) -> bool:
    """Whether the passages are quotations and who said them, and no more. Who said it may be a passage of its own."""
    some = False
    for passage in passages:
        quoted = quoted_words(one, other, passage)
        told = one.told[passage.equal[:, 0]] | other.told[passage.equal[:, 1]]
        if (told & ~quoted).sum() >= TELLING_WORDS or (~told).sum() >= OTHER_WORDS:
            return False
        some |= bool(2 * quoted.sum() >= len(quoted))
    return some


class Manners:
    """What is known of a row of texts and of all that they share, to tell the manner of each pair by."""

    def __init__(
        self, texts: Sequence[ComparedText], shared: Sequence[Shared], credits: Mapping[str, Sequence[Credit]]
    ) -> None:
        self._texts = texts
        self._credits = credits
        self._carried: dict[int, dict[int, Shared]] = {}
        self._excerpts: set[int] = set()
        """Texts that lie for the most part in one that is not surely younger: they are nobody's source."""
        for pair in shared:
            for carrier, third in ((pair.one, pair.other), (pair.other, pair.one)):
                if not self._has_most(pair, third):
                    continue
                if not _older(self._texts[third].text, self._texts[carrier].text):
                    self._excerpts.add(third)
                elif self._has_much_else(pair, carrier):
                    self._carried.setdefault(carrier, {})[third] = pair

    def of(self, pair: Shared) -> tuple[Manner, str | None]:
        """And of a common source, who it is: the holder of a third text, or the name that both credit."""
        one, other = self._texts[pair.one], self._texts[pair.other]
        if is_quotation(one, other, pair.passages):
            return Manner.QUOTATION, None
        for credit in self._common_credits(pair):
            return (Manner.QUOTATION, None) if credit.spoken else (Manner.COMMON_SOURCE, credit.source)
        third = self._third(pair)
        return (Manner.COPY, None) if third is None else (Manner.COMMON_SOURCE, self._texts[third].text.holder)

    def _common_credits(self, pair: Shared) -> Iterator[Credit]:
        one, other = self._texts[pair.one], self._texts[pair.other]
        theirs = {credit.source: credit for credit in self._credits.get(other.text.holder, ())}
        for credit in self._credits.get(one.text.holder, ()):
            also = theirs.get(credit.source)
            if also is not None and self._within(pair, credit, also):
                yield Credit(credit.source, spoken=credit.spoken and also.spoken)
        if not {one.text.holder, other.text.holder} <= self._credits.keys():
            printed = _printed_in_both(one, other)
            if printed is not None:
                yield Credit(printed)

    def _within(self, pair: Shared, credit: Credit, also: Credit) -> bool:
        """Whether all passages lie in what either text credits, but for a few words."""
        inside, total = 0, 0
        for said, at, column in ((credit, pair.one, 0), (also, pair.other, 1)):
            starts = self._texts[at].passages.start
            for passage in pair.passages:
                places = starts[passage.equal[:, column]]
                total += len(places)
                low, high = said.start or 0, len(self._texts[at].text.body) if said.end is None else said.end
                inside += int(((places >= low) & (places < high)).sum())
        return inside >= WITHIN * total

    def _has_most(self, pair: Shared, of: int) -> bool:
        """Whether nearly all of one of the two lies in the other."""
        return len(pair.words_of(of)) >= CONTAINED * self._texts[of].words

    def _has_much_else(self, pair: Shared, carrier: int) -> bool:
        return len(pair.words_of(carrier)) <= CONTAINED * self._texts[carrier].words

    def _third(self, pair: Shared) -> int | None:
        """The text that both carry, and that all they share is from."""
        first, second = self._carried.get(pair.one, {}), self._carried.get(pair.other, {})
        for third in sorted((first.keys() & second.keys()) - self._excerpts):
            carried = ((pair.one, first[third]), (pair.other, second[third]))
            if all(len(pair.words_of(at) & by.words_of(at)) >= WITHIN * len(pair.words_of(at)) for at, by in carried):
                return third
        return None


def _older(one: Text, than: Text) -> bool:
    """Surely so: whatever is not known may be otherwise."""
    if one.published is None or than.published is None:
        return False
    latest, earliest = one.published.high_us, than.published.low_us
    return latest is not None and earliest is not None and latest <= earliest


def _printed_in_both(one: ComparedText, other: ComparedText) -> str | None:
    """A byline or note of republication that is part of one of the other text. Within one channel it is only the
    author's name."""
    if one.text.channel is not None and one.text.channel == other.text.channel:
        return None
    first, second = _credit_lines(one), _credit_lines(other)
    for name, words in sorted(first.items()):
        if any(_within(words, line) or _within(line, words) for line in second.values()):
            return min((name, *(also for also, line in second.items() if _within(line, words))), key=len)
    return None


def _credit_lines(one: ComparedText) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for kind in (PartKind.BYLINE, PartKind.REPUBLICATION):
        for part in one.text.of(kind):
            first, last = one.words_in(part.start, part.end)
            if first < last:
                found[one.text.body[slice(*one.stretch(first, last))]] = tuple(one.passages.word[first:last].tolist())
    return found


def _within(words: tuple[int, ...], line: tuple[int, ...]) -> bool:
    return any(line[at : at + len(words)] == words for at in range(len(line) - len(words) + 1))
