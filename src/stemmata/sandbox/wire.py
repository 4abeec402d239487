"""The bytes of one answer: what a worker sends. sandbox.kept_file keeps the same, compressed.

    8 bytes   "STMWIRE1"
    u32 LE    n, length of the JSON that follows
    n bytes   UTF-8 JSON {"facts": {...}|null, "failure": null|{"code", "detail"},
              "arrays": [{"name", "dtype", "shape"}]}, with spaces at its end so that arrays begin at a multiple of 8
    arrays    raw little-endian C-order bytes in the order named, each padded with zeros to a multiple of 8

"facts" is null when the file could not be used at all: then there is only a failure. Nothing here is ever executed or
unpickled; every length is compared with the reducer's bounds before a byte is allocated for it.
"""

import json
import struct
from collections.abc import Iterator, Mapping
from math import isinf
from typing import NoReturn, Protocol

import numpy as np
import numpy.typing as npt

from stemmata.model.failure import Code, Failure
from stemmata.model.seams import Reducer, Reduction

MAGIC = b"STMWIRE1"
HEAD = struct.Struct("<8sI")
ALIGNMENT = 8  # the widest dtype that a reducer may declare
DETAIL_LENGTH = 300  # characters of a failure's small print: it stands in a table cell
MAX_VALUES = 10_000_000
"""Brackets and commas in the JSON, those within texts among them: 256 MB of "[],[],…" would take 5 GB of the parent's
memory, as many texts of a Telegram export of 200,000 messages take a fifth of this."""
NUMBERS = frozenset("biuf")  # numpy kinds that are plain numbers; "O" would be pointers

Numbers = npt.NDArray[np.generic]


class WireViolation(ValueError):
    """The bytes are not an answer that this reducer may give."""


class WireCut(WireViolation):
    """The bytes end before the answer does: a crash, or a file that was not written to its end."""


class Source(Protocol):
    def readinto(self, buffer: memoryview, /) -> int | None: ...


def encode(reduction: Reduction) -> Iterator[bytes | memoryview]:
    """The bytes of `reduction` in pieces. ValueError for NaN, a lone surrogate, an array of anything but numbers."""
    arrays = {name: plain(name, array) for name, array in reduction.arrays.items()}
    header = {"facts": reduction.facts, "failure": failure_json(reduction.failure), "arrays": described(arrays)}
    yield head(MAGIC, header)
    for array in arrays.values():
        if array.nbytes:
            yield array.reshape(-1).view(np.uint8).data
        if array.nbytes % ALIGNMENT:
            yield bytes(-array.nbytes % ALIGNMENT)


def encode_failure(failure: Failure) -> bytes:
    """The bytes that say: this file could not be used, and why."""
    return head(MAGIC, {"facts": None, "failure": failure_json(failure), "arrays": []})


def decode(stream: Source, reducer: Reducer) -> Reduction | Failure:
    """One answer from an untrusted stream, which must end with it. Every declared array must be there.

    WireCut when it ends early; WireViolation for anything else that `reducer` may not give. Whatever `stream` raises
    (a passed deadline) goes through.
    """
    magic, length = HEAD.unpack(_exactly(stream, HEAD.size))
    if magic != MAGIC:
        raise WireViolation("the answer does not begin as one")
    check_length(length, reducer)
    header = header_of(_exactly(stream, length))
    shapes = shapes_of(header, reducer)
    arrays: dict[str, Numbers] = {}
    for name, (dtype, shape) in shapes.items():
        array = np.empty(shape, dtype=dtype)
        if array.nbytes:
            _fill(stream, array.reshape(-1).view(np.uint8).data)
        if any(_exactly(stream, -array.nbytes % ALIGNMENT)):
            raise WireViolation(f"padding after array {name} is not zero")
        array.flags.writeable = False
        arrays[name] = array
    if stream.readinto(memoryview(bytearray(1))):
        raise WireViolation("bytes after the end of the answer")
    return answer_of(header, arrays)


def check_length(length: int, reducer: Reducer) -> None:
    """WireViolation for more JSON than `reducer` may give."""
    if length > reducer.max_json_bytes + ALIGNMENT:
        raise WireViolation(f"{length:,} bytes of JSON, at most {reducer.max_json_bytes:,} are allowed")


def described(arrays: Mapping[str, Numbers]) -> list[dict[str, object]]:
    """How the JSON describes them."""
    return [{"name": name, "dtype": array.dtype.str, "shape": list(array.shape)} for name, array in arrays.items()]


def plain(name: str, array: Numbers) -> Numbers:
    """Little-endian and contiguous. ValueError for anything but numbers."""
    if array.dtype.kind not in NUMBERS:
        raise ValueError(f"array {name} holds {array.dtype}, not plain numbers")
    return np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<")).reshape(array.shape)


def head(magic: bytes, header: Mapping[str, object]) -> bytes:
    """Magic, length and JSON. ValueError for NaN and lone surrogates."""
    text = json.dumps(header, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8")
    text += b" " * (-(HEAD.size + len(text)) % ALIGNMENT)
    return HEAD.pack(magic, len(text)) + text


def failure_json(failure: Failure | None) -> dict[str, str] | None:
    return None if failure is None else {"code": failure.code.value, "detail": plain_detail(failure.detail)}


def plain_detail(text: str) -> str:
    """Small print that may come from a hostile file: one line, no controls, no lone surrogates, not long."""
    kept = "".join(letter if letter.isprintable() else "?" for letter in text[:DETAIL_LENGTH])
    return kept + ("…" if len(text) > DETAIL_LENGTH else "")


def _exactly(stream: Source, count: int) -> bytes:
    buffer = bytearray(count)
    _fill(stream, memoryview(buffer))
    return bytes(buffer)


def _fill(stream: Source, view: memoryview) -> None:
    while view:
        got = stream.readinto(view)
        if not got:
            raise WireCut("the answer ends early")
        view = view[got:]


def _no_constant(name: str) -> NoReturn:
    raise WireViolation(f"{name} is not JSON")


def _finite(text: str) -> float:
    number = float(text)
    if isinf(number):
        raise WireViolation(f"{text[:20]} is beyond every number")
    return number


def header_of(raw: bytes, besides: frozenset[str] = frozenset()) -> dict[str, object]:
    """The JSON object, of which so far only the outer form is trusted. It may have the members `besides` too."""
    if sum(raw.count(sign) for sign in b"[{,") > MAX_VALUES:
        raise WireViolation(f"more than {MAX_VALUES:,} values in the answer's JSON")
    try:
        header = json.loads(raw.decode("utf-8"), parse_constant=_no_constant, parse_float=_finite)
        if b"\\ud" in raw or b"\\uD" in raw:  # an escaped lone surrogate is valid JSON and no text
            json.dumps(header, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise WireViolation(f"the answer's JSON cannot be read: {type(error).__name__}") from error
    if not isinstance(header, dict) or set(header) - besides != {"facts", "failure", "arrays"}:
        raise WireViolation("the answer's JSON has not the three members")
    return header


def shapes_of(header: dict[str, object], reducer: Reducer) -> dict[str, tuple[np.dtype[np.generic], tuple[int, ...]]]:
    """Name -> dtype and shape, each within the bounds of `reducer`; the untrusted dtype is compared, never parsed."""
    named = header["arrays"]
    if not isinstance(named, list):
        raise WireViolation("arrays are not a list")
    if header["facts"] is None:
        if named:
            raise WireViolation("a failure with arrays")
        return {}
    if len(named) != len(reducer.arrays):
        raise WireViolation(f"{len(named)} arrays, {len(reducer.arrays)} are declared")
    shapes: dict[str, tuple[np.dtype[np.generic], tuple[int, ...]]] = {}
    for entry in named:
        if not isinstance(entry, dict) or set(entry) != {"name", "dtype", "shape"}:
            raise WireViolation("an array is not described by name, dtype and shape")
        name, shape = entry["name"], entry["shape"]
        bound = reducer.arrays.get(name) if isinstance(name, str) else None
        if bound is None or name in shapes:
            raise WireViolation("an array that is not declared, or twice")
        dtype: np.dtype[np.generic] = np.dtype(bound.dtype)
        if entry["dtype"] != dtype.str:
            raise WireViolation(f"array {name} is not {dtype.str}")
        if not isinstance(shape, list) or len(shape) != len(bound.max_shape):
            raise WireViolation(f"array {name} has not {len(bound.max_shape)} axes")
        for length, most in zip(shape, bound.max_shape, strict=True):
            if type(length) is not int or not 0 <= length <= most:
                raise WireViolation(f"array {name} is larger than {bound.max_shape}")
        shapes[name] = (dtype, tuple(shape))
    return shapes


def answer_of(header: dict[str, object], arrays: dict[str, Numbers]) -> Reduction | Failure:
    failure = _failure(header["failure"])
    facts = header["facts"]
    if facts is None:
        if failure is None:
            raise WireViolation("neither facts nor a failure")
        return failure
    if not isinstance(facts, dict):
        raise WireViolation("facts are not an object")
    return Reduction(facts, arrays, failure)


def _failure(value: object) -> Failure | None:
    if value is None:
        return None
    if not isinstance(value, dict) or not all(isinstance(value.get(key), str) for key in ("code", "detail")):
        raise WireViolation("a failure without code and detail")
    try:
        return Failure(Code(value["code"]), plain_detail(value["detail"]))
    except ValueError as error:
        raise WireViolation("a failure with an unknown code") from error
