"""The edits of films: what is done to each frame, how time is cut, in what coding the result is posted."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bench.edits import optics, overlays, settings, tones
from bench.edits.coding import FilmCoding, h264
from bench.edits.shown import (
    Edit,
    Moment,
    Shown,
    cropped,
    edited,
    evened,
    mirrored,
    rotated,
    shrunk,
    stretched,
    untouched,
)
from bench.edits.truth import Aligned
from example.textures import Picture

POSTED = h264()
HEVC = {"crf": "30", "preset": "ultrafast", "x265-params": "pools=none:frame-threads=1:log-level=none"}


@dataclass(frozen=True, slots=True)
class Shot:
    """Seconds [start, end) of the source (`other` None) or of other footage, as they run in the copy.

    frozen: the frame at `start`, for as long as the shot would run.
    """

    start: float
    end: float
    speed: float = 1.0
    reversed: bool = False
    other: int | None = None
    frozen: bool = False

    @property
    def seconds(self) -> float:
        """How long it runs in the copy."""
        return (self.end - self.start) / self.speed

    def at(self, seconds: float) -> float:
        """The second of the film shown that stands so long after the shot began."""
        if self.frozen:
            return self.start
        return self.end - seconds * self.speed if self.reversed else self.start + seconds * self.speed


Cut = Callable[[float], Sequence[Shot]]
"""The length of the source in seconds -> the shots of the copy."""


def at_speed(speed: float) -> Cut:
    return lambda length: [Shot(0, length, speed)]


def excerpt(seconds: float, share: float) -> Cut:
    """So many seconds, beginning at this share of what is left over."""
    return lambda length: [Shot(share * (length - seconds), share * (length - seconds) + seconds)]


def _whole(length: float) -> Sequence[Shot]:
    return [Shot(0, length)]


def _backwards(length: float) -> Sequence[Shot]:
    return [Shot(0, length, reversed=True)]


def _freeze_first(length: float) -> Sequence[Shot]:
    return [Shot(0, 2, frozen=True), Shot(0, length)]


def _inserted(length: float) -> Sequence[Shot]:
    return [Shot(0, 3, other=0), Shot(0.2 * length, 0.8 * length), Shot(3, 6, other=0)]


def _middle_out(length: float) -> Sequence[Shot]:
    return [Shot(0, 0.36 * length), Shot(0.64 * length, length)]


def _swapped(length: float) -> Sequence[Shot]:
    return [Shot(0.5 * length, length), Shot(0, 0.5 * length)]


def _looped(length: float) -> Sequence[Shot]:
    return [Shot(0, 0.6 * length), Shot(0, 0.6 * length)]


@dataclass(frozen=True, slots=True)
class FilmEdit:
    """`others`: how many other films it shows. `rate`: frames a second; None keeps the source's."""

    name: str
    edits: Sequence[Edit] = ()
    cut: Cut = _whole
    coding: FilmCoding = POSTED
    rate: int | None = None
    others: int = 0


@dataclass(frozen=True, slots=True)
class Footage:
    """A film in memory: its frames, alike in size, so many a second."""

    frames: Sequence[Picture]
    rate: int

    @property
    def seconds(self) -> float:
        return len(self.frames) / self.rate

    def at(self, seconds: float) -> Picture:
        """What is on screen; the first or the last frame outside."""
        return self.frames[min(max(int(seconds * self.rate + 1e-6), 0), len(self.frames) - 1)]


def frames(
    edit: FilmEdit, source: Footage, others: Sequence[Footage], rate: int, seed: tuple[int, ...]
) -> Iterator[tuple[bool, Shown]]:
    """Every frame of the copy, and whether it shows the source. `others` have the source's size."""
    shots = edit.cut(source.seconds)
    length, number = sum(shot.seconds for shot in shots), 0
    for shot in shots:
        for tick in range(round(shot.seconds * rate)):
            beside = tuple(other.at((number / rate) % other.seconds) for other in others)
            moment = Moment(number / rate, length, (*seed, number), beside)
            at = shot.at((tick + 0.5) / rate)
            if shot.other is None:
                yield True, edited(untouched(source.at(at)), moment, (*edit.edits, evened))
            else:
                yield False, evened(untouched(others[shot.other].at(at)), moment)
            number += 1


def aligned(edit: FilmEdit, length_s: float, rate: int) -> Iterator[Aligned]:
    """The stretches of the source in the copy, to the frame; a frozen frame has no clock and counts as none."""
    ticks = 0
    for shot in edit.cut(length_s):
        before, ticks = ticks, ticks + round(shot.seconds * rate)
        if shot.other is None and not shot.frozen:
            shown_s = (ticks - before) / rate * shot.speed  # a shot ends with a frame, wherever it was cut
            low, high = (shot.end - shown_s, shot.end) if shot.reversed else (shot.start, shot.start + shown_s)
            source = round(max(low, 0.0), 4), round(min(high, length_s), 4)
            yield Aligned(source, (round(before / rate, 4), round(ticks / rate, 4)), shot.speed, shot.reversed)


FILM_EDITS: tuple[FilmEdit, ...] = (
    # stored again
    FilmEdit("low bit rate", coding=h264(40)),
    FilmEdit("120 px high", [shrunk(214)]),
    FilmEdit("vp9", coding=FilmCoding("webm", "libvpx-vp9", {"deadline": "realtime", "cpu-used": "8"}, 0.10)),
    FilmEdit("hevc", coding=FilmCoding("mp4", "libx265", HEVC)),
    FilmEdit("mpeg2", coding=FilmCoding("ts", "mpeg2video", {}, 0.22), rate=25),
    FilmEdit("mpeg4", coding=FilmCoding("avi", "mpeg4", {}, 0.18)),
    FilmEdit("wmv", coding=FilmCoding("wmv", "wmv2", {}, 0.20)),
    FilmEdit("gif, 10 a second", [shrunk(320)], coding=FilmCoding("gif", "gif", pixels="rgb8"), rate=10),
    FilmEdit("15 a second", rate=15),
    # other colours, laid over
    FilmEdit("grey", [tones.grey]),
    FilmEdit("colour filter", [tones.filtered]),
    FilmEdit("fade in and out", [tones.fading(1.5)]),
    FilmEdit("logo", [overlays.logo]),
    FilmEdit("tiled watermark", [overlays.tiled("MIREL LIVE", 0.45)]),
    FilmEdit("moving sticker", [overlays.moving_sticker]),
    FilmEdit("subtitle band", [overlays.subtitled]),
    # cut, turned
    FilmEdit("crop 82", [cropped(0.18, 0.0, 1.0, 0.82)]),
    FilmEdit("crop 60", [cropped(0.22, 0.16, 0.82, 0.76)]),
    FilmEdit("stretched 1.33", [stretched(0.75, 1.0)]),
    FilmEdit("mirror", [mirrored]),
    FilmEdit("mirror, crop 82, logo", [mirrored, cropped(0.0, 0.1, 0.82, 0.92), overlays.logo]),
    FilmEdit("rotate 5", [rotated(5.0, filled=True)]),
    # inside something larger
    FilmEdit("letterbox", [settings.on_canvas(4 / 3, blurred=False)]),
    FilmEdit("vertical, blurred", [settings.on_canvas(9 / 16, blurred=True)]),
    FilmEdit("screen recording", [settings.on_computer]),
    FilmEdit("split screen", [settings.split], others=1),
    FilmEdit("picture in picture 50", [settings.in_picture(0.50, 0.85, 0.15)], others=1),
    FilmEdit("picture in picture 35", [settings.in_picture(0.35, 0.10, 0.85)], others=1),
    FilmEdit("filmed screen", [optics.filmed_screen]),
    # other time
    FilmEdit("speed 1.25", cut=at_speed(1.25)),
    FilmEdit("speed 0.8", cut=at_speed(0.8)),
    FilmEdit("speed 2", cut=at_speed(2.0)),
    FilmEdit("speed 0.5", cut=at_speed(0.5)),
    FilmEdit("reversed", cut=_backwards),
    FilmEdit("frozen beginning", cut=_freeze_first),
    FilmEdit("inside another film", cut=_inserted, others=1),
    FilmEdit("excerpt 2 s", cut=excerpt(2.0, 0.6)),
    FilmEdit("excerpt 5 s", cut=excerpt(5.0, 0.7)),
    FilmEdit("middle cut out", cut=_middle_out),
    FilmEdit("two pieces swapped", cut=_swapped),
    FilmEdit("looped twice", cut=_looped),
    # several at once
    FilmEdit(
        "excerpt, mirror, crop",
        [mirrored, cropped(0.1, 0.0, 1.0, 0.85), tones.filtered, overlays.subtitled],
        excerpt(5.0, 0.3),
        h264(32),
    ),
)
