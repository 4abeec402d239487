"""How well one still explains another as its copy: laid over it, toned, rounded as it is, and what then is left.

A copy keeps less than it was made from. What was shrunk, cropped or coarsely coded can be imitated from the parent and
not undone from the child, so p -> c and c -> p differ (Dias, Rocha and Goldenstein, TIFS 2012). The blocks that fit
worst are left out, since a logo is no sign of distance; what the child shows and the parent does not have counts apart,
since no copy gains a margin.

Of a JPEG more can be said than how far the parent's values lie from the child's: whether rounding them by the child's
steps gives the child (lineage.rounding). That is also how the filter is found by which a picture was shrunk. A filter
fitted to the child by least squares is none of them: it leans towards zero, as the child's rounding did, and then fits
the parent and its other copies alike.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from stemmata.fingerprint.rendition import Rendition
from stemmata.lineage.going_on import scene_goes_on
from stemmata.lineage.laying import ENLARGED, FILTERS, Laying, laid
from stemmata.lineage.rounding import COSINES, SIDE, Rounded, blocks, lattice, own_noise, rounded

KEPT_SHARE = 0.85
"""Of the blocks, those that fit best: logos and captions cover less than the rest."""
MOST_BLOCKS = 700
"""Of eight pixels square; more say no more: with 4,000, no edge of twelve generated families came out otherwise."""
PROBE_BLOCKS = 200
"""By which the filter is chosen: only by what the fit says, since a turned picture may have been resized as well."""
PLAIN_FILTER = "bicubic"
TONE_PX = 16
LEAST_BLOCKS = 12
SAME_TONE = 0.6
"""Levels: below it, the tone is the same and nothing is computed that would blur the rounding."""
MARKED = 8.0
"""Times the median of what differs, from which a block is taken for marked."""
FOLDS = 8
"""Parts into which the blocks are dealt out: what the tree would be on other blocks is told by drawing among them."""
LEAST_SPREAD = 6.0
"""Of a block, standard deviation in levels: flatter ones tell next to nothing."""

Levels = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Copying:
    """What p -> c comes to.

    left: mean square of what differs over the best KEPT_SHARE of blocks, levels². lost: by how much the child varies
    less than the parent does there, over `left`: about 1 where the child was rounded from the parent (what rounding
    takes away is not correlated with what it leaves), about -1 the other way round. uncovered: share of the child that
    the parent lacks; `textured_uncovered`: of its textured blocks; goes_on: whether the scene itself is seen to go on
    there. scale: pixels of the child's file for one of the parent's. on_pixels: pixels lie on pixels. toned: levels by
    which brightness or colour differ. filter: by which the child was resized, "" elsewhere. noise, nats, values, apart:
    as in `Rounded`; None where the child has no steps. broken: share of blocks that rounding does not explain, without
    those under a mark. marked: share of blocks that differ by far more than most. lattice, stored: as
    `lineage.rounding.lattice` over the blocks that are not marked, where the parent has steps and both lie on its grid;
    1 and 0 elsewhere. colour: spread of colour in the child for one of the parent's, in what both show. folds (FOLDS,
    2): `left` and `nats` of each part of the blocks; 0 for nats where there are none.
    """

    left: float
    lost: float
    uncovered: float
    textured_uncovered: float
    goes_on: bool
    scale: float
    on_pixels: bool
    toned: float
    filter: str
    noise: float | None
    nats: float | None
    values: int
    apart: float
    broken: float | None
    marked: float
    lattice: float
    stored: int
    colour: float
    folds: tuple[tuple[float, float], ...]


def copying(parent: Rendition, child: Rendition, laying: Laying) -> Copying | None:
    """None where the two share too little to be compared."""
    shape, after = child.luma.shape, child.luma.astype(np.float32)
    lies = laid(parent.luma, laying, shape, PLAIN_FILTER)
    inside = ~np.isnan(lies)
    rows, columns = _chosen(child, inside, MOST_BLOCKS)
    if len(rows) < LEAST_BLOCKS:
        return None
    theirs = blocks(after, rows, columns)
    tone = _tone(lies, parent, child, laying, inside)
    colour = _coloured(tone, shape, rows, columns)
    ours, how = _as_toned(blocks(lies, rows, columns), tone, colour), ""
    if laying.shift is None and laying.scale < ENLARGED:
        few = slice(None, None, max(1, len(rows) // PROBE_BLOCKS))
        tried = {PLAIN_FILTER: ours} | {
            other: _as_toned(blocks(laid(parent.luma, laying, shape, other), rows, columns), tone, colour)
            for other in FILTERS
            if other != PLAIN_FILTER
        }
        how = min(tried, key=lambda one: _misfit(tried[one][few], theirs[few], child))
        ours = tried[how]
    off = np.asarray(((ours - theirs) ** 2).mean(axis=1), np.float32)
    kept = np.argsort(off, kind="stable")[: max(1, int(KEPT_SHARE * len(off)))]
    found: Rounded | None = None
    if child.on_grid:
        between = own_noise(parent.luma, parent.steps[0]) * min(1.0, laying.scale) if parent.on_grid else 0.0
        found = rounded(ours, theirs, child.steps[0], KEPT_SHARE, between)
    plain = off <= MARKED * max(1.0, float(np.median(off)))
    kept_steps, stored = 1.0, 0
    if parent.on_grid and laying.shift is not None and laying.shift[0] % SIDE == laying.shift[1] % SIDE == 0:
        kept_steps, stored = lattice(ours[plain], theirs[plain], parent.steps[0])
    native = laying.scale * (parent.luma.shape[1] / parent.width) / (child.luma.shape[1] / child.width)
    return Copying(
        left=float(off[kept].mean()),
        lost=_lost(ours[kept], theirs[kept]),
        uncovered=1 - float(inside.mean()),
        textured_uncovered=_textured_uncovered(after, inside),
        goes_on=scene_goes_on(after, inside),
        scale=native,
        on_pixels=laying.shift is not None,
        toned=tone.levels,
        filter=how,
        noise=None if found is None else found.noise,
        nats=None if found is None else found.nats,
        values=0 if found is None else found.values,
        apart=0.0 if found is None else found.apart,
        broken=None if found is None else _broken(plain, found),
        marked=1 - float(plain.mean()),
        lattice=kept_steps,
        stored=stored,
        colour=tone.spread,
        folds=_folds(off, kept, None if found is None else found.surprise),
    )


def _misfit(ours: Levels, theirs: Levels, child: Rendition) -> float:
    found: Rounded | None = rounded(ours, theirs, child.steps[0], KEPT_SHARE) if child.on_grid else None
    if found is not None:
        return found.nats
    off = np.sort(((ours - theirs) ** 2).mean(axis=1))
    return float(off[: max(1, int(KEPT_SHARE * len(off)))].mean())


def _broken(plain: npt.NDArray[np.bool_], found: Rounded) -> float:
    told = plain & ~np.isnan(found.surprise)
    return float(found.broken[told].mean()) if told.any() else 1.0


def _folds(off: Levels, kept: Places, surprise: Levels | None) -> tuple[tuple[float, float], ...]:
    """Blocks dealt out by their place; of an empty part, the mean over all."""
    told = np.zeros(0, np.float32) if surprise is None else surprise[~np.isnan(surprise)]
    bound = float(np.quantile(told, KEPT_SHARE)) if len(told) else 0.0
    made = []
    for fold in range(FOLDS):
        part = kept[kept % FOLDS == fold]
        left = float(off[part].mean()) if len(part) else float(off[kept].mean())
        nats = 0.0
        if surprise is not None and len(told):
            own = surprise[fold::FOLDS]
            own = own[own <= bound]
            nats = float(own.mean()) if len(own) else float(told[told <= bound].mean())
        made.append((left, nats))
    return tuple(made)


def _lost(ours: Levels, theirs: Levels) -> float:
    """Without the means of blocks, which a change of tone moves."""
    before, now = (ours @ COSINES[:, 1:]).astype(np.float64), (theirs @ COSINES[:, 1:]).astype(np.float64)
    left = float(((before - now) ** 2).sum())
    return (float((before**2).sum()) - float((now**2).sum())) / max(left, 1e-6)


def _textured_uncovered(after: Levels, inside: npt.NDArray[np.bool_]) -> float:
    """Share of the child's textured blocks that lie wholly outside of the parent; 0 where it has none."""
    high, wide = (side // SIDE for side in after.shape)
    cut = (slice(high * SIDE), slice(wide * SIDE))
    textured = after[cut].reshape(high, SIDE, wide, SIDE).std(axis=(1, 3)) > LEAST_SPREAD
    outside = ~inside[cut].reshape(high, SIDE, wide, SIDE).any(axis=(1, 3))
    return float((textured & outside).sum() / max(1, int(textured.sum())))


def _chosen(child: Rendition, inside: npt.NDArray[np.bool_], most: int) -> tuple[Places, Places]:
    """Rows and columns of blocks that lie inside, spread over the picture; textured ones where there are enough."""
    high, wide = (side // SIDE for side in child.luma.shape)
    cut = (slice(high * SIDE), slice(wide * SIDE))
    whole = inside[cut].reshape(high, SIDE, wide, SIDE).all(axis=(1, 3))
    values = child.luma[cut].reshape(high, SIDE, wide, SIDE).astype(np.float32)
    spread = values.std(axis=(1, 3))
    rows, columns = np.nonzero(whole & (spread > LEAST_SPREAD))
    if len(rows) < LEAST_BLOCKS * LEAST_BLOCKS:
        rows, columns = np.nonzero(whole)
    if len(rows) > most:
        at = np.linspace(0, len(rows) - 1, most).astype(np.int64)
        rows, columns = rows[at], columns[at]
    return rows, columns


@dataclass(frozen=True, slots=True, eq=False)
class _Tone:
    """factors: of the terms of `_lifted`; None where the tone is the same. levels: by which it differs. spread: of
    colour in the child, for one of the parent's. blue, red: the parent's colour in the child's frame, half its size."""

    factors: npt.NDArray[np.float32] | None
    levels: float
    spread: float
    blue: Levels
    red: Levels


def _tone(lies: Levels, parent: Rendition, child: Rendition, laying: Laying, inside: npt.NDArray[np.bool_]) -> _Tone:
    """The child's brightness and colour balance, as the blocks have them that fit best: a white caption would move a
    mean over all. Luma may follow the parent's luma (bent a little), and its colour: what makes green darker makes a
    meadow darker."""
    blue, red = (
        np.nan_to_num(laid(plane, laying, child.chroma.shape[1:], PLAIN_FILTER, halves=True), nan=128.0)
        for plane in parent.chroma
    )
    terms = _means([np.where(inside, lies, 0), blue, red], inside)
    theirs = _means([child.luma.astype(np.float32), *(plane.astype(np.float32) for plane in child.chroma)], inside)
    if len(theirs) < 4 * LEAST_BLOCKS:
        return _Tone(None, 0.0, 1.0, blue, red)
    spread = float(np.sqrt((theirs[:, 1:].var() + 0.25) / (terms[:, 1:].var() + 0.25)))
    lifted = _lifted(terms[:, 0], terms[:, 1], terms[:, 2])
    best = np.arange(len(theirs))
    for _ in range(4):
        factors = np.linalg.lstsq(lifted[best], theirs[best, 0], rcond=1e-6)[0]
        off = np.abs(lifted @ factors - theirs[:, 0])
        best = np.argsort(off, kind="stable")[: max(2 * LEAST_BLOCKS, int(KEPT_SHARE * len(off)))]
    levels = float(np.abs(lifted[best] @ factors - terms[best, 0]).max())
    if levels < SAME_TONE:
        return _Tone(None, 0.0, spread, blue, red)
    return _Tone(factors.astype(np.float32), levels, spread, blue, red)


def _coloured(tone: _Tone, shape: tuple[int, ...], rows: Places, columns: Places) -> tuple[Levels, Levels] | None:
    """(n, 64) of the parent's colour at these blocks; None where no tone needs it."""
    if tone.factors is None:
        return None
    size = (shape[1], shape[0])
    blue, red = (cv2.resize(plane, size, interpolation=cv2.INTER_LINEAR) for plane in (tone.blue, tone.red))
    return blocks(np.asarray(blue, np.float32), rows, columns), blocks(np.asarray(red, np.float32), rows, columns)


def _as_toned(ours: Levels, tone: _Tone, colour: tuple[Levels, Levels] | None) -> Levels:
    if tone.factors is None or colour is None:
        return ours
    made = _lifted(ours.ravel(), colour[0].ravel(), colour[1].ravel()) @ tone.factors
    return np.asarray(np.clip(made, 0, 255).reshape(ours.shape), np.float32)


def _lifted(luma: Levels, blue: Levels, red: Levels) -> Levels:
    """(n, 5) terms of which luma after a change of tone is made up."""
    centred = (luma - 128) / 128
    return np.stack([np.ones_like(luma), luma, centred * centred, blue - 128, red - 128], axis=1).astype(np.float32)


def _means(planes: list[Levels], inside: npt.NDArray[np.bool_]) -> Levels:
    """(n, planes) over the squares of TONE_PX that lie inside; planes of half the size likewise."""
    high, wide = (side // TONE_PX for side in inside.shape)
    whole = inside[: high * TONE_PX, : wide * TONE_PX].reshape(high, TONE_PX, wide, TONE_PX).all(axis=(1, 3))
    means = []
    for plane in planes:
        side = TONE_PX if plane.shape == inside.shape else TONE_PX // 2
        cut = plane[: high * side, : wide * side].reshape(high, side, wide, side)
        means.append(cut.mean(axis=(1, 3))[whole])
    return np.stack(means, axis=1)
