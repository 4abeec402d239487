"""Films as phones and platforms really make them: each is known for what it shows, or named for what it lacks."""

import struct
from collections.abc import Iterable, Iterator
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import av
import numpy as np
import pytest
from tests.match import footage
from tests.media import make

from stemmata.fingerprint import picture
from stemmata.match.picture import Picture, picture_of
from stemmata.match.pictures import PairEvidence, compare
from stemmata.model.item import Media

SECONDS = 6


@pytest.fixture(scope="module")
def walked() -> list[footage.Pixels]:
    return footage.walk(1, SECONDS)


@pytest.fixture(scope="module")
def plain(walked: list[footage.Pixels]) -> Picture:
    return footage.film("a plain", walked)


def odd(
    frames: Iterable[footage.Pixels],
    times: Iterable[int],
    *,
    form: str = "yuv420p",
    options: dict[str, str] | None = None,
) -> bytes:
    """An MP4 whose frames stand at `times`, in twelfths of a second."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        with av.open(str(path), "w", options=make.BIT_EXACT) as output:
            wanted = {"crf": "24", "preset": "veryfast", "x264-params": make.SAME_EACH_TIME} | (options or {})
            stream = output.add_stream("libx264", rate=footage.RATE, options=wanted)
            assert isinstance(stream, av.VideoStream)
            stream.codec_context.thread_count = 1
            shown = list(frames)
            stream.height, stream.width, stream.pix_fmt = *shown[0].shape[:2], form
            for pixels, at in zip(shown, times, strict=True):
                frame = av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(format=form)
                frame.pts, frame.time_base = at, Fraction(1, footage.RATE)
                output.mux(stream.encode(frame))
            output.mux(stream.encode(None))
        return path.read_bytes()


def held(content: bytes) -> Picture:
    return picture_of("z odd", Media.VIDEO, picture.film(BytesIO(content), {}))


def uneven(count: int) -> Iterator[int]:
    """Twelfths at which frames stand: now and then one is left out, as a phone does in the dark."""
    return (at for at in range(count * 2) if at % 5 != 3)


def clocks_agree(found: PairEvidence) -> bool:
    spans = [(segment.a, segment.b) for segment in found.segments]
    return bool(spans) and all(
        a is not None and b is not None and abs(a.start_us - b.start_us) < 150_000 for a, b in spans
    )


def test_a_film_of_uneven_frame_times_lies_on_its_own_clock(walked: list[footage.Pixels], plain: Picture) -> None:
    times = [at for at in uneven(len(walked)) if at < len(walked)]
    found = compare(plain, held(odd([walked[at] for at in times], times)))
    assert found.verdict == "same_footage"
    assert clocks_agree(found)


@pytest.mark.parametrize(
    ("form", "options"),
    [
        ("gray", None),
        ("yuv444p", None),
        ("yuv420p10le", None),
        ("yuv420p", {"x264-params": f"tff=1:{make.SAME_EACH_TIME}"}),
    ],
    ids=["monochrome", "full colour", "ten bits", "interlaced"],
)
def test_how_pixels_are_stored_makes_no_difference(
    form: str, options: dict[str, str] | None, walked: list[footage.Pixels], plain: Picture
) -> None:
    found = compare(plain, held(odd(walked, range(len(walked)), form=form, options=options)))
    assert found.verdict == "same_footage"
    assert clocks_agree(found)


def test_a_film_that_breaks_off_matches_as_far_as_it_goes() -> None:
    whole = make.film(1, seconds=8, sound=False, width=320, height=192, options=make.FASTSTART)
    reduced = picture.film(BytesIO(whole[: len(whole) * 6 // 10]), {})
    assert reduced.failure is not None
    found = compare(
        picture_of("a whole", Media.VIDEO, picture.film(BytesIO(whole), {})), picture_of("z cut", Media.VIDEO, reduced)
    )
    assert found.verdict == "same_footage"
    assert clocks_agree(found)


def test_a_film_of_one_frame_is_found_in_the_film_that_it_is_from(walked: list[footage.Pixels], plain: Picture) -> None:
    one = held(odd([walked[30]], [0]))
    assert len(one.sample_us) == 1
    assert compare(plain, one).verdict in {"same_footage", "undecided"}


def test_a_film_of_two_pixel_rows_is_not_comparable(plain: Picture) -> None:
    line = [np.ascontiguousarray(frame[:2]) for frame in footage.walk(3, 1)]
    assert compare(plain, held(odd(line, range(len(line))))).verdict in {"not_comparable", "not_established"}


def lossless(frames: list[footage.Pixels], form: str) -> bytes:
    """FFV1 in Matroska: holds what H.264 cannot."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "film.mkv"
        with av.open(str(path), "w", options=make.BIT_EXACT) as output:
            stream = output.add_stream("ffv1", rate=footage.RATE)
            assert isinstance(stream, av.VideoStream)
            stream.codec_context.thread_count = 1
            stream.height, stream.width, stream.pix_fmt = *frames[0].shape[:2], form
            for pixels in frames:
                output.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(format=form)))
            output.mux(stream.encode(None))
        return path.read_bytes()


@pytest.mark.parametrize("form", ["yuva420p", "gray16le"], ids=["alpha", "sixteen bits"])
def test_a_film_of_unusual_pixels_is_known_for_what_it_shows(
    form: str, walked: list[footage.Pixels], plain: Picture
) -> None:
    found = compare(plain, held(lossless(walked, form)))
    assert found.verdict == "same_footage"
    assert clocks_agree(found)


def test_a_film_one_pixel_high_is_not_comparable(plain: Picture) -> None:
    line = [np.ascontiguousarray(frame[:1]) for frame in footage.walk(3, 1)]
    assert compare(plain, held(lossless(line, "gray"))).verdict in {"not_comparable", "not_established"}


def turned_by_its_header(content: bytes) -> bytes:
    """The MP4 with a matrix that turns its picture by a quarter, as a phone held upright writes it."""
    matrix = content.index(b"tkhd") + 44  # ISO/IEC 14496-12 section 8.3.2, version 0
    quarter = struct.pack(">9i", 0, 1 << 16, 0, -(1 << 16), 0, 0, 0, 0, 1 << 30)
    return content[:matrix] + quarter + content[matrix + len(quarter) :]


def test_a_film_turned_by_its_header_is_kept_as_it_is_shown(walked: list[footage.Pixels], plain: Picture) -> None:
    turned = held(turned_by_its_header(odd(walked, range(len(walked)))))
    assert turned.grey_size == plain.grey_size[::-1]
    found = compare(plain, turned)
    assert found.verdict == "same_footage"
    assert clocks_agree(found)
