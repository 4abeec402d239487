"""The proof picture of one edge between pictures: what a person can check with their own eyes, in one small image.

Drawn from the two kept fingerprints (grey, 192 pixels) and the evidence alone, so that it can be made again any time;
it shows no more than the thumbnails do. The same input gives the same bytes with the same libraries.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from stemmata.match.best_pair import Shown, best_pair
from stemmata.match.picture import Picture
from stemmata.model.edge import Edge, Kind, Segment
from stemmata.model.residue import Difference, Residue, Side
from stemmata.model.span import Span
from stemmata.pipeline.residue_words import NOTHING, grouped
from stemmata.publish import proof_panels as panels
from stemmata.publish.proof_panels import AZURE, ORANGE, Box, Canvas, Colour

VERSION = "proof/1"
"""Raised whenever the same evidence would give another picture."""
WIDTH, HEIGHT = 1000, 800
QUALITY = 62
MEDIA_TYPE, ENDING = "image/jpeg", "jpg"

A_BOX: Box = (6, 72, 490, 276)
B_BOX: Box = (504, 72, 490, 276)
OVER_BOX: Box = (6, 372, 490, 276)
OFF_BOX: Box = (504, 372, 490, 276)
TRACK_LEFT, TRACK_WIDTH, TRACK_A, TRACK_B, TRACK_HIGH = 60, 880, 664, 692, 11
WORDS_TOP, WORDS_LINE = 724, 17
INK: Colour = (24, 29, 33)
SOFT: Colour = (88, 97, 103)
PAPER: Colour = (255, 255, 255)
TRACK: Colour = (214, 219, 222)

KIND_WORDS = {
    Kind.SAME_FOOTAGE: "Same footage",
    Kind.SAME_PICTURE_PART: "Part of the same picture",
    Kind.SAME_PLACE: "Same place, not the same footage",
}
APART = "Details agree; near and far things, or what moves, do not: another moment or another camera. Never joined."


@dataclass(frozen=True, slots=True)
class Labels:
    """What a and b are called: one to three letters, as on the page of their family."""

    a: str = "A"
    b: str = "B"


def proof_picture(a: Picture, b: Picture, edge: Edge, labels: Labels = Labels()) -> bytes | None:
    """JPEG, 1000 × 800, some 50 to 90 kB. None of another kind of edge, or where no two frames lie near the line.

    ValueError where `a` and `b` are not those of the edge."""
    if (a.holder, b.holder) != (edge.a.holder, edge.b.holder):
        raise ValueError("a proof picture is drawn from the two pictures of its edge")
    if edge.kind not in KIND_WORDS or not edge.segments:
        return None
    segment = max(edge.segments, key=_weight)
    shown = best_pair(a, b, segment)
    if shown is None:
        return None
    canvas: Canvas = np.full((HEIGHT, WIDTH, 3), PAPER, np.uint8)
    at_a, at_b = panels.fitted(shown.a.aspect, A_BOX), panels.fitted(shown.b.aspect, B_BOX)
    for grey, at in ((shown.a.grey, at_a), (shown.b.grey, at_b)):
        panels.drawn(canvas, grey, at)
    drawn_details = panels.details(canvas, shown, at_a, at_b)
    laid = panels.laying(shown, OVER_BOX)
    panels.overlaid(canvas, laid)
    moved = (laid.at.box[0] + OFF_BOX[0] - OVER_BOX[0], *laid.at.box[1:])
    panels.differing(canvas, laid, moved)
    residues = _worth_a_word(segment)
    numbers = _numbers(residues, labels)
    sides = [(Side.A, at_a), (Side.B, at_b), (Side.A if laid.on_a else Side.B, laid.at)]
    tags = panels.outlined(canvas, residues, numbers, sides)
    ribbon(canvas, a, b, edge, shown)
    image = Image.fromarray(canvas)
    draw = ImageDraw.Draw(image)
    for x, y, number in tags:
        _tag(draw, x, y, str(number))
    _write(draw, a, b, edge, segment, shown, labels, drawn_details, len(residues) > 0)
    out = BytesIO()
    image.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _weight(segment: Segment) -> tuple[int, float]:
    """The longest stretch, then the one on which most details lie."""
    inliers = segment.geometry.get("inliers", 0)
    return (segment.b or segment.a or Span(0, 1)).length_us, float(inliers) if isinstance(inliers, int) else 0.0


def _worth_a_word(segment: Segment) -> list[Residue]:
    """Largest regions first, then what holds between the two; those that the first line of the picture says already
    are left out."""
    said = {Difference.MIRROR, Difference.NEGATIVE}
    return [one for one in segment.left_over if one.kind not in said]


def _numbers(residues: Sequence[Residue], labels: Labels) -> list[int]:
    """Equal words have one number."""
    words = grouped(residues, labels.a, labels.b, clock)
    return [words.index(grouped([one], labels.a, labels.b, clock)[0]) + 1 for one in residues]


def clock(us: int) -> str:
    """m:ss.t on a file's own timeline."""
    tenths = max(0, round(us / 1e5))
    return f"{tenths // 600}:{tenths // 10 % 60:02d}.{tenths % 10}"


def ribbon(canvas: Canvas, a: Picture, b: Picture, edge: Edge, shown: Shown) -> None:
    """Both timelines, what they share joined in grey, and the moment that is shown."""
    tops = {"a": TRACK_A, "b": TRACK_B}
    for segment in edge.segments:
        ends = [_bar(picture, span) for picture, span in ((a, segment.a), (b, segment.b))]
        if ends[0] is not None and ends[1] is not None:
            (a0, a1), (b0, b1) = ends[0], ends[1] if segment.speed > 0 else ends[1][::-1]
            corners = np.array([[a0, TRACK_A + TRACK_HIGH], [a1, TRACK_A + TRACK_HIGH], [b1, TRACK_B], [b0, TRACK_B]])
            cv2.fillConvexPoly(canvas, corners.astype(np.int32), (190, 196, 200), cv2.LINE_AA)
    for name, picture, colour, sample in (
        ("a", a, ORANGE, shown.pair.sample_a),
        ("b", b, AZURE, shown.pair.sample_b),
    ):
        if not picture.is_film:
            continue
        top = tops[name]
        canvas[top : top + TRACK_HIGH, TRACK_LEFT : TRACK_LEFT + TRACK_WIDTH] = TRACK
        for segment in edge.segments:
            ends_of = _bar(picture, segment.a if name == "a" else segment.b)
            if ends_of is not None:
                canvas[top : top + TRACK_HIGH, ends_of[0] : ends_of[1]] = colour
        at = _place(picture, int(picture.sample_us[sample]))
        canvas[top - 3 : top + TRACK_HIGH + 3, at - 1 : at + 1] = INK


def _place(picture: Picture, us: int) -> int:
    return TRACK_LEFT + round(TRACK_WIDTH * min(1.0, max(0.0, us / picture.end_us)))


def _bar(picture: Picture, span: Span | None) -> tuple[int, int] | None:
    if span is None:
        return None
    start, end = _place(picture, span.start_us), _place(picture, span.end_us)
    return start, max(end, start + 2)


@lru_cache(maxsize=4)
def _font(size: int) -> ImageFont.FreeTypeFont:
    """Pillow's own face: the same on every machine, and no font file to ask for."""
    found = ImageFont.load_default(size)
    if not isinstance(found, ImageFont.FreeTypeFont):
        raise ValueError("Pillow was built without FreeType: a proof picture cannot be written on")
    return found


def _tag(draw: ImageDraw.ImageDraw, x: int, y: int, text: str) -> None:
    draw.rectangle((x, y, x + 8 + 7 * len(text), y + 16), fill=INK)
    draw.text((x + 4, y + 1), text, fill=PAPER, font=_font(13))


def _write(
    draw: ImageDraw.ImageDraw,
    a: Picture,
    b: Picture,
    edge: Edge,
    segment: Segment,
    shown: Shown,
    labels: Labels,
    drawn_details: int,
    has_left_over: bool,
) -> None:
    draw.text((6, 6), _headline(edge, segment, labels), fill=INK, font=_font(18))
    draw.text((6, 30), _checked(a, b, edge, shown, labels, drawn_details), fill=SOFT, font=_font(13))
    for text, (x, y, *_), colour in (
        (_frame(labels.a, a, shown.pair.sample_a), A_BOX, ORANGE),
        (_frame(labels.b, b, shown.pair.sample_b), B_BOX, AZURE),
    ):
        draw.rectangle((x, y - 18, x + 11, y - 7), fill=colour)
        draw.text((x + 17, y - 21), text, fill=INK, font=_font(14))
    over = f"One over the other: {labels.a} orange, {labels.b} blue, grey where they agree"
    draw.text((OVER_BOX[0], OVER_BOX[1] - 19), over, fill=INK, font=_font(14))
    off = "What then differs: white agrees, dark differs, grey was not compared"
    draw.text((OFF_BOX[0], OFF_BOX[1] - 19), off, fill=INK, font=_font(14))
    if not a.is_film and not b.is_film:
        draw.text((6, TRACK_A), "Two stills: there is no timeline.", fill=SOFT, font=_font(12))
    for picture, label, top in ((a, labels.a, TRACK_A), (b, labels.b, TRACK_B)):
        if picture.is_film:
            draw.text((TRACK_LEFT - 8, top - 4), f"{label}  0:00", fill=INK, font=_font(12), anchor="ra")
            draw.text((TRACK_LEFT + TRACK_WIDTH + 6, top - 4), clock(picture.end_us), fill=INK, font=_font(12))
        elif a.is_film or b.is_film:
            draw.text((TRACK_LEFT, top - 4), f"{label} is a still: it has no timeline.", fill=SOFT, font=_font(12))
    words = APART
    if edge.kind is not Kind.SAME_PLACE:
        found = grouped(_worth_a_word(segment), labels.a, labels.b, clock)
        told = ";  ".join(f"({at}) {text}" for at, text in enumerate(found, start=1))
        words = f"Left over:  {told}" if has_left_over else NOTHING
    lines = _wrapped(draw, words, WIDTH - 12, 14)[:2]
    for at, line in enumerate(lines):
        draw.text((6, WORDS_TOP + at * WORDS_LINE), line, fill=INK, font=_font(14))
    for at, (label, picture) in enumerate(((labels.a, a), (labels.b, b))):
        draw.text((6, HEIGHT - 34 + 15 * at), f"{label}  SHA-256 {picture.holder}", fill=SOFT, font=_font(11))
    draw.text(
        (WIDTH - 6, HEIGHT - 34), f"Method {edge.method}, drawn by {VERSION}", fill=SOFT, font=_font(11), anchor="ra"
    )
    note = "grey, 192 pixels: as kept for comparing"
    draw.text((WIDTH - 6, HEIGHT - 19), note, fill=SOFT, font=_font(11), anchor="ra")


def _headline(edge: Edge, segment: Segment, labels: Labels) -> str:
    def side(label: str, span: Span | None) -> str:
        return f"still {label}" if span is None else f"{label} {clock(span.start_us)} to {clock(span.end_us)}"

    a, b = side(labels.a, segment.a), side(labels.b, segment.b)
    extra = [
        *(["mirrored"] if segment.mirrored else []),
        *(["light and dark exchanged"] if segment.geometry.get("negative") else []),
        *([f"{labels.b} runs backwards"] if segment.speed < 0 else []),
        *([f"speed × {abs(segment.speed):.2f}"] if abs(abs(segment.speed) - 1) >= 0.005 else []),
        *([f"longest of {len(edge.segments)} stretches"] if len(edge.segments) > 1 else []),
    ]
    text = f"{KIND_WORDS[edge.kind]}:  {a}  =  {b}"
    if edge.kind is Kind.SAME_PLACE:
        text = f"{KIND_WORDS[edge.kind]}:  {labels.a} and {labels.b}"
    return text + (f"  ({', '.join(extra)})" if extra else "")


def _checked(a: Picture, b: Picture, edge: Edge, shown: Shown, labels: Labels, lines: int) -> str:
    details = len(shown.on_a)
    text = f"{details} details lie on one movement of the picture; lines join {lines} of them."
    verified = edge.facts.get("verified_frames")
    if isinstance(verified, int) and verified > 1 and edge.kind is not Kind.SAME_PLACE:
        text += f" {verified} frame pairs agree."
    if a.is_film and b.is_film:
        text += f" The two frames lie {shown.pair.apart_us / 1e6:.2f} s from one moment."
    return text


def _frame(label: str, picture: Picture, sample: int) -> str:
    return f"{label}  at {clock(int(picture.sample_us[sample]))}" if picture.is_film else f"{label}  (still)"


def _wrapped(draw: ImageDraw.ImageDraw, text: str, width: int, size: int) -> list[str]:
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and draw.textlength(longer, font=_font(size)) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
