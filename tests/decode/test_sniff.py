"""Types by content, never by name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.media import make

from stemmata.decode.sniff import REFUSED, media_of, media_type
from stemmata.model.item import Media

MADE = [
    ("good.mp4", "video/mp4"),
    ("good.mkv", "video/x-matroska"),
    ("good.ts", "video/mp2t"),
    ("good.jpg", "image/jpeg"),
    ("good.wav", "audio/wav"),
    ("png-called.jpg", "image/png"),
    ("playlist.mp4", "application/vnd.apple.mpegurl"),
    ("session.mp4", "application/sdp"),
    ("concat.mp4", "text/x-ffconcat"),
    ("empty.mp4", "application/octet-stream"),
]


@pytest.mark.parametrize(("name", "mime"), MADE, ids=[row[0] for row in MADE])
def test_a_made_file_is_known_by_its_content(name: str, mime: str) -> None:
    assert media_type(make.BAD_AND_GOOD[name]()[:4096]) == mime


CONTAINERS = [
    ("mov", "video/quicktime"),
    ("3gp", "video/3gpp"),
    ("flv", "video/x-flv"),
    ("ipod", "audio/mp4"),
    ("asf", "video/x-ms-asf"),
]


@pytest.mark.parametrize(("container", "mime"), CONTAINERS, ids=[row[0] for row in CONTAINERS])
def test_a_container_is_known_by_its_content(container: str, mime: str) -> None:
    made = make.remuxed(make.film(seconds=1), container) if container != "ipod" else b"\0\0\0\x14ftypM4A \0\0\0\0isom"
    assert media_type(made[:4096]) == mime


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "GIF", "BMP", "AVIF"])
def test_a_still_is_known_by_its_content(kind: str) -> None:
    mime = media_type(make.still(kind=kind)[:4096])
    assert mime == f"image/{kind.lower()}"
    assert media_of(mime) is Media.IMAGE


HEADS = [
    (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "image/heic", Media.IMAGE),
    (b"ID3\x04\x00" + bytes(20), "audio/mpeg", Media.AUDIO),
    (b"\xff\xfb\x90\x64" + bytes(60), "audio/mpeg", Media.AUDIO),
    (b"\xff\xf1\x50\x80\x02\x1f\xfc" + bytes(9) + b"\xff\xf1", "audio/aac", Media.AUDIO),
    (b"fLaC\x00\x00\x00\x22", "audio/flac", Media.AUDIO),
    (b"OggS" + bytes(24) + b"OpusHead", "audio/ogg", Media.AUDIO),
    (b"OggS" + bytes(24) + b"\x80theora", "video/ogg", Media.VIDEO),
    (b"\x00\x00\x01\xba\x44", "video/mpeg", Media.VIDEO),
    (b"%PDF-1.7", "application/pdf", Media.TEXT),
    (b"WEBVTT\n\n00:01.000 --> 00:02.000\nwords", "text/vtt", Media.TEXT),
    (b"\xef\xbb\xbf1\r\n00:00:01,000 --> 00:00:02,500\r\nwords", "application/x-subrip", Media.TEXT),
    ("<html><body><p>words".encode("utf-16-le"), "application/octet-stream", Media.OTHER),
    ("<html><body><p>words and more words</p>".encode("utf-16-le"), "text/html", Media.TEXT),
    ("قال السكان إن الجسر في المدينة أصيب أمس".encode("utf-16-be"), "text/plain", Media.TEXT),
    (b"PK\x03\x04", "application/zip", Media.OTHER),
    (b"\x00\x00\x01\x00\x01\x00", "image/vnd.microsoft.icon", Media.OTHER),
    (b"8BPS\x00\x01", "image/vnd.adobe.photoshop", Media.OTHER),
    (b"<!DOCTYPE html><html>", "text/html", Media.TEXT),
    ("\ufeff  <html>".encode("utf-16"), "text/html", Media.TEXT),
    ("\ufeffجسر".encode("utf-16-le"), "text/plain", Media.TEXT),
    (b"<?xml version='1.0'?><TEI><body><p>x</p></body></TEI>", "application/xml", Media.OTHER),
    (b'{"messages": []}', "application/json", Media.OTHER),
    (b"[the link](x) and words", "text/plain", Media.TEXT),
    (b"[12/01/2026, 10:00:00] Name: text", "text/plain", Media.TEXT),
    (b'[\n {"a": 1}]', "application/json", Media.OTHER),
    ("ثلاثة أشخاص".encode(), "text/plain", Media.TEXT),
    ("ثلاثة أشخاص عند الجسر في المدينة يوم أمس كما قال السكان لنا هناك".encode("cp1256"), "text/plain", Media.TEXT),
    (b"<MPD xmlns='urn:mpeg:dash:schema:mpd:2011'>", "application/dash+xml", Media.OTHER),
    (b"[playlist]\nFile1=http://x", "audio/x-scpls", Media.OTHER),
    (b"\n\n#EXTM3U\nhttp://x", "application/vnd.apple.mpegurl", Media.OTHER),
    (b"text with a \x00 in it", "application/octet-stream", Media.OTHER),
]


@pytest.mark.parametrize(
    ("head", "mime", "media"), HEADS, ids=[f"{number}-{row[1]}" for number, row in enumerate(HEADS)]
)
def test_a_head_gives_a_type(head: bytes, mime: str, media: Media) -> None:
    assert (media_type(head), media_of(mime)) == (mime, media)


def test_text_cut_within_a_letter_is_still_text() -> None:
    assert media_type(("x" + "ج" * 4096).encode()[:4096]) == "text/plain"


def test_what_is_refused_is_no_media() -> None:
    assert {media_of(mime) for mime in REFUSED} == {Media.OTHER}


@given(st.binary(max_size=400))
def test_any_bytes_have_a_type(head: bytes) -> None:
    assert "/" in media_type(head)
