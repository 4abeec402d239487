"""A still at the size at which generations differ, and how its file was coded. Runs inside the worker.

Fingerprints are small and grey: enough to say that two pictures are kin, too little to say which was made from which.
What a copy lost stands in its fine structure, so this is read of pictures that have kin, and not kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
import numpy.typing as npt
from PIL import JpegImagePlugin

from stemmata.decode import stills
from stemmata.model.canonical import Json
from stemmata.model.seams import ArrayBound, Reducer, Reduction

RENDITION_PX = 1280
"""Longest side: what platforms hand out. Of larger pictures only what survives a shrinking to it counts. With 840, 0.72
of the edges of four generated families came out right, with 1280 0.84."""

_ARRAYS = {
    "pixels": ArrayBound("|u1", (RENDITION_PX, RENDITION_PX, 3)),
    "tables": ArrayBound("<u2", (4, 64)),
}
RENDITION = Reducer("rendition/1", "stemmata.fingerprint.rendition:rendition", _ARRAYS)


@dataclass(frozen=True, slots=True)
class Rendition:
    """pixels (h, w, 3) uint8 RGB, upright; width, height: of the file, upright; tables (t, 64) of a JPEG's quantisation
    in zigzag order, (0, 64) elsewhere; sampling: of its chroma as Pillow numbers it (0 4:4:4, 1 4:2:2, 2 4:2:0)."""

    holder: str
    pixels: npt.NDArray[np.uint8]
    width: int
    height: int
    tables: npt.NDArray[np.uint16]
    sampling: int


def rendition(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    """Arrays as in `Rendition`; facts: width, height, sampling. MediaError as decode.stills.read_still."""
    shown = stills.read_still(source)
    source.seek(0)
    image = stills.open_image(source)
    tables: list[list[int]] = []
    sampling = -1
    if isinstance(image, JpegImagePlugin.JpegImageFile):
        tables = [list(image.quantization[at]) for at in sorted(image.quantization)][:4]
        sampling = JpegImagePlugin.get_sampling(image)
    height, width = shown.pixels.shape[:2]
    return Reduction(
        {"width": width, "height": height, "sampling": sampling},
        {
            "pixels": np.ascontiguousarray(stills.shrink(shown.pixels, RENDITION_PX)),
            "tables": np.array(tables, np.uint16).reshape(-1, 64),
        },
    )


def rendition_of(holder: str, made: Reduction) -> Rendition:
    """From what the worker gave back."""
    facts = made.facts
    return Rendition(
        holder,
        np.asarray(made.arrays["pixels"], np.uint8),
        int(str(facts["width"])),
        int(str(facts["height"])),
        np.asarray(made.arrays["tables"], np.uint16),
        int(str(facts["sampling"])),
    )
