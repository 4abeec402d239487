"""Baselines and Stemmata on the same held files, each timed over all families."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

import cv2
from bench.edits.truth import Medium
from bench.families import baselines, ours, stemma
from bench.families.report import Outcome, outcome
from bench.families.score import Known, Placed
from bench.families.still_costs import Costs

MSE = {"MSE + Oriented Kruskal": baselines.mse_ok, "MSE + Edmonds": baselines.mse_edmonds}
STAR = "star on a true root"
BY_FILE = {"earliest wins": baselines.earliest, "largest wins": baselines.largest}
OURS = "Stemmata"
SHORT = {
    "ok": "MSE + Oriented Kruskal",
    "edmonds": "MSE + Edmonds",
    "star": STAR,
    "earliest": "earliest wins",
    "largest": "largest wins",
    "stemmata": OURS,
}
"""What --only names, in the order in which they run."""


@dataclass(frozen=True, slots=True)
class Held:
    """A folder's families as a tool is given them. `one_case`: Stemmata is given all of them at once, unseparated."""

    folder: Path
    families: Sequence[Known]
    medium: Mapping[str, Medium]
    """Of every family, by name."""
    one_case: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    outcome: Outcome
    placed: Sequence[Placed] = field(repr=False)


def answered(held: Held, wanted: Sequence[str]) -> Iterator[Answered]:
    """One method after the other, by their keys in SHORT. The cost of pairs is measured once, and is in the seconds of
    each that needs it."""
    cv2.setNumThreads(1)
    costs: list[Costs] = []
    spent = 0.0
    for name in [SHORT[key] for key in SHORT if key in wanted]:
        began = perf_counter()
        if name in MSE:
            if not costs:
                costs = [_costs(held, family) for family in held.families]
                spent = perf_counter() - began
                began = perf_counter()
            placed = [
                one
                for family, cost in zip(held.families, costs, strict=True)
                for one in MSE[name](sorted(family.files), cost)
            ]
            seconds = spent + perf_counter() - began
        else:
            placed = _others(held, name)
            seconds = perf_counter() - began
        yield Answered(outcome(name, held.families, placed, seconds), placed)


def _costs(held: Held, family: Known) -> Costs:
    return baselines.pair_costs(held.folder, sorted(family.files), held.medium[family.family])


def _others(held: Held, name: str) -> list[Placed]:
    if name == OURS and held.one_case:
        return ours.placed(held.folder, [file for family in held.families for file in sorted(family.files)])
    return [one for family in held.families for one in _of_family(held, family, name)]


def _of_family(held: Held, family: Known, name: str) -> list[Placed]:
    files = sorted(family.files)
    if name == OURS:
        return ours.placed(held.folder, files)
    if name == STAR:
        return baselines.star(files, true_root(family))
    return BY_FILE[name](held.folder, files, held.medium[family.family])


def true_root(family: Known) -> str:
    """A held file of the true root with most descendants among what is held; of several such, the first by name."""
    root = stemma.first_root(family.held)
    if root is None:
        raise ValueError(f"family {family.family}: the truth runs in circles")
    return min(file for file in family.files if family.stands_for[file] == root)
