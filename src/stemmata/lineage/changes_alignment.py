"""Two runs of pieces laid on each other: what stands in both, in order or moved, and what is left over."""

from collections.abc import Sequence
from dataclasses import dataclass

from stemmata.lineage.changes_named import name_key
from stemmata.lineage.changes_reading import Piece, PieceKind, Reading

_WEIGHT = {
    PieceKind.WORD: 1.0,
    PieceKind.QUANTITY: 1.2,
    PieceKind.MOMENT: 1.2,
    PieceKind.STOP: 0.3,
    PieceKind.MARK: 0.1,
}
_OTHER_VALUE = 0.6
"""Another number, or another day, in the place of one: less than a word that stays, more than any little word."""
_SAME_CLASS = 0.25
_OTHER_SPELLING = 0.8
_SHORTEST_NAME = 3
"""Consonants of a name with a capital that two spellings must agree in ("Mansur", "Mansour")."""
_MOVES = 3
_LARGEST_TABLE = 250_000
"""Cells of one comparison, some 500 by 500 pieces: what lies beyond has no sentences and is taken for replaced."""


@dataclass(frozen=True)
class Alignment:
    """Pieces of both sides; `partner[0][i]` is the piece of the other side that piece i of `before` stands in, or -1.

    `even` are the pairs that stand in order; the others moved. A pair may be unequal: another number in its place.
    """

    before: list[Piece]
    after: list[Piece]
    partner: tuple[list[int], list[int]]
    even: frozenset[tuple[int, int]]

    def gaps(self) -> list[tuple[range, range]]:
        """Stretches between pairs in order: pieces of `before` and of `after` that stand at one place."""
        found = []
        last = (-1, -1)
        for pair in [*sorted(self.even), (len(self.before), len(self.after))]:
            one, other = range(last[0] + 1, pair[0]), range(last[1] + 1, pair[1])
            if one or other:
                found.append((one, other))
            last = pair
        return found


def align(before: list[Piece], after: list[Piece], readings: tuple[Reading, Reading]) -> Alignment:
    """In order first (heaviest common subsequence), then what moved: runs of what is left that stand in both."""
    partner = [-1] * len(before), [-1] * len(after)
    head = 0
    while head < min(len(before), len(after)) and before[head].key == after[head].key:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail].key == after[-1 - tail].key:
        tail += 1
    pairs = [(at, at) for at in range(head)]
    pairs += [(len(before) - 1 - at, len(after) - 1 - at) for at in range(tail)]
    inner = [list(range(head, len(side) - tail)) for side in (before, after)]
    pairs += _heaviest(before, after, inner[0], inner[1], readings, moved=False)
    pairs = _without_strays(pairs, before, after)
    for one, other in pairs:
        partner[0][one], partner[1][other] = other, one
    even = frozenset(pairs)
    for _ in range(_MOVES):
        left = [[at for at, found in enumerate(side) if found < 0] for side in partner]
        moved = _heaviest(before, after, left[0], left[1], readings, moved=True)
        moved = _runs_of_weight(moved, before)
        if not moved:
            break
        for one, other in moved:
            partner[0][one], partner[1][other] = other, one
    return Alignment(before, after, partner, even)


def _heaviest(
    before: Sequence[Piece],
    after: Sequence[Piece],
    rows: Sequence[int],
    columns: Sequence[int],
    readings: tuple[Reading, Reading],
    *,
    moved: bool,
) -> list[tuple[int, int]]:
    if not rows or not columns or len(rows) * len(columns) > _LARGEST_TABLE:
        return []
    width = len(columns) + 1
    table = [[0.0] * width]
    likeness: dict[tuple[int, int], float] = {}
    places: dict[str, list[int]] = {}
    for number, at in enumerate(columns):
        for name in _names(after[at], readings[1], moved=moved):
            places.setdefault(name, []).append(number)
    for row, at in enumerate(rows):
        for name in _names(before[at], readings[0], moved=moved):
            for column in places.get(name, ()):
                score = _OTHER_SPELLING if name[0] == "@" else _likeness(before[at], after[columns[column]])
                likeness[row, column] = max(score, likeness.get((row, column), 0.0))
    for row in range(len(rows)):
        above = table[-1]
        line = [0.0] * width
        best = 0.0
        for column in range(len(columns)):
            best = max(best, above[column + 1])
            found = likeness.get((row, column))
            if found is not None and above[column] + found > best:
                best = above[column] + found
            line[column + 1] = best
        table.append(line)
    return _traced(table, likeness, rows, columns)


def _traced(
    table: list[list[float]], likeness: dict[tuple[int, int], float], rows: Sequence[int], columns: Sequence[int]
) -> list[tuple[int, int]]:
    pairs = []
    row, column = len(rows), len(columns)
    while row and column:
        score = likeness.get((row - 1, column - 1))
        if score is not None and table[row][column] == table[row - 1][column - 1] + score:
            pairs.append((rows[row - 1], columns[column - 1]))
            row, column = row - 1, column - 1
        elif table[row][column] == table[row - 1][column]:
            row -= 1
        else:
            column -= 1
    return pairs[::-1]


def _names(piece: Piece, reading: Reading, *, moved: bool) -> list[str]:
    """Under which names a piece can meet another: what it says, and in order also what it could stand for."""
    names = [f"={key}" for key in (piece.key, *piece.others)]
    if not moved and piece.kind in {PieceKind.QUANTITY, PieceKind.MOMENT}:
        names.append(f"{piece.kind}/{piece.sort}")
    elif not moved and piece.kind is not PieceKind.MARK:
        word = reading.tokens[piece.first].text
        names.extend(f"~{category}" for category in _CLASSES if reading.lexicon.has(category, word))
    token = reading.tokens[piece.first]
    if piece.kind is PieceKind.WORD and token.capital and len(name_key(token.text)) >= _SHORTEST_NAME:
        names.append(f"@{name_key(token.text)}")
    return names


_CLASSES = ("attribution.verbs", "denial.negators")


def _likeness(one: Piece, other: Piece) -> float:
    if one.same_as(other) and one.kind is other.kind:
        return _WEIGHT[one.kind]
    if one.kind in {PieceKind.QUANTITY, PieceKind.MOMENT} and one.kind is other.kind:
        return _OTHER_VALUE
    return _SAME_CLASS


def _without_strays(
    pairs: list[tuple[int, int]], before: Sequence[Piece], after: Sequence[Piece]
) -> list[tuple[int, int]]:
    """Without little words and marks that meet alone: their neighbours on both sides do not."""
    known = set(pairs)
    while True:
        kept = {
            (one, other)
            for one, other in known
            if before[one].kind not in {PieceKind.STOP, PieceKind.MARK}
            or (one - 1, other - 1) in known
            or (one + 1, other + 1) in known
            or (one, other) in {(0, 0), (len(before) - 1, len(after) - 1)}
        }
        if len(kept) == len(known):
            break
        known = kept
    runs = _runs(sorted(known))
    return sorted(
        pair
        for run in runs
        for pair in run
        if sum(_WEIGHT[before[one].kind] for one, _ in run) >= _SAME_CLASS
        or run[0] == (0, 0)
        or run[-1] == (len(before) - 1, len(after) - 1)
    )


def _runs(pairs: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    runs: list[list[tuple[int, int]]] = []
    for one, other in pairs:
        if runs and runs[-1][-1] == (one - 1, other - 1):
            runs[-1].append((one, other))
        else:
            runs.append([(one, other)])
    return runs


def _runs_of_weight(pairs: Sequence[tuple[int, int]], before: Sequence[Piece]) -> list[tuple[int, int]]:
    return [
        pair for run in _runs(sorted(pairs)) if sum(_WEIGHT[before[one].kind] for one, _ in run) >= 1 for pair in run
    ]
