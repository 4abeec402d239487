"""The name of a source beside a cue, and what kind of source it is."""

from stemmata.match.naming_words import ATTACHED, JOINED, OPENING, Lexicon, Words, is_arabic
from stemmata.match.source_names import LONGEST, Names, Source, key_of
from stemmata.model.declaration import SourceKind

BETWEEN = 6
"""Words between a cue and a name: "a report published by the state news agency"."""
ARABIC_NAME = 4
"""Words of a name in Arabic after the noun that it stands beside; it may end before, never later."""
CLOSING = {"“": "”", "«": "»", "„": "“", '"': '"', "‹": "›"}
AGENCY_NOUNS = frozenset({"agency", "wire", "newswire", "agence", "وكاله"})


def name_of(
    words: Words, at: int, lexicon: Lexicon, names: Names, *, document: bool, sure: bool
) -> tuple[Source, int] | None:
    """The source named from the word `at` on, and the code point at which its name ends. `document`: the cue speaks of
    something published; `sure`: it says that this is a medium, whatever its name."""
    if at >= len(words):
        return None
    if is_arabic(lexicon):
        return _in_arabic(words, at, lexicon, names, document=document, sure=sure)
    return _in_latin(words, at, lexicon, names, document=document, sure=sure)


def _in_latin(
    words: Words, at: int, lexicon: Lexicon, names: Names, *, document: bool, sure: bool
) -> tuple[Source, int] | None:
    medium, agency, start = False, False, at
    while start < len(words) and start - at < BETWEEN:
        gap = words.between(start).strip()
        if gap and not (start == at and gap in {":", "“", '"', "«"}) and gap not in {"-", "’", "'"}:
            return None
        known = _known_at(words, start, names)
        if known is not None and (not known[1].needs_noun or medium):
            return known[1], words.all[start + known[0] - 1].end
        text = words.all[start].text
        if words.all[start].capital and text not in lexicon.fillers:
            break
        if text not in lexicon.fillers and text not in lexicon.media:
            return None
        medium |= text in lexicon.media
        agency |= text in AGENCY_NOUNS
        start += 1
    else:
        return None
    end = start + 1
    while end < len(words) and end - start < LONGEST and _goes_on(words, end, lexicon):
        end += 1
    while end > start + 1 and not words.all[end - 1].capital:
        end -= 1
    known = _known_at(words, start, names)
    if known is not None:
        return known[1], words.all[start + known[0] - 1].end
    after = words.all[end].text if end < len(words) and words.between(end).isspace() else ""
    kind = _kind(words.texts(start, end), after, lexicon, medium=medium, agency=agency, document=document, sure=sure)
    name = words.written(start, end)
    return Source(name, kind, key_of(name)), words.all[end - 1].end


def _goes_on(words: Words, at: int, lexicon: Lexicon) -> bool:
    gap = words.between(at)
    if not JOINED.fullmatch(gap) or "\n" in gap:
        return False
    if "." in gap and len(words.all[at - 1].text) > 1:
        return False
    if words.all[at].capital:
        return True
    follows = at + 1 < len(words) and words.all[at + 1].capital and JOINED.fullmatch(words.between(at + 1)) is not None
    return words.all[at].text in lexicon.joining and follows


def _known_at(words: Words, at: int, names: Names) -> tuple[int, Source] | None:
    found = names.longest_at(words.texts(at, at + LONGEST))
    if found is None:
        return None
    length, source = found
    written = words.written(at, at + length)
    if source.marked and not written.isupper():
        return None
    if written[0].islower() and written.isascii() and written not in {"dpa"}:
        return None
    joined = all(JOINED.fullmatch(words.between(place)) for place in range(at + 1, at + length))
    return found if joined else None


def _kind(
    name: tuple[str, ...], after: str, lexicon: Lexicon, *, medium: bool, agency: bool, document: bool, sure: bool
) -> SourceKind:
    nouns = set(name) | {after}
    if agency or nouns & AGENCY_NOUNS:
        return SourceKind.AGENCY
    if nouns & lexicon.bodies and not (medium or set(name) & lexicon.names):
        return SourceKind.ORGANISATION if document or sure else SourceKind.PERSON
    if medium or sure or nouns & lexicon.media or set(name) & lexicon.names:
        return SourceKind.OUTLET
    return SourceKind.PERSON


def name_before(words: Words, at: int, lexicon: Lexicon, names: Names) -> tuple[Source, int] | None:
    """The name of a medium, or of an organisation that publishes, that ends before the word `at`, and the code point at
    which it begins. None where what stands there is not known to be one."""
    beside = {words.all[at - 1].text} & lexicon.media if not words.all[at - 1].capital else set()
    at -= bool(beside)  # "the Tarn Valley Courier newspaper reported"
    if at < 1:
        return None
    start = at - 1
    while start > 0 and at - start < LONGEST and _goes_on(words, start, lexicon):
        start -= 1
    while start < at and not words.all[start].capital:
        start += 1
    if start == at:
        return None
    for begin in range(start, at):
        known = _known_at(words, begin, names)
        if known is not None and begin + known[0] == at and not known[1].needs_noun:
            return known[1], words.all[begin].start
    while start < at - 1 and words.all[start].text in lexicon.fillers | lexicon.joining:
        start += 1
    name = words.texts(start, at)
    beside |= set(words.texts(max(0, start - 2), start)) & lexicon.media
    medium = bool(beside or set(name) & lexicon.names)
    telling = set(name) - lexicon.names - lexicon.media - lexicon.bodies - lexicon.joining
    if not telling or not (medium or set(name) & lexicon.bodies):
        return None
    kind = _kind(name, "", lexicon, medium=medium, agency=bool(beside & AGENCY_NOUNS), document=True, sure=False)
    written = words.written(start, at)
    return Source(written, kind, key_of(written)), words.all[start].start


def _in_arabic(
    words: Words, at: int, lexicon: Lexicon, names: Names, *, document: bool, sure: bool
) -> tuple[Source, int] | None:
    start = at
    while start < len(words) and start - at < BETWEEN:
        gap = words.between(start)
        if start > at and gap.strip():
            return None
        if start == at and gap.strip() and not (set(gap.strip()) <= set(f":{OPENING}")):
            return None
        quoted = _quoted(words, start, names, sure=sure)
        if quoted is not None:
            return quoted
        found = _arabic_name(words, start, lexicon, names, document=document)
        if found is not None:
            return found
        if _peeled(words.all[start].text, lexicon.fillers) is None:
            break
        start += 1
    if not sure or start >= len(words):
        return None
    end = _ended(words, start, lexicon, LONGEST)
    if end == start:
        return None
    name = words.written(start, end)
    return Source(name, SourceKind.OUTLET, key_of(name)), words.all[end - 1].end


def _is_definite(text: str) -> bool:
    """Whether an Arabic word has the article, alone or behind ل."""
    return text.startswith(("ال", "لل"))


def is_told_to(text: str, lexicon: Lexicon) -> bool:
    """Whether a word says by itself that something was told to a medium: لوكالة, لصحيفة."""
    return text[:1] == "ل" and text not in lexicon.media and _peeled(text, lexicon.media) is not None


def _peeled(text: str, among: frozenset[str]) -> str | None:
    """The word as it stands among others, without what Arabic writes before it: ل and the article as لل."""
    ways = [text]
    if text[:1] in ATTACHED and len(text) > 3:
        ways += [text[1:], "ال" + text[2:] if text.startswith("لل") else text[1:]]
    ways += [way[2:] for way in ways if way.startswith("ال")]
    return next((way for way in ways if way in among), None)


def _arabic_name(words: Words, at: int, lexicon: Lexicon, names: Names, *, document: bool) -> tuple[Source, int] | None:
    text = words.all[at].text
    for first in dict.fromkeys((text, text[1:] if text[:1] in ATTACHED and len(text) > 3 else text)):
        found = names.longest_at((first, *words.texts(at + 1, at + LONGEST)))
        if found is not None and not found[1].needs_noun:
            return found[1], words.all[at + found[0] - 1].end
    noun = _peeled(text, lexicon.media)
    body = None if noun is not None else _peeled(text, lexicon.bodies)
    if noun is None and body is None:
        return None
    quoted = _quoted(words, at + 1, names, sure=True) if at + 1 < len(words) else None
    if quoted is not None:
        return quoted
    found = names.longest_at(words.texts(at + 1, at + 1 + LONGEST))
    if noun is not None and found is not None:
        return found[1], words.all[at + found[0]].end
    end = _ended(words, at + 1, lexicon, ARABIC_NAME)
    if end == at + 1 or not words.between(at + 1).isspace():
        return None
    if _is_definite(text) and not _is_definite(words.all[at + 1].text):
        return None  # "the agency", which has no name here
    kind = SourceKind.AGENCY if noun in AGENCY_NOUNS else SourceKind.OUTLET
    if body is not None:
        kind = SourceKind.ORGANISATION if document else SourceKind.PERSON
    name = words.written(at, end)
    if text != (noun or body):
        name = f"{noun or body} {words.written(at + 1, end)}"
    return Source(name, kind, key_of(name)), words.all[end - 1].end


def _ended(words: Words, at: int, lexicon: Lexicon, most: int) -> int:
    """Where a name that begins at `at` ends: at a mark, or at a word that none goes on with."""
    end = at
    while end < len(words) and end - at < most:
        gap = words.between(end)
        if (end > at and not gap.isspace()) or "\n" in gap:
            break
        text = words.all[end].text
        if text in lexicon.stops or (text[:1] == "و" and text[1:] in lexicon.stops):
            break
        if end > at and _is_definite(words.all[end - 1].text) and not _is_definite(text):
            break  # only an adjective or "of the" goes on with a definite word
        end += 1
    return end


def _quoted(words: Words, at: int, names: Names, *, sure: bool) -> tuple[Source, int] | None:
    """The source whose name stands in quotation marks that open just before the word `at`: a name, if it is short."""
    gap = (words.between(at) if at else words.body[: words.all[0].start]).strip()
    if not gap or gap[-1] not in CLOSING:
        return None
    end = words.body.find(CLOSING[gap[-1]], words.all[at].start)
    name = words.body[words.all[at].start : end]
    if end < 0 or len(name.split()) > LONGEST or "\n" in name:
        return None
    length = sum(word.start < end for word in words.all[at : at + 2 * LONGEST])
    found = names.longest_at(words.texts(at, at + length))
    if found is not None and found[0] == length:
        return found[1], end
    return Source(name, SourceKind.OUTLET if sure else SourceKind.PERSON, key_of(name)), end
