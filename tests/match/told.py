"""Texts for tests, written down in the test."""

from collections.abc import Sequence

from stemmata.model.interval import Basis, TimeInterval
from stemmata.model.told import Part, PartKind, Text

HOUR_US = 3_600_000_000


def holder(name: str) -> str:
    return name.encode().hex().rjust(64, "0")


def dated(hour: int) -> TimeInterval:
    """One hour of a page's own clock."""
    return TimeInterval(hour * HOUR_US, (hour + 1) * HOUR_US - 1, Basis.FILE)


def told(
    name: str,
    body: str,
    *,
    language: str | None = "en",
    channel: str | None = None,
    hour: int | None = None,
    parts: Sequence[tuple[PartKind, str]] = (),
    posting: bool = False,
) -> Text:
    """`parts`: kinds and their text, each found in the body."""
    made = tuple(Part(kind, body.index(part), body.index(part) + len(part)) for kind, part in parts)
    when = None if hour is None else dated(hour)
    return Text(holder(name), posting, f"text/1:{holder(name)}", body, made, language, when, channel)
