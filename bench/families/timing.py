"""What families cost: whole runs over a few of them, carried on to many; and the cheapest tree of a large one alone."""

import os
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from bench.families import ours, truth
from bench.families.making import Asked, make

from stemmata.lineage.arborescence import arborescence

SEED = 71
MANY = 1_000
CANDIDATES = 12
"""Possible parents of each copy in the large family: all pairs would be too many."""


def costs(families: int, copies: int, nodes: int) -> Iterator[str]:
    """One line for each measurement. Families of stills, platform regime, one case each, made anew."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "made"
        witnesses = make(folder, Asked(SEED, families, copies), lambda line: None)
        took: list[float] = []
        for family in truth.families(witnesses).values():
            began = perf_counter()
            ours.placed(folder, sorted(one.file for one in family))
            took.append(perf_counter() - began)
    each = sum(took) / len(took)
    yield (
        f"{families} families of {copies} stills, a case each, on {os.cpu_count()} cores: {each:.1f} s each "
        f"({min(took):.1f} to {max(took):.1f}), reading and comparing included; {MANY:,} of them, extrapolated: "
        f"{MANY * each / 60:.0f} minutes"
    )
    yield f"the cheapest tree of {nodes:,} nodes with {CANDIDATES} candidate parents each: {_large(nodes):.2f} s"


def _large(nodes: int) -> float:
    """Seconds; costs are drawn at random, so circles are many."""
    rng = random.Random(SEED)
    edges = [(nodes, node, 1e6) for node in range(nodes)]
    edges += [(rng.randrange(nodes), node, rng.random()) for node in range(nodes) for _ in range(CANDIDATES)]
    began = perf_counter()
    arborescence(nodes + 1, nodes, edges)
    return perf_counter() - began
