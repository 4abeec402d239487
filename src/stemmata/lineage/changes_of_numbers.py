"""Quantities that changed, came, went or became vague between two versions of a statement."""

from collections.abc import Sequence

from stemmata.lineage.changes_compared import AFTER, BEFORE, Compared
from stemmata.lineage.changes_implied import implied_by, is_plural, whole_at
from stemmata.lineage.changes_quantities import Measure, Quantity
from stemmata.lineage.changes_words import TokenKind
from stemmata.model.change import Change, Code, Where

_ALIKE = (
    frozenset({Measure.COUNT, Measure.SHARE, Measure.AGE}),
    frozenset({Measure.ORDINAL}),
    frozenset({Measure.CALIBRE}),
    frozenset({Measure.PLACE_NAME}),
    frozenset({Measure.UNIT_NAME}),
)
_OTHERWISE = {
    Measure.CALIBRE: Code.OTHER,
    Measure.PLACE_NAME: Code.PLACE_CHANGED,
    Measure.UNIT_NAME: Code.ACTOR_CHANGED,
}


def number_changes(both: Compared) -> list[Change]:
    sides = tuple(
        [
            one
            for one in both.quantities[side]
            if not both.is_spent(side, range(one.core, one.last))
            and both.gone[side].isdisjoint(range(one.core, one.last))
        ]
        for side in (BEFORE, AFTER)
    )
    pairs = _paired(both, sides[0], sides[1])
    found = [change for one, other in pairs for change in _between(both, one, other)]
    paired = [{id(pair[side]) for pair in pairs} for side in (BEFORE, AFTER)]
    for side in (BEFORE, AFTER):
        for one in sides[side]:
            if id(one) not in paired[side]:
                found.extend(_alone(both, side, one))
    return found


def _paired(both: Compared, before: Sequence[Quantity], after: Sequence[Quantity]) -> list[tuple[Quantity, Quantity]]:
    ranked = []
    for first, one in enumerate(before):
        for second, other in enumerate(after):
            score = _kinship(both, one, other)
            if score >= 2:
                ranked.append((-score, abs(first - second), first, second))
    pairs: list[tuple[int, int]] = []
    for _, _, first, second in sorted(ranked):
        if all(first != one and second != other for one, other in pairs):
            pairs.append((first, second))
    _add_only_ones(both, before, after, pairs)
    return [(before[first], after[second]) for first, second in sorted(pairs, key=lambda pair: pair[1])]


def _add_only_ones(
    both: Compared, before: Sequence[Quantity], after: Sequence[Quantity], pairs: list[tuple[int, int]]
) -> None:
    """The only count of one headline and of the other are of the same, however the words stand."""
    counts = [[at for at, one in enumerate(side) if one.measure is Measure.COUNT] for side in (before, after)]
    if both.readings[0].where is Where.HEADLINE and len(counts[0]) == len(counts[1]) == 1 and not pairs:
        pairs.append((counts[0][0], counts[1][0]))


def _kinship(both: Compared, one: Quantity, other: Quantity) -> float:
    """2 and more where the one can stand for the other."""
    if not any(one.measure in alike and other.measure in alike for alike in _ALIKE):
        return 0
    opposite = both.counterpart(BEFORE, one.core)
    aligned = opposite is not None and other.first <= opposite < other.last
    same = (one.low, one.high) == (other.low, other.high)
    score = 2.0 * same + 1.5 * aligned + 1.5 * bool(set(one.nouns) & set(other.nouns))
    score += 0.5 * (_beside(both, one, other, -1) + _beside(both, one, other, 1))
    if _same_gap(both, one, other):
        score += 1.5
    return score


def _beside(both: Compared, one: Quantity, other: Quantity, step: int) -> bool:
    """Whether the words beside both are the same."""
    place = both.piece_at(BEFORE, one.core) + step
    opposite = both.piece_at(AFTER, other.core) + step
    if not (0 <= place < len(both.pieces[0]) and 0 <= opposite < len(both.pieces[1])):
        return False
    return both.pieces[0][place].key == both.pieces[1][opposite].key


def _same_gap(both: Compared, one: Quantity, other: Quantity) -> bool:
    first, second = both.piece_at(BEFORE, one.core), both.piece_at(AFTER, other.core)
    return any(first in mine and second in theirs for mine, theirs in both.gaps)


def _between(both: Compared, one: Quantity, other: Quantity) -> list[Change]:
    if one.same_as(other):
        return []
    code = _OTHERWISE.get(one.measure)
    if code is None:
        code = Code.NUMBER_VAGUENED if other.vague and not one.vague else Code.NUMBER_CHANGED
    if one.vague and other.vague and one.weak and other.weak:
        return []
    return [both.change(code, (one.first, one.last), (other.first, other.last))]


def _alone(both: Compared, side: int, one: Quantity) -> list[Change]:
    if one.measure not in {Measure.COUNT, Measure.SHARE}:
        return []
    implied = _implied(both, 1 - side, one) or _whole(both, 1 - side, one)
    run = (one.first, one.last)
    if implied is not None:
        if implied.low == one.low:
            return []
        other = (implied.first, implied.last)
        vague = side == AFTER and one.vague
        code = Code.NUMBER_VAGUENED if vague else Code.NUMBER_CHANGED
        return [both.change(code, run if side == BEFORE else other, run if side == AFTER else other)]
    if one.weak or both.met_same(side, one.core):
        return []
    if side == AFTER and both.readings[side].where is Where.HEADLINE and one.value not in both.held:
        return []
    code = Code.NUMBER_DROPPED if side == BEFORE else Code.NUMBER_ADDED
    return [both.change(code, run if side == BEFORE else None, run if side == AFTER else None)]


def _implied(both: Compared, side: int, one: Quantity) -> Quantity | None:
    """As in "an hour" or قذيفتين in the other version, where this one counts hours or shells."""
    reading, other = both.readings[side], both.readings[1 - side]
    after = [token for token in other.tokens[one.last : one.last + 2] if token.kind is TokenKind.WORD]
    roots = other.lexicon.roots(after[0].text) if after else ()
    for first, last in both.sentences(side):
        for at in range(first, last):
            found = implied_by(reading.tokens, at, reading.lexicon)
            if found is None or both.is_spent(side, range(found.first, found.last)):
                continue
            word = reading.tokens[at].text
            plural = found.low == 2 and is_plural(word, [token.text for token in after], reading.lexicon)
            if not plural and not set(roots).isdisjoint(found.nouns):
                return found
    return None


def _whole(both: Compared, side: int, one: Quantity) -> Quantity | None:
    """As in "all" or "both" in the place of this number."""
    number = both.piece_at(1 - side, one.core)
    gap = next((gap for gap in both.gaps if number in gap[1 - side]), None)
    for other in gap[side] if gap is not None else ():
        token = both.pieces[side][other].first
        found = whole_at(both.readings[side].tokens, token, both.readings[side].lexicon)
        if found is not None and both.alignment.partner[side][other] < 0:
            return found
    return None
