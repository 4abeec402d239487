"""Stills for tests of lineage: a scene with details of all sizes, stored and read again."""

from io import BytesIO

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from stemmata.fingerprint.rendition import Rendition, rendition, rendition_of

Colours = npt.NDArray[np.uint8]
SAME_PLACE = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)


def scene(seed: int = 1) -> Colours:
    """Patches of several sizes, as many details as a street has."""
    random = np.random.default_rng(seed)
    made = np.zeros((480, 640, 3), np.float32)
    for cells in (6, 20, 60, 160):
        patches = random.integers(0, 255, (cells * 3 // 4, cells, 3)).astype(np.float32)
        made += cv2.resize(patches, (640, 480), interpolation=cv2.INTER_CUBIC) / 4
    return np.asarray(np.clip(made, 0, 255), np.uint8)


def stored(pixels: Colours, quality: int = 90) -> bytes:
    made = BytesIO()
    Image.fromarray(pixels).save(made, "JPEG", quality=quality)
    return made.getvalue()


def shown(content: bytes) -> Colours:
    return np.asarray(Image.open(BytesIO(content)).convert("RGB"))


def read(content: bytes, holder: str = "a") -> Rendition:
    return rendition_of(holder, rendition(BytesIO(content), {}))


def smaller(pixels: Colours) -> Colours:
    return np.asarray(Image.fromarray(pixels).resize((400, 300), Image.Resampling.LANCZOS))


def cropped(pixels: Colours) -> Colours:
    return np.ascontiguousarray(pixels[20:440, 40:600])


CROPPED = (640 / 560, 0.0, -40 / 560, 0.0, 480 / 420, -20 / 420, 0.0, 0.0, 1.0)
"""The movement that lays the scene over `cropped`."""


def lighter(pixels: Colours) -> Colours:
    return np.asarray(np.clip(pixels * 1.05 + 6, 0, 255), np.uint8)


def marked(pixels: Colours) -> Colours:
    return np.asarray(cv2.putText(pixels.copy(), "AGENCY", (20, 460), 0, 1.5, (255, 255, 255), 4), np.uint8)
