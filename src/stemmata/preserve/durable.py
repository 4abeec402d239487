"""Writing so that it is still there after a crash: temp file, fsync, link or rename, fsync of the directory.

After a failed fsync the kernel may have dropped the very pages it could not write, and a second fsync can then succeed
although the data are gone (Rebello et al., USENIX ATC 2020): an error here is raised, never retried.
"""

import errno
import fcntl
import os
import secrets
import shutil
import sqlite3
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from stemmata.model.errors import OutputExists, StemmataError, StoreFull, StoreRefused

FAILING_DISK = "copy the whole case to another disk, run stemmata verify there, and go on with the copy"
NO_RIGHT = "ask who owns the folder, or mount it so that you may write there, then run the same command again"
NO_DESCRIPTOR = "close other programs, or raise the limit (ulimit -n), then run the same command again"
REBUILD = "remove index.db and the folder derived in the case, then stemmata run makes them again"

TODO = {
    errno.EIO: FAILING_DISK,
    errno.ENODEV: FAILING_DISK,
    errno.ENXIO: FAILING_DISK,
    errno.ESTALE: FAILING_DISK,
    errno.EROFS: NO_RIGHT,
    errno.EACCES: NO_RIGHT,
    errno.EPERM: NO_RIGHT,
    errno.EMFILE: NO_DESCRIPTOR,
    errno.ENFILE: NO_DESCRIPTOR,
}
"""What the system refuses through no fault of ours; any other error of the system is one, and stays what it is."""

SQLITE_TODO = {
    sqlite3.SQLITE_IOERR: FAILING_DISK,
    sqlite3.SQLITE_READONLY: NO_RIGHT,
    sqlite3.SQLITE_PERM: NO_RIGHT,
    sqlite3.SQLITE_CANTOPEN: "make sure that you may write in the case's folder and that "
    "not too many files are open (ulimit -n), then run the same command again",
    sqlite3.SQLITE_CORRUPT: REBUILD,
    sqlite3.SQLITE_NOTADB: REBUILD,
}
"""By SQLite's primary result code; its databases here are rebuildable, all of them."""


def refusal(error: OSError | sqlite3.Error, folder: Path) -> StemmataError | None:
    """What a person is told of an error of the system; None where it is none that the system is to blame for."""
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF  # above: extended codes
        if code == sqlite3.SQLITE_FULL:
            return StoreFull(None, shutil.disk_usage(folder).free)
        return StoreRefused(str(error), None, SQLITE_TODO[code]) if code in SQLITE_TODO else None
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StoreFull(None, shutil.disk_usage(folder).free)
    if error.errno not in TODO:
        return None
    where = None if error.filename is None else os.fsdecode(error.filename)
    return StoreRefused(error.strerror or "an error without a name", where, TODO[error.errno])


@contextmanager
def named_refusals(folder: Path) -> Iterator[None]:
    """Errors of the system inside become ours, by `refusal`; `folder` tells of which disk the free space is meant."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        told = refusal(error, folder)
        if told is None:
            raise
        raise told from error


@contextmanager
def room(folder: Path, needed: int) -> Iterator[None]:
    """What the system says of a full disk or quota inside becomes StoreFull; `needed` is the size being written."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StoreFull(needed or None, shutil.disk_usage(folder).free) from error
        raise


def sync_file(descriptor: int) -> None:
    """Durable on the medium: on macOS fsync alone stops at the drive's cache."""
    if sys.platform == "darwin":
        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
    else:
        os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        sync_file(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """The folder and whatever is missing above it, each new name durable."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


def sync_name(folder: Path) -> None:
    """Make the name of a folder durable, whoever made it: perhaps a process that was killed over it.

    Where the folder above is not ours to read, no process of ours made this one.
    """
    with suppress(PermissionError):
        sync_folder(folder.parent)


def own_folder(folder: Path) -> None:
    """`make_folder`, whose name is durable also where a process made it that was killed before it could see to that."""
    if folder.is_dir():
        sync_name(folder)
    else:
        make_folder(folder)


def sync_folders(top: Path) -> None:
    """Make every name below `top` durable: those, too, that a process was killed before it could force."""
    for folder, _, _ in os.walk(top):
        sync_folder(Path(folder))


def temporary_name(folder: Path) -> Path:
    """A name in tmp/ that tells whose it is, so that only files of dead processes are swept."""
    return folder / f"{os.getpid()}-{secrets.token_hex(8)}"


def write_all(descriptor: int, content: bytes) -> None:
    """Every byte: one write may take fewer than it was given."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def place_file(path: Path, content: bytes, temporary: Path, mode: int = 0o600) -> None:
    """`path` holds what it held or all of `content`, whatever happens. Its *name* is durable after `sync_folder`."""
    make_folder(path.parent)
    part = temporary_name(temporary)
    with room(temporary, len(content)):
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
        try:
            write_all(descriptor, content)
            sync_file(descriptor)
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        finally:
            os.close(descriptor)


def replace_file(path: Path, content: bytes, temporary: Path) -> None:
    """`place_file`, durable on return."""
    place_file(path, content, temporary)
    with room(temporary, len(content)):
        sync_folder(path.parent)


def new_file(path: Path, content: bytes, mode: int = 0o600) -> None:
    """A file outside the case that appears whole, durable on return, and not in place of another. OutputExists.

    Where the file system has no hard links (a stick), it looks, then renames.
    """
    if path.exists() or path.is_symlink():
        raise OutputExists(str(path))
    folder = path.absolute().parent
    part = folder / f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}.part"
    with room(folder, len(content)):
        try:
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
            try:
                write_all(descriptor, content)
                sync_file(descriptor)
            finally:
                os.close(descriptor)
            _name_once(part, path)
        finally:
            part.unlink(missing_ok=True)
        sync_folder(folder)


def _name_once(part: Path, path: Path) -> None:
    try:
        os.link(part, path)
    except FileExistsError:
        raise OutputExists(str(path)) from None
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.ENOSYS):
            raise
        part.rename(path)


def sweep(temporary: Path) -> int:
    """Remove what processes that no longer run left in tmp/; returns how many files and folders."""
    count = 0
    for leftover in sorted(temporary.iterdir()):
        owner = leftover.name.split("-", 1)[0]
        if owner.isascii() and owner.isdigit() and not _is_running(int(owner)):
            if stat.S_ISDIR(leftover.lstat().st_mode):
                shutil.rmtree(leftover)
            else:
                leftover.unlink(missing_ok=True)
            count += 1
    return count


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
