"""One picture, or the place photographed again: what bends, what lies displaced, what has a frame."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from tests.match import footage, places

from stemmata.match.geometry import View
from stemmata.match.pictures import compare
from stemmata.match.standpoint import bend_of, blocks_of, is_framed, judge_stills
from stemmata.match.stills import COPIES, judge

Edit = Callable[[footage.Pixels], footage.Pixels]

EDITS: dict[str, Edit] = {
    "a crop": lambda pixels: footage.cropped(pixels, (0.1, 0.05, 0.8, 0.9)),
    "mirrored": footage.mirrored,
    "a quarter of the size": lambda pixels: footage.resized(pixels, 0.25),
    "stretched": lambda pixels: np.asarray(cv2.resize(pixels, (640, 320)), np.uint8),
}


@pytest.fixture(scope="module")
def taken() -> footage.Pixels:
    return places.photograph(places.market())


@pytest.fixture(scope="module")
def view(taken: footage.Pixels) -> View:
    return footage.view(taken)


def on_a_screen(pixels: footage.Pixels) -> footage.Pixels:
    """Filmed from aside, with the dark frame round it."""
    height, width = pixels.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    seen = np.array([[50, 30], [width - 40, 42], [width - 50, height - 40], [44, height - 26]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, seen)
    return np.asarray(cv2.warpPerspective(pixels, matrix, (width, height), borderValue=(14, 15, 18)), np.uint8)


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_an_edit_bends_nothing_and_displaces_nothing(
    edit: Callable[[footage.Pixels], footage.Pixels], taken: footage.Pixels, view: View
) -> None:
    edited = footage.view(edit(taken))
    assert judge_stills(view, edited).name in COPIES


@pytest.mark.parametrize("east_m", [0.4, 1.5, 4.0])
def test_a_photograph_from_beside_is_no_copy(east_m: float, view: View) -> None:
    beside = footage.view(places.photograph(places.market(), east_m, hand=2))
    assert judge_stills(view, beside).name not in COPIES


def test_from_beside_near_things_lie_displaced(view: View) -> None:
    beside = footage.view(places.photograph(places.market(), 0.4, hand=2))
    fit = judge(view, beside).fit
    assert fit is not None
    assert blocks_of(view, beside, fit).displaced > 0.03


def test_of_an_edited_picture_no_block_lies_displaced(taken: footage.Pixels, view: View) -> None:
    smaller = footage.view(footage.resized(taken, 0.5))
    fit = judge(view, smaller).fit
    assert fit is not None
    blocks = blocks_of(view, smaller, fit)
    assert blocks.count > 50
    assert blocks.displaced == 0


def test_a_picture_on_a_screen_is_known_by_its_frame(taken: footage.Pixels, view: View) -> None:
    screen = footage.view(on_a_screen(taken))
    fit = judge(view, screen).fit
    assert fit is not None
    assert bend_of(view, screen, fit).sizes > 0.145
    assert is_framed(view, screen, fit)
    assert judge_stills(view, screen).name in COPIES


def test_seen_at_an_angle_without_a_frame_it_is_undecided(taken: footage.Pixels, view: View) -> None:
    close = footage.view(footage.cropped(on_a_screen(taken), (0.15, 0.2, 0.7, 0.6)))
    found = judge_stills(view, close)
    assert found.name == "undecided"
    assert "at an angle" in found.reason


def test_a_still_of_a_film_is_found_in_it_and_a_photograph_of_another_day_is_not() -> None:
    frames = places.filmed(places.market(), hand=3, seconds=3.0)
    film = footage.film("a", frames, rate=places.RATE)
    of_it = footage.still("b", footage.cropped(frames[17], (0.0, 0.0, 1.0, 0.96)))
    of_another_day = footage.still("c", places.photograph(places.market(day=2), 0.6, hand=4))
    assert compare(film, of_it).verdict in COPIES
    assert compare(film, of_another_day).verdict not in COPIES
