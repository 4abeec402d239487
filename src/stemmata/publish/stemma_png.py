"""A drawing of a stemma as PNG, by Pillow, from the same layout as the SVG.

In English only: the face that Pillow carries has the letters of ASCII, and a word in boxes would be worse than none.
The SVG has both languages. No name of a file or a channel stands in a drawing, so nothing is lost by that.
"""

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from itertools import pairwise
from math import ceil, cos, hypot, pi, sin

from PIL import Image, ImageDraw, ImageFont

from stemmata.lineage.stemma import Sureness
from stemmata.publish import stemma_drawing as drawn
from stemmata.publish.figures import short_time
from stemmata.publish.stemma_case import Tree
from stemmata.publish.stemma_draw import (
    Key,
    box_lines,
    column_word,
    fold_word,
    from_omega,
    has_no_parent,
    is_pile,
    keys_of,
    notes_of,
)
from stemmata.publish.stemma_drawing import Box, BoxKind, Drawing, Line
from stemmata.publish.stemma_sentences import edge_word
from stemmata.publish.svg_marks import EDGE, GRID, INK, KEY_ROW, SHEET, SOFT, SUNK

SCALE = 2
LANGUAGE = "en"
LEAST_WIDTH = 720
CURVE_STEPS = 48
DASHES: Mapping[Sureness, tuple[float, float] | None] = {
    Sureness.PROVEN: None,
    Sureness.LIKELY: (10, 5),
    Sureness.NEAREST_KIN: (2, 3),
    Sureness.NONE: None,
}
WIDTHS = {Sureness.PROVEN: 2.8, Sureness.LIKELY: 1.9, Sureness.NEAREST_KIN: 2.0, Sureness.NONE: 1.0}
SPELT = {"–": "-", "\u00a0": " ", "ω": "omega", "→": "to", "×": "x"}

Spot = tuple[float, float]


def stemma_png(tree: Tree, drawing: Drawing, *, pictures: Mapping[str, bytes] | None = None) -> bytes:
    """Twice as many pixels as the drawing has. `pictures`: a JPEG by witness, already blurred."""
    keys, notes = keys_of(tree, drawing, LANGUAGE), notes_of(tree, drawing, LANGUAGE)
    width = max(drawing.width, LEAST_WIDTH)
    height = drawing.height + KEY_ROW * (len(keys) + len(notes)) + 16
    image = Image.new("RGB", (width * SCALE, height * SCALE), SHEET)
    pen = _Pen(ImageDraw.Draw(image))
    _columns(pen, drawing)
    for line in drawing.lines:
        _line(pen, tree, drawing, line)
    for whisker in drawing.whiskers:
        if whisker.end > whisker.start + 2:
            pen.run([(whisker.start, whisker.y), (whisker.end, whisker.y)], SOFT, 1)
            for x in (whisker.start, whisker.end):
                pen.run([(x, whisker.y - 3), (x, whisker.y + 3)], SOFT, 1)
    for box in drawing.boxes:
        _box(pen, image, tree, drawing, box, pictures or {})
    _key(pen, keys, notes, drawing.height + 16)
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


class _Pen:
    """Draws in the drawing's own pixels, SCALE times as fine."""

    def __init__(self, draw: ImageDraw.ImageDraw) -> None:
        self._draw = draw
        self._faces: dict[int, ImageFont.FreeTypeFont] = {}

    def _face(self, size: int) -> ImageFont.FreeTypeFont:
        if size not in self._faces:
            found = ImageFont.load_default(size * SCALE)
            if not isinstance(found, ImageFont.FreeTypeFont):
                raise ValueError("Pillow was built without FreeType: a drawing cannot be written on")
            self._faces[size] = found
        return self._faces[size]

    def text(
        self, x: float, y: float, text: str, fill: str = INK, size: int = 12, anchor: str = "ls", halo: bool = False
    ) -> None:
        spelt = "".join(SPELT.get(character, character) for character in text)
        self._draw.text(
            (x * SCALE, y * SCALE),
            spelt,
            fill=fill,
            font=self._face(size),
            anchor=anchor,
            stroke_width=3 * SCALE if halo else 0,
            stroke_fill=SHEET if halo else None,
        )
        if halo:
            self._draw.text((x * SCALE, y * SCALE), spelt, fill=fill, font=self._face(size), anchor=anchor)

    def width(self, text: str, size: int = 12) -> float:
        return self._face(size).getlength(text) / SCALE

    def run(self, spots: Sequence[Spot], fill: str, width: float, dash: tuple[float, float] | None = None) -> None:
        for part in [list(spots)] if dash is None else _dashed(spots, *dash):
            self._draw.line(
                [(x * SCALE, y * SCALE) for x, y in part], fill=fill, width=max(1, round(width * SCALE)), joint="curve"
            )

    def shape(self, spots: Sequence[Spot], fill: str, outline: str | None = None) -> None:
        self._draw.polygon(
            [(x * SCALE, y * SCALE) for x, y in spots], fill=fill, outline=outline, width=SCALE if outline else 0
        )

    def box(self, x: float, y: float, wide: float, high: float, fill: str, outline: str | None, round_: float) -> None:
        self._draw.rounded_rectangle(
            (x * SCALE, y * SCALE, (x + wide) * SCALE, (y + high) * SCALE),
            round_ * SCALE,
            fill=fill,
            outline=outline,
            width=SCALE if outline else 0,
        )

    def ring(self, x: float, y: float, radius: float, width: float = 1.5) -> None:
        """Dotted."""
        edges = ((x - radius) * SCALE, (y - radius) * SCALE, (x + radius) * SCALE, (y + radius) * SCALE)
        self._draw.ellipse(edges, fill=SHEET)
        parts = max(6, round(2 * 3.14159 * radius / 5))
        for at in range(parts):
            self._draw.arc(edges, 360 * at / parts, 360 * (at + 0.45) / parts, fill=INK, width=round(width * SCALE))


def _dashed(spots: Sequence[Spot], on: float, off: float) -> Iterator[list[Spot]]:
    part, left, drawing = [spots[0]], on, True
    for (x0, y0), (x1, y1) in pairwise(spots):
        length = hypot(x1 - x0, y1 - y0)
        done = 0.0
        while length - done > left:
            done += left
            spot = (x0 + (x1 - x0) * done / length, y0 + (y1 - y0) * done / length)
            if drawing:
                yield [*part, spot]
            part, drawing = [spot], not drawing
            left = on if drawing else off
        left -= length - done
        if drawing:
            part.append((x1, y1))
    if drawing and len(part) > 1:
        yield part


def _flat(line: Line) -> list[Spot]:
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = line.points[:4]
    made: list[Spot] = []
    for step in range(CURVE_STEPS + 1):
        t = step / CURVE_STEPS
        a, b, c, d = (1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3
        made.append((a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3))
    return [*made, *line.points[4:]]


def _columns(pen: _Pen, drawing: Drawing) -> None:
    rules = [tick.x for tick in drawing.ticks]
    rules += [column.x - 12 for column in drawing.columns[1:]]
    for x in rules:
        pen.run([(x, 20), (x, drawing.height - drawn.PILE)], GRID, 1, (2, 4))
    for column in drawing.columns:
        pen.text(column.x, 13, column_word(column, drawing, LANGUAGE), SOFT, 11)
    for tick in drawing.ticks:
        pen.text(tick.x + 3, 13, short_time(tick.at_us, LANGUAGE), SOFT, 11)


def _line(pen: _Pen, tree: Tree, drawing: Drawing, line: Line) -> None:
    spots = _flat(line)
    lost = line.descent is not None and from_omega(tree, line.parent)
    pen.run(spots, INK, WIDTHS[line.sureness], DASHES[line.sureness])
    if lost and line.sureness is Sureness.PROVEN:
        pen.run(spots, SHEET, 1)
    if line.sureness in {Sureness.PROVEN, Sureness.LIKELY}:
        _arrow(pen, *line.points[-1], hollow=lost)
    if line.descent is not None and line.label is not None:
        word = edge_word(tree.stemma, tree.stemma.descents[line.descent], LANGUAGE)
        if word is not None:
            pen.text(*line.label, word, SOFT, 11, anchor="ms", halo=True)


def _arrow(pen: _Pen, x: float, y: float, *, hollow: bool) -> None:
    pen.shape([(x - 9, y - 4.5), (x, y), (x - 9, y + 4.5)], SHEET if hollow else INK, INK)


def _box(pen: _Pen, image: Image.Image, tree: Tree, drawing: Drawing, box: Box, pictures: Mapping[str, bytes]) -> None:
    x, y = box.middle
    if box.kind is BoxKind.FOLDED:
        pen.box(box.x, box.y, box.width, box.height, SUNK, EDGE, 12)
        pen.text(x, y + 4, fold_word(box, LANGUAGE), SOFT, 11, anchor="ms")
        return
    if box.kind is BoxKind.LOST:
        pen.ring(x, y, box.width / 2)
        _omega(pen, x, y, tree.letters[box.id].removeprefix("ω"))
        return
    size = drawing.size
    if is_pile(tree, box):
        pen.box(box.x + drawn.PILE, box.y - drawn.PILE, box.width, box.height, SUNK, EDGE, 3)
    pen.box(box.x, box.y, box.width, box.height, SHEET, EDGE, 3)
    if box.kind is BoxKind.ELSEWHERE:
        edge = [(box.x, box.y), (box.x + box.width, box.y), (box.x + box.width, box.y + box.height),
                (box.x, box.y + box.height), (box.x, box.y)]  # fmt: skip
        pen.run(edge, SHEET, 1.5)
        pen.run(edge, EDGE, 1, (5, 3))
    wide, high = size.picture
    left, top = box.x + size.pad, box.y + (box.height - high) // 2
    if box.id in pictures:
        with Image.open(BytesIO(pictures[box.id])) as picture:
            fitted = _filling(picture.convert("RGB"), wide * SCALE, high * SCALE)
            image.paste(fitted, (left * SCALE, top * SCALE))
    else:
        pen.box(left, top, wide, high, SUNK, None, 2)
        pen.text(left + wide / 2, top + high / 2 + 6, tree.letters[box.id], SOFT, 16, anchor="ms")
    if has_no_parent(tree, box):
        pen.ring(box.x, y, 5)
    lines = box_lines(tree, box, LANGUAGE)
    if size == drawn.COMPACT:
        lines = lines[:2]
    step = 18 if size == drawn.LARGE else 14
    first = y + 4 - step * (len(lines) - 1) // 2
    start = left + wide + 6
    pen.text(start, first, f"{tree.letters[box.id]} {lines[0]}", INK, 12)
    pen.text(start + 0.5, first, tree.letters[box.id], INK, 12)  # twice: the face has no bold
    for at, text in enumerate(lines[1:], start=1):
        pen.text(start, first + step * at, text, SOFT, 11)


def _filling(picture: Image.Image, wide: int, high: int) -> Image.Image:
    """Cut round its middle to the well's form, then made as large."""
    scale = max(wide / picture.width, high / picture.height)
    grown = picture.resize((ceil(picture.width * scale), ceil(picture.height * scale)))
    left, top = (grown.width - wide) // 2, (grown.height - high) // 2
    return grown.crop((left, top, left + wide, top + high))


def _omega(pen: _Pen, x: float, y: float, number: str) -> None:
    """ω, which the face lacks, as two arcs; its number beside it."""
    shift = -4 if number else 0
    for side in (-1, 1):
        turns = [side * pi * (0.75 - 1.3 * step / 24) for step in range(25)]
        pen.run([(x + shift + side * 4.2 + 4.2 * sin(turn), y + 4.5 * cos(turn)) for turn in turns], INK, 1.8)
    if number:
        pen.text(x + 7, y + 6, number, INK, 12)


def _key(pen: _Pen, keys: Sequence[Key], notes: Sequence[str], y: float) -> None:
    for key in keys:
        middle = y - 4
        if key.sureness is Sureness.NONE:
            pen.ring(36, middle, 5)
        elif key.sureness is None and key.omega:
            pen.ring(36, middle, 8)
        elif key.sureness is None:
            pen.box(28, middle - 7, 19, 10, SUNK, EDGE, 2)
            pen.box(25, middle - 4, 19, 10, SHEET, EDGE, 2)
        else:
            pen.run([(16, middle), (56, middle)], INK, WIDTHS[key.sureness], DASHES[key.sureness])
            if key.from_omega:
                pen.run([(16, middle), (56, middle)], SHEET, 1)
            if key.sureness is not Sureness.NEAREST_KIN:
                _arrow(pen, 56, middle, hollow=key.from_omega)
        pen.text(66, y, key.text, SOFT, 11)
        y += KEY_ROW
    for note in notes:
        pen.text(16, y, note, SOFT, 11)
        y += KEY_ROW
