"""A package as a stranger hands it over, for reading: a folder, or a ZIP that is not unpacked.

Only names of the form that we write are taken; anything else is ValueError before a byte of it is read.
"""

import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO, Protocol

from stemmata.preserve.objects import BLOCK
from stemmata.preserve.package_form import SAFE_NAME

MOST_SMALL = 50_000_000
"""Bytes of a file that is read into memory: a list of a hundred thousand files has a third of it."""


class PackageSource(Protocol):
    """`names`: every file. `digest`: SHA-256 and size. `read`: a small file whole. ValueError for damage."""

    def names(self) -> list[str]: ...

    def digest(self, name: str) -> tuple[str, int]: ...

    def read(self, name: str) -> bytes: ...


@contextmanager
def opened_package(path: Path) -> Iterator[PackageSource]:
    """ValueError for what is neither a folder nor a ZIP; OSError where it cannot be read."""
    if path.is_dir():
        yield _Folder(path)
        return
    try:
        with zipfile.ZipFile(path) as archive:
            yield _Zip(archive)
    except (zipfile.BadZipFile, NotImplementedError, zlib.error, RuntimeError, EOFError) as error:
        raise ValueError(f"the ZIP cannot be read: {error}") from error


def _hashed(source: IO[bytes]) -> tuple[str, int]:
    digest, size = sha256(), 0
    while block := source.read(BLOCK):
        digest.update(block)
        size += len(block)
    return digest.hexdigest(), size


def _small(source: IO[bytes], name: str) -> bytes:
    content = source.read(MOST_SMALL + 1)
    if len(content) > MOST_SMALL:
        raise ValueError(f"{name} is too large for what it should be")
    return content


class _Folder:
    def __init__(self, root: Path) -> None:
        self._root = root

    def names(self) -> list[str]:
        found = []
        for folder, folders, files in os.walk(self._root, onerror=_raise):
            for name in (*folders, *files):
                path = Path(folder, name)
                mode = path.lstat().st_mode
                if stat.S_ISREG(mode):
                    found.append(_safe(os.fsencode(path.relative_to(self._root)).decode("utf-8", "backslashreplace")))
                elif not stat.S_ISDIR(mode):
                    raise ValueError("something in it is neither a file nor a folder")
        return found

    def digest(self, name: str) -> tuple[str, int]:
        with (self._root / name).open("rb") as source:
            return _hashed(source)

    def read(self, name: str) -> bytes:
        with (self._root / name).open("rb") as source:
            return _small(source, name)


def _raise(error: OSError) -> None:
    raise error


class _Zip:
    """Members lie in one folder, stored as they are, each name once."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        members = [member for member in archive.infolist() if not member.is_dir()]
        self._members = {member.filename.partition("/")[2]: member for member in members}
        if len({member.filename.partition("/")[0] for member in members}) > 1 or len(self._members) < len(members):
            raise ValueError("the members of the ZIP do not lie in one folder, each under a name of its own")
        if any(member.compress_type != zipfile.ZIP_STORED or member.flag_bits & 1 for member in members):
            raise ValueError("the members of the ZIP are not stored as they are")
        if any(stat.S_IFMT(member.external_attr >> 16) not in (0, stat.S_IFREG) for member in members):
            raise ValueError("something in it is neither a file nor a folder")

    def names(self) -> list[str]:
        return [_safe(name) for name in self._members]

    def digest(self, name: str) -> tuple[str, int]:
        with self._archive.open(self._members[name]) as source:
            return _hashed(source)

    def read(self, name: str) -> bytes:
        with self._archive.open(self._members[name]) as source:
            return _small(source, name)


def _safe(name: str) -> str:
    if not SAFE_NAME.fullmatch(name) or ".." in name.split("/"):
        raise ValueError(f"a file is there and not listed: {name[:200]!r}")
    return name
