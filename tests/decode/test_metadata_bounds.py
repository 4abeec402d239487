"""Walks over hostile containers: always a structure or a named failure, within bounds, whatever the bytes claim."""

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.decode import containers as c
from tests.decode.jpegs import COMMENT, segment, with_segments
from tests.media import make

from stemmata.decode.metadata import METADATA, WALKERS, metadata
from stemmata.decode.walk import MAX_LOOKED_AT, MAX_PARTS, MAX_READ, Ending, Enough, Walk
from stemmata.model.errors import MediaError
from stemmata.model.failure import Code, Failure
from stemmata.model.seams import Reduction
from stemmata.sandbox.worker import LocalWorker

LARGEST = 2**31


def nested(kind: bytes, depth: int) -> bytes:
    content = b""
    for _ in range(depth):
        content = c.box(kind, content)
    return content


def nested_elements(depth: int) -> bytes:
    content = b""
    for _ in range(depth):
        content = c.element(0x67C8, content)
    return content


def nested_lists(depth: int) -> bytes:
    content = b""
    for _ in range(depth):
        content = c.riff_chunk(b"LIST", b"INFO" + content)
    return content


def boxes(content: bytes) -> bytes:
    return c.FTYP + content


def matroska(content: bytes) -> bytes:
    return c.EBML + content


HOSTILE = [
    (boxes((0).to_bytes(4, "big") + b"mdat" + bytes(90)), None, "a size of 0: to the end"),
    (boxes(c.box(b"moov", (0).to_bytes(4, "big") + b"trak")), None, "a size of 0 within a box"),
    (boxes((1).to_bytes(4, "big") + b"mdat" + (2**63).to_bytes(8, "big")), Ending.BEYOND, "64 bits beyond the end"),
    (boxes((1).to_bytes(4, "big") + b"mdat" + (15).to_bytes(8, "big")), Ending.TOO_SMALL, "64 bits, too few"),
    (boxes((1).to_bytes(4, "big") + b"mdat"), Ending.TOO_SMALL, "64 bits that are not there"),
    (boxes((7).to_bytes(4, "big") + b"moov"), Ending.TOO_SMALL, "a size of 7"),
    (boxes(LARGEST.to_bytes(4, "big") + b"moov" + c.dated(b"mvhd", 1, 1)), Ending.BEYOND, "an index that is cut"),
    (boxes(c.box(b"moov", b"\0\0\0\x0c\xff\xfe\0\0....")), Ending.NO_PART, "no letters in a name"),
    (boxes(nested(b"moov", 1_000)), Ending.TOO_DEEP, "1000 boxes in each other"),
    (boxes(c.box(b"free") * 1_000_000), Ending.TOO_MANY, "a million tiny boxes"),
    (boxes(c.box(b"moov", c.box(b"trak") * 100_000)), Ending.TOO_MANY, "100,000 empty tracks"),
    (boxes(c.box(b"moov", c.box(b"mvhd", b"\1\0\0\0" + b"\xff" * 16))), None, "a date beyond all years"),
    (boxes(c.box(b"moov", c.box(b"mvhd"))), None, "a date that is not there"),
    (boxes(c.box(b"moov", c.box(b"stsd", b"\0\0\0\0\xff\xff\xff\xff"))), None,             "4 billion sample entries"),
    (boxes(c.box(b"moov", c.box(b"udta", c.box(b"\xa9xyz", b"\xff\xff\0\0a")))), None,     "text longer than its box"),
    (c.PNG + LARGEST.to_bytes(4, "big") + b"IDAT" + bytes(9), Ending.BEYOND, "a chunk of 2 GB"),
    (c.PNG + c.chunk(b"IDAT") * 100_000, Ending.TOO_MANY, "100,000 empty chunks"),
    (c.PNG, Ending.BEYOND, "no chunk at all"),
    (c.PNG + b"\0\0\0\0\0\0\0\0\0\0\0\0", Ending.NO_PART, "a chunk without a name"),
    (c.PNG + c.chunk(b"zTXt", b"Software\0\0nonsense") + c.chunk(b"IEND"), None, "text that cannot be unpacked"),
    (c.riff(b"WEBP", b"VP8 " + b"\xff" * 4 + bytes(30)), Ending.BEYOND, "a chunk of 4 GB"),
    (c.riff(b"AVI ", nested_lists(1_000)), Ending.TOO_DEEP, "1000 lists in each other"),
    (c.riff(b"WEBP", c.riff_chunk(b"VP8 ") * 100_000), Ending.TOO_MANY, "100,000 empty chunks of RIFF"),
    (matroska(c.element(c.SEGMENT, nested_elements(1_000))), Ending.TOO_DEEP, "1000 elements in each other"),
    (matroska(c.element(c.SEGMENT, c.element(0xEC) * 100_000)), Ending.TOO_MANY, "100,000 empty elements"),
    (matroska(c.element(c.SEGMENT, c.element(c.CLUSTER, c.element(0xA3) * 100_000, size=c.UNKNOWN_SIZE))),
     Ending.TOO_MANY, "100,000 blocks of unknown end"),
    (matroska(c.element(c.SEGMENT, b"\0\0\0", size=b"\xff")), Ending.NO_PART, "no element"),
    (matroska(c.element(c.SEGMENT, size=b"\x01" + b"\xfe" * 7)), Ending.BEYOND, "a size of 2^56"),
    (matroska(c.element(c.SEGMENT, c.element(c.SEGMENT, size=b"\xff") * 2_000, size=b"\xff")),
     Ending.TOO_DEEP, "2000 without an end in each other"),
    (matroska(c.element(c.INFO, c.element(0x4461, b"\x7f" + b"\xff" * 7))), None,          "a date in 2293"),
    (b"\xff\xd8\xff", Ending.BEYOND, "half a marker"),
    (make.still()[:-2], Ending.BEYOND, "no end of the image"),
    (b"\xff\xd8" + segment(COMMENT, b"") * 100_000, Ending.TOO_MANY, "100,000 empty comments"),
    (with_segments(make.still(), b"\xff\xe1\0\1"), Ending.BEYOND, "a length that goes back"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "ending", "defect"), HOSTILE, ids=[row[2] for row in HOSTILE])
def test_a_hostile_container_ends_the_walk_with_a_name(content: bytes, ending: Ending | None, defect: str) -> None:
    found = bounded(content)
    assert found["structure"]["ended"] == (None if ending is None else ending.value), defect


def bounded(content: bytes) -> dict[str, Any]:
    """Facts of the walk, which hold to its bounds."""
    found: dict[str, Any] = metadata(BytesIO(content), {}).facts
    if found["structure"] is not None:
        assert len(found["structure"]["parts"]) <= MAX_PARTS
        assert all(len(name) <= 61 and at >= 0 for _, name, at, _ in found["structure"]["parts"])
    assert len(json.dumps(found)) < METADATA.max_json_bytes // 2
    return found


def test_damage_within_a_box_does_not_hide_what_stands_behind_it() -> None:
    damaged = c.box(b"moov", c.box(b"trak", b"\0\0\0\3trak") + c.dated(b"mvhd", 3_797_409_600, 0))
    found = bounded(boxes(damaged))
    assert found["structure"]["ended"] == Ending.TOO_SMALL
    assert "moov/mvhd created" in [row[0] for row in found["claimed"]]


def test_a_walk_reads_no_more_than_its_share() -> None:
    text = c.box(b"udta", c.box(b"\xa9cmt", b"\xff\xff\0\0" + b"a" * 65_000) * 400)
    found = bounded(boxes(c.box(b"moov", text)))
    assert len(boxes(text)) > MAX_READ
    assert found["structure"]["ended"] == Ending.TOO_MUCH


def test_headers_are_counted_though_none_is_kept() -> None:
    walk = Walk.over(BytesIO(b""))
    for _ in range(MAX_LOOKED_AT):
        walk.head(0, 8)
    with pytest.raises(Enough):
        walk.head(0, 8)
    assert walk.ended is Ending.TOO_MANY


def test_an_empty_file_is_a_named_failure_and_an_unknown_one_has_no_structure() -> None:
    with pytest.raises(MediaError) as raised:
        metadata(BytesIO(b""), {})
    assert raised.value.failure.code is Code.EMPTY
    assert metadata(BytesIO(b"GIF89a"), {}).facts == {"structure": None, "claimed": []}


WHOLE = [
    make.film(seconds=1),
    make.film(seconds=1, container="mov", tags={"title": "Bridge"}),
    make.film(seconds=1, container="matroska"),
    make.film(seconds=1, container="avi"),
    *(make.still(kind=kind) for kind in ("JPEG", "PNG", "WEBP", "AVIF")),
]
BEGINNINGS = [c.FTYP, c.PNG, b"RIFF\xff\0\0\0WEBP", b"RIFF\xff\0\0\0AVI ", c.EBML, b"\xff\xd8\xff"]


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(BEGINNINGS), st.binary(max_size=2_000))
def test_any_bytes_behind_any_beginning_give_a_structure(beginning: bytes, rest: bytes) -> None:
    found = bounded(beginning + rest)
    assert found["structure"] is not None


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(WHOLE),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=8)), max_size=8),
    st.floats(0, 1),
)
def test_a_file_with_bytes_exchanged_and_its_end_cut_gives_a_structure(
    whole: bytes, exchanged: list[tuple[float, bytes]], kept: float
) -> None:
    content = bytearray(whole)
    for share, other in exchanged:
        at = int(share * len(content))
        content[at : at + len(other)] = other
    bounded(bytes(content[: max(1, int(kept * len(content)))]))


BOX_NAMES = st.sampled_from(
    [b"moov", b"trak", b"mdia", b"udta", b"meta", b"ilst", b"keys", b"hdlr", b"mvhd", b"stsd", b"mdat"]
)
TREE = st.recursive(
    st.binary(max_size=40),
    lambda inner: st.lists(st.tuples(BOX_NAMES, inner, st.integers(-9, 9)), max_size=4).map(
        lambda rows: b"".join(_lying(name, content, by) for name, content, by in rows)
    ),
    max_leaves=30,
)


def _lying(name: bytes, content: bytes, by: int) -> bytes:
    return max(0, 8 + len(content) + (by if abs(by) > 6 else 0)).to_bytes(4, "big") + name + content


@settings(max_examples=200, deadline=None)
@given(TREE)
def test_boxes_whose_sizes_lie_give_a_structure(content: bytes) -> None:
    bounded(c.FTYP + content)


@pytest.fixture(scope="module")
def worker() -> Iterator[LocalWorker]:
    with LocalWorker(["stemmata.decode.metadata"]) as made:
        yield made


@pytest.mark.parametrize("content", WHOLE, ids=range(len(WHOLE)))
def test_the_locked_worker_finds_the_same(content: bytes, worker: LocalWorker, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(content)
    answer = worker.reduce(METADATA, str(tmp_path / "file"))
    assert isinstance(answer, Reduction)
    assert answer.facts == metadata(BytesIO(content), {}).facts


@pytest.mark.parametrize("piece", [b"\n", b"&amp;"], ids=["line ends", "entities"])
def test_xmp_in_a_million_pieces_is_read_within_the_worker_s_time(
    piece: bytes, worker: LocalWorker, tmp_path: Path
) -> None:
    """The parser hands over each piece by itself: to count what is held anew for each took 36 s a packet."""
    packet = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><a>" + piece * (900_000 // len(piece)) + b"</a></x:xmpmeta>"
    chunk = c.chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + packet)
    (tmp_path / "file").write_bytes(c.PNG + 8 * chunk + c.chunk(b"IEND"))
    answer = worker.reduce(METADATA, str(tmp_path / "file"))
    assert isinstance(answer, Reduction)
    structure: Any = answer.facts["structure"]
    assert structure["ended"] is None


@pytest.mark.corpus
@pytest.mark.parametrize("folder", ["exif", "c2pa", "broken", "bench"])
def test_files_of_the_corpus_are_walked(folder: str, corpus: Path, worker: LocalWorker) -> None:
    every = sorted(path for path in (corpus / folder).rglob("*") if path.is_file())
    paths = every[:: 1 + len(every) // 120]
    walked = 0
    for path in paths:
        answer = worker.reduce(METADATA, str(path))
        if isinstance(answer, Failure):
            assert answer.code is Code.EMPTY, (path, answer)
        else:
            walked += answer.facts["structure"] is not None
    assert walked > 10


def test_every_walker_has_a_hostile_file() -> None:
    walked = {bounded(row[0])["structure"]["form"] for row in HOSTILE if len(row[0]) < 5_000}
    assert walked == {form for form, _ in WALKERS.values()}
