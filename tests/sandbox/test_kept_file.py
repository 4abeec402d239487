"""Fingerprint files: a round trip, and nothing unpacked beyond what the reducer may give."""

import json
import tracemalloc
import zlib
from pathlib import Path

import numpy as np
import pytest
from tests.sandbox.test_wire import REDUCER, assert_equal, reduction

from stemmata.model.failure import Code, Failure
from stemmata.model.seams import Reduction
from stemmata.sandbox import kept_file, wire


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "file"


@pytest.mark.parametrize("rows", [0, 3, 60_000])
def test_what_is_dumped_is_loaded_again(rows: int, path: Path) -> None:
    kept_file.dump(path, reduction(rows))
    loaded = kept_file.load(path, REDUCER)
    assert_equal(loaded, reduction(rows))
    assert not loaded.arrays["hash"].flags.writeable
    assert list(path.parent.iterdir()) == [path]


def test_a_kept_file_is_smaller_than_the_answer(path: Path) -> None:
    kept_file.dump(path, reduction(60_000))
    assert path.stat().st_size < sum(len(piece) for piece in wire.encode(reduction(60_000))) / 2


def test_only_the_arrays_asked_for_are_read(path: Path) -> None:
    kept_file.dump(path, reduction(60_000))
    loaded = kept_file.load(path, REDUCER, {"flag"})
    assert set(loaded.arrays) == {"flag"}
    np.testing.assert_array_equal(loaded.arrays["flag"], reduction().arrays["flag"])


def test_a_loaded_file_is_closed(path: Path) -> None:
    kept_file.dump(path, reduction(60_000))
    loaded = kept_file.load(path, REDUCER)
    path.write_bytes(b"")
    assert_equal(loaded, reduction(60_000))


def test_every_cut_is_noticed(path: Path) -> None:
    kept_file.dump(path, reduction())
    content = path.read_bytes()
    for length in range(len(content)):
        path.write_bytes(content[:length])
        with pytest.raises(wire.WireCut):
            kept_file.load(path, REDUCER)


def test_bytes_after_the_answer_are_refused(path: Path) -> None:
    kept_file.dump(path, reduction())
    path.write_bytes(path.read_bytes() + bytes(8))
    with pytest.raises(wire.WireViolation, match="after the end"):
        kept_file.load(path, REDUCER)


def test_an_answer_as_the_worker_sends_it_is_no_kept_file(path: Path) -> None:
    path.write_bytes(b"".join(bytes(piece) for piece in wire.encode(reduction())))
    with pytest.raises(wire.WireViolation, match="does not begin"):
        kept_file.load(path, REDUCER)


def test_more_json_than_allowed_is_not_read(path: Path) -> None:
    path.write_bytes(wire.HEAD.pack(kept_file.MAGIC, REDUCER.max_json_bytes + 9))
    with pytest.raises(wire.WireViolation, match="bytes of JSON"):
        kept_file.load(path, REDUCER)


def forged(path: Path, shape: object, packed: bytes, length: object = None) -> Path:
    """A file whose "hash" claims `shape` and holds `packed`."""
    named = [
        {"name": "hash", "dtype": "<u8", "shape": shape, "bytes": len(packed) if length is None else length},
        {"name": "flag", "dtype": "|u1", "shape": [0], "bytes": len(zlib.compress(b""))},
    ]
    text = json.dumps({"facts": {}, "failure": None, "arrays": named}).encode()
    path.write_bytes(wire.HEAD.pack(kept_file.MAGIC, len(text)) + text + packed + zlib.compress(b""))
    return path


BOMB = zlib.compress(bytes(300_000_000), 9)

REFUSED = [
    ("a bomb", [1, 4], BOMB, None),
    ("a bomb behind no rows", [0, 4], BOMB, None),
    ("one byte too many", [1, 4], zlib.compress(bytes(33)), None),
    ("one byte too few", [1, 4], zlib.compress(bytes(31)), None),
    ("no stream", [1, 4], bytes(32), None),
    ("a stream without its end", [1, 4], zlib.compress(bytes(32))[:-1], None),
    ("two streams", [1, 4], 2 * zlib.compress(bytes(32)), None),
    ("more rows than allowed", [100_001, 4], zlib.compress(bytes(32)), None),
    ("a length below zero", [1, 4], zlib.compress(bytes(32)), -1),
    ("a length that is true", [1, 4], zlib.compress(bytes(32)), True),
    ("a length in words", [1, 4], zlib.compress(bytes(32)), "12"),
    ("a length beyond the file", [1, 4], zlib.compress(bytes(32)), 2**60),
]


@pytest.mark.parametrize(("shape", "packed", "length"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_a_forged_file_is_refused_before_it_fills_memory(
    shape: object, packed: bytes, length: object, path: Path
) -> None:
    assert isinstance(kept_file.load(forged(path, [1, 4], zlib.compress(bytes(32))), REDUCER), Reduction)
    forged(path, shape, packed, length)
    tracemalloc.start()
    try:
        with pytest.raises(wire.WireViolation):
            kept_file.load(path, REDUCER)
        assert tracemalloc.get_traced_memory()[1] < 3_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("at", range(0, 64, 7))
def test_a_flipped_bit_among_the_arrays_is_noticed(at: int, path: Path) -> None:
    kept_file.dump(path, reduction(1000))
    content = bytearray(path.read_bytes())
    content[-1 - at] ^= 1
    path.write_bytes(content)
    with pytest.raises(wire.WireViolation):
        kept_file.load(path, REDUCER)


@pytest.mark.parametrize(
    "answer",
    [Reduction({"x": float("inf")}, {}), Reduction({"x": "\udcff"}, {}), Reduction({}, {"o": np.array(["text"])})],
    ids=["infinity", "surrogate", "strings"],
)
def test_what_cannot_be_read_back_is_not_written(answer: Reduction, path: Path) -> None:
    with pytest.raises(ValueError):
        kept_file.dump(path, answer)
    assert list(path.parent.iterdir()) == []


def test_a_bare_failure_is_no_fingerprint(path: Path) -> None:
    text = json.dumps({"facts": None, "failure": {"code": Code.EMPTY, "detail": ""}, "arrays": []}).encode()
    assert isinstance(wire.answer_of(json.loads(text), {}), Failure)
    path.write_bytes(wire.HEAD.pack(kept_file.MAGIC, len(text)) + text)
    with pytest.raises(wire.WireViolation, match="only a failure"):
        kept_file.load(path, REDUCER)
