"""Two blocks of sentences laid on each other: what every kind of change is read from."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from stemmata.lineage.changes_alignment import Alignment, align
from stemmata.lineage.changes_blocks import Block
from stemmata.lineage.changes_dates import Moment
from stemmata.lineage.changes_doubt import Hedge
from stemmata.lineage.changes_quantities import Quantity
from stemmata.lineage.changes_reading import Piece, PieceKind, Placed, Reading, within
from stemmata.lineage.changes_speech import Speech
from stemmata.lineage.changes_words import TokenKind
from stemmata.model.change import Change, Code, Stretch

BEFORE, AFTER = 0, 1


@dataclass(frozen=True)
class Compared:
    """Tokens are numbered as in the readings, pieces as in the alignment. Sides are BEFORE and AFTER.

    `held`, of headlines, is what the bodies hold: keys of pieces. `spent` are tokens of each side that a change has
    already named; `gone` those whose statement went, or came, as a whole: no second change is made of them.
    """

    readings: tuple[Reading, Reading]
    block: Block
    alignment: Alignment
    speech: tuple[list[Speech], list[Speech]] = field(default_factory=lambda: ([], []))
    hedges: tuple[list[Hedge], list[Hedge]] = field(default_factory=lambda: ([], []))
    held: frozenset[str] = frozenset()
    spent: tuple[set[int], set[int]] = field(default_factory=lambda: (set(), set()))
    gone: tuple[set[int], set[int]] = field(default_factory=lambda: (set(), set()))

    @property
    def pieces(self) -> tuple[list[Piece], list[Piece]]:
        return self.alignment.before, self.alignment.after

    @cached_property
    def _places(self) -> tuple[dict[int, int], dict[int, int]]:
        before, after = (
            {token: number for number, piece in enumerate(pieces) for token in range(piece.first, piece.last)}
            for pieces in self.pieces
        )
        return before, after

    def within(self, side: int, token: int) -> bool:
        """Whether a token lies in the block."""
        return token in self._places[side]

    def piece_at(self, side: int, token: int) -> int:
        """The piece that a token of the block lies in."""
        return self._places[side][token]

    def phrases(self, side: int, category: str) -> list[tuple[int, int]]:
        """The phrases of a category in the block, as runs of tokens."""
        reading = self.readings[side]
        return [run for first, last in self.sentences(side) for run in reading.phrases(category, first, last)]

    @cached_property
    def quantities(self) -> tuple[list[Quantity], list[Quantity]]:
        before, after = (self._of(side, self.readings[side].quantities) for side in (BEFORE, AFTER))
        return before, after

    @cached_property
    def moments(self) -> tuple[list[Moment], list[Moment]]:
        before, after = (self._of(side, self.readings[side].moments) for side in (BEFORE, AFTER))
        return before, after

    def _of(self, side: int, listed: Sequence[Placed]) -> list[Placed]:
        return [one for first, last in self.sentences(side) for one in within(listed, first, last)]

    def met(self, side: int, token: int) -> bool:
        """Whether the token stands in the other version too, there or elsewhere in the block."""
        return self.alignment.partner[side][self.piece_at(side, token)] >= 0

    def met_same(self, side: int, token: int) -> bool:
        number = self.piece_at(side, token)
        other = self.alignment.partner[side][number]
        if other < 0:
            return False
        return self.pieces[side][number].same_as(self.pieces[1 - side][other])

    def counterpart(self, side: int, token: int) -> int | None:
        """The first token of the other side that stands for this one."""
        other = self.alignment.partner[side][self.piece_at(side, token)]
        return None if other < 0 else self.pieces[1 - side][other].first

    @cached_property
    def gaps(self) -> list[tuple[range, range]]:
        """Stretches between what stands in order in both: pieces of either side that stand at one place."""
        return self.alignment.gaps()

    def gap_at(self, side: int, token: int) -> tuple[range, range] | None:
        """The gap in which a token of the block lies; None where it stands in order in both."""
        number = self.piece_at(side, token)
        return next((gap for gap in self.gaps if number in gap[side]), None)

    def words(self, side: int, tokens: Iterable[int]) -> list[int]:
        """Those that are words, numbers or times: no marks."""
        return [at for at in tokens if self.readings[side].tokens[at].kind is not TokenKind.MARK]

    def content(self, side: int, tokens: Iterable[int]) -> list[int]:
        """Those that are neither marks nor little words."""
        kinds = {PieceKind.MARK, PieceKind.STOP}
        return [at for at in tokens if self.pieces[side][self.piece_at(side, at)].kind not in kinds]

    def is_word(self, side: int, token: int) -> bool:
        """Whether the token is a word with content: no mark, little word, number or time."""
        return self.pieces[side][self.piece_at(side, token)].kind is PieceKind.WORD

    def is_moment(self, side: int, token: int) -> bool:
        return self.pieces[side][self.piece_at(side, token)].kind is PieceKind.MOMENT

    def beside(self, side: int, token: int, step: int) -> int | None:
        """The token `step` places on, if it lies in the block."""
        return token + step if self.within(side, token + step) else None

    def sentences(self, side: int) -> Iterator[tuple[int, int]]:
        numbers = self.block.before if side == BEFORE else self.block.after
        for number in numbers:
            yield self.readings[side].sentences[number]

    def left_over(self, side: int) -> Iterator[tuple[range, list[int]]]:
        """(run of tokens of this side that met nothing, tokens that met nothing at the same place of the other).

        A single little word or mark that met inside a run does not end it.
        """
        for gap in self.gaps:
            mine, theirs = gap[side], gap[1 - side]
            other = [at for at in theirs if self.alignment.partner[1 - side][at] < 0]
            opposite = _tokens(self.pieces[1 - side], other)
            for run in _runs(mine, self.alignment.partner[side], self.pieces[side]):
                yield range(self.pieces[side][run[0]].first, self.pieces[side][run[-1]].last), opposite

    def opposite_words(self, side: int, token: int) -> list[int]:
        """Words of the other side that met nothing and stand where this token, which met nothing either, does."""
        number = self.piece_at(side, token)
        for gap in self.gaps:
            if number in gap[side]:
                loose = [one for one in gap[1 - side] if self.alignment.partner[1 - side][one] < 0]
                return self.words(1 - side, _tokens(self.pieces[1 - side], loose))
        return []

    def change(self, code: Code, before: tuple[int, int] | None, after: tuple[int, int] | None) -> Change:
        """The change between runs of tokens, marked as spent."""
        stretches: list[Stretch | None] = []
        for side, run in enumerate((before, after)):
            if run is None:
                stretches.append(None)
            else:
                self.spent[side].update(range(*run))
                stretches.append(self.readings[side].stretch(*run))
        return Change(code, stretches[0], stretches[1])

    def is_spent(self, side: int, tokens: Iterable[int]) -> bool:
        return any(at in self.spent[side] for at in tokens)


def compared(readings: tuple[Reading, Reading], block: Block, held: frozenset[str] = frozenset()) -> Compared:
    sides = [
        [piece for number in numbers for piece in within(reading.pieces, *reading.sentences[number])]
        for reading, numbers in zip(readings, (block.before, block.after), strict=True)
    ]
    both = Compared(readings, block, align(sides[0], sides[1], readings), held=held)
    for side in (BEFORE, AFTER):
        for first, last in both.sentences(side):
            both.speech[side].extend(within(readings[side].speech, first, last))
            both.hedges[side].extend(within(readings[side].hedges, first, last))
    return both


def says_the_same(both: Compared) -> bool:
    """Whether both blocks are piece by piece the same, so that nothing can have changed."""
    before, after = both.pieces
    return len(before) == len(after) and all(one.key == other.key for one, other in zip(before, after, strict=True))


def _tokens(pieces: list[Piece], numbers: Iterable[int]) -> list[int]:
    return [at for number in numbers for at in range(pieces[number].first, pieces[number].last)]


def _runs(places: range, partner: list[int], pieces: list[Piece]) -> list[list[int]]:
    runs: list[list[int]] = []
    little = {PieceKind.STOP, PieceKind.MARK}
    for at in places:
        if partner[at] >= 0:
            continue
        since = range(runs[-1][-1] + 1, at) if runs else range(0)
        adjoining = runs and pieces[at].first - pieces[runs[-1][-1]].last <= len(since) <= 1
        if adjoining and all(pieces[one].kind in little for one in since):
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs
