"""The blocks of a page as page_body.py weighs them, and which of them can be no text.

Left out here are navigation, captions, what names itself furniture in class or id, comments from the heading that
opens them, and whatever stands above the heading that the page's own title repeats.
"""

import re
from collections import Counter
from dataclasses import dataclass

from stemmata.decode.cues import COMMENTS, NAMES, folded
from stemmata.decode.html_tags import HEADINGS
from stemmata.decode.markup import Block, Element
from stemmata.decode.notes import is_prompt, is_sentence, word_count

FEWEST_PROSE_WORDS = 8
SURELY_PROSE_WORDS = 16
"""A block of this length is prose without the end of a sentence too: Arabic paragraphs often have none."""
MOST_LINKED = 0.4
"""Share of a block's letters in links beyond which it is a list of links."""
WHOLE = 0.5
"""An element with this share of a page's prose is no furniture by its name alone: themes name whole pages "sidebar"."""
COMMENTS_WHOLE, COMMENTS_OPENED = 0.95, 0.95
"""The same for what names itself comments, and for what a heading of comments opens: they may outgrow the text."""
GOES_ON = 0.4
"""Share of the words above a heading that must follow in the same form for it to be a heading of the text itself."""
TITLE_SHARE = 0.4
"""Of the letters of a page's title, in a block that repeats it; the rest is the name of the site."""
MOST_OPENINGS = 50
"""Headings of comments that are tried."""
BOX_WORDS = 30
"""A box of another form with a paragraph of this length, and nothing to click, is prose."""
SHORT = 9
"""Words of a heading or of an offer, at most."""
CUT_OFF = re.compile(r"(?:…|[.]{3})\W*$")
"""How a teaser ends: the rest is elsewhere."""
QUOTED = re.compile(r"^[\"“„«‹].*[\"”»›][.,]?$")
MOST_ANCESTORS = 60
"""Elements round a block that are looked at: deeper nesting is made by machines, to no purpose."""


@dataclass(slots=True, eq=False)
class Seen:
    """`linked`: the share of its letters in links. `path`: its element, then those round it. The rest is decided."""

    block: Block
    words: int
    linked: float
    path: list[Element]
    excluded: bool = False
    prose: bool = False
    body: bool = False


def seen_of(block: Block) -> Seen:
    linked = sum(
        mark.end - mark.start for mark in block.marks if mark.element.tag == "a" and not _inside_link(mark.element)
    )
    path = block.element.ancestors(MOST_ANCESTORS)
    return Seen(block, word_count(block.text), linked / max(1, len(block.text)), path)


def _inside_link(element: Element) -> bool:
    return element.parent is not None and any(one.tag == "a" for one in element.parent.ancestors(5))


def _is_prose(one: Seen) -> bool:
    return (
        not one.excluded
        and one.words >= FEWEST_PROSE_WORDS
        and one.linked < MOST_LINKED
        and (is_sentence(one.block.text) or one.words >= SURELY_PROSE_WORDS)
        and CUT_OFF.search(one.block.text) is None
    )


def exclude(seen: list[Seen], title: str | None) -> None:
    """By tags, names of elements, the headings that open comments and offers, and the page's title."""
    weight: Counter[int] = Counter()
    total = 0
    for one in seen:
        if one.words >= FEWEST_PROSE_WORDS and not one.block.element.furniture:
            total += one.words
            for element in one.path:
                weight[element.order] += one.words
    opened = _opened_by_cues(seen, weight, total, plain(title or ""))
    for one in seen:
        one.excluded = (
            one.block.element.furniture
            or any(element.order in opened for element in one.path)
            or any(_names_furniture(element, weight[element.order], total) for element in one.path)
            or any(is_caption(element) for element in one.path[:4])
        )
        one.prose = _is_prose(one)
    _exclude_after_heading(seen)
    _exclude_above_title(seen, title)


def _exclude_above_title(seen: list[Seen], title: str | None) -> None:
    """What stands above the heading that the page's title repeats is no text: notices, forms, other pieces."""
    about = plain(title or "")
    places = [place for place, one in enumerate(seen) if repeats_title(one, about) and is_heading(one)]
    below = [place for place in places if any(one.prose for one in seen[place:])]
    if not below:
        return
    best = max(below, key=lambda place: (len(seen[place].block.text), -place))
    own = [element for element in seen[best].path if element.tag == "article"]
    for place, one in enumerate(seen):
        other = any(element.tag == "article" and element not in own for element in one.path)
        inside = any(element in own for element in one.path)
        if place <= best or (own and other and not inside):
            one.excluded, one.prose = True, False


def repeats_title(one: Seen, about: str) -> bool:
    written = plain(one.block.text)
    return bool(about) and len(written) >= max(4, TITLE_SHARE * len(about)) and written in about


def is_heading(one: Seen) -> bool:
    return one.path[0].tag in HEADINGS or one.path[0].role == "heading"


def plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", folded(text)))


def _names_furniture(element: Element, weight: int, total: float) -> bool:
    if element.tag in {"html", "body", "main", "article"} or (element.tag == "form" and weight >= WHOLE * total):
        return False
    if element.tag == "form":
        return True
    if element.names & NAMES["comments"] and weight < COMMENTS_WHOLE * total:
        return True
    return bool(element.names & NAMES["furniture"]) and weight < WHOLE * total


def is_caption(element: Element) -> bool:
    return element.tag == "figcaption" or bool(element.names & NAMES["caption"] and element.tag not in {"body", "main"})


def _opened_by_cues(seen: list[Seen], weight: Counter[int], total: float, title: str) -> set[int]:
    """Elements whose first words are the heading of comments, or of an offer and the element is small."""
    opened: set[int] = set()
    held = Counter(
        element.form for element in {element for one in seen if one.words >= BOX_WORDS for element in one.path}
    )
    first: dict[int, int] = {}
    for place, one in enumerate(seen):
        for element in one.path:
            first.setdefault(element.order, place)
    for place, one in enumerate(seen):
        if one.words > SHORT:
            continue
        about = folded(one.block.text)
        if repeats_title(one, title):
            continue
        comments = COMMENTS.search(about) is not None and not is_sentence(one.block.text)
        if not comments and not is_prompt(one.block.text):
            continue
        for element in one.path[is_heading(one) :]:
            if first[element.order] != place or element.tag in {"body", "html", "main", "article"}:
                break
            if weight[element.order] >= (COMMENTS_OPENED if comments else WHOLE) * total:
                break
            if held[element.form] > 1 + (weight[element.order] > 0) and not comments:
                break  # boxes of this form carry text elsewhere
            opened.add(element.order)
    return opened


def _exclude_after_heading(seen: list[Seen]) -> None:
    """A heading of comments among the paragraphs themselves ends what is read of their parent."""
    opening = [
        (place, one.block.element.parent)
        for place, one in enumerate(seen)
        if one.words <= SHORT
        and one.block.element.tag in HEADINGS | {"div", "p", "b"}
        and not is_sentence(one.block.text)
        and COMMENTS.search(folded(one.block.text)) is not None
    ]
    for place, parent in opening[:MOST_OPENINGS]:
        if seen[place].excluded or parent is None or not _ends_text(seen, place, parent):
            continue
        for later in seen[place:]:
            if parent in later.path:
                later.excluded, later.prose = True, False


def _ends_text(seen: list[Seen], place: int, parent: Element) -> bool:
    """Prose stands above, and not as much of the same form below, as it would below a heading of the text itself."""
    before, after = Counter[tuple[str, ...]](), Counter[tuple[str, ...]]()
    for at, one in enumerate(seen):
        if one.prose and parent in one.path:
            (before if at < place else after)[form_inside(one, parent)] += one.words
    if not before:
        return False
    main = max(before, key=lambda form: before[form])
    return after[main] < GOES_ON * before[main]


def form_inside(one: Seen, top: Element) -> tuple[str, ...]:
    return tuple(element.form for element in one.path[: one.path.index(top)])
