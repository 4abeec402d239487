"""Quantities: a count with its bound, a range, a vague class; and numbers that count nothing (names, ages, calibres)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from stemmata.lineage.changes_dates import Moment, Runs
from stemmata.lineage.changes_lexicon import Lexicon
from stemmata.lineage.changes_numerals import numeral_at
from stemmata.lineage.changes_words import Token, TokenKind

_NOUNS = 3
"""Words after a number among which the thing counted is looked for ("Some 250 of the diggers")."""


class Measure(StrEnum):
    """What a number is the number of. Only a COUNT can be added or dropped."""

    COUNT = "count"
    SHARE = "share"
    AGE = "age"
    ORDINAL = "ordinal"
    CALIBRE = "calibre"
    PLACE_NAME = "place name"
    UNIT_NAME = "unit name"
    NAME = "name"
    IMPLIED = "implied"
    """"an hour", قذيفتين: a number only where the other version has one in its place."""


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


def value_key(one: Quantity) -> str:
    """The value without its bound, to be looked up elsewhere."""
    return f"#{one.low:g}-{one.high:g}"


def quantities_of(tokens: Sequence[Token], runs: Runs, moments: Sequence[Moment], lexicon: Lexicon) -> list[Quantity]:
    """In order, none over another or over a date."""
    taken = {at for moment in moments for at in range(moment.first, moment.last)}
    bounds = {
        at
        for bound in (*_BOUNDS, "after")
        for first, last in runs.get(f"bounds.{bound}", ())
        for at in range(first, last)
        if last - first > 1 or (last < len(tokens) and _is_numeral(tokens, last, lexicon))
    }
    bounds |= {at for first, last in runs.get("quantities.compared", ()) for at in range(first, last)}
    found: list[Quantity] = []
    at = 0
    while at < len(tokens):
        core = None if at in taken else _core(tokens, at, lexicon)
        if core is not None and core.vague and at in bounds:
            core = None
        if core is None or not taken.isdisjoint(range(core.first, core.last)):
            at += 1
            continue
        core = _range(tokens, core, taken, runs, lexicon)
        found.append(_measured(tokens, _bounded(tokens, core, found, runs), runs, lexicon))
        at = found[-1].last
    return [
        replace(one, nouns=_nouns(tokens, one, lexicon)) if not one.nouns else one for one in found
    ]


def _is_numeral(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    return numeral_at(tokens, at, lexicon) is not None


def _core(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Quantity | None:
    token = tokens[at]
    vague = lexicon.values.get("quantities.vague", {})
    numeral = numeral_at(tokens, at, lexicon)
    word = token.text
    form = word if word in vague else next((one for one in lexicon.peeled(word) if one in vague), "")
    if form and token.kind is TokenKind.WORD and (numeral is None or _is_vague_scale(tokens, at, form, lexicon)):
        return _vague(tokens, at, form, lexicon)
    if numeral is not None:
        measure = Measure.ORDINAL if numeral.ordinal else Measure.COUNT
        weak = numeral.last - numeral.first == 1 and lexicon.has("numbers.weak", token.text)
        return Quantity(
            at, numeral.last, numeral.value, numeral.value, weak=weak or numeral.ordinal, measure=measure, core=at
        )
    return None


def _is_vague_scale(tokens: Sequence[Token], at: int, form: str, lexicon: Lexicon) -> bool:
    """"آلاف" and "millions" are scales after a number and vague without one; here none stands before."""
    return form in lexicon.values.get("numbers.multipliers", {})


def _vague(tokens: Sequence[Token], at: int, form: str, lexicon: Lexicon) -> Quantity | None:
    low, high = lexicon.values["quantities.vague"][form]
    last = at + 1
    if last < len(tokens) and tokens[last].text == "of":
        scale = lexicon.values["quantities.vague"].get(tokens[last + 1].text) if last + 1 < len(tokens) else None
        if scale is not None and tokens[last + 1].text in lexicon.values["quantities.vague"] and scale[0] >= 200:
            base = 1000 if scale[0] == 2000 else 100 if scale[0] == 200 else scale[0] / 2
            return Quantity(at, last + 2, low * base, high * base, vague=True, core=at)
    elif last < len(tokens) and lexicon.unit_before_ten:
        scale = lexicon.value("quantities.vague", tokens[last].text)
        if scale is not None and scale[0] >= 2000 and low <= 200:
            return Quantity(at, last + 1, low * scale[0] / 2, high * scale[0] / 2, vague=True, core=at)
    scale = lexicon.values.get("numbers.multipliers", {}).get(tokens[last].text) if last < len(tokens) else None
    if scale is not None:
        return Quantity(at, last + 1, low * scale[0], high * scale[0], vague=True, core=at)
    weak = lexicon.has("quantities.weak", form)
    return Quantity(at, last, low, high, vague=True, weak=weak, core=at)


def implied_by(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Quantity | None:
    """The one or two that an article or a dual ending stands for, if this token is such a word."""
    token = tokens[at]
    if token.kind is not TokenKind.WORD:
        return None
    follows = at + 1 < len(tokens) and tokens[at + 1].kind is TokenKind.WORD
    if (token.text,) in lexicon.phrases.get("numbers.articles", ()) and follows:
        nouns = _counted_with(tokens[at + 1], lexicon)
        return Quantity(at, at + 2, 1, 1, weak=True, measure=Measure.IMPLIED, nouns=nouns, core=at)
    definite = token.text.startswith(lexicon.morphology.articles or "\0")
    if lexicon.unit_before_ten and not definite and lexicon.has("numbers.durations", token.text):
        return Quantity(
            at, at + 1, 1, 1, weak=True, measure=Measure.IMPLIED, nouns=_counted_with(token, lexicon), core=at
        )
    for dual in lexicon.morphology.duals:
        if token.text.endswith(dual) and len(token.text) >= len(dual) + 3 and not lexicon.has("words.stop", token.text):
            nouns = lexicon.roots(token.text)
            return Quantity(at, at + 1, 2, 2, weak=True, measure=Measure.IMPLIED, nouns=nouns, core=at)
    return None


def _counted_with(token: Token, lexicon: Lexicon) -> tuple[str, ...]:
    """Roots of the noun; of an hour or a week those of all stretches of time, which stand for each other."""
    if not lexicon.has("numbers.durations", token.text):
        return lexicon.roots(token.text)
    return tuple(lexicon.root(phrase[0]) for phrase in lexicon.phrases["numbers.durations"])


def _range(
    tokens: Sequence[Token], core: Quantity, taken: set[int], runs: Runs, lexicon: Lexicon
) -> Quantity:
    """"between six and eight", "6-8", "sixty or seventy", "six or seven hundred"; both ends as one quantity."""
    if core.vague or core.measure is not Measure.COUNT:
        return core
    whole = _out_of(tokens, core, taken, runs, lexicon)
    if whole is not None:
        return whole
    before = {last: first for first, last in runs.get("bounds.between", ())}
    opened = before.get(core.first)
    joins = {first: last for first, last in runs.get("bounds.to", ())}
    either = {first: last for first, last in runs.get("bounds.or", ())}
    second = joins.get(core.last, either.get(core.last))
    glued = core.last < len(tokens) and tokens[core.last].raw in "-–"
    word = tokens[core.last].text if core.last < len(tokens) else ""
    if second is None and opened is not None and lexicon.unit_before_ten and word.startswith("و"):
        second = core.last
    if second is None or second >= len(tokens) or second in taken:
        return core
    if word == "and" and opened is None:
        return core
    other = _range_end(tokens, second, lexicon)
    if other is None or other[0] <= core.low and not glued:
        return core
    high, last, single = other
    low = core.low * (high / single) if 0 < single < high and core.low < 10 and word == "or" else core.low
    if opened is None and word not in {"to", "or", "-", "–", "إلى", "او", "الي"}:
        return core
    first = core.first if opened is None else opened
    return replace(core, first=first, last=last, low=low, high=high, bound="range", weak=False, core=core.first)


def _out_of(
    tokens: Sequence[Token], core: Quantity, taken: set[int], runs: Runs, lexicon: Lexicon
) -> Quantity | None:
    """"five of seven", ثلاث من أصل عشرين: one quantity, the part of a whole."""
    start = dict(runs.get("numbers.out_of", ())).get(core.last)
    if start is None or start >= len(tokens) or start in taken:
        return None
    whole = numeral_at(tokens, start, lexicon)
    if whole is None or whole.ordinal or whole.value < core.high or whole.value > _LARGEST_WHOLE:
        return None
    return replace(core, last=whole.last, bound=f"of {whole.value:g}", weak=False)


_LARGEST_WHOLE = 1000
""""three in 2031" is a date, and "five of 20,000" nobody writes."""


def _range_end(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> tuple[float, int, float] | None:
    """Value, end, and the value before its scale ("seven" of "seven hundred")."""
    numeral = numeral_at(tokens, at, lexicon)
    if numeral is None and tokens[at].text.startswith("و"):
        return None
    if numeral is None or numeral.ordinal:
        return None
    single = lexicon.values.get("numbers.values", {}).get(tokens[at].text)
    return numeral.value, numeral.last, single[0] if single else numeral.value


_BOUNDS = ("at_least", "more_than", "at_most", "fewer_than", "nearly", "about")
_AFTER = {"more": "at_least", "least": "at_least", "most": "at_most", "fewer": "at_most", "less": "at_most"}


def _bounded(tokens: Sequence[Token], core: Quantity, found: Sequence[Quantity], runs: Runs) -> Quantity:
    if core.vague and core.weak:
        return core
    start = core.first
    best = core
    for bound in _BOUNDS:
        for first, last in runs.get(f"bounds.{bound}", ()):
            gap = tokens[last:start]
            clear = not found or found[-1].last <= first
            if clear and last <= start and len(gap) <= 1 and all(word.text in _BETWEEN for word in gap):
                known = best.first if best is not core else start
                if first < known:
                    best = replace(core, first=first, bound=bound if core.bound != "range" else "range")
    for first, last in runs.get("bounds.after", ()):
        gap = tokens[core.last : first]
        if core.last <= first and len(gap) <= 2 and not any(word.raw in ".;:" for word in gap):
            words = [token.text for token in tokens[first:last]]
            bound = next((_AFTER[word] for word in words if word in _AFTER), "about")
            best = replace(best, last=last if first == core.last else best.last, bound=best.bound or bound)
    return best


_BETWEEN = frozenset({"a", "an", "the", "$", "€", "£", "ب"})


def _measured(tokens: Sequence[Token], one: Quantity, runs: Runs, lexicon: Lexicon) -> Quantity:
    """With what it measures, and the marks of money or per cent that belong to it."""
    if one.vague:
        return one
    before, after = one.core - 1, one.last
    starts = {category: {first for first, _ in runs.get(category, ())} for category in _FOLLOWING}
    ends = {category: {last for _, last in runs.get(category, ())} for category in _PRECEDING}
    if before >= 0 and tokens[before].raw in "$€£¥" and one.first == one.core:
        one = replace(one, first=before)
    if after in starts["numbers.per_cent"]:
        return replace(one, measure=Measure.SHARE)
    if after in starts["not_counts.calibres"] or (lexicon.unit_before_ten and one.core in ends["not_counts.calibres"]):
        return replace(one, measure=Measure.CALIBRE)
    hyphened = after + 1 < len(tokens) and tokens[after].raw == "-" and after + 1 in starts["not_counts.ages"]
    if hyphened or after in starts["not_counts.ages"] or one.core in ends["not_counts.ages"] or _bare_age(tokens, one):
        return replace(one, measure=Measure.AGE)
    digits = tokens[one.core].kind is TokenKind.DIGITS
    ordinal = one.measure is Measure.ORDINAL
    if ordinal or digits:
        if (ordinal or lexicon.unit_before_ten) and (
            after in starts["not_counts.unit_nouns"] or one.core in ends["not_counts.unit_nouns"]
        ):
            return replace(one, measure=Measure.UNIT_NAME)
        if digits and ordinal and before >= 0 and tokens[before].text == "the":
            return replace(one, measure=Measure.UNIT_NAME)
        if one.core in ends["not_counts.named_by_number"]:
            return replace(one, measure=Measure.NAME)
        if one.core in ends["not_counts.numbered_places"] and (tokens[before].capital or lexicon.unit_before_ten):
            return replace(one, measure=Measure.PLACE_NAME)
        if digits and not ordinal and before > 0 and _is_name_before(tokens, before, one):
            return replace(one, measure=Measure.PLACE_NAME)
    return one


_FOLLOWING = ("numbers.per_cent", "not_counts.calibres", "not_counts.ages", "not_counts.unit_nouns")
_PRECEDING = (
    "not_counts.calibres", "not_counts.ages", "not_counts.unit_nouns", "not_counts.numbered_places",
    "not_counts.named_by_number",
)


def _is_name_before(tokens: Sequence[Token], before: int, one: Quantity) -> bool:
    """"Pier 9" inside a sentence: a capital before bare digits, and no noun in small letters after them."""
    token = tokens[before]
    opens = tokens[before - 1].raw in ".!?\"“:" or before == 0
    following = tokens[one.last] if one.last < len(tokens) else None
    return (
        token.kind is TokenKind.WORD and token.capital and not opens and token.end + 1 >= tokens[one.core].start
        and one.first == one.core
        and (following is None or following.kind is TokenKind.MARK or following.text in {"and", "on", "in", "to", "near"})
    )


def _bare_age(tokens: Sequence[Token], one: Quantity) -> bool:
    """"Emil Brandauer, 71, of Ferry Street": a number alone between commas."""
    inside = 0 < one.core and one.last < len(tokens) and one.last == one.core + 1
    return (
        inside and tokens[one.core].kind is TokenKind.DIGITS
        and tokens[one.core - 1].raw == "," and tokens[one.last].raw in ",."
    )


def _nouns(tokens: Sequence[Token], one: Quantity, lexicon: Lexicon) -> tuple[str, ...]:
    """Roots of the words that follow, the nearest first."""
    found: list[str] = []
    for token in tokens[one.last : one.last + _NOUNS]:
        if token.kind is not TokenKind.WORD:
            break
        if not lexicon.has("words.stop", token.text):
            found.extend(lexicon.roots(token.text))
    return tuple(found)
