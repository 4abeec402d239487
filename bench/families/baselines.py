"""What any family tree should beat: the literature's recipes, and what people do without a tool.

Each goes from one family's files to who comes from whom. They know no classes and no chances: a parent is "likely".
Files are read by their content; only `earliest` looks at their times.

mse_ok, mse_edmonds: the cost of every ordered pair (still_costs, film_costs), then the cheapest tree: by Oriented
Kruskal (Dias, Rocha and Goldenstein, IEEE TIFS 7(2), 2012) or by Chu-Liu and Edmonds ("optimum branching" in Costa et
al., IEEE TIFS 9(10), 2014). Pairs that could not be laid over each other have no edge, so that a family can fall into
several trees.
star, earliest, largest: everything comes from one file. `star` is told which; `earliest` takes the one that says the
earliest time of itself, by EXIF or a film's container, and only where none says one asks the file system; `largest` the
one with most pixels in a picture, then bytes.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import av
import numpy as np
from bench.edits.truth import Medium
from bench.families.film_costs import film_costs
from bench.families.score import Kind, Placed
from bench.families.still_costs import Costs, still_costs
from PIL import ExifTags, Image

from stemmata.lineage.arborescence import arborescence

Above = Sequence[int | None]
"""Each node's parent, by position."""

COSTS: dict[Medium, Callable[[Sequence[Path]], Costs]] = {Medium.STILL: still_costs, Medium.FILM: film_costs}


def pair_costs(folder: Path, files: Sequence[str], medium: Medium) -> Costs:
    """What both trees below are made from."""
    return COSTS[medium]([folder / file for file in files])


def mse_ok(files: Sequence[str], costs: Costs) -> list[Placed]:
    return placed(files, oriented_kruskal(costs))


def mse_edmonds(files: Sequence[str], costs: Costs) -> list[Placed]:
    return placed(files, cheapest(costs))


def star(files: Sequence[str], source: str) -> list[Placed]:
    """Everything comes from `source`. ValueError where it is none of the files."""
    middle = list(files).index(source)
    return placed(files, [None if at == middle else middle for at in range(len(files))])


def earliest(folder: Path, files: Sequence[str], medium: Medium) -> list[Placed]:
    return star(files, min(files, key=lambda file: (_taken(folder / file, medium), file)))


def largest(folder: Path, files: Sequence[str], medium: Medium) -> list[Placed]:
    return star(files, max(files, key=lambda file: (_pixels(folder / file, medium), file)))


def _taken(path: Path, medium: Medium) -> tuple[int, float]:
    """Sorts by time: what the file says of itself (as UTC) before what the file system says."""
    if medium is Medium.STILL:
        with Image.open(path) as image:
            exif = image.getexif()
        said = exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
        form = "%Y:%m:%d %H:%M:%S"
    else:
        with av.open(str(path)) as container:
            said, form = container.metadata.get("creation_time"), "%Y-%m-%dT%H:%M:%S.%fZ"
    with suppress(ValueError):  # nothing was said, or no time
        return 0, datetime.strptime(str(said), form).replace(tzinfo=UTC).timestamp()
    return 1, path.stat().st_mtime


def _pixels(path: Path, medium: Medium) -> tuple[int, int]:
    """Of one picture, then bytes."""
    if medium is Medium.STILL:
        with Image.open(path) as image:
            width, height = image.size
    else:
        with av.open(str(path)) as container:
            width, height = container.streams.video[0].width, container.streams.video[0].height
    return width * height, path.stat().st_size


def placed(files: Sequence[str], above: Above) -> list[Placed]:
    return [
        Placed(file, None, Kind.NONE) if parent is None else Placed(file, files[parent], Kind.LIKELY)
        for file, parent in zip(files, above, strict=True)
    ]


def oriented_kruskal(costs: Costs) -> list[int | None]:
    """Edges from the cheapest on; one is taken if its child is still the root of a tree that its parent is not in."""
    above: list[int | None] = [None] * len(costs)
    tree = list(range(len(costs)))
    parents, children = np.nonzero(np.isfinite(costs))
    for at in np.argsort(costs[parents, children], kind="stable").tolist():
        parent, child = int(parents[at]), int(children[at])
        if above[child] is None and tree[parent] != tree[child]:
            above[child] = parent
            old = tree[child]
            tree = [tree[parent] if one == old else one for one in tree]
    return above


def cheapest(costs: Costs) -> list[int | None]:
    """The arborescence of least total cost over all choices of its root; as few trees as can be where edges lack.

    One virtual root with an edge to every node, each dearer than all others together, tries them all at once.
    """
    n = len(costs)
    links = [(int(a), int(b), float(costs[a, b])) for a, b in zip(*np.nonzero(np.isfinite(costs)), strict=True)]
    dear = 1.0 + sum(cost for _, _, cost in links)
    edges = links + [(n, node, dear) for node in range(n)]
    chosen = arborescence(n + 1, n, edges)
    parents = [None if at is None else edges[at][0] for at in chosen[:n]]
    return [None if parent == n else parent for parent in parents]
