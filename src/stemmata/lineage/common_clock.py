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

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from stemmata.lineage.agreement import outvoted, shown_twice
from stemmata.lineage.borders import SAME_FRAME, WHOLE, Box
from stemmata.lineage.joins import Join, Part, Plane
from stemmata.lineage.stretches import NEAR_US
from stemmata.match.geometry import project
from stemmata.model.span import Span

SHORT = 4
"""Of short parts a fourth is the tolerance: half a second of a clip of one second is no play of its edges."""
ROUNDS = 24
"""Layings until no two places are the same; each makes the footage shorter, and few families need more than three."""
SAME_MOMENT = 2
"""Times the tolerance by which two ways to one moment may differ: each way is a chain of alignments."""
SAME_SPEED, SPEED = 0.005, 0.1
"""A speed this near 1 is none; another one is an estimate that may be off by the second share: of films slowed by 9 to
17 % or quickened by 9 to 22 %, alignments with whole copies came out at up to 9 % off."""
SAME_LINE = 0.1
"""Times the tolerance by which two pieces that follow each other may lie off one line and still be on it."""
STILL_PLANES = (np.eye(3), np.array([[-1.0, 0, 1], [0, 1, 0], [0, 0, 1]]))
"""Of pictures that fill the same frame: as it is, and mirrored."""

Stretch = tuple[float, float]


@dataclass(frozen=True)
class Piece:
    """Where `start_us`..`end_us` of one file lies: rate × its clock + offset_us on the clock of `tape`, a holder.
    `plane` maps its picture onto the tape's; `box` is the part of its own picture that belongs. `hops`: how many
    alignments lie between."""

    start_us: float
    end_us: float
    tape: str
    rate: float
    offset_us: float
    plane: Plane
    box: Box
    hops: int

    def there(self, at_us: float) -> float:
        return self.rate * at_us + self.offset_us

    @property
    def image(self) -> Stretch:
        """On the tape's clock, in order."""
        one, other = self.there(self.start_us), self.there(self.end_us)
        return min(one, other), max(one, other)


@dataclass(frozen=True)
class Footage:
    """`pieces` by holder, in order of its clock. `shown`: what each holder was the first to lay down, on its own clock.
    `weight`: what a second of a tape's whole picture counts, in seconds and pictures of the first file laid down."""

    pieces: Mapping[str, tuple[Piece, ...]]
    shown: Mapping[str, tuple[Stretch, ...]]
    weight: Mapping[str, float]
    scene_area: Mapping[str, float]
    """Each holder's whole picture in pictures of the first file laid down: below 1 for a crop of it."""
    tolerance_us: float
    left_out: int = 0
    """Alignments that most ways round them contradict."""


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
        footage = _laid(parts, known, within)
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


def _laid(parts: Sequence[Part], joins: Sequence[Join], within: float) -> Footage:
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
    return 2 * len({join.b for join in joins if _keeps_speed(join)}) < len(kin)


def _keeps_speed(join: Join) -> bool:
    return abs(abs(join.rate) - 1) <= SAME_SPEED


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
            for low, high, piece in _meetings(join, pieces[join.b]):
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
    moved = not any(_same_frame(join.plane) is still for still in STILL_PLANES)
    return (
        not _keeps_speed(join),
        moved,
        max((piece.hops for piece in pieces[join.b]), default=0),
        join.b,
        join.b_span,
        join.offset_us,
    )


def _meetings(join: Join, pieces: Sequence[Piece]) -> list[tuple[float, float, Piece]]:
    """(start, end on a's clock, piece of b), in order of a's clock: where the join meets what lies of b."""
    found = []
    for piece in pieces:
        if piece.end_us <= join.b_span.start_us or piece.start_us >= join.b_span.end_us:
            continue
        edges = sorted((at - join.offset_us) / join.rate for at in (piece.start_us, piece.end_us))
        start, end = max(float(join.a_span.start_us), edges[0]), min(float(join.a_span.end_us), edges[1])
        if end > start:
            found.append((start, end, piece))
    return sorted(found, key=lambda meeting: meeting[:2])


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
    plane = _same_frame(piece.plane @ join.plane)
    rate, offset = piece.rate * join.rate, piece.there(join.offset_us)
    return Piece(start, end, piece.tape, rate, offset, plane, box, piece.hops + 1)


def _same_places(footage: Footage, joins: Sequence[Join], twice: frozenset[tuple[str, str]]) -> tuple[list[Join], bool]:
    """(joins between places that were laid down apart and show the same, whether any stretch would have to be another
    moment of itself though nothing was seen twice)."""
    within = footage.tolerance_us
    contradicted = False
    found: dict[tuple[str, str, int, int], Join] = {}
    for join in joins:
        theirs = _meetings(join, footage.pieces.get(join.b, ()))
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
    if not (_keeps_speed(join) and abs(abs(one.rate) - 1) <= SAME_SPEED and abs(abs(other.rate) - 1) <= SAME_SPEED):
        play += SPEED * abs(ours[1] - ours[0])
    if one.tape == other.tape and max(abs(a - b) for a, b in zip(ours, theirs, strict=True)) <= play:
        return None
    rate = (theirs[1] - theirs[0]) / (ours[1] - ours[0])
    plane = _same_frame(other.plane @ join.plane @ np.linalg.inv(one.plane))
    made = Join(one.tape, other.tape, _span(ours), _span(theirs), rate, theirs[0] - rate * ours[0], plane)
    turned = (made.a, made.a_span) < (made.b, made.b_span)
    return made.turned() if turned else made


def _span(ends: Sequence[float]) -> Span:
    return Span(round(min(ends)), max(round(max(ends)), round(min(ends)) + 1))


def _same_frame(plane: Plane) -> Plane:
    """The movement, or exactly none where the picture fills the same frame within SAME_FRAME, mirrored or not: so small
    errors of laying one over the other do not add up along a chain of copies."""
    corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float64)
    moved = project(np.asarray(plane, np.float64), corners)
    for still in STILL_PLANES:
        if np.abs(moved - project(still, corners)).max() <= SAME_FRAME:
            return still
    return np.asarray(plane, np.float64)


def boxed(plane: Plane, box: Box) -> Box:
    """The upright box of where `box` comes to lie; of a side that lies aslant, its middle counts."""
    left, top, right, bottom = box
    corners = project(plane, np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float64))
    across, down = np.sort(corners[:, 0]), np.sort(corners[:, 1])
    return (
        float(across[:2].mean()), float(down[:2].mean()), float(across[2:].mean()), float(down[2:].mean()),
    )  # fmt: skip


def area_of(box: Box) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])
