"""Parts of the index of candidates as files: immutable arrays, memory-mapped, whole or not there.

`STMINDX1`, length of the header (8 bytes, little endian), JSON of names, types and shapes, each array at a multiple of
64 bytes, and at the end a CRC-32 of all arrays. Size and header are looked at whenever a file is opened; the CRC when
it is merged, since then all of it is read anyway.
"""

import json
import mmap
import os
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

from stemmata.match.inverted import Inverted, Stream, arrays, from_arrays
from stemmata.preserve.durable import room, sync_file, sync_folder, temporary_name

MAGIC = b"STMINDX1"
ALIGNMENT = 64
CHUNK = 1 << 22


class IndexDamaged(Exception):
    """A file of the index is not what was written; all of it can be made again."""


def streams(part: Inverted) -> dict[str, Stream]:
    return {name: Stream(held.dtype, held.shape, iter([held])) for name, held in arrays(part).items()}


def write_part(path: Path, first: int, last: int, held: Mapping[str, Stream]) -> None:
    """`path` is durable on return, or was not made. StoreFull where the disk has no room."""
    described = {name: [one.dtype.str, list(one.shape)] for name, one in held.items()}
    header = json.dumps({"first": first, "last": last, "arrays": described}).encode()
    header += b" " * (-(len(MAGIC) + 8 + len(header)) % ALIGNMENT)
    part = temporary_name(path.parent)
    needed = sum(_size(one.dtype, one.shape) for one in held.values())
    with room(path.parent, needed):
        try:
            with part.open("xb") as out:
                out.write(MAGIC + len(header).to_bytes(8, "little") + header)
                crc = 0
                for name, one in held.items():
                    crc = _written(out, name, one, crc)
                out.write(crc.to_bytes(4, "little"))
                out.flush()
                sync_file(out.fileno())
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def _size(dtype: np.dtype[np.generic], shape: tuple[int, ...]) -> int:
    return int(np.prod(shape, dtype=np.int64)) * dtype.itemsize


def _written(out: BinaryIO, name: str, stream: Stream, crc: int) -> int:
    total = 0
    for block in stream.blocks:
        plain = np.ascontiguousarray(block, stream.dtype).tobytes()
        out.write(plain)
        crc = zlib.crc32(plain, crc)
        total += len(plain)
    if total != _size(stream.dtype, stream.shape):
        raise ValueError(f"array {name} was announced with {stream.shape}, and {total:,} bytes came")
    out.write(bytes(-total % ALIGNMENT))
    return crc


def read_part(path: Path) -> Inverted:
    """Memory-mapped; the map lasts as long as the arrays. IndexDamaged."""
    try:
        with path.open("rb") as source:
            header, offset = _header(source)
            whole = np.frombuffer(mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ), np.uint8)
        held: dict[str, npt.NDArray[Any]] = {}
        for name, (text, shape) in header["arrays"].items():
            dtype = np.dtype(text)
            size = _size(dtype, tuple(shape))
            held[name] = whole[offset : offset + size].view(dtype).reshape(shape)
            offset += size + -size % ALIGNMENT
        if offset + 4 != len(whole):
            raise IndexDamaged(f"{path.name} has {len(whole):,} bytes, not {offset + 4:,}")
        return from_arrays(int(header["first"]), int(header["last"]), held)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexDamaged(f"{path.name}: {error}") from error


def _header(source: BinaryIO) -> tuple[dict[str, Any], int]:
    if source.read(len(MAGIC)) != MAGIC:
        raise IndexDamaged("a file of the index begins as something else")
    length = int.from_bytes(source.read(8), "little")
    if length > os.fstat(source.fileno()).st_size:
        raise IndexDamaged("a file of the index ends within its header")
    return json.loads(source.read(length)), len(MAGIC) + 8 + length


def check_part(path: Path) -> None:
    """IndexDamaged where the arrays are not those that were written."""
    with path.open("rb") as source:
        header, offset = _header(source)
        crc = 0
        for text, shape in header["arrays"].values():
            size = _size(np.dtype(text), tuple(shape))
            source.seek(offset)
            for block in _blocks(source, size):
                crc = zlib.crc32(block, crc)
            offset += size + -size % ALIGNMENT
        source.seek(offset)
        if source.read() != crc.to_bytes(4, "little"):
            raise IndexDamaged(f"{path.name} holds other bytes than were written")


def _blocks(source: BinaryIO, size: int) -> Iterator[bytes]:
    while size > 0:
        block = source.read(min(CHUNK, size))
        if not block:
            return
        size -= len(block)
        yield block
