"""Speakers and hedges that no lexicon lists, told by where they stand: what alone is gone from, or new at, the edge of
a statement that both versions have."""

from collections.abc import Sequence

from stemmata.lineage.changes_compared import AFTER, BEFORE, Compared
from stemmata.lineage.changes_doubt import BREAKS, Hedge
from stemmata.lineage.changes_speech import Speech

_LONGEST_TRAILER = 8
_LONGEST = 10
"""Words. What is longer is a statement, or a relative clause within the speaker's name that cannot be told from one."""


def add_unlisted(both: Compared) -> None:
    """Adds them to what was read of either side."""
    _add_exchanged(both)
    for side in (BEFORE, AFTER):
        for places, opposite in list(both.left_over(side)):
            if not 1 < len(both.words(side, places)) <= _LONGEST or _is_known(both, side, places):
                continue
            run = _between_breaks(both, side, places)
            against = both.words(1 - side, opposite)
            if not against and _leads(both, side, run):
                _add_leading(both, side, run)
                continue
            rival = any(_trails(both, 1 - side, part) for part in _segments(both, 1 - side, opposite))
            for part in _segments(both, side, run):
                spare = len(both.words(side, run)) - len(part)
                if _trails(both, side, part) and (rival or len(against) <= spare + 1):
                    both.speech[side].append(_speech(both, side, part, leads=False))


def _segments(both: Compared, side: int, run: Sequence[int]) -> list[range]:
    """The run, cut at marks and where it does not go on."""
    tokens = both.readings[side].tokens
    parts: list[range] = []
    for at in run:
        if tokens[at].raw in BREAKS:
            continue
        if parts and parts[-1].stop == at:
            parts[-1] = range(parts[-1].start, at + 1)
        else:
            parts.append(range(at, at + 1))
    return parts


def _is_known(both: Compared, side: int, places: range) -> bool:
    known = [(one.first, one.last) for one in both.speech[side]] + [(one.first, one.last) for one in both.hedges[side]]
    return any(first < places[-1] + 1 and places[0] < last for first, last in known)


def _add_exchanged(both: Compared) -> None:
    """One subject for another, between where a clause begins and the same "that": another speaks, by whatever verb."""
    for gap in both.gaps:
        clauses = [_exchanged(both, side, gap[side]) for side in (BEFORE, AFTER)]
        for side, clause in enumerate(clauses):
            if clause is not None and all(clauses) and not _is_known(both, side, range(clause.first, clause.last)):
                both.speech[side].append(clause)


def _exchanged(both: Compared, side: int, gap: range) -> Speech | None:
    reading = both.readings[side]
    pieces = both.pieces[side]
    loose = [at for number in gap for at in range(pieces[number].first, pieces[number].last)]
    if not both.content(side, loose) or len(loose) > _LONGEST:
        return None
    first = loose[0]
    while not _opens(both, side, first) and loose[0] - first < 2:
        first -= 1
    last = loose[-1] + 1
    while both.within(side, last) and last - loose[-1] <= 2 and not reading.has("attribution.complementisers", last):
        last += 1
    ends = both.within(side, last) and reading.has("attribution.complementisers", last)
    if not ends:
        beside = (loose[0] - 1,) if reading.lexicon.grammar.verb_first else (loose[-1] + 1,)
        verb = next((at for at in beside if both.within(side, at) and reading.has("attribution.verbs", at)), None)
        ends = verb is not None and both.met_same(side, verb)
        last = loose[-1] + 1 if verb is None else max(loose[-1] + 1, verb + 1)
    if not ends or not _opens(both, side, first) or any(reading.tokens[at].raw in BREAKS for at in range(first, last)):
        return None
    said = ("denial.denials", "denial.affirmations", "attribution.verbs", "attribution.weak_verbs")
    speaker = tuple(at for at in both.content(side, loose) if not any(reading.has(name, at) for name in said))
    if not speaker:
        return None
    verb = next((at for at in (first, last - 1) if at not in speaker), first)
    return Speech(first, last, verb, speaker, leads=True)


def _between_breaks(both: Compared, side: int, places: range) -> range:
    """Without marks at its ends."""
    tokens = both.readings[side].tokens
    if not places:
        return places
    first, last = places[0], places[-1] + 1
    while first < last - 1 and tokens[first].raw in BREAKS:
        first += 1
    while last - 1 > first and tokens[last - 1].raw in BREAKS:
        last -= 1
    return range(first, last)


def _leads(both: Compared, side: int, run: range) -> bool:
    """Whether the run opens a sentence or clause, and what follows it opens one in the other version."""
    little = both.within(side, run[0] - 1) and both.readings[side].has("words.stop", run[0] - 1)
    if not (_opens(both, side, run[0]) or (little and _opens(both, side, run[0] - 1))):
        return False
    following = both.beside(side, run[-1], 1)
    opposite = None if following is None else both.counterpart(side, following)
    return opposite is not None and any(
        both.within(1 - side, at) and _opens(both, 1 - side, at) for at in (opposite, opposite - 1)
    )


def _opens(both: Compared, side: int, token: int) -> bool:
    reading = both.readings[side]
    if any(token == first for first, _ in both.sentences(side)):
        return True
    before = token - 1
    return reading.tokens[before].raw in BREAKS or reading.has("words.conjunctions", before)


def _add_leading(both: Compared, side: int, run: range) -> None:
    reading = both.readings[side]
    that = next((at for at in run[:0:-1] if reading.has("attribution.complementisers", at)), None)
    if that is not None and both.content(side, range(that + 1, run[-1] + 1)) and len(run) - (that - run[0]) > 2:
        that = None
    verbs = [at for at in run if _like_verb(both, side, at)]
    at_edge = run[0] if reading.lexicon.grammar.verb_first else run[-1]
    if that is None and (at_edge not in verbs or len(verbs) == len(run)):
        return
    joining = {at for first, last in both.phrases(side, "words.conjunctions") for at in range(first, last)}
    named = [at for at in both.content(side, run) if at != that and at not in joining]
    if not named:
        return
    if that is not None and len(named) < 2:
        both.hedges[side].append(Hedge(run[0], run[-1] + 1))
    elif len(named) >= 2:
        last = run[-1] + 1 if that is None else that
        both.speech[side].append(_speech(both, side, range(run[0], last), leads=True))


def _trails(both: Compared, side: int, run: range) -> bool:
    """As in ", a deputy minister let slip.": a clause at the end of a sentence, with a subject and a verb."""
    reading = both.readings[side]
    if len(run) < 2:
        return False
    before, after = run[0] - 1, run[-1] + 1
    if reading.lexicon.grammar.verb_first or not both.within(side, before) or reading.tokens[before].raw not in BREAKS:
        return False
    if both.within(side, after) and reading.tokens[after].raw not in BREAKS:
        return False
    opener = run[0]
    subject = reading.has("words.determiners", opener) or not reading.has("words.stop", opener)
    if not subject or any(
        reading.has(name, opener) for name in ("words.conjunctions", "places.cues", "denial.negators")
    ):
        return False
    if _like_verb(both, side, opener) or len(run) > _LONGEST_TRAILER:
        return False
    if any(one.first == opener and one.vague for one in both.quantities[side]):
        return False
    return any(_like_verb(both, side, at) and _tail(both, side, at, run.stop) for at in run[1:])


def _tail(both: Compared, side: int, verb: int, stop: int) -> bool:
    """Whether nothing follows the verb in its clause but how, when, where or to whom it was said."""
    reading = both.readings[side]
    if verb + 1 == stop:
        return True
    dated = both.is_moment(side, verb + 1)
    verb_again = _like_verb(both, side, verb + 1) and verb + 2 == stop
    return (
        dated or verb_again or reading.has("attribution.addressed", verb) or reading.has("attribution.follow", verb + 1)
    )


def _like_verb(both: Compared, side: int, token: int) -> bool:
    reading = both.readings[side]
    word = reading.tokens[token].text
    if both.within(side, token - 1) and reading.has("words.determiners", token - 1):
        return False
    listed = any(reading.has(name, token) for name in ("attribution.verbs", "attribution.weak_verbs"))
    ends = both.within(side, token + 1) and reading.tokens[token + 1].raw in BREAKS
    third_person = len(word) > 3 and word.endswith(reading.lexicon.morphology.verb_endings)
    if ends and third_person and _singular(both, side, token):
        return True
    return listed or reading.lexicon.is_past(word)


def _singular(both: Compared, side: int, verb: int) -> bool:
    """Whether the clause that ends here opens with one person, so that a last word in -s is a verb."""
    tokens = both.readings[side].tokens
    first = verb
    while both.within(side, first - 1) and tokens[first - 1].raw not in BREAKS:
        first -= 1
    return both.readings[side].has("words.singular", first)


def _speech(both: Compared, side: int, run: range, *, leads: bool) -> Speech:
    verb = next((at for at in run[1:] if _like_verb(both, side, at)), run[-1])
    speaker = tuple(at for at in both.content(side, run) if at != verb)
    return Speech(run[0], run[-1] + 1, verb, speaker, leads)
