"""What only the headline says: a claim that neither its own body nor the version before holds."""

from collections.abc import Iterable

from stemmata.lineage.changes_compared import AFTER, Compared
from stemmata.lineage.changes_doubt import BREAKS
from stemmata.lineage.changes_reading import PieceKind, Reading
from stemmata.model.change import Change, Code

HARM = "~harm"
"""Stands in what bodies hold where they tell of harm: "kills 8" above "were shot dead" says nothing new."""


def held_in(bodies: Iterable[Reading]) -> frozenset[str]:
    """What the bodies hold: keys of their words, numbers (without bounds) and times."""
    held: set[str] = set()
    for body in bodies:
        for piece in body.pieces:
            held.update((piece.key, *piece.others))
        held.update(one.value for one in body.quantities)
        if "harm.words" in body.runs:
            held.add(HARM)
    return frozenset(held)


def headline_changes(both: Compared) -> list[Change]:
    """`both` are the headlines. A run of new words is named where some of its content stands in no body."""
    known = both.held
    found = []
    for places, _ in list(both.left_over(AFTER)):
        run = _unheld(both, [at for at in places if at not in both.spent[AFTER]], known)
        if run is not None:
            found.append(both.change(Code.HEADLINE_ONLY, None, run))
    return found


def _unheld(both: Compared, places: list[int], known: frozenset[str]) -> tuple[int, int] | None:
    tokens = both.readings[AFTER].tokens
    while places and tokens[places[-1]].raw in BREAKS:
        places.pop()
    while places and tokens[places[0]].raw in BREAKS:
        places.pop(0)
    new = [at for at in both.content(AFTER, places) if not _is_known(both, at, known)]
    return (places[0], places[-1] + 1) if new else None


def _is_known(both: Compared, at: int, known: frozenset[str]) -> bool:
    piece = both.pieces[AFTER][both.piece_at(AFTER, at)]
    if HARM in known and both.readings[AFTER].has("harm.words", at):
        return True
    return piece.kind is PieceKind.STOP or not known.isdisjoint((piece.key, *piece.others))
