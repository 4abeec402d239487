"""What only the headline says: a claim that neither its own body nor the version before holds."""

from stemmata.lineage.changes_compared import AFTER, Compared
from stemmata.lineage.changes_reading import PieceKind, Reading
from stemmata.lineage.changes_speech import BREAKS
from stemmata.model.change import Change, Code


def headline_changes(both: Compared, bodies: tuple[Reading, Reading]) -> list[Change]:
    """`both` are the headlines. A run of new words is named where none of its content stands in a body."""
    known = {key for body in bodies for piece in body.pieces for key in (piece.key, *piece.others)}
    found = []
    for places, _ in list(both.left_over(AFTER)):
        run = _unheld(both, [at for at in places if at not in both.spent[AFTER]], known)
        if run is not None:
            found.append(both.change(Code.HEADLINE_ONLY, None, run))
    return found


def _unheld(both: Compared, places: list[int], known: set[str]) -> tuple[int, int] | None:
    tokens = both.readings[AFTER].tokens
    while places and tokens[places[-1]].raw in BREAKS:
        places.pop()
    while places and tokens[places[0]].raw in BREAKS:
        places.pop(0)
    new = [at for at in both.content(AFTER, places) if not _is_known(both, at, known)]
    return (places[0], places[-1] + 1) if new else None


def _is_known(both: Compared, at: int, known: set[str]) -> bool:
    piece = both.pieces[AFTER][both.piece_at(AFTER, at)]
    return piece.kind is PieceKind.STOP or not known.isdisjoint((piece.key, *piece.others))
