"""What changes in two films along one line, and what that says of their moment."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from tests.match import footage, places

from stemmata.match.changes import what_changes
from stemmata.match.geometry import fit
from stemmata.match.lines import Line
from stemmata.match.picture import Picture
from stemmata.match.pictures import compare
from stemmata.match.stills import COPIES

SECONDS = 4.0
WHOLE = (0.0, SECONDS * 1e6)
Frames = list[footage.Pixels]


@pytest.fixture(scope="module")
def walked() -> Frames:
    return places.filmed(places.market(), hand=5, seconds=SECONDS)


@pytest.fixture(scope="module")
def watched() -> Frames:
    """By a fixed camera."""
    return places.filmed(places.market(), hand=6, seconds=SECONDS, shake=0.0)


def film(name: str, frames: Frames, crf: int = 23) -> Picture:
    return footage.film(name, frames, rate=places.RATE, crf=crf)


def alike(a: Picture, b: Picture) -> float | None:
    """Along the line on which both begin together."""
    found = fit(a.view(0), b.view(0))
    assert found is not None
    changes = what_changes(a, b, Line(1.0, 0.0), found, WHOLE)
    return None if changes is None else changes.alike


def test_in_a_copy_the_same_changes(walked: Frames) -> None:
    copied = film("b", [footage.cropped(frame, (0.1, 0.1, 0.8, 0.8)) for frame in walked], crf=33)
    found = alike(film("a", walked), copied)
    assert found is not None
    assert found > 0.9


def test_on_another_day_from_the_same_standpoint_something_else_changes(walked: Frames) -> None:
    again = places.filmed(places.market(day=2), hand=7, seconds=SECONDS)
    found = alike(film("a", walked), film("b", again))
    assert found is None or found < 0.65


def test_where_nothing_moves_nothing_can_be_told(watched: Frames) -> None:
    standing = film("a", watched[:1] * len(watched))
    assert alike(standing, standing) is None


def players(frames: Frames) -> Frames:
    """In the window of one program."""
    screen = footage.street(91)
    return [footage.inserted(frame, screen, (0.2, 0.2, 0.6, 0.6)) for frame in frames]


def test_two_films_in_one_player_are_no_copy(watched: Frames) -> None:
    other = [np.ascontiguousarray(frame[:, ::-1]) for frame in footage.walk(92, SECONDS)][: len(watched)]
    found = compare(film("a", players(watched)), film("b", players(other)))
    assert found.verdict not in COPIES


OTHERS: dict[str, Callable[[], Frames]] = {
    "another day, by hand": lambda: places.filmed(places.market(day=2), hand=8, seconds=SECONDS),
    "another hand, the same day": lambda: places.filmed(places.market(), hand=9, seconds=SECONDS, from_s=20.0),
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS.keys())
def test_another_film_from_one_standpoint_is_no_copy(other: Callable[[], Frames], walked: Frames) -> None:
    found = compare(film("a", walked), film("b", other()))
    assert found.verdict not in COPIES


def test_a_fixed_camera_at_another_hour_is_no_copy(watched: Frames) -> None:
    later = places.filmed(places.market(), hand=10, seconds=SECONDS, from_s=30.0, shake=0.0)
    found = compare(film("a", watched), film("b", later))
    assert found.verdict not in COPIES


EDITS: dict[str, Callable[[footage.Pixels], footage.Pixels]] = {
    "mirrored": footage.mirrored,
    "darker": lambda pixels: np.asarray(cv2.convertScaleAbs(pixels, alpha=0.7, beta=5), np.uint8),
    "a crop": lambda pixels: footage.cropped(pixels, (0.15, 0.1, 0.8, 0.8)),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_copies_of_a_hand_held_film_are_found(edit: Callable[[footage.Pixels], footage.Pixels], walked: Frames) -> None:
    found = compare(film("a", walked), film("b", [edit(frame) for frame in walked]))
    assert found.verdict in COPIES
