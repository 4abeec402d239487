"""Many noisy frame pairs explained by one movement; strangers by none."""

from dataclasses import replace

import numpy as np
import pytest
from tests.match import footage
from tests.match.conftest import STREET

from stemmata.match.geometry import View, fit
from stemmata.match.one_movement import TOGETHER, Together, coincidence_together, fits_by_one_movement

PAIRS = 8
KEPT = 14
"""Details left of each frame: too few for a movement of its own to be sure."""


def thinned(view: View, seed: int) -> View:
    kept = np.sort(np.random.default_rng(seed).permutation(len(view.points))[:KEPT])
    return replace(view, points=view.points[kept], signatures=view.signatures[kept])


@pytest.fixture(scope="module")
def walked() -> list[footage.Pixels]:
    return footage.walk(1, 8)[:: 96 // PAIRS]


def pairs(frames: list[footage.Pixels], edited: list[footage.Pixels]) -> list[tuple[View, View]]:
    """Views of both; the second with few details, each time others."""
    views = [(footage.view(one), footage.view(other)) for one, other in zip(frames, edited, strict=True)]
    return [(one, thinned(other, at)) for at, (one, other) in enumerate(views)]


def test_what_no_pair_shows_alone_all_show_together(walked: list[footage.Pixels]) -> None:
    made = pairs(walked, [footage.cropped(frame, STREET) for frame in walked])
    assert sum(fit(one, other) is not None for one, other in made) <= PAIRS // 2
    found = [one for one in fits_by_one_movement(made).fits if one is not None]
    assert len(found) >= PAIRS - 1
    assert sum(one.inliers for one in found) >= TOGETHER
    assert {one.mirrored for one in found} == {False}
    assert found[0].scale == pytest.approx(1 / STREET[2], rel=0.03)
    assert min(one.agreement for one in found) >= 0.8


def test_a_mirror_is_known(walked: list[footage.Pixels]) -> None:
    found = fits_by_one_movement(pairs(walked, [footage.mirrored(frame) for frame in walked])).fits
    assert sum(one is not None and one.mirrored for one in found) >= PAIRS - 1


def test_another_walk_has_no_movement_in_common(walked: list[footage.Pixels]) -> None:
    other = footage.walk(2, 8)[:: 96 // PAIRS]
    views = [(footage.view(one), footage.view(another)) for one, another in zip(walked, other, strict=True)]
    assert fits_by_one_movement(views) == Together([None] * PAIRS)


def test_frames_that_were_each_moved_in_another_way_are_not_explained(walked: list[footage.Pixels]) -> None:
    random = np.random.default_rng(5)
    moved = [np.roll(frame, tuple(random.integers(-90, 90, 2)), axis=(0, 1)) for frame in walked]
    found = fits_by_one_movement(pairs(walked, moved)).fits
    assert sum(one is not None for one in found) <= 2


@pytest.mark.parametrize("count", [0, 1])
def test_too_few_details_are_no_error(count: int) -> None:
    blank = footage.view(footage.flat())
    assert fits_by_one_movement([(blank, blank)] * count) == Together([None] * count)


def test_what_stands_in_its_place_in_every_frame_counts_once(walked: list[footage.Pixels]) -> None:
    once = [(footage.view(walked[0]), footage.view(walked[0]))]
    assert coincidence_together(once * 6) == pytest.approx(coincidence_together(once), abs=3)
