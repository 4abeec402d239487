"""Shared passages of two texts: equal runs of eight words, grown to their full length.

Sub-quadratic: all shingles of all texts are sorted once, and only texts that share one meet. A shingle that stands in
more than STOCK_TEXTS texts is a stock phrase (a greeting, a legal footer): it makes no pair, and is counted.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stemmata.fingerprint.passages import VERSION, WORDS, Passages
from stemmata.model.canonical import Json
from stemmata.model.edge import Edge, Kind
from stemmata.model.span import TextSpan
from stemmata.model.unit import Track, Unit

STOCK_TEXTS = 200
"""A phrase in more texts than this says nothing of two of them. A wire report rarely has more reprints in one case."""

SHORT_WORDS = 12
"""Below this many words in all, a pair is marked short: it may be a quoted line or a coincidence."""


@dataclass(frozen=True, slots=True)
class TextFingerprint:
    """A text to be matched: who holds it, under which extraction, and its passages."""

    holder: str
    extraction: str
    passages: Passages
    posting: bool = False


@dataclass(frozen=True, slots=True)
class PassagePair:
    """Runs that two texts share. Each run: first and last word (exclusive) in a, the same in b, in words."""

    a: TextFingerprint
    b: TextFingerprint
    runs: tuple[tuple[int, int, int, int], ...]

    @property
    def words(self) -> int:
        """Distinct words of a that lie in a shared run."""
        return len({word for start, end, _, _ in self.runs for word in range(start, end)})


def shared_passages(texts: Sequence[TextFingerprint]) -> Iterator[PassagePair]:
    """Every pair that shares a passage of eight words, smaller holder first, in order of holders."""
    ordered = sorted(texts, key=lambda text: (text.holder, text.extraction))
    pairs = _pairs(ordered)
    for (one, other), hits in sorted(pairs.items()):
        if ordered[one].holder != ordered[other].holder:
            yield PassagePair(ordered[one], ordered[other], _runs(hits))


def _pairs(texts: Sequence[TextFingerprint]) -> Mapping[tuple[int, int], list[tuple[int, int]]]:
    """(text, text) -> places (word in one, word in other) where eight words agree."""
    if not texts:
        return {}
    shingle = np.concatenate([text.passages.shingle for text in texts])
    owner = np.concatenate([np.full(len(text.passages.shingle), at, np.int64) for at, text in enumerate(texts)])
    place = np.concatenate([np.arange(len(text.passages.shingle), dtype=np.int64) for text in texts])
    order = np.lexsort((place, owner, shingle))
    shingle, owner, place = shingle[order], owner[order], place[order]
    starts = np.flatnonzero(np.r_[True, shingle[1:] != shingle[:-1]]) if len(shingle) else np.zeros(0, np.int64)
    ends = np.r_[starts[1:], len(shingle)]
    found: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for start, end in zip(starts[ends - starts > 1], ends[ends - starts > 1], strict=True):
        _collect(owner[start:end], place[start:end], found)
    return found


def _collect(
    owners: npt.NDArray[np.int64], places: npt.NDArray[np.int64], found: dict[tuple[int, int], list[tuple[int, int]]]
) -> None:
    distinct = np.unique(owners)
    if not 2 <= len(distinct) <= STOCK_TEXTS:
        return
    members = list(zip(owners.tolist(), places.tolist(), strict=True))
    for at, (one, first) in enumerate(members):
        for other, second in members[at + 1 :]:
            if one != other:
                found.setdefault((one, other), []).append((first, second))


def _runs(hits: list[tuple[int, int]]) -> tuple[tuple[int, int, int, int], ...]:
    """Neighbouring hits on one diagonal, joined into maximal runs."""
    runs: list[tuple[int, int, int, int]] = []
    by_diagonal = sorted(set(hits), key=lambda hit: (hit[1] - hit[0], hit[0]))
    for first, second in by_diagonal:
        if runs and runs[-1][2] - runs[-1][0] == second - first and first <= runs[-1][1]:
            start, _, other, _ = runs[-1]
            runs[-1] = (start, first + WORDS, other, second + WORDS)
        else:
            runs.append((first, first + WORDS, second, second + WORDS))
    return tuple(sorted(runs))


def to_edge(pair: PassagePair) -> Edge:
    """A same_story edge: units span the first to the last shared word; facts hold each passage in code points.

    facts: passages [[a_start, a_end, b_start, b_end, words], …], words, share_a and share_b in thousandths, short.
    """
    a, b = pair.a, pair.b
    passages: list[Json] = [
        [
            int(a.passages.start[a0]),
            int(a.passages.end[a1 - 1]),
            int(b.passages.start[b0]),
            int(b.passages.end[b1 - 1]),
            a1 - a0,
        ]
        for a0, a1, b0, b1 in pair.runs
    ]
    words_b = len({word for _, _, start, end in pair.runs for word in range(start, end)})
    facts: dict[str, Json] = {
        "passages": passages,
        "words": pair.words,
        "share_a": 1000 * pair.words // len(a.passages.start),
        "share_b": 1000 * words_b // len(b.passages.start),
        "short": pair.words < SHORT_WORDS,
    }
    a_runs, b_runs = [run[:2] for run in pair.runs], [run[2:] for run in pair.runs]
    return Edge(Kind.SAME_STORY, _unit(a, a_runs), _unit(b, b_runs), VERSION, facts=facts)


def _unit(text: TextFingerprint, runs: Sequence[Sequence[int]]) -> Unit:
    start = int(text.passages.start[min(run[0] for run in runs)])
    end = int(text.passages.end[max(run[1] for run in runs) - 1])
    span = TextSpan(text.extraction, start, end)
    if text.posting:
        return Unit(Track.TEXT, posting=text.holder, span=span)
    return Unit(Track.TEXT, item=text.holder, span=span)
