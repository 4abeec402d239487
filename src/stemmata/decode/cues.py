"""Words by which furniture, bylines, dates and notes are told, read once from the data files beside this one.

`cues/names.json` holds words of class names, `cues/<language>.json` words of a language; each has a source note. All
languages are asked of every text, since pages mix them. docs/stories.md says how to add one.
"""

import json
import re
import unicodedata
from dataclasses import dataclass
from importlib.resources import files

LANGUAGES = ("en", "fr", "ar")
MARKS = re.compile("[\u064b-\u0652\u0670\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Vowel signs, the lengthening stroke and controls of direction: in Arabic the same word stands with and without."""
SIGNS = "[\u064b-\u0652\u0670\u0640]*"
ALIKE = str.maketrans("أإآٱىة’ʼ\u00a0\u202f", "اااايه''  ")


def folded(text: str) -> str:
    """For comparing with cues only; its length may differ from the text's."""
    return MARKS.sub("", unicodedata.normalize("NFKC", text)).translate(ALIKE).casefold()


def _data(name: str) -> dict[str, list[str]]:
    read = json.loads(files("stemmata.decode").joinpath(f"cues/{name}.json").read_text(encoding="utf-8"))
    return {key: value for key, value in read.items() if isinstance(value, list)}


NAMES = {key: frozenset(words) for key, words in _data("names").items()}
_BY_LANGUAGE = {language: _data(language) for language in LANGUAGES}


def words(key: str) -> list[str]:
    """Of all languages, longest first, folded."""
    every = {folded(word) for cues in _BY_LANGUAGE.values() for word in cues[key]}
    return sorted(every, key=lambda word: (-len(word), word))


def patterns(key: str) -> list[str]:
    """Of all languages, as written: they are regular expressions over folded text."""
    return [MARKS.sub("", pattern).translate(ALIKE) for cues in _BY_LANGUAGE.values() for pattern in cues[key]]


def alternatives(key: str) -> str:
    """As a regular expression over letters that keep their vowel signs, which may stand after each Arabic one."""
    return "|".join(
        "".join(re.escape(letter) + (SIGNS if "\u0600" <= letter <= "\u06ff" else "") for letter in word)
        for word in words(key)
    )


def _any(alternatives: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


def _starting(key: str) -> re.Pattern[str]:
    """A cue at the beginning of a word; Arabic ones also behind "and", "the" and their like."""
    return re.compile(rf"(?<!\w)(?:[وبلف]?(?:ال)?)?(?:{'|'.join(map(re.escape, words(key)))})")


COMMENTS, PROMPTS = _starting("comments"), _starting("prompts")
REPUBLICATION, FIRST_PUBLISHED = _any(patterns("republication")), _any(patterns("first_published"))
UPDATED = re.compile(rf"(?<!\w)(?:{alternatives('updated')})")
_MONTHS, _WEEKDAYS = alternatives("months"), alternatives("weekdays")
_DIGITS = r"[0-9٠-٩۰-۹]"
_TIME = (
    rf"{_DIGITS}{{1,2}} ?(?::|[.]|h) ?{_DIGITS}{{2}}(?: ?(?:[ap][.]?m[.]?|م|ص))?"
    rf"|{_DIGITS}{{1,2}} ?(?:[ap][.]?m[.]?|h)(?!\w)"
)
_TAIL = rf"(?:[,،]? ?(?:[|]|at|a|à|الساعه|-|–)? ?(?:{_TIME}))?"
_DAY = rf"(?:the )?{_DIGITS}{{1,2}}(?:st|nd|rd|th|er)?(?!{_DIGITS})"
DATE = re.compile(
    rf"(?:(?:{_WEEKDAYS})[,،.]? ?(?:the |le )?)?(?:"
    rf"(?<!{_DIGITS}){_DAY}[ .\-–]{{1,3}}(?:of )?(?:{_MONTHS})(?:/(?:{_MONTHS}))?[.]?"
    rf"(?:[ ,،\-–]{{1,3}}{_DIGITS}{{4}})?{_TAIL}"
    rf"|(?<!\w)(?:{_MONTHS})(?:/(?:{_MONTHS}))?[.]? {_DAY}(?:[, ،]{{1,2}}{_DIGITS}{{4}})?{_TAIL}"
    rf"|(?<!\w)(?:{_MONTHS})(?:/(?:{_MONTHS}))?[.]?,? {_DIGITS}{{4}}"
    rf"|(?<!{_DIGITS}){_DIGITS}{{1,2}}([./\-]){_DIGITS}{{1,2}}\1{_DIGITS}{{2,4}}{_TAIL}"
    rf"|(?<!{_DIGITS}){_DIGITS}{{4}}([./\-]){_DIGITS}{{1,2}}\2{_DIGITS}{{1,2}}(?:[t ]{_TIME})?{_TAIL}"
    rf")(?!\w)|(?<!\w)(?:{'|'.join(patterns('relative_date'))})(?!\w)"
)
RELATIVE = re.compile("|".join(patterns("relative_date")))
DAY = re.compile(rf"(?<!{_DIGITS}){_DIGITS}{{1,2}}(?!{_DIGITS}).*[^\W_]")
"""A date that has its day, not the month and year alone."""
BYLINE = re.compile(rf"(?<!\w)(?:{alternatives('byline')})(?:\s*[:：]\s*|\s+)")


@dataclass(frozen=True, slots=True)
class Place:
    start: int
    end: int


def dates(text: str) -> list[Place]:
    """Where dates stand, as printed. Folding for this keeps every place."""
    return [Place(found.start(), found.end()) for found in DATE.finditer(same_length(text))]


def same_length(text: str) -> str:
    """Folded letter by letter, so that places are those of `text`; marks of vowels stay."""
    whole = text.translate(ALIKE).casefold()
    if len(whole) == len(text):
        return whole
    return "".join(letter if len(letter.casefold()) != 1 else letter.casefold() for letter in text.translate(ALIKE))
