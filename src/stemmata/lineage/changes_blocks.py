"""Which sentences of two versions tell the same: blocks of sentences that are compared word by word.

Near-linear: sentences meet only through words that few sentences have.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from stemmata.lineage.changes_reading import PieceKind, Reading

_COMMON = 40
"""Sentences: a word in more of one version than this says nothing of two of them. A long report has some hundred."""

_ENOUGH = 0.4
"""Share of the rarer words of the shorter sentence that must stand in the other too; chosen on the fit halves."""

_NEIGHBOURS = 0.5
"""Share of all words and marks (Dice) that two sentences must have in common which stand alone between the same
neighbours ("It is 16." and "It is 13.")."""

_LARGEST_BLOCK = 400
"""Words of a block on one side. Beyond, only pairs of sentences that each are the other's best are compared."""


@dataclass(frozen=True, slots=True)
class Block:
    """Sentences (their numbers) that tell the same in both versions; one side is empty where nothing does."""

    before: tuple[int, ...]
    after: tuple[int, ...]


def blocks_of(before: Reading, after: Reading) -> list[Block]:
    """Every sentence of either side in exactly one block; in the order of `after`, then what is only in `before`."""
    words = _content(before), _content(after)
    verbatim = _verbatim(before, after)
    scores = _scores(*words)
    best_after = _best(scores, 1)
    best_before = _best(scores, 0)
    links = {
        (one, other)
        for (one, other), score in scores.items()
        if score >= _ENOUGH and (best_after.get(other) == one or best_before.get(one) == other)
    }
    same = {one for one, _ in verbatim}, {other for _, other in verbatim}
    links = {link for link in links if link[0] not in same[0] and link[1] not in same[1]} | verbatim
    links |= _neighbours(links, before, after)
    blocks = _joined(links, len(words[0]), len(words[1]))
    return [part for block in blocks for part in _limited(block, links, scores, before, after)]


def _verbatim(before: Reading, after: Reading) -> set[tuple[int, int]]:
    """Sentences that stand in both word for word; of repeated ones the first with the first."""
    places: dict[tuple[str, ...], list[int]] = {}
    for number, (first, last) in enumerate(before.sentences):
        places.setdefault(tuple(token.raw for token in before.tokens[first:last]), []).append(number)
    found = set()
    for number, (first, last) in enumerate(after.sentences):
        waiting = places.get(tuple(token.raw for token in after.tokens[first:last]))
        if waiting:
            found.add((waiting.pop(0), number))
    return found


def _content(reading: Reading) -> list[frozenset[str]]:
    found: list[set[str]] = [set() for _ in reading.sentences]
    at = 0
    for piece in reading.pieces:
        while at < len(reading.sentences) - 1 and piece.first >= reading.sentences[at][1]:
            at += 1
        if piece.kind not in {PieceKind.MARK, PieceKind.STOP} and at < len(found):
            found[at].add(piece.key)
            if piece.sort:
                found[at].add(f"~{piece.sort}")
    return [frozenset(words) for words in found]


def _scores(before: Sequence[frozenset[str]], after: Sequence[frozenset[str]]) -> dict[tuple[int, int], float]:
    """(sentence before, sentence after) -> share of the weight of the lighter one that both have."""
    holders: dict[str, tuple[list[int], list[int]]] = {}
    for side, sentences in enumerate((before, after)):
        for number, words in enumerate(sentences):
            for word in words:
                holders.setdefault(word, ([], []))[side].append(number)
    weight = {word: 1 / max(len(one), len(other)) for word, (one, other) in holders.items()}
    shared: dict[tuple[int, int], list[float]] = {}
    for word, (one, other) in holders.items():
        if len(one) <= _COMMON and len(other) <= _COMMON:
            for first in one:
                for second in other:
                    shared.setdefault((first, second), []).append(weight[word])
    totals = [[fsum(weight[word] for word in words) for words in side] for side in (before, after)]
    return {
        (one, other): fsum(weights) / max(min(totals[0][one], totals[1][other]), 1.0)
        for (one, other), weights in shared.items()
    }


def _best(scores: dict[tuple[int, int], float], side: int) -> dict[int, int]:
    """For every sentence of one side its best partner: the highest score, of equal ones the nearest."""
    found: dict[int, tuple[float, int, int]] = {}
    for pair, score in scores.items():
        rank = (score, -abs(pair[0] - pair[1]), -pair[1 - side])
        if pair[side] not in found or rank > found[pair[side]]:
            found[pair[side]] = rank
    return {number: -rank[2] for number, rank in found.items()}


def _neighbours(links: set[tuple[int, int]], before: Reading, after: Reading) -> set[tuple[int, int]]:
    """Two sentences without a link whose neighbours are linked on either hand: the same sentence, much rewritten."""
    taken = {one for one, _ in links}, {other for _, other in links}
    sizes = len(before.sentences), len(after.sentences)
    ends = links | {(-1, -1), sizes}
    found = set()
    for one, other in sorted(ends - {sizes}):
        pair = one + 1, other + 1
        free = pair[0] not in taken[0] and pair[1] not in taken[1] and pair[0] < sizes[0] and pair[1] < sizes[1]
        if free and (pair[0] + 1, pair[1] + 1) in ends and _in_common(before, pair[0], after, pair[1]) >= _NEIGHBOURS:
            found.add(pair)
    return found


def _in_common(before: Reading, one: int, after: Reading, other: int) -> float:
    words = [
        Counter(token.text for token in reading.tokens[slice(*reading.sentences[number])])
        for reading, number in ((before, one), (after, other))
    ]
    return 2 * (words[0] & words[1]).total() / (words[0].total() + words[1].total())


def _joined(links: set[tuple[int, int]], before: int, after: int) -> list[Block]:
    leader = list(range(before + after))

    def find(one: int) -> int:
        while leader[one] != one:
            leader[one] = leader[leader[one]]
            one = leader[one]
        return one

    for one, other in sorted(links):
        leader[find(one)] = find(before + other)
    groups: dict[int, tuple[list[int], list[int]]] = {}
    for number in [*range(before, before + after), *range(before)]:
        sides = groups.setdefault(find(number), ([], []))
        sides[number >= before].append(number - before if number >= before else number)
    return [Block(tuple(one), tuple(other)) for one, other in groups.values()]


def _limited(
    block: Block,
    links: set[tuple[int, int]],
    scores: dict[tuple[int, int], float],
    before: Reading,
    after: Reading,
) -> list[Block]:
    sizes = [
        sum(reading.sentences[number][1] - reading.sentences[number][0] for number in numbers)
        for reading, numbers in ((before, block.before), (after, block.after))
    ]
    if max(sizes) <= _LARGEST_BLOCK or len(block.before) + len(block.after) <= 2:
        return [block]
    inside = [(scores[link], link) for link in links if link[0] in block.before and link[1] in block.after]
    pairs: set[tuple[int, int]] = set()
    for _, link in sorted(inside, key=lambda found: (-found[0], found[1])):
        if all(link[0] != one and link[1] != other for one, other in pairs):
            pairs.add(link)
    alone = set(block.before) - {one for one, _ in pairs}, set(block.after) - {other for _, other in pairs}
    return [
        *(Block((one,), (other,)) for one, other in sorted(pairs, key=lambda pair: pair[1])),
        *(Block((), (other,)) for other in sorted(alone[1])),
        *(Block((one,), ()) for one in sorted(alone[0])),
    ]
