"""Speakers and hedges that came, went or changed between two versions of a statement."""

from collections.abc import Sequence

from stemmata.lineage.changes_compared import AFTER, BEFORE, Compared
from stemmata.lineage.changes_speech import Hedge, Speech
from stemmata.model.change import Change, Code

_GONE = 0.6
"""Share of a clause's words that must have met nothing for the clause to have gone, rather than to have moved."""


def attribution_changes(both: Compared) -> list[Change]:
    clauses = tuple(
        [one for one in both.readings[side].speech if both.within(side, one.first)
         and not both.is_spent(side, range(one.first, one.last))]
        for side in (BEFORE, AFTER)
    )
    pairs = _paired(both, clauses[0], clauses[1])
    found = []
    for one, other in pairs:
        if _another(both, one, other):
            found.append(both.change(Code.ATTRIBUTION_CHANGED, (one.first, one.last), (other.first, other.last)))
    for side, code in ((BEFORE, Code.ATTRIBUTION_DROPPED), (AFTER, Code.ATTRIBUTION_ADDED)):
        paired = {pair[side] for pair in pairs}
        for clause in clauses[side]:
            if clause not in paired and _gone(both, side, clause):
                run = (clause.first, clause.last)
                found.append(both.change(code, run if side == BEFORE else None, run if side == AFTER else None))
    return found


def _paired(both: Compared, before: Sequence[Speech], after: Sequence[Speech]) -> list[tuple[Speech, Speech]]:
    """Clauses that speak of the same: by the words of the speaker that both have, then by verb or place."""
    ranked = sorted(
        ((-_kinship(both, one, other), abs(one.first - other.first), one.first, other.first, one, other)
         for one in before for other in after),
        key=lambda found: found[:4],
    )
    pairs: list[tuple[Speech, Speech]] = []
    for rank, _, _, _, one, other in ranked:
        free = all(one != first and other != second for first, second in pairs)
        if free and (rank < 0 or (_gone(both, BEFORE, one) and _gone(both, AFTER, other))):
            pairs.append((one, other))
    return pairs


def _kinship(both: Compared, one: Speech, other: Speech) -> float:
    shared = sum(
        other.first <= at < other.last for at in (both.counterpart(BEFORE, place) for place in one.speaker) if at is not None
    )
    verb = both.counterpart(BEFORE, one.verb)
    return shared + (0.5 if verb is not None and other.first <= verb < other.last else 0)


def _another(both: Compared, one: Speech, other: Speech) -> bool:
    """Whether another speaks: a word that names one of them stands nowhere in the other version."""
    new = [
        [at for at in clause.speaker if not both.met(side, at)]
        for side, clause in ((BEFORE, one), (AFTER, other))
    ]
    return bool(new[0] or new[1])


def _gone(both: Compared, side: int, clause: Speech) -> bool:
    words = both.content(side, range(clause.first, clause.last)) or [clause.verb]
    missing = [at for at in words if not both.met(side, at)]
    return not both.met(side, clause.verb) and len(missing) >= _GONE * len(words)


def hedge_changes(both: Compared) -> list[Change]:
    hedges = tuple(
        [one for one in both.readings[side].hedges if both.within(side, one.first)] for side in (BEFORE, AFTER)
    )
    loose = tuple([one for one in hedges[side] if _loose(both, side, one, hedges[1 - side])] for side in (BEFORE, AFTER))
    loose = _without_reworded(both, loose[0], loose[1])
    found = []
    for side, code in ((BEFORE, Code.HEDGE_DROPPED), (AFTER, Code.HEDGE_ADDED)):
        for one in loose[side]:
            run = (one.first, one.last)
            found.append(both.change(code, run if side == BEFORE else None, run if side == AFTER else None))
    return found


def _loose(both: Compared, side: int, one: Hedge, others: Sequence[Hedge]) -> bool:
    places = range(one.first, one.last)
    if all(at in both.spent[side] for at in places) and not both.readings[side].speech:
        return False
    met = [both.counterpart(side, at) for at in places]
    if any(at is not None and any(other.first <= at < other.last for other in others) for at in met):
        return False
    core = both.content(side, places) or list(places)
    return all(not both.met(side, at) for at in core)


def _without_reworded(both: Compared, before: Sequence[Hedge], after: Sequence[Hedge]) -> tuple[list[Hedge], list[Hedge]]:
    """Without a hedge in the place of another: the statement is held open as before."""
    left = list(before), list(after)
    for one, other in both.alignment.gaps():
        places = [
            {at for number in gap for at in range(pieces[number].first, pieces[number].last)}
            for gap, pieces in ((one, both.pieces[0]), (other, both.pieces[1]))
        ]
        here = [[hedge for hedge in side if hedge.first in place] for side, place in zip(left, places, strict=True)]
        for first, second in zip(here[0], here[1], strict=False):
            left[0].remove(first)
            left[1].remove(second)
    return left
