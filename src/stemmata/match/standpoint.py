"""One picture, or the same place photographed again: what tells apart two stills that lie on each other.

Who edits a picture bends it no further than an affine movement: a crop, a turn, a stretch. Another photograph of the
same place needs more: lines converge otherwise, and what stands nearer or farther than the rest lies displaced. A photo
of a screen converges as well, and is known by the frame of what it shows.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from stemmata.fingerprint.signature import mirrored, negated
from stemmata.match.geometry import REPROJECTION_PX, Fit, Grey, Matrix, View, matches, project, sides
from stemmata.match.laid_over import MIRROR, Levels, laid_over, pixel_matrix
from stemmata.match.stills import COPIES, Verdict, judge

BEND, BEND_OF_COARSE, BEND_OF_COARSEST, NO_BETTER = 0.10, 0.145, 0.25, 1.1
"""How far details may lie from where the best affine movement puts them, in their own sizes (median): the second where
nothing is displaced or changed, the third if besides the movement with perspective is no better, NO_BETTER times at
most: a picture of 128 pixels and 20 details comes to 0.18. Of 562 edited stills of the bench's and of another
generator, screens left out, 97 in 100 stay below the first and all below the second (bad scans, thumbnails of 150
pixels); of 170 pairs of pictures of one place that lay on each other well, 5 in 100 lie below the first and 13 below
the second."""
DISPLACED, DISPLACED_OF_COARSE, CHANGED_OF_COARSE = 0.03, 0.012, 0.03
"""Share of the blocks that agree only after a shift, of those that agree at all: at most 0.03 in 99 of 100 of these
edits, more in 78 of 100 of these pairs. With BEND it leaves none of the 170, and loses 2 of the 562."""
EXACT_BEND = 0.03
"""Below this the movement is exact, and what seems displaced is a black box or a split screen."""
FRAMED_PARALLAX, FRAMED_DISPLACED = 0.05, 0.02
"""What a picture inside a frame may show of both."""
BLOCK, REACH = 16, 4
"""Pixels of a block, and how far round it is sought, at 192 pixels on the longer side."""
TEXTURED, VARIED = 6.0, 3.0
AGREES, BETTER, UNLIKE = 0.80, 0.10, 0.60
MARGIN_PX, NEAR_PX = 8, 5
SIDES, LEAST_OF_A_SIDE = 3, 0.25
"""Sides of the window, of four, that must stand out, and how much of a side must be seen."""


@dataclass(frozen=True, slots=True)
class Bend:
    """`sizes`: how far details lie from an affine movement, in the sizes at which they were found, in the middle of
    all. `beyond`: how many times as far as from the movement with perspective (roots of mean squares)."""

    sizes: float
    beyond: float


@dataclass(frozen=True, slots=True)
class Blocks:
    """Textured blocks of two pictures that lie on each other. `displaced`: share that agrees only when shifted, of
    those that agree. `changed`: share of all that agrees nowhere near."""

    count: int
    displaced: float
    changed: float


def judge_stills(a: View, b: View) -> Verdict:
    """As `judge`, of two pictures that nobody saw move: a copy only where the standpoint is one."""
    found = judge(a, b)
    if found.fit is None or found.name not in COPIES:
        return found
    return doubted(found, doubt(a, b, found.fit))


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why two pictures that lie on each other may yet be two: `name` as in stills.Verdict."""

    name: str
    reason: str


def doubted(found: Verdict, why: Doubt | None) -> Verdict:
    return found if why is None else replace(found, name=why.name, reason=why.reason, a_region=None, b_region=None)


def doubt(a: View, b: View, found: Fit) -> Doubt | None:
    """None where the movement is one that an edit makes, or that a camera before a screen sees."""
    bend = bend_of(a, b, found)
    blocks = blocks_of(a, b, found)
    if blocks.displaced > DISPLACED and bend.sizes > EXACT_BEND:
        return PARTS_APART
    calm = blocks.displaced <= DISPLACED_OF_COARSE and blocks.changed <= CHANGED_OF_COARSE
    bar = (BEND_OF_COARSEST if bend.beyond <= NO_BETTER else BEND_OF_COARSE) if calm else BEND
    if bend.sizes <= bar:
        return None
    planar = found.parallax <= FRAMED_PARALLAX and blocks.displaced <= FRAMED_DISPLACED
    return None if planar and is_framed(a, b, found) else AT_AN_ANGLE


PARTS_APART = Doubt("same_place", "near and far parts lie displaced against each other, as from another standpoint")
AT_AN_ANGLE = Doubt("undecided", "one is seen at an angle, as another photograph of the place would be")


def bend_of(a: View, b: View, found: Fit) -> Bend:
    """How far the details that follow the movement lie from the affine movement that fits them best; infinitely for
    fewer than four."""
    signatures = negated(a.signatures) if found.negative else a.signatures
    pairs = matches(mirrored(signatures) if found.mirrored else signatures, b.signatures)
    ours = a.points[pairs[:, 0], :2].astype(np.float64)
    if found.mirrored:
        ours[:, 0] = 1 - ours[:, 0]
    theirs = b.points[pairs[:, 1], :2].astype(np.float64) * sides(b)
    own = np.linalg.norm(project(found.matrix, ours) * sides(b) - theirs, axis=1)
    near = own <= REPROJECTION_PX
    if near.sum() < 4:
        return Bend(float("inf"), float("inf"))
    ours = (ours * sides(a))[near]
    lifted = np.c_[ours, np.ones(len(ours))]
    best = np.linalg.lstsq(lifted, theirs[near], rcond=None)[0]
    off = np.linalg.norm(lifted @ best - theirs[near], axis=1)
    enlarged = float(np.sqrt(abs(np.linalg.det(best[:2]))))
    size_a = a.points[pairs[:, 0], 2][near] * sides(a)[0] * enlarged
    size_b = b.points[pairs[:, 1], 2][near] * sides(b)[0]
    beyond = float(np.sqrt((off**2).mean() / max(float((own[near] ** 2).mean()), 1e-9)))
    return Bend(float(np.median(off / np.maximum(size_a, size_b))), beyond)


def blocks_of(a: View, b: View, found: Fit) -> Blocks:
    """Each textured block of the part that both show, sought at its place and a few pixels round it."""
    laid = laid_over(_grey(a, found), b.grey, shares_of(found))
    one, other = (np.asarray(cv2.GaussianBlur(side, (0, 0), 0.8), np.float32) for side in (laid.a, laid.b))
    height, width = one.shape
    rows: list[tuple[float, float, bool]] = []
    for top in range(REACH, height - BLOCK - REACH + 1, BLOCK // 2):
        for left in range(REACH, width - BLOCK - REACH + 1, BLOCK // 2):
            round_it = np.s_[top - REACH : top + BLOCK + REACH, left - REACH : left + BLOCK + REACH]
            itself = np.s_[top : top + BLOCK, left : left + BLOCK]
            if laid.both[round_it].all() and one[itself].std() >= TEXTURED and other[itself].std() >= VARIED:
                rows.append(_sought(np.ascontiguousarray(one[itself]), np.ascontiguousarray(other[round_it])))
    if not rows:
        return Blocks(0, 0.0, 0.0)
    there, nearby, moved = (np.array(column) for column in zip(*rows, strict=True))
    displaced = moved & (nearby >= AGREES) & (nearby - there >= BETTER)
    agreeing = int((displaced | (there >= AGREES)).sum())
    return Blocks(len(rows), float(displaced.sum() / max(agreeing, 1)), float((nearby < UNLIKE).mean()))


def _sought(block: Levels, round_it: Levels) -> tuple[float, float, bool]:
    """r at the block's own place, the most round it, and whether that is another place."""
    r = cv2.matchTemplate(round_it, block, cv2.TM_CCOEFF_NORMED)
    return float(r[REACH, REACH]), float(r.max()), bool(r.argmax() != r.size // 2)


def is_framed(a: View, b: View, found: Fit) -> bool:
    """Whether one of the two lies whole in the other and ends there in straight edges, as on a screen."""
    shares = shares_of(found)
    back: Matrix = np.asarray(np.linalg.inv(shares), np.float64)
    return _ends_inside(_grey(a, found), b.grey, shares) or _ends_inside(b.grey, _grey(a, found), back)


def _ends_inside(inner: Grey, outer: Grey, shares: Matrix) -> bool:
    """`outer` is brought onto the grid of `inner` with a margin: the sides of the window must stand out from the lines
    beside them."""
    height, width = inner.shape
    onto = np.asarray(np.linalg.inv(pixel_matrix(shares, inner, outer)), np.float64)
    moved = np.array([[1.0, 0, MARGIN_PX], [0, 1, MARGIN_PX], [0, 0, 1]]) @ onto
    size = (width + 2 * MARGIN_PX, height + 2 * MARGIN_PX)
    seen = cv2.warpPerspective(outer.astype(np.float32), moved, size, flags=cv2.INTER_LINEAR)
    there = cv2.warpPerspective(np.full(outer.shape, 255, np.uint8), moved, size, flags=cv2.INTER_NEAREST) == 255
    stand_out = 0
    for lines, covered in ((seen, there), (seen.T, there.T)):
        for edge in (MARGIN_PX, len(lines) - MARGIN_PX):
            near = np.s_[edge - NEAR_PX : edge + NEAR_PX]
            whole = covered[near].all(axis=0)
            whole[: 2 * MARGIN_PX] = whole[-2 * MARGIN_PX :] = False
            if whole.sum() >= LEAST_OF_A_SIDE * lines.shape[1]:
                steps = np.abs(np.diff(lines[near][:, whole], axis=0)).mean(axis=1)
                stand_out += _is_an_edge(np.asarray(steps, np.float64))
    return stand_out >= SIDES


def _is_an_edge(steps: npt.NDArray[np.float64]) -> bool:
    """Whether the steps across a line are clearly the largest right at it."""
    inner = np.abs(np.arange(len(steps)) - len(steps) // 2) <= 1
    return float(steps[inner].max()) > 6 and float(steps[inner].max()) > 1.8 * float(np.median(steps[~inner]) + 0.5)


def shares_of(found: Fit) -> Matrix:
    """The movement from a as it is, mirroring included."""
    return np.asarray(found.matrix @ MIRROR, np.float64) if found.mirrored else found.matrix


def _grey(a: View, found: Fit) -> Grey:
    return np.subtract(255, a.grey, dtype=np.uint8) if found.negative else a.grey
