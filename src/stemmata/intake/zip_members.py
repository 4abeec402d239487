"""A ZIP from somebody else, read inside the worker: bounded before anything is unpacked, and unpacked to nowhere.

Members are streamed through a hash. Names are only compared. What breaks a bound, or is written in a way that two
programs could read differently (two members of one name, members that share bytes), is refused as a whole.
"""

import hashlib
import stat
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import IO, BinaryIO

MOST_MEMBERS = 100_000
MOST_DIRECTORY = 64_000_000
"""Bytes of the central directory: MOST_MEMBERS with names of 500 bytes fit."""
MOST_NAME = 4_096
MOST_TOTAL = 2_000_000_000_000
MOST_RATIO, FREE_BYTES = 100, 200_000_000
"""Unpacked bytes may be 200 MB, or 100 times the packed ones where that is more: text packs to a tenth, and zeros, the
stuff of bombs, to a thousandth."""
BLOCK = 1 << 20
METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
LOCAL_HEADER = 30
"""Bytes of a local header without name and extra fields: APPNOTE 4.3.7."""
_END = struct.Struct("<4s4H2LH")
_END_SIGNATURE, _ZIP64_SIGNATURE = b"PK\5\6", b"PK\6\6"
_ZIP64_BEFORE_END, _ZIP64_LENGTH = 56 + 20, 56
"""Bytes: APPNOTE 4.3.14, 4.3.15. The record stands right before its locator, and that right before the end record."""

DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, struct.error, OverflowError)
"""What zipfile raises for bytes that are no ZIP; RuntimeError for a member that is encrypted."""


@contextmanager
def opened(source: BinaryIO) -> Iterator["Members"]:
    """ValueError for damage; LookupError for what is not read here, with a sentence without its stop."""
    _look_at_directory(source)
    try:
        with zipfile.ZipFile(source) as archive:
            yield Members(archive)
    except DAMAGE as error:
        raise ValueError(f"the ZIP is damaged ({error})") from error
    except UnicodeDecodeError as error:
        raise ValueError("the ZIP is damaged (a name that is no UTF-8)") from error


def _look_at_directory(source: BinaryIO) -> None:
    """Refuse a huge central directory before zipfile builds an object for every member of it.

    The records are those that zipfile takes: a comment, or another field, can hold what looks like one.
    """
    size = source.seek(0, 2)
    source.seek(max(0, size - 66_000))
    tail = source.read()
    last = tail[-_END.size :]
    bare = last.startswith(_END_SIGNATURE) and last.endswith(b"\0\0")  # without a comment
    at = len(tail) - _END.size if bare else tail.rfind(_END_SIGNATURE)
    claimed = []
    if 0 <= at <= len(tail) - _END.size:
        directory = _END.unpack_from(tail, at)[5]
        claimed = [directory] if directory != 0xFFFFFFFF else []
    zip64 = at - _ZIP64_BEFORE_END
    if zip64 >= 0 and tail[zip64 : zip64 + _ZIP64_LENGTH].startswith(_ZIP64_SIGNATURE):
        claimed.append(struct.unpack_from("<Q", tail, zip64 + 40)[0])
    if any(size > MOST_DIRECTORY for size in claimed):
        raise LookupError(f"its list of members has more than {MOST_DIRECTORY:,} bytes")
    source.seek(0)


class Members:
    """Files of the ZIP by their names, as `sizes`; `odd`: members that are links or devices."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        listed = archive.infolist()
        if len(listed) > MOST_MEMBERS:
            raise LookupError(f"it has more than {MOST_MEMBERS:,} members")
        files = [one for one in listed if not one.is_dir()]
        self._archive = archive
        self._members = {one.filename: one for one in files}
        if len(self._members) < len(files):
            raise ValueError("the ZIP has two members of one name, which programs read differently")
        for one in files:
            if len(one.filename) > MOST_NAME or one.orig_filename != one.filename:
                raise ValueError("the ZIP has a name with a zero byte, or one that is far too long")
        _refuse_bombs(files)
        self.odd = {
            one.filename: "is a link or a device"
            for one in files
            if stat.S_IFMT(one.external_attr >> 16) not in (0, stat.S_IFREG)
        }
        self.sizes: Mapping[str, int] = {one.filename: one.file_size for one in files if one.filename not in self.odd}

    def small(self, name: str, most: int) -> bytes:
        """A member whole. LookupError for one of more than `most` bytes."""
        with self._opened(name) as member:
            content = member.read(most + 1)
        if len(content) > most:
            raise LookupError(f"{name[:200]} has more than {most:,} bytes")
        return content

    def digests(self, name: str, algorithms: Collection[str]) -> dict[str, str]:
        """Hex by algorithm, of hashlib's names."""
        made = {one: hashlib.new(one, usedforsecurity=False) for one in algorithms}
        with self._opened(name) as member:
            while block := member.read(BLOCK):
                for digest in made.values():
                    digest.update(block)
        return {one: digest.hexdigest() for one, digest in made.items()}

    @contextmanager
    def _opened(self, name: str) -> Iterator[IO[bytes]]:
        member = self._members[name]
        if member.flag_bits & 1:
            raise LookupError("it is encrypted")
        if member.compress_type not in METHODS:
            raise LookupError("it is packed by a method that is not read here")
        try:
            with self._archive.open(member) as stream:
                yield stream
        except DAMAGE as error:
            raise ValueError(f"it cannot be unpacked ({error})") from error


def _refuse_bombs(files: list[zipfile.ZipInfo]) -> None:
    packed, unpacked = sum(one.compress_size for one in files), sum(one.file_size for one in files)
    if unpacked > min(MOST_TOTAL, max(FREE_BYTES, MOST_RATIO * packed)):
        raise LookupError(f"it would unpack to {unpacked:,} bytes out of {packed:,}")
    end = 0
    for one in sorted(files, key=lambda member: member.header_offset):
        if one.header_offset < end:
            raise ValueError("the ZIP has members that share bytes")
        end = one.header_offset + LOCAL_HEADER + one.compress_size
