"""The date that a page writes of itself, as an interval with its basis."""

from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

from stemmata.model.interval import Basis, TimeInterval

EAST, WEST = timedelta(hours=14), timedelta(hours=12)
"""Clocks run from UTC-12 to UTC+14: a time without a zone may be so much earlier or later."""
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LONGEST = 80


def published_interval(written: str | None) -> TimeInterval | None:
    """ISO 8601 and RFC 5322; None for anything else, since 03/04 is one day here and another there."""
    text = (written or "").strip()
    if not text or len(text) > LONGEST:
        return None
    try:
        if len(text) == len("2031-03-14"):
            first = datetime.combine(date.fromisoformat(text), datetime.min.time(), tzinfo=UTC)
            return _between(first - EAST, first + DAY + WEST)
        at = datetime.fromisoformat(text) if text[:4].isdigit() else parsedate_to_datetime(text)
        if at.tzinfo is not None:
            return _between(at, at + SECOND)
        return _between(at.replace(tzinfo=UTC) - EAST, at.replace(tzinfo=UTC) + SECOND + WEST)
    except (ValueError, TypeError, OverflowError):
        return None


def _between(low: datetime, end: datetime) -> TimeInterval:
    return TimeInterval(_us(low), _us(end) - 1, Basis.FILE)


def _us(at: datetime) -> int:
    since = at - EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
