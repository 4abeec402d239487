"""What was read of a text, whatever its form: pieces in order, from which body and parts are made."""

from dataclasses import dataclass, field

from stemmata.decode.stretch import Stretch

HEADLINE, BYLINE, REPUBLICATION, DATE = "headline", "byline", "republication", "date"
PARAGRAPH, QUOTATION, FURNITURE = "paragraph", "quotation", "furniture"
BETWEEN = "\n\n"


@dataclass(slots=True)
class Piece:
    """One line of the body, or of the furniture. `origin` is what it was read from, for those who place links.

    `times_us`: when a subtitle is shown. `page`: of a PDF, from 1; it then has no place in the bytes.
    """

    kind: str
    stretch: Stretch
    origin: object = None
    offset: int = 0
    quoted: bool = False
    """All of it is set off as a quotation, with or without marks."""
    times_us: tuple[int, int] | None = None
    page: int | None = None


@dataclass(slots=True)
class Article:
    """`pieces` in the order of the source."""

    title: str | None = None
    pieces: list[Piece] = field(default_factory=list)
    links: list[tuple[str, str, object, int, int]] = field(default_factory=list)
    """(address, words, origin, start, end): letters of what the origin shows."""
    images: list[str] = field(default_factory=list)
    embeds: list[str] = field(default_factory=list)
    declared_language: str | None = None
    published: str | None = None
    """As the page writes it, not parsed."""
    site: str | None = None
