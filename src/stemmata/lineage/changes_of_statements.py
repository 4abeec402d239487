"""Statements that are gone or new as a whole: sentences, and clauses of five words and more."""

from stemmata.lineage.changes_compared import AFTER, BEFORE, Compared
from stemmata.model.change import Change, Code

CLAUSE = 5
"""Words of a clause that is a statement of its own (bench/texts/changes/LABELS.md)."""

_HELD_OPEN = 6
"""The same for a clause that does little but hold another open: shorter ones are hedges."""


def statement_changes(both: Compared) -> list[Change]:
    """Marks what lies in them as spent: their numbers, hedges and speakers are not named again."""
    found: list[Change] = []
    for side, code in ((BEFORE, Code.OMITTED), (AFTER, Code.INSERTED)):
        if not both.pieces[1 - side]:
            for run in both.sentences(side):
                found.append(both.change(code, run if side == BEFORE else None, run if side == AFTER else None))
            continue
        for places, opposite in list(both.left_over(side)):
            run = _statement(both, side, places, opposite)
            if run is not None:
                found.append(both.change(code, run if side == BEFORE else None, run if side == AFTER else None))
    return found


def _statement(both: Compared, side: int, places: range, opposite: range) -> tuple[int, int] | None:
    spoken = {
        at
        for one in both.readings[side].speech
        if both.within(side, one.first)
        for at in range(one.first, one.last)
    }
    hedged = {
        at
        for one in both.readings[side].hedges
        if both.within(side, one.first)
        for at in range(one.first, one.last)
    }
    words = both.words(side, places)
    plain = [at for at in words if at not in spoken and at not in hedged]
    against = both.words(1 - side, opposite)
    if len(plain) < CLAUSE and not (len(words) - len(set(words) & spoken) >= _HELD_OPEN and set(words) & hedged):
        return None
    if len(both.content(side, plain)) < 2 or 3 * len(against) > len(words):
        return None
    return _trimmed(both, side, places)


def _trimmed(both: Compared, side: int, places: range) -> tuple[int, int]:
    """Without the commas around it; with the full stop where it ends its sentence."""
    tokens = both.readings[side].tokens
    first, last = places[0], places[-1] + 1
    while first < last - 1 and tokens[first].raw in ",;،؛:—–":
        first += 1
    while last - 1 > first and tokens[last - 1].raw in ",;،؛:—–":
        last -= 1
    return first, last
