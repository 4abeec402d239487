"""Verbs and what stands round them: used wherever a change turns on how firmly something is said."""

from stemmata.lineage.changes_compared import Compared
from stemmata.model.change import Change, Code

CLAUSE_ENDS = frozenset(".,;،؛!?؟")


def loose_phrases(both: Compared, side: int, category: str) -> list[tuple[int, int]]:
    """Phrases of a category that the other version has not, and that no change has named. Of longer phrases the little
    words may stand there too."""
    reading = both.readings[side]
    found = []
    for first, last in both.phrases(side, category):
        places = range(first, last)
        telling = [at for at in places if last - first == 1 or not reading.has("words.stop", at)]
        free = both.gone[side].isdisjoint(places) and not both.is_spent(side, places)
        if free and not both.is_moment(side, first) and not any(both.met_same(side, at) for at in telling):
            found.append((first, last))
    return found


def opposite_verb(both: Compared, side: int, verb: int) -> int | None:
    """What the other version has for the verb: its own form, or what stands in its place."""
    met = both.counterpart(side, verb)
    if met is not None:
        return met
    loose = both.opposite_words(side, verb)
    return next(iter(both.content(1 - side, loose)), next(iter(loose), None))


def with_auxiliaries(both: Compared, side: int, verb: int) -> int:
    """Where the verb begins with the auxiliaries before it that the other version has not."""
    reading = both.readings[side]
    first = verb
    while both.within(side, first - 1) and reading.has("words.auxiliaries", first - 1):
        if both.met_same(side, first - 1):
            break
        first -= 1
    return first


def with_unmet(both: Compared, side: int, verb: int) -> int:
    """Back from the verb over auxiliaries and words that met nothing, to the beginning of its clause or a count."""
    reading = both.readings[side]
    counts = {at for one in both.quantities[side] if not one.vague for at in range(one.first, one.last)}
    first = verb
    while both.within(side, first - 1) and reading.tokens[first - 1].raw not in CLAUSE_ENDS:
        little = reading.has("words.auxiliaries", first - 1)
        if first - 1 in counts or (both.met(side, first - 1) and not little):
            break
        first -= 1
    return first


def clause_end(both: Compared, side: int, at: int) -> int:
    while both.within(side, at) and both.readings[side].tokens[at].raw not in CLAUSE_ENDS:
        at += 1
    return at


def one_sided(both: Compared, code: Code, side: int, run: tuple[int, int]) -> Change:
    """A change that stands on one side only; `side` is that side."""
    return two_sided(both, code, side, run, None)


def two_sided(both: Compared, code: Code, side: int, mine: tuple[int, int], theirs: tuple[int, int] | None) -> Change:
    """A change with what stands on `side`, and what stands for it on the other."""
    return both.change(code, *((theirs, mine) if side else (mine, theirs)))
