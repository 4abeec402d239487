"""From what was measured between two stills to what it costs to hold one for the other's parent.

The cost is linear in a few terms. Their weights maximise, over the children of generated families, how likely the true
parent is among all other members: a choice between candidates (McFadden, Conditional logit analysis, 1974). Costs are
in nats up to a constant, so that differences between two candidates for one child can be read as log odds.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from stemmata.lineage.copying import Copying
from stemmata.lineage.still_weights import WEIGHTS

LAYING_ERROR = 0.012
"""Share of a child that a parent may miss by the error of laying one over the other alone."""
SCALE_ERROR = 0.02
"""Of the logarithm of a scale."""
EXPLAINED_NOISE = 0.7
"""In levels."""
LEAST_STORED = 300
"""Values behind `lattice` from which it says something."""
MOST_NATS, MOST_UNCOVERED, MOST_LOST = 3.0, 0.5, 1.0
LEAST_LEFT = 0.05
"""In levels²: what rounding to whole levels leaves."""

TERMS = (
    "nats",  # of a child with steps
    "noise",  # its logarithm
    "left",  # of a child with steps, its logarithm
    "left_plain",  # of one without
    "lost",
    "lost_plain",
    "nats_back",  # of the parent as the child's child, where it has steps
    "noise_back",
    "uncovered",
    "uncovered_back",
    "enlarged",
    "reduced",
    "any_enlarged",
    "coarser",  # steps of the child's for the parent's, logarithm
    "toned",
    "steps_back_only",  # 1: the parent alone has steps, -1: the child alone
    "lattice",  # how much of the parent's rounding the child keeps, 0..1
    "lattice_back",  # how much of the child's rounding the parent keeps
    "apart",  # its logarithm, where the child is explained but for the noise of conversions
    "apart_back",
)
"""In the order of `terms`."""

Row = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Reading:
    """p -> c and c -> p as measured, and the mean step of each file's luma, None where it has none. `back` is None
    where it could not be measured."""

    forth: Copying
    back: Copying | None
    parent_step: float | None
    child_step: float | None


def terms(reading: Reading) -> Row:
    """(len(TERMS),)"""
    forth, back = reading.forth, reading.back
    stepped = forth.nats is not None
    back_stepped = back is not None and back.nats is not None
    scale = float(np.log(forth.scale))
    left = float(np.log(forth.left + LEAST_LEFT))
    lost = float(np.clip(forth.lost, -MOST_LOST, MOST_LOST))
    coarser = 0.0
    if reading.parent_step is not None and reading.child_step is not None:
        coarser = float(np.log(reading.child_step / reading.parent_step))
    return np.array(
        [
            min(forth.nats, MOST_NATS) if forth.nats is not None else 0.0,
            np.log(forth.noise) if forth.noise is not None else 0.0,
            left if stepped else 0.0,
            0.0 if stepped else left,
            lost if stepped else 0.0,
            0.0 if stepped else lost,
            min(back.nats, MOST_NATS) if back is not None and back.nats is not None else 0.0,
            np.log(back.noise) if back is not None and back.noise is not None else 0.0,
            _beyond(forth.uncovered),
            0.0 if back is None else _beyond(back.uncovered),
            max(0.0, scale - SCALE_ERROR),
            max(0.0, -scale - SCALE_ERROR),
            float(scale > SCALE_ERROR),
            coarser,
            float(np.log1p(forth.toned)),
            float(back_stepped and not stepped) - float(stepped and not back_stepped),
            _kept(forth),
            0.0 if back is None else _kept(back),
            _apart(forth),
            0.0 if back is None else _apart(back),
        ]
    )


def _beyond(uncovered: float) -> float:
    return min(MOST_UNCOVERED, max(0.0, uncovered - LAYING_ERROR))


def _kept(found: Copying) -> float:
    return max(0.0, 1.0 - found.lattice) if found.stored >= LEAST_STORED else 0.0


def _apart(found: Copying) -> float:
    explained = found.noise is not None and found.noise <= EXPLAINED_NOISE
    return float(np.log1p(max(0.0, found.apart))) if explained else 0.0


def cost(reading: Reading) -> float:
    return float(terms(reading) @ np.array([WEIGHTS[term] for term in TERMS]))


def drawn(reading: Reading, draws: Sequence[Sequence[int]]) -> list[float]:
    """`cost` on other blocks: for each draw of folds, with `left` and `nats` of the folds drawn."""
    return [cost(replace(reading, forth=_on(reading.forth, folds))) for folds in draws]


def _on(found: Copying, folds: Sequence[int]) -> Copying:
    left = float(np.mean([found.folds[fold][0] for fold in folds]))
    nats = None if found.nats is None else float(np.mean([found.folds[fold][1] for fold in folds]))
    return replace(found, left=left, nats=nats)
