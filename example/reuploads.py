"""Who copied what from whom, and what was done to it on the way: the known tree of the example."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from example import edits, film
from example.edits import Edit
from example.film import Coding
from example.textures import Picture
from example.truth import Held, Stretch

CHAT = "ChatExport_2021-03-16"
VIDEO_1 = f"{CHAT}/video_files/video_1@14-03-2021_11-41-07.mp4"
VIDEO_2 = f"{CHAT}/video_files/video_2@14-03-2021_12-20-44.mp4"
VIDEO_3 = f"{CHAT}/video_files/video_3@15-03-2021_10-02-31.mp4"
VIDEO_4 = f"{CHAT}/video_files/video_4@15-03-2021_19-30-12.mp4"
PHOTO_1 = f"{CHAT}/photos/photo_1@14-03-2021_11-05-10.jpg"
PHOTO_2 = f"{CHAT}/photos/photo_2@15-03-2021_10-15-00.jpg"
WHATSAPP = "VID-20210314-WA0007.mp4"

KEPT: Mapping[str, str | None] = {
    "roof": None,
    "car": "from Yasmin/IMG_4471.MOV",
    "next day": "20210315_093012.mp4",
    "gate": "saffra_gate.mp4",
    "harbour": "harbour_0314.mp4",
    "lane": "old quarter.mp4",
    "market photograph": "صورة.jpg",
    "gate photograph": "from Yasmin/DSC_0098.JPG",
    "hospital list": "hospital_list.jpg",
    "bakery": "bakery.png",
}
"""Under which name the folder holds what a camera took; None where only copies survive."""


@dataclass(frozen=True, slots=True)
class Reupload:
    """A film encoded again: seconds of one or more parents, changed frame by frame."""

    name: str
    parts: Sequence[tuple[str, float, float]]
    """(name of a file or recording, from second, to second), one after the other."""
    did: Sequence[str]
    """The edits in the field's words."""
    looks: Sequence[Edit]
    coding: Coding
    rate: int | None = None
    sound: bool = True
    claims: Mapping[str, str] | None = None


def reuploads(seed: int) -> Sequence[Reupload]:
    """In an order in which every parent is made before its children."""
    return (
        Reupload("roof_view.mp4", [("roof", 1.5, 13.0)], ["re-encoded", "trimmed"], [], Coding(25)),
        Reupload(
            "roof_HD.mp4", [("roof", 0.0, 6.5)], ["re-encoded", "trimmed", "brightened"],
            [edits.toned(1.06, 5)], Coding(23),
        ),
        Reupload(
            WHATSAPP, [("roof", 0.0, 10.5)], ["re-encoded", "trimmed", "resized", "frame rate"],
            [edits.resized(426, 240)], Coding(29, sound_bits=32_000), rate=12,
        ),
        Reupload(
            VIDEO_1, [(WHATSAPP, 0.0, 4.2), (WHATSAPP, 6.0, 10.4)], ["re-encoded", "cut inside", "captioned"],
            [edits.captioned("MIREL TODAY: grain market, 14 March", "سوق الحبوب في قلعة ميريل، ١٤ آذار")], Coding(28),
        ),
        Reupload(
            "mirror_83213.mp4", [(VIDEO_1, 0.0, 8.6)], ["re-encoded", "mirrored", "cropped"],
            [edits.cropped(0.05, 0.04, 0.97, 0.84), edits.mirrored], Coding(29),
        ),
        Reupload(
            "lantern_live.mp4", [("roof_HD.mp4", 1.4, 6.4)], ["re-encoded", "trimmed", "logo"],
            [edits.logo("LANTERN")], Coding(27),
        ),
        Reupload(
            "no sound.mp4", [("roof_view.mp4", 3.0, 9.0)], ["re-encoded", "trimmed", "resized", "sound removed"],
            [edits.resized(480, 270)], Coding(30), sound=False,
        ),
        Reupload(
            "studio 14 march evening.mp4", [("roof_view.mp4", 2.0, 9.5)],
            ["re-encoded", "trimmed", "picture in picture"],
            [edits.in_studio(seed, 640, 360)], Coding(27),
        ),
        Reupload(
            VIDEO_4, [("roof_HD.mp4", 0.0, 4.0), ("harbour", 2.0, 6.5)], ["re-encoded", "joined", "resized"],
            [edits.resized(480, 270)], Coding(28),
        ),
        Reupload(
            VIDEO_2, [("car", 0.0, 10.5)], ["re-encoded", "resized"], [edits.resized(424, 240)], Coding(29), claims={},
        ),
        Reupload(
            "status_9x16.mp4", [("car", 1.0, 8.0)], ["re-encoded", "trimmed", "padded"],
            [edits.portrait(360, 640)], Coding(29),
        ),
        Reupload(
            VIDEO_3, [("next day", 0.5, 8.5)], ["re-encoded", "trimmed", "captioned"],
            [edits.captioned("HAPPENING NOW - Saffra Gate - 16 March")], Coding(28),
        ),
        Reupload(
            "gate (2).mp4", [("gate", 1.0, 7.5)], ["re-encoded", "trimmed", "cropped", "frame rate"],
            [edits.cropped(0.08, 0.06, 0.92, 0.96)], Coding(29), rate=12,
        ),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class PacketCopy:
    """The same encoded stream in another file: another container, or from a later key frame on."""

    name: str
    parent: str
    first_key: int
    did: str


PACKET_COPIES: Sequence[PacketCopy] = (
    PacketCopy("grain market attack.mkv", WHATSAPP, 0, "stream copied into another container"),
    PacketCopy("from Yasmin/WA0007_cut.mp4", WHATSAPP, 1, "stream copied from a later key frame"),
    PacketCopy("00012.ts", VIDEO_2, 0, "stream copied into another container"),
)


@dataclass(frozen=True, slots=True)
class StillCopy:
    """A still made from a photograph, or from one moment of a film."""

    name: str
    parent: str
    at_s: float | None
    did: Sequence[str]
    looks: Sequence[Edit]
    quality: int = 75


STILL_COPIES: Sequence[StillCopy] = (
    StillCopy(PHOTO_1, "gate photograph", None, ["saved again", "resized"], [edits.resized(800, 600)]),
    StillCopy(
        PHOTO_2, "market photograph", None, ["saved again", "cropped", "mirrored"],
        [edits.cropped(0.10, 0.12, 0.92, 0.90), edits.mirrored],
    ),
    StillCopy(
        "articles/lantern_files/market.jpg", WHATSAPP, 7.0, ["still of a film", "cropped"],
        [edits.cropped(0.0, 0.05, 1, 0.95)],
    ),
    StillCopy(
        "Screenshot_20210314-150211.png", VIDEO_1, 3.0, ["still of a film", "screenshot"],
        [lambda frame, number: edits.phone_screen(frame)],
    ),
)  # fmt: skip


def make_reupload(one: Reupload, paths: Mapping[str, Path]) -> None:
    """Decode the parents, change, encode."""
    rate = one.rate or film.rate_of(paths[one.parts[0][0]])
    first = next(film.frames_of(paths[one.parts[0][0]], 0, 1, rate))
    size = (first.shape[1], first.shape[0])

    def frames() -> Iterator[Picture]:
        number = 0
        for parent, start, end in one.parts:
            for frame in film.frames_of(paths[parent], start, end, rate):
                if len(one.parts) > 1 and (frame.shape[1], frame.shape[0]) != size:
                    frame = edits.resized(*size)(frame, number)
                for look in one.looks:
                    frame = look(frame, number)
                yield frame
                number += 1

    samples = None
    if one.sound:
        heard = [film.samples_of(paths[parent], start, end) for parent, start, end in one.parts]
        samples = np.concatenate([part for part in heard if part is not None])
    film.write(paths[one.name], frames(), rate, samples, one.coding, one.claims)


def make_still(one: StillCopy, paths: Mapping[str, Path]) -> None:
    if one.at_s is None:
        with Image.open(paths[one.parent]) as image:
            picture = np.asarray(image.convert("RGB"), np.uint8).copy()
    else:
        picture = next(film.frames_of(paths[one.parent], one.at_s, one.at_s + 1, 1))
    for look in one.looks:
        picture = look(picture, 0)
    Image.fromarray(picture).save(paths[one.name], quality=one.quality)


def make_same_bytes(name: str, paths: Mapping[str, Path]) -> None:
    shutil.copyfile(paths[WHATSAPP], paths[name])


def stretches_of(
    parts: Sequence[tuple[str, float, float]], did: Sequence[str], files: Mapping[str, Held]
) -> list[Stretch]:
    """Which moments of which recordings a copy of these parts shows, by way of what its parents show."""
    found: list[Stretch] = []
    to = 0.0
    for parent, start, end in parts:
        for stretch in files[parent].stretches:
            left = stretch.cut(start, end, to, "mirrored" in did, "picture in picture" in did)
            if left is not None:
                found.append(left)
        to += end - start
    return found
