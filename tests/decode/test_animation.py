"""Animations: the pictures that a browser shows, each at its time, or as many as a cut or hostile file really holds."""

import struct
from collections.abc import Callable
from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from tests.media import make

from stemmata.decode import animation, video
from stemmata.decode.animation_index import animation_index
from stemmata.model.errors import MediaError
from stemmata.model.failure import Code

KINDS = ["GIF", "PNG", "WEBP"]
DELAYS_MS = [80, 0, 10, 250, 20, 120, 90, 90]
STARTS_US = [0, 80_000, 180_000, 280_000, 530_000, 550_000, 670_000, 760_000]
"""Delays of 0 and of a hundredth of a second last a tenth."""

RED, GREEN, BLUE, GREY, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (9, 9, 9), (255, 255, 255)


def animated(kind: str, **options: object) -> bytes:
    return make.animation(1, kind, delays_ms=DELAYS_MS, **options)


def gif(*pictures: tuple[tuple[int, int, int, int], int, int, int | None]) -> bytes:
    """8 × 8, four colours; each picture is (left, top, width, height), a colour, how it is disposed of, what is
    transparent. Written here, so that what is expected does not rest on the library that reads it."""
    palette = bytes([*RED, *GREEN, *BLUE, *GREY])
    content = b"GIF89a" + struct.pack("<HHBBB", 8, 8, 0x81, 1, 0) + palette
    for place, colour, disposal, transparent in pictures:
        flags = disposal << 2 | (transparent is not None)
        content += b"\x21\xf9\x04" + struct.pack("<BHBB", flags, 5, transparent or 0, 0)
        content += b"\x2c" + struct.pack("<4HB", *place, 0) + _plain_lzw(place[2] * place[3], colour)
    return content + b"\x3b"


def _plain_lzw(count: int, colour: int) -> bytes:
    """Codes of three bits, the table cleared before each, so that they stay of three bits."""
    codes = [code for _ in range(count) for code in (4, colour)] + [5]
    bits = [code >> bit & 1 for code in codes for bit in range(3)]
    packed = np.packbits(bits, bitorder="little").tobytes()
    blocks = (packed[at : at + 255] for at in range(0, len(packed), 255))
    return b"\x02" + b"".join(bytes([len(block)]) + block for block in blocks) + b"\x00"


def shown(content: bytes, **limits: object) -> tuple[list[int], list[make.Pixels], video.Reading]:
    reading = video.Reading()
    read = list(animation.frames(BytesIO(content), reading=reading, **limits))  # type: ignore[arg-type]
    pictures = [np.asarray(frame.to_ndarray(format="rgb24"), np.uint8) for _, frame in read]
    return [at for at, _ in read], pictures, reading


@pytest.mark.parametrize("kind", KINDS)
def test_every_picture_is_shown_at_its_time(kind: str) -> None:
    times, pictures, reading = shown(animated(kind))
    assert times == STARTS_US
    assert reading.failure is None
    for pixels, truth in zip(pictures, make.scene(1, len(DELAYS_MS), width=64, height=48), strict=True):
        assert np.abs(pixels.astype(int) - truth).mean() < (12 if kind == "GIF" else 0.1)


DISPOSED = [
    ("left in place", 1, BLUE),
    ("back to the background colour", 2, GREEN),
    ("back to what was there", 3, RED),
]


@pytest.mark.parametrize(("what", "disposal", "then"), DISPOSED, ids=[row[0] for row in DISPOSED])
def test_a_gif_disposes_of_a_picture_as_it_says(what: str, disposal: int, then: tuple[int, int, int]) -> None:
    content = gif(((0, 0, 8, 8), 0, 1, None), ((2, 2, 2, 2), 2, disposal, None), ((6, 6, 1, 1), 3, 1, None))
    _, (first, second, third), _ = shown(content)
    assert tuple(first[2, 2]) == RED
    assert tuple(second[2, 2]) == BLUE
    assert tuple(third[2, 2]) == then
    assert tuple(third[6, 6]) == GREY
    assert tuple(third[0, 0]) == RED


def test_what_is_transparent_lies_on_white_and_does_not_cover() -> None:
    content = gif(((2, 2, 4, 4), 0, 2, 3), ((0, 0, 1, 1), 2, 1, 3), ((0, 0, 8, 8), 3, 1, 3))
    _, (first, second, third), _ = shown(content)
    assert (tuple(first[3, 3]), tuple(first[0, 0])) == (RED, WHITE)
    assert (tuple(second[3, 3]), tuple(second[0, 0])) == (WHITE, BLUE)
    assert (third == second).all()


@pytest.mark.parametrize(
    ("disposal", "blend", "corner"), [(0, 0, WHITE), (0, 1, RED), (1, 1, WHITE)], ids=["source", "over", "cleared"]
)
def test_a_png_disposes_and_blends_as_it_says(disposal: int, blend: int, corner: tuple[int, int, int]) -> None:
    dot = Image.new("RGBA", (8, 8), (0, 0, 0, 0))
    dot.putpixel((4, 4), (*BLUE, 255))
    target = BytesIO()
    Image.new("RGBA", (8, 8), (*RED, 255)).save(
        target, "PNG", save_all=True, append_images=[dot], disposal=[disposal, 0], blend=[0, blend], duration=50
    )
    _, (first, second), _ = shown(target.getvalue())
    assert tuple(first[0, 0]) == RED
    assert (tuple(second[4, 4]), tuple(second[0, 0])) == (BLUE, corner)


def test_the_still_that_stands_before_an_animated_png_is_no_part_of_it() -> None:
    content = animated("PNG", default_image=True, duration=DELAYS_MS[1:])
    times, pictures, reading = shown(content)
    assert len(times) == len(DELAYS_MS) - 1
    assert reading.failure is None
    second = list(make.scene(1, len(DELAYS_MS), width=64, height=48))[1]
    assert np.abs(pictures[0].astype(int) - second).mean() < 0.1


@pytest.mark.parametrize("kind", [*KINDS, "JPEG", "TIFF"])
def test_one_picture_is_a_still(kind: str) -> None:
    assert animation_index(BytesIO(make.still(kind=kind))) is None
    with pytest.raises(MediaError) as raised:
        shown(make.still(kind=kind))
    assert raised.value.failure.code is Code.NO_FRAMES


def test_pages_of_a_tiff_are_no_animation() -> None:
    target = BytesIO()
    Image.new("RGB", (8, 8)).save(target, "TIFF", save_all=True, append_images=[Image.new("RGB", (8, 8), RED)])
    assert animation_index(target) is None


def declaring(count: int) -> bytes:
    """An animated PNG that says it has `count` pictures."""
    content = animated("PNG")
    at = content.index(b"acTL") + 4
    return content[:at] + make.png_chunk(b"acTL", struct.pack(">II", count, 0))[8:] + content[at + 12 :]


def half(kind: str) -> bytes:
    content = animated(kind)
    return content[: len(content) * 6 // 10]


def damaged_png() -> bytes:
    """A bit of a later picture's data is turned, so that its check fails."""
    content = bytearray(animated("PNG"))
    at = [place for place in range(len(content)) if content[place : place + 4] == b"fdAT"][3]
    content[at + 40] ^= 1
    return bytes(content)


ODD: dict[str, tuple[Callable[[], bytes], Code | None, bool]] = {
    "a GIF that is cut": (lambda: half("GIF"), Code.TRUNCATED, False),
    "a PNG that is cut": (lambda: half("PNG"), Code.TRUNCATED, False),
    "a WebP that is cut": (lambda: half("WEBP"), Code.TRUNCATED, False),
    "a GIF without its last byte": (lambda: animated("GIF")[:-1], Code.TRUNCATED, True),
    "a GIF with a block ended twice": (lambda: animated("GIF")[:-1] + b"\x00\x3b", None, True),
    "bytes behind the end": (lambda: animated("GIF") + b"more", None, True),
    "a PNG that declares more": (lambda: declaring(20), Code.TRUNCATED, True),
    "a PNG that declares fewer": (lambda: declaring(3), None, False),
    "a PNG damaged half-way": (damaged_png, Code.DAMAGED, False),
}
"""How it is made, what is said of it, and whether all its pictures are there."""


@pytest.mark.parametrize("name", ODD)
def test_of_an_odd_animation_what_is_whole_is_read(name: str) -> None:
    make_it, code, whole = ODD[name]
    times, _, reading = shown(make_it())
    assert (reading.failure.code if reading.failure else None) is code
    assert 2 <= len(times) <= len(DELAYS_MS)
    assert (len(times) == len(DELAYS_MS)) == whole
    assert times == STARTS_US[: len(times)]


LIMITS: list[tuple[str, dict[str, object], int]] = [
    ("pictures", {"budget": video.Budget(frames=3)}, 3),
    ("seconds", {"budget": video.Budget(seconds=0.2)}, 3),
    ("pixels in all", {"unpacked_pixels": 64 * 48 * 4}, 4),
]


@pytest.mark.parametrize(("what", "limits", "count"), LIMITS, ids=[row[0] for row in LIMITS])
def test_at_a_limit_what_was_read_is_kept(what: str, limits: dict[str, object], count: int) -> None:
    times, _, reading = shown(animated("GIF"), **limits)
    assert len(times) == count
    assert reading.failure is not None
    assert reading.failure.code is Code.TOO_LARGE


def test_a_canvas_beyond_the_limit_is_not_unpacked() -> None:
    content = bytearray(gif(((0, 0, 1, 1), 0, 1, None), ((0, 0, 1, 1), 2, 1, None)))
    content[6:10] = struct.pack("<HH", 65_535, 65_535)
    with pytest.raises(MediaError) as raised:
        shown(bytes(content))
    assert raised.value.failure.code is Code.TOO_LARGE
