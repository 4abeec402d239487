"""Denials that came or went: "did not", "no trace of", نفى, لم."""

from stemmata.lineage.changes_compared import AFTER, BEFORE, Compared
from stemmata.lineage.changes_verbs import (
    CLAUSE_ENDS,
    loose_phrases,
    opposite_verb,
    two_sided,
    with_unmet,
)
from stemmata.model.change import Change, Code

_FAR = 3
"""Words between a negation and what it denies."""


def denial_changes(both: Compared) -> list[Change]:
    """The little words of negation that one version has more of, and verbs of denial in the place of their contrary.
    "None of them" and "not one" are the same denial."""
    found = []
    negators = _negators(both, BEFORE), _negators(both, AFTER)
    for side in (BEFORE, AFTER):
        surplus = max(0, len(negators[side]) - len(negators[1 - side]))
        unmet = [run for run in negators[side] if not both.met_same(side, run[0])]
        found += [_denied(both, side, run) for run in unmet[:surplus]]
    for side in (BEFORE, AFTER):
        for run in loose_phrases(both, side, "denial.denials"):
            found += _contrary(both, side, run)
    return found


def _negators(both: Compared, side: int) -> list[tuple[int, int]]:
    """Those that deny something: none in a hedge ("not verified"), a bound ("no fewer than") or a speaker's clause."""
    taken = both.gone[side] | both.spent[side]
    for hedge in both.hedges[side]:
        if not any(both.met(side, at) for at in both.content(side, range(hedge.first, hedge.last))):
            taken |= set(range(hedge.first, hedge.last))
    taken |= {at for one in both.quantities[side] for at in range(one.first, one.core)}
    taken |= {at for one in both.speech[side] for at in range(one.first, one.last)}
    taken |= {at for first, last in both.phrases(side, "denial.no_denial") for at in range(first, last)}
    found = []
    for first, last in sorted([*both.phrases(side, "denial.negators"), *_particles(both, side)]):
        if taken.isdisjoint(range(first, last)):
            taken |= set(range(first, last))
            found.append((first, last))
    return found


def _particles(both: Compared, side: int) -> list[tuple[int, int]]:
    """Words that also mean something else (ما): where the other version has what follows without them, and no little
    word stands before them ("على ما", "وهو ما")."""
    reading = both.readings[side]
    found = []
    for first, last in both.phrases(side, "denial.particles"):
        verb = both.within(side, last) and both.is_word(side, last) and both.met_same(side, last)
        relative = both.within(side, first - 1) and reading.has("words.stop", first - 1)
        if verb and not relative and not both.met(side, first):
            found.append((first, last))
    return found


def _denied(both: Compared, side: int, run: tuple[int, int]) -> Change:
    """From the auxiliary before the negation to the verb or noun that it denies; and the same words without it."""
    reading = both.readings[side]
    first, last = run
    if both.within(side, first - 1) and reading.has("words.auxiliaries", first - 1):
        first -= 1
    anchor = None
    for at in range(run[1], run[1] + _FAR):
        if not both.within(side, at) or reading.tokens[at].raw in CLAUSE_ENDS:
            break
        last = at + 1
        if both.content(side, [at]):
            anchor = opposite_verb(both, side, at)
            break
    if anchor is None:
        before = (at for at in range(first - 1, first - _FAR, -1) if both.within(side, at))
        known = next((at for at in before if both.content(side, [at]) and both.met(side, at)), None)
        if known is not None:
            first, anchor = known, both.counterpart(side, known)
    theirs = None if anchor is None else (with_unmet(both, 1 - side, anchor), anchor + 1)
    return two_sided(both, Code.NEGATION, side, (first, last), theirs)


def _contrary(both: Compared, side: int, run: tuple[int, int]) -> list[Change]:
    """As in "denied" beside "confirmed"."""
    met = both.counterpart(side, run[0])
    places = [met] if met is not None else both.opposite_words(side, run[0])
    for at in places:
        if both.readings[1 - side].has("denial.affirmations", at) and at not in both.spent[1 - side]:
            return [two_sided(both, Code.NEGATION, side, run, (at, at + 1))]
    return []
