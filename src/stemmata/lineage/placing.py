"""Laying the files of a family down: each where what it shares with those before lies, or on its own clock."""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from stemmata.lineage.borders import WHOLE, Box
from stemmata.lineage.joins import Join, Part
from stemmata.lineage.pieces import (
    STILL_PLANES,
    Footage,
    Piece,
    Stretch,
    area_of,
    boxed,
    keeps_speed,
    meetings,
    same_frame,
)
from stemmata.model.span import Span

SAME_LINE = 0.1
"""Times the tolerance by which two pieces that follow each other may lie off one line and still be on it."""


def laid(parts: Sequence[Part], joins: Sequence[Join], within: float) -> Footage:
    own: dict[str, list[Part]] = {}
    for part in sorted(parts, key=lambda part: (part.holder, part.span)):
        own.setdefault(part.holder, []).append(part)
    near: dict[str, list[Join]] = {holder: [] for holder in own}
    for join in joins:
        if join.a in own and join.b in own:
            near[join.a].append(join)
            near[join.b].append(join.turned())
    pieces: dict[str, tuple[Piece, ...]] = {}
    shown: dict[str, tuple[Stretch, ...]] = {}
    weight: dict[str, float] = {}
    area: dict[str, float] = {}
    clock: dict[str, float] = {}
    for holder in _sequence(own, near):
        lying = _carried_over(own[holder], [join for join in near[holder] if join.b in pieces], pieces, within)
        lying, fresh = _with_gaps(own[holder], lying, within)
        mine = [join for join in near[holder] if join.b == holder and join.a_span > join.b_span]
        introduced, again = _introduced(holder, fresh, mine, lying, within)
        longest = max(lying, key=lambda piece: (piece.end_us - piece.start_us, -piece.start_us), default=None)
        if longest is None:
            area[holder], clock[holder] = 1.0, 1.0
        else:
            area[holder] = area[longest.tape] * area_of(boxed(longest.plane, WHOLE))
            clock[holder] = clock[longest.tape] * abs(longest.rate)
        weight[holder] = area[holder] * clock[holder]
        shown[holder] = tuple((piece.start_us, piece.end_us) for piece in introduced)
        pieces[holder] = tuple(sorted([*lying, *introduced, *again], key=lambda piece: piece.start_us))
    return Footage(pieces, shown, weight, area, within)


def _sequence(own: Mapping[str, Sequence[Part]], near: Mapping[str, Sequence[Join]]) -> Iterable[str]:
    """The longest first that most of its kin run at the speed of; what shares anything with those before comes next in
    the same order, what shares nothing with them begins anew. So few files lay down most of the footage, and none whose
    speed was only estimated comes first."""
    order = {
        holder: (_is_at_odd_speed(near[holder]), -sum(part.span.length_us for part in parts), holder)
        for holder, parts in own.items()
    }
    met: set[str] = set()
    for first in sorted(order.values()):
        waiting = [] if first[-1] in met else [first]
        met.add(first[-1])
        while waiting:
            *_, holder = heapq.heappop(waiting)
            yield holder
            for join in near[holder]:
                if join.b not in met:
                    met.add(join.b)
                    heapq.heappush(waiting, order[join.b])


def _is_at_odd_speed(joins: Sequence[Join]) -> bool:
    kin = {join.b for join in joins}
    return 2 * len({join.b for join in joins if keeps_speed(join)}) < len(kin)


def _carried_over(
    parts: Sequence[Part], joins: Sequence[Join], pieces: Mapping[str, Sequence[Piece]], within: float
) -> list[Piece]:
    """Where the parts lie by what they share with files that lie: by the longest joins first, of these by one that
    keeps the speed, fills the same frame, and has the fewest alignments between; nothing lies twice."""
    lying: list[Piece] = []
    free = [(part, float(part.span.start_us), float(part.span.end_us)) for part in parts]
    for join in sorted(joins, key=lambda join: (-round(join.a_span.length_us / within), *_preference(join, pieces))):
        if not free:
            break
        left: list[tuple[Part, float, float]] = []
        for part, start, end in free:
            rest = start
            for low, high, piece in meetings(join, pieces[join.b]):
                low, high = max(low, rest), min(high, end)
                if high - low > within:
                    lying.append(_through(join, piece, low, high, part.box))
                    if low - rest > within:
                        left.append((part, rest, low))
                    rest = high
            if end - rest > within:
                left.append((part, rest, end))
        free = left
    return _merged(sorted(lying, key=lambda piece: piece.start_us), within)


def _merged(lying: Sequence[Piece], within: float) -> list[Piece]:
    """Pieces that follow each other here as they do where they lie are one."""
    made: list[Piece] = []
    for piece in lying:
        last = made[-1] if made else None
        if (
            last is not None
            and (last.tape, last.box, last.end_us) == (piece.tape, piece.box, piece.start_us)
            and max(abs(last.there(at) - piece.there(at)) for at in (piece.start_us, piece.end_us))
            <= SAME_LINE * within
            and np.array_equal(last.plane, piece.plane)
        ):
            made[-1] = replace(last, end_us=piece.end_us, hops=max(last.hops, piece.hops))
        else:
            made.append(piece)
    return made


def _preference(join: Join, pieces: Mapping[str, Sequence[Piece]]) -> tuple[bool, bool, int, str, Span, float]:
    moved = not any(same_frame(join.plane) is still for still in STILL_PLANES)
    return (
        not keeps_speed(join),
        moved,
        max((piece.hops for piece in pieces[join.b]), default=0),
        join.b,
        join.b_span,
        join.offset_us,
    )


def _free(stretch: Stretch, lying: Iterable[Piece]) -> list[Stretch]:
    """What of a stretch no piece covers."""
    start, end = stretch
    free = []
    for piece in sorted(lying, key=lambda piece: piece.start_us):
        if piece.end_us <= start or piece.start_us >= end:
            continue
        if piece.start_us > start:
            free.append((start, piece.start_us))
        start = max(start, piece.end_us)
    if start < end:
        free.append((start, end))
    return free


def _with_gaps(
    parts: Sequence[Part], lying: Sequence[Piece], within: float
) -> tuple[list[Piece], list[tuple[Stretch, Box]]]:
    """Short gaps go to the piece beside them, since an alignment's ends are known no better; the others are fresh."""
    pieces = list(lying)
    fresh: list[tuple[Stretch, Box]] = []
    for part in parts:
        for start, end in _free((float(part.span.start_us), float(part.span.end_us)), lying):
            before = next((at for at, piece in enumerate(pieces) if piece.end_us == start), None)
            after = next((at for at, piece in enumerate(pieces) if piece.start_us == end), None)
            if end - start > within or (before is None and after is None):
                fresh.append(((start, end), part.box))
            elif before is not None:
                pieces[before] = replace(pieces[before], end_us=end)
            elif after is not None:
                pieces[after] = replace(pieces[after], start_us=start)
    return pieces, fresh


def _introduced(
    holder: str, fresh: Sequence[tuple[Stretch, Box]], own_joins: Sequence[Join], lying: Sequence[Piece], within: float
) -> tuple[list[Piece], list[Piece]]:
    """(what lies on the holder's own clock, what shows such a place again): of what a file holds twice, the first.

    `own_joins` lead from the later showing to the earlier one, sorted.
    """
    introduced = [Piece(start, end, holder, 1.0, 0.0, np.eye(3), box, 0) for (start, end), box in fresh]
    again: list[Piece] = []
    for join in own_joins:
        for piece in list(introduced):
            low, high = max(piece.start_us, float(join.a_span.start_us)), min(piece.end_us, float(join.a_span.end_us))
            if high - low <= within:
                continue
            earlier = join.rate * (low + high) / 2 + join.offset_us
            if earlier >= low:
                continue
            found = next((one for one in [*lying, *introduced, *again] if one.start_us <= earlier < one.end_us), None)
            if found is None:
                continue
            again.append(_through(join, found, low, high, piece.box))
            introduced.remove(piece)
            for start, end in ((piece.start_us, low), (high, piece.end_us)):
                if end - start > within:
                    introduced.append(replace(piece, start_us=start, end_us=end))
    return sorted(introduced, key=lambda piece: piece.start_us), again


def _through(join: Join, piece: Piece, start: float, end: float, box: Box) -> Piece:
    plane = same_frame(piece.plane @ join.plane)
    rate, offset = piece.rate * join.rate, piece.there(join.offset_us)
    return Piece(start, end, piece.tape, rate, offset, plane, box, piece.hops + 1)
