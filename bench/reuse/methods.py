"""What is compared: ours, MinHash alone, greedy string tiling. Each gives pairs of texts with passages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from bench.reuse.tiling import tiles

from stemmata.fingerprint.folding import FoldedWord, folded_words
from stemmata.match.reuse import reuse
from stemmata.model.told import Text

Pair = tuple[str, str]
Spans = list[tuple[int, int, int, int]]

SHINGLE_WORDS = 5
PERMUTATIONS = 128
JACCARD = 0.1
"""Of runs of five words: low, so that an excerpt of a fifth of an article can be found. Datasketch's default is 0.9."""


@dataclass(frozen=True, slots=True)
class Found:
    """spans: code points [a0, a1) and [b0, b1) of what the two share, a before b by holder. `manner` is ours alone."""

    spans: Spans
    manner: str = "copy"


def ours(texts: Sequence[Text]) -> Mapping[Pair, Found]:
    found: dict[Pair, Found] = {}
    for edge in reuse(texts).edges:
        rows = edge.facts["passages"]
        assert isinstance(rows, list)
        spans = [tuple(int(str(number)) for number in row[:4]) for row in rows if isinstance(row, list)]
        found[edge.a.holder, edge.b.holder] = Found(
            [(a0, a1, b0, b1) for a0, a1, b0, b1 in spans], str(edge.facts["manner"])
        )
    return found


def tiling(texts: Sequence[Text]) -> Mapping[Pair, Found]:
    """Every pair: quadratic, and so only for small cases."""
    words = {text.holder: list(folded_words(text.body)) for text in texts}
    found: dict[Pair, Found] = {}
    for a, b in combinations(sorted(words), 2):
        here, there = words[a], words[b]
        laid = tiles([word.text for word in here], [word.text for word in there])
        if laid:
            found[a, b] = Found([_span(here, there, *tile) for tile in laid])
    return found


def _span(here: Sequence[FoldedWord], there: Sequence[FoldedWord], a: int, b: int, n: int) -> tuple[int, int, int, int]:
    return here[a].start, here[a + n - 1].end, there[b].start, there[b + n - 1].end


def minhash(texts: Sequence[Text]) -> Mapping[Pair, Found]:
    """Datasketch's LSH over runs of five words. It says nothing on where: the whole of both texts is its passage.

    ImportError where datasketch is not there.
    """
    from datasketch import MinHash, MinHashLSH

    lsh = MinHashLSH(threshold=JACCARD, num_perm=PERMUTATIONS)
    signatures = {}
    length = {text.holder: len(text.body) for text in texts}
    for text in texts:
        words = [word.text for word in folded_words(text.body)]
        signature = MinHash(num_perm=PERMUTATIONS)
        runs = {" ".join(words[at : at + SHINGLE_WORDS]) for at in range(len(words) - SHINGLE_WORDS + 1)}
        signature.update_batch([run.encode("utf-8") for run in sorted(runs)])
        if runs:
            signatures[text.holder] = signature
            lsh.insert(text.holder, signature)
    pairs = {
        (min(holder, other), max(holder, other))
        for holder, signature in signatures.items()
        for other in lsh.query(signature)
        if other != holder and signature.jaccard(signatures[other]) >= JACCARD
    }
    return {(a, b): Found([(0, length[a], 0, length[b])]) for a, b in sorted(pairs)}
