"""What every file shows, of which recording, from when to when: two files have in common what follows from that."""

import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from bench.edits.truth import Aligned, NotUsable

NAME = "truth.jsonl"
LEAST_S = 0.8
"""What two films share counts from here on; the matcher seeks no shorter stretch."""
SAME_INSTANT_S = 0.001

Ends = tuple[float, float]


class Kind(StrEnum):
    """In what way the files of a group look alike."""

    CAMERAS = "two cameras, one moment"
    DAYS = "one place, another day"
    FIXED = "a fixed camera, another hour"
    FRAME = "one frame round other films"
    ABOVE = "regular ground from above"
    STILLS = "stills of one place"


class Relation(StrEnum):
    """What a pair is asked for."""

    COPY = "copy"
    SHARED = "a shared part"
    """Two films of other footage that share an intro or an outro: that stretch and nothing beyond it."""
    ALIKE = "look-alike"
    NOT_ASKED = "not asked"
    """Other instants of one recording: neither the same picture nor another camera's."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Seconds `recorded` of a recording are on screen in seconds `at` of the file; for a still both have no length."""

    recording: str
    recorded: Ends
    at: Ends


@dataclass(frozen=True, slots=True)
class Entry:
    """One file. `copied`: the file it was made from by the edit; both None for what a camera or an editor wrote.

    variant: of what sort the group is, its world or its frame. position_m: where the camera stood at first. way: how it
    is held (stands, pans, walks, tripod, fixed, flies). day, hour: files with both alike show one moment.
    """

    file: str
    kind: Kind
    group: str
    variant: str
    still: bool
    shows: tuple[Shown, ...]
    position_m: tuple[float, float, float]
    way: str
    day: int
    hour: int
    moving: bool = True
    stamped: bool = False
    """With a clock burnt in."""
    copied: str | None = None
    edit: str | None = None

    @property
    def origin(self) -> str:
        """The take that this is, or is a copy of."""
        return self.copied or self.file


def copied_shows(shows: Iterable[Shown], aligned: Iterable[Aligned]) -> tuple[Shown, ...]:
    """What a copy shows at the source's own speed. ValueError for another speed."""
    made = []
    for one in aligned:
        if one.speed != 1.0 or one.reversed:
            raise ValueError("copies here keep the speed of their source")
        for shown in shows:
            low, high = max(shown.at[0], one.source[0]), min(shown.at[1], one.source[1])
            if high > low:
                into, onto = shown.recorded[0] - shown.at[0], one.copy[0] - one.source[0]
                made.append(Shown(shown.recording, _ends(low + into, high + into), _ends(low + onto, high + onto)))
    return tuple(made)


def _ends(low: float, high: float) -> Ends:
    return round(low, 4), round(high, 4)


def common(a: Entry, b: Entry) -> tuple[tuple[Ends, Ends], ...]:
    """Stretches of the two files that show the same seconds of one recording, on each clock; none long for a still."""
    return tuple(_overlaps(a, b))


def _overlaps(a: Entry, b: Entry) -> Iterator[tuple[Ends, Ends]]:
    least = -SAME_INSTANT_S if a.still or b.still else LEAST_S
    for one in a.shows:
        for other in b.shows:
            low = max(one.recorded[0], other.recorded[0])
            high = min(one.recorded[1], other.recorded[1])
            if one.recording == other.recording and high - low >= least:
                mine, theirs = one.at[0] - one.recorded[0], other.at[0] - other.recorded[0]
                yield _ends(low + mine, high + mine), _ends(low + theirs, high + theirs)


def relation(a: Entry, b: Entry) -> Relation:
    shared = common(a, b)
    if shared:
        return Relation.COPY if a.origin == b.origin or a.still or b.still else Relation.SHARED
    recordings = {one.recording for one in a.shows} & {one.recording for one in b.shows}
    return Relation.NOT_ASKED if recordings else Relation.ALIKE


def detail(a: Entry, b: Entry) -> str:
    """Within its kind, how two look-alikes differ."""
    match a.kind:
        case Kind.CAMERAS:
            apart = math.dist(a.position_m, b.position_m)
            far = next(
                text for most, text in ((0.8, "0.5 m"), (1.5, "1 m"), (6, "2 to 6 m"), (1e9, "more")) if apart <= most
            )
            return f"{'two tripods' if a.way == b.way == 'tripod' else 'hand-held'}, {far} apart"
        case Kind.DAYS:
            return f"both {'standing' if a.way == 'stands' else 'walking'}" if a.way == b.way else "standing, walking"
        case Kind.FIXED:
            still = 2 - a.moving - b.moving
            what = ("things move in both", "nothing moves in one", "nothing moves in either")[still]
            return f"{what}{', clock burnt in' if a.stamped else ''}"
        case Kind.FRAME:
            return a.variant
        case Kind.ABOVE:
            return f"{a.variant}, {'another street' if a.hour != b.hour else 'another day'}"
        case Kind.STILLS:
            return ("two films", "film and still", "two stills")[a.still + b.still]


def write(folder: Path, entries: Iterable[Entry]) -> None:
    ordered = sorted(entries, key=lambda entry: entry.file)
    lines = [json.dumps(asdict(entry), ensure_ascii=False, sort_keys=True) for entry in ordered]
    (folder / NAME).write_text("".join(f"{line}\n" for line in lines), "utf-8")


def read(folder: Path) -> list[Entry]:
    """NotUsable where no set was made there."""
    try:
        lines = (folder / NAME).read_text("utf-8").splitlines()
    except FileNotFoundError as error:
        raise NotUsable(f"{folder} holds no {NAME}: make the set there first") from error
    return [_entry(json.loads(line)) for line in lines]


def _entry(row: dict[str, object]) -> Entry:
    shows, position = row["shows"], row["position_m"]
    if not isinstance(shows, list) or not isinstance(position, list):
        raise ValueError(f"{NAME}: shows and position_m are lists")
    made = tuple(Shown(one["recording"], tuple(one["recorded"]), tuple(one["at"])) for one in shows)
    x, y, z = (float(value) for value in position)
    copied, edit = row["copied"], row["edit"]
    return Entry(
        str(row["file"]), Kind(str(row["kind"])), str(row["group"]), str(row["variant"]), bool(row["still"]), made,
        (x, y, z), str(row["way"]), int(str(row["day"])), int(str(row["hour"])), bool(row["moving"]),
        bool(row["stamped"]), None if copied is None else str(copied), None if edit is None else str(edit),
    )  # fmt: skip


def pairs(entries: Iterable[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Every two files of one group, in order of their names."""
    groups: dict[str, list[Entry]] = {}
    for entry in sorted(entries, key=lambda entry: entry.file):
        groups.setdefault(entry.group, []).append(entry)
    for members in groups.values():
        for at, a in enumerate(members):
            for b in members[at + 1 :]:
                yield a, b
