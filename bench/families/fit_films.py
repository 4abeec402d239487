"""Fits what each number of a film reading weighs, on generated families of some seeds, and reports on others.

    python -m bench.families.fit_films FOLDER... --report FOLDER...

Of every child that has a parent held, the chance of each candidate is exp(score) over the sum for all candidates and
"none held"; the weights make the true ones likeliest (McFadden's conditional logit, 1974), drawn a little towards 0.
The costs that follow from them add up over a tree to its log likelihood, so the cheapest arborescence is the likeliest.
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from bench.families.film_readings import Family, families
from bench.families.report import outcome, table
from bench.families.score import Kind, Placed

from stemmata.lineage.arborescence import arborescence
from stemmata.lineage.film_calibration import FILMS, Weights
from stemmata.lineage.film_reading import FEATURES, FilmReading

DRAWN = 1.0
"""How strongly weights, in standard deviations of what they weigh, are drawn towards 0."""
STEPS, RATE = 3000, 0.05
AGAINST = frozenset(
    {
        "left",
        "child_rises",
        "parent_falls",
        "bare_child",
        "cropped",
        "sides_cut",
        "more_child",
        "trimmed",
        "ends_cut",
        "lost",
        "enlarged",
        "shrunk",
        "detail_more",
        "marked_child",
        "marked_parent",
        "marked_untold",
        "toned",
        "mirrored",
        "sped",
        "slow_whole",
        "fast_from_repeats",
        "whole",
    }
)
"""What had to happen between parent and child, and noise on the wrong side: of no candidate does more of it make the
parent likelier."""
MORE_ROOTS = 1000.0
"""What each further root costs, nats: so families of one root get one."""

Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Choice:
    """One child: its candidates (k, features), and which of them are right; none where no parent is held."""

    candidates: Values
    right: Sequence[int]


def choices(held: Sequence[Family]) -> list[Choice]:
    """Each child twice: as it was read, and as if no group of pictures began anywhere, as in films of few key frames;
    so what weighs where steps are seen weighs where there are none."""
    found = []
    for family in held:
        for child in family.nodes:
            named = [one for one in family.nodes if (one, child) in family.read]
            above = family.known.held[child]
            right = [at for at, one in enumerate(named) if one in above]
            if named and (right or not above):
                read = [family.read[one, child].reading for one in named]
                both = read, [one.without_steps() for one in read]
                found += [Choice(np.stack([one.vector() for one in seen]), right) for seen in both]
    return found


def fitted(told: Sequence[Choice]) -> tuple[Values, float]:
    """Weights of FEATURES, and the score of "none held" (Adam, fixed steps)."""
    spread = np.concatenate([one.candidates for one in told]).std(axis=0) + 1e-3
    weights = np.zeros(len(FEATURES) + 1)
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    scaled = [one.candidates / spread for one in told]
    most = np.array([0.0 if name in AGAINST else np.inf for name in FEATURES] + [np.inf])
    for step in range(1, STEPS + 1):
        slope = -DRAWN * weights
        for one, values in zip(told, scaled, strict=True):
            scores = np.append(values @ weights[:-1], weights[-1])
            chance = np.exp(scores - scores.max())
            chance /= chance.sum()
            right = list(one.right) or [len(values)]
            aim = np.zeros_like(chance)
            aim[right] = chance[right] / max(float(chance[right].sum()), 1e-12)
            slope[:-1] += values.T @ (aim - chance)[:-1]
            slope[-1] += (aim - chance)[-1]
        first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope**2
        rate = RATE if step < STEPS // 2 else RATE / 5
        weights += rate * first / (1 - 0.9**step) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
        weights = np.minimum(weights, most)
    return weights[:-1] / spread, float(weights[-1])


def tree(family: Family, cost: Callable[[FilmReading], float], root: float) -> list[Placed]:
    at = {node: number for number, node in enumerate(family.nodes, 1)}
    edges = [(0, at[node], root) for node in family.nodes]
    for (parent, child), read in sorted(family.read.items()):
        if not read.forbidden:
            edges.append((at[parent], at[child], cost(read.reading)))
    found = []
    for node, edge in zip(family.nodes, arborescence(len(at) + 1, 0, edges)[1:], strict=True):
        if edge is not None and edges[edge][0]:
            found.append(Placed(node, family.nodes[edges[edge][0] - 1], Kind.LIKELY))
        else:
            found.append(Placed(node, None, Kind.NONE))
    return found


def largest_wins(family: Family, sizes: Mapping[str, int]) -> list[Placed]:
    """Everything from the largest file."""
    first = max(family.nodes, key=lambda node: (sizes[node], node))
    return [
        Placed(node, None if node == first else first, Kind.NONE if node == first else Kind.LIKELY)
        for node in family.nodes
    ]


def report(folders: Sequence[Path], weights: Weights, lost: float) -> None:
    held = [family for folder in folders for family in families(folder, lost)]
    sizes = {
        node: (folder / node).stat().st_size
        for folder in folders
        for family in families(folder, lost)
        for node in family.nodes
    }
    known = [family.known for family in held]
    methods: dict[str, list[Placed]] = {
        "largest file wins": [one for family in held for one in largest_wins(family, sizes)],
        "left over + Edmonds": [one for family in held for one in tree(family, lambda read: read.left, MORE_ROOTS)],
        "films": [one for family in held for one in tree(family, weights.cost, MORE_ROOTS)],
    }
    print(f"{len(held)} families, {sum(len(family.nodes) for family in held)} nodes held, {lost:.0%} lost")
    for line in table([outcome(name, known, placed) for name, placed in methods.items()]):
        print(line)


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(prog="python -m bench.families.fit_films", description=__doc__)
    options.add_argument("folders", type=Path, nargs="*", metavar="FOLDER")
    options.add_argument("--report", type=Path, nargs="*", default=[], metavar="FOLDER")
    options.add_argument("--lost", type=float, default=0.0, metavar="SHARE")
    asked = options.parse_args(arguments)
    weights = FILMS
    if asked.folders:
        told = choices([family for folder in asked.folders for family in families(folder)])
        each, root = fitted(told)
        weights = Weights("now", f"{len(told)} children", dict(zip(FEATURES, each.tolist(), strict=True)), -root)
        for name, value in weights.each.items():
            print(f'        "{name}": {value:.3f},')
        print(f"    root={weights.root:.3f}, of {len(told)} children")
    for folders in filter(None, (asked.folders, asked.report)):
        report(folders, weights, asked.lost)
    return 0


if __name__ == "__main__":
    sys.exit(main())
