"""Pairs with their truth: one event, strangers, strangers under one layer, copies, microphones side by side."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from bench.sync.copies import LAYERS, MADE, laid_over, layer
from bench.sync.events import Event, event
from bench.sync.microphones import Clip, record


@dataclass(frozen=True, slots=True)
class Pair:
    """offset: true clock of a less that of b, s, in the middle of what both hear. lags: the same as each source is
    heard. Both empty for strangers."""

    kind: str
    a: Clip
    b: Clip
    offset: float | None = None
    lags: tuple[float, ...] = ()
    apart_m: float | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    event: Event
    clips: tuple[Clip, ...]


def recorded(kind: str, seeds: range) -> list[Recorded]:
    made = []
    for seed in seeds:
        one = event(kind, seed)
        first = record(one, 0)
        made.append(Recorded(one, (first, record(one, 1), record(one, 2, near=first.ear))))
    return made


def true_pair(one: Recorded, beside: bool = False) -> Pair:
    a, b = one.clips[0], one.clips[2 if beside else 1]
    middle = (max(a.event_s(0), b.event_s(0)) + min(a.event_s(a.seconds), b.event_s(b.seconds))) / 2
    offset = a.clip_s(middle) - b.clip_s(middle)
    delays = [(one.event.delay_s(s, a.ear, middle), one.event.delay_s(s, b.ear, middle)) for s in one.event.sources]
    lags = tuple(offset + to_a - to_b for to_a, to_b in delays)
    return Pair("beside" if beside else one.event.kind, a, b, offset, lags, float(np.hypot(*(a.ear - b.ear))))


def strangers(made: list[Recorded], number: int, rng: np.random.Generator) -> Iterator[Pair]:
    """Clips of two events; half of them of events of one kind."""
    while number:
        one, other = (made[int(k)] for k in rng.integers(len(made), size=2))
        if one.event is other.event or (rng.random() < 0.5 and one.event.kind != other.event.kind):
            continue
        yield Pair("strangers", one.clips[int(rng.integers(2))], other.clips[int(rng.integers(2))])
        number -= 1


def layered(made: list[Recorded], number: int, rng: np.random.Generator) -> Iterator[Pair]:
    """Strangers with one sound laid over both afterwards."""
    for at, pair in enumerate(strangers(made, number, rng)):
        which = LAYERS[at % len(LAYERS)]
        sound = layer(which, int(rng.integers(2**31)))
        yield Pair(which, laid_over(pair.a, sound, rng), laid_over(pair.b, sound, rng))


def copied(made: list[Recorded], rng: np.random.Generator) -> Iterator[Pair]:
    """A clip of each event and one copy of it, by each edit in turn."""
    for at, one in enumerate(made):
        edit = list(MADE)[at % len(MADE)]
        yield Pair(f"copy, {edit}", one.clips[0], MADE[edit](one.clips[0], rng))
