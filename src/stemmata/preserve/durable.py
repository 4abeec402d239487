"""Writing so that it is still there after a crash: temp file, fsync, link or rename, fsync of the directory.

After a failed fsync the kernel may have dropped the very pages it could not write, and a second fsync can then succeed
although the data are gone (Rebello et al., USENIX ATC 2020): an error here is raised, never retried.
"""

import fcntl
import os
import secrets
import sys
from pathlib import Path


def sync_file(descriptor: int) -> None:
    """Durable on the medium: on macOS fsync alone stops at the drive's cache."""
    if sys.platform == "darwin":
        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
    else:
        os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        sync_file(descriptor)
    finally:
        os.close(descriptor)


def temporary_name(folder: Path) -> Path:
    """A name in tmp/ that tells whose it is, so that only files of dead processes are swept."""
    return folder / f"{os.getpid()}-{secrets.token_hex(8)}"


def replace_file(path: Path, content: bytes, temporary: Path) -> None:
    """`path` holds either what it held or all of `content`, whatever happens; durable on return."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = temporary_name(temporary)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(content)
            out.flush()
            sync_file(out.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sweep(temporary: Path) -> int:
    """Remove what processes that no longer run left in tmp/; returns how many files."""
    count = 0
    for leftover in temporary.iterdir():
        owner = leftover.name.split("-", 1)[0]
        if owner.isdigit() and not _is_running(int(owner)):
            leftover.unlink(missing_ok=True)
            count += 1
    return count


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
