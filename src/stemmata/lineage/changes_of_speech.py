"""Speakers that came, went or changed between two versions of a statement."""

from collections.abc import Sequence

from stemmata.lineage.changes_compared import AFTER, BEFORE, Compared
from stemmata.lineage.changes_speech import Speech
from stemmata.model.change import Change, Code

_GONE = 0.6
"""Share of a clause's words that must have met nothing for the clause to have gone, rather than to have moved."""


def attribution_changes(both: Compared) -> list[Change]:
    clauses = tuple(
        [one for one in both.speech[side] if both.gone[side].isdisjoint(range(one.first, one.last))]
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
            if clause not in paired and (has_gone(both, side, clause) or _turned_into_subject(both, side, clause)):
                run = (clause.first, clause.last)
                found.append(both.change(code, run if side == BEFORE else None, run if side == AFTER else None))
    return found


def _paired(both: Compared, before: Sequence[Speech], after: Sequence[Speech]) -> list[tuple[Speech, Speech]]:
    """Clauses that speak of the same: by the words of the speaker that both have, then by verb or place."""
    ranked = sorted(
        (-_kinship(both, one, other), abs(first - second), first, second)
        for first, one in enumerate(before)
        for second, other in enumerate(after)
    )
    pairs: list[tuple[Speech, Speech]] = []
    for rank, _, first, second in ranked:
        one, other = before[first], after[second]
        free = all(one != taken and other != held for taken, held in pairs)
        gone = has_gone(both, BEFORE, one), has_gone(both, AFTER, other)
        unmet = not both.met_same(BEFORE, one.verb) and not both.met_same(AFTER, other.verb)
        if free and (rank < 0 or all(gone) or (any(gone) and unmet)):
            pairs.append((one, other))
    return pairs


def _kinship(both: Compared, one: Speech, other: Speech) -> float:
    met = (both.counterpart(BEFORE, place) for place in range(one.first, one.last) if place in {*one.speaker})
    shared = sum(at is not None and other.first <= at < other.last for at in met)
    verb = both.counterpart(BEFORE, one.verb)
    return shared + (0.5 if verb is not None and other.first <= verb < other.last else 0)


def _another(both: Compared, one: Speech, other: Speech) -> bool:
    """Whether another speaks: a word that names one of them stands nowhere in the other version."""
    return any(not both.met(side, at) for side, clause in ((BEFORE, one), (AFTER, other)) for at in clause.speaker)


def has_gone(both: Compared, side: int, clause: Speech) -> bool:
    """Whether the clause has no place in the other version. One that names nobody ("it said") has gone only with all
    its words."""
    words = both.content(side, clause.speaker)
    if not words:
        every = both.words(side, range(clause.first, clause.last))
        return all(not both.met(side, at) for at in every)
    missing = [at for at in words if not both.met(side, at)]
    return not both.met_same(side, clause.verb) and len(missing) >= _GONE * len(words)


def _turned_into_subject(both: Compared, side: int, clause: Speech) -> bool:
    """As in "Villagers say they heard" beside "Villagers heard": who spoke is left, and nothing in the other version is
    said by anybody."""
    after = both.beside(side, clause.last - 1, 1)
    if not clause.leads or both.met(side, clause.verb) or after is None or both.speech[1 - side]:
        return False
    if both.opposite_words(side, clause.verb):
        return False
    return all(both.met(side, at) for at in clause.speaker) and bool(clause.speaker)


def without_moved(changes: Sequence[Change]) -> list[Change]:
    """Without a speaker dropped at one place and added, word for word, at another."""
    kept = list(changes)
    for one in changes:
        if one.code is Code.ATTRIBUTION_DROPPED and one.before is not None:
            words = one.before.text.casefold()
            other = next(
                (
                    found
                    for found in kept
                    if found.code is Code.ATTRIBUTION_ADDED
                    and found.after is not None
                    and found.after.text.casefold() == words
                ),
                None,
            )
            if other is not None:
                kept.remove(other)
                kept.remove(one)
    return kept
