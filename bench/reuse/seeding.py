"""What proposes pairs: runs of three, four, five and eight words, and of 25 letters from the start of each word.

Of single paragraphs, changed in some way, how many still have one such run in common with what they were made from; and
how many pairs of articles on other events have one by chance, each of which costs an alignment. Runs of letters are
those of passim (its README: 25, from starts of words). Beside it, how far the letters of unrelated paragraphs agree.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from random import Random

from bench.reuse.edits import misread, reworded
from bench.reuse.pieces import Piece, built
from bench.reuse.seeds import Seed
from bench.reuse.worlds import paragraph
from bench.rows import row

from stemmata.fingerprint.folding import folded_words
from stemmata.match.similar_words import edit_distance

LETTERS = 25
Features = Callable[[str], frozenset[str]]


def _words(length: int) -> Features:
    def features(body: str) -> frozenset[str]:
        found = [word.text for word in folded_words(body)]
        return frozenset(" ".join(found[at : at + length]) for at in range(len(found) - length + 1))

    return features


def _letters(body: str) -> frozenset[str]:
    found = [word.text for word in folded_words(body)]
    return frozenset(
        run for at in range(len(found)) if len(run := "".join(found[at : at + LETTERS])[:LETTERS]) == LETTERS
    )


SEEDS: Mapping[str, Features] = {**{f"{n} words": _words(n) for n in (3, 4, 5, 8)}, f"{LETTERS} letters": _letters}


def report(seeds: Sequence[Seed], seed: int) -> list[str]:
    """Of the seeds of one language."""
    pairs = _changed(seeds, Random(seed))
    bodies = [(one.event, "\n\n".join(one.paragraphs)) for one in seeds]
    lines: list[str] = []
    for name, features in SEEDS.items():
        articles = [(event, features(body)) for event, body in bodies]
        apart = [(one, other) for (at, one), (to, other) in combinations(articles, 2) if at != to]
        lines.append(row(f"{name}: by chance", sum(bool(one & other) for one, other in apart), len(apart)))
        for kind, changed in pairs.items():
            hits = sum(bool(features(before) & features(after)) for before, after in changed)
            lines.append(f"  {row(kind, hits, len(changed))}")
    return [*lines, *_agreement(seeds)]


def _changed(seeds: Sequence[Seed], random: Random) -> dict[str, list[tuple[str, str]]]:
    """By kind, paragraphs before and after."""
    vocabulary = [word for seed in seeds for text in seed.paragraphs for word in text.split()]
    made: dict[str, list[tuple[str, str]]] = {
        "paraphrased by hand": [
            (seed.paragraphs[at], after) for seed in seeds for at, after in sorted(seed.paraphrases.items())
        ]
    }
    edits: dict[str, Callable[[Piece, Seed], Piece]] = {
        "25 % of words": lambda piece, _: reworded(piece, 0.25, vocabulary, random),
        "40 % of words": lambda piece, _: reworded(piece, 0.40, vocabulary, random),
        "scanned 4 %": lambda piece, seed: misread(piece, 0.04, seed.language, random),
        "scanned 10 %": lambda piece, seed: misread(piece, 0.10, seed.language, random),
    }
    for kind, edit in edits.items():
        made[kind] = [
            (seed.paragraphs[at], built([edit(paragraph(seed, at), seed)]).body)
            for seed in seeds
            for at in range(len(seed.paragraphs))
        ]
    return made


def _agreement(seeds: Sequence[Seed]) -> list[str]:
    """Share of letters that agree between paragraphs of like length that have nothing in common."""
    lines = [(one.event, "".join(word.text for word in folded_words(one.paragraphs[1]))) for one in seeds]
    shares = sorted(
        1 - edit_distance(one, other) / max(len(one), len(other))
        for (at, one), (to, other) in combinations(lines, 2)
        if at != to and min(len(one), len(other)) >= 0.6 * max(len(one), len(other))
    )
    if not shares:
        return []
    return [
        f"letters that agree by chance: {shares[len(shares) // 2]:.2f}, at most {shares[-1]:.2f}, n = {len(shares)}"
    ]
