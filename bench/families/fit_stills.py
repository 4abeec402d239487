"""Fits lineage.still_weights on generated families: python -m bench.families.fit_stills FOLDER... [--readings FILE]

Each FOLDER was made by `bench.families make --media stills`. Prints the module. Two fits: weights of the terms of
lineage.weighing over all files, then, on what is left when 30 in 100 files of each family are lost, how often a chosen
parent that stands so was the nearest held ancestor. Seeds from 5000 on are for reports: never fit on them.
"""

import argparse
import pickle
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import combinations
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from bench.families import truth
from bench.families.score import Known, known

from stemmata.decode import stills
from stemmata.fingerprint.picture import still
from stemmata.fingerprint.rendition import rendition, rendition_of
from stemmata.lineage import still_weights
from stemmata.lineage.builder import chosen_links
from stemmata.lineage.confidence import Standings
from stemmata.lineage.links import Link
from stemmata.lineage.still_readings import DRAWS, read_pair
from stemmata.lineage.weighing import TERMS, Reading, cost, drawn, terms
from stemmata.match.pictures import METHOD, compare, picture_of
from stemmata.model.edge import Edge, Kind
from stemmata.model.item import Media
from stemmata.model.unit import Track, Unit

LOST, LOSS_SEEDS = 0.3, 4
LIKELY_FROM = 0.88
"""Of what the curve gives: on the seeds that were fitted, 0.974 of the choices above it were right, and they are more
than half of all."""
PULL = 1e-2
"""Of the weights towards none, in units of each term's spread."""
STEPS = 1_500
Row = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Measured:
    """One family; readings by (parent, child), names as in the truth, one for each coded picture."""

    known: Known
    readings: dict[tuple[str, str], Reading]
    files: tuple[str, ...]
    edges: tuple[Edge, ...]
    """With what is left over where one lies on the other."""


def measured(folder: Path) -> Iterator[Measured]:
    for name, own in truth.families(truth.read(folder)).items():
        pictures, renditions, seen = {}, {}, set()
        for one in own:
            if one.pictures not in seen:
                seen.add(one.pictures)
                content = (folder / one.file).read_bytes()
                pictures[one.file] = picture_of(one.file, Media.IMAGE, still(BytesIO(content), {}))
                renditions[one.file] = rendition_of(one.file, rendition(BytesIO(content), {}))
        readings: dict[tuple[str, str], Reading] = {}
        edges: list[Edge] = []
        for a, b in combinations(sorted(pictures), 2):
            evidence = compare(pictures[a], pictures[b])
            if evidence.segments and evidence.verdict in ("same_footage", "same_picture_part"):
                segment = evidence.segments[0]
                first, second = (Unit(Track.PICTURE, item=file) for file in (a, b))
                edges.append(Edge(Kind.SAME_FOOTAGE, first, second, METHOD, segments=(segment,)))
                matrix = segment.geometry["matrix"]
                if isinstance(matrix, list):
                    pair = read_pair(renditions[a], renditions[b], matrix, mirrored=segment.mirrored)
                    readings |= {(a, b): pair.forth} if pair.forth is not None else {}
                    readings |= {(b, a): pair.back} if pair.back is not None else {}
        yield Measured(known(own, frozenset(one.file for one in own)), readings, tuple(sorted(pictures)), tuple(edges))
        print(f"{folder.name} {name}: {len(pictures)} pictures", file=sys.stderr)


def weights(families: Sequence[Measured]) -> Row:
    """(len(TERMS),) that make the true parents likeliest among all other members."""
    choices: list[tuple[Row, int]] = []
    for family in families:
        for child in family.files:
            offered = [one for one in family.files if (one, child) in family.readings]
            true = [at for at, one in enumerate(offered) if one in family.known.held[child]]
            if true:
                choices.append((np.array([terms(family.readings[one, child]) for one in offered]), true[0]))
    spread = np.concatenate([rows for rows, _ in choices]).std(axis=0) + 1e-9
    scaled = [(rows / spread, right) for rows, right in choices]
    found, first, second = (np.zeros(len(TERMS)) for _ in range(3))
    for step in range(1, STEPS + 1):  # Adam (Kingma and Ba, 2015); the sum is convex
        slope = PULL * found
        for rows, right in scaled:
            share = np.exp(-(rows @ found) + (rows @ found).min())
            slope = slope + (rows[right] - (share / share.sum()) @ rows) / len(scaled)
        first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope**2
        found = found - 0.05 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return np.asarray(found / spread)


def standings(families: Sequence[Measured]) -> tuple[Row, npt.NDArray[np.bool_]]:
    """Of every parent chosen when LOST of the files are lost: its features, and whether it was right."""
    rows, right = [], []
    for family in families:
        own = family.known.stands_for
        links = [
            Link(parent, child, cost(reading), draws=tuple(drawn(reading, DRAWS)), population="stills")
            for (parent, child), reading in sorted(family.readings.items())
        ]
        for seed in range(LOSS_SEEDS):
            kept = held_files_of(family, seed)
            left = Known(family.known.family, kept, own, family.known.whole)
            held = [link for link in links if link.parent in kept and link.child in kept]
            names = sorted(file for file in family.files if file in kept)
            chosen = chosen_links(names, held)
            standings = Standings(chosen, held)
            for child, link in sorted(chosen.items()):
                rows.append(standings.of(link).features())
                right.append(own[link.parent] in left.held[own[child]])
    return np.array(rows), np.array(right)


def held_files_of(family: Measured, seed: int) -> frozenset[str]:
    """Of the files that stand for a coded picture."""
    import random

    count = max(2, len(family.files) - round(LOST * len(family.files)))
    return frozenset(random.Random(f"lost {seed} {family.files[0]}").sample(sorted(family.files), count))


def logistic(rows: Row, right: npt.NDArray[np.bool_]) -> tuple[Row, Row, Row]:
    """(weights, centre, spread) with a last weight for what is always there."""
    centre, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    scaled = np.c_[(rows - centre) / spread, np.ones(len(rows))]
    found = np.zeros(scaled.shape[1])
    for _ in range(60):  # Newton
        p = 1 / (1 + np.exp(-scaled @ found))
        pull = np.full(len(found), 1e-3 * len(rows))
        pull[-1] = 0
        slope = scaled.T @ (p - right) + pull * found
        bend = (scaled * (p * (1 - p))[:, None]).T @ scaled + np.diag(pull + 1e-9)
        found = found - np.linalg.solve(bend, slope)
    return found, centre, spread


def measured_once(folder: Path, kept: Path | None) -> list[Measured]:
    place = kept and kept / f"{folder.name}.pickle"
    if place and place.exists():
        found: list[Measured] = pickle.loads(place.read_bytes())
        return found
    found = list(measured(folder))
    if place:
        place.write_bytes(pickle.dumps(found))
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(prog="python -m bench.families.fit_stills", description=__doc__)
    options.add_argument("folders", type=Path, nargs="+")
    options.add_argument("--curve", type=Path, nargs="*", default=[], help="more families, for the curve alone")
    options.add_argument("--readings", type=Path, help="keep what was measured here, or read it from here")
    asked = options.parse_args(arguments)
    cv2.setNumThreads(1)
    stills.warm()
    families = [one for folder in asked.folders for one in measured_once(folder, asked.readings)]
    more = [one for folder in asked.curve for one in measured_once(folder, asked.readings)]
    print(f"# fitted on {len(families)} families of {', '.join(folder.name for folder in asked.folders)}")
    found = weights(families)
    print("WEIGHTS = {")
    for term, weight in zip(TERMS, found, strict=True):
        print(f'    "{term}": {weight:.3f},')
    print("}")
    still_weights.WEIGHTS.update(zip(TERMS, found.tolist(), strict=True))
    rows, right = standings([*families, *more])
    curve, centre, spread = logistic(rows, right)
    told = 1 / (1 + np.exp(-np.c_[(rows - centre) / spread, np.ones(len(rows))] @ curve))
    for least in (0.95, LIKELY_FROM, 0.8, 0.7, 0.5):
        above = told >= least
        print(f"# p >= {least}: {above.mean():.3f} of {len(told)} choices, right {right[above].mean():.4f}")
    plain = ", ".join(f"{weight:.4f}" for weight in curve[:-1] / spread)
    bias = curve[-1] - float((curve[:-1] * centre / spread).sum())
    print(f"CALIBRATED = (POPULATION, ({plain}), {bias:.4f}, {LIKELY_FROM})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
