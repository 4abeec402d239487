"""Writing so that it is still there after a crash: temp file, fsync, link or rename, fsync of the directory.

After a failed fsync the kernel may have dropped the very pages it could not write, and a second fsync can then succeed
although the data are gone (Rebello et al., USENIX ATC 2020): an error here is raised, never retried.
"""

import errno
import fcntl
import os
import secrets
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stemmata.model.errors import StoreFull


@contextmanager
def room(folder: Path, needed: int) -> Iterator[None]:
    """What the system says of a full disk or quota inside becomes StoreFull; `needed` is the size being written."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StoreFull(needed, shutil.disk_usage(folder).free) from error
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
