"""Which item holds the most real detail of a family's footage.

An enlarged or sharpened copy has more pixels and no more detail, so the tree speaks first, then measured detail, then
how coarsely files are coded; size alone only where nothing else is known, and it is said then.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from stemmata.lineage.descending import Tree
from stemmata.lineage.stemma import Witness

CLEARLY_FINER = 1.1
"""Times the detail of the next; below it two items have as much."""
AS_LARGE = 1.05
"""Times the pixels of the next, over the same scene; below it two pictures are equally large."""
CLEARLY_FINER_CODED = 1.25
"""Times the bits for a pixel of the next, of the same codec and size; below it two files are coded alike."""

BY_TREE, ALONE, BY_DETAIL = "quality_by_tree", "quality_alone", "quality_by_detail"
BY_CODING, BY_SIZE_ONLY = "quality_by_coding", "quality_by_size_only"
TIED, NOT_COMPARABLE, NOT_MEASURED = "quality_tied", "quality_not_comparable", "quality_not_measured"
FILMS_ONLY = "quality_films_only"


@dataclass(frozen=True, slots=True)
class Measured:
    """What is known of one item's picture. width, height: pixels as shown. frames: pictures coded (1 for a still).
    picture_bytes: what all of them take; None where it is not known apart from sound. detail: the finest lines that the
    picture really holds, over its height (an effective resolution); None where it was not measured."""

    item: str
    width: int | None = None
    height: int | None = None
    duration_us: int | None = None
    frames: int | None = None
    picture_bytes: int | None = None
    codec: str | None = None
    detail: float | None = None

    @property
    def pixels(self) -> int | None:
        return self.width * self.height if self.width and self.height else None

    @property
    def bits_per_pixel(self) -> float | None:
        if not self.pixels or not self.frames or not self.picture_bytes:
            return None
        return 8 * self.picture_bytes / (self.pixels * self.frames)


def highest_quality(
    witnesses: Sequence[Witness], tree: Tree, measured: Mapping[str, Measured], scene_area: Mapping[str, float]
) -> tuple[str | None, tuple[str, ...]]:
    """(item, reasons). `scene_area`: each item's picture in shares of one picture of the scene; 1.0 where left out.

    What comes from a held witness, proven or likely, holds no more detail than that one. Films before stills.
    """
    held = [witness for witness in witnesses if witness.held]
    left = [witness for witness in held if not tree.is_explained(witness.id, _length(witness, measured))]
    ones = sorted(_representative(witness, measured) for witness in left)
    known = [measured[item] for item in ones if item in measured and measured[item].pixels]
    films = [one for one in known if one.duration_us]
    if not known:
        return None, (NOT_MEASURED,)
    if len(ones) == 1:
        return ones[0], (ALONE if len(held) == 1 else BY_TREE,)
    if tree.is_told and len(known) < len(ones):
        return None, (NOT_COMPARABLE,)
    apart = (FILMS_ONLY,) if films and len(films) < len(known) else ()
    candidates = films or known
    if len(candidates) == 1:
        return candidates[0].item, apart or (BY_SIZE_ONLY,)
    best, reasons = _compared(candidates, scene_area, tree.is_told)
    return best, (*reasons, *apart)


def _compared(
    candidates: Sequence[Measured], area: Mapping[str, float], told: bool
) -> tuple[str | None, tuple[str, ...]]:
    details = {
        one.item: one.detail / sqrt(area.get(one.item, 1.0)) for one in candidates if one.detail is not None
    }  # fmt: skip
    if len(details) == len(candidates):
        finest = _near_the_best(candidates, lambda one: details[one.item], CLEARLY_FINER)
        return (finest[0].item, (BY_DETAIL,)) if len(finest) == 1 else _by_coding(finest, area, BY_DETAIL)
    if told:
        return None, (NOT_COMPARABLE,)
    largest = _near_the_best(candidates, lambda one: (one.pixels or 0) / area.get(one.item, 1.0), AS_LARGE)
    return (largest[0].item, (BY_SIZE_ONLY,)) if len(largest) == 1 else _by_coding(largest, area, BY_SIZE_ONLY)


def _by_coding(tied: Sequence[Measured], area: Mapping[str, float], before: str) -> tuple[str | None, tuple[str, ...]]:
    """Bits for a pixel say something between files of one codec and one size alone."""
    sizes = [(one.pixels or 0) / area.get(one.item, 1.0) for one in tied]
    rates = {one.item: one.bits_per_pixel or 0.0 for one in tied}
    alike = len({one.codec for one in tied}) == 1 and tied[0].codec is not None and max(sizes) <= AS_LARGE * min(sizes)
    if not alike or not all(rates.values()):
        return None, (TIED, before)
    finest = _near_the_best(tied, lambda one: rates[one.item], CLEARLY_FINER_CODED)
    return (finest[0].item, (before, BY_CODING)) if len(finest) == 1 else (None, (TIED, before))


def _near_the_best(ones: Sequence[Measured], value: Callable[[Measured], float], clearly: float) -> list[Measured]:
    best = max(value(one) for one in ones)
    return [one for one in ones if value(one) * clearly >= best]


def _representative(witness: Witness, measured: Mapping[str, Measured]) -> str:
    """Files of the same coded pictures hold the same detail: the first by name that was measured."""
    return next((item for item in witness.holders if item in measured), witness.holders[0])


def _length(witness: Witness, measured: Mapping[str, Measured]) -> int | None:
    one = measured.get(_representative(witness, measured))
    return None if one is None else one.duration_us
