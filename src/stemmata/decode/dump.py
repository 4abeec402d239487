"""Plain text: a note, a pasted article, or the dump of a page with its furniture; lines to pieces.

A dump has no elements. What is left is the lengths of lines, the ends of sentences, rules and bullets, words as cues,
and order: furniture, headline, prose with furniture between, comments to the end.
"""

import re
from collections import Counter

from stemmata.decode.article import BYLINE, DATE, FURNITURE, HEADLINE, PARAGRAPH, REPUBLICATION, Article, Piece
from stemmata.decode.cues import COMMENTS, UPDATED, Place, folded, same_length
from stemmata.decode.dump_lines import SHORT, Line, lines_of
from stemmata.decode.markup import MOST
from stemmata.decode.notes import byline_in, date_in, is_prompt, is_sentence, republication_line, word_count

FEWEST_PROSE_WORDS, SURELY_PROSE_WORDS = 8, 20
"""With the end of a sentence, and without one."""
FEWEST_SIGNS = 3
"""Cues of furniture that make a text the dump of a page; one or two also stand in prose."""
ABOVE_DATE, ABOVE_TEXT = 5, 12
"""Lines above the date, or above the text of a dump without one, in which its headline is sought."""
FEWEST_BESIDE_TEASERS = 30
"""Words of text on a page with teasers; fewer belong to none of the pieces that are announced there."""
LONGEST_NOTE_HEADLINE = 12
MOST_ABOVE_NOTE = 4
"""Lines above the first sentence of a note that may be its headline and what belongs to it."""
LONGEST_GAP = 8
"""Lines of furniture in a row behind which no text of the same piece is believed."""
NUMBERED_LINK = re.compile(r"(?:^|\s)[\[{]\d{1,4}[\]}]\s*\S")
FIELD = re.compile(r"\[[\s._]{3,}\]|_{5,}|^\[[^\[\]]{1,40}\](?:\s+\[[^\[\]]{1,40}\])*$")
TRAIL = re.compile(r"\S\s*[>»›|/]\s*\S")
CUT_OFF = re.compile(r"(?:…|[.]{3})\W*$")
ADDRESS = re.compile(r"https?://[^\s<>()\[\]\"']+")


def dump(content: str) -> Article:
    """Pieces in order; a text with hardly a cue of furniture is text throughout."""
    lines = _weighed(content)
    signs = sum(line.sign or _opens_comments(line) for line in lines)
    short = sum(line.words <= SHORT and not line.prose and line.kind == PARAGRAPH for line in lines)
    prose = sum(line.prose for line in lines)
    is_dump = (signs >= FEWEST_SIGNS and short >= FEWEST_SIGNS + 2) or (
        signs and prose >= 2 and short >= max(10, prose)
    )
    pieces = _of_dump(lines) if is_dump else _of_note(lines)
    headline = next((piece.stretch.text for piece in pieces if piece.kind == HEADLINE), None)
    found = Article(title=headline, pieces=pieces)
    addresses = {address.group(): address for address in ADDRESS.finditer(content)}
    found.links = [(address, "", None, 0, 0) for address in list(addresses)[:MOST]]
    found.images = list(dict.fromkeys(re.findall(r"!\[[^\]]{0,500}\]\(([^)\s]{1,2000})", content)))[:MOST]
    return found


def note(content: str) -> list[Piece]:
    """Pieces of a text that is known to have no furniture of a page."""
    return _of_note(_weighed(content, signs=False))


def _weighed(content: str, *, signs: bool = True) -> list[Line]:
    lines = lines_of(content)
    for line in lines:
        line.words = word_count(line.text)
        line.sign = signs and _is_furniture(line)
        line.prose = (
            not line.sign
            and not line.bullet
            and line.words >= FEWEST_PROSE_WORDS
            and (is_sentence(line.text) or line.words >= SURELY_PROSE_WORDS)
            and CUT_OFF.search(line.text) is None
        )
    return lines


def _is_furniture(line: Line) -> bool:
    text = line.text
    if (NUMBERED_LINK.search(text) and line.words < 25) or FIELD.search(text):
        return True
    return is_prompt(text) and (line.words <= SHORT or (line.words <= 20 and not _long_sentence(text)))


def _long_sentence(text: str) -> bool:
    return any(word_count(piece) > 12 for piece in re.split(r"[.!?؟…]\s", text))


def _opens_comments(line: Line) -> bool:
    return line.words <= SHORT and not line.framed and not is_sentence(line.text) and _is_comments(line.text)


def _is_comments(text: str) -> bool:
    return COMMENTS.search(folded(text)) is not None


def _of_note(lines: list[Line]) -> list[Piece]:
    """All of it is text; a few short lines above the first sentence may be headline, byline and date."""
    first = next((place for place, line in enumerate(lines) if line.prose), None)
    notes = _notes(lines, first, len(lines), set()) if first is not None and 0 < first <= MOST_ABOVE_NOTE else {}
    if any(lines[place].words > LONGEST_NOTE_HEADLINE and found[0][0] == HEADLINE for place, found in notes.items()):
        notes = {}
    for place, line in enumerate(lines):
        if place >= (first or 0) and republication_line(line.text) and not line.prose:
            notes.setdefault(place, [(REPUBLICATION, Place(0, len(line.text)))])
    pieces: list[Piece] = []
    for place, line in enumerate(lines):
        found = notes.get(place)
        if found is None:
            pieces.append(Piece(line.kind, line.stretch, line, quoted=line.quoted))
        else:
            pieces.extend(Piece(kind, line.stretch.part(at.start, at.end), line, at.start) for kind, at in found)
    return pieces


def _of_dump(lines: list[Line]) -> list[Piece]:
    first = next((place for place, line in enumerate(lines) if line.prose), None)
    end = len(lines)
    body: set[int] = set()
    if first is not None:
        end = _end(lines, first)
        body = _body(lines, first, end)
        if (
            any(CUT_OFF.search(line.text) for line in lines)
            and sum(lines[place].words for place in body) < FEWEST_BESIDE_TEASERS
        ):
            body = set()
    notes = _notes(lines, first, end, body)
    pieces: list[Piece] = []
    for place, line in enumerate(lines):
        found = notes.get(place)
        if found is not None:
            pieces.extend(Piece(kind, line.stretch.part(at.start, at.end), line, at.start) for kind, at in found)
        else:
            pieces.append(Piece(PARAGRAPH if place in body else FURNITURE, line.stretch, line))
    return pieces


def _end(lines: list[Line], first: int) -> int:
    """Where comments begin, or a gap too long to belong to one piece."""
    voices = _voices(lines)
    gap = 0
    for place in range(first, len(lines)):
        line = lines[place]
        if place > first and (_opens_comments(line) or _opens_voices(lines, place, voices)):
            return place
        gap = 0 if line.prose else gap + 1
        if gap > LONGEST_GAP:
            return place
    return len(lines)


def _opens_voices(lines: list[Line], start: int, voices: int) -> bool:
    """From here a name and what they say alternate, behind a cue of furniture: comments without a heading."""
    behind = any(line.sign for line in lines[max(0, start - 5) : start])
    return start >= voices and _is_voice(lines, start) and (behind or lines[start].text.endswith(":"))


def _voices(lines: list[Line]) -> int:
    """The first line from which all prose stands behind a name, at least twice; else the number of lines."""
    count, at = 0, len(lines)
    for place in range(len(lines) - 1, 0, -1):
        if lines[place].prose:
            if not _is_voice(lines, place - 1):
                break
            count, at = count + 1, place - 1
    return at if count >= 2 else len(lines)


def _is_voice(lines: list[Line], place: int) -> bool:
    line = lines[place]
    named = line.text.endswith(":") or _is_name(line.text)
    return line.words <= 4 and not line.framed and named and place + 1 < len(lines) and lines[place + 1].prose


def _body(lines: list[Line], first: int, end: int) -> set[int]:
    last = max(place for place in range(first, end) if lines[place].prose)
    body: set[int] = set()
    offered = False
    for place in range(first, last + 1):
        line = lines[place]
        if line.prose:
            body.add(place)
            offered = False
        elif line.sign:
            offered = not is_sentence(line.text) or offered
        elif (
            line.framed
            or (is_sentence(line.text) and CUT_OFF.search(line.text) is None and not offered)
            or (not offered and place - 1 in body and lines[place + 1].prose)
        ):
            body.add(place)
    return body


def _notes(lines: list[Line], first: int | None, end: int, body: set[int]) -> dict[int, list[tuple[str, Place]]]:
    notes: dict[int, list[tuple[str, Place]]] = {}
    limit = first if first is not None else min(len(lines), 20)
    repeated = {text for text, count in Counter(line.text for line in lines).items() if count > 1}
    dated = [place for place in range(limit) if not lines[place].prose and date_in(lines[place].text) is not None]
    dated = [place for place in dated if UPDATED.search(same_length(lines[place].text)) is None] or dated
    at = dated[-1] if dated else None
    headline = _headline(lines, limit if at is None else at, repeated, at is not None)
    if headline is not None:
        notes[headline] = [(HEADLINE, Place(0, len(lines[headline].text)))]
    if at is not None and at != headline:
        found = date_in(lines[at].text)
        if found is not None:
            notes[at] = [(DATE, found)]
    if headline is None and at and lines[at - 1].text in repeated and not lines[at - 1].sign:
        notes[at - 1] = [(BYLINE, Place(0, len(lines[at - 1].text)))]
    near = range(headline + 1, min(limit, headline + 6)) if headline is not None else range(max(0, limit - 3), limit)
    for place in near:
        line = lines[place]
        if headline is None or line.sign or line.words > 12 or line.bullet:
            continue
        by = byline_in(line.text, named=at is not None and place <= at)
        if by is not None and by.end - by.start > 2:
            notes.setdefault(place, []).append((BYLINE, by))
            notes[place].sort(key=lambda entry: entry[1].start)
            break
    for place in range(first or 0, min(end + 1, len(lines))):
        line = lines[place]
        if place not in notes and not line.sign and not line.bullet and republication_line(line.text):
            body.discard(place)
            notes[place] = [(REPUBLICATION, Place(0, len(line.text)))]
    return notes


def _headline(lines: list[Line], limit: int, repeated: set[str], dated: bool) -> int | None:
    """The line above the date, or else above the text, that can be one."""
    for place in range(limit - 1, max(-1, limit - (ABOVE_DATE if dated else ABOVE_TEXT)), -1):
        line = lines[place]
        if line.kind == HEADLINE:
            return place
        if line.text.endswith((":", "،", ",")):
            continue  # it leads to what follows
        if line.sign or line.bullet or line.words < 3 or line.text in repeated or TRAIL.search(line.text):
            continue
        if byline_in(line.text, named=False) is not None or _is_name(line.text) or date_in(line.text) is not None:
            continue
        return place
    return None


def _is_name(text: str) -> bool:
    words = text.split()
    return len(words) <= 4 and all(word[:1].isupper() for word in words)
