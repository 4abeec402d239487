"""What platforms and programs write into files and file names: a table, each row with where that is documented.

A mark says that a file bears what its writer writes, never that the writer made it: anyone can write these values, and
many platforms take them off again. No row names a camera or telephone, and none a person. What is not here says
nothing.
"""

import re
from dataclasses import dataclass
from enum import StrEnum


class Basis(StrEnum):
    BYTES = "bytes"
    """It stands in the file."""
    NAME = "name"
    """The file was called so when it was received: whoever handed it over could call it anything."""


class Place(StrEnum):
    """Where in a file the value of a mark stands."""

    INSTRUCTIONS = "instructions"
    """IPTC-IIM 2:40, special instructions (IIM version 4.2 section 6)."""
    COMMENT = "comment"
    """COM of a JPEG (T.81 section B.2.4.5)."""
    SOFTWARE = "software"
    """Exif 0x0131 (CIPA DC-008 section 4.6.5), CreatorTool of XMP, text chunk Software of a PNG (section 11.3.3.2)."""
    HANDLER = "handler"
    """Name of the handler of a track (ISO 14496-12 section 8.4.3)."""
    ENCODER = "encoder"
    """What a container says it was written with."""
    CLAIM = "claim"
    """Any other statement of a container, as "name=value", the name in lower case."""


@dataclass(frozen=True, slots=True)
class Row:
    """`mark`: the key under which it is stored; several rows may have one. `pattern`: searched for in the value, or in
    the last part of a name. `place` is None for marks of names. `source`: where it is documented."""

    mark: str
    place: Place | None
    pattern: re.Pattern[str]
    source: str

    @property
    def basis(self) -> Basis:
        return Basis.NAME if self.place is None else Basis.BYTES


def _in_bytes(mark: str, place: Place, pattern: str, source: str) -> Row:
    return Row(mark, place, re.compile(pattern), source)


def _in_name(mark: str, pattern: str, source: str) -> Row:
    return Row(mark, None, re.compile(pattern, re.IGNORECASE), source)


DAY = r"(19|20)\d\d-[01]\d-[0-3]\d"
SEEN = "seen in many public listings of files; not documented by the platform"

TABLE = (
    _in_bytes(
        "meta", Place.INSTRUCTIONS, r"\AFBMD[0-9a-f]{4}",
        "Stack Overflow 31120222 (values from thousands of downloads); taken off by brave/brave-core, "
        "components/image_metadata_stripper",
    ),
    _in_bytes(
        "google", Place.HANDLER, r"\AISO Media file produced by Google Inc\.",
        "tracks of films from YouTube, as ffprobe prints them in public issues and notes; Hall, MPEG-4 video "
        "authentication, University of Colorado 2015, on YouTube's file structure",
    ),
    _in_bytes(
        "x", Place.HANDLER, r"\ATwitter-vork muxer\Z",
        "tracks of films from Twitter, as ffprobe and ExifTool print them in public repositories",
    ),
    _in_bytes(
        "vimeo", Place.HANDLER, r"\AVimeo Artax (Video|Audio) Handler\Z",
        "tracks of films from Vimeo, as ffprobe prints them in public repositories",
    ),
    _in_bytes(
        "bytedance", Place.CLAIM, r"\Acomment=vid:v[0-9a-z]{10,}\Z",
        "answers of v*.muscdn.com kept in tests of drawrowfly/tiktok-scraper; tags of films from TikTok, as ffprobe "
        "prints them in public repositories",
    ),
    _in_bytes(
        "bytedance", Place.CLAIM, r"\Aaigc_info=|com\.bytedance\.info",
        "keys that the programs of ByteDance write, named in public listings of their code and of their films",
    ),
    _in_bytes(
        "ffmpeg", Place.ENCODER, r"\ALav[fc]\d",
        "FFmpeg/FFmpeg: LIBAVFORMAT_IDENT, written by libavformat/movenc.c and matroskaenc.c",
    ),
    _in_bytes(
        "ffmpeg", Place.COMMENT, r"\ALavc\d",
        "FFmpeg/FFmpeg: LIBAVCODEC_IDENT, written by libavcodec/mjpegenc_common.c (jpeg_put_comments)",
    ),
    _in_bytes(
        "handbrake", Place.ENCODER, r"\AHandBrake \d",
        'HandBrake/HandBrake: libhb/muxavformat.c writes "HandBrake version build" as encoding tool',
    ),
    _in_bytes(
        "gd", Place.COMMENT, r"\ACREATOR: gd-jpeg v\d",
        'libgd/libgd: src/gd_jpeg.c writes "CREATOR: gd-jpeg v… (using IJG JPEG v…)"; PHP draws with it',
    ),
    _in_bytes(
        "photoshop", Place.SOFTWARE, r"\AAdobe Photoshop",
        "Adobe, XMP specification part 2, CreatorTool; XMP of its files in public repositories",
    ),
    _in_bytes(
        "gimp", Place.SOFTWARE, r"\AGIMP \d",
        "GNOME/gimp: libgimp/gimpimagemetadata-save.c, PACKAGE_STRING as Exif.Image.Software",
    ),
    _in_name(
        "whatsapp", r"\A(IMG|VID|AUD|PTT|STK|DOC)-(19|20)\d{6}-WA\d{4}",
        "Forensic Focus, WhatsApp media file naming convention; " + SEEN,
    ),
    _in_name("whatsapp", rf"\AWhatsApp (Image|Video|Audio|Ptt|Document) {DAY} at \d", SEEN),
    _in_name("facebook", r"\AFB_IMG_\d{13}", SEEN + "; the number is milliseconds since 1970"),
    _in_name(
        "meta", r"\A\d{6,}_\d{6,}_\d{6,}_[nos]\.",
        "Dang-Nguyen and others, Practical analyses of how common social media platforms and photo storage services "
        "handle uploaded images, arXiv 2302.12133 (Facebook; Instagram's files are called alike)",
    ),
    _in_name("messenger", r"\Areceived_\d{8,}\.", SEEN),
    _in_name(
        "signal", rf"\Asignal-{DAY}-\d\d-?\d\d-?\d\d",
        'signalapp/Signal-Android: SaveAttachmentTask.java, "signal-" and yyyy-MM-dd-HH-mm-ss-SSS',
    ),
    _in_name(
        "telegram", rf"\A(photo|video|audio|image|doc|file|animation)_{DAY}_\d\d-\d\d-\d\d",
        "telegramdesktop/tdesktop: filedialogDefaultName in core/file_utilities.cpp, _yyyy-MM-dd_HH-mm-ss",
    ),
    _in_name(
        "telegram", r"\A(photo|video|audio|file)_\d+@[0-3]\d-[01]\d-(19|20)\d\d_\d\d-\d\d-\d\d",
        "telegramdesktop/tdesktop: PreparePhotoFileName and its siblings in export/data/export_data_types.cpp",
    ),
    _in_name(
        "telegram", r"\Atelegram-cloud-(photo-size|document)-\d+-\d+",
        "TelegramMessenger/Telegram-iOS: uniqueId of CloudPhotoSizeMediaResource and its siblings",
    ),
    _in_name("snapchat", r"\ASnapchat-\d{6,}\.", SEEN),
    _in_name(
        "yt-dlp", r" \[(?=[\w-]*[\d_-])[\w-]{11}\]\.\w+\Z| \[\d{8,}\]\.\w+\Z",
        "yt-dlp/yt-dlp: DEFAULT_OUTTMPL in utils/_utils.py, title [id].ext",
    ),
)  # fmt: skip
MARKS = tuple(dict.fromkeys(row.mark for row in TABLE))
