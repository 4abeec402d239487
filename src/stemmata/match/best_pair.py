"""The frame pair that shows a stretch best: nearest to the line of the two clocks, with the details that lie on it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stemmata.fingerprint.signature import Signatures, mirrored, negated
from stemmata.match.differences import Difference, difference, nudge
from stemmata.match.geometry import Matrix, View, matches, project, sides
from stemmata.match.laid_over import FramePair, frame_pairs, laid_over, shares_matrix
from stemmata.match.picture import Picture
from stemmata.model.edge import Segment

TRIED = 4
"""Of the nearest pairs the one in which most details lie on the movement."""
MOST, WITHIN_US = 40, 300_000
"""Pairs to choose from, and how far from the line they may lie where none is nearer (as frame_pairs.NEAR_US)."""
ON_PX = 4.0
"""How far from where the movement puts it a detail may lie, at 512 pixels a side: the movement is that of the stretch,
and a frame of it lies a pixel or two off."""
NEAR_ENOUGH_US = 5_000

Places = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Shown:
    """`matrix` maps shares of a's sides onto shares of b's, mirroring and the hand's last pixel in it. `on_a`, `on_b`
    (n, 2): the same details in shares of either. `differing`: what residues are sought in."""

    pair: FramePair
    a: View
    b: View
    matrix: Matrix
    on_a: Places
    on_b: Places
    differing: Difference


def best_pair(a: Picture, b: Picture, segment: Segment) -> Shown | None:
    """Pure. None where no two sampled frames lie near the line."""
    pairs = frame_pairs(a, b, segment, MOST) or frame_pairs(a, b, segment, MOST, WITHIN_US)
    nearest = sorted(pairs, key=lambda pair: (pair.apart_us // NEAR_ENOUGH_US, pair.sample_b, pair.sample_a))
    spread = [pair for pair in nearest if pair.apart_us < nearest[0].apart_us + NEAR_ENOUGH_US]
    tried = spread[:: max(1, len(spread) // TRIED)][:TRIED] if len(spread) >= TRIED else nearest[:TRIED]
    found = [(pair, _on_one_movement(a, b, segment, pair)) for pair in tried]
    if not found:
        return None
    pair, (matrix, on_a, on_b) = max(found, key=lambda one: (len(one[1][1]), -one[0].apart_us, -one[0].sample_b))
    differing = difference(a, b, segment, pair)
    return Shown(pair, a.view(pair.sample_a), b.view(pair.sample_b), matrix, on_a, on_b, differing)


def _on_one_movement(one: Picture, other: Picture, segment: Segment, pair: FramePair) -> tuple[Matrix, Places, Places]:
    """The movement between these two frames, and the details that follow it."""
    a, b, matrix = one.view(pair.sample_a), other.view(pair.sample_b), shares_matrix(segment)
    laid = laid_over(a.grey, b.grey, matrix)
    x, y = nudge(laid)
    height, width = laid.a.shape
    aside = np.array([[1.0, 0, x / width], [0, 1, y / height], [0, 0, 1]])
    matrix = np.asarray(matrix @ aside if laid.on_a else aside @ matrix, np.float64)
    found = matches(_seen_as_b(a.signatures, segment), b.signatures)
    on_a, on_b = (view.points[found[:, side], :2].astype(np.float64) for side, view in enumerate((a, b)))
    near = np.linalg.norm((project(matrix, on_a) - on_b) * sides(b), axis=1) <= ON_PX
    return matrix, on_a[near], on_b[near]


def _seen_as_b(signatures: Signatures, segment: Segment) -> Signatures:
    turned = mirrored(signatures) if segment.mirrored else signatures
    return negated(turned) if segment.geometry.get("negative") else turned
