"""What a JPEG says of itself, changed byte by byte: the coded picture stays as it is."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from PIL import ExifTags, Image

START, APP1, SCAN = b"\xff\xd8", 0xE1, 0xDA
KEPT = frozenset({0xE0, 0xEE})
"""JFIF and Adobe segments say how to decode; they are no metadata."""

CAMERAS = (("Novara", "N20"), ("Novara", "N31 Pro"), ("Lyncia", "L5"), ("Kestrel", "K-700"))
PROGRAMS = ("Pictor 4.1", "Darkbench 12.0", "EasyCollage 2", "PhoneEdit 9.3")
FIRST_DAY, DAYS = datetime(2030, 1, 1, tzinfo=UTC), 700


@dataclass(frozen=True, slots=True)
class Stated:
    """What EXIF says: made by which camera and when, edited by which program. All of it may be false."""

    camera: tuple[str, str]
    taken: datetime
    program: str | None = None

    def segment(self) -> bytes:
        """As one APP1 segment (CIPA DC-008, section 4.7.2)."""
        exif = Image.Exif()
        exif[ExifTags.Base.Make], exif[ExifTags.Base.Model] = self.camera
        text = self.taken.strftime("%Y:%m:%d %H:%M:%S")
        exif[ExifTags.Base.DateTime] = text
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = text
        if self.program is not None:
            exif[ExifTags.Base.Software] = self.program
        body = exif.tobytes()
        return bytes([0xFF, APP1]) + (len(body) + 2).to_bytes(2, "big") + body


def taken(rng: random.Random) -> Stated:
    """As a camera would say."""
    return Stated(rng.choice(CAMERAS), FIRST_DAY + timedelta(seconds=rng.randrange(DAYS * 86_400)))


def earlier(rng: random.Random, before: datetime) -> Stated:
    """False: another camera, one day to two years before."""
    return Stated(rng.choice(CAMERAS), before - timedelta(seconds=rng.randrange(86_400, 730 * 86_400)))


def stripped(jpeg: bytes) -> bytes:
    """Without APP and comment segments, except those that say how to decode. ValueError for what is no JPEG."""
    if jpeg[:2] != START:
        raise ValueError("a JPEG begins with FFD8")
    out, at = [START], 2
    while jpeg[at + 1] != SCAN:
        marker, end = jpeg[at + 1], at + 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        said = 0xE0 <= marker <= 0xEF or marker == 0xFE
        if not said or marker in KEPT:
            out.append(jpeg[at:end])
        at = end
    return b"".join([*out, jpeg[at:]])


def stating(jpeg: bytes, stated: Stated) -> bytes:
    """The same picture with this EXIF and no other metadata."""
    bare = stripped(jpeg)
    return START + stated.segment() + bare[2:]
