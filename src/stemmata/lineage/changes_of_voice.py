"""Who acted, left out or brought in by the verb alone: "soldiers killed four" beside "four were killed"."""

from stemmata.fingerprint.folding import fold
from stemmata.lineage.changes_compared import AFTER, BEFORE, Compared
from stemmata.lineage.changes_doubt import BREAKS
from stemmata.lineage.changes_reading import PieceKind
from stemmata.model.change import Change, Code, Where

_BETWEEN = 2
"""Words between "was" and its participle."""
_FAR = 5
"""Words between a participle and its "by"."""
_FIRST_SYLLABLES = 5
"""Letters and marks: the u stands on the first or, after a prefixed alef and consonant, on the third letter."""
_DAMMA = "\u064f"


def voice_changes(both: Compared) -> list[Change]:
    return [
        change for side in (BEFORE, AFTER) for kind in (_by_verb, _by_ending, _by_agent) for change in kind(both, side)
    ]


def _by_verb(both: Compared, passive: int) -> list[Change]:
    """A verb that both have, passive on one side; on the other one who acts, whom the passive side leaves out."""
    found = []
    for verb, opposite in _passive_verbs(both, passive):
        vowelled = _vowelled_passive(both.readings[passive].tokens[verb].raw)
        actor = _actor(both, 1 - passive, opposite, vowelled=vowelled)
        if actor is None:
            continue
        active = (min(actor[0], opposite), max(actor[1], opposite + 1))
        found.append(_change(both, passive, _clause(both, passive, verb), active))
    return found


def _passive_verbs(both: Compared, side: int) -> list[tuple[int, int]]:
    reading, other = both.readings[side], both.readings[1 - side]
    found = []
    for first, last in both.sentences(side):
        for at in range(first, last):
            if both.is_spent(side, [at]) or not both.is_word(side, at) or not both.met(side, at):
                continue
            opposite = both.counterpart(side, at)
            if opposite is None or both.is_spent(1 - side, [opposite]):
                continue
            passive = _is_passive(both, side, at) and not _is_passive(both, 1 - side, opposite)
            verb_first = reading.lexicon.grammar.verb_first
            if passive or (verb_first and _other_form(reading.tokens[at].raw, other.tokens[opposite].raw)):
                found.append((at, opposite))
    return found


def _is_passive(both: Compared, side: int, verb: int) -> bool:
    """A participle after "was"; in headlines also one at the end, without."""
    reading = both.readings[side]
    word = reading.tokens[verb].text
    if not reading.lexicon.is_past(word):
        return False
    if any(both.within(side, at) and reading.has("voice.passive", at) for at in range(verb - _BETWEEN, verb)):
        return True
    return reading.where is Where.HEADLINE and verb + 1 == len(reading.tokens)


def _vowelled_passive(raw: str) -> bool:
    """Whether an Arabic verb is written with the u of the passive on its first syllable."""
    return _DAMMA in raw[:_FIRST_SYLLABLES]


def _other_form(raw: str, other: str) -> bool:
    """Whether one Arabic verb can be the passive, or what happens by itself, of the other: اعتُقل, هوجمت, غرق."""
    if _vowelled_passive(other) and not _vowelled_passive(raw):
        return False
    return fold(raw) != fold(other) or _vowelled_passive(raw) != _vowelled_passive(other)


def _actor(both: Compared, side: int, verb: int, *, vowelled: bool) -> tuple[int, int] | None:
    """Words of this side that met nothing, right before the verb, or right after it where verbs come first."""
    reading = both.readings[side]
    if reading.lexicon.grammar.verb_first:
        last = verb + 1
        while _is_unmet_word(both, side, last):
            last += 1
        if both.content(side, range(verb + 1, last)) and not _replaced(both, side, verb + 1):
            return verb + 1, last
        if not vowelled:
            return None
    first = verb
    while _is_unmet_word(both, side, first - 1):
        first -= 1
    planned = any(reading.has(name, at) for name in ("modality.planned", "hedges.phrases") for at in range(first, verb))
    return (first, verb) if both.content(side, range(first, verb)) and not planned else None


def _is_unmet_word(both: Compared, side: int, at: int) -> bool:
    if not both.within(side, at) or both.met(side, at) or both.readings[side].tokens[at].raw in BREAKS:
        return False
    return both.pieces[side][both.piece_at(side, at)].kind in {PieceKind.WORD, PieceKind.STOP}


def _replaced(both: Compared, side: int, at: int) -> bool:
    """Whether something else stands there in the other version: another who acts, not nobody."""
    number = both.piece_at(side, at)
    gap = next(gap for gap in both.gaps if number in gap[side])
    loose = [both.pieces[1 - side][one].first for one in gap[1 - side] if both.alignment.partner[1 - side][one] < 0]
    return any(both.is_word(1 - side, one) for one in loose)


def _clause(both: Compared, side: int, verb: int) -> tuple[int, int]:
    reading = both.readings[side]
    if reading.lexicon.grammar.verb_first:
        return verb, verb + 1
    first = verb
    while both.within(side, first - 1) and reading.tokens[first - 1].raw not in BREAKS:
        first -= 1
    return first, verb + 1


def _by_ending(both: Compared, side: int) -> list[Change]:
    """As in "killed four" beside "four died": a verb of ending in the place of one with somebody who acts."""
    found = []
    for first, last in both.phrases(side, "voice.endings"):
        if both.met(side, first) or both.is_spent(side, [first]):
            continue
        number = both.piece_at(side, first)
        gap = next((gap for gap in both.gaps if number in gap[side]), None)
        if gap is None:
            continue
        loose = [both.pieces[1 - side][one].first for one in gap[1 - side] if both.alignment.partner[1 - side][one] < 0]
        content = both.content(1 - side, loose)
        harmed = [at for at in content if both.readings[1 - side].has("harm.words", at)]
        agent = any(both.readings[1 - side].has("voice.agents", at) for at in loose)
        if len(content) >= 2 and (harmed or agent):
            found.append(_change(both, side, (first, last), (content[0], content[-1] + 1)))
    return found


def _by_agent(both: Compared, side: int) -> list[Change]:
    """As in "was shot by cartel men" beside "was shot": who acted is named on one side only."""
    reading = both.readings[side]
    found = []
    for first, last in both.phrases(side, "voice.agents"):
        if both.met(side, first) or both.is_spent(side, [first]):
            continue
        stop = last
        while both.within(side, stop) and not both.met(side, stop) and reading.tokens[stop].raw not in BREAKS:
            stop += 1
        verb = next(
            (at for at in range(first - 1, first - _FAR, -1) if both.within(side, at) and _is_passive(both, side, at)),
            None,
        )
        opposite = None if verb is None else both.counterpart(side, verb)
        number = both.piece_at(side, first)
        gap = next(gap for gap in both.gaps if number in gap[side])
        if opposite is None or verb is None or not both.content(side, range(last, stop)) or gap[1 - side]:
            continue
        if _is_passive(both, 1 - side, opposite):
            found.append(_change(both, side, (verb, stop), (opposite, opposite + 1)))
    return found


def _change(both: Compared, side: int, mine: tuple[int, int], theirs: tuple[int, int]) -> Change:
    return both.change(Code.VOICE, mine if side == BEFORE else theirs, theirs if side == BEFORE else mine)
