"""Twenty thousand articles: what they cost.

Words follow Zipf's law; half of a text are set phrases of two to six words, themselves so distributed, and every text
has a formula of eight to sixteen words, of which some are common and most rare. One text in five is a copy of another,
whole or in part, with words changed.
"""

import resource
from collections.abc import Iterator
from itertools import accumulate
from random import Random
from time import perf_counter, process_time

from stemmata.match.reuse import reuse
from stemmata.model.told import Text

WORDS = 300
VOCABULARY = 40_000
PHRASES = 30_000
FORMULAS = 1_000
COPIES = 0.2


def articles(count: int, seed: int) -> tuple[list[Text], set[tuple[str, str]]]:
    """Texts, and which two were made from one another."""
    random = Random(seed)
    words = [_word(number) for number in range(VOCABULARY)]
    weights = list(accumulate(1 / (rank + 3) for rank in range(VOCABULARY)))
    phrases = [random.choices(words, cum_weights=weights, k=random.randint(2, 6)) for _ in range(PHRASES)]
    phrase_weights = list(accumulate(1 / (rank + 3) for rank in range(PHRASES)))
    formula_weights = list(accumulate(1 / (rank + 3) for rank in range(FORMULAS)))
    formulas = [random.choices(words, cum_weights=weights, k=random.randint(8, 16)) for _ in range(FORMULAS)]

    def running() -> Iterator[str]:
        while True:
            if random.random() < 0.2:
                yield from random.choices(phrases, cum_weights=phrase_weights)[0]
            else:
                yield from random.choices(words, cum_weights=weights, k=3)

    texts: list[Text] = []
    pairs: set[tuple[str, str]] = set()
    made: list[list[list[str]]] = []
    for number in range(count):
        text = running()
        paragraphs = [[next(text) for _ in range(WORDS // 6)] for _ in range(6)]
        paragraphs[random.randrange(6)] += random.choices(formulas, cum_weights=formula_weights)[0]
        holder = f"{number:06}"
        if made and random.random() < COPIES:
            source = random.randrange(len(made))
            taken = random.choice([made[source], made[source][: random.randint(1, 3)]])
            share = random.choice([0.0, 0.1, 0.2])
            copied = [
                [random.choice(words) if random.random() < share else word for word in paragraph] for paragraph in taken
            ]
            paragraphs = [*copied, *paragraphs[len(copied) :]]
            pairs.add((f"{source:06}", holder))
        made.append(paragraphs)
        body = "\n\n".join(" ".join(paragraph) for paragraph in paragraphs)
        texts.append(Text(holder, False, "bench", body, channel=f"site {number % 400}"))
    return texts, pairs


def _word(number: int) -> str:
    letters = "etaoinshrdlucmfwypvbgk"
    made = ""
    number += len(letters)
    while number:
        number, at = divmod(number, len(letters))
        made += letters[at]
    return made


def report(count: int, seed: int) -> list[str]:
    texts, pairs = articles(count, seed)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    clock, cpu = perf_counter(), process_time()
    found = reuse(texts)
    cpu, clock = process_time() - cpu, perf_counter() - clock
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    edges = {(edge.a.holder, edge.b.holder) for edge in found.edges}
    words = sum(len(text.body.split()) for text in texts)
    return [
        f"{count:,} articles of {words / count:.0f} words: {cpu:.1f} s of CPU on one core ({clock:.1f} s by the clock)",
        f"memory: {before / 1024:.0f} MB before, {peak / 1024:.0f} MB at most",
        f"{len(edges):,} edges, {found.stock:,} pairs with formulas alone",
        f"direct copies found: {len(edges & pairs):,} of {len(pairs):,}",
    ]
