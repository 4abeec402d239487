"""Subtitles: SubRip and WebVTT, a text whose parts carry times.

Each cue is a paragraph with the time at which it is shown. W3C WebVTT section 4; SubRip as its own program writes it.
Cues that repeat the words of the one before, as rolling captions do, are kept as they stand.
"""

import re

from stemmata.decode.article import FURNITURE, PARAGRAPH, Article, Piece
from stemmata.decode.stretch import Stretch, Writing

TIMES = re.compile(
    r"^[ \t]*(?:(\d{1,4}):)?(\d{1,2}):(\d{2})[,.](\d{1,3})[ \t]*-->"
    r"[ \t]*(?:(\d{1,4}):)?(\d{1,2}):(\d{2})[,.](\d{1,3})[^\r\n]*(?=\r?$)",
    re.MULTILINE,
)
TAG = re.compile(r"<[^<>\n]{0,200}>|\{\\[^{}\n]{0,200}\}")
VOICE = re.compile(r"<v(?:\.[\w.]*)?[ \t]+([^<>\n]{1,100})>")
LAST_NUMBER = re.compile(r"\n[ \t]*\r?\n[^\r\n]{0,200}\r?\n?$")


def subtitles(content: str) -> Article:
    """Tags of style are no words; numbers, times, notes and styles are furniture."""
    found = Article()
    times = list(TIMES.finditer(content))
    at = 0
    for place, time in enumerate(times):
        _furniture(found, content, at, time.end())
        stop = times[place + 1].start() if place + 1 < len(times) else len(content)
        blank = re.compile(r"\r?\n[ \t]*(?=\r?\n|$)").search(content, time.end() + 1, stop)
        end = stop if blank is None else blank.start()
        stretch = _words(content, time.end(), end)
        if stretch.text:
            found.pieces.append(Piece(PARAGRAPH, stretch, times_us=_microseconds(time)))
        at = end
    _furniture(found, content, at, len(content))
    return found


def _words(content: str, start: int, end: int) -> Stretch:
    writing = Writing()
    at = start
    for tag in [*TAG.finditer(content, start, end), None]:
        stop = end if tag is None else tag.start()
        writing.shown(content[at:stop], at, stop)
        at = end if tag is None else tag.end()
    return writing.ended()


def _furniture(found: Article, content: str, start: int, end: int) -> None:
    writing = Writing()
    writing.shown(content[start:end], start, end)
    stretch = writing.ended()
    if stretch.text:
        found.pieces.append(Piece(FURNITURE, stretch))


def _microseconds(time: re.Match[str]) -> tuple[int, int]:
    values = [int(group or 0) for group in time.groups()]
    fractions = [int(group.ljust(3, "0")) for group in (time.group(4), time.group(8))]
    first = ((values[0] * 60 + values[1]) * 60 + values[2]) * 1_000_000 + fractions[0] * 1_000
    last = ((values[4] * 60 + values[5]) * 60 + values[6]) * 1_000_000 + fractions[1] * 1_000
    return first, last
