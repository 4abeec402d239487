"""How often a chosen parent of a film was right, by how it stood: python -m bench.families.film_curve FOLDER...

Each FOLDER holds families of films (`bench.families make --media films`); readings are made once and kept there. Seeds
from 5000 on are for reports: never fit on them. Prints CALIBRATED of lineage.film_calibration.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from bench.families.film_readings import Family, families
from bench.families.fit_stills import LIKELY_FROM, LOSS_SEEDS, LOST, logistic

from stemmata.lineage.builder import chosen_links
from stemmata.lineage.confidence import Standings
from stemmata.lineage.film_calibration import FILMS
from stemmata.lineage.links import Link


def standings(held: Sequence[Family]) -> tuple[list[tuple[float, ...]], list[bool]]:
    rows, right = [], []
    for family in held:
        links = [
            Link(parent, child, FILMS.cost(read.reading))
            for (parent, child), read in sorted(family.read.items())
            if not read.forbidden
        ]
        chosen = chosen_links(family.nodes, links)
        standing = Standings(chosen, links)
        for child, link in sorted(chosen.items()):
            rows.append(standing.of(link).features())
            right.append(link.parent in family.known.held[child])
    return rows, right


def main(arguments: Sequence[str]) -> int:
    cv2.setNumThreads(1)
    held = [
        family for folder in arguments for seed in range(LOSS_SEEDS) for family in families(Path(folder), LOST, seed)
    ]
    found, told = standings(held)
    rows, right = np.array(found), np.array(told)
    curve, centre, spread = logistic(rows, right)
    p = 1 / (1 + np.exp(-np.c_[(rows - centre) / spread, np.ones(len(rows))] @ curve))
    print(f"# {len(held) // LOSS_SEEDS} families, {len(right)} choices, right {right.mean():.3f}")
    for least in (0.95, LIKELY_FROM, 0.85, 0.8, 0.7, 0.5):
        above = p >= least
        print(f"# p >= {least}: {above.mean():.3f} of them, right {right[above].mean() if above.any() else 0:.4f}")
    plain = ", ".join(f"{weight:.4f}" for weight in curve[:-1] / spread)
    bias = curve[-1] - float((curve[:-1] * centre / spread).sum())
    print(f"CALIBRATED = ({plain}), {bias:.4f}, {LIKELY_FROM}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
