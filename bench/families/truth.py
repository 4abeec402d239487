"""What is true of every file: its family, what it was made from, and by which edits."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from bench.edits.truth import Medium, NotUsable

NAME = "truth.jsonl"

Edit = Mapping[str, float | str]
"""Its name under "edit", then its numbers."""


class Exactly(StrEnum):
    """What was taken over from a parent as it is."""

    BYTES = "same bytes"
    STREAM = "same stream"
    """All coded pictures; other metadata, or another container."""
    PART = "part of the stream"
    JOINED = "joined streams"


@dataclass(frozen=True, slots=True)
class Witness:
    """One file. `node` and `parents` count within its family, parents before children; a source has none.

    `pictures` is the same for files whose coded pictures are the same to the last bit. That can also happen where a
    picture was coded again: with the parent's own tables, or by two siblings alike.
    """

    family: str
    file: str
    node: int
    parents: tuple[int, ...]
    edits: tuple[Edit, ...]
    descends_exactly: Exactly | None
    pictures: str
    medium: Medium
    regime: str


Family = Sequence[Witness]


def families(witnesses: Iterable[Witness]) -> dict[str, list[Witness]]:
    """By name; each in order of its files, which tells nothing."""
    found: dict[str, list[Witness]] = {}
    for one in sorted(witnesses, key=lambda one: (one.family, one.file)):
        found.setdefault(one.family, []).append(one)
    return found


def write(folder: Path, witnesses: Iterable[Witness]) -> None:
    """In order of files."""
    lines = [
        json.dumps(asdict(one), ensure_ascii=False, sort_keys=True)
        for one in sorted(witnesses, key=lambda one: one.file)
    ]
    (folder / NAME).write_text("".join(f"{line}\n" for line in lines), "utf-8")


def read(folder: Path) -> list[Witness]:
    """NotUsable where no families were made."""
    try:
        lines = (folder / NAME).read_text("utf-8").splitlines()
    except FileNotFoundError as error:
        raise NotUsable(f"{folder} holds no {NAME}: make the families there first") from error
    return [_witness(json.loads(line)) for line in lines]


def _witness(row: Mapping[str, object]) -> Witness:
    parents, edits, exactly = row["parents"], row["edits"], row["descends_exactly"]
    if not isinstance(parents, list) or not isinstance(edits, list):
        raise ValueError(f"{NAME}: parents and edits are lists")
    return Witness(
        str(row["family"]),
        str(row["file"]),
        int(str(row["node"])),
        tuple(int(parent) for parent in parents),
        tuple(edits),
        None if exactly is None else Exactly(str(exactly)),
        str(row["pictures"]),
        Medium(str(row["medium"])),
        str(row["regime"]),
    )
