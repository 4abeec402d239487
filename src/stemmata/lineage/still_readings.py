"""Two stills read both ways, and what each way says: cost, draws and signs of one link."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
import numpy.typing as npt

from stemmata.fingerprint.rendition import Rendition
from stemmata.lineage import signs
from stemmata.lineage.copying import FOLDS, Copying, copying
from stemmata.lineage.laying import begun, refined
from stemmata.lineage.links import Link
from stemmata.lineage.rounding import SIDE
from stemmata.lineage.stemma import Proof, Sign
from stemmata.lineage.still_weights import POPULATION
from stemmata.lineage.weighing import Reading, cost, drawn
from stemmata.model.canonical import Plain
from stemmata.model.span import MILLIONTHS, Region

METHOD = "copying/2"
"""Raised whenever the same two renditions would be read otherwise: readings are kept under it."""

DRAWS = tuple(tuple(folds) for folds in np.random.default_rng(1).integers(0, FOLDS, (40, FOLDS)).tolist())
"""Folds drawn with replacement: Efron's bootstrap (Annals of Statistics 7, 1979)."""

SURELY_UNCOVERED = 0.03
"""Share of the child's textured blocks that lie outside of the parent, from which it cannot be the only source. The
error of laying one over the other stays below 0.012 of a picture's area."""
COLOUR_RATIO = 4.0
"""More colour proves nothing: filters tint, and grey pictures are coloured by programs."""
CHANGED_SIZE = 0.02
REPRODUCED_NOISE, REPRODUCED_BROKEN, REPRODUCED_APART = 0.35, 0.03, 100.0
"""The parent, rounded by the child's steps, gives the child but for the noise of conversions; too few blocks contradict
it to be more than marks and clipped lights; and that the child comes from the same picture by another way would be
exp(100) times less likely."""
REFUTED_NOISE, REFUTED_NATS = 1.4, 0.005
"""The other way round, no noise of conversions explains what is left."""
KEPT_LATTICE, KEPT_VALUES, LOST_LATTICE = 0.25, 1_000, 0.6
"""The child's values lie where the parent's steps put them, and the parent's do not lie so by the child's steps."""
MARKED = 0.002
"""With more blocks than this that differ by far more than the others, one of the two bears a mark: which, is not
known."""


@dataclass(frozen=True, slots=True)
class Pair:
    """a -> b and b -> a; None where that way could not be measured."""

    forth: Reading | None
    back: Reading | None


def read_pair(
    a: Rendition,
    b: Rendition,
    matrix: Sequence[float],
    *,
    mirrored: bool,
) -> Pair:
    """`matrix`: as matching keeps it, from shares of a's sides to those of b's."""
    start = begun(matrix, mirrored=mirrored, parent=a.luma, child=b.luma)
    laying = refined(a.luma, b.luma, start)
    forth, back = copying(a, b, laying), copying(b, a, laying.back(a.luma, b.luma))
    steps = [float(one.steps[0].mean()) if one.on_grid else None for one in (a, b)]
    return Pair(
        None if forth is None else Reading(forth, back, steps[0], steps[1]),
        None if back is None else Reading(back, forth, steps[1], steps[0]),
    )


def within(whole: Rendition, region: Region) -> Rendition:
    """Only this window of it; on the grid of its blocks where the window is cut along them."""
    height, width = whole.luma.shape
    x, y = (round(at * side / MILLIONTHS / 2) * 2 for at, side in ((region.x, width), (region.y, height)))
    w = max(2, min(width - x, round(region.width * width / MILLIONTHS)))
    h = max(2, min(height - y, round(region.height * height / MILLIONTHS)))
    luma = np.ascontiguousarray(whole.luma[y : y + h, x : x + w])
    chroma = np.ascontiguousarray(whole.chroma[:, y // 2 : (y + h + 1) // 2, x // 2 : (x + w + 1) // 2])
    on_grid = x % SIDE == y % SIDE == 0
    steps: npt.NDArray[np.uint16] = whole.steps if on_grid else whole.steps[:0]
    size = round(whole.width * w / width), round(whole.height * h / height)
    return Rendition(whole.holder, luma, chroma, *size, steps, whole.halved)


def link_of(parent: str, child: str, reading: Reading, shown: Sequence[Sign] = ()) -> Link:
    """`parent`, `child`: witness ids. `shown`: signs that were read elsewhere (metadata, postings, overlays)."""
    return Link(
        parent,
        child,
        cost(reading),
        (*signs_of(reading), *shown),
        tuple(drawn(reading, DRAWS)),
        POPULATION,
    )


def signs_of(reading: Reading) -> tuple[Sign, ...]:
    """What proves first, then what weighs."""
    forth, back = reading.forth, reading.back
    found: list[Sign] = []
    if _reproduced(forth, back):
        found.append(Sign(signs.REPRODUCED, Proof.DESCENDS, None, {"nats": round(forth.apart), "noise": forth.noise}))
    elif _keeps_lattice(forth, back):
        values: dict[str, Plain] = {"share": round(forth.lattice, 3), "values": forth.stored}
        found.append(Sign(signs.LATTICE, Proof.DESCENDS, None, values))
    elif _explained(forth) or (forth.lattice < KEPT_LATTICE and forth.stored >= KEPT_VALUES):
        found.append(Sign(signs.EITHER_WAY))
    if forth.textured_uncovered > SURELY_UNCOVERED:
        share = round(forth.textured_uncovered, 4)
        found.append(Sign(signs.UNCOVERED, Proof.NOT_ANCESTOR if forth.goes_on else None, None, {"share": share}))
    if forth.colour > COLOUR_RATIO:
        found.append(Sign(signs.COLOUR_MORE, None, None, {"ratio": round(forth.colour, 2)}))
    elif forth.colour < 1 / COLOUR_RATIO:
        found.append(Sign(signs.COLOUR_LOST, None, None, {"ratio": round(forth.colour, 3)}))
    there_and_back: dict[str, Plain] = {
        "there": round(forth.left, 3),
        "back": None if back is None else round(back.left, 3),
    }
    found.append(Sign(signs.LEFT_OVER, None, None, there_and_back))
    if abs(np.log(forth.scale)) > CHANGED_SIZE:
        found.append(Sign(signs.ENLARGED, None, None, {"scale": round(forth.scale, 4)}))
    if reading.parent_step is not None and reading.child_step is not None:
        steps: dict[str, Plain] = {"parent": round(reading.parent_step, 1), "child": round(reading.child_step, 1)}
        found.append(Sign(signs.COARSENESS, None, None, steps))
    return tuple(found)


def _reproduced(forth: Copying, back: Copying | None) -> bool:
    return back is not None and _explained(forth) and _refuted(forth, back)


def _explained(forth: Copying) -> bool:
    return (
        forth.noise is not None
        and forth.broken is not None
        and not forth.toned
        and forth.noise <= REPRODUCED_NOISE
        and forth.broken <= REPRODUCED_BROKEN
        and forth.apart >= REPRODUCED_APART
    )


def _refuted(forth: Copying, back: Copying) -> bool:
    """That the parent was made from the child."""
    if forth.scale < 1 - CHANGED_SIZE or (back.goes_on and back.textured_uncovered > SURELY_UNCOVERED):
        return True
    return (
        back.noise is not None and back.nats is not None and back.noise >= REFUTED_NOISE and back.nats >= REFUTED_NATS
    )


def _keeps_lattice(forth: Copying, back: Copying | None) -> bool:
    return (
        back is not None
        and forth.lattice < KEPT_LATTICE
        and forth.stored >= KEPT_VALUES
        and back.stored >= KEPT_VALUES
        and back.lattice > LOST_LATTICE
        and forth.marked <= MARKED
        and not forth.toned
    )


def pair_to_json(pair: Pair) -> dict[str, Plain]:
    return {
        way: None if reading is None else asdict(reading)
        for way, reading in (("forth", pair.forth), ("back", pair.back))
    }


def pair_from_json(row: Mapping[str, object]) -> Pair:
    """ValueError or TypeError for what `pair_to_json` did not write."""
    return Pair(*(_reading(row[way]) for way in ("forth", "back")))


def _reading(row: object) -> Reading | None:
    if row is None:
        return None
    if not isinstance(row, dict):
        raise ValueError(f"expected a reading, got {row!r:.80}")
    forth = _copying(row["forth"])
    if forth is None:
        raise ValueError("a reading is of a way that was measured")
    return Reading(forth, _copying(row["back"]), row["parent_step"], row["child_step"])


def _copying(row: object) -> Copying | None:
    if row is None:
        return None
    if not isinstance(row, dict):
        raise ValueError(f"expected what a copying comes to, got {row!r:.80}")
    return Copying(**(row | {"folds": tuple((left, nats) for left, nats in row["folds"])}))
