"""The form of a container: what changes when a file is stored again, read from headers alone, whatever they claim."""

from io import BytesIO

import pytest
from tests.decode.jpegs import COMMENT, segment, with_segments
from tests.media import make

from stemmata.decode.container_form import ASPECTS, MAX_TEXT, Form, film_form, form_of, still_form
from stemmata.decode.huffman_tables import STANDARD
from stemmata.decode.jpeg_segments import MAX_SEGMENTS, jpeg_segments
from stemmata.decode.probe import probe
from stemmata.decode.sniff import HEAD_BYTES, media_type

JPEG = make.still(size=(96, 64))


def form(content: bytes) -> Form:
    source = BytesIO(content)
    return still_form(source, media_type(content[:HEAD_BYTES]), jpeg_segments(source))


def test_the_form_of_a_plain_jpeg() -> None:
    found = form(JPEG)
    assert found.format == "image/jpeg"
    assert {name: value for name, value in found.aspects.items() if name != "quantisation"} == {
        "coding": "baseline",
        "huffman": "standard",
        "order": "DQT DQT SOF DHT DHT DHT DHT SOS",
        "restart": "none",
        "sampling": "2x2 1x1 1x1",
        "scans": "1",
        "segments": "JFIF",
        "thumbnail": "none",
    }


@pytest.mark.parametrize(
    ("options", "aspect", "value"),
    [
        ({"progressive": True}, "coding", "progressive"),
        ({"progressive": True}, "scans", "10"),
        ({"optimize": True}, "huffman", "own"),
        ({"subsampling": 0}, "sampling", "1x1 1x1 1x1"),
        ({"restart_marker_rows": 2}, "restart", "2 rows"),
        ({"restart_marker_blocks": 4}, "restart", "4"),
        ({"comment": "made"}, "segments", "JFIF comment"),
        ({"icc_profile": b"0" * 200}, "segments", "JFIF ICC"),
    ],
)
def test_what_can_be_written_in_several_ways_is_told_apart(options: dict[str, object], aspect: str, value: str) -> None:
    assert form(make.still(1, "JPEG", mode="RGB", size=(96, 64), **options)).aspects[aspect] == value


def test_steps_of_coding_are_told_apart_without_being_kept() -> None:
    one, same, other = (form(make.still(seed, quality=quality)) for seed, quality in ((1, 80), (2, 80), (1, 81)))
    assert one.aspects["quantisation"] == same.aspects["quantisation"] != other.aspects["quantisation"]


def test_annex_k_has_four_tables_of_the_lengths_that_it_gives() -> None:
    assert sorted((kind, len(table)) for kind, table in STANDARD) == [(0, 28), (0, 28), (1, 178), (1, 178)]
    assert all(sum(table[:16]) == len(table) - 16 for _, table in STANDARD)


def exif(order: str, second: int) -> bytes:
    """An Exif segment with an empty directory, behind which the offset of a `second` one stands."""
    mark = b"II*\0" if order == "little" else b"MM\0*"
    numbers = [(8).to_bytes(4, order), (0).to_bytes(2, order), second.to_bytes(4, order)]  # type: ignore[arg-type]
    return segment(0xE1, b"Exif\0\0" + mark + b"".join(numbers))


@pytest.mark.parametrize("order", ["little", "big"])
def test_a_small_picture_in_the_exif_directory_is_seen(order: str) -> None:
    assert form(with_segments(JPEG, exif(order, 14))).aspects["thumbnail"] == "Exif"
    assert form(with_segments(JPEG, exif(order, 0))).aspects["thumbnail"] == "none"


@pytest.mark.parametrize(
    ("kind", "parts"), [("PNG", "IHDR IDAT IEND"), ("WEBP", "VP8"), ("GIF", None), ("BMP", None), ("TIFF", None)]
)
def test_other_stills_have_the_order_of_their_parts_where_that_is_read(kind: str, parts: str | None) -> None:
    found = form(make.still(kind=kind))
    assert found.aspects.get("parts") == parts
    assert found.format == media_type(make.still(kind=kind))


def test_an_avif_has_brands_and_boxes() -> None:
    found = form(make.still(kind="AVIF"))
    assert found.aspects["brands"].startswith("avif")
    assert found.aspects["parts"] == "ftyp meta mdat"


def test_the_form_of_a_film_is_what_its_writer_leaves() -> None:
    facts = probe(BytesIO(make.film(seconds=1, options={"fflags": "-bitexact"})), {}).facts
    found = form_of(facts["form"])
    assert found is not None
    assert (found.format, found.aspects["parts"]) == ("video/mp4", "ftyp free mdat moov")
    assert found.aspects["brands"].startswith("isom")
    assert found.aspects["writer"].startswith("Lavf")


def test_a_film_in_a_container_without_boxes_keeps_what_it_says() -> None:
    found = form_of(probe(BytesIO(make.film(seconds=1, container="matroska")), {}).facts["form"])
    assert found is not None
    assert set(found.aspects) <= {"writer", "handlers"}


BAD_HEADERS = [
    # what the bytes are                                              what is wrong
    (b"",                                                             "nothing"),
    (b"\xff\xd8",                                                     "only its beginning"),
    (b"\xff\xd8\xff",                                                 "half a marker"),
    (b"\xff\xd8\xff\xdb\x00",                                         "half a length"),
    (b"\xff\xd8\xff\xdb\x00\x00",                                     "a length that goes nowhere"),
    (b"\xff\xd8\xff\xdb\x00\x01",                                     "a length that goes back"),
    (b"\xff\xd8\xff\xdb\xff\xff\x00",                                 "a length beyond the end"),
    (b"\xff\xd8" + b"\xff" * 5_000,                                   "nothing but fill bytes"),
    (b"\xff\xd8" + segment(COMMENT, b"") * 5_000,                     "nothing but empty comments"),
    (b"\xff\xd8" + segment(0xC0, b"") + segment(0xDA, b""),           "a frame and a scan without content"),
    (b"\xff\xd8" + segment(0xC0, b"\x08\0\0\0\0\xff") + segment(0xDA, b""), "255 components of which none is there"),
    (b"\xff\xd8" + segment(0xC4, b"\x00" + b"\xff" * 16) + segment(0xDA, b""), "4,080 codes of which none is there"),
    (b"\xff\xd8" + segment(0xDB, b"\x10" + b"\x01" * 64) + segment(0xDA, b""), "half of a table of wide steps"),
    (b"\xff\xd8" + segment(0xDD, b"") + segment(0xDA, b""),           "a restart interval without a number"),
    (b"\xff\xd8" + segment(0xE1, b"Exif\0\0II*\0\xff\xff\xff\xff") + segment(0xDA, b""), "a directory beyond the end"),
    (b"\xff\xd8" + segment(0xE0, b"JFIF\0") + segment(0xDA, b""),     "a JFIF header that is cut"),
    (b"\xff\xd8" + segment(0xDA, b"") + b"\xff\x00" * 9_000,          "a scan that never ends"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "defect"), BAD_HEADERS, ids=[row[1] for row in BAD_HEADERS])
def test_headers_that_lie_give_what_they_give_and_no_error(content: bytes, defect: str) -> None:
    source = BytesIO(content)
    segments = jpeg_segments(source)
    found = still_form(source, "image/jpeg", segments)
    assert len(segments.found) <= MAX_SEGMENTS, defect
    assert not segments.complete, defect
    assert set(found.aspects) <= set(ASPECTS), defect
    assert "scans" not in found.aspects, defect


def test_of_a_file_that_is_cut_before_its_picture_nothing_is_said() -> None:
    assert form(JPEG[: JPEG.index(b"\xff\xda")]).aspects == {}


def test_of_a_picture_that_is_cut_the_number_of_scans_is_not_said() -> None:
    whole = make.still(progressive=True)
    found = form(whole[: len(whole) // 2])
    assert "scans" not in found.aspects
    assert found.aspects["coding"] == "progressive"


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_chunks_that_lie_end_the_reading(kind: str) -> None:
    whole = make.still(kind=kind)
    for at in range(0, min(len(whole), 200)):
        damaged = whole[:at] + b"\xff" + whole[at + 1 :]
        mime = {"PNG": "image/png", "WEBP": "image/webp", "AVIF": "image/avif"}[kind]
        found = still_form(BytesIO(damaged), mime, jpeg_segments(BytesIO(damaged)))
        assert all(len(value) <= MAX_TEXT + 1 for value in found.aspects.values())


def test_a_long_value_is_cut() -> None:
    found = film_form(BytesIO(b""), "video/x-matroska", [["ENCODER", "x" * 5_000, "parser", False]])
    assert len(found.aspects["writer"]) == MAX_TEXT + 1


def test_a_form_reads_back_and_what_is_none_stays_unknown() -> None:
    found = form(JPEG)
    assert form_of(found.row()) == found
    assert form_of(None) is None
    assert form_of({"format": "image/jpeg"}) is None
