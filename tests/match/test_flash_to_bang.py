"""Seen, then heard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemmata.match.flash_to_bang import flash_to_bang


@given(st.floats(1, 3_000), st.floats(0, 1), st.floats(-1, 1), st.floats(0, 40))
def test_the_range_holds_the_distance_whatever_frame_container_and_air_do(
    metres: float, within: float, container: float, celsius: float
) -> None:
    speed, frame = 331.3 + 0.606 * celsius, 1 / 30
    flash, bang = -within * frame, metres / speed + container * 0.039
    found = flash_to_bang(0.0, bang - flash - within * frame, frame)
    assert found.low - 1 <= metres <= found.high + 1


def test_a_known_temperature_narrows_the_air_and_nothing_else() -> None:
    wide, narrow = flash_to_bang(1.0, 3.0, 0.04), flash_to_bang(1.0, 3.0, 0.04, celsius=(18, 22))
    assert narrow.by_air < wide.by_air
    assert narrow.high - narrow.low < wide.high - wide.low


def test_a_bang_before_its_flash_is_refused() -> None:
    with pytest.raises(ValueError, match="before it was seen"):
        flash_to_bang(3.0, 1.0, 0.04)
