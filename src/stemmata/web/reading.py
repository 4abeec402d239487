"""A text laid out to be read: its parts in order, and in each what is marked, cut at every border of a mark."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from stemmata.case.hits import Hit, How
from stemmata.case.versions import TextPart
from stemmata.publish.figures import plain

TOP = frozenset({"headline", "byline", "republication", "date", "paragraph", "quotation"})
"""Kinds of parts that stand one after the other; a quotation may also lie inside a paragraph."""
LAYERS = ("quoted", "shared")
"""Marks that are a ground under others, outermost first."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Code points [start, end) of a text that are marked. `kind` is a class of the style sheet, and one of LAYERS or
    what is drawn upon them. `number`: of a named change, beside its end; `speaker`: of a quotation."""

    start: int
    end: int
    kind: str
    number: int | None = None
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text under the same marks. `ground`: its LAYERS; `mark`: what is drawn upon them, or None. `numbers`: changes
    that end here; `speakers`: of quotations that begin here."""

    text: str
    ground: tuple[str, ...]
    mark: str | None
    numbers: tuple[int, ...]
    speakers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph on the page. `kind` is that of its part; "text" where the extraction names none."""

    kind: str
    stretches: tuple[Stretch, ...]
    speaker: str | None = None


def blocks_of(body: str, parts: Sequence[TextPart], marks: Iterable[Mark]) -> list[Block]:
    """All of `body`, in order: what no part holds is read line by line."""
    quoted = [Mark(part.start, part.end, "quoted", speaker=part.speaker) for part in parts if _is_inner(part, parts)]
    every = sorted([*marks, *quoted], key=lambda mark: (mark.start, -mark.end, mark.kind, mark.number or 0))
    made: list[Block] = []
    for kind, start, end, speaker in _pieces(body, parts):
        made.append(Block(kind, tuple(_stretches(body, start, end, every)), speaker))
    return made


def hit_marks(hits: Iterable[Hit]) -> list[Mark]:
    return [Mark(hit.start, hit.end, "peeled" if hit.how is How.PEELED else "found") for hit in hits]


def _is_inner(part: TextPart, parts: Sequence[TextPart]) -> bool:
    return part.kind == "quotation" and any(
        other.kind == "paragraph" and other.start <= part.start and part.end <= other.end for other in parts
    )


def _pieces(body: str, parts: Sequence[TextPart]) -> Iterator[tuple[str, int, int, str | None]]:
    at = 0
    for part in sorted(parts, key=lambda part: (part.start, -part.end)):
        if part.kind not in TOP or part.start < at:
            continue
        yield from _lines(body, at, part.start)
        yield part.kind, part.start, part.end, part.speaker
        at = part.end
    yield from _lines(body, at, len(body))


def _lines(body: str, start: int, end: int) -> Iterator[tuple[str, int, int, str | None]]:
    at = start
    for line in body[start:end].splitlines(keepends=True):
        told = line.rstrip()
        if told.strip():
            yield "text", at, at + len(told), None
        at += len(line)


def _stretches(body: str, start: int, end: int, marks: Sequence[Mark]) -> Iterator[Stretch]:
    inside = [mark for mark in marks if mark.start < end and mark.end > start]
    borders = {start, end} | {at for mark in inside for at in (mark.start, mark.end) if start < at < end}
    ordered = sorted(borders)
    for first, last in pairwise(ordered):
        over = [mark for mark in inside if mark.start <= first and mark.end >= last]
        upon = [mark.kind for mark in over if mark.kind not in LAYERS]
        yield Stretch(
            plain(body[first:last]),
            tuple(layer for layer in LAYERS if any(mark.kind == layer for mark in over)),
            upon[-1] if upon else None,
            tuple(sorted({mark.number for mark in over if mark.number is not None and min(mark.end, end) == last})),
            tuple(mark.speaker for mark in over if mark.speaker is not None and mark.start == first),
        )
