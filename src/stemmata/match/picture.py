"""A still or a film as it enters matching: its fingerprint, and views on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from stemmata.fingerprint.frames import GRID, unpacked_motion
from stemmata.fingerprint.moments import Moment, thinned
from stemmata.fingerprint.points import unpacked_points
from stemmata.fingerprint.small_grey import unpacked_grey
from stemmata.match.geometry import View
from stemmata.match.hamming import Hashes
from stemmata.match.shared_details import Posted, posted
from stemmata.model.item import Media
from stemmata.model.seams import Reduction
from stemmata.model.span import MILLIONTHS, Region

QUIET = 50
"""Frames of lower quality are blank, dark or flat and say nothing (PDQ's README drops 49 and below)."""

POSTED_REACH_US = 700_000
"""To both sides: details of a frame each second or so enter the join for candidates; all of them serve verification."""


@dataclass(frozen=True, eq=False)
class Picture:
    """Arrays as fingerprint.picture describes them. `holder` is the item's SHA-256."""

    holder: str
    media: Media
    arrays: Mapping[str, npt.NDArray[np.generic]]
    grey_size: tuple[int, int]

    @property
    def is_film(self) -> bool:
        return self.media is Media.VIDEO

    @cached_property
    def frame_us(self) -> npt.NDArray[np.int64]:
        return np.asarray(self.arrays["frame_us"], np.int64)

    @cached_property
    def sample_us(self) -> npt.NDArray[np.int64]:
        return np.asarray(self.arrays["sample_us"], np.int64)

    @property
    def frame_hash(self) -> Hashes:
        return np.asarray(self.arrays["frame_hash"], np.uint64)

    @cached_property
    def motion(self) -> npt.NDArray[np.float32]:
        """(n,) how much each frame differs from the one before, in levels."""
        return np.asarray(self.moved.mean(axis=1), np.float32)

    @cached_property
    def moved(self) -> npt.NDArray[np.float32]:
        """(n, 64) the same, of every cell."""
        return unpacked_motion(np.asarray(self.arrays["motion"], np.uint8))

    def motion_in(self, window: Region) -> npt.NDArray[np.float32]:
        """(n,) as `motion`, of the cells that the window covers, each as far as it does."""
        left, top = window.x / MILLIONTHS * GRID, window.y / MILLIONTHS * GRID
        right, bottom = left + window.width / MILLIONTHS * GRID, top + window.height / MILLIONTHS * GRID
        cells = np.arange(GRID)
        across = np.clip(np.minimum(cells + 1, right) - np.maximum(cells, left), 0, 1)
        down = np.clip(np.minimum(cells + 1, bottom) - np.maximum(cells, top), 0, 1)
        weights = np.outer(down, across).reshape(-1)
        return np.asarray(self.moved @ (weights / max(float(weights.sum()), 1e-9)), np.float32)

    @property
    def cuts_us(self) -> tuple[int, ...]:
        return tuple(int(at) for at in self.arrays["cut_us"].tolist())

    @cached_property
    def end_us(self) -> int:
        """Just behind the last frame."""
        times = self.frame_us
        step = int(np.median(np.diff(times))) if len(times) > 1 else 40_000
        return int(times[-1]) + max(step, 1)

    @cached_property
    def loud(self) -> npt.NDArray[np.bool_]:
        """(n,) frames that can prove something."""
        return np.asarray(self.arrays["frame_quality"]) >= QUIET

    def view(self, sample: int) -> View:
        start, end = self._bounds[sample], self._bounds[sample + 1]
        width, height = self.grey_size
        return View(
            unpacked_points(np.asarray(self.arrays["point"][start:end], np.uint16)),
            np.asarray(self.arrays["signature"][start:end], np.uint64),
            unpacked_grey(np.asarray(self.arrays["sample_grey"][sample], np.int8), width, height),
        )

    @cached_property
    def _bounds(self) -> npt.NDArray[np.int64]:
        return np.searchsorted(self.arrays["point_sample"], np.arange(len(self.sample_us) + 1))

    def point_count(self, sample: int) -> int:
        return int(self._bounds[sample + 1] - self._bounds[sample])

    def sample_views(self, sample: int) -> Hashes:
        """(16, 4): eight orientations of the sampled frame as shown, then eight without its plain borders."""
        hashed = np.asarray(self.arrays["sample_hash"], np.uint64)
        return np.concatenate([hashed[sample], hashed[sample + len(self.sample_us)]])

    def posted_samples(self) -> list[int]:
        """The sampled frames whose details enter the join for candidates: the calmest over a longer reach, so that
        copies post the same."""
        around = self.motion + np.append(self.motion[1:], self.motion[-1:])
        frames = np.minimum(np.searchsorted(self.frame_us, self.sample_us), len(around) - 1)
        moments = [
            Moment(at, sample, float(moved))
            for sample, (at, moved) in enumerate(zip(self.sample_us.tolist(), around[frames], strict=True))
        ]
        return [moment.shown for moment in thinned(moments, POSTED_REACH_US)]

    def posted(self, sample: int, *, flipped: bool = False) -> Posted:
        """The details of one sampled frame; `flipped` as the mirrored picture would have them."""
        rows = slice(self._bounds[sample], self._bounds[sample + 1])
        signature = np.asarray(self.arrays["signature"][rows], np.uint64)
        points = unpacked_points(np.asarray(self.arrays["point"][rows], np.uint16))
        return posted(signature, points, self.grey_size[0] / self.grey_size[1], flipped=flipped)


def picture_of(holder: str, media: Media, kept: Reduction) -> Picture:
    """A kept fingerprint as a Picture."""
    grey = kept.facts.get("grey")
    if not isinstance(grey, list) or len(grey) != 2:
        raise ValueError("a picture's fingerprint names the size of its grey pictures")
    return Picture(holder, media, kept.arrays, (int(grey[0]), int(grey[1])))
