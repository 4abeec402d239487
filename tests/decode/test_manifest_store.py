"""The store is found by where it lies, with or without the library that reads it, and nothing else is taken for one."""

import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.media import make, signed

from stemmata.decode.manifest_store import Found, find_store

STORE = signed.store()
XMP = b"http://ns.adobe.com/xap/1.0/\x00"
ELSEWHERE = b'<rdf:Description dcterms:provenance="https://example.org/m.c2pa"/>'


def png_with(name: bytes, content: bytes) -> bytes:
    """A chunk after the header chunk of a small PNG."""
    plain = make.still(kind="PNG")
    chunk = len(content).to_bytes(4, "big") + name + content + zlib.crc32(name + content).to_bytes(4, "big")
    return plain[:33] + chunk + plain[33:]


def box(name: bytes, content: bytes, *, long: bool = False) -> bytes:
    if long:
        return b"\x00\x00\x00\x01" + name + (16 + len(content)).to_bytes(8, "big") + content
    return (8 + len(content)).to_bytes(4, "big") + name + content


def uuid_box(purpose: bytes = b"manifest", *, long: bool = False) -> bytes:
    kind = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
    return box(b"uuid", kind + bytes(4) + purpose + b"\x00" + bytes(8) + STORE, long=long)


def webp_with(name: bytes, content: bytes) -> bytes:
    plain = make.still(kind="WEBP")
    padded = content + bytes(len(content) % 2)
    body = plain[8:] + name + len(content).to_bytes(4, "little") + padded
    return b"RIFF" + len(body).to_bytes(4, "little") + body


STORES = [
    ("a JPEG with a store in APP11", signed.jpeg_with(signed.in_app11(STORE)), "app11"),
    (
        "a JPEG with a store behind others",
        signed.jpeg_with((0xFE, b"x" * 900), signed.in_app11(STORE)),
        "app11",
    ),
    ("a PNG with a store", png_with(b"caBX", STORE), "cabx"),
    ("a film with a store behind it", make.film(seconds=1) + uuid_box(), "uuid"),
    ("a film with a store in a box of 64-bit length", make.film(seconds=1) + uuid_box(long=True), "uuid"),
    ("a WebP with a store", webp_with(b"C2PA", STORE), "riff"),
    ("a JPEG without", make.still(), None),
    ("a JPEG with JUMBF of another kind", signed.jpeg_with(signed.in_app11(signed.store(b"json"))), None),
    ("a JPEG with APP11 that is no JUMBF", signed.jpeg_with((0xEB, b"HDR_RI ver=11")), None),
    ("a JPEG with an empty APP11", signed.jpeg_with((0xEB, b"")), None),
    ("a JPEG with a store behind its end", make.still() + STORE, None),
    ("a PNG with a store in another chunk", png_with(b"teXt", STORE), None),
    ("a film with a Merkle tree in such a box", make.film(seconds=1) + uuid_box(b"merkle"), None),
    ("a film without", make.film(seconds=1), None),
]


@pytest.mark.parametrize(("content", "place"), [row[1:] for row in STORES], ids=[row[0] for row in STORES])
def test_a_store_is_found_where_the_standard_puts_it(content: bytes, place: str | None) -> None:
    found = find_store(BytesIO(content))
    assert (found.looked, found.place) == (True, place)


ADDRESSES = [
    ("a JPEG", signed.jpeg_with((0xE1, XMP + ELSEWHERE))),
    ("a PNG", png_with(b"iTXt", b"XML:com.adobe.xmp\x00\x00\x00\x00\x00" + ELSEWHERE)),
    ("a film", make.film(seconds=1) + box(b"uuid", bytes.fromhex("be7acfcb97a942e89c71999491e3afac") + ELSEWHERE)),
    ("a WebP", webp_with(b"XMP ", b"<dcterms:provenance>https://example.org/m.c2pa</dcterms:provenance>")),
]


@pytest.mark.parametrize("content", [row[1] for row in ADDRESSES], ids=[row[0] for row in ADDRESSES])
def test_an_address_that_the_file_names_for_its_store_is_kept_as_written(content: bytes) -> None:
    found = find_store(BytesIO(content))
    assert (found.place, found.address, found.names_own) == (None, "https://example.org/m.c2pa", False)


def test_a_file_that_names_a_store_within_itself_names_no_address() -> None:
    packet = XMP + b'<x dcterms:provenance="self#jumbf=/c2pa/urn:c2pa:1/c2pa.claim"/>'
    found = find_store(BytesIO(signed.jpeg_with((0xE1, packet))))
    assert (found.place, found.address, found.names_own) == (None, None, True)


def test_of_a_form_that_is_not_looked_into_nothing_is_known() -> None:
    assert find_store(BytesIO(make.still(kind="TIFF"))) == Found("image/tiff", looked=False)


@pytest.mark.parametrize("content", [row[1] for row in STORES[:6]], ids=[row[0] for row in STORES[:6]])
def test_a_cut_file_gives_an_answer(content: bytes) -> None:
    for end in range(0, len(content), max(1, len(content) // 60)):
        find_store(BytesIO(content[:end]))


@given(st.binary(max_size=300), st.sampled_from([row[1] for row in STORES[:6]]))
def test_any_bytes_give_an_answer(noise: bytes, content: bytes) -> None:
    find_store(BytesIO(content[:40] + noise))
    find_store(BytesIO(noise))
