"""Times as intervals with a basis: nobody's clock is taken for granted."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

SECOND_US = 1_000_000


class Basis(StrEnum):
    """Why a time is believed, strongest first (DESIGN section 6)."""

    ANCHORED = "anchored"
    COLLECTED = "collected"
    PLATFORM = "platform-claimed"
    FILE = "file-claimed"


@dataclass(frozen=True, slots=True)
class TimeInterval:
    """Between `low_us` and `high_us`, both inclusive, µs since 1970-01-01 UTC; None is an open end."""

    low_us: int | None
    high_us: int | None
    basis: Basis

    def __post_init__(self) -> None:
        if self.low_us is not None and self.high_us is not None and self.low_us > self.high_us:
            raise ValueError(f"an interval does not end before it begins, got {self.low_us}..{self.high_us} µs")


def iso_utc(epoch_us: int | None) -> str | None:
    """ISO 8601 UTC with a Z; fractions only where there are any. None stays None: unknown is a value."""
    if epoch_us is None:
        return None
    whole = datetime.fromtimestamp(epoch_us // 1_000_000, tz=UTC).replace(tzinfo=None).isoformat()
    fraction = epoch_us % 1_000_000
    return f"{whole}.{fraction:06d}Z" if fraction else f"{whole}Z"


def iso_span(interval: TimeInterval) -> str | None:
    """A moment as `iso_utc` gives it, else both ends with a solidus, an open one as ".." (ISO 8601-2:2019), the later
    one rounded up to a second; None where neither is known."""
    if interval.low_us == interval.high_us:
        return iso_utc(interval.low_us)
    high = None if interval.high_us is None else -(-interval.high_us // SECOND_US) * SECOND_US
    return f"{iso_utc(interval.low_us) or '..'}/{iso_utc(high) or '..'}"
