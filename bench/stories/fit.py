"""Fits lineage.story_weights on generated families of texts: python -m bench.stories.fit [--families N]

Prints the module's numbers. Two fits, both on half 0 of the seed articles: weights of the terms of lineage.story_links
over all texts of a family, and of the same with 3 in 10 lost; then, on further families with 3 in 10 lost, how often a
chosen parent that stands so was the nearest held ancestor. Half 1 and seeds from 5000 on are for reports.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from bench.families.fit_stills import Row, logistic
from bench.stories import ours
from bench.stories.families import Family, family, held_nodes

from stemmata.lineage import story_links, story_weights
from stemmata.lineage.builder import chosen_links
from stemmata.lineage.confidence import Standings
from stemmata.lineage.links import Link, witnesses
from stemmata.lineage.story_links import TERMS, UNHELD_ROW, named_sources, root_costs, terms
from stemmata.lineage.story_readings import Readings
from stemmata.lineage.story_tree import Story, nearest_pairs
from stemmata.model.unit import Track, Unit
from stemmata.pipeline.stories import shared_words

LOST = 0.3
LIKELY_FROM = 0.88
"""As for stills and films."""
PULL, STEPS = 1e-3, 1_500
LANGUAGES = ("en", "ar")


@dataclass(frozen=True, slots=True)
class Choices:
    """One family. rows: terms of each offered parent by (parent, child), an unheld one by its key. true: by child.
    roots: costs by node."""

    rows: dict[tuple[str, str], Row]
    true: dict[str, frozenset[str]]
    held: tuple[str, ...]
    roots: dict[str, float]


def choices(own: Family, held: frozenset[str]) -> Choices:
    texts = ours.texts_of(own, held)
    edges = ours.passages(texts)
    said = ours.told(own, texts, edges)
    nodes = ours.node_of(own)
    members = witnesses([Unit(Track.TEXT, item=holder) for holder in sorted(texts)], ())
    of_holder = {holder: one.id for one in members for holder in one.holders}
    node = {one.id: nodes[one.holders[0]] for one in members}
    by_witness = {one.id: texts[one.holders[0]] for one in members}
    readings = Readings(by_witness)
    named = named_sources(readings, of_holder, said.resolved)
    shared = {
        (min(of_holder[a], of_holder[b]), max(of_holder[a], of_holder[b])): words
        for (a, b), words in shared_words(edges).items()
    }
    story = Story("bench", tuple(members), by_witness, shared)
    rows: dict[tuple[str, str], Row] = {}
    for parent, child in sorted({*nearest_pairs(story), *((parent, child) for child, parent in named.by_holder)}):
        if readings.before(parent, child) > 0.0 or (child, parent) in named.by_holder:
            row = terms(readings, parent, child, readings.compared(parent, child), named)
            rows[node[parent], node[child]] = np.array([row[term] for term in TERMS])
    for child, key in named.unheld:
        rows[key, node[child]] = np.array([UNHELD_ROW[term] for term in TERMS])
    true = {name: frozenset(above) for name, above in ours.truth(own, held).items()}
    for one in own.copies:
        if one.node in held and own.agency is not None and "n00" in one.parents:
            keys = {key for child, key in named.unheld if node[child] == one.node}
            true[one.node] |= keys
    roots = {node[name]: cost for name, cost in root_costs(readings).items()}
    return Choices(rows, true, tuple(sorted(held)), roots)


def weights(made: Sequence[Choices]) -> Row:
    """(len(TERMS),) costs that make the true parents likeliest among all offered. Of several true ones, any counts."""
    rows: list[tuple[Row, Row]] = []
    for one in made:
        for child in one.held:
            offered = [parent for parent, own in one.rows if own == child]
            right = np.array([parent in one.true[child] for parent in offered])
            if right.any() and not right.all():
                rows.append((np.array([one.rows[parent, child] for parent in offered]), right))
    spread = np.concatenate([found for found, _ in rows]).std(axis=0) + 1e-9
    found, first, second = (np.zeros(len(TERMS)) for _ in range(3))
    for step in range(1, STEPS + 1):  # Adam (Kingma and Ba, 2015)
        slope = PULL * found
        for matrix, right in rows:
            scaled = matrix / spread
            share = np.exp(-(scaled @ found) + (scaled @ found).min())
            share = share / share.sum()
            among = np.where(right, share, 0.0)
            slope = slope + (among / among.sum() - share) @ scaled / len(rows)
        first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope**2
        found = found - 0.05 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return np.asarray(found / spread)


def standings(made: Sequence[Choices]) -> tuple[Row, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    rows, right = [], []
    for one in made:
        links = [
            Link(parent, child, story_links.cost(dict(zip(TERMS, row.tolist(), strict=True))))
            for (parent, child), row in sorted(one.rows.items())
            if parent in one.held
        ]
        chosen = chosen_links(one.held, links, one.roots)
        standing = Standings(chosen, links)
        for child, link in sorted(chosen.items()):
            rows.append(standing.of(link).features())
            right.append(link.parent in one.true[child])
    return np.array(rows), np.array(right)


def made_families(seeds: range, lost: float) -> Iterator[Choices]:
    for language in LANGUAGES:
        for seed in seeds:
            own = family(language, 0, seed)
            yield choices(own, held_nodes(own, lost, seed))
        print(f"{language} {seeds.start} to {seeds.stop - 1}, {lost} lost", file=sys.stderr)


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(prog="python -m bench.stories.fit", description=__doc__)
    options.add_argument("--families", type=int, default=60, help="of each language, for each of the two fits")
    count = options.parse_args(arguments).families
    fitted = [*made_families(range(count), 0.0), *made_families(range(count), LOST)]
    found = weights(fitted)
    print("WEIGHTS = {")
    for term, weight in zip(TERMS, found, strict=True):
        print(f'    "{term}": {weight:.3f},')
    print("}")
    story_weights.WEIGHTS.update(zip(TERMS, found.tolist(), strict=True))
    rows, right = standings(list(made_families(range(1000, 1000 + count), LOST)))
    curve, centre, spread = logistic(rows, right)
    told = 1 / (1 + np.exp(-np.c_[(rows - centre) / spread, np.ones(len(rows))] @ curve))
    print(f"# {len(right)} choices, right {right.mean():.3f}")
    for least in (0.95, LIKELY_FROM, 0.8, 0.7, 0.5):
        above = told >= least
        print(f"# p >= {least}: {above.mean():.3f} of them, right {right[above].mean() if above.any() else 0.0:.4f}")
    for dear in range(4, 16, 2):
        above = rows[:, 0] >= dear
        print(f"# cost >= {dear}: {int(above.sum())} of them, right {right[above].mean() if above.any() else 0.0:.2f}")
    plain = ", ".join(f"{weight:.4f}" for weight in curve[:-1] / spread)
    bias = curve[-1] - float((curve[:-1] * centre / spread).sum())
    print(f"CALIBRATED = (POPULATION, ({plain}), {bias:.4f}, {LIKELY_FROM})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
