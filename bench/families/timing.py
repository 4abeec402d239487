"""What families cost: whole runs over a few of them, carried on to many; and the building of
trees alone."""

import os
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from bench.families import ours, truth
from bench.families.making import Asked, make

from stemmata.lineage.builder import build
from stemmata.lineage.calibrations import CALIBRATIONS
from stemmata.lineage.links import Link
from stemmata.lineage.stemma import Witness
from stemmata.lineage.still_readings import DRAWS
from stemmata.lineage.still_weights import POPULATION
from stemmata.model.unit import Track, Unit

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
    yield f"the tree of {nodes:,} witnesses with {CANDIDATES} candidate parents each: {_built(nodes):.2f} s"
    small = sum(_built(copies) for _ in range(MANY))
    yield f"{MANY:,} trees of {copies} witnesses, pairs read before: {small:.1f} s"


def _built(nodes: int) -> float:
    """Seconds to build one tree; costs and draws are random, so circles are many."""
    rng = random.Random(SEED)
    witnesses = [Witness(unit.id, (unit,)) for unit in (Unit(Track.PICTURE, item=f"{at:064x}") for at in range(nodes))]
    pairs = {
        (parent, child)
        for child in range(nodes)
        for parent in rng.sample(range(nodes), min(nodes, CANDIDATES))
        if parent != child
    }
    links = [
        Link(
            witnesses[parent].id,
            witnesses[child].id,
            rng.uniform(-4, 8),
            draws=tuple(rng.uniform(-4, 8) for _ in DRAWS),
            population=POPULATION,
        )
        for parent, child in sorted(pairs)
    ]
    began = perf_counter()
    build("drawn", witnesses, links, (), CALIBRATIONS)
    return perf_counter() - began
