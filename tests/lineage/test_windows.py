"""Which window of a picture another fills: from the movement, whichever way it was written down."""

import numpy as np
import pytest

from stemmata.lineage.windows import windows
from stemmata.model.edge import Segment
from stemmata.model.span import Region

INSET = Region(500_000, 250_000, 400_000, 300_000)
"""Where the small picture lies in the large one."""

INTO_LARGE = np.array([[0.4, 0, 0.5], [0, 0.3, 0.25], [0, 0, 1.0]])


def segment(
    matrix: np.ndarray, a_in_b: float, b_in_a: float, *, turned: bool = False, mirrored: bool = False
) -> Segment:
    geometry: dict[str, float | int | str | list[float]] = {
        "matrix": matrix.reshape(-1).tolist(),
        "a_in_b": a_in_b,
        "b_in_a": b_in_a,
    }
    if turned:
        geometry["direction"] = "b to a"
    return Segment(None, None, mirrored=mirrored, geometry=geometry)


def test_a_picture_inside_another_fills_a_window_of_it() -> None:
    assert windows(segment(INTO_LARGE, 1.0, 0.12)) == (None, INSET)


def test_of_a_crop_the_whole_has_the_window() -> None:
    assert windows(segment(np.linalg.inv(INTO_LARGE), 0.12, 1.0)) == (INSET, None)


def test_a_movement_that_was_kept_the_other_way_round_gives_the_same_window() -> None:
    assert windows(segment(INTO_LARGE, 1.0, 0.12, turned=True)) == (INSET, None)


def test_a_mirrored_crop_is_a_window_of_the_picture_as_it_is_shown() -> None:
    found, _ = windows(segment(np.linalg.inv(INTO_LARGE), 0.12, 1.0, mirrored=True))
    assert found == Region(1_000_000 - 500_000 - 400_000, 250_000, 400_000, 300_000)


def test_a_window_that_the_comparison_named_comes_first() -> None:
    named = Region(0, 0, 500_000, 1_000_000)
    assert windows(Segment(None, None, a_region=named)) == (named, None)


@pytest.mark.parametrize(("a_in_b", "b_in_a"), [(0.7, 0.7), (0.0, 0.0)])
def test_pictures_that_only_overlap_have_no_window(a_in_b: float, b_in_a: float) -> None:
    assert windows(segment(INTO_LARGE, a_in_b, b_in_a)) == (None, None)


def test_without_a_movement_nothing_is_known() -> None:
    assert windows(Segment(None, None)) == (None, None)
