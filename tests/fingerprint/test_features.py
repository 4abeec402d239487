"""Distinct details: the same each time, spread over the picture, and known in a mirror."""

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from tests.media import make

from stemmata.fingerprint.features import GRID, Features, features
from stemmata.fingerprint.signature import mirrored

Grey = npt.NDArray[np.uint8]
LIMIT = 200


def grey(seed: int = 1, width: int = 320, height: int = 192) -> Grey:
    return np.asarray(cv2.cvtColor(make.texture(seed, width, height), cv2.COLOR_RGB2GRAY), np.uint8)


@pytest.fixture(scope="module")
def found() -> Features:
    return features(grey(), LIMIT)


def test_details_of_the_mirrored_picture_are_the_mirrored_details(found: Features) -> None:
    width = grey().shape[1]
    in_the_mirror = features(np.ascontiguousarray(grey()[:, ::-1]), LIMIT)
    close = 0
    for (x, y), signature in zip(found.points[:, :2], mirrored(found.signature), strict=True):
        offset = np.abs(in_the_mirror.points[:, :2] - [width - 1 - x, y]).max(axis=1)
        there = in_the_mirror.signature[offset < 1.5]
        close += len(there) > 0 and int(np.bitwise_count(there ^ signature).sum(axis=1).min()) <= 12
    assert close > 0.8 * len(found.points)


def test_a_detail_in_the_mirror_is_not_itself(found: Features) -> None:
    apart = np.bitwise_count(mirrored(found.signature) ^ found.signature).sum(axis=1)
    assert np.median(apart) > 40


def test_the_same_picture_has_the_same_details(found: Features) -> None:
    again = features(grey(), LIMIT)
    np.testing.assert_array_equal(again.points, found.points, strict=True)
    np.testing.assert_array_equal(again.signature, found.signature, strict=True)


def test_points_and_signatures_have_their_declared_form(found: Features) -> None:
    assert (found.points.dtype.str, found.points.shape[1]) == ("<f4", 4)
    assert (found.signature.dtype.str, found.signature.shape) == ("<u8", (len(found.points), 2))


def test_points_lie_inside_the_picture(found: Features) -> None:
    x, y = found.points[:, 0], found.points[:, 1]
    assert (x.min() >= 0, x.max() < 320, y.min() >= 0, y.max() < 192) == (True,) * 4


@pytest.mark.parametrize("limit", [16, 50, 100])
def test_there_are_never_more_than_the_limit(limit: int) -> None:
    assert len(features(grey(), limit).points) == limit


def test_a_corner_full_of_strong_detail_does_not_take_all_the_points() -> None:
    random = np.random.default_rng(1)
    noise = random.integers(90, 166, (192, 320), dtype=np.uint8)
    noise[:48, :80] = random.integers(0, 2, (48, 80), dtype=np.uint8) * 255
    points = features(noise, 64).points
    taken = [(int(GRID * y / 192), int(GRID * x / 320)) for x, y, _, _ in points]
    assert len(set(taken)) == GRID * GRID
    assert taken.count((0, 0)) < len(taken) // 2


BLANK = [("black", 0), ("grey", 128), ("white", 255)]


@pytest.mark.parametrize(("what", "level"), BLANK, ids=[row[0] for row in BLANK])
def test_a_blank_picture_has_no_details(what: str, level: int) -> None:
    found = features(np.full((64, 96), level, np.uint8), LIMIT)
    assert (found.points.shape, found.signature.shape) == ((0, 4), (0, 2)), what


@pytest.mark.parametrize("shape", [(8, 8), (8, 200), (1, 1)])
def test_the_smallest_pictures_are_no_error(shape: tuple[int, int]) -> None:
    noise = np.random.default_rng(1).integers(0, 255, shape, dtype=np.uint8)
    assert features(noise, LIMIT).signature.shape[1] == 2
