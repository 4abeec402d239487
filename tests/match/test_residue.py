"""What is left over where the one lies over the other: nothing for a copy as it is; what was laid over it, with its
place, its side and its time."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import cv2
import numpy as np
import pytest
from tests.match import footage
from tests.match.conftest import CORNER, SECONDS, STREET
from tests.match.footage import Pixels, Window

from stemmata.match.picture import Picture
from stemmata.match.pictures import compare
from stemmata.model.residue import Difference, Residue, Side

FOUND = 0.5
"""Intersection over union from which a region counts as found."""
LINE: Window = (0.08, 0.80, 0.84, 0.12)
MARK: Window = (0.80, 0.06, 0.14, 0.16)
STICKER: Window = (0.30, 0.35, 0.20, 0.30)


def box_of(pixels: Pixels, window: Window) -> tuple[int, int, int, int]:
    height, width = pixels.shape[:2]
    left, top, across, down = window
    return round(left * width), round(top * height), round(across * width), round(down * height)


def captioned(pixels: Pixels) -> Pixels:
    """White letters, edged with black, straight on the picture."""
    made = pixels.copy()
    x, y, width, height = box_of(made, LINE)
    for colour, thickness in (((0, 0, 0), 5), ((255, 255, 255), 2)):
        text, face = "SHARE BEFORE IT IS GONE", cv2.FONT_HERSHEY_SIMPLEX
        size = width / cv2.getTextSize(text, face, 1.0, 2)[0][0]
        cv2.putText(made, text, (x, y + round(0.8 * height)), face, size, colour, thickness, cv2.LINE_AA)
    return made


def marked(pixels: Pixels) -> Pixels:
    """A half transparent mark in the corner."""
    made = pixels.copy()
    x, y, width, height = box_of(made, MARK)
    mark = np.full((height, width, 3), 235, np.uint8)
    cv2.circle(mark, (width // 2, height // 2), height // 3, (20, 20, 30), -1, cv2.LINE_AA)
    under = made[y : y + height, x : x + width]
    under[:] = cv2.addWeighted(under, 0.25, mark, 0.75, 0)
    return made


def stuck(pixels: Pixels) -> Pixels:
    """A round plain sticker."""
    made = pixels.copy()
    x, y, width, height = box_of(made, STICKER)
    axes = (width // 2, height // 2)
    cv2.ellipse(made, (x + axes[0], y + axes[1]), axes, 0, 0, 360, (240, 205, 60), -1, cv2.LINE_AA)
    return made


OVERLAYS: list[tuple[str, Callable[[Pixels], Pixels], Window]] = [
    ("captioned", captioned, LINE),
    ("marked", marked, MARK),
    ("stuck", stuck, STICKER),
]
NAMES = [row[0] for row in OVERLAYS]


def left_over(a: Picture, b: Picture) -> tuple[Residue, ...]:
    """Of the only shared stretch; a is the clean one."""
    evidence = compare(replace(a, holder="a"), replace(b, holder="b"))
    assert evidence.verdict in {"same_footage", "same_picture_part"}
    assert len(evidence.segments) == 1
    return evidence.segments[0].left_over


def kinds(found: tuple[Residue, ...]) -> list[tuple[Difference, Side | None]]:
    return [(one.kind, one.side) for one in found]


def the_overlay(found: tuple[Residue, ...]) -> Residue:
    laid = [one for one in found if one.kind in {Difference.OVERLAY, Difference.CAPTION}]
    assert len(laid) == 1, kinds(found)
    return laid[0]


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("quality", [25, 60, 95])
def test_nothing_is_left_over_of_a_still_saved_again(seed: int, quality: int) -> None:
    street = footage.street(seed)
    assert left_over(footage.still("a", street), footage.still("b", street, quality=quality)) == ()


def test_nothing_is_left_over_of_a_still_made_smaller() -> None:
    street = footage.street(1)
    assert left_over(footage.still("a", street), footage.still("b", footage.resized(street, 0.5))) == ()


@pytest.mark.parametrize("other", ["again", "excerpt", "faster"])
def test_nothing_is_left_over_of_a_film_encoded_cut_or_played_faster(films: dict[str, Picture], other: str) -> None:
    assert left_over(films["walk"], films[other]) == ()


def test_frames_a_few_hundredths_of_a_second_apart_leave_nothing_over() -> None:
    """Twelve frames a second against ten, so that few moments are the same."""
    walk = footage.walk(5, SECONDS)
    slower = [walk[round(at * 1.2)] for at in range(int(len(walk) / 1.2))]
    assert left_over(footage.film("a", walk), footage.film("b", slower, rate=Fraction(10))) == ()


@pytest.mark.parametrize("seed", [1, 4])
@pytest.mark.parametrize(("name", "lay", "window"), OVERLAYS, ids=NAMES)
def test_an_overlay_on_a_still_is_found_where_it_lies(
    name: str, lay: Callable[[Pixels], Pixels], window: Window, seed: int
) -> None:
    street = footage.street(seed)
    found = the_overlay(left_over(footage.still("a", street), footage.still("b", lay(street), quality=70)))
    assert found.side in {Side.B, Side.UNKNOWN}
    assert found.region is not None
    assert found.region.overlap(footage.region(window)) >= FOUND
    assert found.span is None


@pytest.mark.parametrize(("name", "lay", "window"), OVERLAYS, ids=NAMES)
def test_an_overlay_on_a_film_is_found_on_its_side(
    name: str, lay: Callable[[Pixels], Pixels], window: Window, films: dict[str, Picture]
) -> None:
    copy = footage.film("b", map(lay, footage.walk(1, SECONDS)), crf=28)
    found = the_overlay(left_over(films["walk"], copy))
    assert found.side is Side.B
    assert found.region is not None
    assert found.region.overlap(footage.region(window)) >= FOUND
    assert found.span is not None
    assert found.span.length_us > 0.9 * SECONDS * 1e6


def test_a_line_of_text_is_called_a_caption(films: dict[str, Picture]) -> None:
    copy = footage.film("b", map(captioned, footage.walk(1, SECONDS)))
    assert the_overlay(left_over(films["walk"], copy)).kind is Difference.CAPTION


def test_a_caption_shown_for_a_while_has_its_time(films: dict[str, Picture]) -> None:
    walk, rate = footage.walk(1, SECONDS), footage.RATE
    copy = [captioned(frame) if 3 * rate <= at < 6 * rate else frame for at, frame in enumerate(walk)]
    found = the_overlay(left_over(films["walk"], footage.film("b", copy)))
    assert found.span is not None
    assert found.span.start_us / 1e6 == pytest.approx(3, abs=0.8)
    assert found.span.end_us / 1e6 == pytest.approx(6, abs=0.8)


def test_an_overlay_on_a_mirrored_copy_lies_where_the_copy_shows_it(films: dict[str, Picture]) -> None:
    copy = footage.film("b", (marked(footage.mirrored(frame)) for frame in footage.walk(1, SECONDS)))
    found = left_over(films["walk"], copy)
    laid = the_overlay(found)
    assert laid.region is not None
    assert laid.region.overlap(footage.region(MARK)) >= FOUND
    assert (Difference.MIRROR, None) in kinds(found)


def test_an_overlay_on_the_first_of_the_two_is_told_of_the_first(films: dict[str, Picture]) -> None:
    copy = footage.film("a", map(stuck, footage.walk(1, SECONDS)))
    assert the_overlay(left_over(copy, films["walk"])).side is Side.A


def test_a_still_of_a_captioned_film_is_told_without_the_caption(films: dict[str, Picture]) -> None:
    found = left_over(films["walk"], footage.still("b", captioned(footage.walk(1, SECONDS)[42])))
    laid = the_overlay(found)
    assert laid.region is not None
    assert laid.region.overlap(footage.region(LINE)) >= FOUND


def test_letterbox_bars_are_bars_of_the_one_that_has_them(films: dict[str, Picture]) -> None:
    found = left_over(films["walk"], films["letterboxed"])
    assert kinds(found)[:2] == [(Difference.BAR, Side.B), (Difference.BAR, Side.B)]
    regions = [one.region for one in found[:2] if one.region is not None]
    assert [region.height / 1e6 for region in regions] == pytest.approx([0.125, 0.125], abs=0.02)


def test_of_a_crop_the_window_in_the_larger_one_is_told(stills: dict[str, Picture]) -> None:
    found = left_over(stills["street"], stills["crop"])
    assert kinds(found)[0] == (Difference.SHOWN_PART, Side.A)
    assert found[0].region is not None
    assert found[0].region.overlap(footage.region(STREET)) >= 0.9


def test_an_inserted_picture_is_told_by_its_window(films: dict[str, Picture]) -> None:
    found = left_over(films["walk"], films["inserted"])
    assert kinds(found)[0] == (Difference.INSERT, Side.B)
    assert found[0].region is not None
    assert found[0].region.overlap(footage.region(CORNER)) >= 0.8


def test_mirrored_turned_and_negative_pictures_are_called_that(stills: dict[str, Picture]) -> None:
    street = stills["street"]
    assert kinds(left_over(street, stills["mirrored"])) == [(Difference.MIRROR, None)]
    (turned,) = left_over(street, stills["turned"])
    assert turned.kind is Difference.ROTATION
    assert abs(turned.amounts["degrees"]) == pytest.approx(90, abs=0.5)
    negative = left_over(street, stills["negative"])
    assert kinds(negative) == [(Difference.NEGATIVE, None), (Difference.TONE, None)]
    assert negative[1].amounts["gain"] == pytest.approx(-1, abs=0.05)


def test_a_darker_copy_has_its_gain_and_offset_and_nothing_else(stills: dict[str, Picture]) -> None:
    darker = np.asarray(cv2.convertScaleAbs(footage.street(1), alpha=0.6, beta=10), np.uint8)
    (tone,) = left_over(stills["street"], footage.still("b", darker))
    assert tone.kind is Difference.TONE
    assert tone.amounts["gain"] == pytest.approx(0.6, abs=0.03)
    assert tone.amounts["offset"] == pytest.approx(10, abs=4)


def test_what_shows_the_same_place_only_has_nothing_left_over() -> None:
    """At another moment everything that moves differs: that is no trace of an edit."""
    evidence = compare(footage.still("a", footage.street(1)), footage.still("b", footage.street(2)))
    assert all(segment.left_over == () for segment in evidence.segments)
