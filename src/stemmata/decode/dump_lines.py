"""Plain text to what belongs together: wrapped lines joined, bullets, headings and quotations of Markdown told."""

import re
from dataclasses import dataclass

from stemmata.decode.article import HEADLINE, PARAGRAPH
from stemmata.decode.notes import is_sentence, word_count
from stemmata.decode.stretch import Stretch, Writing

SHORT = 9
"""Words of a line that is a heading or an item of a menu, at most."""
WIDTH_SHARE = 0.6
"""A wrapped line is at least this long beside the longest; words of 30 letters are rare."""
NEAR_WIDTH, MOST_WIDTH = 0.8, 120
"""Full lines of a wrapped text end within sentences more often than not; paragraphs of one length do not."""
BULLET = re.compile(r"^\s*(?:[*•+·▪‣]|[o-]|\d{1,2}[.)])\s+")
RULE = re.compile(r"^[\s\-_=*~─━]{3,}$")
FRAMED = re.compile(r"^\s*(--|==|\*\*|~~)\s+(.+?)\s+\1\s*$")


@dataclass(slots=True)
class Line:
    kind: str
    stretch: Stretch
    bullet: bool = False
    framed: bool = False
    quoted: bool = False
    words: int = 0
    prose: bool = False
    sign: bool = False

    @property
    def text(self) -> str:
        return self.stretch.text


def lines_of(content: str) -> list[Line]:
    """Blocks between blank lines; without such, lines. Wrapped lines are joined, bullets part them."""
    rows = [(found.start(), found.group()) for found in re.finditer(r"[^\r\n]+|\r\n|\r|\n", content)]
    groups: list[list[tuple[int, str]]] = [[]]
    ended = True
    for start, row in rows:
        if row in {"\r\n", "\r", "\n"}:
            if ended:
                groups.append([])
            ended = True
        else:
            if (row.strip() and RULE.match(row) is None) or (re.fullmatch(r"\s*(?:=+|-+)\s*", row) and groups[-1]):
                groups[-1].append((start, row))
            else:
                groups.append([])
            ended = False
    width = _width([row for group in groups for _, row in group])
    made: list[Line] = []
    for group in groups:
        made.extend(_of_group(group, width))
    return made


def _width(rows: list[str]) -> int | None:
    """The column at which lines are wrapped; None where they are not."""
    longest = max((len(row.rstrip()) for row in rows), default=0)
    near = [row for row in rows if len(row.rstrip()) >= NEAR_WIDTH * longest]
    within = sum(not is_sentence(row) for row in near)
    return (
        longest if longest <= MOST_WIDTH and len(near) >= max(3, len(rows) // 6) and 2 * within >= len(near) else None
    )


def _of_group(group: list[tuple[int, str]], width: int | None) -> list[Line]:
    if not group:
        return []
    first = group[0][1].strip()
    heading = re.match(r"#{1,6}\s+(.+?)\s*#*$", first)
    if heading is not None and (at := group[0][0] + group[0][1].index(heading.group(1))) >= 0:
        made = _line(HEADLINE, [(at, heading.group(1))])
        return made + _of_group(group[1:], width)
    if len(group) == 2 and re.fullmatch(r"=+|-+", group[1][1].strip()):
        return _line(HEADLINE, group[:1])
    if all(row.lstrip().startswith(">") for _, row in group):
        made = _line(PARAGRAPH, [(start + len(row) - len(row.lstrip("> ")), row.lstrip("> ")) for start, row in group])
        for line in made:
            line.quoted = True
        return made
    made = []
    held: list[tuple[int, str]] = []
    for start, row in group:
        bullet = BULLET.match(row)
        if held and (bullet is not None or not _goes_on(held[-1][1], row, width)):
            made.extend(_line(PARAGRAPH, held))
            held = []
        held.append((start, row))
    return made + _line(PARAGRAPH, held)


def _goes_on(above: str, below: str, width: int | None) -> bool:
    """Whether `below` continues the line above: that one was full, or ends within a sentence of a wrapped text."""
    if BULLET.match(above) and len(below) - len(below.lstrip()) == 0:
        return False
    if width is None:
        ends = is_sentence(above) or word_count(above) <= SHORT
        return (not ends and below.lstrip()[:1].islower()) or (
            len(above) < 40 and not is_sentence(above) and _is_note_pair(above, below)
        )
    first = below.split(maxsplit=1)[0] if below.split() else ""
    return len(above.rstrip()) + 1 + len(first) > width * 0.93 or (
        len(above.rstrip()) >= WIDTH_SHARE * width and not (is_sentence(above) and below[:1].isspace())
    )


def _is_note_pair(above: str, below: str) -> bool:
    """Two short lines of a note, such as "One" and "two.": the second goes on in lower case."""
    return below.lstrip()[:1].islower()


def _line(kind: str, rows: list[tuple[int, str]]) -> list[Line]:
    writing = Writing()
    framed = len(rows) == 1 and FRAMED.match(rows[0][1]) is not None
    bullet = bool(rows) and BULLET.match(rows[0][1]) is not None
    for start, row in rows:
        found = FRAMED.match(row) if framed else None
        if found is not None:
            start, row = start + found.start(2), found.group(2)
        writing.blank(start)
        writing.shown(row, start, start + len(row))
        writing.blank(start + len(row))
    stretch = writing.ended()
    return [Line(kind, stretch, bullet, framed)] if stretch.text else []
