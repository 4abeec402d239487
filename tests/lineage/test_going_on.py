"""Only the scene itself beyond a picture's edge proves something; what was added round it does not."""

import cv2
import numpy as np
import numpy.typing as npt
from tests.lineage.pictures import scene

from stemmata.lineage.going_on import scene_goes_on

SHOWN = np.asarray(cv2.cvtColor(scene(3), cv2.COLOR_RGB2GRAY), np.float32)


def inside(left: int = 0, top: int = 0, right: int = 0, bottom: int = 0) -> npt.NDArray[np.bool_]:
    mask = np.zeros(SHOWN.shape, bool)
    mask[top : SHOWN.shape[0] - bottom, left : SHOWN.shape[1] - right] = True
    return mask


def with_band(band: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    made = SHOWN.copy()
    made[-len(band) :] = band
    return made


BAND = np.full((60, SHOWN.shape[1]), 245, np.float32)


def test_a_scene_that_was_cropped_goes_on() -> None:
    assert scene_goes_on(SHOWN, inside(left=60))
    assert scene_goes_on(SHOWN, inside(top=40, right=30))


def test_a_plain_border_does_not() -> None:
    assert not scene_goes_on(with_band(BAND), inside(bottom=60))


def test_a_caption_under_the_picture_does_not() -> None:
    lettered = cv2.putText(BAND.astype(np.uint8), "What we know so far", (20, 42), 0, 1.4, (10,), 4)
    assert not scene_goes_on(with_band(np.asarray(lettered, np.float32)), inside(bottom=60))


def test_a_blurred_filling_does_not() -> None:
    blurred = np.asarray(cv2.GaussianBlur(SHOWN[-120:-60], (0, 0), 9), np.float32)
    assert not scene_goes_on(with_band(blurred), inside(bottom=60))


def test_another_picture_set_beside_it_does_not() -> None:
    other = np.asarray(cv2.cvtColor(scene(9), cv2.COLOR_RGB2GRAY), np.float32)[-60:] * 0.4
    assert not scene_goes_on(with_band(np.asarray(other, np.float32)), inside(bottom=60))


def test_a_rim_of_a_few_pixels_says_nothing() -> None:
    assert not scene_goes_on(SHOWN, inside(left=1))
