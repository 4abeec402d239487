"""Bylines, dates and notes of where a text was first, in the lines that stand round it."""

import re

from stemmata.decode.cues import (
    BYLINE,
    FIRST_PUBLISHED,
    PROMPTS,
    REPUBLICATION,
    UPDATED,
    Place,
    dates,
    folded,
    same_length,
    words,
)

LONGEST_NOTE = 16
"""Words of a line that is nothing but a note of republication."""
SHORT_NOTE = 8
"""Words of a line in which a cue such as "with" or "via" may stand anywhere; longer lines begin with it."""
LONGEST_BYLINE = 7
NAME_WORD = re.compile(r"[^\W\d_][\w'’.\-]*", re.UNICODE)
SEPARATOR = re.compile(r"\s*[|•·/؛;]\s*|\s+[-–—›»]\s+|\s{3,}")
AGENCY = re.compile(r"^[^.!?]{2,60}?\((?P<agency>[^()]{2,40})\)\s*[-–—]{1,2}\s")
"""A dateline: place, agency in brackets, a dash (Associated Press Stylebook, "datelines")."""
NAMED_AGENCIES = re.compile(
    r"\((?:Reuters|AP|AFP|dpa|DPA|EFE|ANSA|TASS|Xinhua|UPI|ANP|PA|"
    r"رويترز|أ ?ف ?ب|فرانس برس|د ?ب ?أ|الأناضول|أسوشيتد برس|وكالات)\)"
)
IN_TEXT = re.compile(r"\((?:avec|with|via) [^()]{2,40}\)|نقل(?:ا|اً|ًا)? عن (?:وكالة |صحيفة |موقع )?\S+")
BEFORE_CUE = re.compile(r"(?:^|[|•·/\-–—>»›.،,:])\s*$")
"""A word such as "by" opens a byline at the beginning of a line or behind a separator, and nowhere else."""
COMMA = re.compile(r"[,،]")
BARE_ENDS = re.compile(rf"[,،]?\s+(?:{'|'.join(map(re.escape, words('byline_end')))})(?!\w).*$")
SENTENCE_END = re.compile(r"[.!?…؟۔。！？:;؛][\"'”»’)\]]*$|[.!?…؟][\"'”»’]")


def word_count(text: str) -> int:
    """Words between spaces; scripts that put none between words count one for every two letters."""
    spaced = len(text.split())
    dense = sum("\u0e00" <= letter <= "\u0eff" or "\u3040" <= letter <= "\u9fff" for letter in text)
    return max(spaced, dense // 2)


def is_sentence(text: str) -> bool:
    return SENTENCE_END.search(text) is not None


def is_prompt(text: str) -> bool:
    return PROMPTS.search(folded(text)) is not None


def republication_line(text: str) -> bool:
    """The whole line says where the text was first, or who shares in it."""
    if NAMED_AGENCIES.fullmatch(text.strip(" .-–—")) is not None:
        return True
    about = folded(text)
    found = REPUBLICATION.search(about)
    if found is None or word_count(text) > LONGEST_NOTE or is_question(text):
        return False
    return found.start() == 0 or word_count(text) <= SHORT_NOTE or FIRST_PUBLISHED.search(about) is not None


def is_question(text: str) -> bool:
    return text.rstrip('»”" ').endswith(("?", "؟"))


def republications_in(text: str) -> list[Place]:
    """Notes inside a paragraph: an agency in its dateline or brackets, and "quoting the agency"."""
    found: list[Place] = []
    dateline = AGENCY.match(text)
    if dateline is not None and not dates(dateline.group("agency")):
        found.append(Place(dateline.start("agency") - 1, dateline.end("agency") + 1))
    for pattern in (NAMED_AGENCIES, IN_TEXT):
        for match in pattern.finditer(text):
            if not any(one.start <= match.start() < one.end for one in found):
                found.append(Place(match.start(), match.end()))
    return found


def date_in(text: str) -> Place | None:
    """The first date that is not the date of a change."""
    for found in dates(text):
        if UPDATED.search(same_length(text[max(0, found.start - 25) : found.start])) is None:
            return found
    return None


def byline_in(text: str, *, named: bool) -> Place | None:
    """Whose text it says it is: behind "by" and its like, or, where `named`, the first piece that can be a name."""
    for found in dates(text):
        text = text[: found.start] + "|" * (found.end - found.start) + text[found.end :]
    folded_text = same_length(text)
    cue = BYLINE.search(folded_text)
    if cue is not None and BEFORE_CUE.search(text[: cue.start()]):
        piece = _name_from(text, cue.end())
        if piece is not None:
            return piece
    if not named:
        return None
    at = 0
    for gap in [*SEPARATOR.finditer(text), None]:
        stop = len(text) if gap is None else gap.start()
        piece = _name_from(text[:stop], at)
        if piece is not None:
            return piece
        at = stop if gap is None else gap.end()
    return None


def _name_from(text: str, start: int) -> Place | None:
    """Letters from `start` to where a name ends: a separator, a date, "for the paper". None where none can be one."""
    gap = SEPARATOR.search(text, start)
    stop = len(text) if gap is None else gap.start()
    dated = next(iter(dates(text[start:stop])), None)
    if dated is not None:
        stop = start + dated.start
    written = text[start:stop]
    more = BARE_ENDS.search(same_length(written))
    bare = (written if more is None else written[: more.start()]).strip(" \t,،:.-–—()[]»›")
    name = COMMA.split(bare)[0]
    if sum(word[:1].isupper() for word in name.split()) >= 2 and name.split()[0][:1].isupper():
        bare = name
    if not bare:
        return None
    begun = start + written.index(bare)
    count = word_count(bare)
    if (
        count > LONGEST_BYLINE
        or not NAME_WORD.match(bare)
        or any(letter.isdigit() for letter in bare)
        or is_prompt(bare)
    ):
        return None
    first = next((letter for letter in bare if letter.isalpha()), "")
    latin = first < "\u0250"
    if latin and bare.split()[-1].islower() and len(bare.split()[-1]) <= 3:
        return None
    capitals = sum(word[:1].isupper() for word in bare.split())
    if latin and not (capitals >= 1 or count == 1):
        return None
    return Place(begun, begun + len(bare))
