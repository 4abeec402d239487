"""Places of details in two bytes each: what comes back is nearer than SIFT finds them."""

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st

from stemmata.fingerprint.points import packed_points, unpacked_points

WIDTH, HEIGHT = 640, 360
POINTS = st.lists(
    st.tuples(st.floats(0, WIDTH - 1), st.floats(0, HEIGHT - 1), st.floats(0.5, 400), st.floats(0, 359.9)), min_size=1
)


def packed(rows: list[tuple[float, float, float, float]]) -> npt.NDArray[np.uint16]:
    return packed_points(np.array(rows, np.float32).reshape(-1, 4), (WIDTH, HEIGHT))


@given(POINTS)
def test_places_sizes_and_angles_come_back(rows: list[tuple[float, float, float, float]]) -> None:
    found = unpacked_points(packed(rows))
    asked = np.array(rows) / [WIDTH, HEIGHT, WIDTH, 1]
    assert np.abs(found[:, :2] - asked[:, :2]).max() <= 1e-5
    assert np.abs(np.log2(found[:, 2] / asked[:, 2])).max() <= 2e-4
    turned = (found[:, 3] - asked[:, 3] + 180) % 360 - 180
    assert np.abs(turned).max() <= 0.02


def test_eight_bytes_hold_a_point() -> None:
    assert packed([(1, 2, 3, 4)]).nbytes == 8


def test_no_points_are_no_error() -> None:
    assert unpacked_points(packed([])).shape == (0, 4)


def test_an_angle_of_a_whole_turn_is_none() -> None:
    assert unpacked_points(packed([(0, 0, 1, 360)]))[0, 3] == 0
