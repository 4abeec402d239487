"""Small grey pictures as rounded cosines: nearly the same picture, of any form."""

import numpy as np
import pytest
from tests.media import make

from stemmata.fingerprint.small_grey import BLOCK, STEP, packed_grey, unpacked_grey


def grey(width: int, height: int) -> make.Pixels:
    return np.ascontiguousarray(make.texture(3, width, height)[:, :, 1])


@pytest.mark.parametrize(("width", "height"), [(192, 108), (108, 192), (192, 192), (192, 1), (1, 192), (9, 17)])
def test_a_picture_of_any_form_comes_back(width: int, height: int) -> None:
    shown = grey(width, height)
    packed = packed_grey(shown[None])
    assert packed.dtype == np.int8
    assert packed.shape == (1, BLOCK * BLOCK, -(-height // BLOCK), -(-width // BLOCK))
    back = unpacked_grey(packed[0], width, height)
    assert back.shape == shown.shape
    assert float(np.abs(back.astype(int) - shown).mean()) < STEP / 3


@pytest.mark.parametrize("level", [0, 90, 255])
def test_a_flat_picture_stays_flat(level: int) -> None:
    flat = np.full((24, 40), level, np.uint8)
    back = unpacked_grey(packed_grey(flat[None])[0], 40, 24)
    assert len(np.unique(back)) == 1
    assert abs(int(back[0, 0]) - level) <= 1


def test_the_hardest_contrast_does_not_wrap_around() -> None:
    board = (np.indices((64, 64)).sum(axis=0) % 2 * 255).astype(np.uint8)
    halves = np.where(np.arange(64) % BLOCK < BLOCK // 2, 0, 255).astype(np.uint8)[None].repeat(64, 0)
    for shown in (board, halves):
        back = unpacked_grey(packed_grey(shown[None])[0], 64, 64)
        assert int(np.abs(back.astype(int) - shown).max()) <= 2 * STEP


def test_each_of_several_pictures_is_packed_as_it_is_alone() -> None:
    one, other = grey(40, 24), 255 - grey(40, 24)
    both = packed_grey(np.stack([one, other]))
    np.testing.assert_array_equal(both, np.concatenate([packed_grey(one[None]), packed_grey(other[None])]))


def test_too_few_blocks_for_the_size_are_refused() -> None:
    packed = packed_grey(grey(40, 24)[None])[0]
    with pytest.raises(ValueError, match="make no picture of 41 × 24"):
        unpacked_grey(packed, 41, 24)
