"""Where a text says that it has its matter from: cues, bylines, datelines, notes of republication, and links.

Nothing is resolved here (match.resolving). Who is only quoted is a PERSON: the root of a quotation is its speaker, and
no text rests on another for it. An organisation that publishes counts as a source of what it says, found or released.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from stemmata.match.naming_words import Lexicon, Words, is_arabic, lexicons, phrase_at
from stemmata.match.source_names import LONGEST, Names, Source, key_of
from stemmata.match.source_spans import is_told_to, name_before, name_of
from stemmata.model.declaration import Declaration, SourceKind
from stemmata.model.span import TextSpan
from stemmata.model.told import PartKind, Text
from stemmata.model.unit import Track, Unit

MARK = re.compile(r"[(/\[]\s*([^()\[\]/\n]{2,40}?)\s*[)/\]]")
DATELINE = re.compile(r"^[ \t]*[^\W\d_][^\n()]{1,40}\(([A-Z]{2,5})\)[ \t]*[-–—:]", re.MULTILINE)
"""A place, and in brackets the mark of an agency, known or not: "Port (XYZ) –"."""
MARK_WITHIN = 250
"""Code points from the beginning or the end of a text within which a name in brackets is the mark of its agency."""
KNOWN_NAMES = Names()
"""Of agencies and broadcasters alone."""
LAST_LINE = 6
"""Words of a last line that is nothing but names."""


@dataclass(frozen=True, slots=True)
class Link:
    """`start`, `end`: code points of the body that it stands on; None where that is not known."""

    address: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What one text says. `own`: sentences in which it says that it found something out itself, by code points."""

    declarations: tuple[Declaration, ...]
    own: tuple[tuple[int, int], ...]


def said_by(text: Text, links: Sequence[Link] = (), names: Names = KNOWN_NAMES) -> Said:
    """In the order of the body; what has no place in it last."""
    words = Words(text.body)
    ours = None if text.channel is None else key_of(text.channel)
    found: dict[tuple[int, str], Declaration] = {}
    own: set[tuple[int, int]] = set()
    for lexicon in lexicons(text.language):
        for one in (*_by_cues(text, words, lexicon, names), *_by_verbs(text, words, lexicon, names)):
            if key_of(one.source) == ours:
                own |= {words.sentence(*_place(one))} if one.kind is not SourceKind.PERSON else set()
            else:
                _keep(found, one)
        own |= {words.sentence(*place) for place in _own(words, lexicon)}
    for one in (*_marks(text, words, names), *_credited(text, words, names)):
        if key_of(one.source) != ours:
            _keep(found, one)
    told = sorted(found.values(), key=lambda one: (_place(one), one.source))
    return Said(tuple(_linked(text, words, told, links)), tuple(sorted(own)))


def _place(one: Declaration) -> tuple[int, int]:
    return (one.start or 0, one.end or 0)


def _keep(found: dict[tuple[int, str], Declaration], one: Declaration) -> None:
    """Of two cues on one name at one place, the one that says more."""
    key = (one.end or 0, " ".join(key_of(one.source)))
    known = found.get(key)
    if known is None or (known.kind is SourceKind.PERSON, known.whole) < (one.kind is SourceKind.PERSON, one.whole):
        found[key] = one if known is None or one.kind is not SourceKind.PERSON else known


def _unit(text: Text, span: TextSpan | None = None) -> Unit:
    if text.posting:
        return Unit(Track.TEXT, posting=text.holder, span=span)
    return Unit(Track.TEXT, item=text.holder, span=span)


def _declared(text: Text, words: Words, source: Source, cue: str, place: tuple[int, int], whole: bool) -> Declaration:
    sentence = words.sentence(*place)
    whole = whole and source.kind is not SourceKind.PERSON
    of = _unit(text, None if whole else TextSpan(text.extraction, *sentence))
    return Declaration(of, source.name, source.kind, cue, *place, whole)


def _by_cues(text: Text, words: Words, lexicon: Lexicon, names: Names) -> Iterator[Declaration]:
    """A cue, and the name after it."""
    at = 0
    notes = text.of(PartKind.REPUBLICATION)
    while at < len(words):
        whole = phrase_at(words, at, lexicon.whole, arabic=is_arabic(lexicon))
        if whole is not None and not _is_note(words, at, whole):
            whole = None
        phrase = whole or phrase_at(words, at, lexicon.before, arabic=is_arabic(lexicon))
        if phrase is None and not (is_arabic(lexicon) and is_told_to(words.all[at].text, lexicon)):
            at += 1
            continue
        phrase = phrase or ()
        after = at + len(phrase)
        found = name_of(words, after, lexicon, names, document=phrase in lexicon.document, sure=whole is not None)
        if found is not None and not _in_headline(text, words.all[at].start):
            source, end = found
            start = words.all[at].start
            noted = any(part.start <= start < part.end for part in notes)
            is_whole = whole is not None or noted
            cue = words.written(at, max(at + 1, after))
            yield _declared(text, words, source, cue, (start, end), is_whole)
        at += 1


def _is_note(words: Words, at: int, phrase: tuple[str, ...]) -> bool:
    """Whether a cue such as "source" begins its line: within a sentence it is a word like any other."""
    if len(phrase) > 1:
        return True
    before = words.between(at) if at else "\n"
    after = words.body[words.all[at].end : words.all[at].end + 2]
    return "\n" in before and ":" in after


def _by_verbs(text: Text, words: Words, lexicon: Lexicon, names: Names) -> Iterator[Declaration]:
    """The name of a medium, and a verb after it."""
    for at in range(1, len(words)):
        phrase = phrase_at(words, at, lexicon.after, arabic=False)
        if phrase is None or not words.between(at).isspace():
            continue
        found = name_before(words, at, lexicon, names)
        if found is not None and not _in_headline(text, found[1]):
            source, start = found
            end = words.all[at + len(phrase) - 1].end
            yield _declared(text, words, source, words.written(at, at + len(phrase)), (start, end), False)


def _in_headline(text: Text, place: int) -> bool:
    """There every word may have a capital, and so be taken for a name."""
    return any(part.start <= place < part.end for part in text.of(PartKind.HEADLINE))


def _marks(text: Text, words: Words, names: Names) -> Iterator[Declaration]:
    """Known names in brackets at the beginning or the end, as of a dateline; a last line that is nothing but names."""
    first = min((part.start for part in text.of(PartKind.PARAGRAPH)), default=0)
    for found in MARK.finditer(text.body):
        near = found.start() < first + MARK_WITHIN or found.end() > len(text.body) - MARK_WITHIN
        source = _named_whole(found[1], names) if near else None
        if source is not None:
            yield _declared(text, words, source, found[0], found.span(), True)
    for found in DATELINE.finditer(text.body[: first + MARK_WITHIN]):
        if _named_whole(found[1], names) is None:
            source = Source(found[1], SourceKind.AGENCY, key_of(found[1]))
            yield _declared(text, words, source, f"({found[1]})", found.span(1), True)
    begin = text.body.rstrip().rfind("\n") + 1
    line = text.body[begin:].strip(" .—–-")
    sources = [_named_whole(part, names) for part in re.split(r"\s*(?:[/,،+]|\band\b|\bet\b)\s*", line)]
    if begin and 0 < len(Words(line)) <= LAST_LINE and all(sources):
        for source in sources:
            assert source is not None  # `all` above
            yield _declared(text, words, source, line, (begin, begin + len(line)), len(sources) == 1)


def _named_whole(written: str, names: Names) -> Source | None:
    """Where all of `written` is one known name."""
    words = Words(written)
    found = names.longest_at(words.texts(0, len(words)))
    if found is None or found[0] != len(words) or (found[1].marked and not written.strip().isupper()):
        return None
    return found[1]


def _credited(text: Text, whole: Words, names: Names) -> Iterator[Declaration]:
    """Known names in bylines and notes of republication: the text is theirs."""
    for part in (*text.of(PartKind.BYLINE), *text.of(PartKind.REPUBLICATION)):
        words = Words(text.body[part.start : part.end])
        at = 0
        while at < len(words):
            found = names.longest_at(words.texts(at, at + LONGEST))
            if found is None or (found[1].marked and not words.written(at, at + found[0]).isupper()):
                at += 1
                continue
            place = part.start + words.all[at].start, part.start + words.all[at + found[0] - 1].end
            yield _declared(text, whole, found[1], part.kind.value, place, True)
            at += found[0]


def _own(words: Words, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    for at in range(len(words)):
        phrase = phrase_at(words, at, lexicon.own, arabic=is_arabic(lexicon))
        if phrase is not None:
            yield words.all[at].start, words.all[at + len(phrase) - 1].end


def _linked(text: Text, words: Words, told: Iterable[Declaration], links: Sequence[Link]) -> Iterator[Declaration]:
    """Declarations, with the address of a link that stands on them; then the links by themselves."""
    for one in told:
        on = next((link for link in links if _meets(link, one)), None)
        yield one if on is None else replace(one, address=on.address)
    for link in dict.fromkeys(links):
        of = _unit(text)
        if link.start is not None and link.end is not None:
            of = _unit(text, TextSpan(text.extraction, *words.sentence(link.start, link.end)))
        yield Declaration(of, link.address, SourceKind.LINK, "", link.start, link.end, address=link.address)


def _meets(link: Link, one: Declaration) -> bool:
    if link.start is None or link.end is None or one.start is None or one.end is None:
        return False
    return link.start < one.end and one.start < link.end
