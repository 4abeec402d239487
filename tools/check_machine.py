"""What this machine lacks for Stemmata, with the command that mends it. Runs on any Python 3."""

import shutil
import sys

NEEDED_BYTES = 1_500_000_000  # the environment takes about 350 MB, the demo 60 MB, the package cache the rest


def problems() -> "list[str]":
    found = []
    if sys.version_info < (3, 11):
        version = ".".join(str(part) for part in sys.version_info[:3])
        found.append(
            "Python 3.11 or newer is needed, this is %s. Install a newer one and run: make PYTHON=python3.12 demo"
            % version
        )
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        found.append("The module venv is missing. On Debian and Ubuntu: sudo apt install python3-venv")
    free = shutil.disk_usage(".").free
    if free < NEEDED_BYTES:
        found.append("1.5 GB of disk are needed here, %.1f GB are free." % (free / 1e9))
    return found


if __name__ == "__main__":
    for problem in problems():
        sys.stderr.write(problem + "\n")
    sys.exit(1 if problems() else 0)
