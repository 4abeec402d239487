"""Stills: the picture a person sees, or a named reason."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from tests.media import make

from stemmata.decode.stills import open_still, read_still
from stemmata.model.errors import MediaError
from stemmata.model.failure import Code


def opened(content: bytes) -> make.Pixels:
    return open_still(BytesIO(content))


def far(a: make.Pixels, b: make.Pixels) -> float:
    """Mean absolute difference in grey levels."""
    assert a.shape == b.shape
    return float(np.abs(a.astype(int) - b.astype(int)).mean())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "GIF", "BMP", "AVIF"])
def test_every_format_gives_the_same_picture(kind: str) -> None:
    assert far(opened(make.still(kind=kind)), make.texture(1, 96, 64)) < 6


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_turned_upright(orientation: int) -> None:
    still = read_still(BytesIO(make.with_orientation(1, orientation)))
    assert still.orientation == orientation
    assert far(still.pixels, make.texture(1, 96, 64)) < 4


MODES = [
    ("CMYK", "JPEG", 8),
    ("L", "PNG", 40),
    ("P", "GIF", 20),
    ("RGBA", "PNG", 0.1),
    ("LA", "PNG", 40),
    ("1", "PNG", 140),
]


@pytest.mark.parametrize(("mode", "kind", "most"), MODES, ids=[row[0] for row in MODES])
def test_every_mode_becomes_rgb(mode: str, kind: str, most: float) -> None:
    assert far(opened(make.still(kind=kind, mode=mode)), make.texture(1, 96, 64)) <= most


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_sixteen_bits_lose_only_their_low_byte(kind: str) -> None:
    grey = make.texture(1, 96, 64)[:, :, 0]
    target = BytesIO()
    Image.fromarray(grey.astype(np.uint16) * 257).save(target, kind)
    assert far(open_still(target), np.repeat(grey[:, :, None], 3, axis=2)) <= 1


def test_a_transparent_part_lies_on_white() -> None:
    target = BytesIO()
    Image.new("RGBA", (4, 4), (200, 0, 0, 0)).save(target, "PNG")
    assert (open_still(target) == 255).all()


@pytest.mark.parametrize(
    ("kind", "most"), [("WEBP", 0), ("PNG", 0), ("TIFF", 0), ("GIF", 30)], ids=["WebP", "APNG", "TIFF pages", "GIF"]
)
@pytest.mark.parametrize("longest_px", [None, 32])
def test_of_an_animation_the_first_picture_is_read_and_the_others_are_counted(
    kind: str, most: float, longest_px: int | None
) -> None:
    target = BytesIO()
    first, *others = (Image.fromarray(make.texture(seed, 32, 32)) for seed in (1, 2, 3))
    first.save(target, kind, save_all=True, append_images=others, lossless=True)
    still = read_still(target, longest_px=longest_px)
    assert far(still.pixels, make.texture(1, 32, 32)) <= most
    assert still.pictures == 3


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "GIF", "BMP", "AVIF"])
def test_a_plain_still_is_one_picture(kind: str) -> None:
    assert read_still(BytesIO(make.still(kind=kind))).pictures == 1


def test_shrinking_keeps_shape_and_picture() -> None:
    small = open_still(BytesIO(make.still(size=(640, 480), quality=95)), longest_px=160)
    assert small.shape == (120, 160, 3)
    whole = Image.fromarray(make.texture(1, 640, 480)).resize((160, 120), Image.Resampling.BOX)
    assert far(small, np.asarray(whole)) < 4


@pytest.mark.parametrize("name", ["cut.jpg", "cut.png"])
def test_of_a_cut_picture_the_part_that_is_there_is_read(name: str) -> None:
    content = make.BAD_AND_GOOD[name]()
    still = read_still(BytesIO(content))
    assert still.failure is not None
    assert still.failure.code is Code.TRUNCATED
    whole = make.texture(1, still.pixels.shape[1], still.pixels.shape[0])
    rows = len(whole) // 4
    assert far(still.pixels[:rows], whole[:rows]) < 10


REFUSALS = [
    ("nothing", b"", Code.EMPTY),
    ("noise", np.random.default_rng(1).bytes(3000), Code.DAMAGED),
    ("JPEG header and noise", b"\xff\xd8\xff\xe0" + np.random.default_rng(1).bytes(3000), Code.DAMAGED),
    ("900 megapixels in 110 kB", make.huge_png(30_000, 30_000), Code.TOO_LARGE),
    ("HEIC without the extra", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", Code.NEEDS_EXTRA),
]


@pytest.mark.parametrize(("what", "content", "code"), REFUSALS, ids=[row[0] for row in REFUSALS])
def test_what_cannot_be_read_is_named(what: str, content: bytes, code: Code) -> None:
    with pytest.raises(MediaError) as raised:
        opened(content)
    assert raised.value.failure.code is code


def test_the_limit_is_a_parameter() -> None:
    with pytest.raises(MediaError) as raised:
        open_still(BytesIO(make.still()), max_pixels=6_143)
    assert raised.value.failure.code is Code.TOO_LARGE
    assert open_still(BytesIO(make.still()), max_pixels=6_144).shape == (64, 96, 3)
