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

from stemmata.model.errors import ObjectDamaged, ObjectMissing, StoreUnsuitable
from stemmata.model.failure import Code, Failure
from stemmata.preserve.durable import room, sync_file, sync_folder, temporary_name, write_all

BLOCK = 1 << 20
OBJECT_MODE = 0o400
HEX = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class Stored:
    """What a put came to. `modified_us` is the file system's time of the source, µs since 1970 UTC."""

    sha256: str
    size: int
    new: bool
    modified_us: int


def is_object_name(name: str) -> bool:
    return len(name) == 64 and set(name) <= HEX


class ObjectStore:
    """Puts are durable after `settle`, or at the end of `batch`: so thousands of small files share directory syncs.

    `links` False is for copies on file systems without hard links (a stick): one process, which looks, then renames.
    """

    def __init__(self, root: Path, temporary: Path, *, links: bool = True) -> None:
        self._root, self._temporary, self._links = root / "sha256", temporary, links
        self._unsynced: set[Path] = set()

    def path(self, name: str) -> Path:
        """Where an object lies, held or not. ValueError for what is no SHA-256."""
        if not is_object_name(name):
            raise ValueError(f"an object's name is 64 hex digits, got {name!r}")
        return self._root / name[:2] / name

    def has(self, name: str) -> bool:
        return self.path(name).is_file()

    def names(self) -> Iterator[str]:
        """Every object held, in order."""
        for path in self._members():
            if is_object_name(path.name) and path.parent.name == path.name[:2]:
                yield path.name

    def strays(self) -> Iterator[str]:
        """What lies among the objects and is none, by its path below objects/."""
        for path in self._members():
            if not (is_object_name(path.name) and path.parent.name == path.name[:2]):
                yield os.fsencode(path.relative_to(self._root.parent)).decode("utf-8", "backslashreplace")

    def _members(self) -> Iterator[Path]:
        if not self._root.is_dir():
            return
        for folder in sorted(self._root.iterdir()):
            if folder.is_dir():
                yield from sorted(folder.iterdir())
            else:
                yield folder

    @contextmanager
    def batch(self) -> Iterator["ObjectStore"]:
        """Puts inside share their directory syncs: durable when the block ends, not before."""
        try:
            yield self
        finally:
            self.settle()

    def settle(self) -> None:
        """Make every name given since the last call durable, and those of the folders that it was given in: another
        process may have made them and not lived to force them."""
        above = {self._root.parent, self._root} if self._unsynced else set()
        for folder in sorted(above | self._unsynced):
            with room(self._temporary, 0):
                sync_folder(folder)
        self._unsynced.clear()

    def settle_later(self, name: str) -> None:
        """What is held is durable, too, after the next `settle`: who put it may not have lived to see to that."""
        self._unsynced.add(self.path(name).parent)

    def put(self, source: bytes) -> Stored | Failure:
        """Copy the regular file at `source`. What the file itself causes is a Failure; StoreFull stops everything.

        A source that changes while it is copied leaves nothing behind. A pipe, socket or device is never opened, since
        opening alone can act on what is behind it.
        """
        opened = _open_regular(source)
        if isinstance(opened, Failure):
            return opened
        descriptor, before = opened
        try:
            return self._copy(descriptor, before)
        finally:
            os.close(descriptor)

    def identify(self, source: bytes) -> str | Failure:
        """The SHA-256 of the regular file at `source`, copying nothing."""
        opened = _open_regular(source)
        if isinstance(opened, Failure):
            return opened
        descriptor, before = opened
        try:
            digest = sha256()
            for block in _blocks(descriptor, before):
                if isinstance(block, Failure):
                    return block
                digest.update(block)
            return digest.hexdigest()
        finally:
            os.close(descriptor)

    def _copy(self, descriptor: int, before: os.stat_result) -> Stored | Failure:
        part = temporary_name(self._temporary)
        with room(self._temporary, before.st_size):
            out = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, OBJECT_MODE)
            try:
                digest = sha256()
                for block in _blocks(descriptor, before):
                    if isinstance(block, Failure):
                        return block
                    digest.update(block)
                    write_all(out, block)
                new = self._name(out, part, digest.hexdigest())
                return Stored(digest.hexdigest(), before.st_size, new, before.st_mtime_ns // 1000)
            finally:
                os.close(out)
                part.unlink(missing_ok=True)

    def put_bytes(self, content: bytes) -> Stored:
        """Store bytes of our own making (a manifest)."""
        part = temporary_name(self._temporary)
        with room(self._temporary, len(content)):
            out = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, OBJECT_MODE)
            try:
                write_all(out, content)
                name = sha256(content).hexdigest()
                return Stored(name, len(content), self._name(out, part, name), 0)
            finally:
                os.close(out)
                part.unlink(missing_ok=True)

    def _name(self, out: int, part: Path, name: str) -> bool:
        target = self.path(name)
        if target.exists():
            self.settle_later(name)
            return False
        sync_file(out)
        target.parent.mkdir(parents=True, exist_ok=True)
        self._unsynced.add(target.parent)
        if not self._links:
            part.rename(target)
            return True
        try:
            os.link(part, target)
        except FileExistsError:
            return False
        except OSError as error:
            if error.errno in (errno.EPERM, errno.ENOTSUP, errno.EMLINK):
                raise StoreUnsuitable(str(self._root), "its file system has no hard links") from error
            raise
        return True

    def verify(self, name: str) -> int:
        """Re-read an object; returns its size. ObjectMissing, ObjectDamaged."""
        digest, size = sha256(), 0
        try:
            with open(self.path(name), "rb", buffering=0) as source:
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


def has_links(folder: Path) -> bool:
    """Whether a file in this folder can be given a second name, which is what makes a put unable to overwrite."""
    probe = temporary_name(folder)
    second = probe.with_name(probe.name + "-link")
    probe.write_bytes(b"")
    try:
        os.link(probe, second)
    except OSError as error:
        if error.errno in (errno.EPERM, errno.ENOTSUP, errno.EMLINK, errno.ENOSYS):
            return False
        raise
    finally:
        probe.unlink(missing_ok=True)
        second.unlink(missing_ok=True)
    return True


def _open_regular(source: bytes) -> tuple[int, os.stat_result] | Failure:
    """Looked at before it is opened, and again after: in between it may have been replaced."""
    try:
        seen = os.lstat(source)
        if stat.S_ISLNK(seen.st_mode):
            return Failure(Code.LINK)
        if not stat.S_ISREG(seen.st_mode):
            return Failure(Code.SPECIAL)
        descriptor = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        if error.errno in (errno.EMFILE, errno.ENFILE):
            raise  # of this process or machine, and to be written into no log as a failure of the file
        return Failure(Code.LINK) if error.errno == errno.ELOOP else Failure(Code.UNREADABLE, error.strerror or "")
    opened = os.fstat(descriptor)
    if not stat.S_ISREG(opened.st_mode):
        os.close(descriptor)
        return Failure(Code.SPECIAL)
    return descriptor, opened


def _blocks(descriptor: int, before: os.stat_result) -> Iterator[bytes | Failure]:
    """The bytes, and a Failure last where they could not be read or were not the same file all the way.

    Stops as soon as more comes than the file had: one that is written faster than it is read would never end.
    """
    size = 0
    while size <= before.st_size:
        try:
            block = os.read(descriptor, BLOCK)
        except OSError as error:
            yield Failure(Code.UNREADABLE, f"{error.strerror} after {size} of {before.st_size} bytes")
            return
        if not block:
            break
        size += len(block)
        yield block
    after = os.fstat(descriptor)
    if (size, after.st_size, after.st_mtime_ns) != (before.st_size, before.st_size, before.st_mtime_ns):
        yield Failure(Code.CHANGED, f"{before.st_size} bytes before, {max(size, after.st_size)} after")
