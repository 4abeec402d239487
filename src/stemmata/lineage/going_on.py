"""Whether what one picture shows beyond another is the scene itself, or a band, a border, a caption that was added.

Only where the scene goes on can the other not have been its source. Three things have to agree, and where they do not,
nothing is said: no one level fills what lies outside; it is as fine as the inside; and no edge runs along the seam.
"""

import cv2
import numpy as np
import numpy.typing as npt

Levels = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

LEAST_PIXELS = 600
LEVELS_ALIKE = 8
"""Width of a bin of levels; bands are plain but for what coding left in them."""
MOST_ALIKE, MORE_ALIKE = 0.30, 1.5
"""Share of the outside that one bin may fill, or how many times the inside's share."""
AS_FINE = 0.5
"""Of the inside's fine structure, at least this much."""
SEAM = 1.8
"""How much steeper it may be across the seam than beside it."""
NEAR_PX, FAR_PX = 2, 8


def scene_goes_on(shown: Levels, inside: Mask) -> bool:
    """shown, inside (h, w). False where too little lies outside to be judged."""
    outside = ~inside
    if int(outside.sum()) < LEAST_PIXELS or int(inside.sum()) < LEAST_PIXELS:
        return False
    alike, usual = _fullest(shown[outside]), _fullest(shown[inside])
    if alike > max(MOST_ALIKE, MORE_ALIKE * usual):
        return False
    fine = np.abs(shown - cv2.blur(shown, (3, 3)))
    if float(fine[_shrunk(outside)].mean() if _shrunk(outside).any() else 0.0) < AS_FINE * float(fine[inside].mean()):
        return False
    return _seam(shown, inside) <= SEAM


def _fullest(values: Levels) -> float:
    counted = np.bincount((values / LEVELS_ALIKE).astype(np.int64).clip(0))
    return float(counted.max() / len(values))


def _shrunk(mask: Mask) -> Mask:
    """Without its rim, where the blur above mixes both sides."""
    return np.asarray(cv2.erode(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0)


def _seam(shown: Levels, inside: Mask) -> float:
    """Steepness across the seam for that of pixels near it, in whichever direction the seam is crossed more steeply."""
    rim = inside.astype(np.uint8)
    near, far = (
        cv2.dilate(rim, np.ones((2 * by + 1, 2 * by + 1), np.uint8))
        != cv2.erode(rim, np.ones((2 * by + 1, 2 * by + 1), np.uint8))
        for by in (NEAR_PX, FAR_PX)
    )
    beside = far & ~near
    worst = 0.0
    for axis in (0, 1):
        steep = np.abs(np.diff(shown, axis=axis))
        across = np.diff(rim.astype(np.int8), axis=axis) != 0
        kept = beside[:-1] if axis == 0 else beside[:, :-1]
        if across.sum() >= NEAR_PX * FAR_PX and kept.any():
            worst = max(worst, float(steep[across].mean() / max(0.5, float(steep[kept].mean()))))
    return worst
