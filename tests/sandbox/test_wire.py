"""The byte format: a round trip, and a refusal for everything that is not exactly an answer."""

import io
import json
import pickle
from pathlib import Path

import numpy as np
import pytest

from stemmata.model.failure import Code, Failure
from stemmata.model.seams import ArrayBound, Reducer, Reduction
from stemmata.sandbox import wire

REDUCER = Reducer(
    "trial/1", "x:y", {"hash": ArrayBound("<u8", (100_000, 4)), "flag": ArrayBound("|u1", (7,))}, max_json_bytes=10_000
)


def reduction(rows: int = 3) -> Reduction:
    hashes = np.arange(rows * 4, dtype="<u8").reshape(rows, 4)
    return Reduction(
        {"name": "جسر", "number": 0.5},
        {"hash": hashes, "flag": np.ones(3, np.uint8)},
        Failure(Code.TRUNCATED, "3 of 4"),
    )


def written(answer: Reduction) -> bytes:
    return b"".join(bytes(piece) for piece in wire.encode(answer))


def read(content: bytes) -> Reduction | Failure:
    return wire.decode(io.BytesIO(content), REDUCER)


def assert_equal(left: object, right: Reduction) -> None:
    assert isinstance(left, Reduction)
    assert (left.facts, left.failure) == (right.facts, right.failure)
    assert left.arrays.keys() == right.arrays.keys()
    for name, array in right.arrays.items():
        np.testing.assert_array_equal(left.arrays[name], array, strict=True)


@pytest.mark.parametrize("rows", [0, 3, 60_000])
def test_what_is_sent_is_read_again(rows: int) -> None:
    answer = read(written(reduction(rows)))
    assert_equal(answer, reduction(rows))
    assert isinstance(answer, Reduction)
    assert not answer.arrays["hash"].flags.writeable


def test_big_endian_and_strided_arrays_arrive_equal() -> None:
    odd = Reduction({}, {"hash": np.arange(16, dtype=">u8").reshape(4, 4)[::2], "flag": np.ones(6, np.uint8)[::2]})
    answer = read(written(odd))
    assert isinstance(answer, Reduction)
    np.testing.assert_array_equal(answer.arrays["hash"], [[0, 1, 2, 3], [8, 9, 10, 11]])


def test_arrays_begin_at_a_multiple_of_eight() -> None:
    for length in range(9):
        content = written(Reduction({"pad": "x" * length}, {}))
        assert len(content) % 8 == 0


def test_a_failure_without_facts_is_a_failure() -> None:
    assert read(wire.encode_failure(Failure(Code.DAMAGED, "why"))) == Failure(Code.DAMAGED, "why")


def test_every_cut_is_noticed() -> None:
    content = written(reduction())
    for length in range(len(content)):
        with pytest.raises(wire.WireCut):
            read(content[:length])


def test_bytes_after_the_answer_are_refused() -> None:
    with pytest.raises(wire.WireViolation, match="after the end"):
        read(written(reduction()) + bytes(8))


def headed(change: dict[str, object]) -> bytes:
    header: dict[str, object] = {"facts": {}, "failure": None, "arrays": array()}
    text = json.dumps(header | change).encode()
    return wire.HEAD.pack(wire.MAGIC, len(text)) + text


def array(name: object = "hash", dtype: object = "<u8", shape: object = (0, 4)) -> list[object]:
    return [{"name": name, "dtype": dtype, "shape": shape}, {"name": "flag", "dtype": "|u1", "shape": [0]}]


REFUSED = [
    ("facts a list", {"facts": []}),
    ("no facts, no failure", {"facts": None, "arrays": []}),
    ("arrays beside a bare failure", {"facts": None, "failure": {"code": "FILE-EMPTY", "detail": ""}}),
    ("an unknown code", {"failure": {"code": "NOTHING", "detail": ""}}),
    ("a failure that is a number", {"failure": 3}),
    ("arrays a string", {"arrays": "hash"}),
    ("an array of objects", {"arrays": array(dtype="|O")}),
    ("another width", {"arrays": array(dtype="<u4")}),
    ("a dtype that is a list", {"arrays": array(dtype=[["a", "<u8"]])}),
    ("the same name twice", {"arrays": array(name="flag", dtype="|u1", shape=[0])}),
    ("a name that is a list", {"arrays": array(name=["hash"])}),
    ("a negative length", {"arrays": array(shape=[-1, 4])}),
    ("a length that is true", {"arrays": array(shape=[True, 4])}),
    ("a length that is a float", {"arrays": array(shape=[0.0, 4])}),
    ("an exabyte", {"arrays": array(shape=[2**60, 4])}),
    ("one axis too few", {"arrays": array(shape=[0])}),
    ("a fourth member", {"more": 1}),
    ("a lone surrogate", {"facts": {"text": "\ud800"}}),
    ("not a number", {"facts": {"x": float("nan")}}),
]


@pytest.mark.parametrize(("what", "change"), REFUSED, ids=[row[0] for row in REFUSED])
def test_a_header_outside_the_bounds_is_refused(what: str, change: dict[str, object]) -> None:
    assert isinstance(read(headed({})), Reduction)
    with pytest.raises(wire.WireViolation):
        read(headed(change))


@pytest.mark.parametrize(
    "text",
    [b"[" * 9_000, b"9" * 9_000, b"{", b"\xff", b"", b'{"facts": {"x": 1e999}, "failure": null, "arrays": []}'],
    ids=["deep", "long", "cut", "8", "none", "beyond"],
)
def test_json_that_cannot_be_read_is_refused(text: bytes) -> None:
    with pytest.raises(wire.WireViolation):
        read(wire.HEAD.pack(wire.MAGIC, len(text)) + text)


@pytest.mark.parametrize("piece", ["[]", "{}", "1"])
def test_json_of_more_values_than_memory_is_meant_for_is_refused(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    facts = json.loads('{"x": [' + ",".join([piece] * 400) + "]}")
    assert isinstance(read(headed({"facts": facts})), Reduction)
    monkeypatch.setattr(wire, "MAX_VALUES", 400)
    with pytest.raises(wire.WireViolation, match="more than 400 values"):
        read(headed({"facts": facts}))


def test_a_pickle_is_never_interpreted(tmp_path: Path) -> None:
    class Bomb:
        def __reduce__(self) -> tuple[object, tuple[Path]]:
            return (Path.touch, (tmp_path / "touched",))

    bomb = pickle.dumps(Bomb())
    pickle.loads(bomb)
    (tmp_path / "touched").unlink()  # shown to be a bomb
    for content in (bomb, wire.HEAD.pack(wire.MAGIC, len(bomb)) + bomb):
        with pytest.raises(wire.WireViolation):
            read(content)
    assert not (tmp_path / "touched").exists()


@pytest.mark.parametrize(
    "answer",
    [Reduction({"x": float("inf")}, {}), Reduction({"x": "\udcff"}, {}), Reduction({}, {"o": np.array(["text"])})],
    ids=["infinity", "surrogate", "strings"],
)
def test_what_cannot_be_read_back_is_not_sent(answer: Reduction) -> None:
    with pytest.raises(ValueError):
        written(answer)
