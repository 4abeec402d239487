"""Where a text gives somebody's words: by its marked parts, and by quotation marks in its body."""

import re
from collections.abc import Iterable

from stemmata.model.told import PartKind, Text

Stretch = tuple[int, int]

_PAIRS = (
    ("“", "”"),
    ("„", "“"),
    ("„", "”"),
    ("«", "»"),
    ("»", "«"),
    ("‹", "›"),
    ("「", "」"),
    ("『", "』"),
    ("❝", "❞"),
)
"""Quotation marks that open and close (Unicode 16, section 6.2, table 6-1 and its list of usage by language)."""

_QUOTED = re.compile(
    "|".join(
        rf"{opening}[^{opening}{closing}\n]+{closing}|^{opening}[^{opening}{closing}\n]+$"
        for opening, closing in _PAIRS
    )
    + r'|"[^"\n]+"',
    re.MULTILINE,
)
"""Within one line; one that is open at the end of its line is a quotation where it began the line, as each paragraph of
a long one does. Single marks are left out: they are apostrophes too."""

_SENTENCE_END = re.compile(r"[.!?؟。！？…]+[”»\"]?(?=\s|$)|\n")


def quotations(text: Text) -> list[Stretch]:
    """Stretches of the body [start, end) that are quotations, in code points; sorted, none within another."""
    marked = [(part.start, part.end) for part in text.of(PartKind.QUOTATION)]
    return joined([*marked, *(found.span() for found in _QUOTED.finditer(text.body))])


def sentence_ends(body: str) -> list[int]:
    """Code points after which a sentence or line is over; rising."""
    return [found.end() for found in _SENTENCE_END.finditer(body)]


def with_their_sentences(body: str, quoted: Iterable[Stretch]) -> list[Stretch]:
    """Each quotation with the rest of the sentences that it begins and ends in: there it is said who spoke."""
    ends = sentence_ends(body)
    made: list[Stretch] = []
    at = 0
    for start, end in joined(quoted):
        while at < len(ends) and ends[at] <= start:
            at += 1
        after = at
        while after < len(ends) and ends[after] < end:
            after += 1
        made.append((ends[at - 1] if at else 0, ends[after] if after < len(ends) else len(body)))
    return joined(made)


def joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Sorted, those that overlap as one."""
    made: list[Stretch] = []
    for start, end in sorted(stretches):
        if made and start < made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return made
