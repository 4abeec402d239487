"""Whole-frame hashes: the group of orientations, what an edit moves, what says nothing."""

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from tests.media import make

from stemmata.fingerprint import frames
from stemmata.fingerprint.frames import SIDE, Hashes, Luma
from stemmata.match.hamming import distances

SEEDS = range(1, 9)


def luma_of(pixels: npt.NDArray[np.uint8]) -> Luma:
    """(1, 64, 64)"""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    return cv2.resize(grey, (SIDE, SIDE), interpolation=cv2.INTER_AREA)[None].astype(np.float32)


def hash_of(pixels: npt.NDArray[np.uint8]) -> Hashes:
    return frames.hashes(frames.blocks(luma_of(pixels)))


def bits_apart(one: Hashes, other: Hashes) -> int:
    return int(distances(one, other)[0, 0])


def in_orientation(pixels: npt.NDArray[np.uint8], orientation: int) -> npt.NDArray[np.uint8]:
    """4 turned (transposed) + 2 upside down + 1 mirrored, in that order of doing."""
    turned = pixels.swapaxes(0, 1) if orientation & 4 else pixels
    flipped = turned[::-1] if orientation & 2 else turned
    return np.ascontiguousarray(flipped[:, ::-1] if orientation & 1 else flipped)


PICTURES = {seed: make.texture(seed, 320, 192) for seed in SEEDS}


@pytest.mark.parametrize("orientation", range(8))
def test_the_derived_hash_of_an_orientation_is_that_of_the_turned_picture(orientation: int) -> None:
    for pixels in PICTURES.values():
        derived = frames.oriented(frames.blocks(luma_of(pixels)))[0, orientation]
        assert bits_apart(hash_of(in_orientation(pixels, orientation)), derived[None]) <= 4


def test_orientation_0_is_the_picture_as_it_is() -> None:
    block = frames.blocks(luma_of(PICTURES[1]))
    np.testing.assert_array_equal(frames.oriented(block)[:, 0], frames.hashes(block))


def test_the_eight_orientations_of_a_picture_are_far_apart() -> None:
    views = frames.oriented(frames.blocks(luma_of(PICTURES[1])))[0]
    apart = distances(views, views)
    assert apart[~np.eye(8, dtype=bool)].min() > 60


blocks = arrays(np.int16, (1, 16, 16), elements=st.integers(-2000, 2000)).map(lambda block: block.astype(np.float32))


@given(blocks, st.integers(0, 3))
def test_mirroring_and_turning_upside_down_are_undone_by_themselves(block: Luma, flips: int) -> None:
    rows = frames._SIGN[:, None] if flips & 2 else np.float32(1)
    columns = frames._SIGN[None, :] if flips & 1 else np.float32(1)
    np.testing.assert_array_equal(frames.oriented(block * rows * columns)[:, flips], frames.hashes(block))


@given(blocks)
def test_the_orientations_of_any_orientation_are_the_same_eight(block: Luma) -> None:
    """Turning and flipping form a group: whichever copy is met first, the set of hashes is one."""

    def views(of: Luma) -> set[bytes]:
        return {view.tobytes() for view in frames.oriented(of)[0]}

    sign = frames._SIGN
    for other in (block * sign[:, None], block * sign[None, :], block.swapaxes(1, 2)):
        assert views(np.ascontiguousarray(other)) == views(block)


@given(blocks)
def test_half_of_the_bits_are_set_at_most(block: Luma) -> None:
    assert int(np.bitwise_count(frames.hashes(block)).sum()) <= 128


@pytest.mark.parametrize("quality", [90, 60, 30])
def test_a_recompressed_copy_stays_within_31_bits(quality: int) -> None:
    for pixels in PICTURES.values():
        small = cv2.resize(pixels, (200, 120), interpolation=cv2.INTER_AREA)
        written = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
        copy = np.asarray(cv2.imdecode(written, cv2.IMREAD_COLOR), np.uint8)
        assert bits_apart(hash_of(pixels), hash_of(copy)) <= 31


def test_unrelated_pictures_lie_beyond_60_bits() -> None:
    hashed = np.concatenate([hash_of(pixels) for pixels in PICTURES.values()])
    apart = distances(hashed, hashed)
    assert apart[~np.eye(len(hashed), dtype=bool)].min() > 60


def test_a_batch_equals_its_frames_one_by_one() -> None:
    batch = np.concatenate([luma_of(pixels) for pixels in PICTURES.values()])
    single = [batch[k : k + 1] for k in range(len(batch))]
    for function in (
        lambda luma: frames.hashes(frames.blocks(luma)),
        lambda luma: frames.oriented(frames.blocks(luma)),
        frames.quality,
    ):
        np.testing.assert_array_equal(function(batch), np.concatenate([function(one) for one in single]))


FLAT = [
    ("black", np.zeros((SIDE, SIDE))),
    ("white", np.full((SIDE, SIDE), 255)),
    ("a faint slope", np.tile(np.linspace(0, 60, SIDE), (SIDE, 1))),
    ("the noise of a sensor", np.random.default_rng(1).integers(0, 3, (SIDE, SIDE))),
]


@pytest.mark.parametrize(("what", "luma"), FLAT, ids=[row[0] for row in FLAT])
def test_a_flat_frame_has_a_low_quality(what: str, luma: npt.NDArray[np.generic]) -> None:
    assert frames.quality(luma[None].astype(np.float32))[0] < 50, what


def test_a_frame_full_of_detail_has_the_highest_quality() -> None:
    assert [int(frames.quality(luma_of(pixels))[0]) for pixels in PICTURES.values()] == [100] * len(PICTURES)


PICTURE = luma_of(PICTURES[1])[0]

BORDERS = [
    # what           (top, bottom, left, right) of the picture within its frame
    ("letterbox",    (12, 52, 0, 64)),
    ("pillarbox",    (0, 64, 14, 50)),
    ("window box",   (8, 56, 8, 56)),
    ("one side",     (0, 64, 0, 44)),
    ("none",         (0, 64, 0, 64)),
]  # fmt: skip


def framed(box: tuple[int, int, int, int], level: float, count: int = 3) -> Luma:
    top, bottom, left, right = box
    made = np.full((count, SIDE, SIDE), level, np.float32)
    made[:, top:bottom, left:right] = cv2.resize(PICTURE, (right - left, bottom - top), interpolation=cv2.INTER_AREA)
    return made


@pytest.mark.parametrize("level", [0.0, 128.0, 255.0], ids=["black", "grey", "white"])
@pytest.mark.parametrize(("what", "box"), BORDERS, ids=[row[0] for row in BORDERS])
def test_the_box_of_a_bordered_picture_is_found(what: str, box: tuple[int, int, int, int], level: float) -> None:
    assert frames.trim_box(framed(box, level)) == box


@pytest.mark.parametrize(("what", "box"), BORDERS, ids=[row[0] for row in BORDERS])
def test_without_its_border_a_copy_has_the_hash_of_the_picture(what: str, box: tuple[int, int, int, int]) -> None:
    def hashed(luma: Luma) -> Hashes:
        return frames.hashes(frames.blocks(luma))

    bordered = framed(box, 0.0, 1)
    assert bits_apart(hashed(frames.trimmed(bordered, box)), hashed(PICTURE[None])) <= 31


def test_a_border_hides_the_picture_from_a_hash_of_the_whole_frame() -> None:
    bordered = frames.hashes(frames.blocks(framed((12, 52, 0, 64), 0.0, 1)))
    assert bits_apart(bordered, frames.hashes(frames.blocks(PICTURE[None]))) > 31


def test_trimming_to_the_whole_frame_changes_nothing() -> None:
    np.testing.assert_array_equal(frames.trimmed(PICTURE[None], (0, SIDE, 0, SIDE)), PICTURE[None])


TOO_LITTLE = [
    ("all black", framed((0, 64, 0, 64), 0.0) * 0),
    ("a subtitle", framed((50, 60, 10, 54), 0.0)),
    ("a narrow strip", framed((0, 64, 24, 40), 0.0)),
]


@pytest.mark.parametrize(("what", "luma"), TOO_LITTLE, ids=[row[0] for row in TOO_LITTLE])
def test_where_too_little_would_be_left_the_whole_frame_stays(what: str, luma: Luma) -> None:
    assert frames.trim_box(luma) == (0, SIDE, 0, SIDE), what


def test_a_dark_beginning_does_not_trim_the_film() -> None:
    luma = framed((0, 64, 0, 64), 0.0, 4)
    luma[0] = 0
    assert frames.trim_box(luma) == (0, SIDE, 0, SIDE)


def test_motion_is_nothing_for_a_standing_picture_and_for_the_first_frame() -> None:
    assert not frames.motion(np.repeat(PICTURE[None], 4, axis=0)).any()


def test_motion_of_no_frames_is_empty() -> None:
    assert frames.motion(np.zeros((0, SIDE, SIDE), np.float32)).shape == (0, frames.CELLS)


@pytest.mark.parametrize(("gain", "lift"), [(0.5, 0), (1, 40), (1.4, -20)])
def test_brightness_and_contrast_leave_the_curve_of_motion_as_it_is(gain: float, lift: float) -> None:
    moving = np.stack([np.roll(PICTURE, at * at, axis=1) for at in range(6)])
    np.testing.assert_allclose(frames.motion(moving * np.float32(gain) + lift), frames.motion(moving), rtol=1e-3)


def test_a_longer_step_is_more_motion() -> None:
    moving = np.stack([PICTURE, np.roll(PICTURE, 1, axis=1), np.roll(PICTURE, 5, axis=1)])
    first, one_step, four_steps = frames.motion(moving).mean(axis=1).tolist()
    assert first == 0 < one_step < four_steps


def test_what_moves_in_one_corner_moves_in_its_cells_only() -> None:
    moving = np.repeat(PICTURE[None], 2, axis=0)
    moving[1, :8, 56:] = PICTURE[:8, 56:][::-1]
    cells = frames.motion(moving)[1].reshape(frames.GRID, frames.GRID)
    assert cells.argmax() == frames.GRID - 1
    assert np.median(cells) < cells.max() / 4


@given(arrays(np.float32, (4, frames.CELLS), elements=st.floats(0, 60, width=32)))
def test_packed_motion_comes_back_nearly(moved: npt.NDArray[np.float32]) -> None:
    back = frames.unpacked_motion(frames.packed_motion(moved))
    assert np.abs(np.sqrt(back) - np.sqrt(moved)).max() <= 0.51 / frames.MOTION_STEPS
