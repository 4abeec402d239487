"""Tries the class PROVEN where it is claimed most: python -m bench.families.proofs --seed S --families N [--workers 2]

Small families of stills (regime "resaved": JPEGs saved again, some cropped, shrunk or marked), each tried whole and
with one file lost. A claim is right where the parent claimed is an ancestor of the child, or holds the very same coded
picture. What is read, built and called proven is the product's own code; what is left out is the case around it.
Printed: claims, wrong ones by what they were, and the bound; claims of one family are not independent, so the bound is
given over families as well.
"""

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from itertools import combinations

import cv2
from bench.edits import sources
from bench.edits.truth import Medium
from bench.families import stills as made_stills
from bench.families import trees
from bench.families.regimes import Regime
from bench.families.stemma import ancestors
from bench.rows import none_wrong

from stemmata.decode import stills
from stemmata.fingerprint.picture import still
from stemmata.fingerprint.rendition import rendition, rendition_of
from stemmata.lineage.builder import build
from stemmata.lineage.calibrations import CALIBRATIONS
from stemmata.lineage.links import Link
from stemmata.lineage.stemma import Sureness, Witness
from stemmata.lineage.still_readings import link_of, read_pair
from stemmata.match.pictures import compare, picture_of
from stemmata.model.item import Media
from stemmata.model.unit import Track, Unit

COPIES = 5
SIZE = (800, 600)
VARIED = 40
"""Pictures that families share: the families differ in what was done to them."""


@dataclass(frozen=True, slots=True)
class Tried:
    """One family, whole or with one file lost: proven links claimed, and what the wrong ones were."""

    lost: bool
    claims: int
    wrong: tuple[str, ...]


def tried(seed: int, number: int) -> list[Tried]:
    """Family `number` of this seed, whole and with one file lost."""
    cv2.setNumThreads(1)
    own = sources.rendered(seed, Medium.STILL, VARIED, SIZE)[number % VARIED]
    name = f"proofs {seed} {number}"
    parents = trees.planned(random.Random(name), 1, COPIES)
    files = list(made_stills.grown([lambda: next(own.frames())], parents, Regime.RESAVED, name))
    contents = [one.content for one in files]
    links = list(_links(contents))
    gone = random.Random(f"lost {name}").randrange(COPIES)
    everything = range(COPIES)
    return [
        _judged(parents, contents, everything, links, lost=False),
        _judged(parents, contents, [node for node in everything if node != gone], links, lost=True),
    ]


def _links(contents: Sequence[bytes]) -> Iterator[Link]:
    """Between files of different coded pictures, by node."""
    pictures = [picture_of(str(at), Media.IMAGE, still(BytesIO(one), {})) for at, one in enumerate(contents)]
    renditions = [rendition_of(str(at), rendition(BytesIO(one), {})) for at, one in enumerate(contents)]
    for a, b in combinations(range(len(contents)), 2):
        if contents[a] == contents[b]:
            continue
        evidence = compare(pictures[a], pictures[b])
        matrix = evidence.segments[0].geometry.get("matrix") if evidence.segments else None
        if evidence.verdict != "same_footage" or not isinstance(matrix, list):
            continue
        pair = read_pair(renditions[a], renditions[b], matrix, mirrored=evidence.segments[0].mirrored)
        if pair.forth is not None:
            yield link_of(str(a), str(b), pair.forth)
        if pair.back is not None:
            yield link_of(str(b), str(a), pair.back)


def _judged(
    parents: trees.Parents, contents: Sequence[bytes], held: Sequence[int], links: Sequence[Link], *, lost: bool
) -> Tried:
    first = {content: str(node) for node, content in reversed(list(enumerate(contents))) if node in set(held)}
    names = sorted(first.values())
    witnesses = [Witness(name, (Unit(Track.PICTURE, item=name),)) for name in names]
    offered = [link for link in links if link.parent in names and link.child in names]
    stemma = build("proofs", witnesses, offered, (), CALIBRATIONS)
    whole = {str(node): frozenset(map(str, own)) for node, own in enumerate(parents)}
    above = {node: {int(one) for one in ancestors(whole, str(node))} for node in range(len(parents))}
    claims, wrong = 0, []
    for one in stemma.descents:
        if one.sureness is not Sureness.PROVEN or one.parent not in names or one.child not in names:
            continue
        claims += 1
        alike = [node for node, content in enumerate(contents) if content == contents[int(one.parent)]]
        children = [node for node, content in enumerate(contents) if content == contents[int(one.child)]]
        if not any(parent in above[child] for parent in alike for child in children):
            reversed_ = any(child in above[parent] for parent in alike for child in children)
            wrong.append("descendant" if reversed_ else "cousin")
    return Tried(lost, claims, tuple(wrong))


def printed(found: Sequence[Tried], *, lost: bool) -> Iterator[str]:
    own = [one for one in found if one.lost is lost]
    claims, wrong = sum(one.claims for one in own), Counter(kind for one in own for kind in one.wrong)
    claiming = [one for one in own if one.claims]
    label = "one lost" if lost else "whole"
    yield none_wrong(f"{label}: claims", wrong.total(), claims)
    yield none_wrong(f"{label}: families", sum(bool(one.wrong) for one in claiming), len(claiming))
    if wrong:
        yield f"{label}: wrong ones are {', '.join(f'{count} {kind}' for kind, count in sorted(wrong.items()))}"


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(prog="python -m bench.families.proofs", description=__doc__)
    options.add_argument("--seed", type=int, default=5101)
    options.add_argument("--families", type=int, default=100)
    options.add_argument("--workers", type=int, default=1)
    asked = options.parse_args(arguments)
    stills.warm()
    found: list[Tried] = []
    with ProcessPoolExecutor(asked.workers) as pool:
        for at, more in enumerate(pool.map(_of, [(asked.seed, number) for number in range(asked.families)]), start=1):
            found += more
            if at % 25 == 0:
                print(f"{at} families", *printed(found, lost=False), *printed(found, lost=True), sep="; ", flush=True)
    print(f"seed {asked.seed}, {asked.families} families of {COPIES} JPEGs, regime resaved, {SIZE[0]} x {SIZE[1]}")
    for line in (*printed(found, lost=False), *printed(found, lost=True)):
        print(line)
    return 0


def _of(asked: tuple[int, int]) -> list[Tried]:
    return tried(*asked)


if __name__ == "__main__":
    sys.exit(main())
