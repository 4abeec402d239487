"""All files of a family on one clock: each moment of footage once, named by a file that shows it and that file's clock.

Files are laid down one after another: of those that run at one speed the longest first, and then what shares anything
with those that lie. What a file shares with them is carried over to where that lies; what it shares with none is
footage of its own and lies on its own clock. So a place in the family's footage is (holder, time on that holder's
clock), and a file is a list of pieces that each lie somewhere.

Where two aligned stretches then say that two different places show the same (two files meet only through a third, or
one file was seen to hold a stretch of another twice), that is one more join and all is laid down anew. Where they say
so of one stretch and itself, and nothing was seen twice, alignments contradict each other or the picture repeats
itself: no clock can hold, and none is guessed at. An alignment that most ways round it contradict is left out before.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from stemmata.lineage.agreement import outvoted, shown_twice
from stemmata.lineage.joins import Join, Part
from stemmata.lineage.pieces import SAME_SPEED, SPEED, Footage, Piece, keeps_speed, meetings, same_frame
from stemmata.lineage.placing import laid
from stemmata.lineage.stretches import NEAR_US
from stemmata.model.span import Span

SHORT = 4
"""Of short parts a fourth is the tolerance: half a second of a clip of one second is no play of its edges."""
ROUNDS = 24
"""Layings until no two places are the same; each makes the footage shorter, and few families need more than three."""
SAME_MOMENT = 2
"""Times the tolerance by which two ways to one moment may differ: each way is a chain of alignments."""


def tolerance_us(parts: Iterable[Part]) -> float:
    """What the ends of aligned stretches may be off by."""
    return min([float(NEAR_US), *(part.span.length_us / SHORT for part in parts)])


def common_clock(parts: Sequence[Part], joins: Sequence[Join]) -> Footage | None:
    """None where the alignments contradict each other. Depends on the set of parts and joins, not on their order."""
    within = tolerance_us(parts)
    ordered = sorted(joins, key=_order)
    lost = outvoted(ordered, within)
    known = [join for at, join in enumerate(ordered) if at not in lost]
    twice = shown_twice(known, within)
    for _ in range(ROUNDS):
        footage = laid(parts, known, within)
        more, contradicted = _same_places(footage, known, twice)
        if more:
            known += more
        elif contradicted:
            return None
        else:
            return replace(footage, left_out=len(lost))
    return None


def _order(join: Join) -> tuple[str, str, Span, Span, float]:
    return (join.a, join.b, join.a_span, join.b_span, join.offset_us)


def _same_places(footage: Footage, joins: Sequence[Join], twice: frozenset[tuple[str, str]]) -> tuple[list[Join], bool]:
    """(joins between places that were laid down apart and show the same, whether any stretch would have to be another
    moment of itself though nothing was seen twice)."""
    within = footage.tolerance_us
    contradicted = False
    found: dict[tuple[str, str, int, int], Join] = {}
    for join in joins:
        theirs = meetings(join, footage.pieces.get(join.b, ()))
        for one in footage.pieces.get(join.a, ()):
            if one.end_us - within <= join.a_span.start_us or one.start_us + within >= join.a_span.end_us:
                continue
            for low, high, other in theirs:
                start, end = max(low, one.start_us), min(high, one.end_us)
                if end - start <= within:
                    continue
                apart = _place_join(join, one, other, start, end, within)
                if apart is None:
                    continue
                beside_itself = apart.a_span.shared_us(apart.b_span) > within
                if apart.a == apart.b and (beside_itself or (join.a, join.b) not in twice):
                    contradicted = True
                    continue
                key = (apart.a, apart.b, round(apart.offset_us / within), round(10 * apart.rate))
                if key not in found or found[key].a_span.length_us < apart.a_span.length_us:
                    found[key] = apart
    return [found[key] for key in sorted(found)], contradicted


def _place_join(join: Join, one: Piece, other: Piece, start: float, end: float, within: float) -> Join | None:
    """What a's and b's pieces of one meeting say of the places they lie at; None where it is the same place."""
    ours = [one.there(at) for at in (start, end)]
    theirs = [other.there(join.rate * at + join.offset_us) for at in (start, end)]
    play = SAME_MOMENT * within
    if not (keeps_speed(join) and abs(abs(one.rate) - 1) <= SAME_SPEED and abs(abs(other.rate) - 1) <= SAME_SPEED):
        play += SPEED * abs(ours[1] - ours[0])
    if one.tape == other.tape and max(abs(a - b) for a, b in zip(ours, theirs, strict=True)) <= play:
        return None
    rate = (theirs[1] - theirs[0]) / (ours[1] - ours[0])
    plane = same_frame(other.plane @ join.plane @ np.linalg.inv(one.plane))
    made = Join(one.tape, other.tape, _span(ours), _span(theirs), rate, theirs[0] - rate * ours[0], plane)
    turned = (made.a, made.a_span) < (made.b, made.b_span)
    return made.turned() if turned else made


def _span(ends: Sequence[float]) -> Span:
    return Span(round(min(ends)), max(round(max(ends)), round(min(ends)) + 1))
