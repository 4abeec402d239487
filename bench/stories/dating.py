"""Dates for a tradition that has none: seeded, in the order of its stemma, and then known only so well."""

from collections.abc import Mapping
from enum import StrEnum
from random import Random

from bench.stories.traditions import Tradition

from stemmata.model.interval import Basis, TimeInterval

DAY_US = 86_400_000_000
LEAST, MOST = 0.5, 3.0
"""Days from a copy to the next one made of it, any length alike: 1.75 in the mean."""
INTERVAL_US = int((LEAST + MOST) / 2 * DAY_US)
WIDE = 1.73
"""Times its deviation that a date of normal noise is taken to be off at most: a uniform date of that deviation is so
wide."""


class Noise(StrEnum):
    EXACT = "exact"
    HALF = "half an interval"
    """Off by up to half the mean interval between copies, either way, any amount alike."""
    ONE = "one interval"
    """By up to one mean interval either way."""
    NORMAL = "one interval, normal"
    """A normal error whose standard deviation is one mean interval: half as strong again as ONE."""
    NONE = "no dates"


def dated(tradition: Tradition, noise: Noise, seed: int) -> dict[str, TimeInterval | None]:
    """Of each witness that is held: when it says it was made."""
    rng = Random(f"dating {seed}")
    above: dict[str, list[str]] = {}
    for parent, child in tradition.edges:
        above.setdefault(child, []).append(parent)
    times: dict[str, int] = {}
    names = sorted({name for edge in tradition.edges for name in edge})
    for name in names:
        _place(name, above, times, rng)
    return {name: _known(times[name], noise, rng) for name in tradition.witnesses}


def _place(name: str, above: Mapping[str, list[str]], times: dict[str, int], rng: Random) -> int:
    if name not in times:
        parents = [_place(parent, above, times, rng) for parent in above.get(name, ())]
        times[name] = max(parents) + int(rng.uniform(LEAST, MOST) * DAY_US) if parents else 0
    return times[name]


def _known(at_us: int, noise: Noise, rng: Random) -> TimeInterval | None:
    if noise is Noise.NONE:
        return None
    if noise is Noise.EXACT:
        return TimeInterval(at_us, at_us, Basis.FILE)
    if noise is Noise.NORMAL:
        off, wide = int(rng.gauss(0, INTERVAL_US)), int(WIDE * INTERVAL_US)
    else:
        wide = INTERVAL_US if noise is Noise.ONE else INTERVAL_US // 2
        off = rng.randint(-wide, wide)
    return TimeInterval(at_us + off - wide, at_us + off + wide, Basis.FILE)
