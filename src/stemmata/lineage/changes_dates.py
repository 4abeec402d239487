"""Days, hours, months and seasons as they are named in a text: what is a date and so no count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stemmata.lineage.changes_lexicon import Lexicon
from stemmata.lineage.changes_numerals import digit_value, numeral_at
from stemmata.lineage.changes_words import Token, TokenKind

Runs = Mapping[str, Sequence[tuple[int, int]]]

_WHOLE_CLASSES = (
    ("weekday", "dates.weekdays"),
    ("relative", "dates.relative"),
    ("season", "dates.seasons"),
    ("part", "dates.day_parts"),
)
_YEARS = range(1900, 2101)
_DAYS = range(1, 32)
_HOURS = range(1, 25)


@dataclass(frozen=True, slots=True)
class Moment:
    """Tokens [first, last) that name a time; `kind` tells what may stand for what, `value` when two are the same."""

    first: int
    last: int
    kind: str
    value: str


def moments_of(tokens: Sequence[Token], runs: Runs, lexicon: Lexicon) -> list[Moment]:
    """In order, none over another."""
    found = [
        *_clocks(tokens, runs, lexicon),
        *_months(tokens, runs, lexicon),
        *_days(tokens, lexicon),
        *_years(tokens, runs),
        *(
            Moment(first, last, kind, " ".join(min(lexicon.roots(token.text), key=len) for token in tokens[first:last]))
            for kind, category in _WHOLE_CLASSES
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
    after = dict(runs.get("dates.clock_after", ()))
    cues = {last for _, last in runs.get("dates.clock_cues", ())}
    fractions = dict(runs.get("dates.fractions", ()))
    found = []
    for at, token in enumerate(tokens):
        if token.kind is TokenKind.CLOCK:
            found.append(Moment(at, after.get(at + 1, at + 1), "clock", token.text.lstrip("0")))
            continue
        numeral = numeral_at(tokens, at, lexicon)
        if numeral is None or numeral.value not in _HOURS:
            continue
        end = fractions.get(numeral.last, numeral.last)
        definite = numeral.ordinal and not numeral.digits and lexicon.unit_before_ten
        if end in after and not (definite and at not in cues):
            found.append(Moment(at, after[end], "clock", f"{numeral.value:g}"))
        elif definite and at in cues:
            found.append(Moment(at, end, "clock", f"{numeral.value:g}"))
        elif at in cues and not numeral.ordinal and not numeral.digits and _nothing_counted(tokens, end, lexicon):
            found.append(Moment(at, end, "clock", f"{numeral.value:g}"))
    return found


def _nothing_counted(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether no noun follows at once: "by six." but not "by six men"."""
    return not lexicon.unit_before_ten and (at >= len(tokens) or tokens[at].raw in ".;!?")


def _months(tokens: Sequence[Token], runs: Runs, lexicon: Lexicon) -> list[Moment]:
    found = []
    for first, last in runs.get("dates.months", ()):
        name = tokens[first]
        if name.raw.isascii() and not name.capital:
            continue
        end = last + 1 if last < len(tokens) and tokens[last].raw == "." and not _ends_text(tokens, last) else last
        start, days = first, ""
        if end < len(tokens) and _day(tokens, end, lexicon):
            days, end = _day_run(tokens, end, lexicon)
        elif first and _day(tokens, first - 1, lexicon):
            start = first - 1
            days = tokens[start].text
        else:
            end = last
        if name.text == "may" and not days and not (first and tokens[first - 1].text in {"in", "of", "since", "by"}):
            continue
        found.append(Moment(start, end, "month", f"{tokens[first].text[:3]} {days}".strip()))
    return found


def _ends_text(tokens: Sequence[Token], at: int) -> bool:
    return at + 1 >= len(tokens)


def _day(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    token = tokens[at]
    if token.kind is not TokenKind.DIGITS:
        return False
    return "," not in token.text and digit_value(token.text) in _DAYS


def _day_run(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> tuple[str, int]:
    """"2", "2-3", "2nd"."""
    last = at + 1
    if last < len(tokens) and tokens[last].text in {"st", "nd", "rd", "th"} and tokens[last].start == tokens[at].end:
        last += 1
    if last + 1 < len(tokens) and tokens[last].raw in "-–" and _day(tokens, last + 1, lexicon):
        last += 2
    return "".join(token.text for token in tokens[at:last] if token.kind is not TokenKind.WORD), last


def _days(tokens: Sequence[Token], lexicon: Lexicon) -> list[Moment]:
    """"on the 21st": an ordinal in digits before which a day is meant, since nothing follows that it could number."""
    found = []
    for at, token in enumerate(tokens[:-1]):
        if token.kind is TokenKind.DIGITS and tokens[at + 1].text in {"st", "nd", "rd", "th"} and at > 1:
            alone = at + 2 >= len(tokens) or not (
                tokens[at + 2].capital or (tokens[at + 2].text,) in lexicon.phrases.get("not_counts.unit_nouns", ())
            )
            if alone and tokens[at - 1].text == "the" and tokens[at - 2].text in {"on", "of", "since", "until", "by"}:
                last_word = tokens[at - 3].text if at > 2 else ""
                if tokens[at - 2].text != "of" or last_word in {"night", "morning", "day", "evening", "dawn"}:
                    found.append(Moment(at, at + 2, "day", token.text))
    return found


def _years(tokens: Sequence[Token], runs: Runs) -> list[Moment]:
    cues = {last for _, last in runs.get("dates.year_cues", ())}
    return [
        Moment(at, at + 1, "year", token.text)
        for at, token in enumerate(tokens)
        if token.kind is TokenKind.DIGITS and len(token.text) == 4 and token.text.isdigit()
        and int(token.text) in _YEARS and at in cues
    ]
