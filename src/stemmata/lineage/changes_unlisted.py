"""Speakers and hedges that no lexicon lists, told by where they stand: what alone is gone from, or new at, the edge of
a statement that both versions have."""

from stemmata.lineage.changes_compared import AFTER, BEFORE, Compared
from stemmata.lineage.changes_speech import BREAKS, Hedge, Speech

_LONGEST = 10
"""Words. What is longer is a statement, or a relative clause within the speaker's name that cannot be told from one."""


def add_unlisted(both: Compared) -> None:
    """Adds them to what was read of either side."""
    for side in (BEFORE, AFTER):
        for places, opposite in list(both.left_over(side)):
            if both.words(1 - side, opposite) or not 1 < len(both.words(side, places)) <= _LONGEST:
                continue
            known = [*both.speech[side], *both.hedges[side]]
            if any(one.first < places[-1] + 1 and places[0] < one.last for one in known):
                continue
            run = _between_breaks(both, side, places)
            if _leads(both, side, run):
                _add_leading(both, side, run)
            elif _trails(both, side, run):
                both.speech[side].append(_speech(both, side, run, leads=False))


def _between_breaks(both: Compared, side: int, places: range) -> range:
    """Without marks at its ends."""
    tokens = both.readings[side].tokens
    first, last = places[0], places[-1] + 1
    while first < last - 1 and tokens[first].raw in BREAKS:
        first += 1
    while last - 1 > first and tokens[last - 1].raw in BREAKS:
        last -= 1
    return range(first, last)


def _leads(both: Compared, side: int, run: range) -> bool:
    """Whether the run opens a sentence or clause, and what follows it opens one in the other version."""
    if not _opens(both, side, run[0]):
        return False
    following = both.beside(side, run[-1], 1)
    opposite = None if following is None else both.counterpart(side, following)
    return opposite is not None and _opens(both, 1 - side, opposite)


def _opens(both: Compared, side: int, token: int) -> bool:
    reading = both.readings[side]
    if any(token == first for first, _ in both.sentences(side)):
        return True
    before = token - 1
    return reading.tokens[before].raw in BREAKS or reading.has("words.conjunctions", before)


def _add_leading(both: Compared, side: int, run: range) -> None:
    reading = both.readings[side]
    that = run[-1] if reading.has("attribution.complementisers", run[-1]) else None
    verbs = [at for at in run if _like_verb(both, side, at)]
    if that is None and (not verbs or verbs[-1] != run[-1] or len(verbs) == len(run)):
        return
    named = [at for at in both.content(side, run) if at != that]
    if that is not None and len(named) < 2:
        both.hedges[side].append(Hedge(run[0], run[-1] + 1))
    elif len(named) >= 2:
        last = run[-1] + 1 if that is None else that
        both.speech[side].append(_speech(both, side, range(run[0], last), leads=True))


def _trails(both: Compared, side: int, run: range) -> bool:
    """", a deputy minister let slip.": a clause of its own at the end of a sentence, with a subject and a verb."""
    reading = both.readings[side]
    before, after = run[0] - 1, run[-1] + 1
    if reading.lexicon.unit_before_ten or not both.within(side, before) or reading.tokens[before].raw not in BREAKS:
        return False
    if both.within(side, after) and reading.tokens[after].raw not in BREAKS:
        return False
    opener = run[0]
    subject = reading.has("words.determiners", opener) or not reading.has("words.stop", opener)
    if not subject or any(reading.has(name, opener) for name in ("words.conjunctions", "places.cues", "denial.negators")):
        return False
    return any(_like_verb(both, side, at) for at in run[1:]) and not _like_verb(both, side, opener)


def _like_verb(both: Compared, side: int, token: int) -> bool:
    reading = both.readings[side]
    word = reading.tokens[token].text
    listed = any(reading.has(name, token) for name in ("attribution.verbs", "attribution.weak_verbs"))
    return listed or (len(word) > 3 and word.endswith("ed")) or word in reading.lexicon.morphology.irregular


def _speech(both: Compared, side: int, run: range, *, leads: bool) -> Speech:
    verb = next((at for at in run[1:] if _like_verb(both, side, at)), run[-1])
    speaker = tuple(at for at in both.content(side, run) if at != verb)
    return Speech(run[0], run[-1] + 1, verb, speaker, leads)
