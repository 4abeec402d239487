"""How often unrelated pictures coincide by chance: the trials behind match.calibration, and a check of it on others.

Views are windows of the corpus's photographs, cut at random, each of another thing; a stretch is ten pairs of
windows that move slowly over two of them. Half of the photographs make the snapshot; the other half say whether what it
states is what one sees. Rendered scenes are no use here: those of one generator share their cars and signs.
Run: python -m bench.chance [--trials N] [--snapshot]     (--snapshot prints the lines of match/snapshot.py)
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from bench.corpus import NOT_RUN, corpus, truth

from stemmata.fingerprint.features import features
from stemmata.fingerprint.picture import CHECK_PX, FILM_POINTS, FILM_PX, STILL_POINTS, STILL_PX
from stemmata.fingerprint.points import packed_points, unpacked_points
from stemmata.match.chance import WAYS, Null
from stemmata.match.geometry import View, coincidence
from stemmata.match.one_movement import coincidence_together

VIEWS_OF_ONE = 24
SMALLEST_WINDOW = 0.35
SEED = 20_261_123

Grey = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Kind:
    name: str
    longest_px: int
    points: int
    share: float
    """Of all trials."""
    pairs: int = 1
    """Views of a film that are laid over as many of another by one movement."""


KINDS = (
    Kind("frames of films", FILM_PX, FILM_POINTS, 0.80),
    Kind("stills", STILL_PX, STILL_POINTS, 0.16),
    Kind("ten frames of two films", FILM_PX, FILM_POINTS, 0.04, pairs=10),
)


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--trials", type=int, default=2_500_000)
    options.add_argument("--snapshot", action="store_true")
    options.add_argument("--kind", choices=[kind.name for kind in KINDS], help="only these")
    asked = options.parse_args()
    folder = corpus()
    if folder is None:
        print(NOT_RUN)
        return 0
    worlds = list(_photographs(folder))
    print(f"{len(worlds)} photographs, {VIEWS_OF_ONE} views of each")
    for kind in [kind for kind in KINDS if asked.kind in {None, kind.name}]:
        trials = int(asked.trials * kind.share / 2)
        made, held = (_null(kind, worlds[half::2], trials, half) for half in (0, 1))
        _report(kind, made, held)
        if kind.pairs == 1:
            _impossible(kind, worlds, max(1, trials // 100))
        if asked.snapshot:
            print(f"    Null({made.population!r}, SNAPSHOT, {made.trials}, {made.reached}, LOOK_ALIKES)")
    return 0


def _photographs(folder: Path) -> Iterator[Grey]:
    """Those of the corpus that are no copy, each of another thing."""
    for file, entry in sorted(truth(folder, "truth_images.jsonl").items()):
        if entry["role"] in {"source", "distractor"}:
            yield np.asarray(cv2.imread(str(folder / "bench" / file), cv2.IMREAD_GRAYSCALE), np.uint8)


def _null(kind: Kind, worlds: Sequence[Grey], trials: int, seed: int) -> Null:
    random = np.random.default_rng([SEED, seed])
    seen = [[_views(world, kind, random) for _ in range(VIEWS_OF_ONE // kind.pairs + 2)] for world in worlds]
    reached: list[int] = []
    for _ in range(trials):
        one, other = random.choice(len(worlds), 2, replace=False).tolist()
        a, b = (seen[world][int(random.integers(len(seen[world])))] for world in (one, other))
        details = coincidence(a[0], b[0]) if kind.pairs == 1 else coincidence_together(list(zip(a, b, strict=True)))
        reached += [0] * (details + 1 - len(reached))
        reached[details] += 1
    return Null(kind.name, f"pictures-{date.today():%Y-%m}", trials, tuple(reached))


def _views(world: Grey, kind: Kind, random: np.random.Generator) -> list[View]:
    """As many windows as the kind lays over each other, a part of the world and some mirrored, on a slow way."""
    height, width = world.shape
    share = random.uniform(SMALLEST_WINDOW, 1)
    high, wide = round(height * share), round(width * share)
    places = random.uniform(0, 1, (2, 2)) if kind.pairs > 1 else np.repeat(random.uniform(0, 1, (1, 2)), 2, axis=0)
    flipped = random.random() < 0.5
    views = []
    for at in np.linspace(0, 0.4, kind.pairs):
        down, right = places[0] + at * (places[1] - places[0])
        top, left = int(down * (height - high)), int(right * (width - wide))
        window = world[top : top + high, left : left + wide]
        views.append(_view(np.ascontiguousarray(window[:, ::-1] if flipped else window), kind))
    return views


def _view(grey: Grey, kind: Kind) -> View:
    """As a fingerprint has it: sought in a picture of `longest_px`."""
    sought = _resized(grey, kind.longest_px)
    found = features(sought, kind.points)
    points = unpacked_points(packed_points(found.points, (sought.shape[1], sought.shape[0])))
    return View(points, found.signature, _resized(grey, CHECK_PX))


def _resized(grey: Grey, longest_px: int) -> Grey:
    scale = longest_px / max(grey.shape)
    size = round(grey.shape[1] * scale), round(grey.shape[0] * scale)
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC), np.uint8)


def _impossible(kind: Kind, worlds: Sequence[Grey], trials: int) -> None:
    """A view against itself with its places exchanged: every detail has its match, and no movement is right."""
    random = np.random.default_rng([SEED, 2])
    seen = [_views(world, kind, random)[0] for world in worlds]
    reached = []
    for _ in range(trials):
        view = seen[int(random.integers(len(seen)))]
        shuffled = view.points.copy()
        shuffled[:, :2] = shuffled[random.permutation(len(shuffled)), :2]
        reached.append(coincidence(view, replace(view, points=shuffled)))
    tops = np.bincount(reached)
    print(f"  impossible: {trials:,} views against themselves with places exchanged: {tops.tolist()}")


def _report(kind: Kind, made: Null, held: Null) -> None:
    print(f"\n{kind.name}: {made.trials:,} pairs of unrelated views make it, {held.trials:,} others check it")
    print("  details   seen of the others   stated     seen / stated")
    for details in range(4, len(held.reached), max(1, len(held.reached) // 12)):
        seen = sum(held.reached[details:]) * WAYS / held.trials
        if seen == 0:
            break
        stated = made.rate(details)
        print(f"  {details:>7}   {sum(held.reached[details:]):>18,}   {stated:8.1e}   {seen / stated:.2f}")
    print(f"  from 12 details on, stated: {made.rate(12):.1e}; of 20: {made.rate(20):.1e}; of 50: {made.rate(50):.1e}")


if __name__ == "__main__":
    sys.exit(main())
