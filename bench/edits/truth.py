"""What is true of every file: from which source, by which edit, which stretch of it, and where in the picture."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path

import numpy as np
from bench.edits.shown import Shown, Window, laid

NAME = "truth.jsonl"


class NotUsable(ValueError):
    """What the caller handed over cannot be used: a folder that is not empty or too empty, a file that is no CSV."""


class Medium(StrEnum):
    STILL = "still"
    FILM = "film"


class Role(StrEnum):
    SOURCE = "source"
    EDIT = "edit"
    DISTRACTOR = "distractor"


class Relation(StrEnum):
    """What two files have in common; the first that holds."""

    SOURCE = "a source"
    STANDPOINT = "one standpoint, another time"
    PLACE = "one place, another camera"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Aligned:
    """Seconds [source) of the source that are seen in seconds [copy) of the copy; both clocks begin at 0 with the
    file's first picture. `speed`: 2.0 shows the source in half the time; above 0 also where it runs backwards."""

    source: tuple[float, float]
    copy: tuple[float, float]
    speed: float = 1.0
    reversed: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """Where the source's picture lies in the copy's, of a film in the first frame that shows it.

    window: what of the source's picture is seen, in shares of it. corners: where the four corners of the source's
    picture come to lie, clockwise from its upper left, in shares of the copy's; outside 0..1 where they are cut off.
    """

    window: Window
    corners: tuple[tuple[float, float], ...]
    mirrored: bool
    rotation_degrees: float
    """Clockwise, after mirroring left to right where it is mirrored."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file. `source` is the file of the source, its own name where it is nobody's copy; `also` other sources or
    distractors that are seen in it. `place` and `standpoint` are known of rendered sources only."""

    file: str
    medium: Medium
    role: Role
    source: str
    edit: str | None = None
    also: tuple[str, ...] = ()
    place: str | None = None
    standpoint: str | None = None
    segments: tuple[Aligned, ...] = ()
    placed: Placed | None = None

    @property
    def shows(self) -> frozenset[str]:
        return frozenset({self.source, *self.also})


def placed(shown: Shown, size: tuple[int, int]) -> Placed:
    """The truth of an edited picture, given width and height of its source."""
    width, height = size
    own = laid(shown.matrix, [(0, 0), (width, 0), (width, height), (0, height)])
    corners = [(round(x / shown.size[0], 4), round(y / shown.size[1], 4)) for x, y in own.tolist()]
    left, top, right, bottom = shown.window
    window = left / width, top / height, right / width, bottom / height
    across, down = own[1] - own[0], own[3] - own[0]
    mirrored = bool(across[0] * down[1] - across[1] * down[0] < 0)
    upright = -across if mirrored else across
    degrees = round(float(np.degrees(np.arctan2(upright[1], upright[0]))), 1)
    rounded = tuple(round(value, 4) for value in window)
    return Placed((rounded[0], rounded[1], rounded[2], rounded[3]), tuple(corners), mirrored, degrees + 0.0)


@dataclass(frozen=True)
class Truth:
    """All entries, in order of their files."""

    entries: tuple[Entry, ...]

    @cached_property
    def by_file(self) -> Mapping[str, Entry]:
        return {entry.file: entry for entry in self.entries}

    def of(self, medium: Medium) -> list[Entry]:
        return [entry for entry in self.entries if entry.medium is medium]

    def relation(self, a: Entry, b: Entry) -> Relation:
        """Of two files of one medium."""
        seen, other = a.shows, b.shows
        if seen & other:
            return Relation.SOURCE
        mine, theirs = ([self.by_file[file] for file in sorted(files)] for files in (seen, other))
        for relation, key in ((Relation.STANDPOINT, "standpoint"), (Relation.PLACE, "place")):
            if {getattr(one, key) for one in mine} & {getattr(one, key) for one in theirs} - {None}:
                return relation
        return Relation.NOTHING

    def write(self, folder: Path) -> None:
        lines = [json.dumps(asdict(entry), ensure_ascii=False, sort_keys=True) for entry in self.entries]
        (folder / NAME).write_text("".join(f"{line}\n" for line in lines), "utf-8")


def truth_of(entries: Iterable[Entry]) -> Truth:
    return Truth(tuple(sorted(entries, key=lambda entry: entry.file)))


def read_truth(folder: Path) -> Truth:
    """NotUsable where no benchmark was made there."""
    try:
        lines = (folder / NAME).read_text("utf-8").splitlines()
    except FileNotFoundError as error:
        raise NotUsable(f"{folder} holds no {NAME}: make the benchmark there first") from error
    return truth_of(_entry(json.loads(line)) for line in lines)


def _entry(row: dict[str, object]) -> Entry:
    segments, lies = row["segments"], row["placed"]
    if not isinstance(segments, list) or not isinstance(row["also"], list):
        raise ValueError(f"{NAME}: segments and also are lists")
    return Entry(
        str(row["file"]),
        Medium(str(row["medium"])),
        Role(str(row["role"])),
        str(row["source"]),
        _text(row["edit"]),
        tuple(row["also"]),
        _text(row["place"]),
        _text(row["standpoint"]),
        tuple(Aligned(tuple(s["source"]), tuple(s["copy"]), s["speed"], s["reversed"]) for s in segments),
        _placed(lies) if isinstance(lies, dict) else None,
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _placed(row: dict[str, object]) -> Placed:
    window, corners = row["window"], row["corners"]
    if not isinstance(window, list) or not isinstance(corners, list):
        raise ValueError(f"{NAME}: window and corners are lists")
    left, top, right, bottom = window
    places = tuple((float(x), float(y)) for x, y in corners)
    return Placed((left, top, right, bottom), places, bool(row["mirrored"]), float(str(row["rotation_degrees"])))
