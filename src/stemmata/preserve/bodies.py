"""Bodies of entries: one file per append, one line per body, each erasable in place.

bodies/<writer>/<position of the first entry, 12 digits>.jsonl. A line is the JSON of {"body", "salt"}; an erased line
is spaces of the same length. One file serves a whole append, so that one fsync does.
"""

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from stemmata.preserve.durable import replace_file, sync_file
from stemmata.preserve.entry import Body

DIGITS = 12


def write_bodies(folder: Path, first: int, bodies: Sequence[Body], temporary: Path) -> None:
    """Durable on return. A file that a crash left at this position was never acknowledged and is replaced."""
    lines = [json.dumps({"body": dict(body.content), "salt": body.salt.hex()}, ensure_ascii=False) for body in bodies]
    replace_file(folder / f"{first:0{DIGITS}d}.jsonl", ("\n".join(lines) + "\n").encode(), temporary)


def read_bodies(folder: Path, size: int) -> Iterator[tuple[int, Body | None]]:
    """(position, body) for all positions below `size` that have a line; None where it was erased.

    ValueError for a line that is neither spaces nor a body.
    """
    if not folder.is_dir():
        return
    for path in sorted(folder.glob("*.jsonl")):
        position = int(path.stem)
        with path.open("rb") as lines:
            for line in lines:
                if position >= size:
                    return
                yield position, _body(line, path.name)
                position += 1


def _body(line: bytes, name: str) -> Body | None:
    if not line.strip():
        return None
    try:
        raw = json.loads(line)
        return Body(bytes.fromhex(raw["salt"]), raw["body"])
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"a line of {name} is no body") from error


def erase_body(folder: Path, position: int) -> bool:
    """Write spaces over one body, durably; False where there is none. Copies elsewhere (backups) are not reached."""
    files = [path for path in sorted(folder.glob("*.jsonl")) if int(path.stem) <= position]
    if not files:
        return False
    path, skip = files[-1], position - int(files[-1].stem)
    with path.open("r+b") as lines:
        for _ in range(skip):
            if not lines.readline():
                return False
        start = lines.tell()
        line = lines.readline()
        if not line.strip():
            return False
        lines.seek(start)
        lines.write(b" " * (len(line.rstrip(b"\n"))))
        lines.flush()
        sync_file(lines.fileno())
    os.utime(path)
    return True
