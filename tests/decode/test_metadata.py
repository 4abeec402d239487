"""What files say of themselves in raw form: planted values come back, conflicts stay, and what can name a person is
marked."""

import zlib
from io import BytesIO
from typing import Any

import pytest
from tests.decode import containers as c
from tests.decode.jpegs import COMMENT, iptc, segment, with_segments
from tests.media import make

from stemmata.decode.claims import film_zone, zone_of
from stemmata.decode.metadata import metadata
from stemmata.decode.walk import PARSER
from stemmata.decode.x264 import UUID, x264_settings
from stemmata.decode.xmp import MAX_PROPERTIES

IN_2024 = 3_797_409_600
"""2024-05-01 12:00:00, in seconds since 1904."""
NOON = "2024-05-01T12:00:00"
Told = dict[str, tuple[str, bool, str | None, str | None]]


def told(content: bytes) -> Told:
    """Field -> value, withheld, raw, zone."""
    claimed: Any = metadata(BytesIO(content), {}).facts["claimed"]
    assert {row[2] for row in claimed} <= {PARSER}
    assert len({row[0] for row in claimed}) == len(claimed)
    return {field: (value, withheld, raw, zone) for field, value, _, withheld, raw, zone in claimed}


def parts(content: bytes) -> list[tuple[int, str, int]]:
    """Depth, name, size."""
    structure: Any = metadata(BytesIO(content), {}).facts["structure"]
    return [(depth, name, size) for depth, name, _, size in structure["parts"]]


def ended(content: bytes) -> object:
    structure: Any = metadata(BytesIO(content), {}).facts["structure"]
    return structure["ended"]


def test_the_order_and_the_sizes_of_boxes_are_the_files() -> None:
    content = c.FTYP + c.wide_box(b"mdat", b"12345") + c.box(b"moov", c.dated(b"mvhd", 0, 0) + c.box(b"udta"))
    assert parts(content) == [
        (0, "ftyp", 24),
        (0, "mdat", 21),
        (0, "moov", 116),
        (1, "mvhd", 100),
        (1, "udta", 8),
    ]
    assert ended(content) is None
    assert told(content)["ftyp brands"][0] == "isom isom iso2 (512)"


@pytest.mark.parametrize("wide", [False, True])
def test_dates_of_boxes_have_a_raw_form_and_no_known_zone(wide: bool) -> None:
    track = c.box(b"trak", c.dated(b"tkhd", IN_2024 - 3600, 0, wide=wide))
    found = told(c.FTYP + c.box(b"moov", c.dated(b"mvhd", IN_2024, IN_2024, wide=wide) + track + track))
    raw = IN_2024.to_bytes(8 if wide else 4, "big").hex()
    assert found["moov/mvhd created"] == (NOON, False, raw, "unknown")
    assert found["moov/trak[1]/tkhd created"][0] == "2024-05-01T11:00:00"
    assert found["moov/trak[2]/tkhd changed"] == ("not set", False, "00" * (8 if wide else 4), None)
    assert "moov/mvhd created, counted from 1970" not in found


def test_a_date_that_may_be_counted_from_1970_is_said_both_ways_and_none_is_chosen() -> None:
    found = told(c.FTYP + c.box(b"moov", c.dated(b"mvhd", 1_714_564_800, 2**32 - 1)))
    assert found["moov/mvhd created"][0] == "1958-05-01T12:00:00"
    assert found["moov/mvhd created, counted from 1970"][0] == NOON
    assert found["moov/mvhd created"][2] == found["moov/mvhd created, counted from 1970"][2]


def test_names_of_handlers_are_read_in_both_ways_of_writing() -> None:
    media = [c.box(b"mdia", c.handler(b"vide", name)) for name in (b"Camera\0", b"\x06Camera", b"")]
    found = told(c.FTYP + c.box(b"moov", b"".join(c.box(b"trak", one) for one in media)))
    values = [found[f"moov/trak[{number}]/mdia/hdlr name"][0] for number in (1, 2, 3)]
    assert values == ["vide Camera", "vide Camera", "vide"]


def test_places_devices_and_owners_are_withheld_and_dates_and_programs_are_not() -> None:
    tags = (
        c.tag(b"\xa9xyz", b"+10.0+020.0/")
        + c.tag(b"\xa9mod", b"Model 1")
        + c.tag(b"\xa9day", b"2024-05-01T12:00:00+0300")
    )
    keys = c.apple_keys(
        {
            b"com.apple.quicktime.location.ISO6709": b"+10.0+020.0/",
            b"com.apple.quicktime.creationdate": b"2024-05-01T12:00:00+0300",
            b"com.apple.quicktime.model": b"Model 1",
        }
    )
    found = told(c.FTYP + c.box(b"moov", c.box(b"udta", tags + c.tag(b"\xa9too", b"Muxer 3") + bytes(4)) + keys))
    assert found["moov/udta/©xyz"][:2] == ("+10.0+020.0/", True)
    assert found["moov/udta/©mod"][:2] == ("Model 1", True)
    assert found["moov/udta/©day"] == ("2024-05-01T12:00:00+0300", False, found["moov/udta/©day"][2], "offset")
    assert found["moov/udta/©too"][:2] == ("Muxer 3", False)
    apple = "moov/meta/ilst com.apple.quicktime."
    assert found[apple + "location.ISO6709"][:2] == ("+10.0+020.0/", True)
    assert found[apple + "model"][1] is True
    assert found[apple + "creationdate"][1::2] == (False, "offset")


def test_unknown_user_data_is_withheld_with_its_raw_bytes() -> None:
    found = told(c.FTYP + c.box(b"moov", c.box(b"udta", c.box(b"SNum", b"\x01\xffserial"))))
    assert found["moov/udta/SNum"] == ("8 bytes", True, b"\x01\xffserial".hex(), None)


@pytest.mark.parametrize("container", ["mp4", "mov", "matroska"])
def test_the_settings_of_x264_are_read_from_the_stream(container: str) -> None:
    found = told(make.film(seconds=1, container=container))
    assert found["x264 settings"][0].startswith("x264 - core ")
    assert found["x264 settings"][1] is False


def test_what_only_looks_like_settings_is_none() -> None:
    assert x264_settings(UUID) == x264_settings(UUID + b"x265") == x264_settings(b"x264 - core 1") == ""


XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description xmlns:a="http://ns.adobe.com/xap/1.0/" xmlns:exif="http://ns.adobe.com/exif/1.0/" '
    b'a:CreateDate="2024-05-01T12:00:00Z" exif:GPSLatitude="10,0N"><a:CreatorTool>Editor 2</a:CreatorTool>'
    b'<m:History xmlns:m="http://ns.adobe.com/xap/1.0/mm/" xmlns:e="http://ns.adobe.com/xap/1.0/sType/ResourceEvent#">'
    b'<rdf:Seq><rdf:li e:action="saved" e:softwareAgent="Editor 1"/></rdf:Seq></m:History>'
    b"</rdf:Description></rdf:RDF></x:xmpmeta>"
)
PLACES = [
    with_segments(make.still(), segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP)),
    c.PNG + c.chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP) + c.chunk(b"IEND"),
    c.riff(b"WEBP", c.riff_chunk(b"XMP ", XMP)),
    c.FTYP + c.box(b"uuid", bytes.fromhex("be7acfcb97a942e89c71999491e3afac") + XMP),
]


@pytest.mark.parametrize("content", PLACES, ids=["JPEG", "PNG", "WebP", "boxes"])
def test_xmp_is_read_by_its_addresses_and_not_by_its_prefixes(content: bytes) -> None:
    found = {field.split(" ", 1)[1]: rest for field, rest in told(content).items() if "xmp" in field or "exif" in field}
    assert found["xmp:CreateDate"] == ("2024-05-01T12:00:00Z", False, None, "utc")
    assert found["exif:GPSLatitude"][:2] == ("10,0N", True)
    assert found["xmp:CreatorTool"][:2] == ("Editor 2", False)
    assert found["xmpMM:History/stEvt:softwareAgent"][:2] == ("Editor 1", False)


BAD_XMP = [
    (XMP[:-40], 5, "cut"),
    (b'<!DOCTYPE x [<!ENTITY a "b">]>' + XMP, 5, "an entity before the packet, which begins behind it"),
    (XMP.replace(b"Editor 2", b"&a;"), 2, "an entity that is not there"),
    (b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + b"<a>" * 5_000, 0, "too deep"),
    (b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + b"<a b='c'/>" * 5_000, MAX_PROPERTIES, "too many"),
    (b"<rdf:RDF", 0, "its beginning"),
    (b"<rdf:RDF \xff\xfe", 0, "not UTF-8"),
]


@pytest.mark.parametrize(("packet", "count", "defect"), BAD_XMP, ids=[row[2] for row in BAD_XMP])
def test_an_xmp_packet_says_what_stands_before_its_damage(packet: bytes, count: int, defect: str) -> None:
    content = c.riff(b"WEBP", c.riff_chunk(b"XMP ", packet))
    claimed: Any = metadata(BytesIO(content), {}).facts["claimed"]
    assert len(claimed) == count, defect


def test_the_segments_of_a_jpeg_and_what_lies_behind_it() -> None:
    plain = make.still()
    content = (
        with_segments(plain, iptc([(2, 65, b"Editor 3"), (2, 80, b"A Name")]), segment(COMMENT, b"hello")) + b"more"
    )
    found, names = told(content), [name for _, name, _ in parts(content)]
    assert names[:3] == ["Photoshop", "comment", "JFIF"]
    assert names[-3:] == ["SOS", "coded", "behind"]
    assert sum(size for _, _, size in parts(content)) == len(content) - 4  # the two marks of start and end
    assert found["IPTC OriginatingProgram"][:2] == ("Editor 3", False)
    assert found["IPTC 2:80"][:2] == ("A Name", True)
    assert found["comment"][:2] == ("hello", True)


def test_the_chunks_of_a_png() -> None:
    date = bytes([7, 232, 5, 1, 12, 0, 0])
    text = c.chunk(b"tEXt", b"Author\0A Name") + c.chunk(b"zTXt", b"Software\0\0" + zlib.compress(b"Editor 4"))
    content = c.PNG + c.chunk(b"tIME", date) + text + c.chunk(b"IEND") + b"more"
    assert [name for _, name, _ in parts(content)] == ["tIME", "tEXt", "zTXt", "IEND", "behind"]
    found = told(content)
    assert found["tIME"] == (NOON, False, date.hex(), "unknown")
    assert found["tEXt Author"][:2] == ("A Name", True)
    assert found["zTXt Software"][:2] == ("Editor 4", False)


def test_the_lists_of_riff() -> None:
    info = c.riff_chunk(b"LIST", b"INFO" + c.riff_chunk(b"ISFT", b"Muxer 5\0") + c.riff_chunk(b"IART", b"A Name"))
    content = c.riff(b"AVI ", c.riff_chunk(b"LIST", b"hdrl" + c.riff_chunk(b"avih", bytes(56))), info)
    assert [name for _, name, _ in parts(content)] == ["RIFF AVI", "LIST hdrl", "avih", "LIST INFO", "ISFT", "IART"]
    assert told(content)["INFO/ISFT"][:2] == ("Muxer 5", False)
    assert told(content)["INFO/IART"][:2] == ("A Name", True)


NS_2024 = 736_257_600 * 10**9
"""2024-05-01 12:00:00 UTC, in nanoseconds since 2001."""


@pytest.mark.parametrize("size", [None, c.UNKNOWN_SIZE], ids=["known", "unknown"])
def test_the_elements_of_matroska_whether_sizes_are_known_or_not(size: bytes | None) -> None:
    info = c.element(0x5741, b"Writer 6") + c.element(0x4D80, b"Muxer 6")
    info += c.element(0x4461, NS_2024.to_bytes(8, "big")) + c.element(0x73A4, b"0123456789abcdef")
    cluster = c.element(c.CLUSTER, c.element(0xE7, b"\1") + c.element(0xA3, b"block"), size=size)
    simple = c.element(0x67C8, c.element(0x45A3, b"ENCODER") + c.element(0x4487, b"Muxer 7"))
    simple += c.element(0x67C8, c.element(0x45A3, b"LOCATION") + c.element(0x4487, b"+10.0+020.0/"))
    tags = c.element(0x1254C367, c.element(0x7373, simple))
    content = c.EBML + c.element(c.SEGMENT, c.element(c.INFO, info) + cluster + cluster + tags, size=size)
    names = [name for depth, name, _ in parts(content) if depth == 1]
    assert names == ["DocType", "Info", "Cluster", "Cluster", "Tags"]
    assert [one[2] for one in parts(content) if one[1] == "Cluster"] == [len(cluster)] * 2
    found = told(content)
    assert found["Segment/Info/DateUTC"] == (NOON + "Z", False, NS_2024.to_bytes(8, "big").hex(), "utc")
    assert found["Segment/Info/WritingApp"][:2] == ("Writer 6", False)
    assert found["Segment/Info/SegmentUUID"][1] is True
    assert found["Segment/Tags/Tag[1]/SimpleTag ENCODER"][:2] == ("Muxer 7", False)
    assert found["Segment/Tags/Tag[1]/SimpleTag LOCATION"][:2] == ("+10.0+020.0/", True)
    assert ended(content) is None


@pytest.mark.parametrize("container", ["mp4", "mov", "matroska", "webm", "avi"])
def test_every_part_of_a_written_film_is_walked_to_its_end(container: str) -> None:
    codec = "libvpx" if container == "webm" else "libx264"
    content = make.film(seconds=1, container=container, codec=codec, sound=container != "webm")
    assert ended(content) is None
    assert sum(size for depth, _, size in parts(content) if depth == 0) == len(content)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_every_part_of_a_written_still_is_walked_to_its_end(kind: str) -> None:
    assert ended(make.still(kind=kind)) is None


ZONES = [
    ("2024:05:01 12:00:00",            "unknown"),
    ("2024-05-01",                     "unknown"),
    ("2024-05-01Z",                    "unknown"),
    ("2024-05-01T12:00:00.000000Z",    "utc"),
    ("2024-05-01 12:00:00 UTC",        "utc"),
    ("2024-05-01T12:00:00+0300",       "offset"),
    ("2024-05-01T12:00:00-03:00",      "offset"),
    ("not set",                        None),
    ("20240501",                       None),
    ("seen 2024-05-01",                None),
    ("٢٠٢٤-05-01",                     None),
]  # fmt: skip


@pytest.mark.parametrize(("value", "zone"), ZONES)
def test_a_zone_is_known_only_where_it_is_written(value: str, zone: str | None) -> None:
    assert zone_of(value) == zone


def test_the_z_that_a_library_writes_behind_a_date_of_boxes_is_not_believed() -> None:
    written = "2024-05-01T12:00:00.000000Z"
    assert film_zone("video/mp4", "track 0: creation_time", written) == "unknown"
    assert film_zone("video/x-matroska", "creation_time", written) == "utc"
