"""Words in the place of others: places, actors, what people are called; and what is none of these."""

from collections.abc import Sequence
from dataclasses import dataclass

from stemmata.lineage.changes_compared import AFTER, BEFORE, Compared
from stemmata.lineage.changes_doubt import BREAKS
from stemmata.lineage.changes_named import NameKind, name_kind
from stemmata.lineage.changes_quantities import Measure
from stemmata.lineage.changes_reading import PieceKind, Reading
from stemmata.model.change import Change, Code, Where

_LONGEST = 6
"""Words on one side: what is longer is told otherwise, and is no single change that could be named."""

_LONGEST_OTHER = 3
_UNEXPLAINED = 1
"""Other words of a sentence that may be told otherwise without a name: where more are, it is written anew, and a word
for another is mostly a synonym."""
_LONGEST_PHRASE = 6
"""Words of the longest name of a place, body or state in a lexicon."""


@dataclass(frozen=True, slots=True)
class _Replaced:
    """Runs of tokens in each other's place."""

    before: tuple[int, int]
    after: tuple[int, int]

    def run(self, side: int) -> tuple[int, int]:
        return self.after if side else self.before


def name_changes(both: Compared) -> list[Change]:
    replaced = [(one, _code(both, one)) for one in _replaced(both)]
    found = [both.change(code, one.before, one.after) for one, code in replaced if code is not None]
    for side in (BEFORE, AFTER):
        found.extend(_added_to(both, side))
    return found


def _added_to(both: Compared, side: int) -> list[Change]:
    """A word or two more beside a word that both have: "Lower Okorie" for "Okorie", "shot dead" for "shot"."""
    found = []
    reading = both.readings[side]
    for places, opposite in list(both.left_over(side)):
        if opposite or len(places) > 2 or both.is_spent(side, places) or not both.gone[side].isdisjoint(places):
            continue
        before, after = places[0] - 1, places[-1] + 1
        if _any(reading, "places.directions", (places[0], after)) and _is_met_name(both, side, after):
            mine, anchor, code = (places[0], after + 1), after, Code.PLACE_CHANGED
        elif _any(reading, "harm.words", (places[0], after)) and _is_met_harm(both, side, before):
            mine, anchor, code = (before, after), before, Code.OTHER
        else:
            continue
        other = both.counterpart(side, anchor)
        if other is not None:
            theirs = (other, other + 1)
            found.append(both.change(code, mine if side == BEFORE else theirs, theirs if side == BEFORE else mine))
    return found


def _is_met_name(both: Compared, side: int, at: int) -> bool:
    return both.within(side, at) and both.readings[side].tokens[at].capital and both.met_same(side, at)


def _is_met_harm(both: Compared, side: int, at: int) -> bool:
    return both.within(side, at) and both.readings[side].has("harm.words", at) and both.met_same(side, at)


def _replaced(both: Compared) -> list[_Replaced]:
    found = []
    for gap in both.gaps:
        runs = [_loose_run(both, side, gap[side]) for side in (BEFORE, AFTER)]
        if runs[0] is not None and runs[1] is not None:
            found.append(_Replaced(runs[0], runs[1]))
    return found


def _loose_run(both: Compared, side: int, gap: range) -> tuple[int, int] | None:
    """The first run of tokens in a gap with content that met nothing: in no change, speaker's clause or hedge."""
    reading = both.readings[side]
    spoken = {at for one in both.speech[side] for at in range(one.first, one.last)}
    spoken |= {at for one in both.hedges[side] for at in range(one.first, one.last)}
    runs: list[list[int]] = []
    for number in gap:
        piece = both.pieces[side][number]
        for at in range(piece.first, piece.last):
            used = at in both.spent[side] or at in both.gone[side] or at in spoken
            if both.alignment.partner[side][number] >= 0 or used or reading.tokens[at].raw in BREAKS:
                continue
            if runs and runs[-1][-1] == at - 1:
                runs[-1].append(at)
            else:
                runs.append([at])
    run = next((run for run in runs if both.content(side, run)), None)
    return (run[0], run[-1] + 1) if run is not None and len(run) <= _LONGEST else None


def _code(both: Compared, one: _Replaced) -> Code | None:
    sides = [(both.readings[side], one.run(side)) for side in (BEFORE, AFTER)]
    kinds = {name_kind(reading.tokens[at]) for reading, run in sides for at in range(*run)} - {None}
    if len(kinds) == 1:
        return Code.PLACE_CHANGED if kinds == {NameKind.PLACE} else Code.ACTOR_CHANGED
    heads = [_head(both, side, one.run(side)) for side in (BEFORE, AFTER)]
    is_in = {
        name: [reading.has(name, head) for (reading, _), head in zip(sides, heads, strict=True)]
        for name in ("actors.nouns", "status.nouns", "places.nouns", "places.directions")
    }
    acting = any(reading.has("voice.agents", at) for reading, run in sides for at in (run[0] - 1, run[0]) if at >= 0)
    if any(is_in["actors.nouns"]) or any(_is_unit(reading, run) for reading, run in sides):
        return Code.ACTOR_CHANGED
    if any(is_in["status.nouns"]):
        return Code.ACTOR_CHANGED if acting else Code.STATUS_CHANGED
    if acting and not any(is_in["places.nouns"]):
        return Code.ACTOR_CHANGED
    if all(_any(reading, "places.directions", run) for reading, run in sides):
        after = [reading.has("actors.nouns", run[1]) for reading, run in sides if run[1] < len(reading.tokens)]
        return Code.ACTOR_CHANGED if any(after) else Code.PLACE_CHANGED
    if any(is_in["places.nouns"]) or all(_at_place(reading, run) for reading, run in sides):
        return Code.PLACE_CHANGED
    return Code.OTHER if _is_other(both, one) else None


def _head(both: Compared, side: int, run: tuple[int, int]) -> int:
    """The noun that a run of words turns on: the first in Arabic; in English the last before an "of"."""
    reading = both.readings[side]
    words = both.content(side, range(*run))
    if reading.lexicon.grammar.verb_first:
        return words[0]
    of = next((at for at in range(*run) if reading.has("words.partitive", at)), run[1])
    return next((at for at in reversed(words) if at < of), words[-1])


def _is_other(both: Compared, one: _Replaced) -> bool:
    """Whether a few words stand for a few, in a sentence that is otherwise told alike and in the same order, and not
    only as another form after another number."""
    if both.readings[0].where is Where.HEADLINE:
        return False
    if max(one.before[1] - one.before[0], one.after[1] - one.after[0]) > _LONGEST_OTHER:
        return False
    heads = [_head(both, side, one.run(side)) for side in (BEFORE, AFTER)]
    if _are_verbs(both, heads) or _are_forms(both, heads):
        return False
    counted = [
        run[0] - 1 in both.spent[side] and both.pieces[side][both.piece_at(side, run[0] - 1)].kind is PieceKind.QUANTITY
        for side, run in ((BEFORE, one.before), (AFTER, one.after))
        if both.within(side, run[0] - 1)
    ]
    if any(counted):
        return False
    return all(_unexplained(both, side, one.run(side)) <= _UNEXPLAINED for side in (BEFORE, AFTER))


def _unexplained(both: Compared, side: int, run: tuple[int, int]) -> int:
    """Words of the block outside the run that moved or met nothing, and that no change has named."""
    even = {pair[side] for pair in both.alignment.even}
    return sum(
        piece.kind is PieceKind.WORD
        and number not in even
        and piece.first not in both.spent[side] | both.gone[side]
        and not run[0] <= piece.first < run[1]
        for number, piece in enumerate(both.pieces[side])
    )


def _are_verbs(both: Compared, heads: Sequence[int]) -> bool:
    """Two verbs in each other's place, and none of harm, are mostly another way to say it."""
    words = [both.readings[side].tokens[at].text for side, at in enumerate(heads)]
    past = [both.readings[side].lexicon.is_past(word) for side, word in enumerate(words)]
    return all(past) and not any(both.readings[side].has("harm.words", at) for side, at in enumerate(heads))


def _are_forms(both: Compared, heads: Sequence[int]) -> bool:
    """Whether one root lies in the other: مغادرة and تغادر."""
    roots = [
        both.readings[side].lexicon.bare_root(both.readings[side].tokens[at].text) for side, at in enumerate(heads)
    ]
    shorter, longer = sorted(roots, key=len)
    return len(shorter) > 2 and longer.endswith(shorter)


def _any(reading: Reading, category: str, run: tuple[int, int]) -> bool:
    near = reading.phrases(category, run[0] - _LONGEST_PHRASE, run[1])
    return any(last > run[0] for _, last in near)


def _is_unit(reading: Reading, run: tuple[int, int]) -> bool:
    """Whether a numbered unit stands in the run ("the 7th Cavalry")."""
    units = (one for one in reading.quantities if one.measure is Measure.UNIT_NAME)
    return any(run[0] <= one.core < run[1] for one in units)


def _named(reading: Reading, run: tuple[int, int]) -> bool:
    """A capital inside a sentence."""
    starts = {first for first, _ in reading.sentences}
    return any(reading.tokens[at].capital and at not in starts for at in range(*run))


def _long(objects: tuple[str, ...]) -> tuple[str, ...]:
    """Pronouns of more than a letter: shorter ones end other words too."""
    return tuple(one for one in objects if len(one) > 1)


def _at_place(reading: Reading, run: tuple[int, int]) -> bool:
    """Whether a preposition of place stands before it, and in scripts with capitals a name behind that."""
    cued = (run[0] > 0 and reading.has("places.cues", run[0] - 1)) or reading.has("places.cues", run[0])
    beside = run[1] < len(reading.tokens) and reading.has("places.nouns", run[1])
    if reading.lexicon.grammar.verb_first:
        word = reading.tokens[run[0]].text
        before = run[0] > 0 and reading.has("places.nouns", run[0] - 1)
        return (cued or before) and not word.endswith(_long(reading.lexicon.morphology.objects))
    return (cued or beside) and _named(reading, run)
