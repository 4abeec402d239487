"""Where details lie, in four numbers of two bytes: finer than SIFT finds them."""

import numpy as np
import numpy.typing as npt

PLACES = 65_536
OCTAVE_STEPS, SMALLEST_OCTAVE = 4096, 12
"""Sizes from 1/4096 of the width to 16 widths, by 1/4096 of an octave."""

Points = npt.NDArray[np.float32]
"""(k, 4): x, y in shares of the picture's width and height, size in widths, angle in degrees clockwise."""


def packed_points(points: npt.NDArray[np.float32], shape: tuple[int, int]) -> npt.NDArray[np.uint16]:
    """(k, 4) of x, y, size in pixels and angle in degrees, in a picture of (width, height) -> (k, 4) steps."""
    width, height = shape
    octaves = np.log2(np.maximum(points[:, 2] / width, 2.0**-SMALLEST_OCTAVE)) + SMALLEST_OCTAVE
    turns = points[:, 3] / 360 % 1
    places = points[:, 0] / width * PLACES, points[:, 1] / height * PLACES
    steps = np.stack([*places, octaves * OCTAVE_STEPS, turns * PLACES], axis=1)
    return np.asarray(np.clip(np.rint(steps), 0, PLACES - 1), "<u2")


def unpacked_points(packed: npt.NDArray[np.uint16]) -> Points:
    """Steps -> what they stand for."""
    steps = packed.astype(np.float32)
    sizes = np.exp2(steps[:, 2] / OCTAVE_STEPS - SMALLEST_OCTAVE)
    columns = steps[:, 0] / PLACES, steps[:, 1] / PLACES, sizes, steps[:, 3] * (360 / PLACES)
    return np.stack(columns, axis=1).astype(np.float32)
