"""What was planned or possible and is told as done, or the other way round."""

from stemmata.lineage.changes_compared import AFTER, BEFORE, Compared
from stemmata.lineage.changes_verbs import (
    CLAUSE_ENDS,
    clause_end,
    loose_phrases,
    one_sided,
    opposite_verb,
    two_sided,
    with_auxiliaries,
)
from stemmata.model.change import Change, Code, Where

_FAR = 3
"""Words between a word of possibility and the verb that it is about."""

_SHORTEST_FUTURE = 4
"""Letters of the shortest Arabic verb with the prefixes of the future."""


def modality_changes(both: Compared) -> list[Change]:
    """A possibility of what is ("may be trapped") is a hedge that came or went; of what is to come it is MODALITY."""
    found = []
    for side in (BEFORE, AFTER):
        cues = [(run, False) for run in loose_phrases(both, side, "modality.planned")]
        cues += [(run, True) for run in loose_phrases(both, side, "modality.possible")]
        cues += [((at, at + 1), False) for at in _future_verbs(both, side)]
        for run, possible in sorted(cues):
            change = _of_cue(both, side, run, possible=possible)
            if change is not None:
                found.append(change)
    if any(change.code is Code.MODALITY for change in found):
        found += _conditions(both)
    return found


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
            verb = word.startswith(shape.future) and not word.endswith(shape.noun_endings + shape.duals)
            if verb and len(word) > _SHORTEST_FUTURE and at not in both.spent[side] | both.gone[side]:
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
    opposite = opposite_verb(both, side, verb)
    if verb == run[0] and not _same_verb(both, side, verb, opposite):
        return None
    if not possible and reading.lexicon.grammar.verb_first and verb != run[0]:
        replacing = None if both.met(side, run[0]) else opposite_verb(both, side, run[0])
        if replacing is not None and both.is_word(1 - side, replacing):
            opposite, verb = replacing, run[1] - 1
    if opposite is None or _is_open(both, 1 - side, opposite) or both.is_spent(side, range(run[0], verb + 1)):
        return None
    mine = (run[0], verb + 1)
    if possible and not _realised(both, side, verb, opposite):
        code = Code.HEDGE_ADDED if side else Code.HEDGE_DROPPED
        return one_sided(both, code, side, run if reading.lexicon.grammar.verb_first else mine)
    return two_sided(both, Code.MODALITY, side, mine, (with_auxiliaries(both, 1 - side, opposite), opposite + 1))


def _verb_after(both: Compared, side: int, run: tuple[int, int]) -> int | None:
    """The verb that a cue is about; a verb of the future is its own."""
    if run[1] - run[0] == 1 and run[0] in _future_verbs(both, side):
        return run[0]
    reading = both.readings[side]
    for at in range(run[1], run[1] + _FAR):
        if not both.within(side, at) or reading.tokens[at].raw in CLAUSE_ENDS:
            return None
        if both.content(side, [at]) or reading.has("words.auxiliaries", at):
            return at
    return None


def _same_verb(both: Compared, side: int, verb: int, opposite: int | None) -> bool:
    """Whether two Arabic verbs are forms of one: what is left without prefixes agrees."""
    if opposite is None:
        return False
    mine, theirs = both.readings[side], both.readings[1 - side]
    shape = mine.lexicon.morphology
    if theirs.tokens[opposite].text.startswith(shape.articles):
        return False
    prefixes = "".join(shape.future)
    one, other = (
        reading.lexicon.bare_root(reading.tokens[at].text).lstrip(prefixes)
        for reading, at in ((mine, verb), (theirs, opposite))
    )
    return bool(one and other) and (one.endswith(other) or other.endswith(one))


def _is_open(both: Compared, side: int, verb: int) -> bool:
    """Whether the other version's verb is itself planned or hedged."""
    near = range(verb - _FAR, verb + 1)
    return verb in _future_verbs(both, side) or any(
        last - 1 in near and first <= verb
        for category in ("modality.planned", "hedges.phrases")
        for first, last in both.phrases(side, category)
    )


def _realised(both: Compared, side: int, verb: int, opposite: int) -> bool:
    """Whether the other version tells of something done: its verb is in a past or perfect that this one's is not. In
    headlines the present tells of what was done."""
    mine, theirs = both.readings[side], both.readings[1 - side]
    word, other = mine.tokens[verb].text, theirs.tokens[opposite].text
    if mine.lexicon.grammar.verb_first:
        return word != other and not other.startswith(mine.lexicon.morphology.present)
    if mine.has("voice.passive", verb) or mine.has("words.to_be", verb):
        return word != other and theirs.has("words.to_be", opposite)
    if theirs.where is Where.HEADLINE:
        return True
    return theirs.lexicon.is_past(other) or theirs.has("words.to_be", opposite - 1)


def _conditions(both: Compared) -> list[Change]:
    """As in "if shelling gets worse" beside "as shelling gets worse"."""
    found = []
    for side in (BEFORE, AFTER):
        for first, last in loose_phrases(both, side, "modality.conditions"):
            stop = clause_end(both, side, last)
            met = [both.counterpart(side, place) for place in both.content(side, range(last, stop))]
            theirs = [at for at in met if at is not None]
            if theirs:
                start = min(theirs)
                while both.within(1 - side, start - 1) and not both.met(1 - side, start - 1):
                    start -= 1
                found.append(two_sided(both, Code.MODALITY, side, (first, stop), (start, max(theirs) + 1)))
    return found
