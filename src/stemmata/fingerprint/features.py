"""Distinct details of one picture: SIFT points with their descriptors, spread over the picture by a grid.

Global hashes die of a crop, a caption, a screenshot or a picture in picture; points survive them, and say where
(research/visual.md section 4). RootSIFT: Arandjelović and Zisserman, CVPR 2012.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

GRID = 4
"""Points are chosen per cell of a 4 × 4 grid, so that a logo full of corners cannot take them all."""

DESCRIPTOR = 128
ROOT_SCALE = 512.0
"""RootSIFT values lie in 0..1 and mostly below 0.4: this fills a byte and clips next to nothing."""


@dataclass(frozen=True, slots=True)
class Features:
    """`points` (k, 4) float32: x, y in pixels of the given grey picture, size in pixels, angle in degrees.
    `descriptors` (k, 128) uint8 RootSIFT, times 512. Strongest first within each cell, cells row by row."""

    points: npt.NDArray[np.float32]
    descriptors: npt.NDArray[np.uint8]


def features(grey: npt.NDArray[np.uint8], limit: int) -> Features:
    """At most `limit` points of an (h, w) uint8 picture. None at all for a blank one."""
    detector = cv2.SIFT.create(nfeatures=4 * limit, contrastThreshold=0.02)
    found = detector.detect(grey, None)
    if not found:
        return Features(np.zeros((0, 4), np.float32), np.zeros((0, DESCRIPTOR), np.uint8))
    chosen, raw = detector.compute(grey, _spread(found, grey.shape, limit))
    if raw is None or len(chosen) == 0:
        return Features(np.zeros((0, 4), np.float32), np.zeros((0, DESCRIPTOR), np.uint8))
    raw = np.asarray(raw, dtype=np.float32)
    rooted = np.sqrt(raw / np.maximum(raw.sum(axis=1, keepdims=True), 1e-9)) * ROOT_SCALE
    points = np.array([(p.pt[0], p.pt[1], p.size, p.angle) for p in chosen], dtype=np.float32)
    return Features(points, np.clip(np.rint(rooted), 0, 255).astype(np.uint8))


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


def mirrored(descriptors: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Descriptors as the mirrored picture has them: rows of the 4 × 4 grid reversed, orientation k -> -k mod 8."""
    grid = descriptors.reshape(-1, 4, 4, 8)[:, ::-1]
    order = np.array([0, 7, 6, 5, 4, 3, 2, 1])
    return np.ascontiguousarray(grid[..., order].reshape(-1, DESCRIPTOR))
