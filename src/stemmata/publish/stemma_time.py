"""The time axis: a witness stands where its earliest dated posting begins, by the platform's clock.

Clocks are claims. Witnesses without a time stand in a lane of their own at the start, never at a guessed place; an
interval is drawn as a whisker. Every witness has a row to itself, below the one it is drawn under, and lines enter at
the start: so a copy that is dated before what it comes from is seen as such.
"""

from collections.abc import Mapping

from stemmata.lineage.stemma import Stemma
from stemmata.publish import stemma_drawing as drawn
from stemmata.publish.stemma_choice import Choice
from stemmata.publish.stemma_drawing import Box, BoxKind, Column, Drawing, Line, Point, Tick, Whisker, ports
from stemmata.publish.stemma_layout import HEAD, MARGIN
from stemmata.publish.stemma_shape import Shape

Interval = tuple[int, int]
"""Both ends in µs since 1970 UTC."""
SPREAD = 640
"""Pixels between the first and the last time."""
START = 40
"""Room for lines before the first box."""
LANE_GAP = 44
ROW_GAP = 12
TURN = 16
"""How far before a box its line turns."""
WORD = 84
"""Pixels of level line that a word needs."""
UNKNOWN_SLOT = -1
STEPS_US = tuple(
    seconds * 1_000_000
    for seconds in (60, 300, 900, 3600, 3 * 3600, 6 * 3600, 12 * 3600, 86400, 2 * 86400, 7 * 86400, 30 * 86400,
                    91 * 86400, 365 * 86400, 5 * 365 * 86400, 20 * 365 * 86400)
)  # fmt: skip
TICKS = 6


def time_layout(stemma: Stemma, shape: Shape, choice: Choice, times: Mapping[str, Interval]) -> Drawing:
    """`times`: of the witnesses whose earliest dated posting is known."""
    size = drawn.COMPACT
    shown = set(choice.shown)
    undated = shown - times.keys()
    lane = size.width if undated & shape.held else 2 * drawn.SMALL_OMEGA
    axis = START + (lane + LANE_GAP if undated else 0)
    known = [times[one][0] for one in choice.shown if one in times]
    first, last = min(known, default=0), max(known, default=0)
    boxes: dict[str, Box] = {}
    top = HEAD + MARGIN
    for one in _rows(shape, shown):
        kind = BoxKind.ELSEWHERE if one in shape.elsewhere else BoxKind.HELD if one in shape.held else BoxKind.LOST
        width, height = (
            (2 * drawn.SMALL_OMEGA, 2 * drawn.SMALL_OMEGA) if kind is BoxKind.LOST else (size.width, size.height)
        )
        x = axis + _along(times[one][0], first, last) if one in times else START
        boxes[one] = Box(one, kind, x, top + (size.height - height) // 2, width, height)
        top += size.height + ROW_GAP
    ordered = [boxes[one] for one in choice.shown]
    if choice.left_out:
        ordered.append(Box("", BoxKind.FOLDED, START, top, *drawn.FOLD, choice.left_out))
        top += drawn.FOLD[1] + ROW_GAP
    end = axis + SPREAD + size.width
    whiskers = tuple(
        Whisker(one, boxes[one].x, min(axis + _along(times[one][1], first, last), end), boxes[one].y - 5)
        for one in choice.shown
        if one in times
    )
    return Drawing(
        max((box.x + box.width for box in [*ordered]), default=0) + MARGIN + drawn.PILE,
        top,
        size,
        tuple(ordered),
        tuple(_lines(stemma, choice, boxes)),
        columns=(Column(UNKNOWN_SLOT, START, lane),) if undated else (),
        ticks=tuple(Tick(axis + _along(at, first, last), at) for at in _marks(first, last)) if known else (),
        whiskers=whiskers,
        left_out=choice.left_out,
        links_left_out=sum(
            1 for one in stemma.descents if one.parent is not None and one.child in boxes and one.parent not in boxes
        ),
        timed=True,
    )


def _rows(shape: Shape, shown: set[str]) -> list[str]:
    """Each followed by all that is drawn under it."""
    waiting = [one for one in reversed(shape.roots) if one in shown]
    made: list[str] = []
    while waiting:
        one = waiting.pop()
        made.append(one)
        waiting.extend(child for child in reversed(shape.below[one]) if child in shown)
    return made


def _along(at: int, first: int, last: int) -> int:
    return 0 if last == first else SPREAD * (at - first) // (last - first)


def _lines(stemma: Stemma, choice: Choice, boxes: Mapping[str, Box]) -> list[Line]:
    entering: dict[str, dict[int, int]] = {}
    for at, one in enumerate(stemma.descents):
        if one.parent in boxes and one.child in boxes:
            entering.setdefault(one.child, {})[at] = boxes[str(one.parent)].middle[1]
    made: list[Line] = []
    for child in choice.shown:
        for at, off in sorted(ports(entering.get(child, {}), boxes[child].height).items()):
            descent = stemma.descents[at]
            start, end = boxes[str(descent.parent)], boxes[child]
            points = _run(start, end, end.middle[1] + off)
            level = points[4][0] - points[3][0]
            label = ((points[3][0] + points[4][0]) // 2, points[4][1] - 5) if level >= WORD else None
            made.append(Line(at, str(descent.parent), child, descent.sureness, points, label))
    return made


def _run(start: Box, end: Box, y: int) -> tuple[Point, ...]:
    """Out of the start edge, down before both boxes, and level into the other: no line hides behind a later box."""
    turn = min(start.x, end.x) - TURN
    begin = (start.x, start.middle[1])
    return (begin, (turn - TURN // 2, begin[1]), (turn - TURN // 2, y), (turn, y), (end.x, y))


def _marks(first: int, last: int) -> list[int]:
    """Whole minutes, hours, days … UTC, at most some TICKS."""
    step = next((one for one in STEPS_US if (last - first) // one <= TICKS), STEPS_US[-1])
    begin = -(-first // step) * step
    return list(range(begin, last + 1, step)) or [first]
