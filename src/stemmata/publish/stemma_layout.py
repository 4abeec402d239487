"""The steps axis: one column for each step of copying among what is held, ω between them; a tidy tree in whole pixels.

A tree in which each witness stands beside the middle of what is drawn below it, and no two boxes meet (after Reingold
and Tilford, IEEE Trans. Softw. Eng. 7, 1981: subtrees are moved together until their outlines touch). Further parents
are lines across it; siblings change places where that makes fewer lines cross.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from stemmata.lineage.stemma import Stemma, Sureness
from stemmata.publish import stemma_drawing as drawn
from stemmata.publish.stemma_choice import Choice
from stemmata.publish.stemma_drawing import Box, BoxKind, Column, Drawing, Line, Size, curve, ports
from stemmata.publish.stemma_shape import Shape

HEAD = 30
"""Room above for the words over the columns, and a pile's second sheet."""
MARGIN = 8
ROW_GAP = 22
GAP, GAP_OMEGA = 92, 44
"""Between columns: wide enough for one word on a line; an ω's lines carry none."""
LANE = 8
"""Half the height kept free for a line that passes a column."""
SWEEPS = 3
SWAPPED = 60
"""Boxes up to which siblings are tried in other orders; beyond, the order of reading stays."""

Outline = dict[int, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Node:
    """A witness, or a fold (kind FOLDED) below `above`."""

    id: str
    kind: BoxKind
    slot: int
    above: str | None
    count: int = 0

    @property
    def key(self) -> str:
        return f"+{self.id}" if self.kind is BoxKind.FOLDED else self.id


def size_for(witnesses: int) -> Size:
    return drawn.LARGE if witnesses <= drawn.LARGE_TO else drawn.NORMAL


def steps_layout(stemma: Stemma, shape: Shape, choice: Choice) -> Drawing:
    """Left to right; `stemma_drawing.mirror` turns it round. The same for any order of witnesses and descents."""
    size = size_for(len(choice.shown))
    nodes = _nodes(shape, choice)
    children: dict[str | None, list[str]] = {None: []}
    for node in nodes.values():
        children.setdefault(node.above, []).append(node.key)
    further = _further(stemma, shape, choice)
    order = _untangled(nodes, children, further, size) if further and len(nodes) <= SWAPPED else children
    middles = _middles(nodes, order, size)
    columns = _columns(nodes, size)
    boxes = {key: _box(node, middles[key], columns, size) for key, node in nodes.items()}
    low = min((box.y for box in boxes.values()), default=0)
    shift = HEAD + drawn.PILE + MARGIN - low
    boxes = {
        key: Box(one.id, one.kind, one.x, one.y + shift, one.width, one.height, one.count) for key, one in boxes.items()
    }
    lines = _lines(stemma, nodes, boxes, columns)
    outside = sum(
        1 for one in stemma.descents if one.parent is not None and one.child in boxes and one.parent not in boxes
    )
    return Drawing(
        max((column.x + column.width for column in columns.values()), default=0) + MARGIN + drawn.PILE,
        max((box.y + box.height for box in boxes.values()), default=HEAD) + MARGIN,
        size,
        tuple(boxes[key] for key in nodes),
        tuple(lines),
        tuple(columns[slot] for slot in sorted(columns)),
        left_out=choice.left_out,
        links_left_out=outside,
    )


def _nodes(shape: Shape, choice: Choice) -> dict[str, _Node]:
    """By key, in reading order; folds after the witnesses."""
    made: dict[str, _Node] = {}
    for one in choice.shown:
        kind = BoxKind.ELSEWHERE if one in shape.elsewhere else BoxKind.HELD if one in shape.held else BoxKind.LOST
        made[one] = _Node(one, kind, shape.slots[one], shape.under[one])
    places = {one: at for at, one in enumerate(choice.shown)}
    for above in sorted(choice.folded, key=lambda one: -1 if one is None else places[one]):
        slot = 0 if above is None else shape.slots[above] + (2 if shape.slots[above] % 2 == 0 else 1)
        node = _Node(above or "", BoxKind.FOLDED, max(slot, 0), above, choice.folded[above])
        made[node.key] = node
    return made


def _further(stemma: Stemma, shape: Shape, choice: Choice) -> list[tuple[str, str]]:
    shown = set(choice.shown)
    pairs = {
        (str(one.parent), one.child)
        for one in stemma.descents
        if one.parent in shown and one.child in shown and shape.under[one.child] != one.parent
    }
    return sorted(pairs)


def _height(node: _Node, size: Size) -> int:
    return {BoxKind.LOST: 2 * drawn.OMEGA_RADIUS, BoxKind.FOLDED: drawn.FOLD[1]}.get(node.kind, size.height)


def _middles(nodes: Mapping[str, _Node], children: Mapping[str | None, list[str]], size: Size) -> dict[str, int]:
    """y of the middle of each node."""
    order = list(children[None])
    for key in order:
        order.extend(children.get(key, ()))
    offsets: dict[str, int] = {}  # of a node's middle from that of the one above it
    outlines: dict[str, Outline] = {}  # round a node's own middle
    for key in reversed(order):
        node = nodes[key]
        placed, outline = _stacked([(one, outlines.pop(one)) for one in children.get(key, ())], node.slot, nodes)
        middle = (min(placed.values()) + max(placed.values())) // 2 if placed else 0
        offsets.update({one: at - middle for one, at in placed.items()})
        half = _height(node, size) // 2 + ROW_GAP // 2
        outlines[key] = {slot: (top - middle, end - middle) for slot, (top, end) in outline.items()}
        outlines[key][node.slot] = (-half, half)
    placed, _ = _stacked([(one, outlines[one]) for one in children[None]], None, nodes)
    offsets.update(placed)
    made: dict[str, int] = {}
    for key in order:
        above = nodes[key].above
        made[key] = offsets[key] + (made[above] if above is not None else 0)
    return made


def _stacked(
    below: list[tuple[str, Outline]], slot: int | None, nodes: Mapping[str, _Node]
) -> tuple[dict[str, int], Outline]:
    """Each as high as the outlines of those before it let it; then the outline of all."""
    whole: Outline = {}
    placed: dict[str, int] = {}
    for key, own in below:
        outline = dict(own)
        if slot is not None:  # the line passes the columns between
            for between in range(slot + 1, nodes[key].slot):
                outline.setdefault(between, (-LANE, LANE))
        middle = max((whole[at][1] - top for at, (top, _) in outline.items() if at in whole), default=0)
        if placed and not any(at in whole for at in outline):
            middle = max(placed.values())
        placed[key] = middle
        for at, (top, end) in outline.items():
            high, low = whole.get(at, (top + middle, end + middle))
            whole[at] = min(high, top + middle), max(low, end + middle)
    return placed, whole


def _columns(nodes: Mapping[str, _Node], size: Size) -> dict[int, Column]:
    made: dict[int, Column] = {}
    x = MARGIN
    before: int | None = None
    for slot in sorted({node.slot for node in nodes.values()}):
        kinds = {node.kind for node in nodes.values() if node.slot == slot}
        width = 2 * drawn.OMEGA_RADIUS if slot % 2 else drawn.FOLD[0] if kinds == {BoxKind.FOLDED} else size.width
        if before is not None:
            x += GAP_OMEGA if before % 2 or slot % 2 or kinds == {BoxKind.FOLDED} else GAP
        made[slot] = Column(slot, x, width)
        x += width
        before = slot
    return made


def _box(node: _Node, middle: int, columns: Mapping[int, Column], size: Size) -> Box:
    column = columns[node.slot]
    height = _height(node, size)
    width = {BoxKind.LOST: 2 * drawn.OMEGA_RADIUS, BoxKind.FOLDED: drawn.FOLD[0]}.get(node.kind, size.width)
    return Box(node.id, node.kind, column.x, middle - height // 2, width, height, node.count)


def _lines(
    stemma: Stemma, nodes: Mapping[str, _Node], boxes: Mapping[str, Box], columns: Mapping[int, Column]
) -> list[Line]:
    ends = _next_column(columns)
    entering: dict[str, dict[int, int]] = {}
    # by name, and not as descents are listed: lines from one height enter one below the other
    listed = sorted(enumerate(stemma.descents), key=lambda row: (row[1].parent or "", repr(row[1].span)))
    for rank, (_, one) in enumerate(listed):
        if one.parent in boxes and one.child in boxes:
            entering.setdefault(one.child, {})[rank] = boxes[str(one.parent)].middle[1]
    made: list[Line] = []
    for child in nodes:
        for rank, off in sorted(ports(entering.get(child, {}), boxes[child].height).items()):
            at, descent = listed[rank]
            start, end = boxes[str(descent.parent)], boxes[child]
            points = _run(start, end, end.middle[1] + off, ends[nodes[str(descent.parent)].slot])
            made.append(Line(at, str(descent.parent), child, descent.sureness, points, _label(points)))
    for key, node in nodes.items():
        if node.kind is BoxKind.FOLDED and node.above is not None:
            points = _run(boxes[node.above], boxes[key], boxes[key].middle[1], ends[nodes[node.above].slot])
            made.append(Line(None, node.above, node.above, Sureness.NONE, points, _label(points)))
    return made


def _next_column(columns: Mapping[int, Column]) -> dict[int, int]:
    """x at which the column after each begins."""
    slots = sorted(columns)
    return {slot: columns[later].x for slot, later in pairwise(slots)} | dict.fromkeys(slots[-1:], 0)


def _run(start: Box, end: Box, y: int, turned_by: int) -> tuple[drawn.Point, ...]:
    """Curved in the gap after the parent, then level to the child: the level part has its own lane."""
    begin = (start.x + start.width, start.middle[1])
    if turned_by >= end.x:
        return curve(begin, (end.x, y))
    return curve(begin, (turned_by, y), end.x)


def _label(points: tuple[drawn.Point, ...]) -> drawn.Point:
    if len(points) > 4:
        return points[4][0] - GAP // 2, points[4][1] - 5
    (x0, y0), _, _, (x3, y3) = points
    return (x0 + x3) // 2, (y0 + y3) // 2 + (-6 if y3 <= y0 else 12)


def _untangled(
    nodes: Mapping[str, _Node], children: Mapping[str | None, list[str]], further: list[tuple[str, str]], size: Size
) -> dict[str | None, list[str]]:
    """Neighbours change places as long as that costs less: first crossings, then the length of further lines."""
    order = {above: list(found) for above, found in children.items()}
    primary = [(node.above, key) for key, node in nodes.items() if node.above is not None]

    def cost() -> tuple[int, int]:
        at = _middles(nodes, order, size)
        lines = [(nodes[a].slot, at[a], nodes[b].slot, at[b]) for a, b in [*primary, *further]]
        return _crossings(lines), sum(abs(at[a] - at[b]) for a, b in further)

    best = cost()
    for _ in range(SWEEPS):
        before = best
        for siblings in order.values():
            for one in range(len(siblings) - 1):
                siblings[one], siblings[one + 1] = siblings[one + 1], siblings[one]
                found = cost()
                if found < best:
                    best = found
                else:
                    siblings[one], siblings[one + 1] = siblings[one + 1], siblings[one]
        if best == before:
            break
    return order


def _crossings(lines: list[tuple[int, int, int, int]]) -> int:
    """Pairs of straight lines that meet between their ends."""
    count = 0
    for at, (x0, y0, x1, y1) in enumerate(lines):
        for u0, v0, u1, v1 in lines[at + 1 :]:
            left, right = max(x0, u0), min(x1, u1)
            if left >= right:
                continue
            # heights at both ends of the common part, times both lengths so that they stay whole
            long, other = x1 - x0, u1 - u0
            start = (y0 * long + (y1 - y0) * (left - x0)) * other - (v0 * other + (v1 - v0) * (left - u0)) * long
            end = (y0 * long + (y1 - y0) * (right - x0)) * other - (v0 * other + (v1 - v0) * (right - u0)) * long
            count += start * end < 0
    return count
