"""The object store: bytes exactly as received, named by their SHA-256, never overwritten.

objects/sha256/ab/<64 hex>, mode 0400. A put copies into tmp/ while hashing, makes the copy durable, and gives it its
name with link(), which fails where the name exists and so cannot overwrite. A crash leaves at most an orphan in tmp/.
"""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from stemmata.model.errors import ObjectDamaged, ObjectMissing, StoreFull, StoreUnsuitable
from stemmata.model.failure import Code, Failure
from stemmata.preserve.durable import sync_file, sync_folder, temporary_name

BLOCK = 1 << 20
OBJECT_MODE = 0o400


@dataclass(frozen=True, slots=True)
class Stored:
    """What a put came to. `modified_us` is the file system's time of the source, µs since 1970 UTC."""

    sha256: str
    size: int
    new: bool
    modified_us: int


class ObjectStore:
    def __init__(self, root: Path, temporary: Path) -> None:
        self._root, self._temporary = root / "sha256", temporary
        self._unsynced: set[Path] = set()

    def path(self, name: str) -> Path:
        """Where an object lies, held or not. ValueError for what is no SHA-256."""
        if len(name) != 64 or not set(name) <= set("0123456789abcdef"):
            raise ValueError(f"an object's name is 64 hex digits, got {name!r}")
        return self._root / name[:2] / name

    def has(self, name: str) -> bool:
        return self.path(name).is_file()

    def names(self) -> Iterator[str]:
        """Every object held, in order."""
        if not self._root.is_dir():
            return
        for folder in sorted(self._root.iterdir()):
            yield from sorted(entry.name for entry in folder.iterdir())

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Puts inside share their directory syncs: durable when the block ends, not before."""
        try:
            yield
        finally:
            self.settle()

    def settle(self) -> None:
        """Make every name given since the last call durable."""
        for folder in sorted(self._unsynced):
            sync_folder(folder)
        self._unsynced.clear()

    def put(self, source: bytes) -> Stored | Failure:
        """Copy the regular file at `source`. What the file itself causes is a Failure; StoreFull stops everything.

        Durable after `settle` (or the end of `batch`). A source that changes while it is copied leaves nothing behind.
        """
        try:
            descriptor = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError as error:
            return Failure(Code.LINK) if error.errno == errno.ELOOP else Failure(Code.UNREADABLE, error.strerror or "")
        try:
            before = os.fstat(descriptor)
            if not stat.S_ISREG(before.st_mode):
                return Failure(Code.SPECIAL)
            return self._copy(descriptor, before)
        finally:
            os.close(descriptor)

    def _copy(self, descriptor: int, before: os.stat_result) -> Stored | Failure:
        part = temporary_name(self._temporary)
        out = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, OBJECT_MODE)
        try:
            digest, size = sha256(), 0
            try:
                while block := os.read(descriptor, BLOCK):
                    digest.update(block)
                    size += len(block)
                    _write_all(out, block, before.st_size)
            except OSError as error:
                if error.errno == errno.EIO:
                    return Failure(Code.UNREADABLE, "the disk it lies on could not read all of it")
                raise
            after = os.fstat(descriptor)
            if (size, after.st_size, after.st_mtime_ns) != (before.st_size, before.st_size, before.st_mtime_ns):
                return Failure(Code.CHANGED, f"{before.st_size} bytes before, {max(size, after.st_size)} after")
            new = self._name(out, part, digest.hexdigest())
            return Stored(digest.hexdigest(), size, new, before.st_mtime_ns // 1000)
        finally:
            os.close(out)
            part.unlink(missing_ok=True)

    def put_bytes(self, content: bytes) -> Stored:
        """Store bytes of our own making (a manifest). Durable after `settle`."""
        part = temporary_name(self._temporary)
        out = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, OBJECT_MODE)
        try:
            _write_all(out, content, len(content))
            name = sha256(content).hexdigest()
            return Stored(name, len(content), self._name(out, part, name), 0)
        finally:
            os.close(out)
            part.unlink(missing_ok=True)

    def _name(self, out: int, part: Path, name: str) -> bool:
        target = self.path(name)
        if target.exists():
            self._unsynced.add(target.parent)  # another process may have linked it and not synced yet
            return False
        sync_file(out)
        if not target.parent.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            self._unsynced.update((self._root, self._root.parent))
        try:
            os.link(part, target)
        except FileExistsError:
            return False
        except OSError as error:
            if error.errno in (errno.EPERM, errno.ENOTSUP, errno.EMLINK):
                raise StoreUnsuitable(str(self._root), "its file system has no hard links") from error
            raise
        finally:
            self._unsynced.add(target.parent)
        return True

    def verify(self, name: str) -> int:
        """Re-read an object; returns its size. ObjectMissing, ObjectDamaged."""
        digest, size = sha256(), 0
        try:
            with self.path(name).open("rb") as source:
                while block := source.read(BLOCK):
                    digest.update(block)
                    size += len(block)
        except FileNotFoundError:
            raise ObjectMissing(name) from None
        if digest.hexdigest() != name:
            raise ObjectDamaged(name, digest.hexdigest())
        return size

    def read(self, name: str) -> bytes:
        """The bytes of a small object of our own making, checked against its name."""
        try:
            content = self.path(name).read_bytes()
        except FileNotFoundError:
            raise ObjectMissing(name) from None
        found = sha256(content).hexdigest()
        if found != name:
            raise ObjectDamaged(name, found)
        return content


def _write_all(descriptor: int, block: bytes, needed: int) -> None:
    view = memoryview(block)
    try:
        while view:
            view = view[os.write(descriptor, view) :]
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            free = os.fstatvfs(descriptor)
            raise StoreFull(needed, free.f_bavail * free.f_frsize) from error
        raise
