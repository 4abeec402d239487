"""Words that hold a statement open, come or gone."""

from collections.abc import Sequence

from stemmata.lineage.changes_compared import AFTER, BEFORE, Compared
from stemmata.lineage.changes_doubt import Hedge
from stemmata.lineage.changes_verbs import one_sided
from stemmata.model.change import Change, Code


def hedge_changes(both: Compared) -> list[Change]:
    """One hedge in the place of another is no change: the statement is held open as before."""
    loose = _without_reworded(
        both,
        [one for one in both.hedges[BEFORE] if _is_loose(both, BEFORE, one)],
        [one for one in both.hedges[AFTER] if _is_loose(both, AFTER, one)],
    )
    return [
        one_sided(both, code, side, (one.first, one.last))
        for side, code in ((BEFORE, Code.HEDGE_DROPPED), (AFTER, Code.HEDGE_ADDED))
        for one in loose[side]
    ]


def _is_loose(both: Compared, side: int, one: Hedge) -> bool:
    """Whether nothing in the other version holds the statement open in its stead, and it is not the verb by which a
    speaker is named."""
    places = range(one.first, one.last)
    clauses = [clause for clause in both.speech[side] if clause.first <= one.first and one.last <= clause.last]
    if not both.gone[side].isdisjoint(places) or (both.is_spent(side, places) and not clauses):
        return False
    if any(clause.verb in places and clause.speaker for clause in clauses):
        return False
    met = [both.counterpart(side, at) for at in places]
    others = both.hedges[1 - side]
    if any(at is not None and any(other.first <= at < other.last for other in others) for at in met):
        return False
    core = both.content(side, places) or list(places)
    return 2 * sum(not both.met(side, at) for at in core) > len(core)


def _without_reworded(
    both: Compared, before: Sequence[Hedge], after: Sequence[Hedge]
) -> tuple[list[Hedge], list[Hedge]]:
    left = list(before), list(after)
    for gap in both.gaps:
        here = [[one for one in left[side] if both.piece_at(side, one.first) in gap[side]] for side in (BEFORE, AFTER)]
        for first, second in zip(here[0], here[1], strict=False):
            left[0].remove(first)
            left[1].remove(second)
    return left
