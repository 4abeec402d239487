"""The edits of stills: what is done, in what coding the result is posted, and how many other pictures it shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from bench.edits import optics, overlays, settings, tones
from bench.edits.coding import StillCoding, jpeg
from bench.edits.shown import (
    Edit,
    Moment,
    Shown,
    cropped,
    edited,
    mirrored,
    rotated,
    shrunk,
    stretched,
    turned,
    untouched,
)
from example.textures import Picture

POSTED = jpeg(82)


@dataclass(frozen=True, slots=True)
class StillEdit:
    """`others`: how many pictures of other sources it shows beside the source."""

    name: str
    edits: Sequence[Edit] = ()
    coding: StillCoding = POSTED
    others: int = 0

    def made(self, source: Picture, moment: Moment) -> Shown:
        return edited(untouched(source), moment, self.edits)


STILL_EDITS: tuple[StillEdit, ...] = (
    # stored again
    StillEdit("jpeg 20", coding=jpeg(20)),
    StillEdit("webp 20", coding=StillCoding("webp", {"quality": 20})),
    StillEdit("avif 30", coding=StillCoding("avif", {"quality": 30, "speed": 8, "max_threads": 1})),
    StillEdit("gif, 32 colours", coding=StillCoding("gif", colours=32)),
    StillEdit("thumbnail 160 px", [shrunk(160)], jpeg(75)),
    # other colours
    StillEdit("grey", [tones.grey]),
    StillEdit("sepia", [tones.sepia]),
    StillEdit("colour filter", [tones.filtered]),
    StillEdit("gamma 2.2", [tones.gamma(2.2)]),
    StillEdit("high-range filter", [tones.high_range]),
    StillEdit("negative", [tones.negative]),
    StillEdit("posterised, 4 levels", [tones.posterised(4)], StillCoding("png")),
    # other sharpness
    StillEdit("blur", [tones.blurred(3.0)]),
    StillEdit("sharpen", [tones.sharpened]),
    StillEdit("noise", [tones.noisy(28.0)]),
    # laid over
    StillEdit("logo 20 %", [overlays.logo]),
    StillEdit("tiled watermark", [overlays.tiled("MIREL PHOTO", 0.45)]),
    StillEdit("subtitle band", [overlays.subtitled]),
    StillEdit("six stickers", [overlays.six_stickers]),
    StillEdit("black boxes", [overlays.redacted]),
    # cut, stretched, turned
    StillEdit("crop 95", [cropped(0.025, 0.025, 0.975, 0.975)]),
    StillEdit("crop 82, corner", [cropped(0.18, 0.18, 1.0, 1.0)]),
    StillEdit("crop 60", [cropped(0.22, 0.16, 0.82, 0.76)]),
    StillEdit("crop 40", [cropped(0.34, 0.30, 0.74, 0.70)]),
    StillEdit("stretched 1.33", [stretched(1.33, 1.0)]),
    StillEdit("mirror", [mirrored]),
    StillEdit("mirror, crop 82, logo", [mirrored, cropped(0.0, 0.1, 0.82, 0.92), overlays.logo]),
    StillEdit("rotate 5, black corners", [rotated(5.0, filled=False)]),
    StillEdit("rotate 5, filled", [rotated(5.0, filled=True)]),
    StillEdit("rotate 90", [turned(1)]),
    StillEdit("rotate 180", [turned(2)]),
    # inside something larger
    StillEdit("letterbox", [settings.on_canvas(1.0, blurred=False)]),
    StillEdit("blurred side bars", [settings.on_canvas(16 / 9, blurred=True)]),
    StillEdit("meme caption", [settings.meme]),
    StillEdit("phone screenshot", [settings.on_phone], StillCoding("png")),
    StillEdit("picture in picture 50", [settings.in_picture(0.50, 0.85, 0.15)], others=1),
    StillEdit("picture in picture 35", [settings.in_picture(0.35, 0.10, 0.85)], others=1),
    StillEdit("split screen", [settings.split], others=1),
    StillEdit("collage of four", [settings.collage], others=3),
    # through the air
    StillEdit("filmed screen", [optics.filmed_screen]),
    StillEdit("printed and scanned", [optics.printed_and_scanned]),
    # several at once
    StillEdit(
        "phone, crop, thumbnail",
        [settings.on_phone, cropped(0.0, 0.12, 1.0, 0.80), shrunk(320)],
        jpeg(40),
    ),
)
