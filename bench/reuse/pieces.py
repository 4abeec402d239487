"""Texts put together from pieces, each word of which knows the word of a seed that it comes from.

What two texts share follows from that alone: words that come from the same words of the same seed.
"""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field, replace
from enum import StrEnum

from stemmata.fingerprint.folding import fold
from stemmata.model.told import Part, PartKind

Origin = tuple[str, int]
"""A seed's part, and a word's number in it."""


class Role(StrEnum):
    """Whose a word is."""

    TEXT = "text"
    QUOTATION = "quotation"
    AGENCY = "agency"
    FORMULA = "formula"
    FURNITURE = "furniture"


HOLE_WORDS = 6
"""Words put in between shared ones that a shared stretch runs over."""


@dataclass(frozen=True, slots=True)
class Word:
    """As written, with the punctuation on it; `origin` None where it was put in."""

    written: str
    origin: Origin | None
    role: Role = Role.TEXT


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of a text; `part` None where an extraction would not know what it is."""

    words: tuple[Word, ...]
    part: PartKind | None = PartKind.PARAGRAPH


Placed = tuple[int, int, Origin | None, Role]
"""Code points of a word, and what is known of it."""


@dataclass(frozen=True, slots=True)
class Built:
    """A text with its truth, word by word."""

    body: str
    parts: tuple[Part, ...]
    spans: tuple[Placed, ...]


def piece(text: str, of: str, role: Role = Role.TEXT, part: PartKind | None = PartKind.PARAGRAPH) -> Piece:
    """The words of a seed's part, each its own origin."""
    return Piece(tuple(Word(word, (of, at), role) for at, word in enumerate(text.split())), part)


def made(text: str, part: PartKind | None = PartKind.PARAGRAPH, role: Role = Role.TEXT) -> Piece:
    """Words that come from no seed."""
    return Piece(tuple(Word(word, None, role) for word in text.split()), part)


def with_role(one: Piece, role: Role) -> Piece:
    """Running text under another role; quotations stay what they are."""
    return replace(
        one, words=tuple(word if word.role is Role.QUOTATION else replace(word, role=role) for word in one.words)
    )


def built(pieces: Iterable[Piece]) -> Built:
    """Lines parted by a blank line, as an extraction has them."""
    body: list[str] = []
    parts: list[Part] = []
    spans: list[Placed] = []
    at = 0
    for one in pieces:
        if not one.words:
            continue
        if body:
            body.append("\n\n")
            at += 2
        start = at
        for number, word in enumerate(one.words):
            if number:
                body.append(" ")
                at += 1
            spans.append((at, at + len(word.written), word.origin, word.role))
            body.append(word.written)
            at += len(word.written)
        if one.part is not None and at > start:
            parts.append(Part(one.part, start, at))
    return Built("".join(body), tuple(parts), tuple(spans))


@dataclass(slots=True)
class Overlap:
    """What two texts share by their truth: code points of either, words that were left as they are, how many of these
    stand in a row, the roles in which shared words stand, and how many of them are no quotation."""

    a: set[int] = field(default_factory=set)
    b: set[int] = field(default_factory=set)
    equal: int = 0
    longest: int = 0
    roles: frozenset[tuple[Role, Role]] = frozenset()
    running: int = 0


def overlap(a: Built, b: Built) -> Overlap:
    """Empty where no word is shared."""
    here = {placed[2]: placed for placed in a.spans if placed[2] is not None}
    there = {placed[2]: placed for placed in b.spans if placed[2] is not None}
    shared = here.keys() & there.keys()
    if not shared:
        return Overlap()
    equal = {origin for origin in shared if _written(a, here[origin]) == _written(b, there[origin])}
    roles = frozenset((here[origin][3], there[origin][3]) for origin in shared)
    running = sum(Role.QUOTATION not in (here[origin][3], there[origin][3]) for origin in shared)
    return Overlap(_covered(a.spans, shared), _covered(b.spans, shared), len(equal), _longest(equal), roles, running)


def _written(text: Built, placed: Placed) -> str:
    return fold("".join(letter for letter in text.body[placed[0] : placed[1]] if letter.isalnum()))


def _covered(spans: Sequence[Placed], shared: Set[Origin]) -> set[int]:
    """Code points of the shared words and of what lies between two of them, up to HOLE_WORDS."""
    covered: set[int] = set()
    last: tuple[int, int, str] | None = None
    for number, (start, end, origin, _) in enumerate(spans):
        if origin is None or origin not in shared:
            continue
        covered.update(range(start, end))
        if last is not None and last[2] == origin[0] and number - last[0] <= HOLE_WORDS + 1:
            covered.update(range(last[1], start))
        last = (number, end, origin[0])
    return covered


def _longest(equal: Set[Origin]) -> int:
    longest = run = 0
    before: Origin | None = None
    for origin in sorted(equal):
        run = run + 1 if before is not None and origin == (before[0], before[1] + 1) else 1
        longest, before = max(longest, run), origin
    return longest
