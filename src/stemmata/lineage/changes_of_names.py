"""Words in the place of others: places, actors, what people are called; and what is none of these."""

from collections.abc import Sequence
from dataclasses import dataclass

from stemmata.lineage.changes_compared import AFTER, BEFORE, Compared
from stemmata.lineage.changes_reading import Reading
from stemmata.lineage.changes_speech import BREAKS
from stemmata.model.change import Change, Code

_LONGEST = 6
"""Words on one side: what is longer is told otherwise, and is no single change that could be named."""

_LONGEST_OTHER = 3


@dataclass(frozen=True, slots=True)
class _Replaced:
    """Runs of tokens in each other's place."""

    before: tuple[int, int]
    after: tuple[int, int]

    def run(self, side: int) -> tuple[int, int]:
        return self.after if side else self.before


def name_changes(both: Compared, named: "NamedIn") -> list[Change]:
    found = []
    for one in _replaced(both):
        code = _code(both, one, named)
        if code is not None:
            found.append(both.change(code, one.before, one.after))
    return found


def _replaced(both: Compared) -> list[_Replaced]:
    found = []
    for gap in both.alignment.gaps():
        runs = [_loose_run(both, side, gap[side]) for side in (BEFORE, AFTER)]
        if runs[0] is not None and runs[1] is not None:
            found.append(_Replaced(runs[0], runs[1]))
    return found


def _loose_run(both: Compared, side: int, gap: range) -> tuple[int, int] | None:
    """The one run of tokens in a gap that met nothing and that no change has named."""
    tokens = [
        at
        for number in gap
        if both.alignment.partner[side][number] < 0
        for at in range(both.pieces[side][number].first, both.pieces[side][number].last)
        if at not in both.spent[side] and at not in both.gone[side]
    ]
    reading = both.readings[side]
    while tokens and reading.tokens[tokens[0]].raw in BREAKS:
        tokens.pop(0)
    while tokens and reading.tokens[tokens[-1]].raw in BREAKS:
        tokens.pop()
    if not tokens or tokens[-1] - tokens[0] >= len(tokens) or len(tokens) > _LONGEST:
        return None
    if not both.content(side, tokens):
        return None
    return tokens[0], tokens[-1] + 1


def _code(both: Compared, one: _Replaced, named: "NamedIn") -> Code | None:
    sides = [(both.readings[side], one.run(side)) for side in (BEFORE, AFTER)]
    known = [named.code(reading, run) for reading, run in sides]
    if known[0] is not None and known[0] is known[1]:
        return known[0]
    if any(code is not None for code in known) and None in known:
        return next(code for code in known if code is not None)
    has = {
        name: [_any(reading, name, run) for reading, run in sides]
        for name in ("actors.nouns", "status.nouns", "places.nouns", "places.directions", "not_counts.unit_nouns")
    }
    if all(has["places.directions"]):
        return Code.PLACE_CHANGED
    if any(has["actors.nouns"]) and not any(has["places.nouns"]):
        return Code.ACTOR_CHANGED
    if all(has["status.nouns"]):
        return Code.STATUS_CHANGED
    if any(has["status.nouns"]):
        return Code.ACTOR_CHANGED if any(_named(reading, run) for reading, run in sides) else Code.STATUS_CHANGED
    if any(has["places.nouns"]) or all(_at_place(reading, run) for reading, run in sides):
        return Code.PLACE_CHANGED
    if any(has["actors.nouns"]):
        return Code.ACTOR_CHANGED
    if max(run[1] - run[0] for _, run in sides) <= _LONGEST_OTHER:
        return Code.OTHER
    return None


def _any(reading: Reading, category: str, run: tuple[int, int]) -> bool:
    return any(first < run[1] and run[0] < last for first, last in reading.runs.get(category, ()))


def _named(reading: Reading, run: tuple[int, int]) -> bool:
    """A capital inside a sentence."""
    starts = {first for first, _ in reading.sentences}
    return any(reading.tokens[at].capital and at not in starts for at in range(*run))


def _at_place(reading: Reading, run: tuple[int, int]) -> bool:
    """Whether a preposition of place stands before it, and in scripts with capitals a name behind that."""
    cued = run[0] > 0 and reading.has("places.cues", run[0] - 1) or reading.has("places.cues", run[0])
    beside = run[1] < len(reading.tokens) and reading.has("places.nouns", run[1])
    if reading.lexicon.unit_before_ten:
        return cued
    return (cued or beside) and _named(reading, run)


@dataclass(frozen=True)
class NamedIn:
    """The case's names, ready to be looked up: folded, with what transliterations differ in taken away."""

    places: frozenset[tuple[str, ...]] = frozenset()
    actors: frozenset[tuple[str, ...]] = frozenset()

    def code(self, reading: Reading, run: tuple[int, int]) -> Code | None:
        """PLACE_CHANGED or ACTOR_CHANGED where the run holds, or lies in, a name of that kind."""
        for code, names in ((Code.PLACE_CHANGED, self.places), (Code.ACTOR_CHANGED, self.actors)):
            if names and _holds(reading, run, names):
                return code
        return None


def _holds(reading: Reading, run: tuple[int, int], names: frozenset[tuple[str, ...]]) -> bool:
    longest = max(map(len, names))
    for length in range(1, longest + 1):
        for first in range(max(0, run[0] - length + 1), min(run[1], len(reading.tokens) - length + 1)):
            keys = tuple(name_key(reading.tokens[at].text) for at in range(first, first + length))
            if keys in names:
                return True
    return False


_VOWELS = frozenset("aeiouyاويءه")


def name_key(word: str) -> str:
    """A folded word without what transliterations of one name differ in: vowels, doubled letters, the article.

    "Mansour", "Mansur" and "Mansoor" are one; a word of vowels alone stays as it is.
    """
    bare = word[2:] if word.startswith("ال") and len(word) > 4 else word
    for written, kept in _SOUNDS:
        bare = bare.replace(written, kept)
    letters = [letter for at, letter in enumerate(bare) if at == 0 or letter != bare[at - 1]]
    strong = "".join(letter for at, letter in enumerate(letters) if at == 0 or letter not in _VOWELS)
    return strong if len(strong) > 1 else bare


_SOUNDS = (("q", "k"), ("ph", "f"), ("ck", "k"), ("c", "k"), ("dj", "j"), ("w", "v"))

