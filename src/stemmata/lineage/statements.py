"""Candidate statements of harm, lined up across the versions of one story. The machine asserts none of them.

A candidate is a count and a word of harm in one sentence ("at least 14 were killed"), with whatever stands in that
sentence beside it: bound, hedge, speaker, day, place, party. Nothing is filled in from another sentence, added up or
chosen; a person reads the sentence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import fsum

from stemmata.lineage.changes import Version, lexicons_of
from stemmata.lineage.changes_lexicon import Lexicon
from stemmata.lineage.changes_lexicon_file import HARMS, lexicons
from stemmata.lineage.changes_named import NO_NAMES, NameKind, Names, NameTable, name_kind
from stemmata.lineage.changes_quantities import Measure, Quantity
from stemmata.lineage.changes_reading import HasSpan, PieceKind, Reading, read, within
from stemmata.model.change import Stretch, Where

_NEAR = 8
"""Words between a count and the word of harm that it is of. "Forty people, among them nine children from one school,
were killed" has nine."""

_ALIKE = 0.5
"""Share of the words of the shorter sentence, its counts left out, that the other must have for both to be one row."""


class Harm(StrEnum):
    """What the counted suffered, as far as the word itself says."""

    KILLED = "killed"
    HURT = "hurt"
    HELD = "held"
    MISSING = "missing"
    DISPLACED = "displaced"
    DESTROYED = "destroyed"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One count of harm as one version has it.

    low, high: as stated; None where the bound leaves that end open ("at least 14" has no high). Of vague quantities
    the bounds that the lexicon gives, with `vague` set. sentence: where it stands; the others lie in it, None where
    the sentence names none. `words` are what the sentence is recognised by in another version.
    """

    version: int
    harm: Harm
    low: float | None
    high: float | None
    vague: bool
    number: Stretch
    harm_word: Stretch
    sentence: Stretch
    hedge: Stretch | None
    attribution: Stretch | None
    date: Stretch | None
    place: Stretch | None
    actor: Stretch | None
    words: frozenset[str]


Row = tuple[Candidate | None, ...]
"""What every version has for one count; None where it has nothing of the kind."""


def candidates_in(
    version: Version, number: int = 0, names: Names = NO_NAMES, languages: Mapping[str, Lexicon] | None = None
) -> tuple[Candidate, ...]:
    """The candidates of one version, headline first, in the order of the text. `number` is the version's."""
    lexicon, _ = lexicons_of(version, version, lexicons() if languages is None else languages)
    table = NameTable.of(names)
    parts = [(Where.HEADLINE, version.headline or ""), (Where.BODY, version.body)]
    return tuple(
        candidate for where, text in parts for candidate in _of_part(read(where, text, lexicon, table), number)
    )


def lined_up(
    versions: Sequence[Version], names: Names = NO_NAMES, languages: Mapping[str, Lexicon] | None = None
) -> tuple[Row, ...]:
    """Rows of candidates of the same harm in sentences that tell alike, at most one of each version.

    Rows stand in the order in which the first of their versions has them. Cost grows with the candidates that share a
    word of their sentence, not with all pairs.
    """
    found = [one for number, version in enumerate(versions) for one in candidates_in(version, number, names, languages)]
    groups: list[list[int]] = [[at] for at in range(len(found))]
    group_of = list(range(len(found)))
    for _, first, second in sorted(_pairs(found)):
        one, other = group_of[first], group_of[second]
        taken = {found[at].version for at in groups[one]}
        if one != other and taken.isdisjoint(found[at].version for at in groups[other]):
            groups[one] += groups[other]
            for at in groups[other]:
                group_of[at] = one
            groups[other] = []
    rows = []
    for group in sorted((sorted(group) for group in groups if group), key=lambda group: group[0]):
        row: list[Candidate | None] = [None] * len(versions)
        for at in group:
            row[found[at].version] = found[at]
        rows.append(tuple(row))
    return tuple(rows)


def _pairs(found: Sequence[Candidate]) -> list[tuple[float, int, int]]:
    """(score, best first, candidate, candidate) of those that may be of one count."""
    holders: dict[tuple[Where, Harm, str], list[int]] = {}
    for at, one in enumerate(found):
        for word in one.words:
            holders.setdefault((one.sentence.part, one.harm, word), []).append(at)
    shared: dict[tuple[int, int], list[float]] = {}
    weights: dict[int, list[float]] = {}
    for group in holders.values():
        weight = 1 / len(group)
        for number, first in enumerate(group):
            weights.setdefault(first, []).append(weight)
            for second in group[number + 1 :]:
                if found[first].version != found[second].version:
                    shared.setdefault((first, second), []).append(weight)
    pairs = []
    for (first, second), common in shared.items():
        lighter = min(fsum(weights[first]), fsum(weights[second]))
        score = fsum(common) / lighter
        if score >= _ALIKE:
            same = (found[first].low, found[first].high) == (found[second].low, found[second].high)
            pairs.append((-score - same, first, second))
    return pairs


def _of_part(reading: Reading, number: int) -> list[Candidate]:
    found = []
    for first, last in reading.sentences:
        harms = [
            (start, end, Harm(kind)) for kind in HARMS for start, end in reading.phrases(f"harm.{kind}", first, last)
        ]
        for quantity in within(reading.quantities, first, last):
            harm = _nearest(quantity, harms)
            if harm is not None and quantity.measure is Measure.COUNT and not _counts_time(reading, quantity):
                found.append(_candidate(reading, number, (first, last), quantity, harm))
    return found


def _nearest(quantity: Quantity, harms: Sequence[tuple[int, int, Harm]]) -> tuple[int, int, Harm] | None:
    """The word of harm that the count is of: the nearest, of two as near the one before it ("killing 14")."""
    ranked = sorted(
        (max(quantity.first - end, start - quantity.last), start > quantity.first, start, end, harm)
        for start, end, harm in harms
        if end <= quantity.first or start >= quantity.last
    )
    return ranked[0][2:] if ranked and ranked[0][0] <= _NEAR else None


def _counts_time(reading: Reading, quantity: Quantity) -> bool:
    if quantity.last >= len(reading.tokens):
        return False
    return reading.has("numbers.durations", quantity.last)


def _candidate(
    reading: Reading, number: int, sentence: tuple[int, int], quantity: Quantity, harm: tuple[int, int, Harm]
) -> Candidate:
    first, last = sentence
    low, high = _ends(quantity)
    return Candidate(
        number,
        harm[2],
        low,
        high,
        quantity.vague,
        reading.stretch(quantity.first, quantity.last),
        reading.stretch(harm[0], harm[1]),
        reading.stretch(first, last),
        _beside(reading, quantity, within(reading.hedges, first, last)),
        _beside(reading, quantity, within(reading.speech, first, last)),
        _beside(reading, quantity, within(reading.moments, first, last)),
        _name(reading, sentence, quantity, NameKind.PLACE),
        _name(reading, sentence, quantity, NameKind.ACTOR),
        frozenset(
            piece.key
            for piece in within(reading.pieces, first, last)
            if piece.kind in {PieceKind.WORD, PieceKind.MOMENT}
        ),
    )


def _ends(quantity: Quantity) -> tuple[float | None, float | None]:
    if quantity.bound in {"at_least", "more_than"}:
        return quantity.low, None
    if quantity.bound in {"at_most", "fewer_than"}:
        return None, quantity.high
    return quantity.low, quantity.high


def _beside(reading: Reading, quantity: Quantity, listed: Sequence[HasSpan]) -> Stretch | None:
    """The nearest of these to the count."""
    ranked = sorted(listed, key=lambda one: (max(quantity.first - one.last, one.first - quantity.last), one.first))
    return reading.stretch(ranked[0].first, ranked[0].last) if ranked else None


def _name(reading: Reading, sentence: tuple[int, int], quantity: Quantity, kind: NameKind) -> Stretch | None:
    places = [at for at in range(*sentence) if name_kind(reading.tokens[at]) is kind]
    nearest = min(places, key=lambda at: (abs(at - quantity.core), at), default=None)
    return None if nearest is None else reading.stretch(nearest, nearest + 1)
