"""A still at the size at which generations differ, and how its file was coded. Runs inside the worker.

Fingerprints are small and grey: enough to say that two pictures are kin, too little to say which was made from which.
What a copy lost stands in its fine structure, so this is read of pictures that have kin, and not kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, JpegImagePlugin

from stemmata.decode import stills
from stemmata.model.canonical import Json
from stemmata.model.seams import ArrayBound, Reducer, Reduction

RENDITION_PX = 2048
"""Longest side. Platforms hand out less; of larger pictures only what survives a shrinking to it counts, and the steps
to which they were rounded do not."""

_ARRAYS = {
    "luma": ArrayBound("|u1", (RENDITION_PX, RENDITION_PX)),
    "chroma": ArrayBound("|u1", (2, RENDITION_PX // 2 + 1, RENDITION_PX // 2 + 1)),
    "steps": ArrayBound("<u2", (2, 64)),
}
RENDITION = Reducer("rendition/2", "stemmata.fingerprint.rendition:rendition", _ARRAYS)


@dataclass(frozen=True, slots=True)
class Rendition:
    """luma (h, w) uint8, upright; chroma (2, h/2, w/2) uint8, Cb and Cr as the mean of four pixels (ITU-T T.871).

    width, height: of the file, upright. steps (2, 64): a JPEG's quantisation of luma and chroma, row by row; (0, 64)
    where the grid of its blocks is not that of `luma`: other formats, turned or shrunk pictures. halved: whether its
    colour is stored at half the size both ways; None where that is not known.
    """

    holder: str
    luma: npt.NDArray[np.uint8]
    chroma: npt.NDArray[np.uint8]
    width: int
    height: int
    steps: npt.NDArray[np.uint16]
    halved: bool | None

    @property
    def on_grid(self) -> bool:
        return len(self.steps) > 0


def rendition(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    """Arrays as in `Rendition`; facts: width, height, halved. MediaError as decode.stills.read_still."""
    shown = stills.read_still(source)
    source.seek(0)
    image = stills.open_image(source)
    height, width = shown.pixels.shape[:2]
    steps = np.zeros((0, 64), np.uint16)
    halved: bool | None = None
    if isinstance(image, JpegImagePlugin.JpegImageFile):
        halved = _halved(image)
        if shown.orientation == 1 and max(width, height) <= RENDITION_PX:
            steps = _steps(image)
    luma, chroma = planes(stills.shrink(shown.pixels, RENDITION_PX))
    return Reduction(
        {"width": width, "height": height, "halved": halved},
        {"luma": luma, "chroma": chroma, "steps": steps},
    )


def planes(pixels: npt.NDArray[np.uint8]) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    """luma and chroma as in `Rendition` of (h, w, 3) RGB."""
    whole = np.asarray(Image.fromarray(pixels).convert("YCbCr"))
    height, width = (max(1, (side + 1) // 2) for side in pixels.shape[:2])
    even = cv2.copyMakeBorder(
        whole[..., 1:], 0, pixels.shape[0] % 2, 0, pixels.shape[1] % 2, cv2.BORDER_REPLICATE
    ).reshape(height, 2, width, 2, 2)
    halves = np.asarray((even.sum(axis=(1, 3), dtype=np.uint16) + 2) // 4, np.uint8)
    return np.ascontiguousarray(whole[..., 0]), np.ascontiguousarray(halves.transpose(2, 0, 1))


def _halved(image: JpegImagePlugin.JpegImageFile) -> bool | None:
    """Of colour against luma; by ratio, since some coders write 1 × 2 for both where others write 1 × 1."""
    if image.layers != 3:
        return None
    (_, across, down, _), (_, colour_across, colour_down, _) = image.layer[:2]
    return bool(across == 2 * colour_across and down == 2 * colour_down)


def _steps(image: JpegImagePlugin.JpegImageFile) -> npt.NDArray[np.uint16]:
    """Of luma and chroma; one table serves both where the file holds one."""
    tables = [image.quantization.get(layer[3]) for layer in image.layer[:2]]
    if any(table is None for table in tables) or not tables:
        return np.zeros((0, 64), np.uint16)
    return np.array([tables[0], tables[-1]], np.uint16)


def rendition_of(holder: str, made: Reduction) -> Rendition:
    """From what the worker gave back."""
    facts = made.facts
    halved = facts["halved"]
    return Rendition(
        holder,
        np.asarray(made.arrays["luma"], np.uint8),
        np.asarray(made.arrays["chroma"], np.uint8),
        int(str(facts["width"])),
        int(str(facts["height"])),
        np.asarray(made.arrays["steps"], np.uint16),
        halved if isinstance(halved, bool) else None,
    )
