"""Posters from the worker's arrays, encoded here: the original bytes are never served for looking at."""

import io

import numpy as np
from PIL import Image

from stemmata.decode.probe import PROBE
from stemmata.model.seams import Reduction
from stemmata.pipeline.derived import Derived


def thumbnail(derived: Derived, sha256: str) -> bytes | None:
    """A JPEG of at most 320 pixels a side; None where there is no picture."""
    kept = derived.get(PROBE, sha256)
    if not isinstance(kept, Reduction):
        return None
    poster = np.asarray(kept.arrays["poster"], np.uint8)
    if poster.size == 0:
        return None
    out = io.BytesIO()
    Image.fromarray(np.array(poster)).save(out, "JPEG", quality=80)
    return out.getvalue()
