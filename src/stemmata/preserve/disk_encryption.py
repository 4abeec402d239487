"""Whether the disk under a folder is encrypted, as far as the system tells without asking for rights.

Linux: the block device of the file system, and those below it, are looked for in /sys: a device whose dm/uuid begins
with CRYPT- is dm-crypt (LUKS and others). Elsewhere, and for file systems without a block device of their own: unknown.
"""

import os
from pathlib import Path

SYS = Path("/sys/dev/block")
CRYPT = "CRYPT-"
DEEPEST = 8
"""Devices below devices: a mapped volume on a crypt on a RAID is three."""


def is_encrypted(folder: Path, sys: Path = SYS) -> bool | None:
    """None where that cannot be told."""
    device = folder.stat().st_dev
    place = sys / f"{os.major(device)}:{os.minor(device)}"
    return _below(place, DEEPEST) if place.exists() else None


def _below(device: Path, deepest: int) -> bool:
    try:
        uuid = (device / "dm" / "uuid").read_text("ascii")
    except (OSError, UnicodeDecodeError):
        uuid = ""
    if uuid.startswith(CRYPT):
        return True
    slaves = device / "slaves"
    if deepest == 0 or not slaves.is_dir():
        return False
    members = list(slaves.iterdir())
    return bool(members) and all(_below(member, deepest - 1) for member in members)
