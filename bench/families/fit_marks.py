"""Fits what marks weigh that several members of a family bear: python -m bench.families.fit_marks FOLDER...

Each FOLDER was made by `bench.families make --media stills`. The cost of a reading is taken as it is (still_weights);
the two weights of lineage.overlay_characters make the true parents likeliest among all other members (McFadden's
conditional logit, 1974), drawn a little towards 0. With --report, edges right with and without them.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from bench.families.fit_stills import Measured, measured_once

from stemmata.decode import stills
from stemmata.lineage import signs
from stemmata.lineage.builder import chosen_links
from stemmata.lineage.links import Link
from stemmata.lineage.overlay_characters import Weights, characters, told_by
from stemmata.lineage.weighing import cost

POPULATION = "fitted"
PULL, STEPS, RATE = 1e-3, 20_000, 0.5
Values = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Choice:
    """One child: costs (k,) of its candidates, whether marks are gained again and taken off (k, 2), which is right."""

    costs: Values
    marks: Values
    right: int


def links_of(family: Measured, weights: Weights) -> list[Link]:
    plain = [
        Link(parent, child, cost(reading), population=POPULATION)
        for (parent, child), reading in sorted(family.readings.items())
    ]
    found = characters(family.edges, {file: file for file in family.files})
    return told_by(found, plain, {POPULATION: weights})


def choices(families: Sequence[Measured]) -> list[Choice]:
    made = []
    for family in families:
        own = family.known.stands_for
        links = links_of(family, Weights(0.0, 0.0))
        for child in family.files:
            offered = [link for link in links if link.child == child]
            right = [at for at, link in enumerate(offered) if own[link.parent] in family.known.held[own[child]]]
            if right:
                kinds = [{sign.kind for sign in link.signs} for link in offered]
                marks = [[float(kind in one) for kind in (signs.GAINED_AGAIN, signs.TAKEN_OFF)] for one in kinds]
                made.append(Choice(np.array([link.cost for link in offered]), np.array(marks), right[0]))
    return made


def fitted(found: Sequence[Choice]) -> Weights:
    weights = np.zeros(2)
    for _ in range(STEPS):
        slope = PULL * weights
        for one in found:
            likely = -(one.costs + one.marks @ weights)
            share = np.exp(likely - likely.max())
            slope = slope + (one.marks[one.right] - (share / share.sum()) @ one.marks) / len(found)
        weights = np.maximum(0.0, weights - RATE * slope)
    return Weights(round(float(weights[0]), 3), round(float(weights[1]), 3))


def right_edges(families: Sequence[Measured], weights: Weights) -> tuple[int, int]:
    """(right, all) over the children of all families."""
    right = total = 0
    for family in families:
        own = family.known.stands_for
        chosen = chosen_links(list(family.files), links_of(family, weights))
        right += sum(own[link.parent] in family.known.held[own[child]] for child, link in chosen.items())
        total += len(family.files) - 1
    return right, total


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(prog="python -m bench.families.fit_marks", description=__doc__)
    options.add_argument("folders", type=Path, nargs="+")
    options.add_argument("--report", type=Path, nargs="*", default=[], help="families that are not fitted on")
    options.add_argument("--readings", type=Path, help="keep what was measured here, or read it from here")
    asked = options.parse_args(arguments)
    cv2.setNumThreads(1)
    stills.warm()
    families = [one for folder in asked.folders for one in measured_once(folder, asked.readings)]
    weights = fitted(choices(families))
    print(f"# fitted on {len(families)} families of {', '.join(folder.name for folder in asked.folders)}")
    print(weights)
    for name, own in (("fitted", families), *((one.name, measured_once(one, asked.readings)) for one in asked.report)):
        for label, tried in (("without", Weights(0.0, 0.0)), ("with", weights)):
            right, total = right_edges(own, tried)
            print(f"# {name}, {label}: {right} of {total} edges right")
    return 0


if __name__ == "__main__":
    sys.exit(main())
