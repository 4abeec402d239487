"""What is read of a still that has kin: its brightness and colour in full size, and the steps it was rounded to."""

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


@pytest.mark.parametrize(("sampling", "halved"), [("4:4:4", False), ("4:2:2", False), ("4:2:0", True)])
def test_of_a_jpeg_the_steps_are_kept_and_whether_its_colour_is_halved(sampling: str, halved: bool) -> None:
    found = rendition_of("a", rendition(stored(64, 48, "JPEG", quality=50, subsampling=sampling), {}))
    assert found.halved is halved
    assert found.steps.shape == (2, 64)
    assert found.steps[:, 0].tolist() == [16, 17]  # ITU-T T.81 tables K.1 and K.2, at quality 50 as printed
    assert found.luma.shape == (48, 64)
    assert found.chroma.shape == (2, 24, 32)


def test_other_files_have_no_steps() -> None:
    stills.warm()
    found = rendition_of("a", rendition(stored(64, 48, "PNG"), {}))
    assert not found.on_grid
    assert found.halved is None


def test_of_a_turned_jpeg_no_steps_are_kept_since_its_blocks_lie_otherwise() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    found = rendition_of("a", rendition(stored(64, 48, "JPEG", exif=exif), {}))
    assert found.luma.shape == (64, 48)
    assert not found.on_grid


def test_a_large_picture_is_shrunk_and_its_size_remembered() -> None:
    found = rendition_of("a", rendition(stored(2 * RENDITION_PX, 40, "JPEG"), {}))
    assert found.luma.shape[1] == RENDITION_PX
    assert found.width == 2 * RENDITION_PX
    assert not found.on_grid


def test_an_odd_size_has_colour_for_its_last_row_and_column() -> None:
    found = rendition_of("a", rendition(stored(65, 49, "JPEG"), {}))
    assert found.chroma.shape == (2, 25, 33)


def test_a_file_that_is_no_picture_is_refused() -> None:
    with pytest.raises(MediaError):
        rendition(BytesIO(b"no picture at all"), {})
