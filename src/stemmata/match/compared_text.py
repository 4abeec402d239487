"""A text made ready to be compared: its words, the segments that no passage crosses, and which words are quoted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from stemmata.fingerprint.passages import Passages, passages_of
from stemmata.match.equal_runs import Compared
from stemmata.match.furniture import Lined, Lines, furniture
from stemmata.match.passage import Side
from stemmata.match.quoted import Stretch, quotations, sentence_ends, with_their_sentences
from stemmata.model.told import PartKind, Text

NO_PASSAGE = frozenset({PartKind.BYLINE, PartKind.DATE, PartKind.REPUBLICATION})
"""They say who wrote, sent and reprinted it. Two texts with one such line share an author or an agency, no passage."""

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class ComparedText:
    """`segment` (n,) int32: rising from stretch to stretch, -1 where nothing is compared. `quoted`, `told` (n,) bool:
    words in a quotation; words in a sentence with one. `headlines`: first word and last (exclusive) of each.
    `furniture`: what is known of its lines."""

    text: Text
    passages: Passages
    segment: npt.NDArray[np.int32]
    quoted: Flags
    told: Flags
    headlines: frozenset[tuple[int, int]]
    furniture: Lines

    @property
    def lines(self) -> list[tuple[int, int]]:
        """First word and last (exclusive) of each line that has words."""
        return _lines(self.text.body, self.passages)

    @property
    def sentence_ends(self) -> list[int]:
        """Code points."""
        return sentence_ends(self.text.body)

    @property
    def words(self) -> int:
        """That are compared."""
        return int((self.segment >= 0).sum())

    @property
    def runs(self) -> Compared:
        return Compared(self.passages.word, self.segment, self.quoted)

    def side(self) -> Side:
        found = self.passages
        return Side(
            self.text.body, found.word.tolist(), found.start.tolist(), found.end.tolist(), self.segment.tolist()
        )

    def words_in(self, start: int, end: int) -> Stretch:
        """First word and last (exclusive) that lie in the code points [start, end)."""
        return _words(self.passages, (start, end))

    def stretch(self, first: int, last: int) -> Stretch:
        """Code points of the words [first, last)."""
        return int(self.passages.start[first]), int(self.passages.end[last - 1])


def made_ready(texts: Sequence[Text]) -> list[ComparedText]:
    """In the order given."""
    fingerprints = [passages_of(text.body) for text in texts]
    lined = [
        Lined(found.word, _lines(text.body, found), text.channel)
        for text, found in zip(texts, fingerprints, strict=True)
    ]
    return [_ready(*one) for one in zip(texts, fingerprints, furniture(lined), strict=True)]


def _ready(text: Text, found: Passages, lines: Lines) -> ComparedText:
    label = np.zeros(len(found.word), dtype=np.int32)
    headlines = [_words(found, (part.start, part.end)) for part in text.of(PartKind.HEADLINE)]
    for number, (first, last) in enumerate(headlines, start=1):
        label[first:last] = number
    for part in text.parts:
        if part.kind in NO_PASSAGE:
            label[slice(*_words(found, (part.start, part.end)))] = -1
    label[lines.furniture] = -1
    changes = np.r_[False, label[1:] != label[:-1]] if len(label) else np.zeros(0, dtype=np.bool_)
    segment = np.where(label < 0, -1, np.cumsum(changes)).astype(np.int32)
    quoted = quotations(text)
    sentences = with_their_sentences(text.body, quoted)
    return ComparedText(
        text, found, segment, _flags(found, quoted), _flags(found, sentences), frozenset(headlines), lines
    )


def _lines(body: str, found: Passages) -> list[tuple[int, int]]:
    ends = [at for at, letter in enumerate(body) if letter == "\n"] if "\n" in body else []
    places = np.searchsorted(found.start, np.array([0, *ends, len(body)], dtype=np.int64)).tolist()
    return [(first, last) for first, last in pairwise(places) if first < last]


def _words(found: Passages, stretch: Stretch) -> tuple[int, int]:
    """First word and last (exclusive) that lie in a stretch of code points."""
    first, last = np.searchsorted(found.start, np.array(stretch, dtype=np.int64)).tolist()
    return first, last


def _flags(found: Passages, stretches: Iterable[Stretch]) -> Flags:
    flags = np.zeros(len(found.word), dtype=np.bool_)
    for stretch in stretches:
        flags[slice(*_words(found, stretch))] = True
    return flags
