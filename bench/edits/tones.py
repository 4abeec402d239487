"""Edits that change colours, brightness and sharpness and leave everything where it is."""

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt
from bench.edits.shown import Edit, Moment, Shown, repainted
from example.textures import Picture

Levels = npt.NDArray[np.float64]

SEPIA = np.array([[0.39, 0.77, 0.19], [0.35, 0.69, 0.17], [0.27, 0.53, 0.13]], np.float32)


def _by_level(level: Callable[[Levels], Levels]) -> Edit:
    """Every level 0..1 becomes another, whatever the place and the channel."""
    table = np.clip(np.rint(level(np.linspace(0.0, 1.0, 256)) * 255), 0, 255).astype(np.uint8)
    return repainted(lambda picture: np.asarray(cv2.LUT(picture, table), np.uint8))


def _grey(picture: Picture) -> Picture:
    return np.asarray(cv2.cvtColor(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB), np.uint8)


def _filtered(picture: Picture) -> Picture:
    """Warm, darker below, harder: one of the filters that apps offer."""
    ramp = np.linspace(0.0, 1.0, 256)[:, None]
    curve = 0.5 - 0.5 * np.cos(np.pi * ramp ** np.array([0.85, 1.0, 1.25]))
    table = np.clip(curve * np.array([270.0, 246.0, 214.0]) + np.array([4.0, 0.0, 14.0]), 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(picture, table[None]), np.uint8)


def _high_range(picture: Picture) -> Picture:
    """Local contrast and saturation as "HDR" filters push them."""
    light, green, red = cv2.split(cv2.cvtColor(picture, cv2.COLOR_RGB2LAB))
    light = cv2.createCLAHE(4.0, (6, 6)).apply(light)
    vivid = [np.clip((side.astype(np.float32) - 128) * 1.5 + 128, 0, 255).astype(np.uint8) for side in (green, red)]
    return np.asarray(cv2.cvtColor(cv2.merge([light, *vivid]), cv2.COLOR_LAB2RGB), np.uint8)


def _sharpened(picture: Picture) -> Picture:
    return np.asarray(cv2.addWeighted(picture, 3.0, cv2.GaussianBlur(picture, (0, 0), 2.0), -2.0, 0), np.uint8)


def blurred(sigma_px: float) -> Edit:
    return repainted(lambda picture: np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma_px), np.uint8))


def noisy(levels: float) -> Edit:
    """Grain with this standard deviation, other grain at every moment."""

    def edit(shown: Shown, moment: Moment) -> Shown:
        grain = moment.rng().normal(0.0, levels, shown.pixels.shape)
        return replace(shown, pixels=np.clip(shown.pixels + grain, 0, 255).astype(np.uint8))

    return edit


def fading(seconds: float) -> Edit:
    """From black at the beginning, to black at the end."""

    def edit(shown: Shown, moment: Moment) -> Shown:
        light = min(1.0, moment.seconds / seconds, (moment.length_s - moment.seconds) / seconds)
        return replace(shown, pixels=np.asarray(cv2.convertScaleAbs(shown.pixels, alpha=max(light, 0.0)), np.uint8))

    return edit


def gamma(exponent: float) -> Edit:
    return _by_level(lambda level: level**exponent)


def posterised(levels: int) -> Edit:
    return _by_level(lambda level: np.rint(level * (levels - 1)) / (levels - 1))


grey = repainted(_grey)
sepia = repainted(lambda picture: np.asarray(cv2.transform(picture, SEPIA), np.uint8))
filtered = repainted(_filtered)
high_range = repainted(_high_range)
sharpened = repainted(_sharpened)
negative = _by_level(lambda level: 1.0 - level)
