"""Days, hours, months and seasons as they are named in a text: what is a date and so no count."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stemmata.lineage.changes_lexicon import Lexicon
from stemmata.lineage.changes_numerals import digit_value, numeral_at
from stemmata.lineage.changes_words import Token, TokenKind

Runs = Mapping[str, Sequence[tuple[int, int]]]


def phrases_within(runs: Runs, category: str, first: int, last: int) -> Sequence[tuple[int, int]]:
    """The phrases of a category that begin within tokens [first, last)."""
    listed = runs.get(category, ())
    start = bisect_left(listed, (first, 0))
    return listed[start : bisect_left(listed, (last, 0), lo=start)]


_WHOLE = (
    ("weekday", "dates.weekdays"),
    ("relative", "dates.relative"),
    ("season", "dates.seasons"),
    ("part", "dates.day_parts"),
)
_YEARS = range(1900, 2101)
_DAYS = range(1, 32)
_HOURS = range(1, 25)
_SENTENCE_MARKS = frozenset(".;!?")


@dataclass(frozen=True, slots=True)
class Moment:
    """Tokens [first, last) that name a time; `kind` tells what may stand for what, `value` when two are the same."""

    first: int
    last: int
    kind: str
    value: str


def moments_of(tokens: Sequence[Token], runs: Runs, lexicon: Lexicon) -> list[Moment]:
    """In order, none over another: the longest first, then the earliest."""
    found = [
        *_clocks(tokens, runs, lexicon),
        *_months(tokens, runs, lexicon),
        *_days(tokens, runs, lexicon),
        *_years(tokens, runs),
        *(
            Moment(first, last, kind, " ".join(lexicon.bare_root(token.text) for token in tokens[first:last]))
            for kind, category in _WHOLE
            for first, last in runs.get(category, ())
        ),
    ]
    chosen: list[Moment] = []
    taken: set[int] = set()
    for moment in sorted(found, key=lambda one: (one.first - one.last, one.first)):
        places = range(moment.first, moment.last)
        if taken.isdisjoint(places):
            taken.update(places)
            chosen.append(moment)
    return sorted(chosen, key=lambda one: one.first)


def _clocks(tokens: Sequence[Token], runs: Runs, lexicon: Lexicon) -> list[Moment]:
    """As in "10:40 p.m.", "3 p.m.", "by six.", السادسة والنصف صباحا."""
    after = dict(runs.get("dates.clock_after", ()))
    fractions = dict(runs.get("dates.fractions", ()))
    cues = {last for _, last in runs.get("dates.clock_cues", ())}
    found = []
    for at, token in enumerate(tokens):
        if token.kind is TokenKind.CLOCK:
            found.append(Moment(at, after.get(at + 1, at + 1), "clock", token.text.lstrip("0")))
            continue
        numeral = numeral_at(tokens, at, lexicon)
        if numeral is None or numeral.value not in _HOURS:
            continue
        end = fractions.get(numeral.last, numeral.last)
        hour_word = numeral.ordinal and not numeral.digits and lexicon.grammar.verb_first
        bare = not numeral.ordinal and not numeral.digits and not lexicon.grammar.verb_first
        if end in after and (at in cues or not hour_word):
            end = after[end]
        elif at not in cues or not (hour_word or (bare and _counts_nothing(tokens, end))):
            continue
        found.append(Moment(at, end, "clock", f"{numeral.value:g}"))
    return found


def _counts_nothing(tokens: Sequence[Token], at: int) -> bool:
    """Whether no noun follows: "by six." but not "by six men"."""
    return at >= len(tokens) or tokens[at].raw in _SENTENCE_MARKS


def _months(tokens: Sequence[Token], runs: Runs, lexicon: Lexicon) -> list[Moment]:
    """As in "Nov. 2", "Feb. 2-3", ٤ مارس; a month that is also a verb only with a capital and a day or cue."""
    cues = {last for _, last in runs.get("dates.month_cues", ())}
    found = []
    for first, last in runs.get("dates.months", ()):
        name = tokens[first]
        if name.raw.isascii() and not name.capital:
            continue
        dotted = last + 1 < len(tokens) and tokens[last].raw == "."
        end = last + 1 if dotted else last
        start, days = first, ""
        if end < len(tokens) and _is_day(tokens[end]):
            days, end = _day_run(tokens, end, lexicon)
        else:
            end = last
            if first and _is_day(tokens[first - 1]):
                start = first - 1
                days = tokens[start].text
        if not days and lexicon.has("modality.possible", name.text) and first not in cues:
            continue
        found.append(Moment(start, end, "month", f"{name.text[:3]} {days}".strip()))
    return found


def _is_day(token: Token) -> bool:
    return token.kind is TokenKind.DIGITS and "," not in token.text and digit_value(token.text) in _DAYS


def _day_run(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> tuple[str, int]:
    """As in "2", "2-3", "2nd": the digits, and where they end."""
    last = at + 1
    if last < len(tokens) and lexicon.has("numbers.ordinal_endings", tokens[last].text):
        last += 1
    if last + 1 < len(tokens) and tokens[last].raw in "-–" and _is_day(tokens[last + 1]):
        last += 2
    return "".join(token.text for token in tokens[at:last] if token.kind is not TokenKind.WORD), last


def _days(tokens: Sequence[Token], runs: Runs, lexicon: Lexicon) -> list[Moment]:
    """As in "on the 21st": an ordinal in digits that numbers nothing which follows."""
    cues = {last for _, last in runs.get("dates.day_cues", ())}
    units = dict(runs.get("not_counts.unit_nouns", ()))
    found = []
    for at in sorted(cues):
        numeral = numeral_at(tokens, at, lexicon) if at < len(tokens) else None
        if numeral is None or not (numeral.ordinal and numeral.digits):
            continue
        named = numeral.last in units or (numeral.last < len(tokens) and tokens[numeral.last].capital)
        if not named:
            found.append(Moment(at, numeral.last, "day", tokens[at].text))
    return found


def _years(tokens: Sequence[Token], runs: Runs) -> list[Moment]:
    cues = {last for _, last in runs.get("dates.year_cues", ())}
    return [
        Moment(at, at + 1, "year", token.text)
        for at, token in enumerate(tokens)
        if at in cues and len(token.text) == 4 and token.text.isdigit() and int(token.text) in _YEARS
    ]
