"""How the dates of two texts stand to each other, each as wide as it is known."""

from stemmata.model.interval import TimeInterval

UNKNOWN = 0.5


def chance_before(one: TimeInterval | None, other: TimeInterval | None) -> float:
    """0..1: how often a moment of `one` lies before a moment of `other`, each anywhere in its interval alike.

    0.5 where that cannot be told: a date is missing, or an open end leaves it undecided.
    """
    if one is None or other is None:
        return UNKNOWN
    if one.high_us is not None and other.low_us is not None and one.high_us < other.low_us:
        return 1.0
    if other.high_us is not None and one.low_us is not None and other.high_us < one.low_us:
        return 0.0
    ends = (one.low_us, one.high_us, other.low_us, other.high_us)
    if None in ends:
        return UNKNOWN
    low, high, from_us, to_us = (int(end) for end in ends if end is not None)
    if low == high and from_us == to_us:
        return UNKNOWN
    if low == high:
        return (to_us - low) / (to_us - from_us)
    if from_us == to_us:
        return (to_us - low) / (high - low)
    return (_later(high, from_us, to_us) - _later(low, from_us, to_us)) / ((high - low) * (to_us - from_us))


def _later(at: int, from_us: int, to_us: int) -> float:
    """Integral up to `at` of how much of from..to lies after a moment, counted from `from_us`."""
    if at <= from_us:
        return float((at - from_us) * (to_us - from_us))
    inside = min(at, to_us) - from_us
    return inside * (to_us - from_us) - inside * inside / 2
