"""Texts as they are compared: a body, and which stretches of it are a headline, a paragraph, a quotation."""

from dataclasses import dataclass
from enum import StrEnum

from stemmata.model.interval import TimeInterval


class PartKind(StrEnum):
    """What a stretch of a body is. Furniture is no part of a body, and so has no stretch of it."""

    HEADLINE = "headline"
    BYLINE = "byline"
    REPUBLICATION = "republication"
    """A note that names where the text was first, such as "originally published at" or the mark of an agency."""
    DATE = "date"
    PARAGRAPH = "paragraph"
    QUOTATION = "quotation"
    """Lies inside a paragraph."""


@dataclass(frozen=True, slots=True)
class Part:
    """Code points [start, end) of a body. `speaker`: of a quotation, as the text names them; None where it does not."""

    kind: PartKind
    start: int
    end: int
    speaker: str | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a part is not empty and not negative, got [{self.start}, {self.end})")
        if self.speaker is not None and self.kind is not PartKind.QUOTATION:
            raise ValueError(f"only a quotation has a speaker, not a {self.kind}")


@dataclass(frozen=True, slots=True)
class Text:
    """One extraction of one text.

    `holder` is the item's SHA-256, or the posting's id where `posting` is set. `parts` count in code points of `body`;
    a posting has none. `language` is ISO 639-1. `published` is when it says it was, or was posted. `channel` names the
    outlet, site or channel that carries it. None is not known.
    """

    holder: str
    posting: bool
    extraction: str
    body: str
    parts: tuple[Part, ...] = ()
    language: str | None = None
    published: TimeInterval | None = None
    channel: str | None = None
    title: str | None = None

    def __post_init__(self) -> None:
        beyond = next((part for part in self.parts if part.end > len(self.body)), None)
        if beyond is not None:
            raise ValueError(f"a part ends at {beyond.end}, and the body has {len(self.body)} code points")

    def of(self, kind: PartKind) -> tuple[Part, ...]:
        """Its parts of one kind, in the order of the body."""
        return tuple(
            sorted((part for part in self.parts if part.kind is kind), key=lambda part: (part.start, part.end))
        )
