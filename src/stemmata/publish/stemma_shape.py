"""What every drawing of a stemma rests on: how many steps down a witness stands, under whom it is drawn, its letter.

Nothing here depends on the order in which witnesses or descents are given.
"""

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stemmata.lineage.stemma import Descent, Stemma, Sureness
from stemmata.model.span import Span

SURENESS_ORDER = (Sureness.PROVEN, Sureness.LIKELY, Sureness.NEAREST_KIN, Sureness.NONE)
"""From what claims most to what claims nothing."""
OMEGA = "ω"


@dataclass(frozen=True, slots=True)
class Shape:
    """slots: even for what is held (0: no parent held, 2: one step down, …), odd for an ω, which stands between; below
    zero where nothing held is above it. under: the one parent that a witness is drawn below. below: the reverse, in
    reading order. order: every id, by slot, then time, then id. elsewhere: parents that are no witnesses of this
    family. An id that no witness and no descent names is in none of them."""

    slots: Mapping[str, int]
    under: Mapping[str, str | None]
    below: Mapping[str, tuple[str, ...]]
    order: tuple[str, ...]
    held: frozenset[str]
    elsewhere: frozenset[str]

    @property
    def roots(self) -> tuple[str, ...]:
        return tuple(one for one in self.order if self.under[one] is None)


def shape_of(stemma: Stemma, earliest: Mapping[str, int | None]) -> Shape:
    """`earliest`: the earliest dated posting of a witness by id, in µs; None or absent where it is not known.

    ValueError where descents form a circle.
    """
    witnesses = {one.id: one.held for one in stemma.witnesses}
    links = [one for one in stemma.descents if one.parent is not None]
    elsewhere = frozenset(str(one.parent) for one in links) - witnesses.keys()
    ids = sorted(witnesses.keys() | elsewhere)
    held = frozenset(one for one in ids if witnesses.get(one, True))
    parents: dict[str, list[str]] = {one: [] for one in ids}
    for link in links:
        if link.parent not in parents[link.child]:
            parents[link.child].append(str(link.parent))
    sequence = _parents_first(ids, parents)
    slots = _slots(sequence, parents, held)

    def rank(one: str) -> tuple[int, bool, int, str]:
        time = earliest.get(one)
        return slots[one], time is None, time or 0, one

    order = tuple(sorted(ids, key=rank))
    under = _under(ids, links)
    below: dict[str, list[str]] = {one: [] for one in ids}
    for one in order:
        above = under[one]
        if above is not None:
            below[above].append(one)
    return Shape(slots, under, {one: tuple(found) for one, found in below.items()}, order, held, elsewhere)


def letters_of(shape: Shape) -> dict[str, str]:
    """A … Z, AA … for what is held; ω, or ω1, ω2 …, for what is not. Stable names within one family as it stands."""
    lost = [one for one in shape.order if one not in shape.held]
    held = [one for one in shape.order if one in shape.held]
    named = {one: letter(at) for at, one in enumerate(held)}
    return named | {one: OMEGA if len(lost) == 1 else f"{OMEGA}{at}" for at, one in enumerate(lost, start=1)}


def letter(at: int) -> str:
    """A … Z, AA, AB …"""
    text = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def strength(one: Descent) -> tuple[int, float, int, str]:
    """Sorts the descents of one child: surest first, then the longer part of it, then by the parent's id."""
    length = 1 << 62
    if isinstance(one.span, Span):
        length = one.span.length_us
    elif one.span is not None:
        length = one.span.end - one.span.start
    return SURENESS_ORDER.index(one.sureness), -(one.p or 0.0), -length, str(one.parent)


def _parents_first(ids: Sequence[str], parents: Mapping[str, Sequence[str]]) -> list[str]:
    waiting = {one: len(parents[one]) for one in ids}
    children: dict[str, list[str]] = {one: [] for one in ids}
    for child, above in parents.items():
        for one in above:
            children[one].append(child)
    ready = [one for one in ids if waiting[one] == 0]
    heapq.heapify(ready)
    made: list[str] = []
    while ready:
        one = heapq.heappop(ready)
        made.append(one)
        for child in children[one]:
            waiting[child] -= 1
            if waiting[child] == 0:
                heapq.heappush(ready, child)
    if len(made) < len(ids):
        raise ValueError(f"descents form a circle among {len(ids) - len(made)} witnesses")
    return made


def _slots(sequence: Sequence[str], parents: Mapping[str, Sequence[str]], held: frozenset[str]) -> dict[str, int]:
    first = {one for one in sequence if one not in held and not parents[one]}
    for one in sequence:
        if one not in held and all(above in first for above in parents[one]):
            first.add(one)
    slots = dict.fromkeys(first, -1)
    for one in reversed(sequence):
        if one in first:
            for above in parents[one]:
                slots[above] = min(slots[above], slots[one] - 2)
    for one in sequence:
        if one in first:
            continue
        deepest = max((slots[above] for above in parents[one]), default=-1)
        if one in held:
            slots[one] = max(0, deepest + (2 if deepest % 2 == 0 else 1))
        else:
            slots[one] = deepest + (1 if deepest % 2 == 0 else 2)
    return slots


def _under(ids: Sequence[str], links: Sequence[Descent]) -> dict[str, str | None]:
    under: dict[str, str | None] = dict.fromkeys(ids)
    for link in sorted(links, key=lambda one: (one.child, strength(one))):
        if under[link.child] is None:
            under[link.child] = link.parent
    return under
