"""What is read of a still that has kin: its pixels at working size, and how its file was coded."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from stemmata.decode import stills
from stemmata.fingerprint.rendition import RENDITION_PX, rendition, rendition_of
from stemmata.model.errors import MediaError


def stored(width: int, height: int, form: str, **how: object) -> BytesIO:
    pixels = np.random.default_rng(3).integers(0, 255, (height, width, 3), dtype=np.uint8)
    made = BytesIO()
    Image.fromarray(pixels).save(made, form, **how)
    made.seek(0)
    return made


@pytest.mark.parametrize(("sampling", "number"), [("4:4:4", 0), ("4:2:2", 1), ("4:2:0", 2)])
def test_of_a_jpeg_the_tables_and_the_sampling_are_kept(sampling: str, number: int) -> None:
    found = rendition_of("a", rendition(stored(64, 48, "JPEG", quality=50, subsampling=sampling), {}))
    assert found.sampling == number
    assert found.tables.shape == (2, 64)
    assert found.tables[0, 0] == 16  # ITU-T T.81 table K.1, at quality 50 as printed
    assert (found.width, found.height) == (64, 48)


def test_other_files_have_no_tables() -> None:
    stills.warm()
    found = rendition_of("a", rendition(stored(64, 48, "PNG"), {}))
    assert found.tables.shape == (0, 64)
    assert found.sampling == -1


def test_a_large_picture_is_shrunk_and_its_size_remembered() -> None:
    found = rendition_of("a", rendition(stored(2 * RENDITION_PX, 40, "JPEG"), {}))
    assert found.pixels.shape[1] == RENDITION_PX
    assert found.width == 2 * RENDITION_PX


def test_a_file_that_is_no_picture_is_refused() -> None:
    with pytest.raises(MediaError):
        rendition(BytesIO(b"no picture at all"), {})
