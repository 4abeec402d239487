"""Days and hours that are other ones in the other version."""

from stemmata.lineage.changes_compared import AFTER, BEFORE, Compared
from stemmata.lineage.changes_dates import Moment
from stemmata.model.change import Change, Code


def date_changes(both: Compared) -> list[Change]:
    sides = tuple(
        [
            one
            for one in both.moments[side]
            if not both.is_spent(side, range(one.first, one.last)) and not both.met_same(side, one.first)
        ]
        for side in (BEFORE, AFTER)
    )
    pairs: list[tuple[Moment, Moment]] = []
    for one in sides[0]:
        rivals = [
            other
            for other in sides[1]
            if other.kind == one.kind and other.value != one.value and all(other is not taken for _, taken in pairs)
        ]
        opposite = both.counterpart(BEFORE, one.first)
        rivals.sort(key=lambda other: (other.first != opposite, abs(other.first - one.first)))
        if rivals:
            pairs.append((one, rivals[0]))
    for one in sides[0]:
        for other in sides[1]:
            if all(one is not taken and other is not held for taken, held in pairs) and _same_gap(both, one, other):
                pairs.append((one, other))
    pairs.sort(key=lambda pair: pair[0].first)
    return [
        both.change(Code.DATE_CHANGED, (run[0][0].first, run[-1][0].last), (run[0][1].first, run[-1][1].last))
        for run in _together(pairs)
    ]


def _same_gap(both: Compared, one: Moment, other: Moment) -> bool:
    """Whether the one stands where the other did: "last year" for "this winter"."""
    first, second = both.piece_at(BEFORE, one.first), both.piece_at(AFTER, other.first)
    return any(first in mine and second in theirs for mine, theirs in both.gaps)


def _together(pairs: list[tuple[Moment, Moment]]) -> list[list[tuple[Moment, Moment]]]:
    """Pairs that follow each other at once on both sides are one change: "Monday morning", صباح الأربعاء."""
    runs: list[list[tuple[Moment, Moment]]] = []
    for one, other in pairs:
        if runs and runs[-1][-1][0].last == one.first and runs[-1][-1][1].last == other.first:
            runs[-1].append((one, other))
        else:
            runs.append([(one, other)])
    return runs
