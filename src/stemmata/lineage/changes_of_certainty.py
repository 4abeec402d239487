"""How firmly a statement is made: hedges that came or went, denials, and what was possible or planned."""

from collections.abc import Sequence

from stemmata.lineage.changes_compared import AFTER, BEFORE, Compared
from stemmata.lineage.changes_speech import Hedge
from stemmata.model.change import Change, Code, Where

_SHORTEST_FUTURE = 4
"""Letters of the shortest Arabic verb with the prefixes of the future."""

_FAR = 3
"""Words between a word of possibility or denial and the verb that it is about."""


def hedge_changes(both: Compared) -> list[Change]:
    loose = tuple([one for one in both.hedges[side] if _loose(both, side, one)] for side in (BEFORE, AFTER))
    loose = _without_reworded(both, loose[0], loose[1])
    found = []
    for side, code in ((BEFORE, Code.HEDGE_DROPPED), (AFTER, Code.HEDGE_ADDED)):
        for one in loose[side]:
            found.append(_one_sided(both, code, side, (one.first, one.last)))
    return found


def _one_sided(both: Compared, code: Code, side: int, run: tuple[int, int]) -> Change:
    return both.change(code, run if side == BEFORE else None, run if side == AFTER else None)


def _loose(both: Compared, side: int, one: Hedge) -> bool:
    """Whether nothing in the other version holds the statement open in its stead, and it is not the verb by which a
    speaker is named."""
    places = range(one.first, one.last)
    if not both.gone[side].isdisjoint(places):
        return False
    within = [clause for clause in both.speech[side] if _covers(clause.first, clause.last, one)]
    if both.is_spent(side, places) and not within:
        return False
    if any(clause.verb in places and clause.speaker for clause in within):
        return False
    met = [both.counterpart(side, at) for at in places]
    if any(at is not None and any(other.first <= at < other.last for other in both.hedges[1 - side]) for at in met):
        return False
    core = both.content(side, places) or list(places)
    return 2 * sum(not both.met(side, at) for at in core) > len(core)


def _covers(first: int, last: int, one: Hedge) -> bool:
    return first <= one.first and one.last <= last


def _without_reworded(
    both: Compared, before: Sequence[Hedge], after: Sequence[Hedge]
) -> tuple[list[Hedge], list[Hedge]]:
    """Without a hedge in the place of another: the statement is held open as before."""
    left = list(before), list(after)
    for gap in both.alignment.gaps():
        here = [
            [hedge for hedge in left[side] if both.piece_at(side, hedge.first) in gap[side]] for side in (BEFORE, AFTER)
        ]
        for first, second in zip(here[0], here[1], strict=False):
            left[0].remove(first)
            left[1].remove(second)
    return left


def modality_changes(both: Compared) -> list[Change]:
    """What was planned or possible and is told as done, or the other way round. A possibility of what is ("may be
    trapped") is a hedge."""
    found = []
    for side in (BEFORE, AFTER):
        cues = [(run, False) for run in _cues(both, side, "modality.planned")]
        cues += [(run, True) for run in _cues(both, side, "modality.possible")]
        cues += [((at, at + 1), False) for at in _future_verbs(both, side)]
        for run, possible in sorted(cues):
            change = _of_cue(both, side, run, possible=possible)
            if change is not None:
                found.append(change)
    if any(change.code is Code.MODALITY for change in found):
        found += _conditions(both)
    return found


def _cues(both: Compared, side: int, category: str) -> list[tuple[int, int]]:
    """Phrases that met nothing and that no other change has named."""
    return [
        (first, last)
        for first, last in both.readings[side].runs.get(category, ())
        if both.within(side, first)
        and both.gone[side].isdisjoint(range(first, last))
        and not both.is_moment(side, first)
        and not both.is_spent(side, range(first, last))
        and not any(both.met_same(side, at) for at in range(first, last) if not both.readings[side].has("words.stop", at) or last - first == 1)
    ]


def _future_verbs(both: Compared, side: int) -> list[int]:
    """Arabic verbs with the س of the future."""
    reading = both.readings[side]
    shape = reading.lexicon.morphology
    if not shape.future:
        return []
    found = []
    for first, last in both.sentences(side):
        for at in range(first, last):
            word = _unjoined(reading.tokens[at].text, shape.joiners)
            future = word.startswith(shape.future) and len(word) > _SHORTEST_FUTURE and not word.endswith(shape.noun_endings + shape.duals)
            if future and not both.is_spent(side, [at]) and at not in both.gone[side]:
                found.append(at)
    return found


def _unjoined(word: str, joiners: tuple[str, ...]) -> str:
    return next((word.removeprefix(one) for one in joiners if word.startswith(one)), word)


def _of_cue(both: Compared, side: int, run: tuple[int, int], *, possible: bool) -> Change | None:
    reading = both.readings[side]
    verb = _verb_after(both, side, run)
    if verb is None or any(one.first <= run[0] < one.last for one in both.speech[side]):
        return None
    present = reading.lexicon.morphology.present
    if possible and present and not reading.tokens[verb].text.startswith(present):
        return None
    opposite = _opposite(both, side, verb)
    replacing = _opposite(both, side, run[0]) if present and not both.met(side, run[0]) else None
    if not possible and replacing is not None and both.is_word(1 - side, replacing) and verb != run[0]:
        opposite, verb = replacing, run[1] - 1
    if verb == run[0] and reading.lexicon.morphology.future and run[1] - run[0] == 1 and not possible:
        if verb in _future_verbs(both, side) and not _same_verb(both, side, verb, opposite):
            return None
    if opposite is None or _is_open(both, 1 - side, opposite):
        return None
    if both.is_spent(side, range(run[0], verb + 1)):
        return None
    mine = (run[0], verb + 1)
    if possible and not _realised(both, side, verb, opposite):
        code = Code.HEDGE_DROPPED if side == BEFORE else Code.HEDGE_ADDED
        return _one_sided(both, code, side, run if reading.lexicon.grammar.verb_first else mine)
    theirs = (_with_auxiliaries(both, 1 - side, opposite), opposite + 1)
    return both.change(Code.MODALITY, mine if side == BEFORE else theirs, theirs if side == BEFORE else mine)


def _same_verb(both: Compared, side: int, verb: int, opposite: int | None) -> bool:
    """Whether two Arabic verbs are forms of one: what is left without prefixes agrees."""
    if opposite is None or both.readings[1 - side].tokens[opposite].text.startswith(
        both.readings[1 - side].lexicon.morphology.articles or "\0"
    ):
        return False
    bare = [
        reading.lexicon.bare_root(reading.tokens[at].text).lstrip("".join(reading.lexicon.morphology.future))
        for reading, at in ((both.readings[side], verb), (both.readings[1 - side], opposite))
    ]
    return bool(bare[0] and bare[1]) and (bare[0].endswith(bare[1]) or bare[1].endswith(bare[0]))


def _verb_after(both: Compared, side: int, run: tuple[int, int]) -> int | None:
    if run[1] - run[0] == 1 and run[0] in _future_verbs(both, side):
        return run[0]
    reading = both.readings[side]
    for at in range(run[1], run[1] + _FAR):
        if not both.within(side, at) or reading.tokens[at].raw in ".,;،؛":
            return None
        if both.content(side, [at]) or reading.has("words.auxiliaries", at):
            return at
    return None


def _opposite(both: Compared, side: int, verb: int) -> int | None:
    """What the other version has for the verb: its own form, or what stands in its place."""
    met = both.counterpart(side, verb)
    if met is not None:
        return met
    number = both.piece_at(side, verb)
    for gap in both.alignment.gaps():
        if number in gap[side]:
            loose = [
                both.pieces[1 - side][other].first
                for other in gap[1 - side]
                if both.alignment.partner[1 - side][other] < 0
            ]
            return next(iter(both.content(1 - side, loose)), next(iter(both.words(1 - side, loose)), None))
    return None


def _is_open(both: Compared, side: int, verb: int) -> bool:
    """Whether the other version's verb is itself planned, possible or hedged."""
    near = range(verb - _FAR, verb + 1)
    reading = both.readings[side]
    for category in ("modality.planned", "hedges.phrases"):
        if any(last - 1 in near and first <= verb for first, last in reading.runs.get(category, ())):
            return category == "hedges.phrases" or not any(
                reading.has("modality.planned", at) for at in near if both.within(side, at)
            ) or True
    return verb in _future_verbs(both, side)


def _realised(both: Compared, side: int, verb: int, opposite: int) -> bool:
    """Whether the other version tells of something done: its verb is in a past or perfect that this one's is not."""
    mine, theirs = both.readings[side], both.readings[1 - side]
    word, other = mine.tokens[verb].text, theirs.tokens[opposite].text
    if mine.lexicon.grammar.verb_first:
        return word != other and not other.startswith(mine.lexicon.morphology.present)
    if mine.has("voice.passive", verb) or mine.has("words.to_be", verb):
        return word != other and theirs.has("words.to_be", opposite)
    if theirs.where is Where.HEADLINE:
        return True
    before = theirs.tokens[opposite - 1].text if opposite else ""
    return theirs.lexicon.is_past(other) or theirs.lexicon.has("words.to_be", before)


def _with_auxiliaries(both: Compared, side: int, verb: int) -> int:
    reading = both.readings[side]
    first = verb
    while both.within(side, first - 1) and reading.has("words.auxiliaries", first - 1) and not both.met_same(side, first - 1):
        first -= 1
    return first


def _with_unmet(both: Compared, side: int, verb: int) -> int:
    """Back over auxiliaries and words that met nothing."""
    reading = both.readings[side]
    first = verb
    while both.within(side, first - 1) and reading.tokens[first - 1].raw not in ".,;،؛":
        if not reading.has("words.auxiliaries", first - 1) and both.met(side, first - 1):
            break
        if any(one.first <= first - 1 < one.last and not one.vague for one in reading.quantities):
            break
        first -= 1
    return first


def _conditions(both: Compared) -> list[Change]:
    """"if shelling gets worse" beside "as shelling gets worse"."""
    found = []
    for side in (BEFORE, AFTER):
        for first, last in _cues(both, side, "modality.conditions"):
            stop = _clause_end(both, side, last)
            places = both.content(side, range(last, stop))
            met = [at for at in (both.counterpart(side, place) for place in places) if at is not None]
            if not met:
                continue
            start = min(met)
            while both.within(1 - side, start - 1) and not both.met(1 - side, start - 1):
                start -= 1
            theirs = (start, max(met) + 1)
            mine = (first, stop)
            found.append(
                both.change(Code.MODALITY, mine if side == BEFORE else theirs, theirs if side == BEFORE else mine)
            )
    return found


def _clause_end(both: Compared, side: int, at: int) -> int:
    while both.within(side, at) and both.readings[side].tokens[at].raw not in ".,;،؛":
        at += 1
    return at


def denial_changes(both: Compared) -> list[Change]:
    """A denial that came or went: the little words of negation that one version has more of, and verbs of denial in the
    place of their contrary."""
    found = []
    loose = tuple(_negators(both, side) for side in (BEFORE, AFTER))
    kept = len(loose[1]) - len(loose[0])
    for side, surplus in ((BEFORE, -kept), (AFTER, kept)):
        unmet = [run for run in loose[side] if not both.met_same(side, run[0])]
        for run in unmet[: max(0, surplus)]:
            found.append(_denied(both, side, run))
    for first, last in _cues(both, BEFORE, "denial.denials"):
        found.extend(_contrary(both, BEFORE, (first, last), "denial.affirmations"))
    for first, last in _cues(both, AFTER, "denial.denials"):
        found.extend(_contrary(both, AFTER, (first, last), "denial.affirmations"))
    return found


def _negators(both: Compared, side: int) -> list[tuple[int, int]]:
    reading = both.readings[side]
    held = {
        at
        for one in both.hedges[side]
        if not any(both.met(side, at) for at in both.content(side, range(one.first, one.last)))
        for at in range(one.first, one.last)
    }
    held |= {at for one in reading.quantities for at in range(one.first, one.core)}
    held |= {at for one in both.speech[side] for at in range(one.first, one.last)}
    taken = {at for first, last in reading.runs.get("denial.no_denial", ()) for at in range(first, last)}
    found = []
    particles = [
        (first, last)
        for first, last in reading.runs.get("denial.particles", ())
        if both.within(side, first) and not both.met(side, first)
        and both.within(side, last) and both.met_same(side, last) and both.is_word(side, last)
    ]
    for first, last in sorted([*reading.runs.get("denial.negators", ()), *particles]):
        places = set(range(first, last))
        if both.within(side, first) and places.isdisjoint(held | both.gone[side] | both.spent[side] | taken):
            taken |= places
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
        if not both.within(side, at) or reading.tokens[at].raw in ".,;،؛":
            break
        last = at + 1
        if both.content(side, [at]):
            anchor = _opposite(both, side, at)
            break
    if anchor is None:
        for at in range(first - 1, first - _FAR, -1):
            if both.within(side, at) and both.content(side, [at]) and both.met(side, at):
                first, anchor = at, both.counterpart(side, at)
                break
    mine = (first, last)
    theirs = None if anchor is None else (_with_unmet(both, 1 - side, anchor), anchor + 1)
    return both.change(Code.NEGATION, mine if side == BEFORE else theirs, theirs if side == BEFORE else mine)


def _contrary(both: Compared, side: int, run: tuple[int, int], category: str) -> list[Change]:
    number = both.piece_at(side, run[0])
    opposite = both.alignment.partner[side][number]
    places = [opposite] if opposite >= 0 else next((gap[1 - side] for gap in both.alignment.gaps() if number in gap[side]), [])
    for other in places:
        token = both.pieces[1 - side][other].first
        if both.readings[1 - side].has(category, token) and not both.is_spent(1 - side, [token]):
            theirs = (token, token + 1)
            return [both.change(Code.NEGATION, run if side == BEFORE else theirs, theirs if side == BEFORE else run)]
    return []
