"""The headline of a page, its byline and date, its standfirst, and the notes of where it was first."""

from collections import defaultdict
from itertools import product

from stemmata.decode.article import BYLINE, DATE, REPUBLICATION
from stemmata.decode.cues import DAY, NAMES, RELATIVE, Place, dates, same_length
from stemmata.decode.html_tags import HEADINGS
from stemmata.decode.markup import Element
from stemmata.decode.notes import byline_in, date_in, is_prompt, is_sentence, republication_line
from stemmata.decode.page_seen import FEWEST_PROSE_WORDS, MOST_LINKED, QUOTED, Seen, is_caption, is_heading, plain

NEARNESS = 8
"""Blocks before and after the text in which its byline and date are sought."""
ABOVE = 4
"""Blocks above the text in which a heading is its own, though another repeats the page's title."""
ONLY_LINKED = 0.9
STANDFIRST = frozenset(
    ["sub", "subtitle", "standfirst", "deck", "dek", "lead", "lede", "intro", "chapo", "chapeau", "excerpt"]
)

Notes = dict[int, list[tuple[str, Place]]]
"""By place among the blocks: what of the block is a note, and of which kind."""


def headline_of(seen: list[Seen], title: str | None) -> int | None:
    """The block that the page's own title repeats, else the heading or short line nearest above the text."""
    first = next((place for place, one in enumerate(seen) if one.body), None)
    limit = len(seen) if first is None else first
    about = plain(title or "")
    best: tuple[int, int, int] | None = None
    for place, one in enumerate(seen[:limit]):
        written = plain(one.block.text)
        if not about or len(written) < 4 or (one.linked > ONLY_LINKED and one.path[0].tag not in HEADINGS):
            continue
        heading = one.path[0].tag in HEADINGS or one.path[0].role == "heading"
        if not heading and len(written) < 0.8 * len(about) and limit - place > NEARNESS:
            continue
        if written in about and not any(is_caption(element) for element in one.path[:4]):
            worth = (len(written), one.path[0].tag in HEADINGS, place)
            if best is None or worth > best:
                best = worth
    above = range(min(limit, len(seen) - 1), max(-1, limit - ABOVE), -1)
    nearest = next((place for place in above if is_heading(seen[place]) and not seen[place].excluded), None)
    if best is not None and nearest is not None and first is not None and best[2] < nearest:
        between = seen[best[2] : nearest]
        if not best[1] or any(one.linked > ONLY_LINKED for one in between):
            return nearest  # no heading, or navigation stands between the two: the first names the site
    if best is not None and (best[1] or best[0] >= 0.4 * len(about)):
        return best[2]
    for place in range(limit - 1, max(-1, limit - NEARNESS), -1):
        one = seen[place]
        if one.path[0].tag in HEADINGS and not one.excluded:
            return place
    if first is None:
        return None
    for place in range(limit - 1, max(-1, limit - NEARNESS), -1):
        one = seen[place]
        free = one.words >= 3 and not one.excluded and one.linked < MOST_LINKED and not is_sentence(one.block.text)
        if free and date_in(one.block.text) is None and byline_in(one.block.text, named=False) is None:
            return place
    return None


def notes_of(seen: list[Seen], headline: int | None, start: int, end: int, places: list[int]) -> Notes:
    """Standfirsts become body here; bylines, dates and notes of republication are found."""
    notes: Notes = defaultdict(list)
    for place in places:
        one = seen[place]
        if place != headline and republication_line(one.block.text) and not QUOTED.match(one.block.text):
            one.body = False
            notes[place].append((REPUBLICATION, Place(0, len(one.block.text))))
    near = [place for place in range(max(0, start - NEARNESS), min(len(seen), end + NEARNESS)) if place != headline]
    head = places[0] if places else start + 4
    near.sort(key=lambda place: ((place < start) + 2 * (place > end), abs(place - start)))
    known = set(near)
    near += [place for place, one in enumerate(seen) if place not in known and names_channel(one)]
    free = [
        place for place in near if not seen[place].body and seen[place].words <= 25 and not _in_comments(seen[place])
    ]
    for kind, finders in ((BYLINE, (_named_byline, _byline, _bare_name)), (DATE, (_date, _month, _change))):
        for find, place in product(finders, free if places or kind == DATE else ()):
            found = find(seen[place], start <= place <= head, place)
            if found is not None:
                notes[place].append((kind, found))
                break
    for place in near:
        one = seen[place]
        unclaimed = not one.body and place not in notes and not _in_comments(one)
        linked = one.linked >= MOST_LINKED and "forwarded" not in one.block.element.names
        if unclaimed and not linked and republication_line(one.block.text):
            notes[place].append((REPUBLICATION, Place(0, len(one.block.text))))
    if headline is not None and places:
        _standfirst(seen, headline, places[0], notes)
    return {place: sorted(found, key=lambda entry: entry[1].start) for place, found in notes.items()}


def _in_comments(one: Seen) -> bool:
    return any(element.names & NAMES["comments"] and element.tag != "body" for element in one.path) or any(
        element.tag in {"nav", "aside"} for element in one.path
    )


def _standfirst(seen: list[Seen], headline: int, first: int, notes: Notes) -> None:
    for place in range(headline + 1, min(first, headline + 5)):
        one = seen[place]
        named = any(element.names & STANDFIRST for element in one.path[:1])
        if place in notes or one.linked > MOST_LINKED or any(is_caption(element) for element in one.path[:4]):
            continue
        if one.words >= 5 and (
            named or (is_sentence(one.block.text) and one.words >= FEWEST_PROSE_WORDS and not one.excluded)
        ):
            one.body = True


def _named_byline(one: Seen, at_head: bool, place: int) -> Place | None:
    """What the page's own mark-up calls the author."""
    text = one.block.text
    if names_channel(one):
        return Place(0, len(text))
    whole = any(element.names & NAMES["byline"] for element in one.path[:2]) or one.block.element.tag == "address"
    for mark in sorted(one.block.marks, key=lambda mark: mark.end - mark.start):
        if whole or mark.element.names & NAMES["byline"]:
            found = byline_in(text[mark.start : mark.end], named=True)
            if found is not None and not _is_time(mark.element):
                return Place(mark.start + found.start, mark.start + found.end)
    return byline_in(text, named=True) if whole else None


def _is_time(element: Element) -> bool:
    return element.tag == "time" or bool(element.names & NAMES["date"])


def names_channel(one: Seen) -> bool:
    """On the page that Telegram's own site makes of a channel."""
    return any(element.names >= {"tgme", "header", "title"} for element in one.path[:2])


def _byline(one: Seen, at_head: bool, place: int) -> Place | None:
    """Behind "by" and its like, or beside a date under the headline."""
    return byline_in(one.block.text, named=at_head and bool(dates(one.block.text)))


def _bare_name(one: Seen, at_head: bool, place: int) -> Place | None:
    """A line under the headline that is nothing but two to four words with capitals."""
    words = one.block.text.split()
    if not at_head or not 2 <= len(words) <= 4 or one.block.element.furniture or one.path[0].tag == "li":
        return None
    named = all(word[:1].isupper() and word.strip(".").isalpha() and not word.isupper() for word in words)
    return Place(0, len(one.block.text)) if named and not is_prompt(one.block.text) else None


def _date(one: Seen, at_head: bool, place: int) -> Place | None:
    """With its day, or said in hours before now."""
    named = any(element.names & NAMES["date"] for element in one.path[:2])
    found = date_in(one.block.text) if named or one.words <= 18 else None
    if found is None:
        return None
    written = one.block.text[found.start : found.end]
    if not any(letter.isdigit() for letter in written) or RELATIVE.fullmatch(same_length(written)) is not None:
        return found if at_head else None
    return found if DAY.search(same_length(written)) is not None else None


def _month(one: Seen, at_head: bool, place: int) -> Place | None:
    return date_in(one.block.text) if at_head and one.words <= 18 else None


def _change(one: Seen, at_head: bool, place: int) -> Place | None:
    """Where nothing else is dated, the date of the last change."""
    if not at_head or one.words > 18:
        return None
    return next((found for found in dates(one.block.text) if _month_or_day(one.block.text, found)), None)


def _month_or_day(text: str, found: Place) -> bool:
    return RELATIVE.fullmatch(same_length(text[found.start : found.end])) is None
