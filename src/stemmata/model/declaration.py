"""What a text says of where it has its matter from: a source that it names, links to, or carries the mark of."""

from dataclasses import dataclass
from enum import StrEnum

from stemmata.model.span import TextSpan
from stemmata.model.unit import Unit


class SourceKind(StrEnum):
    """What is named as the source."""

    AGENCY = "agency"
    OUTLET = "outlet"
    """A newspaper, broadcaster or site."""
    ORGANISATION = "organisation"
    """It publishes reports or statements of its own: an office, a body of inquiry, a rights organisation."""
    CHANNEL = "channel"
    """One of a platform."""
    PERSON = "person"
    """A speaker. No text rests on another for quoting one: the root of a quotation is who said it."""
    LINK = "link"
    """Named by an address alone."""


class ResolvedBy(StrEnum):
    """What led from a name to the text or posting that is held."""

    ADDRESS = "address"
    POSTING = "posting"
    """A platform's own number of a posting, in an address."""
    FILE_NAME = "file_name"
    PASSAGE = "passage"
    """Held of the source named, and a passage in common."""
    SUBJECT = "subject"
    """Held of the source named, no passage in common, and the same rare words and figures."""
    OTHER_SCRIPT = "other_script"
    """The name agrees by its consonants in other letters, and so do names and figures of the two texts."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """One statement of one text.

    `of`: the text or posting, or the sentence that says so. `source`: the name or address as it is written. `cue`: the
    words that make it a declaration, as they are written; "" for a link without any. `start`, `end`: code points of the
    body from the cue to the name; None where it is said outside the body. `whole`: the text is said to be the source's
    own (a byline, a dateline, a note of republication) and not only to draw on it. `address`: where it links to.
    """

    of: Unit
    source: str
    kind: SourceKind
    cue: str
    start: int | None
    end: int | None
    whole: bool = False
    address: str | None = None

    def __post_init__(self) -> None:
        if (self.start is None) != (self.end is None):
            raise ValueError(f"a declaration lies in a body from a start to an end, got {self.start} to {self.end}")

    @property
    def span(self) -> TextSpan | None:
        """Of the sentence that says it; None where the whole text is meant."""
        return self.of.span if isinstance(self.of.span, TextSpan) else None


@dataclass(frozen=True, slots=True)
class UnheldSource:
    """A source that texts name and that nobody here holds: one for all texts that name it on one matter.

    `key` is an alias made from the name and the first of the texts: it may change as a case grows. `named_by`: the
    texts and postings that name it, sorted.
    """

    key: str
    name: str
    kind: SourceKind
    named_by: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.named_by:
            raise ValueError(f"{self.name} is named by nobody")


@dataclass(frozen=True, slots=True)
class Resolved:
    """A declaration, and what it leads to: a holder (item, text or posting) or an unheld source, by key; both None
    where it leads to nothing that counts (a speaker). `certain`: False where one of several texts of the source had to
    be taken, a file's name alone spoke for it, or the source is named in other letters."""

    declaration: Declaration
    holder: str | None = None
    by: ResolvedBy | None = None
    unheld: str | None = None
    certain: bool = True
