"""Marks: what is written by whom, each with a source; found where it stands and nowhere else."""

from io import BytesIO

import pytest
from PIL import Image
from tests.decode.jpegs import APP13, COMMENT, FBMD, from_meta, iptc, segment, with_segments
from tests.media import make

from stemmata.decode.jpeg_segments import Segments, jpeg_segments
from stemmata.decode.mark_table import MARKS, TABLE
from stemmata.decode.marks import MAX_VALUES, marks_in_bytes, marks_in_name
from stemmata.decode.probe import probe

JPEG = make.still()
XMP = b"http://ns.adobe.com/xap/1.0/\0<rdf:Description %s/>"


def software(name: str) -> bytes:
    exif = Image.Exif()
    exif[0x0131] = name
    return make.still(exif=exif)


@pytest.mark.parametrize(
    ("content", "marks"),
    [
        (JPEG, []),
        (from_meta(JPEG), ["meta"]),
        (make.still(comment="CREATOR: gd-jpeg v1.0 (using IJG JPEG v62), quality = 82\n"), ["gd"]),
        (make.still(comment="Lavc58.54.100"), ["ffmpeg"]),
        (software("Adobe Photoshop CS5 Macintosh"), ["photoshop"]),
        (software("GIMP 2.10.30"), ["gimp"]),
        (software("N20 1.4.7"), []),
        (with_segments(JPEG, segment(0xE1, XMP % b'xmp:CreatorTool="Adobe Photoshop 25.1"')), ["photoshop"]),
        (make.film(seconds=1, options={"fflags": "-bitexact"}), ["ffmpeg"]),
    ],
    ids=["none", "FBMD", "gd", "mjpeg", "Exif Photoshop", "Exif GIMP", "a camera", "XMP", "film"],
)
def test_the_marks_of_a_file_stand_with_its_facts(content: bytes, marks: list[str]) -> None:
    assert probe(BytesIO(content), {}).facts["marks"] == marks


@pytest.mark.parametrize(
    ("field", "value", "marks"),
    [
        ("track 0: handler_name", "ISO Media file produced by Google Inc. Created on: 05/11/2023.", ["google"]),
        ("track 0: handler_name", "ISO Media file produced by Google Inc.", ["google"]),
        ("track 0: handler_name", "Twitter-vork muxer", ["x"]),
        ("track 1: handler_name", "Vimeo Artax Video Handler", ["vimeo"]),
        ("track 0: handler_name", "VideoHandler", []),
        ("comment", "vid:v09044g40000c0abcdefghijklmn", ["bytedance"]),
        ("comment", "vid: a bridge", []),
        ("aigc_info", '{"aigc_label_type":0}', ["bytedance"]),
        ("information", '{"com.bytedance.info": "{}"}', ["bytedance"]),
        ("encoder", "HandBrake 1.7.3 2024021100", ["handbrake"]),
        ("ENCODER", "Lavf61.7.100", ["ffmpeg"]),
        ("title", "Lavf61.7.100", []),
        ("title", "Twitter-vork muxer", []),
    ],
)
def test_a_mark_of_a_film_is_found_in_its_field_only(field: str, value: str, marks: list[str]) -> None:
    assert marks_in_bytes([[field, value, "parser", False]], Segments((), complete=True)) == marks


@pytest.mark.parametrize(
    ("name", "marks"),
    [
        ("IMG-20230101-WA0001.jpg", ["whatsapp"]),
        ("in/some/folder/VID-20230101-WA0012.mp4", ["whatsapp"]),
        ("C:\\chat\\img-20230101-wa0001.jpg", ["whatsapp"]),
        ("WhatsApp Image 2023-01-01 at 10.58.03.jpeg", ["whatsapp"]),
        ("FB_IMG_1672567083000.jpg", ["facebook"]),
        ("10259827_775015719198440_8245719837466524_n.jpg", ["meta"]),
        ("received_1234567890123456.jpeg", ["messenger"]),
        ("signal-2023-01-01-10-58-03-123.jpg", ["signal"]),
        ("signal-2020-01-01-105803.jpg", ["signal"]),
        ("photo_2023-01-01_10-58-03.jpg", ["telegram"]),
        ("photo_12@01-01-2023_10-58-03.jpg", ["telegram"]),
        ("telegram-cloud-photo-size-2-5235959596965370646-y.jpg", ["telegram"]),
        ("Snapchat-1234567890.jpg", ["snapchat"]),
        ("Bridge at noon [dQw4w9WgXcQ].mp4", ["yt-dlp"]),
        ("Bridge at noon [7234567890123456789].mp4", ["yt-dlp"]),
        ("Bridge [Documentary].mp4", []),
        ("IMG_20230101_105803.jpg", []),
        ("DSCN0010.jpg", []),
        ("a photo_2023-01-01_10-58-03.jpg", []),
        ("صورة.jpg", []),
        ("", []),
    ],
)
def test_a_name_bears_a_mark_by_its_form(name: str, marks: list[str]) -> None:
    assert marks_in_name(name) == marks


RESOURCE = b"Photoshop 3.0\08BIM"
BAD_IPTC = [
    (segment(APP13, b"Photoshop 3.0\0"), "no resource"),
    (segment(APP13, RESOURCE), "half a resource"),
    (segment(APP13, RESOURCE + b"\x04\x04"), "no name"),
    (segment(APP13, RESOURCE + b"\x04\x04\xff"), "a name beyond the end"),
    (segment(APP13, RESOURCE + b"\x04\x04\0\0\xff\xff\xff\xff" + b"\x1c\x02\x28"), "a size beyond the end"),
    (segment(APP13, RESOURCE + b"\x04\x04\0\0\0\0\0\x09\x1c\x02\x28\x80\x04\0\0\0\x08"), "an extended data set"),
    (iptc([(2, 25, FBMD)]), "the value in a list of keywords"),
    (iptc([(2, 40, b"say FBMD01000ac6")]), "the value in the middle of a sentence"),
    (segment(COMMENT, FBMD), "the value in a comment"),
]


@pytest.mark.parametrize(("put", "defect"), BAD_IPTC, ids=[row[1] for row in BAD_IPTC])
def test_what_is_damaged_or_stands_elsewhere_is_no_mark(put: bytes, defect: str) -> None:
    source = BytesIO(with_segments(JPEG, put))
    assert marks_in_bytes([], jpeg_segments(source)) == [], defect


def test_of_more_data_sets_than_anybody_writes_only_the_first_are_looked_at() -> None:
    keywords: list[tuple[int, int, bytes]] = [(2, 25, b"k")] * (MAX_VALUES - 1)
    for behind, marks in (([], ["meta"]), ([(2, 25, b"k")], [])):
        put = iptc([*keywords, *behind, (2, 40, FBMD)])
        assert marks_in_bytes([], jpeg_segments(BytesIO(with_segments(JPEG, put)))) == marks


def test_a_mark_is_found_in_instructions_that_are_cut_into_two_segments() -> None:
    whole = iptc([(2, 40, FBMD)])[4 + len(b"Photoshop 3.0\0") :]
    parts = [segment(APP13, b"Photoshop 3.0\0" + part) for part in (whole[:30], whole[30:])]
    assert marks_in_bytes([], jpeg_segments(BytesIO(with_segments(JPEG, *parts)))) == ["meta"]


def test_where_nobody_looked_marks_are_unknown_and_not_none() -> None:
    assert probe(BytesIO(b"%PDF-1.7\n..."), {}).facts["marks"] is None


def test_every_row_says_where_it_is_documented_and_none_names_a_device() -> None:
    assert all(len(row.source) > 20 for row in TABLE)
    assert not {"apple", "samsung", "xiaomi", "huawei", "pixel", "android", "iphone"} & set(MARKS)
