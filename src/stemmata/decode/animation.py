"""Animated GIF, PNG and WebP as films: pictures as a browser shows them, each at its time.

Pillow reads all three. FFmpeg reads the animated GIF, gives the first picture of a PNG that says 0 a time of its own,
and refuses the animated WebP; and what it need not read, no file can choose.
"""

from collections.abc import Iterator
from io import BytesIO
from itertools import accumulate
from typing import BinaryIO

from av.video.frame import VideoFrame
from PIL import Image

from stemmata.decode import stills
from stemmata.decode.animation_index import AnimationIndex, animation_index
from stemmata.decode.video import Budget, Reading
from stemmata.model.errors import MediaError
from stemmata.model.failure import Code, Failure

MAX_UNPACKED_PIXELS = 10_000_000_000
"""Of all pictures together: three minutes of 1920 × 1080 at 25 a second, two hours of 480 × 270 at ten. Each picture is
composed on the whole canvas, so a file of a few hundred kilobytes could otherwise ask for days of work. Such a file
(3,000 pictures of one pixel on 4,000 × 4,000, 69 kB) is read up to here in 231 s on a busy core; a film may take
3,600 s."""


def frames(
    source: BinaryIO,
    *,
    budget: Budget | None = None,
    reading: Reading | None = None,
    unpacked_pixels: int = MAX_UNPACKED_PIXELS,
) -> Iterator[tuple[int, VideoFrame]]:
    """(time in µs, picture) of an animation: upright RGB on white, disposed of and blended as its format says.

    What a GIF's picture leaves behind for "background" is transparent where it has a transparent colour, and its
    background colour where it has none, as the specification says; browsers show the page there. What went wrong on the
    way is in `reading`: TRUNCATED, DAMAGED or TOO_LARGE beside the pictures up to there. MediaError when there is no
    picture at all, or no animation (NO_FRAMES).
    """
    budget, reading = budget or Budget(), reading if reading is not None else Reading()
    index = animation_index(source)
    if index is None or not index.moves:
        raise MediaError(Code.NO_FRAMES, "it is not animated")
    reading.failure = index.failure
    with stills.limited(budget.pixels):
        image = stills.open_image(mended(source, index))
        orientation = stills.claimed_orientation(image)
        pixels = image.width * image.height
        if pixels > budget.pixels:
            raise MediaError(Code.TOO_LARGE, f"{image.width} × {image.height} pixels")
        most = min(budget.frames, unpacked_pixels // pixels)
        starts = accumulate(index.shown_us, initial=0)
        for number, at in zip(range(len(index.shown_us)), starts, strict=False):
            if number >= most or at > budget.seconds * 1_000_000:
                reading.failure = Failure(Code.TOO_LARGE, f"stopped after {number:,} pictures, {at // 1_000_000:,} s")
                return
            try:
                shown = _picture(image, index.first + number)
            except MediaError as error:
                if number == 0:
                    raise
                where = f"picture {number + 1:,} of {len(index.shown_us):,}"
                reading.failure = Failure(error.failure.code, f"{where}: {error.failure.detail}")
                return
            reading.frames += 1
            yield at, VideoFrame.from_ndarray(stills.upright(shown, orientation), format="rgb24")


def mended(source: BinaryIO, index: AnimationIndex) -> BinaryIO:
    """The file up to its last whole picture where it was cut, its length corrected: a WebP is otherwise refused."""
    source.seek(0)
    if index.failure is None or source.read(4) != b"RIFF":
        source.seek(0)
        return source
    source.seek(0)
    held = bytearray(source.read(index.whole_bytes))
    held[4:8] = (len(held) - 8).to_bytes(4, "little")
    return BytesIO(bytes(held))


def _picture(image: Image.Image, number: int) -> stills.Pixels:
    """MediaError DAMAGED, TOO_LARGE."""
    try:
        image.seek(number)
        image.load()
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise MediaError(Code.TOO_LARGE, f"more than {Image.MAX_IMAGE_PIXELS:,} pixels") from error
    except stills.DECODER_ERRORS as error:
        raise MediaError(Code.DAMAGED, stills.in_words(error)) from error
    return stills.rgb_on_white(image)
