"""A fingerprint file: one answer as the pipeline keeps it, every array compressed by itself.

    8 bytes   "STMKEPT1"
    u32 LE    n, length of the JSON that follows
    n bytes   UTF-8 JSON as in sandbox.wire, each array with "bytes": the length of its compressed form; "lock": of
              the worker, {"tier", "landlock"}, absent where that is not known
    arrays    one zlib stream each, in the order named

So a reader takes the arrays that it needs and no others. A damaged or foreign file can claim anything: an array's
length is compared with the reducer's bounds before a byte is allocated, and no stream may unpack to more than that.
"""

import os
import zlib
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import numpy as np

from stemmata.model.failure import Failure
from stemmata.model.lock import Lock
from stemmata.model.seams import Reducer, Reduction
from stemmata.sandbox import wire
from stemmata.sandbox.wire import HEAD, Numbers, WireCut, WireViolation

MAGIC = b"STMKEPT1"
LOCK = "lock"
LEVEL = 6
"""Of 47 films of the bench's corpus: 16 in 100 less than level 1, for 13 ms instead of 4 a film."""


def dump(path: str | Path, reduction: Reduction) -> None:
    """Write `reduction` to `path`, whole or not at all. ValueError as wire.encode.

    Not forced to disk: it can be computed again, and `load` refuses one that a power cut left short.
    """
    path = Path(path)
    arrays = {name: wire.plain(name, array) for name, array in reduction.arrays.items()}
    packed = {name: zlib.compress(array.tobytes(), LEVEL) for name, array in arrays.items()}
    named = [entry | {"bytes": len(packed[str(entry["name"])])} for entry in wire.described(arrays)]
    header = {"facts": reduction.facts, "failure": wire.failure_json(reduction.failure), "arrays": named}
    if reduction.lock is not None:
        header[LOCK] = reduction.lock.to_json()
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as target:
            target.write(wire.head(MAGIC, header))
            target.writelines(packed.values())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def load(path: str | Path, reducer: Reducer, only: Collection[str] | None = None) -> Reduction:
    """Read what `dump` wrote; of its arrays those named in `only`, or all. Arrays are read-only.

    OSError when it cannot be read; WireViolation when it is not a whole answer of `reducer`.
    """
    with Path(path).open("rb") as source:
        size = os.fstat(source.fileno()).st_size
        if size < HEAD.size:
            raise WireCut(f"{size} bytes are too few for an answer")
        magic, length = HEAD.unpack(source.read(HEAD.size))
        if magic != MAGIC:
            raise WireViolation("the file does not begin as a kept answer")
        wire.check_length(length, reducer)
        if HEAD.size + length > size:
            raise WireCut("the file ends within its JSON")
        header = wire.header_of(source.read(length), frozenset({LOCK}))
        lengths = _taken_lengths(header)
        shapes = wire.shapes_of(header, reducer)
        if HEAD.size + length + sum(lengths) > size:
            raise WireCut("the file ends within its arrays")
        if HEAD.size + length + sum(lengths) != size:
            raise WireViolation("bytes after the end of the answer")
        arrays: dict[str, Numbers] = {}
        for (name, (dtype, shape)), count in zip(shapes.items(), lengths, strict=True):
            if only is None or name in only:
                nbytes = int(np.prod(shape, dtype=np.int64)) * dtype.itemsize
                raw = _unpacked(name, source.read(count), nbytes)
                arrays[name] = np.frombuffer(raw, dtype=dtype).reshape(shape)
            else:
                source.seek(count, os.SEEK_CUR)
    answer = wire.answer_of(header, arrays)
    if isinstance(answer, Failure):
        raise WireViolation("the file holds only a failure")
    return replace(answer, lock=Lock.from_json(header.get(LOCK)))


def _taken_lengths(header: dict[str, object]) -> list[int]:
    """Takes "bytes" out of every array's description: what is left is what wire.shapes_of expects."""
    named = header["arrays"]
    entries = named if isinstance(named, list) else []
    lengths = []
    for entry in entries:
        length = entry.pop("bytes", None) if isinstance(entry, dict) else None
        if type(length) is not int or length < 0:
            raise WireViolation("an array without the length of its compressed form")
        lengths.append(length)
    return lengths


def _unpacked(name: str, packed: bytes, nbytes: int) -> bytes:
    """Exactly `nbytes`; never more are allocated than that."""
    stream = zlib.decompressobj()
    try:
        raw = stream.decompress(packed, nbytes + 1)  # a limit of 0 would mean none
    except zlib.error as error:
        raise WireViolation(f"array {name} cannot be unpacked") from error
    if len(raw) != nbytes or not stream.eof or stream.unused_data:
        raise WireViolation(f"array {name} is not one stream of {nbytes:,} bytes")
    return raw
