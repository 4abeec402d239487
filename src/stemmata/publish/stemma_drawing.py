"""A drawing of a stemma as numbers: boxes, lines, columns and ticks in whole pixels. Every form is written from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from stemmata.lineage.stemma import Sureness

Point = tuple[int, int]


class BoxKind(StrEnum):
    HELD = "held"
    LOST = "lost"
    """An ω: it must have existed and is not held."""
    ELSEWHERE = "elsewhere"
    """A parent in another family."""
    FOLDED = "folded"
    """So many further witnesses below one, or below none, that are not drawn."""


@dataclass(frozen=True, slots=True)
class Size:
    """Of one witness, in pixels; `picture` stands at its start, `pad` from the edge."""

    width: int
    height: int
    picture: tuple[int, int]
    pad: int


NORMAL = Size(152, 52, (54, 38), 4)
COMPACT = Size(152, 36, (42, 28), 4)
LARGE = Size(224, 84, (108, 72), 6)
LARGE_TO = 5
"""Up to so many witnesses are drawn large."""
OMEGA_RADIUS, SMALL_OMEGA = 21, 17
FOLD = (92, 24)
PORT = 12
"""Between two lines that enter one box."""
PILE = 4
"""How far the second sheet of a pile stands out, to the end and upwards."""


@dataclass(frozen=True, slots=True)
class Box:
    """`id`: of the witness; of a fold that of the one it hangs below, or "" for those below none. `count`: a fold's."""

    id: str
    kind: BoxKind
    x: int
    y: int
    width: int
    height: int
    count: int = 0

    @property
    def middle(self) -> Point:
        return self.x + self.width // 2, self.y + self.height // 2


@dataclass(frozen=True, slots=True)
class Line:
    """From parent to child: a curve through points[0:4] (start, two handles, end), then straight to points[4] where
    there is one. `descent`: position in Stemma.descents; None for the thread to a fold. label: where a word stands,
    None where it has no room."""

    descent: int | None
    parent: str
    child: str
    sureness: Sureness
    points: tuple[Point, ...]
    label: Point | None


@dataclass(frozen=True, slots=True)
class Column:
    """One step. slot as in Shape; x of its start edge."""

    slot: int
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Tick:
    x: int
    at_us: int


@dataclass(frozen=True, slots=True)
class Whisker:
    """Within what times a witness was posted."""

    id: str
    start: int
    end: int
    y: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """left_out: witnesses folded. links_left_out: links of drawn witnesses to a parent that is not drawn."""

    width: int
    height: int
    size: Size
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    columns: tuple[Column, ...] = ()
    ticks: tuple[Tick, ...] = ()
    whiskers: tuple[Whisker, ...] = ()
    left_out: int = 0
    links_left_out: int = 0
    mirrored: bool = False
    """Steps run from right to left."""
    timed: bool = False
    undirected: bool = False
    """Steps are only the order of drawing: nothing tells which came first."""

    def box(self, witness: str) -> Box:
        """ValueError where it is not drawn."""
        for one in self.boxes:
            if one.id == witness and one.kind is not BoxKind.FOLDED:
                return one
        raise ValueError(f"{witness} is not drawn")


def mirror(drawing: Drawing) -> Drawing:
    """The same from right to left."""

    def turned(points: Sequence[Point]) -> tuple[Point, ...]:
        return tuple((drawing.width - x, y) for x, y in points)

    return replace(
        drawing,
        boxes=tuple(replace(one, x=drawing.width - one.x - one.width) for one in drawing.boxes),
        lines=tuple(
            replace(one, points=turned(one.points), label=None if one.label is None else turned([one.label])[0])
            for one in drawing.lines
        ),
        columns=tuple(replace(one, x=drawing.width - one.x - one.width) for one in drawing.columns),
        ticks=tuple(replace(one, x=drawing.width - one.x) for one in drawing.ticks),
        whiskers=tuple(
            replace(one, start=drawing.width - one.end, end=drawing.width - one.start) for one in drawing.whiskers
        ),
        mirrored=not drawing.mirrored,
    )


def curve(start: Point, end: Point, straight_to: int | None = None) -> tuple[Point, ...]:
    """A curve that leaves and arrives level; `straight_to`: x at which it goes on level to, from `end`."""
    half = (end[0] - start[0]) // 2
    made = (start, (start[0] + half, start[1]), (end[0] - half, end[1]), end)
    return made if straight_to is None else (*made, (straight_to, end[1]))


def ports(entering: Mapping[int, int], height: int) -> dict[int, int]:
    """How far above or below the middle each line enters a box of that height, so that no two coincide. entering:
    line -> y it comes from."""
    ordered = sorted(entering, key=lambda line: (entering[line], line))
    apart = min(PORT, (height - PORT) / max(1, len(ordered) - 1))
    return {line: round((at - (len(ordered) - 1) / 2) * apart) for at, line in enumerate(ordered)}
