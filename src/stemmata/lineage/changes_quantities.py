"""Quantities: counts with their bounds, ranges and vague classes; and numbers that count nothing (names, ages)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from stemmata.lineage.changes_dates import Moment, Runs
from stemmata.lineage.changes_lexicon import Lexicon
from stemmata.lineage.changes_numerals import numeral_at
from stemmata.lineage.changes_words import Token, TokenKind

_NOUNS = 3
"""Words after a number among which the thing counted is looked for ("Some 250 of the diggers")."""

_LARGEST_WHOLE = 1000
"""Of "five of seven": "three in 2031" is a date, and "five of 20,000" nobody writes."""

_BOUNDS = ("at_least", "more_than", "at_most", "fewer_than", "nearly", "about")
_AFTER = {"after_at_least": "at_least", "after_at_most": "at_most", "after_about": "about"}


class Measure(StrEnum):
    """What a number is the number of. Only a COUNT or a SHARE can be added or dropped."""

    COUNT = "count"
    SHARE = "share"
    AGE = "age"
    ORDINAL = "ordinal"
    CALIBRE = "calibre"
    PLACE_NAME = "place name"
    UNIT_NAME = "unit name"
    NAME = "name"
    IMPLIED = "implied"
    """"an hour", قذيفتين: a number only where the other version has one in its place (changes_implied.py)."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """Tokens [first, last), bound and all; `low` and `high` as stated or, of a vague one, as the lexicon has them.

    `vague` for dozens or many. `weak` where the word has other uses (one, some), so that nothing is made of it alone.
    """

    first: int
    last: int
    low: float
    high: float
    bound: str = ""
    vague: bool = False
    weak: bool = False
    measure: Measure = Measure.COUNT
    nouns: tuple[str, ...] = ()
    core: int = 0
    """The token at which the number itself begins, after its bound."""

    def same_as(self, other: "Quantity") -> bool:
        bound = self.vague or self.bound == other.bound
        return bound and (self.low, self.high, self.vague) == (other.low, other.high, other.vague)

    @property
    def value(self) -> str:
        """The value without its bound, to be looked up elsewhere."""
        return f"#{self.low:g}-{self.high:g}"


def quantities_of(tokens: Sequence[Token], runs: Runs, moments: Sequence[Moment], lexicon: Lexicon) -> list[Quantity]:
    """In order, none over another or over a date."""
    reader = _Reader(tokens, runs, lexicon, frozenset(at for one in moments for at in range(one.first, one.last)))
    found: list[Quantity] = []
    at = 0
    while at < len(tokens):
        one = reader.at(at, found[-1].last if found else 0)
        if one is None:
            at += 1
        else:
            found.append(one)
            at = one.last
    return found


@dataclass(frozen=True)
class _Reader:
    tokens: Sequence[Token]
    runs: Runs
    lexicon: Lexicon
    dated: frozenset[int]

    def at(self, at: int, free_from: int) -> Quantity | None:
        """The quantity whose number begins at this token, with a bound that begins at `free_from` or later."""
        core = None if at in self.dated else self._core(at)
        if core is None or not self.dated.isdisjoint(range(core.first, core.last)):
            return None
        whole = self._measured(self._bounded(self._range(core), free_from))
        return replace(whole, nouns=self._nouns(whole.last))

    def _core(self, at: int) -> Quantity | None:
        token = self.tokens[at]
        vague = self.lexicon.bounds("quantities.vague", token.text) if token.kind is TokenKind.WORD else None
        numeral = numeral_at(self.tokens, at, self.lexicon)
        scale = any(self.lexicon.value("numbers.multipliers", form) for form in self.lexicon.peeled(token.text))
        if vague is not None and (numeral is None or scale):
            return None if self._bounds_another(at) else self._vague(at, vague)
        if numeral is None:
            return None
        weak = numeral.last == at + 1 and self.lexicon.has("numbers.weak", token.text)
        measure = Measure.ORDINAL if numeral.ordinal else Measure.COUNT
        value = numeral.value
        return Quantity(at, numeral.last, value, value, weak=weak or numeral.ordinal, measure=measure, core=at)

    def _bounds_another(self, at: int) -> bool:
        """Whether the vague word is part of a bound ("some 250", "as many as") or of a comparison."""
        names = [*(f"bounds.{bound}" for bound in _BOUNDS), "quantities.compared"]
        for first, last in (run for name in names for run in self.runs.get(name, ()) if run[0] <= at < run[1]):
            numbered = last < len(self.tokens) and numeral_at(self.tokens, last, self.lexicon) is not None
            if last - first > 1 or numbered:
                return True
        return False

    def _vague(self, at: int, bounds: tuple[float, float]) -> Quantity:
        """As in "dozens", "tens of thousands", "a few hundred", عشرات الآلاف."""
        low, high = bounds
        last = at + 1
        following = last
        if last + 1 < len(self.tokens) and self._has("words.partitive", last):
            following = last + 1
        if following < len(self.tokens):
            word = self.tokens[following].text
            forms = self.lexicon.peeled(word) if self.lexicon.grammar.verb_first else (word,)
            scale = next(
                (one for one in (self.lexicon.value("numbers.multipliers", form) for form in forms) if one), None
            )
            more = self.lexicon.bounds("quantities.vague", word)
            if scale is None and more is not None and following > last:
                scale = {200: 100, 2000: 1000}.get(int(more[0]))
            if scale is not None:
                return Quantity(at, following + 1, low * scale, high * scale, vague=True, core=at)
        return Quantity(at, last, low, high, vague=True, weak=self._has("quantities.weak", at), core=at)

    def _range(self, core: Quantity) -> Quantity:
        """As in "between six and eight", "6-8", "six or seven hundred"; both ends as one quantity."""
        if core.vague or core.measure is not Measure.COUNT or core.last >= len(self.tokens):
            return core
        whole = self._out_of(core)
        if whole is not None:
            return whole
        before = [first for first, last in self.runs.get("bounds.between", ()) if last == core.first]
        opened = min(before, default=None)
        second, alternative = self._second(core, opened is not None)
        if second is None or second >= len(self.tokens) or second in self.dated:
            return core
        other = numeral_at(self.tokens, second, self.lexicon)
        glued = self.tokens[core.last].raw in "-–"
        if other is None or other.ordinal or (other.value <= core.low and not glued):
            return core
        low = core.low
        unscaled = self.lexicon.value("numbers.values", self.tokens[second].text)
        if alternative and unscaled and low < 10 and unscaled < other.value:
            low *= other.value / unscaled
        first = core.first if opened is None else opened
        return replace(core, first=first, last=other.last, low=low, high=other.value, bound="range", weak=False)

    def _second(self, core: Quantity, opened: bool) -> tuple[int | None, bool]:
        """Where the second end may begin, and whether it is an alternative ("or")."""
        either = dict(self.runs.get("bounds.or", ())).get(core.last)
        if either is not None:
            return either, True
        joined = dict(self.runs.get("bounds.to", ())).get(core.last)
        if joined is None and opened:
            joined = dict(self.runs.get("bounds.and", ())).get(core.last)
            if joined is None and self.tokens[core.last].text.startswith(self.lexicon.morphology.joiners or "\0"):
                joined = core.last
        return joined, False

    def _out_of(self, core: Quantity) -> Quantity | None:
        """As in "five of seven", ثلاث من أصل عشرين: one quantity, the part of a whole."""
        start = dict(self.runs.get("numbers.out_of", ())).get(core.last)
        if start is None or start >= len(self.tokens) or start in self.dated:
            return None
        whole = numeral_at(self.tokens, start, self.lexicon)
        if whole is None or whole.ordinal or not core.high <= whole.value <= _LARGEST_WHOLE:
            return None
        return replace(core, last=whole.last, bound=f"of {whole.value:g}", weak=False)

    def _bounded(self, core: Quantity, free_from: int) -> Quantity:
        if core.vague and core.weak:
            return core
        best = core
        for bound in _BOUNDS:
            for first, last in self.runs.get(f"bounds.{bound}", ()):
                if free_from <= first < best.first and self._leads_to(last, core.first):
                    best = replace(best, first=first, bound=core.bound or bound)
        for name, bound in _AFTER.items():
            for first, last in self.runs.get(f"bounds.{name}", ()):
                gap = self.tokens[core.last : first]
                if core.last <= first and len(gap) <= 2 and not any(token.raw in ".;:" for token in gap):
                    best = replace(best, last=last if not gap else best.last, bound=best.bound or bound)
        return best

    def _leads_to(self, last: int, core: int) -> bool:
        """Whether a bound that ends here is that of the number: nothing between, or an article or a sign of money."""
        between = range(last, core)
        names = ("numbers.articles", "numbers.money", "numbers.before")
        return last <= core and all(any(self._has(name, at) for name in names) for at in between)

    def _measured(self, one: Quantity) -> Quantity:
        """With what it measures, and a sign of money that belongs to it."""
        if one.vague:
            return one
        before, after = one.core - 1, one.last
        if before >= 0 and one.first == one.core and self._has("numbers.money", before):
            one = replace(one, first=before)
        verb_first = self.lexicon.grammar.verb_first
        if self._starts("numbers.per_cent", after):
            return replace(one, measure=Measure.SHARE)
        if self._starts("not_counts.calibres", after) or (verb_first and self._ends("not_counts.calibres", one.core)):
            return replace(one, measure=Measure.CALIBRE)
        hyphened = after + 1 < len(self.tokens) and self.tokens[after].raw == "-"
        aged = self._starts("not_counts.ages", after + 1 if hyphened else after)
        if aged or self._ends("not_counts.ages", one.core) or self._is_bare_age(one):
            return replace(one, measure=Measure.AGE)
        return replace(one, measure=self._names(one))

    def _names(self, one: Quantity) -> Measure:
        """Of numbers in digits and ordinals: whether they are part of a name."""
        digits = self.tokens[one.core].kind is TokenKind.DIGITS
        ordinal = one.measure is Measure.ORDINAL
        verb_first = self.lexicon.grammar.verb_first
        before, after = one.core - 1, one.last
        if not digits and not ordinal:
            return one.measure
        unit = self._starts("not_counts.unit_nouns", after) or self._ends("not_counts.unit_nouns", one.core)
        if unit and (ordinal or verb_first):
            return Measure.UNIT_NAME
        if digits and ordinal and before >= 0 and self._has("words.determiners", before):
            return Measure.UNIT_NAME
        if self._ends("not_counts.named_by_number", one.core):
            return Measure.NAME
        if self._ends("not_counts.numbered_places", one.core) and (self.tokens[before].capital or verb_first):
            return Measure.PLACE_NAME
        return Measure.PLACE_NAME if digits and not ordinal and self._ends_name(one) else one.measure

    def _ends_name(self, one: Quantity) -> bool:
        """As in "Pier 9" inside a sentence: a capital before bare digits, and no noun after them."""
        before = one.core - 1
        if before < 1 or one.first != one.core or self.tokens[before - 1].raw in '.!?"“:':
            return False
        token, following = self.tokens[before], self.tokens[one.last] if one.last < len(self.tokens) else None
        nothing = following is None or following.kind is TokenKind.MARK or self._has("words.stop", one.last)
        return (
            token.kind is TokenKind.WORD and token.capital and token.end + 1 >= self.tokens[one.core].start and nothing
        )

    def _is_bare_age(self, one: Quantity) -> bool:
        """As in "Emil Brandauer, 71, of Ferry Street": a number in digits alone between commas."""
        if not 0 < one.core < one.last < len(self.tokens) or one.last != one.core + 1:
            return False
        digits = self.tokens[one.core].kind is TokenKind.DIGITS
        return digits and self.tokens[one.core - 1].raw == "," and self.tokens[one.last].raw in ",."

    def _nouns(self, last: int) -> tuple[str, ...]:
        """Roots of the words that follow, the nearest first."""
        found: list[str] = []
        for at in range(last, min(last + _NOUNS, len(self.tokens))):
            if self.tokens[at].kind is not TokenKind.WORD:
                break
            if not self._has("words.stop", at):
                found.extend(self.lexicon.roots(self.tokens[at].text))
        return tuple(found)

    def _has(self, category: str, at: int) -> bool:
        return self.lexicon.has(category, self.tokens[at].text)

    def _starts(self, category: str, at: int) -> bool:
        return any(first == at for first, _ in self.runs.get(category, ()))

    def _ends(self, category: str, at: int) -> bool:
        return any(last == at for _, last in self.runs.get(category, ()))
