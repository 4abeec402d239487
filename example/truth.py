"""What is true of the example: who holds which stretch of which recording, and from whom it was copied."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

OUTSIDE = "\u03c9 "
"""Before the name of a recording that must have existed and is not in the folder."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Seconds [own) of a file that show seconds [source) of a recording. For a still or of one: one moment, twice."""

    recording: str
    source: tuple[float, float]
    own: tuple[float, float]
    mirrored: bool = False
    part_of_picture: bool = False
    """It lies inside a larger picture that shows something else round it."""

    def cut(self, start: float, end: float, to: float, mirrored: bool, part_of_picture: bool) -> "Stretch | None":
        """What is left of it when seconds [start, end) of its file are put at second `to` of another."""
        low, high = max(start, self.own[0]), min(end, self.own[1])
        if low > high or (low == high and start < end):
            return None
        shift = self.source[0] - self.own[0]
        return Stretch(
            self.recording,
            (round(low + shift, 3), round(high + shift, 3)),
            (round(low - start + to, 3), round(high - start + to, 3)),
            self.mirrored != mirrored,
            self.part_of_picture or part_of_picture,
        )


@dataclass(frozen=True, slots=True)
class Held:
    """One file of the folder. Unknown is never a default: an empty list of parents means that it has none."""

    role: str
    """original, copy, join, article, post export, bad, note, unknown type."""
    media: str
    stretches: Sequence[Stretch] = ()
    parents: Sequence[str] = ()
    edits: Sequence[str] = ()
    sound: bool | None = None
    failure: str | None = None
    """What a reader must say of it, where it cannot be read."""


@dataclass(slots=True)
class Truth:
    """Everything a test may compare with; written outside the folder only."""

    seed: int
    recordings: dict[str, Mapping[str, object]] = field(default_factory=dict)
    files: dict[str, Held] = field(default_factory=dict)
    same_event: list[Mapping[str, object]] = field(default_factory=list)
    same_place: list[Sequence[str]] = field(default_factory=list)
    texts: dict[str, Mapping[str, object]] = field(default_factory=dict)
    postings: list[Mapping[str, object]] = field(default_factory=list)

    def write(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
