"""From pieces to a body and its parts: what text spans refer to, and the bytes that show it."""

from dataclasses import dataclass, field

from stemmata.decode.article import BETWEEN, FURNITURE, PARAGRAPH, QUOTATION, REPUBLICATION, Article, Piece
from stemmata.decode.dump import note
from stemmata.decode.encoding import Decoded
from stemmata.decode.notes import republications_in
from stemmata.decode.quotations import quotations

MAX_POST = 20_000
"""Letters of a post: Telegram allows 4,096, Facebook 63,206 of which few use a tenth."""
MOST_PARTS = 50_000
"""Parts that are told of one text; a book has 10,000 paragraphs."""

Json = dict[str, object]


@dataclass(slots=True)
class Body:
    """`parts` in the order of the source; `placed`: where in `text` each piece that is no furniture begins."""

    text: str = ""
    parts: list[Json] = field(default_factory=list)
    placed: list[tuple[int, Piece]] = field(default_factory=list)
    cut: bool = False
    """There is more than MOST_PARTS."""


def body_from(article: Article, source: Decoded | None) -> Body:
    """`source` is None where the form has no bytes for its letters (PDF): parts then name their page.

    Parts nest: quotations and notes inside a paragraph follow it. Furniture has no span.
    """
    body = Body()
    lines: list[str] = []
    length = 0
    for piece in article.pieces:
        if len(body.parts) >= MOST_PARTS:
            body.cut = True
            break
        stretch = piece.stretch
        if not stretch.text:
            continue
        if piece.kind == FURNITURE:
            _furniture(body.parts, piece, source)
            continue
        start = length + len(BETWEEN) if lines else 0
        lines.append(stretch.text)
        length = start + len(stretch.text)
        body.placed.append((start, piece))
        body.parts.append(_part(piece.kind, piece, source, start, 0, len(stretch.text)))
        if piece.kind == PARAGRAPH:
            inner = [
                (at.start, _part(REPUBLICATION, piece, source, start, at.start, at.end))
                for at in republications_in(stretch.text)
            ]
            for quoted in quotations(stretch.text):
                part = _part(QUOTATION, piece, source, start, quoted.start, quoted.end)
                inner.append((quoted.start, part | {"speaker": quoted.speaker}))
            if piece.quoted and not any(part["kind"] == QUOTATION for _, part in inner):
                inner.append((0, _part(QUOTATION, piece, source, start, 0, len(stretch.text)) | {"speaker": None}))
            body.parts.extend(part for _, part in sorted(inner, key=lambda entry: entry[0]))
    body.text = BETWEEN.join(lines)
    return body


def _part(kind: str, piece: Piece, source: Decoded | None, base: int, start: int, end: int) -> Json:
    part: Json = {"kind": kind, "span": [base + start, base + end]}
    return part | _place(piece, source, start, end)


def _place(piece: Piece, source: Decoded | None, start: int, end: int) -> Json:
    place: Json = {"raw": None if source is None else source.raw(*piece.stretch.source(start, end))}
    if piece.page is not None:
        place["page"] = piece.page
    if piece.times_us is not None:
        place["times_us"] = list(piece.times_us)
    return place


def _furniture(parts: list[Json], piece: Piece, source: Decoded | None) -> None:
    """What follows other furniture is told with it."""
    part: Json = {"kind": FURNITURE, "span": None} | _place(piece, source, 0, len(piece.stretch.text))
    last = parts[-1] if parts else None
    if last is not None and last["kind"] == FURNITURE and last.get("page") == part.get("page"):
        if isinstance(last["raw"], list) and isinstance(part["raw"], list):
            last["raw"] = [min(last["raw"][0], part["raw"][0]), max(last["raw"][1], part["raw"][1])]
        return
    parts.append(part)


def parts_of_post(text: str) -> list[Json]:
    """Parts of a post or caption, whose body is `text` itself; it has no furniture, and its bytes are the reader's.

    None beyond MAX_POST: this runs outside the worker, and no platform has longer posts.
    """
    if len(text) > MAX_POST:
        return []
    parts: list[Json] = []
    for piece in note(text):
        body = body_from(Article(pieces=[piece]), None)
        for part in body.parts:
            span = part["span"]
            if isinstance(span, list):
                parts.append(part | {"span": list(piece.stretch.source(span[0], span[1]))})
    return parts


def links_of(article: Article, body: Body) -> list[Json]:
    """Each as {"url", "text", "span"}: letters of the body, null where they are not in it."""
    by_origin: dict[int, list[tuple[int, Piece]]] = {}
    for start, piece in body.placed:
        if piece.origin is not None:
            by_origin.setdefault(id(piece.origin), []).append((start, piece))
    links: list[Json] = []
    for address, words, origin, begun, ended in article.links:
        span = None
        for start, piece in by_origin.get(id(origin), []) if origin is not None else []:
            first, last = begun - piece.offset, ended - piece.offset
            if 0 <= first < last <= len(piece.stretch.text):
                span = [start + first, start + last]
        links.append({"url": address, "text": words, "span": span})
    return links
