"""Stills as cameras, scanners and messengers really make them: each is known for what it shows."""

from collections.abc import Callable
from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from tests.match import footage
from tests.media import make

from stemmata.fingerprint import picture
from stemmata.match.picture import Picture, picture_of
from stemmata.match.pictures import compare
from stemmata.model.failure import Code
from stemmata.model.item import Media
from stemmata.model.seams import Reduction

STREET = footage.street(1)


def reduced(content: bytes) -> Reduction:
    return picture.still(BytesIO(content), {})


def held(name: str, reduction: Reduction) -> Picture:
    return picture_of(name, Media.IMAGE, reduction)


@pytest.fixture(scope="module")
def plain() -> Picture:
    return footage.still("a plain", STREET)


def written(pixels: make.Pixels, kind: str, *, mode: str = "RGB", **options: object) -> bytes:
    target = BytesIO()
    Image.fromarray(pixels).convert(mode).save(target, kind, **options)
    return target.getvalue()


def sixteen_bits() -> bytes:
    target = BytesIO()
    Image.fromarray(STREET[:, :, 1].astype(np.uint16) * 257).save(target, "PNG")
    return target.getvalue()


def see_through() -> bytes:
    """Every pixel keeps its colour; the lower fifth cannot be seen."""
    layered = np.dstack([STREET, np.full(STREET.shape[:2], 255, np.uint8)])
    layered[-STREET.shape[0] // 5 :, :, 3] = 0
    return written(layered, "PNG", mode="RGBA")


FOUND: dict[str, Callable[[], bytes]] = {
    "monochrome": lambda: written(STREET, "JPEG", mode="L"),
    "black and white": lambda: written(STREET, "PNG", mode="1"),
    "sixteen bits": sixteen_bits,
    "CMYK": lambda: written(STREET, "JPEG", mode="CMYK"),
    "a palette": lambda: written(STREET, "PNG", mode="P"),
    "alpha": see_through,
    "8K": lambda: written(np.repeat(np.repeat(STREET, 16, 0), 16, 1), "JPEG"),
}


@pytest.mark.parametrize("name", FOUND)
def test_how_a_still_is_stored_makes_no_difference(name: str, plain: Picture) -> None:
    reduction = reduced(FOUND[name]())
    assert reduction.failure is None
    assert reduction.facts["pictures"] == 1
    assert compare(plain, held("z odd", reduction)).verdict == "same_footage"


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_still_that_breaks_off_matches_as_far_as_it_goes(kind: str, plain: Picture) -> None:
    content = written(STREET, kind)
    reduction = reduced(content[: len(content) * 6 // 10])
    assert reduction.failure is not None
    assert reduction.failure.code is Code.TRUNCATED
    assert compare(plain, held("z cut", reduction)).verdict in {"same_footage", "same_picture_part"}


@pytest.mark.parametrize("size", [(480, 1), (1, 480), (1, 1)], ids=["one row", "one column", "one pixel"])
def test_a_still_without_area_says_nothing(size: tuple[int, int], plain: Picture) -> None:
    width, height = size
    line = np.ascontiguousarray(STREET[0, : width * height].reshape(height, width, 3))
    reduction = reduced(written(line, "PNG"))
    assert reduction.failure is None
    assert compare(plain, held("z line", reduction)).verdict in {"not_comparable", "not_established"}


def test_of_an_8k_still_no_more_is_kept_than_of_another() -> None:
    large, usual = (reduced(written(np.repeat(np.repeat(STREET, by, 0), by, 1), "JPEG")) for by in (16, 3))
    assert max(int(str(large.facts[side])) for side in ("width", "height")) <= 2048
    assert large.arrays["sample_grey"].nbytes == usual.arrays["sample_grey"].nbytes
    assert len(large.arrays["point"]) <= picture.STILL_POINTS
