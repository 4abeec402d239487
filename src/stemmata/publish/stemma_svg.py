"""A drawing of a stemma as SVG 1.1: no script, no style, nothing outside itself; so that any page may hold it.

Appearance is set by presentation attributes, which a page's own style sheet overrides by class; pictures carry their
blur as a filter of the drawing, so that they stay blurred where no style sheet is loaded.
"""

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape as escaped
from xml.sax.saxutils import quoteattr

from stemmata.lineage.stemma import Sureness
from stemmata.publish import stemma_drawing as drawn
from stemmata.publish import stemma_words as words
from stemmata.publish.figures import plain, short_time
from stemmata.publish.stemma_case import Tree
from stemmata.publish.stemma_draw import (
    Key,
    box_lines,
    box_title,
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
from stemmata.publish.svg_marks import (
    CLASSES,
    EDGE,
    FONT,
    GRID,
    HIT,
    INK,
    KEY_ROW,
    SHEET,
    SOFT,
    STROKES,
    SUNK,
    arrow,
    path_of,
    ring,
    sample,
)


@dataclass(frozen=True, slots=True)
class OnPage:
    """Where a drawing on a page leads. `token`: of a witness, for ids; panel, fold, thumb: addresses."""

    token: Callable[[str], str]
    panel: Callable[[str], str]
    fold: Callable[[str], str]
    thumb: Callable[[str], str] | None
    selected: str | None = None


def stemma_svg(
    tree: Tree,
    drawing: Drawing,
    language: str,
    *,
    title: str,
    page: OnPage | None = None,
    pictures: Mapping[str, bytes] | None = None,
) -> str:
    """For a page with `page`; else a file of its own, with a key. `pictures`: a JPEG by witness, already blurred."""
    return _Writer(tree, drawing, language, page, pictures or {}).whole(title)


@dataclass(frozen=True, slots=True)
class _Writer:
    tree: Tree
    drawing: Drawing
    language: str
    page: OnPage | None
    pictures: Mapping[str, bytes]

    @property
    def _rtl(self) -> bool:
        return self.language == "ar"

    def whole(self, title: str) -> str:
        keys = [] if self.page else keys_of(self.tree, self.drawing, self.language)
        notes = [] if self.page else notes_of(self.tree, self.drawing, self.language)
        width = self.drawing.width if self.page else max(self.drawing.width, 620)
        height = self.drawing.height + KEY_ROW * (len(keys) + len(notes)) + (16 if keys or notes else 0)
        direction = ' direction="rtl"' if self._rtl else ""
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" class="stemma" width="{width}" height="{height}" '
            f'viewBox="0 0 {width} {height}" role="{"group" if self.page else "img"}" '
            f'aria-label={quoteattr(plain(title))} font-family="{FONT}" font-size="12" fill="{INK}"{direction}>',
            f"<title>{escaped(plain(title))}</title>" if self.page is None else "",
            '<defs><filter id="soft" x="0" y="0" width="1" height="1"><feGaussianBlur stdDeviation="5"/>'
            '<feColorMatrix type="saturate" values="0.15"/></filter></defs>'
            if self.page
            else "",
            "" if self.page else f'<rect width="{width}" height="{height}" fill="{SHEET}"/>',
            *self._columns(),
            *(self._line(line) for line in self.drawing.lines),
            *self._whiskers(),
            *(self._box(box) for box in self.drawing.boxes),
            *self._key(keys, notes, width),
            "</svg>",
        ]
        return "\n".join(part for part in parts if part)

    def _columns(self) -> list[str]:
        made = []
        top, end = 20, self.drawing.height - drawn.PILE
        for at, column in enumerate(self.drawing.columns):
            start = column.x + column.width if self._rtl else column.x
            if self._rtl and not self.drawing.mirrored:
                start = column.x + column.width
            made.append(
                self._text(start, 13, column_word(column, self.drawing, self.language), "colh", SOFT, "600", 11)
            )
            if at and not self.drawing.timed:
                x = column.x + column.width + 12 if self.drawing.mirrored else column.x - 12
                made.append(self._rule(x, top, end))
        for tick in self.drawing.ticks:
            made.append(self._rule(tick.x, top, end))
            at_end = ' text-anchor="end"' if self._rtl else ""
            made.append(
                f'<text class="colh" x="{tick.x + 3}" y="13" font-size="11" fill="{SOFT}"{at_end}>'
                f"{escaped(short_time(tick.at_us, self.language))}</text>"
            )
        return made

    def _rule(self, x: int, top: int, end: int) -> str:
        return f'<path class="grid-l" d="M{x} {top}V{end}" stroke="{GRID}" stroke-dasharray="2 4"/>'

    def _text(self, x: int, y: int, text: str, kind: str, fill: str, weight: str = "400", size: int = 12) -> str:
        return (
            f'<text class="{kind}" x="{x}" y="{y}" font-size="{size}" font-weight="{weight}" fill="{fill}">'
            f"{escaped(text)}</text>"
        )

    def _line(self, line: Line) -> str:
        lost = from_omega(self.tree, line.parent) and line.descent is not None
        path = path_of(line.points)
        parts = [
            f'<path class="{CLASSES[line.sureness]}{" from-omega" if lost else ""}" d="{path}" fill="none" '
            f'stroke="{INK}" {STROKES[line.sureness]}/>'
        ]
        if lost and line.sureness is Sureness.PROVEN:
            parts.append(f'<path class="e-core" d="{path}" fill="none" stroke="{SHEET}" stroke-width="1"/>')
        if line.sureness in {Sureness.PROVEN, Sureness.LIKELY}:
            parts.append(arrow(line.points[-1], hollow=lost, leftward=self.drawing.mirrored))
        if line.descent is None:
            return "".join(parts)
        descent = self.tree.stemma.descents[line.descent]
        word = edge_word(self.tree.stemma, descent, self.language)
        if word is not None and line.label is not None:
            x, y = line.label
            parts.append(
                f'<text class="lab" x="{x}" y="{y}" text-anchor="middle" font-size="11" fill="{SOFT}" '
                f'stroke="{SHEET}" stroke-width="4" stroke-linejoin="round" paint-order="stroke">{escaped(word)}</text>'
            )
        if self.page is None:
            return f"<g>{''.join(parts)}</g>"
        parts.insert(
            0, f'<path class="hit" d="{path}" fill="none" stroke="{SHEET}" stroke-opacity="0" stroke-width="{HIT}"/>'
        )
        child, parent = self.page.token(line.child), self.page.token(line.parent)
        address = quoteattr(self.page.panel(line.child))
        to = "←" if self._rtl else "→"
        named = f"{self.tree.letters[line.parent]} {to} {self.tree.letters[line.child]}: "
        named += words.of(words.CLASSES[line.sureness], self.language)
        on = " sel" if self.page.selected == line.child else ""
        return (
            f'<a class="edge{on}" data-child="{child}" data-parent="{parent}" href={address} '
            f'tabindex="-1" aria-label={quoteattr(named)}>{"".join(parts)}</a>'
        )

    def _whiskers(self) -> list[str]:
        return [
            f'<path class="whisker" d="M{one.start} {one.y - 3}v6m0-3H{one.end}m0-3v6" fill="none" stroke="{SOFT}"/>'
            for one in self.drawing.whiskers
            if one.end > one.start + 2
        ]

    def _box(self, box: Box) -> str:
        inner = {BoxKind.LOST: self._lost, BoxKind.FOLDED: self._fold}.get(box.kind, self._held)(box)
        name = box_title(self.tree, box, self.language, names=self.page is not None)
        if self.page is None:
            return f"<g><title>{escaped(name)}</title>{inner}</g>"
        if box.kind is BoxKind.FOLDED:
            address = self.page.fold(box.id)
            return f'<a class="node fold" href={quoteattr(address)} aria-label={quoteattr(name)}>{inner}</a>'
        on = " sel" if self.page.selected == box.id else ""
        return (
            f'<a class="node{on}" id="n-{self.page.token(box.id)}" data-node="{self.page.token(box.id)}" '
            f"{self._ways(box)}href={quoteattr(self.page.panel(box.id))} aria-label={quoteattr(name)}>"
            f"<title>{escaped(name)}</title>{inner}</a>"
        )

    def _ways(self, box: Box) -> str:
        """Where arrow keys lead from here: to the parent, to the first child; up and down the page find themselves."""
        assert self.page is not None
        shown = {one.id for one in self.drawing.boxes if one.kind is not BoxKind.FOLDED}
        above = self.tree.shape.under[box.id]
        below = [one for one in self.tree.shape.below[box.id] if one in shown]
        below.sort(key=lambda one: self.drawing.box(one).y)
        made = f'data-up="{self.page.token(above)}" ' if above in shown and above is not None else ""
        return made + (f'data-down="{self.page.token(below[0])}" ' if below else "")

    def _lost(self, box: Box) -> str:
        x, y = box.middle
        return (
            f'<circle class="omega box" cx="{x}" cy="{y}" r="{box.width // 2}" fill="{SHEET}" stroke="{INK}" '
            f'stroke-width="1.6" stroke-dasharray="2 3"/>'
            f'<text class="omega-t" x="{x}" y="{y + 7}" text-anchor="middle" font-size="20" font-style="italic" '
            f'font-weight="600">{escaped(self.tree.letters[box.id])}</text>'
        )

    def _fold(self, box: Box) -> str:
        x, y = box.middle
        return (
            f'<rect class="box folded" x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}" rx="12" '
            f'fill="{SUNK}" stroke="{EDGE}"/><text class="sub" x="{x}" y="{y + 4}" text-anchor="middle" font-size="11" '
            f'fill="{SOFT}">{escaped(fold_word(box, self.language))}</text>'
        )

    def _held(self, box: Box) -> str:
        size, parts = self.drawing.size, []
        if is_pile(self.tree, box):
            side = -drawn.PILE if self._rtl and self.drawing.mirrored else drawn.PILE
            parts.append(
                f'<rect class="pile" x="{box.x + side}" y="{box.y - drawn.PILE}" width="{box.width}" '
                f'height="{box.height}" rx="3" fill="{SUNK}" stroke="{EDGE}"/>'
            )
        dashed = ' stroke-dasharray="5 3"' if box.kind is BoxKind.ELSEWHERE else ""
        kind = "box ext" if box.kind is BoxKind.ELSEWHERE else "box"
        parts.append(
            f'<rect class="{kind}" x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}" rx="3" '
            f'fill="{SHEET}" stroke="{EDGE}"{dashed}/>'
        )
        wide, high = size.picture
        left = box.x + box.width - size.pad - wide if self._rtl else box.x + size.pad
        top = box.y + (box.height - high) // 2
        parts.append(self._picture(box, left, top, wide, high))
        if has_no_parent(self.tree, box):
            edge = box.x + box.width if self.drawing.mirrored else box.x
            parts.append(ring(edge, box.middle[1]))
        return "".join([*parts, *self._words(box, left - 6 if self._rtl else left + wide + 6)])

    def _picture(self, box: Box, left: int, top: int, wide: int, high: int) -> str:
        sha256 = self.tree.known[box.id].picture
        address = None
        if self.page is not None and self.page.thumb is not None and sha256 is not None:
            address = self.page.thumb(sha256)
        elif box.id in self.pictures:
            address = f"data:image/jpeg;base64,{b64encode(self.pictures[box.id]).decode()}"
        if address is None:
            return (
                f'<rect class="well" x="{left}" y="{top}" width="{wide}" height="{high}" rx="2" fill="{SUNK}"/>'
                f'<text class="big" x="{left + wide // 2}" y="{top + high // 2 + 6}" text-anchor="middle" '
                f'font-size="16" font-weight="600" fill="{SOFT}">{escaped(self.tree.letters[box.id])}</text>'
            )
        # an svg of its own clips the blur, which would else reach over the box
        look = 'class="pic" filter="url(#soft)" ' if self.page is not None else ""
        return (
            f'<svg x="{left}" y="{top}" width="{wide}" height="{high}"><rect width="{wide}" height="{high}" '
            f'fill="#2a3136"/><image {look}href={quoteattr(address)} width="{wide}" height="{high}" '
            'preserveAspectRatio="xMidYMid slice"/></svg>'
        )

    def _words(self, box: Box, x: int) -> list[str]:
        lines = box_lines(self.tree, box, self.language)
        if self.drawing.size == drawn.COMPACT:
            lines = lines[:2]
        step = 18 if self.drawing.size == drawn.LARGE else 14
        y = box.middle[1] + 4 - step * (len(lines) - 1) // 2
        first = (
            f'<text x="{x}" y="{y}"><tspan font-weight="700">{escaped(self.tree.letters[box.id])}</tspan> '
            f"<tspan>{escaped(lines[0])}</tspan></text>"
        )
        rest = [self._text(x, y + step * at, text, "sub", SOFT, size=11) for at, text in enumerate(lines[1:], start=1)]
        return [first, *rest]

    def _key(self, keys: list[Key], notes: list[str], width: int) -> list[str]:
        made = []
        y = self.drawing.height + 16
        for key in keys:
            x0, x1 = (width - 16, width - 56) if self._rtl else (16, 56)
            made.append(sample(key, x0, x1, y - 4))
            made.append(self._text(x1 - 10 if self._rtl else x1 + 10, y, key.text, "sub", SOFT, size=11))
            y += KEY_ROW
        for note in notes:
            made.append(self._text(width - 16 if self._rtl else 16, y, note, "sub", SOFT, size=11))
            y += KEY_ROW
        return made
