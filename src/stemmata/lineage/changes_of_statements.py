"""Statements that are gone or new as a whole: sentences, and clauses of five words and more."""

from collections.abc import Sequence

from stemmata.lineage.changes_compared import AFTER, BEFORE, Compared
from stemmata.lineage.changes_speech import Speech
from stemmata.model.change import Change, Code

CLAUSE = 5
"""Words of a clause that is a statement of its own (bench/texts/changes/LABELS.md)."""

_HELD_OPEN = 6
"""The same for a clause that does little but hold another open: shorter ones are hedges."""


def statement_changes(both: Compared) -> list[Change]:
    """Marks what lies in them as spent: their numbers, hedges and speakers are not named again."""
    found: list[Change] = []
    for side, code in ((BEFORE, Code.OMITTED), (AFTER, Code.INSERTED)):
        whole = not both.pieces[1 - side]
        runs = list(both.sentences(side)) if whole else _statements(both, side)
        for run in runs:
            both.gone[side].update(range(*run))
            found.append(both.change(code, run if side == BEFORE else None, run if side == AFTER else None))
    return found


def _statements(both: Compared, side: int) -> list[tuple[int, int]]:
    found = []
    for places, opposite in list(both.left_over(side)):
        for part in _parts(both, side, places):
            run = _statement(both, side, part, opposite)
            if run is not None:
                found.append(run)
    return found


def _parts(both: Compared, side: int, places: range) -> list[range]:
    """The run, cut where a speaker is named between commas; one who leads into what is said stays with it."""
    parts, first = [], places.start
    for one in sorted(both.speech[side], key=lambda clause: clause.first):
        if places.start <= one.first < places.stop and not _leads_within(one, places):
            parts.append(range(first, one.first))
            first = min(one.last, places.stop)
    parts.append(range(first, places.stop))
    return [part for part in parts if part]


def _leads_within(one: Speech, places: range) -> bool:
    return one.leads and one.last + CLAUSE - 2 <= places.stop


def _statement(both: Compared, side: int, places: range, opposite: Sequence[int]) -> tuple[int, int] | None:
    if both.is_spent(side, places):
        return None
    spoken = {at for one in both.speech[side] for at in range(one.first, one.last)}
    hedged = {at for one in both.hedges[side] for at in range(one.first, one.last)}
    words = [at for at in both.words(side, places) if not both.is_moment(side, at)]
    leads = any(places.start <= one.first < places.stop and _leads_within(one, places) for one in both.speech[side])
    plain = [at for at in words if (at not in spoken or leads) and at not in hedged]
    against = both.words(1 - side, opposite)
    held_open = len(words) >= _HELD_OPEN and bool(set(words) & hedged)
    if len(plain) < CLAUSE and not held_open:
        return None
    if len(both.content(side, words if held_open else plain)) < 2 or 3 * len(against) > len(words):
        return None
    return _trimmed(both, side, [at for at in places if not both.is_moment(side, at)] or places)


def _trimmed(both: Compared, side: int, places: Sequence[int]) -> tuple[int, int]:
    """Without the commas around it; with the full stop where it ends its sentence."""
    tokens = both.readings[side].tokens
    first, last = places[0], places[-1] + 1
    while first < last - 1 and tokens[first].raw in ",;،؛:—–":
        first += 1
    while last - 1 > first and tokens[last - 1].raw in ",;،؛:—–":
        last -= 1
    return first, last
