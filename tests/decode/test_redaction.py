"""What was hidden is in no pixel and no sample of what comes out, and the rest is still there."""

import io

import av
import numpy as np
import pytest
from PIL import Image
from tests.media import make

from stemmata.decode.redaction import Box, redaction
from stemmata.model.canonical import Json
from stemmata.model.errors import MediaError
from stemmata.model.failure import Code


def made(content: bytes, **parameters: Json) -> bytes:
    return redaction(io.BytesIO(content), parameters).arrays["file"].tobytes()


def still(kind: str = "JPEG", **more: object) -> bytes:
    out = io.BytesIO()
    Image.fromarray(make.texture(7, 512, 384)).save(out, kind, **more)
    return out.getvalue()


def frames_of(content: bytes) -> list[tuple[float, np.ndarray]]:
    with av.open(io.BytesIO(content), "r") as container:
        return [(float(frame.time or 0), frame.to_ndarray(format="rgb24")) for frame in container.decode(video=0)]


def test_a_window_of_a_still_is_black_and_the_rest_as_it_was() -> None:
    redacted = np.asarray(Image.open(io.BytesIO(made(still("PNG"), boxes=[[250_000, 500_000, 250_000, 250_000]]))))
    expected = make.texture(7, 512, 384).copy()
    expected[192:288, 128:256] = 0
    assert np.array_equal(redacted, expected)


def test_a_still_turned_by_its_exif_is_hidden_as_a_person_sees_it() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    redacted = np.asarray(Image.open(io.BytesIO(made(still(exif=exif), boxes=[[0, 0, 500_000, 250_000]]))))
    assert redacted.shape[:2] == (512, 384)
    assert not redacted[:128, :192].any()
    assert redacted[160:, :].any()


def test_nothing_of_the_metadata_comes_along() -> None:
    exif = Image.Exif()
    exif[0x010E] = "canary description"
    redacted = made(still(exif=exif, comment=b"canary comment"), boxes=[[0, 0, 100_000, 100_000]])
    assert b"canary" not in redacted
    assert not Image.open(io.BytesIO(redacted)).getexif()


def test_a_window_of_a_film_is_black_for_its_time_only() -> None:
    redacted = made(make.film(1, seconds=4), boxes=[[0, 0, 500_000, 500_000, 1_000_000, 2_000_000]])
    dark = {
        at: float(pixels[: pixels.shape[0] // 2 - 8, : pixels.shape[1] // 2 - 8].mean())
        for at, pixels in frames_of(redacted)
    }
    assert len(dark) > 20
    assert max(value for at, value in dark.items() if 1.0 <= at < 2.0) < 4
    assert min(value for at, value in dark.items() if at < 0.9 or at > 2.2) > 20


def test_a_stretch_of_sound_is_silent() -> None:
    redacted = made(make.film(1, seconds=4), silences=[[1_000_000, 2_000_000]])
    with av.open(io.BytesIO(redacted), "r") as container:
        samples = np.concatenate([frame.to_ndarray().ravel() for frame in container.decode(audio=0)])
        rate = container.streams.audio[0].rate
    loud = np.abs(samples.astype(np.float64))
    inside, outside = loud[int(1.1 * rate) : int(1.9 * rate)], loud[int(2.2 * rate) :]
    assert outside.max() > 0.05, "what was not to be hidden is still heard"
    assert inside.max() < 0.01 * outside.max()


WHOLE_ONLY = [
    ("text", b"a letter of no length", Code.NOT_READ),
    ("cut film", make.film(3)[:-400], Code.TRUNCATED),
    ("cut still", still()[:2000], Code.TRUNCATED),
]


@pytest.mark.parametrize(("content", "code"), [row[1:] for row in WHOLE_ONLY], ids=[row[0] for row in WHOLE_ONLY])
def test_what_cannot_be_hidden_whole_is_not_made(content: bytes, code: Code) -> None:
    with pytest.raises(MediaError) as refused:
        made(content, boxes=[[0, 0, 500_000, 500_000]])
    assert refused.value.failure.code is code


def test_a_window_reaches_outward_to_whole_pixels() -> None:
    pixels = np.full((10, 10, 3), 255, np.uint8)
    Box(0.25, 0.25, 0.35, 0.35).cover(pixels, 0, 40)
    assert not pixels[2:4, 2:4].any()
    assert pixels[4:, 4:].all()


@pytest.mark.parametrize(("at_ms", "covered"), [(920, False), (961, True), (1000, True), (2000, True), (2040, False)])
def test_a_window_covers_every_picture_that_may_show_its_time(at_ms: int, covered: bool) -> None:
    pixels = np.full((4, 4, 3), 255, np.uint8)
    Box(0, 0, 1, 1, 1000, 2000).cover(pixels, at_ms, 40)
    assert (not pixels.any()) == covered
