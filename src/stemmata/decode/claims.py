"""What a file says about itself: kept as it says it, each with the parser that read it, and never believed.

A claim is [field, value, parser, withhold]: `withhold` marks what could lead to the person who filmed (place, device,
owner, serial numbers, unknown maker notes), which public exports leave out.
"""

import re
from collections.abc import Iterator, Mapping

import av
import PIL
from PIL import ExifTags, Image

from stemmata.decode.stills import DECODER_ERRORS

FILM_PARSER = f"PyAV/{av.__version__}"
STILL_PARSER = f"Pillow/{PIL.__version__}"

MAX_CLAIMS = 500
MAX_VALUE = 2_000  # characters; longer ones are cut and end with an ellipsis

BOXED = frozenset({"video/mp4", "video/quicktime", "video/3gpp", "audio/mp4", "image/heic", "image/avif"})
"""Files of boxes (ISO 14496-12), by the types of sniff.py."""

WITHHELD = (
    "gps",
    "location",
    "iso6709",
    "xyz",
    "make",
    "model",
    "serial",
    "owner",
    "artist",
    "author",
    "copyright",
    "creator",
    "host",
    "uniqueid",
    "lens",
    "makernote",
    "usercomment",
    "camera",
    "device",
    "android",
    "com.apple",
    "samsung",
    "xmp",
    "imageid",
    "unique",
    "xp",
)
"""Parts of field names (lower case): better one field too many withheld than the one that names a witness."""

UTC, OFFSET, UNKNOWN = "utc", "offset", "unknown"
ZONES = frozenset({UTC, OFFSET, UNKNOWN})
"""Of a date: it says that it is UTC, it says how far from UTC it is, or it says neither."""

_DATE = re.compile(
    r"\d{4}[-:/]\d\d[-:/]\d\d(?P<time>[T ]\d\d:\d\d(?::\d\d(?:\.\d*)?)?)? ?(?P<zone>Z|UTC|[+-]\d\d:?\d\d)?", re.ASCII
)
"""As Exif, XMP (ISO 8601), QuickTime's keys and most text tags write one."""

CONTAINER_PLAIN = frozenset({"major_brand", "minor_version", "compatible_brands", "encoder", "handler_name"})

Claim = list[object]


def film_claims(container_tags: Mapping[str, str], track_tags: list[Mapping[str, str]]) -> list[Claim]:
    """Tags of the container, then of each track under "track N: "."""
    claims = [_claim(name, value, FILM_PARSER) for name, value in container_tags.items()]
    for number, tags in enumerate(track_tags):
        claims += [_claim(f"track {number}: {name}", value, FILM_PARSER) for name, value in tags.items()]
    return claims[:MAX_CLAIMS]


def still_claims(image: Image.Image) -> list[Claim]:
    """Exif (main, camera and GPS directories), text chunks and comments; a directory that is damaged gives none."""
    claims = [_claim(name, value, STILL_PARSER) for name, value in _exif(image)]
    for name, value in image.info.items():
        scalar = isinstance(value, str | int | float) and not isinstance(value, bool)
        if isinstance(name, str) and (scalar or name == "comment"):
            claims.append(_claim(name, value, STILL_PARSER))
    return claims[:MAX_CLAIMS]


def _exif(image: Image.Image) -> Iterator[tuple[str, object]]:
    try:
        exif = image.getexif()
        main = dict(exif.items())
    except DECODER_ERRORS:
        return
    for tag, value in main.items():
        yield ExifTags.TAGS.get(tag, f"Exif 0x{tag:04x}"), value
    for directory, names in ((ExifTags.IFD.Exif, ExifTags.TAGS), (ExifTags.IFD.GPSInfo, ExifTags.GPSTAGS)):
        prefix = "GPS" if directory is ExifTags.IFD.GPSInfo else ""
        try:
            entries = dict(exif.get_ifd(directory))
        except DECODER_ERRORS:
            continue
        for tag, value in entries.items():
            name = names.get(tag, f"Exif 0x{tag:04x}") if isinstance(tag, int) else str(tag)
            yield name if name.startswith(prefix) else prefix + name, value


def _claim(name: str, value: object, parser: str) -> Claim:
    lowered = name.lower()
    plain = lowered.removeprefix("track ").split(": ")[-1] in CONTAINER_PLAIN
    unknown = lowered.startswith(("exif 0x", "gpsexif 0x"))
    withhold = unknown or (not plain and any(part in lowered for part in WITHHELD))
    return [plain_text(name, 200), plain_text(_in_words(value), MAX_VALUE), parser, withhold]


def _in_words(value: object) -> str:
    if isinstance(value, bytes):
        text = value.rstrip(b"\x00").decode("utf-8", "backslashreplace")
        return text if text.isprintable() else f"{len(value)} bytes"
    if isinstance(value, tuple):
        return ", ".join(_in_words(part) for part in value[:64])
    if isinstance(value, dict):
        return f"{len(value)} fields"
    return str(value)


def plain_text(text: str, length: int) -> str:
    """Without lone surrogates or NUL, at most `length` characters."""
    clean = text.replace("\x00", "").encode("utf-8", "backslashreplace").decode("utf-8")
    return clean if len(clean) <= length else clean[:length] + "…"


def zone_of(value: str) -> str | None:
    """UTC, OFFSET or UNKNOWN of a value that is a date and nothing else, by what is written; None of any other."""
    found = _DATE.fullmatch(value.strip())
    if found is None:
        return None
    written = found["zone"]
    if written is None or found["time"] is None:
        return UNKNOWN
    return UTC if written in {"Z", "UTC"} else OFFSET


def film_zone(mime: str, name: str, value: str) -> str | None:
    """As `zone_of`, of what PyAV says of a film: it writes Z behind dates of boxes, whose zone nobody wrote."""
    guessed = mime in BOXED and name.rsplit(": ", 1)[-1] == "creation_time"
    return UNKNOWN if guessed else zone_of(value)
