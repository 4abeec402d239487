"""Distinct details of one picture: SIFT points with their signatures, spread over the picture by a grid.

Global hashes die of a crop, a caption, a screenshot or a picture in picture; points survive them, and say where
(research/visual.md section 4). RootSIFT: Arandjelović and Zisserman, CVPR 2012.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from stemmata.fingerprint.signature import Signatures, signatures

GRID = 4
"""Points are chosen per cell of a 4 × 4 grid, so that a logo full of corners cannot take them all."""


@dataclass(frozen=True, slots=True)
class Features:
    """`points` (k, 4) float32: x, y in pixels of the given grey picture, size in pixels, angle in degrees clockwise.
    `signature` (k, 2) as in fingerprint.signature. Strongest first within each cell, cells row by row."""

    points: npt.NDArray[np.float32]
    signature: Signatures


def features(grey: npt.NDArray[np.uint8], limit: int) -> Features:
    """At most `limit` points of an (h, w) uint8 picture. None at all for a blank one."""
    detector = cv2.SIFT.create(nfeatures=4 * limit, contrastThreshold=0.02)
    found = detector.detect(grey, None)
    chosen, raw = detector.compute(grey, _spread(found, grey.shape, limit)) if found else ([], None)
    if raw is None or len(chosen) == 0:
        return Features(np.zeros((0, 4), np.float32), signatures(np.zeros((0, 128), np.float32)))
    described = np.asarray(raw, dtype=np.float32)
    rooted = np.sqrt(described / np.maximum(described.sum(axis=1, keepdims=True), 1e-9))
    points = np.array([(p.pt[0], p.pt[1], p.size, p.angle) for p in chosen], dtype=np.float32)
    return Features(points, signatures(rooted))


def _spread(found: "Sequence[cv2.KeyPoint]", shape: tuple[int, ...], limit: int) -> "list[cv2.KeyPoint]":
    height, width = shape[:2]
    cells: dict[tuple[int, int], list[cv2.KeyPoint]] = {}
    ordered = sorted(found, key=lambda p: (-p.response, p.pt, p.size, p.angle))
    for point in ordered:
        cell = (int(GRID * point.pt[1] / height), int(GRID * point.pt[0] / width))
        cells.setdefault(cell, []).append(point)
    quota = max(1, limit // (GRID * GRID))
    chosen = [point for _, members in sorted(cells.items()) for point in members[:quota]]
    left = sorted(
        (point for members in cells.values() for point in members[quota:]),
        key=lambda p: (-p.response, p.pt, p.size, p.angle),
    )
    return (chosen + left[: max(0, limit - len(chosen))])[:limit]
