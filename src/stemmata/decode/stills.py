"""Stills: any picture file to RGB rows as a person would see them, or the reason why not."""

import struct
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from typing import BinaryIO

import numpy as np
import numpy.typing as npt
from PIL import (
    Image,
    ImageFile,
    MpoImagePlugin,  # noqa: F401 - the JPEG reader would import it at the first multi-picture file
    UnidentifiedImageError,
)

from stemmata.decode.sniff import HEAD_BYTES, media_type
from stemmata.model.errors import MediaError
from stemmata.model.failure import Code, Failure

FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "GIF", "BMP", "AVIF", "HEIF")
"""The only Pillow readers that a file may choose: its others are rarely used and rarely fuzzed."""

MAX_PIXELS = 100_000_000
"""Largest picture that is unpacked: 100 megapixels are 300 MB of RGB and more than any phone's sensor gives."""

DECODER_ERRORS = (
    OSError,
    SyntaxError,  # Pillow's word for "broken PNG file"
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    AttributeError,
    EOFError,
    RuntimeError,
    struct.error,
)
"""What Pillow's readers are known to raise on damaged files; MemoryError is not among them."""

ORIENTATION = 0x0112  # Exif 2.32 section 4.6.4

Pixels = npt.NDArray[np.uint8]

_TURNS: Mapping[int, tuple[bool, bool, bool]] = {  # rows and columns exchanged, then upside down, then mirrored
    1: (False, False, False),
    2: (False, False, True),
    3: (False, True, True),
    4: (False, True, False),
    5: (True, False, False),
    6: (True, False, True),
    7: (True, True, True),
    8: (True, True, False),
}


@dataclass(frozen=True, slots=True)
class Still:
    """A decoded picture. `pixels` is (h, w, 3) uint8 RGB with the file's orientation applied.

    `failure` is TRUNCATED where only a part could be decoded; the rest of `pixels` is then what the decoder filled in.
    """

    pixels: Pixels
    format: str
    orientation: int
    """As the file claims it, 1 to 8 (Exif); 1 where it claims none or nonsense."""
    failure: Failure | None
    pictures: int | None
    """As the file claims: more than one in an animation, in a TIFF of several pages, beside a phone's map of depth.
    None where they cannot be counted."""


def warm() -> None:
    """Load every plugin and codec now: a child of the worker can open nothing."""
    Image.init()
    if find_spec("pillow_heif") is not None:  # the extra "heif"
        import_module("pillow_heif").register_heif_opener()
    for format_name in ("JPEG", "PNG", "WEBP", "GIF", "BMP", "AVIF", "TIFF"):
        sample = BytesIO()
        Image.new("RGB", (16, 16), (90, 120, 30)).save(sample, format_name)
        read_still(sample)


def open_still(source: BinaryIO, *, max_pixels: int = MAX_PIXELS, longest_px: int | None = None) -> Pixels:
    """The picture as (h, w, 3) uint8 RGB, orientation applied. What a truncated file still gives is given.

    MediaError: EMPTY, DAMAGED, TOO_LARGE, NEEDS_EXTRA. `longest_px`: see `read_still`.
    """
    return read_still(source, max_pixels=max_pixels, longest_px=longest_px).pixels


def read_still(source: BinaryIO, *, max_pixels: int = MAX_PIXELS, longest_px: int | None = None) -> Still:
    """The first picture of the file; `Still.pictures` tells of others. For animations see decode.animation.

    Transparent parts lie on white. 16-bit samples lose their low byte; other depths are stretched from their smallest
    to their largest value. `longest_px`: shrink so that the longer side is at most this (a JPEG is then decoded at a
    fraction of the cost); never enlarges. MediaError: DAMAGED, TOO_LARGE, NEEDS_EXTRA.
    """
    with limited(max_pixels):
        failure: Failure | None = None
        try:
            loaded = _load(source, longest_px)
        except MediaError as whole:
            if whole.failure.code is not Code.DAMAGED:
                raise
            failure = Failure(Code.TRUNCATED, whole.failure.detail)
            loaded = _load_what_is_there(source, longest_px, whole)
        pixels = upright(rgb_on_white(loaded.image), loaded.orientation)
    if failure is not None and (pixels == pixels[0, 0]).all():
        raise MediaError(Code.DAMAGED, failure.detail)  # the filling only: nothing of the picture was decoded
    return Still(pixels, loaded.format, loaded.orientation, failure, loaded.pictures)


@contextmanager
def limited(max_pixels: int) -> Iterator[None]:
    """Pillow's limit is a global of the process: set for one picture, and put back."""
    before = Image.MAX_IMAGE_PIXELS
    Image.MAX_IMAGE_PIXELS = max_pixels
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            yield
    finally:
        Image.MAX_IMAGE_PIXELS = before


def open_image(source: BinaryIO) -> Image.Image:
    """Pillow's image, header only, by the white list. MediaError as `read_still`."""
    source.seek(0)
    head = source.read(HEAD_BYTES)
    if not head:
        raise MediaError(Code.EMPTY)
    if media_type(head) == "image/heic" and "HEIF" not in Image.OPEN:
        raise MediaError(Code.NEEDS_EXTRA, "pillow-heif, for HEIC pictures")
    source.seek(0)
    try:
        return Image.open(source, formats=[name for name in FORMATS if name in Image.OPEN])
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise MediaError(Code.TOO_LARGE, f"more than {Image.MAX_IMAGE_PIXELS:,} pixels") from error
    except DECODER_ERRORS as error:
        raise MediaError(Code.DAMAGED, in_words(error)) from error


def claimed_orientation(image: Image.Image) -> int:
    """The Exif orientation, 1 where there is none that can be read."""
    try:
        value = image.getexif().get(ORIENTATION, 1)
    except DECODER_ERRORS:
        return 1
    return value if value in _TURNS else 1


def shrink(pixels: Pixels, longest_px: int) -> Pixels:
    """(h, w, 3) uint8 with the longer side at most `longest_px`, by area average; smaller pictures as they are."""
    image = Image.fromarray(pixels)
    image.thumbnail((longest_px, longest_px), Image.Resampling.BOX)
    return np.asarray(image)


@dataclass(frozen=True, slots=True)
class _Loaded:
    image: Image.Image
    format: str
    orientation: int
    pictures: int | None


def _load(source: BinaryIO, longest_px: int | None) -> _Loaded:
    image = open_image(source)
    try:
        orientation = claimed_orientation(image)
        format_name, pictures = image.format or "", _pictures(image)
        if longest_px is not None:
            image.draft("RGB", (longest_px, longest_px))
        image.load()
        if longest_px is not None:
            image.thumbnail((longest_px, longest_px), Image.Resampling.BOX, reducing_gap=None)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise MediaError(Code.TOO_LARGE, f"more than {Image.MAX_IMAGE_PIXELS:,} pixels") from error
    except DECODER_ERRORS as error:
        raise MediaError(Code.DAMAGED, in_words(error)) from error
    return _Loaded(image, format_name, orientation, pictures)


def _pictures(image: Image.Image) -> int | None:
    try:
        return int(getattr(image, "n_frames", 1))
    except DECODER_ERRORS:  # a GIF that is cut: its pictures are counted by walking to its end
        return None


def _load_what_is_there(source: BinaryIO, longest_px: int | None, whole: MediaError) -> _Loaded:
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        return _load(source, longest_px)
    except MediaError as part:
        raise whole from part
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False


def rgb_on_white(image: Image.Image) -> Pixels:
    """(h, w, 3) uint8 of a loaded image of any mode; transparent parts lie on white. MediaError DAMAGED."""
    try:
        if image.mode in {"I", "F", "I;16", "I;16B", "I;16L", "I;16N"}:
            return _grey_depth(np.asarray(image), wide=image.mode.startswith("I;16"))
        if image.has_transparency_data:
            layered = image.convert("RGBA")
            paper = Image.new("RGBA", layered.size, (255, 255, 255, 255))
            return np.asarray(Image.alpha_composite(paper, layered).convert("RGB"))
        return np.asarray(image.convert("RGB"))
    except DECODER_ERRORS as error:
        raise MediaError(Code.DAMAGED, in_words(error)) from error


def _grey_depth(samples: npt.NDArray[np.generic], *, wide: bool) -> Pixels:
    """(h, w) of any depth -> (h, w, 3) uint8."""
    numbers = np.nan_to_num(samples.astype(np.float64), posinf=0.0, neginf=0.0)
    low, high = (0.0, 65535.0) if wide else (float(numbers.min()), float(numbers.max()))
    if not wide and 255 < high <= 65535 and low >= 0:  # a 16-bit PNG that Pillow gives as 32-bit integers
        low, high = 0.0, 65535.0
    grey = ((numbers - low) * (255.0 / (high - low if high > low else 1.0))).astype(np.uint8)
    return np.repeat(grey[:, :, None], 3, axis=2)


def upright(pixels: Pixels, orientation: int) -> Pixels:
    """As the Exif orientation, 1 to 8, asks it to be shown."""
    exchanged, upside_down, mirrored = _TURNS[orientation]
    turned = pixels.transpose(1, 0, 2) if exchanged else pixels
    turned = turned[::-1] if upside_down else turned
    return np.ascontiguousarray(turned[:, ::-1] if mirrored else turned)


def in_words(error: BaseException) -> str:
    """What a decoder's error says, without the address of the file object."""
    if isinstance(error, UnidentifiedImageError):
        return "its header is not that of a picture"
    text = str(error)
    return type(error).__name__ if not text or "<_io." in text else text
