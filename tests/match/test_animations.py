"""Animated GIF, PNG and WebP are known for the film that they show, with the seconds at which they show it."""

from io import BytesIO

import pytest
from PIL import Image
from tests.match import footage

from stemmata.fingerprint import picture
from stemmata.match.picture import Picture, picture_of
from stemmata.match.pictures import compare
from stemmata.model.item import Media
from stemmata.model.seams import Reduction

KINDS = ["GIF", "PNG", "WEBP"]
WALKED = footage.walk(1, 6)
FIRST, LAST = 12, 60
"""Frames that the animations show: from second 1 to 5."""


def animated(kind: str, frames: list[footage.Pixels], **options: object) -> bytes:
    target = BytesIO()
    first, *others = (Image.fromarray(pixels) for pixels in frames)
    delays = [(80, 80, 90)[at % 3] for at in range(len(frames))]  # twelve a second, by hundredths
    first.save(target, kind, save_all=True, append_images=others, duration=delays, **options)
    return target.getvalue()


def reduced(content: bytes) -> Reduction:
    return picture.film(BytesIO(content), {})


def held(reduction: Reduction) -> Picture:
    return picture_of("z moving", Media.VIDEO, reduction)


@pytest.fixture(scope="module")
def plain() -> Picture:
    return footage.film("a plain", WALKED)


@pytest.mark.parametrize("kind", KINDS)
def test_an_animation_is_found_in_the_film_that_it_is_from(kind: str, plain: Picture) -> None:
    reduction = reduced(animated(kind, WALKED[FIRST:LAST]))
    assert reduction.failure is None
    found = compare(plain, held(reduction))
    assert found.verdict == "same_footage"
    (segment,) = found.segments
    assert segment.a is not None
    assert segment.b is not None
    assert abs(segment.a.start_us - 1_000_000) < 100_000
    assert abs(segment.a.end_us - 5_000_000) < 100_000
    assert abs(segment.b.start_us) < 100_000
    assert abs(segment.speed - 1) < 0.02


@pytest.mark.parametrize("kind", KINDS)
def test_an_animation_that_breaks_off_matches_as_far_as_it_goes(kind: str, plain: Picture) -> None:
    content = animated(kind, WALKED[FIRST:LAST])
    reduction = reduced(content[: len(content) * 7 // 10])
    assert reduction.failure is not None
    found = compare(plain, held(reduction))
    assert found.verdict == "same_footage"
    assert found.segments[0].a is not None
    assert 3_000_000 < found.segments[0].a.end_us < 5_000_000


@pytest.mark.parametrize("kind", KINDS)
def test_a_photograph_is_found_within_an_animation_of_it_and_others(kind: str) -> None:
    shown = [footage.street(seed) for seed in (5, 6, 7)]
    later = footage.still("a later", footage.street(6))
    target = BytesIO()
    first, *others = map(Image.fromarray, shown)
    first.save(target, kind, save_all=True, append_images=others, duration=1000)
    found = compare(later, held(reduced(target.getvalue())))
    assert found.verdict == "same_footage"
    assert found.segments[0].b is not None
    assert found.segments[0].b.start_us >= 500_000


def test_another_walk_of_one_street_is_not_the_same_footage(plain: Picture) -> None:
    other = reduced(animated("GIF", footage.walk(2, 4)))
    assert compare(plain, held(other)).verdict not in {"same_footage", "same_picture_part"}
