"""Where a package is written: a folder or a ZIP, beside its final name until it is whole and durable, and then there.

Both give the same bytes for the same contents: no clock, no user, no order of a file system reaches them.
"""

import os
import secrets
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Protocol

from stemmata.model.errors import OutputExists
from stemmata.preserve.durable import make_folder, room, sync_file, sync_folder

PROGRAMS = frozenset({"verify.sh", "verify.py"})
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a ZIP can state


class Output(Protocol):
    """`add` writes one file and returns its SHA-256. `finish` makes all of it durable; `place` gives it its name."""

    def add(self, name: str, blocks: Iterable[bytes], size: int) -> str: ...

    def finish(self) -> None: ...

    def place(self) -> None: ...


@contextmanager
def opened_output(target: Path) -> Iterator[Output]:
    """A ZIP where the name ends with .zip. OutputExists; StoreFull. What was not placed is gone at the end."""
    refuse_existing(target)
    target = target.absolute()
    make_folder(target.parent)
    part = target.parent / f".{target.name}.{os.getpid()}-{secrets.token_hex(4)}.part"
    try:
        if is_zip(target):
            with part.open("xb") as out, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
                yield _Zip(archive, out, part, target)
        else:
            part.mkdir()
            yield _Folder(part, target)
    finally:
        if part.is_dir():
            shutil.rmtree(part)
        else:
            part.unlink(missing_ok=True)


def is_zip(target: Path) -> bool:
    return target.suffix.lower() == ".zip"


def refuse_existing(target: Path) -> None:
    if target.is_symlink() or (target.exists() and (not target.is_dir() or is_zip(target) or any(target.iterdir()))):
        raise OutputExists(str(target))


class _Folder:
    def __init__(self, part: Path, target: Path) -> None:
        self._part, self._target = part, target

    def add(self, name: str, blocks: Iterable[bytes], size: int) -> str:
        path, digest = self._part / name, sha256()
        path.parent.mkdir(parents=True, exist_ok=True)
        with room(self._part, size), path.open("xb") as out:
            for block in blocks:
                digest.update(block)
                out.write(block)
            out.flush()
            os.fchmod(out.fileno(), 0o755 if name in PROGRAMS else 0o644)
            sync_file(out.fileno())
        return digest.hexdigest()

    def finish(self) -> None:
        for folder in sorted(path for path in self._part.rglob("*") if path.is_dir()):
            sync_folder(folder)
        sync_folder(self._part)

    def place(self) -> None:
        refuse_existing(self._target)
        self._part.rename(self._target)
        sync_folder(self._target.parent)


class _Zip:
    def __init__(self, archive: zipfile.ZipFile, out: BinaryIO, part: Path, target: Path) -> None:
        self._archive, self._out, self._part, self._target = archive, out, part, target

    def add(self, name: str, blocks: Iterable[bytes], size: int) -> str:
        member, digest = zipfile.ZipInfo(f"{self._target.stem}/{name}", _EPOCH), sha256()
        member.create_system, member.external_attr = 3, (0o100755 if name in PROGRAMS else 0o100644) << 16
        member.file_size = size
        with room(self._part.parent, size), self._archive.open(member, "w", force_zip64=size >= 1 << 31) as out:
            for block in blocks:
                digest.update(block)
                out.write(block)
        return digest.hexdigest()

    def finish(self) -> None:
        with room(self._part.parent, 0):
            self._archive.close()
            self._out.flush()
            sync_file(self._out.fileno())

    def place(self) -> None:
        refuse_existing(self._target)
        self._part.rename(self._target)
        sync_folder(self._target.parent)
