"""Footage that a text describes without naming it: suggested, and only where there is one thing that can be meant.

The rule: one sentence speaks of footage, names a channel of which the case holds postings, and gives a day; and of that
channel exactly one posting of that day carries footage. A day is a date with its month as a word, since 03/04 is one
day here and another there; a year that is left out is that of the text's own date. Days of the week are not read.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from stemmata.fingerprint.folding import fold
from stemmata.match.calendar import Day, day_of, days_in
from stemmata.match.naming_words import Words, lexicons
from stemmata.match.source_names import LONGEST, Names, key_of
from stemmata.model.edge import Edge, Kind
from stemmata.model.span import TextSpan
from stemmata.model.told import Text
from stemmata.model.unit import Track, Unit

METHOD = "described/1"


@dataclass(frozen=True, slots=True)
class Carried:
    """A posting of a public channel that carries footage. `day`: in UTC, where its whole time lies within one."""

    posting: str
    channel: str
    day: Day


def described(texts: Iterable[Text], carried: Iterable[Carried], names: Names) -> list[Edge]:
    """`draws_on` edges with status suggested, in the order of holders and bodies."""
    by_channel: dict[tuple[tuple[str, ...], Day], set[str]] = {}
    for one in carried:
        by_channel.setdefault((key_of(one.channel), one.day), set()).add(one.posting)
    made: dict[tuple[str, str], Edge] = {}
    for text in sorted(texts, key=lambda text: text.holder):
        for edge in _of(text, by_channel, names) if by_channel else ():
            made.setdefault((edge.a.holder, edge.b.holder), edge)
    return list(made.values())


def _of(text: Text, carried: Mapping[tuple[tuple[str, ...], Day], set[str]], names: Names) -> Iterator[Edge]:
    words = Words(text.body)
    footage = frozenset(noun for lexicon in lexicons(text.language) for noun in lexicon.footage)
    year = None if text.published is None or text.published.low_us is None else day_of(text.published.low_us).year
    for start, end in words.sentences():
        told = [at for at, word in enumerate(words.all) if start <= word.start < end]
        if not told or not any(_bare(words.all[at].text) & footage for at in told):
            continue
        days = set(days_in(text.body[start:end], year))
        keys = {
            found[1].key
            for at in told
            if (found := names.longest_at(words.texts(at, min(at + LONGEST, told[-1] + 1)))) is not None
        }
        meant = {posting for key in keys for day in days for posting in carried.get((key, day), ())} - {text.holder}
        if len(days) == 1 and len(meant) == 1:
            span = TextSpan(text.extraction, start, end)
            item, posting = (None, text.holder) if text.posting else (text.holder, None)
            yield Edge(
                Kind.DRAWS_ON,
                Unit(Track.TEXT, item=item, posting=posting, span=span),
                Unit(Track.TEXT, posting=meant.pop()),
                METHOD,
                status="suggested",
                facts={"rule": "channel and day"},
            )


def _bare(word: str) -> set[str]:
    """The word, and without the article and letters that Arabic writes before it."""
    return {word, word.removeprefix(fold("و")), word.removeprefix(fold("ال")), word.removeprefix(fold("وال"))}
