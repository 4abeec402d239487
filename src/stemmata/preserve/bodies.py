"""Bodies of entries: one file per append, one line per body, each erasable in place.

bodies/<writer>/<position of the first entry, 12 digits>.jsonl. A line is {"body":<canonical>,"salt":"<hex>"}; an erased
line is spaces of the same length; one that begins with a space was being erased when something stopped it. One file
serves a whole append, so that one fsync does.
"""

import os
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path

from stemmata.preserve.durable import place_file, sync_file
from stemmata.preserve.entry import SALT_BYTES, Body
from stemmata.preserve.folder import members

DIGITS = 12
OPENING, MIDDLE, CLOSING = b'{"body":', b',"salt":"', b'"}'
_TAIL = len(MIDDLE) + 2 * SALT_BYTES + len(CLOSING)


def body_files(folder: Path) -> list[tuple[int, Path]]:
    """(position of its first entry, file), in order; other files are not ours and passed over. OSError."""
    found = [path for path in members(folder) if path.suffix == ".jsonl"]
    return [(int(path.stem), path) for path in found if len(path.stem) == DIGITS and path.stem.isdecimal()]


def place_bodies(folder: Path, first: int, bodies: Sequence[Body | None], temporary: Path) -> None:
    """Durable once the folder is synced. A file that a crash left at this position was never acknowledged: replaced.

    None is a body that lies in the vault: its line is that of an erased one.
    """
    lines = [
        b" " if body is None else OPENING + body.canonical + MIDDLE + body.salt.hex().encode() + CLOSING
        for body in bodies
    ]
    place_file(folder / f"{first:0{DIGITS}d}.jsonl", b"\n".join(lines) + b"\n", temporary)


def read_bodies(folder: Path, start: int, size: int) -> Iterator[tuple[int, Body | None]]:
    """(position, body) for the positions `start`..`size` that have a line; None where it was erased, wholly or not.

    ValueError for a line that is neither erased nor a body; OSError.
    """
    files = body_files(folder)
    begins = [first for first, _ in files]
    for first, path in files[max(0, bisect_right(begins, start) - 1) :]:
        if first >= size:
            return
        with path.open("rb") as lines:
            for position, line in enumerate(lines, start=first):
                if start <= position < size:
                    yield position, _body(line, f"line {position - first + 1} of {path.name}")


def _body(line: bytes, place: str) -> Body | None:
    if not line.endswith(b"\n"):
        raise ValueError(f"{place} is no body")
    text = line[:-1]
    if text.startswith(b" "):
        return None
    tail = text[-_TAIL:]
    if not text.startswith(OPENING) or not tail.startswith(MIDDLE) or not tail.endswith(CLOSING):
        raise ValueError(f"{place} is no body")
    told = tail[len(MIDDLE) : -len(CLOSING)]
    try:
        salt = bytes.fromhex(told.decode("ascii"))
    except ValueError as error:
        raise ValueError(f"{place} is no body") from error
    if salt.hex().encode() != told:  # one spelling only: a changed byte is a changed body
        raise ValueError(f"{place} is no body")
    return Body(salt, text[len(OPENING) : -_TAIL])


def half_erased(folder: Path, size: int) -> Iterator[int]:
    """Positions below `size` whose erasure was stopped half-way: erased for every reader, and not yet gone."""
    for first, path in body_files(folder):
        with path.open("rb") as lines:
            for position, line in enumerate(lines, start=first):
                if position < size and line.startswith(b" ") and line.strip():
                    yield position


def erase_body(folder: Path, position: int) -> bool:
    """Write spaces over one body, durably; False where there is none or it is erased already.

    The first byte goes first: a power cut then never leaves a line that is half a body, and `half_erased` finds it.
    Reaches this file only: not backups, not other copies of the case, and not the old blocks that a copy-on-write file
    system or a solid-state disk may keep.
    """
    files = body_files(folder)
    at = bisect_right([first for first, _ in files], position) - 1
    if at < 0:
        return False
    first, path = files[at]
    with path.open("rb") as lines:
        start = 0
        for number, line in enumerate(lines, start=first):
            if number == position:
                break
            start += len(line)
        else:
            return False
    if not line.strip():
        return False
    descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        for length in (1, len(line.rstrip(b"\n"))):
            os.pwrite(descriptor, b" " * length, start)
            sync_file(descriptor)
    finally:
        os.close(descriptor)
    return True
