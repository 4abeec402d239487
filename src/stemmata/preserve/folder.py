"""What lies in a folder. pathlib's glob finds nothing in one that may not be read, which would look like a loss."""

import errno
from pathlib import Path

NO_FOLDER = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP})


def members(folder: Path) -> list[Path]:
    """Sorted by name; none where there is no such folder. OSError where there is one that cannot be read."""
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        if error.errno in NO_FOLDER:
            return []
        raise
