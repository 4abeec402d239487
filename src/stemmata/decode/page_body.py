"""Which blocks of a page are its text: by where they stand, what their forms repeat, their links, and words as cues.

First the element is sought in which prose stands thickest (after Kohlschütter, Fankhauser and Nejdl, WSDM 2010: words
and share of links tell most). Inside it the form that carries most prose is the form of paragraphs; a box of another
form is furniture unless it proves to be prose. Comments are cut at the heading that opens them.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise, product

from stemmata.decode.article import BYLINE, DATE, FURNITURE, HEADLINE, PARAGRAPH, REPUBLICATION, Article, Piece
from stemmata.decode.cues import COMMENTS, DAY, NAMES, RELATIVE, Place, dates, folded, same_length
from stemmata.decode.markup import HEADINGS, PUBLISHED, SITE, TITLE, Block, Element, Page
from stemmata.decode.notes import byline_in, date_in, is_prompt, is_sentence, republication_line, word_count

FEWEST_PROSE_WORDS = 8
SURELY_PROSE_WORDS = 16
"""A block of this length is prose without the end of a sentence too: Arabic paragraphs often have none."""
FEW_BLOCKS = 12
"""On a page of no more blocks, none of which is prose, all that is no furniture is the text: a note, a caption."""
MOST_LINKED = 0.4
"""Share of a block's words in links beyond which it is a list of links."""
CLOSENESS = 0.75
"""What a level of nesting takes from the weight that prose gives to the elements round it."""
NEARNESS = 8
"""Blocks before and after the text in which its byline and date are sought."""
MAIN_SHARE = 0.15
"""Share of the prose of the container that makes a form the form of paragraphs."""
WHOLE = 0.5
"""An element with this share of a page's prose is not furniture by its name alone: themes name whole pages "sidebar"."""
GOES_ON = 0.4
"""Share of the words above a heading that must follow in the same form for it to be a heading of the text itself."""
MOST_CLIMBED = 5
"""Steps out of one of several boxes of one form that all hold prose: sections of a piece, posts of a channel."""
FEWEST_BESIDE_TEASERS = 30
"""Words of text on a page with teasers; fewer belong to none of the pieces that are announced there."""
TITLE_SHARE = 0.4
"""Of the letters of a page's title, in a block that repeats it; the rest is the name of the site."""
BOX_WORDS = 30
"""A box of another form with a paragraph of this length, and nothing to click, is prose."""
SHORT = 9
QUOTED = re.compile(r"^[\"“„«‹].*[\"”»›][.,]?$")
CUT_OFF = re.compile(r"(?:…|[.]{3})\W*$")
"""How a teaser ends: the rest is elsewhere."""
STANDFIRST = frozenset({"sub", "subtitle", "standfirst", "deck", "dek", "lead", "lede", "intro", "chapo", "chapeau", "excerpt"})
LISTS = frozenset({"ul", "ol", "dl"})
MOST_ANCESTORS = 60
"""Elements round a block that are looked at: deeper nesting is made by machines, to no purpose."""


@dataclass(slots=True)
class _Seen:
    block: Block
    words: int
    linked: float
    path: list[Element]
    excluded: bool = False
    prose: bool = False
    body: bool = False


def body_of(page: Page) -> Article:
    """The article of a page: pieces in order, furniture among them. A page without prose of its own has no paragraph."""
    seen = [_seen(block) for block in page.blocks]
    title = page.named(TITLE) or page.page_title
    _exclude(seen)
    _exclude_above_title(seen, title)
    top = _container(seen)
    if top is None:
        _choose_without_prose(seen)
    else:
        _choose(seen, top)
        _keep_first_of_thread(seen, page)
        _drop_beside_teasers(seen)
    found = Article(
        links=[(address, words, block, start, end) for address, words, block, start, end in page.links],
        images=page.images,
        embeds=page.embeds,
        declared_language=page.language,
        published=page.named(PUBLISHED),
        site=page.named(SITE),
    )
    headline = _headline(seen, title)
    found.pieces = _pieces(seen, headline)
    shown = None if headline is None else seen[headline].block.text
    found.title = page.named(TITLE) or shown or page.page_title
    return found


def _seen(block: Block) -> _Seen:
    linked = sum(mark.end - mark.start for mark in block.marks if mark.element.tag == "a" and not _inside_link(mark.element))
    path = block.element.ancestors()[:MOST_ANCESTORS]
    return _Seen(block, word_count(block.text), linked / max(1, len(block.text)), path)


def _inside_link(element: Element) -> bool:
    return element.parent is not None and any(one.tag == "a" for one in element.parent.ancestors()[:5])


def _is_prose(one: _Seen) -> bool:
    return (
        not one.excluded
        and one.words >= FEWEST_PROSE_WORDS
        and one.linked < MOST_LINKED
        and (is_sentence(one.block.text) or one.words >= SURELY_PROSE_WORDS)
        and CUT_OFF.search(one.block.text) is None
    )


def _exclude(seen: list[_Seen]) -> None:
    """By tags, names of elements, and the headings that open comments and offers."""
    weight: Counter[int] = Counter()
    total = 0
    for one in seen:
        if one.words >= FEWEST_PROSE_WORDS and not one.block.element.furniture:
            total += one.words
            for element in one.path:
                weight[element.order] += one.words
    half = WHOLE * total
    opened = _opened_by_cues(seen, weight, half)
    for one in seen:
        one.excluded = (
            one.block.element.furniture
            or any(element.order in opened for element in one.path)
            or any(_names_furniture(element, weight[element.order], half) for element in one.path)
            or any(_is_caption(element) for element in one.path[:4])
        )
        one.prose = _is_prose(one)
    _exclude_after_heading(seen)


def _exclude_above_title(seen: list[_Seen], title: str | None) -> None:
    """What stands above the heading that the page's title repeats is no text: notices, forms, other pieces."""
    about = _plain(title or "")
    places = [place for place, one in enumerate(seen) if _repeats(one, about) and _is_heading(one)]
    below = [place for place in places if any(one.prose for one in seen[place:])]
    if below:
        best = max(below, key=lambda place: (len(seen[place].block.text), -place))
        for one in seen[:best]:
            one.excluded, one.prose = True, False


def _repeats(one: _Seen, about: str) -> bool:
    written = _plain(one.block.text)
    return bool(about) and len(written) >= max(4, TITLE_SHARE * len(about)) and written in about


def _is_heading(one: _Seen) -> bool:
    return one.path[0].tag in HEADINGS or one.path[0].role == "heading"


def _names_furniture(element: Element, weight: int, half: float) -> bool:
    if element.tag in {"html", "body", "main", "article"} or (element.tag == "form" and weight >= half):
        return False
    if element.tag == "form":
        return True
    if element.names & NAMES["comments"] and weight < 1.9 * half:
        return True
    return bool(element.names & NAMES["furniture"]) and weight < half


def _is_caption(element: Element) -> bool:
    return element.tag == "figcaption" or bool(element.names & NAMES["caption"] and element.tag not in {"body", "main"})


def _opened_by_cues(seen: list[_Seen], weight: Counter[int], half: float) -> set[int]:
    """Elements whose first words are the heading of comments, or of an offer and the element is small."""
    opened: set[int] = set()
    held = Counter(element.form for element in {element for one in seen if one.words >= BOX_WORDS for element in one.path})
    first: dict[int, int] = {}
    for place, one in enumerate(seen):
        for element in one.path:
            first.setdefault(element.order, place)
    for place, one in enumerate(seen):
        if one.words > SHORT:
            continue
        about = folded(one.block.text)
        comments = COMMENTS.search(about) is not None and not is_sentence(one.block.text)
        if not comments and not is_prompt(one.block.text):
            continue
        for element in one.path:
            if first[element.order] != place or element.tag in {"body", "html", "main", "article"}:
                break
            if weight[element.order] >= (1.6 * half if comments else half):
                break
            if held[element.form] > 1 + (weight[element.order] > 0) and not comments:
                break  # boxes of this form carry text elsewhere
            opened.add(element.order)
    return opened


def _exclude_after_heading(seen: list[_Seen]) -> None:
    """A heading of comments among the paragraphs themselves ends what is read of their parent."""
    for place, one in enumerate(seen):
        if one.words > SHORT or one.excluded or one.block.element.tag not in HEADINGS | {"div", "p", "b"}:
            continue
        if COMMENTS.search(folded(one.block.text)) is None or is_sentence(one.block.text):
            continue
        parent = one.block.element.parent
        if parent is None or not any(earlier.prose and parent in earlier.path for earlier in seen[:place]):
            continue
        forms = [(one.prose * one.words, parent in one.path and _form(one, parent)) for one in seen]
        before = Counter[object]()
        for words, form in forms[:place]:
            before[form] += words if form else 0
        main = max(before, key=lambda form: before[form])
        if sum(words for words, form in forms[place:] if form == main) >= GOES_ON * before[main]:
            continue  # as much text of the same form follows: a subheading
        for later in seen[place:]:
            if parent in later.path:
                later.excluded, later.prose = True, False


def _container(seen: list[_Seen]) -> Element | None:
    score: dict[Element, float] = defaultdict(float)
    for one in seen:
        if one.prose:
            value = float(one.words)
            for element in one.path[1:] if one.block.element.tag in {"p", "li"} else one.path:
                score[element] += value
                value *= CLOSENESS
    if not score:
        return None
    top = max(score, key=lambda element: (score[element], element.order))
    prose = [one for one in seen if one.prose]
    for inner, outer in pairwise(top.ancestors()[: MOST_CLIMBED + 2]):
        held = {(_form(one, outer), one.path[one.path.index(outer) - 1]) for one in prose if outer in one.path[1:]}
        own = {form for form, child in held if child is inner}
        if inner.form.endswith("."):
            continue  # without a class any two are alike
        if any(form in own and child is not inner and child.form == inner.form for form, child in held):
            top = outer
    return top


def _choose_without_prose(seen: list[_Seen]) -> None:
    left = [one for one in seen if not one.excluded and one.linked < MOST_LINKED]
    if len(left) <= FEW_BLOCKS and not any(CUT_OFF.search(one.block.text) for one in left):
        for one in left:
            one.body = True


def _form(one: _Seen, top: Element) -> tuple[str, ...]:
    return tuple(element.form for element in one.path[: one.path.index(top)])


def _choose(seen: list[_Seen], top: Element) -> None:
    inside = [one for one in seen if top in one.path]
    weights: Counter[tuple[str, ...]] = Counter()
    for one in inside:
        if one.prose:
            weights[_form(one, top)] += one.words
    total = weights.total()
    main = {form for form, words in weights.items() if words >= MAIN_SHARE * total}
    anchors = [one for one in inside if one.prose and _form(one, top) in main]
    around = {element for one in anchors for element in one.path[1:]} | {top}
    for one in inside:
        if one.excluded or one.linked > MOST_LINKED and not one.prose:
            continue
        if one.linked > MOST_LINKED:
            continue
        form = _form(one, top)
        parent = one.block.element.parent
        if form in main or form == ("p.",) or (one.prose and one.path[0].tag == "p" and parent in around):
            one.body = not (one.words <= SHORT and is_prompt(one.block.text) and not is_sentence(one.block.text))
        elif one.block.element is top or one.block.element in around:
            one.body = one.prose or bool(QUOTED.match(one.block.text)) or _is_emphasised(one.block)
        elif one.path[0].tag in HEADINGS or one.path[0].role == "heading":
            one.body = _heads_only(one, inside, top) or (parent in around and not is_prompt(one.block.text))
        elif _quotes(one, top) or _lists(one, inside, around):
            one.body = True
        else:
            box = _box(one, top, around)
            one.body = bool(QUOTED.match(one.block.text)) and one.words >= 4 or _is_prose_box(box, inside)
    _trim(seen, inside)


def _is_emphasised(block: Block) -> bool:
    """All of it is bold: a heading of the days before style sheets."""
    bold = sum(mark.end - mark.start for mark in block.marks if mark.element.tag in {"b", "strong"})
    return bold >= len(block.text) and not is_prompt(block.text)


def _heads_only(one: _Seen, inside: list[_Seen], top: Element) -> bool:
    """A heading alone in its box."""
    box = one.path[one.path.index(top) - 1]
    return sum(box in other.path for other in inside) == 1 and not is_prompt(one.block.text)


def _quotes(one: _Seen, top: Element) -> bool:
    return any(element.tag in {"blockquote", "pre", "q"} for element in one.path[: one.path.index(top)])


def _lists(one: _Seen, inside: list[_Seen], around: set[Element]) -> bool:
    """An item of a list that stands among paragraphs and is not one of links."""
    holder = next((element for element in one.path if element.tag in LISTS), None)
    if holder is None or holder.parent not in around or holder.controls:
        return False
    items = [other for other in inside if holder in other.path]
    return all(item.linked < MOST_LINKED for item in items) and not is_prompt(items[0].block.text)


def _box(one: _Seen, top: Element, around: set[Element]) -> Element:
    """The largest element round it that holds no paragraph."""
    box = one.block.element
    for element in one.path:
        if element in around or element is top:
            break
        box = element
    return box


def _is_prose_box(box: Element, inside: list[_Seen]) -> bool:
    held = [one for one in inside if box in one.path]
    if box.controls or any(is_prompt(one.block.text) for one in held if one.words <= SHORT):
        return False
    return all(one.linked < 0.2 for one in held) and any(one.words >= BOX_WORDS and one.prose for one in held)


def _trim(seen: list[_Seen], inside: list[_Seen]) -> None:
    """No heading without text behind it; nothing of the text before its first or behind its last sentence."""
    chosen = [one for one in inside if one.body]
    while chosen and not _speaks(chosen[-1]):
        chosen.pop().body = False
    for one in chosen:
        if not is_sentence(one.block.text) and (dates(one.block.text) or byline_in(one.block.text, named=False)):
            one.body = False
            continue
        if one.prose or one.words >= FEWEST_PROSE_WORDS or _is_item(one):
            break
        one.body = False


def _speaks(one: _Seen) -> bool:
    return one.prose or one.words >= FEWEST_PROSE_WORDS or is_sentence(one.block.text) or _is_item(one)


def _is_item(one: _Seen) -> bool:
    return any(element.tag == "li" for element in one.path[:2])


def _keep_first_of_thread(seen: list[_Seen], page: Page) -> None:
    """Of a thread of a forum the first post is the text; what follows are answers by others."""
    named = frozenset().union(*(element.names for element in page.elements[:400])) if page.elements else frozenset()
    if len(named & NAMES["thread"]) < 2 and "forum" not in (page.meta.get("generator", "") or "").lower():
        return
    posts = [one for one in seen if one.body]
    if not posts:
        return
    first = next((element for element in posts[0].path if "post" in element.names), None)
    for one in posts:
        if first is not None and first not in one.path:
            one.body = False


def _drop_beside_teasers(seen: list[_Seen]) -> None:
    teasers = sum(CUT_OFF.search(one.block.text) is not None and one.words >= FEWEST_PROSE_WORDS for one in seen)
    if teasers >= 2 and sum(one.words for one in seen if one.body) < FEWEST_BESIDE_TEASERS:
        for one in seen:
            one.body = False


def _headline(seen: list[_Seen], title: str | None) -> int | None:
    """The block that the page's own title repeats, else the heading or short line nearest above the text."""
    first = next((place for place, one in enumerate(seen) if one.body), None)
    limit = len(seen) if first is None else first
    about = _plain(title or "")
    best: tuple[int, int, int] | None = None
    for place, one in enumerate(seen[:limit]):
        written = _plain(one.block.text)
        if not about or len(written) < 4 or one.linked > 0.9 and one.path[0].tag not in HEADINGS:
            continue
        heading = one.path[0].tag in HEADINGS or one.path[0].role == "heading"
        if not heading and len(written) < 0.8 * len(about) and limit - place > NEARNESS:
            continue
        if written in about and not any(_is_caption(element) for element in one.path[:4]):
            worth = (len(written), one.path[0].tag in HEADINGS, place)
            if best is None or worth > best:
                best = worth
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
        if one.words >= 3 and not one.excluded and one.linked < MOST_LINKED and date_in(one.block.text) is None:
            if not is_sentence(one.block.text) and byline_in(one.block.text, named=False) is None:
                return place
    return None


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", folded(text)))


def _pieces(seen: list[_Seen], headline: int | None) -> list[Piece]:
    places = [place for place, one in enumerate(seen) if one.body]
    start = headline if headline is not None else (places[0] if places else 0)
    end = places[-1] if places else start
    notes = _notes(seen, headline, start, end, places)
    pieces: list[Piece] = []
    for place, one in enumerate(seen):
        stretch = one.block.stretch
        if place == headline:
            pieces.append(Piece(HEADLINE, stretch, one.block))
        elif place in notes:
            for kind, found in notes[place]:
                pieces.append(Piece(kind, stretch.part(found.start, found.end), one.block, found.start))
        elif one.body:
            quoted = any(element.tag == "blockquote" for element in one.path[:3])
            pieces.append(Piece(PARAGRAPH, stretch, one.block, quoted=quoted))
        else:
            pieces.append(Piece(FURNITURE, stretch, one.block))
    return pieces


def _notes(
    seen: list[_Seen], headline: int | None, start: int, end: int, places: list[int]
) -> dict[int, list[tuple[str, Place]]]:
    """Standfirsts become body here; bylines, dates and notes of republication are found."""
    notes: dict[int, list[tuple[str, Place]]] = defaultdict(list)
    for place in places:
        one = seen[place]
        if place != headline and republication_line(one.block.text) and not QUOTED.match(one.block.text):
            one.body = False
            notes[place].append((REPUBLICATION, Place(0, len(one.block.text))))
    near = [place for place in range(max(0, start - NEARNESS), min(len(seen), end + NEARNESS)) if place != headline]
    head = places[0] if places else start + 4
    near.sort(key=lambda place: ((place < start) + 2 * (place > end), abs(place - start)))
    near += [place for place, one in enumerate(seen) if place not in near and _names_channel(one)]
    free = [place for place in near if not seen[place].body and seen[place].words <= 25 and not _in_comments(seen[place])]
    for kind, finders in ((BYLINE, (_named_byline, _byline, _bare_name)), (DATE, (_date, _month, _change))):
        for find, place in product(finders, free if places or kind == DATE else ()):
            found = find(seen[place], start <= place <= head, place)
            if found is not None:
                notes[place].append((kind, found))
                break
    for place in near:
        one = seen[place]
        if not one.body and place not in notes and not _in_comments(one) and republication_line(one.block.text):
            if one.linked < MOST_LINKED or "forwarded" in one.block.element.names:
                notes[place].append((REPUBLICATION, Place(0, len(one.block.text))))
    if headline is not None and places:
        _standfirst(seen, headline, places[0], notes)
    return {place: sorted(found, key=lambda entry: entry[1].start) for place, found in notes.items()}


def _in_comments(one: _Seen) -> bool:
    return any(element.names & NAMES["comments"] and element.tag != "body" for element in one.path) or any(
        element.tag in {"nav", "aside"} for element in one.path
    )


def _standfirst(seen: list[_Seen], headline: int, first: int, notes: dict[int, list[tuple[str, Place]]]) -> None:
    for place in range(headline + 1, min(first, headline + 5)):
        one = seen[place]
        named = any(element.names & STANDFIRST for element in one.path[:1])
        if place in notes or one.linked > MOST_LINKED or any(_is_caption(element) for element in one.path[:4]):
            continue
        if one.words >= 5 and (named or is_sentence(one.block.text) and one.words >= FEWEST_PROSE_WORDS and not one.excluded):
            one.body = True


def _named_byline(one: _Seen, at_head: bool, place: int) -> Place | None:
    """What the page's own mark-up calls the author."""
    text = one.block.text
    if _names_channel(one):
        return Place(0, len(text))
    whole = any(element.names & NAMES["byline"] for element in one.path[:2]) or one.block.element.tag == "address"
    for mark in sorted(one.block.marks, key=lambda mark: mark.end - mark.start):
        if whole or mark.element.names & NAMES["byline"]:
            found = byline_in(text[mark.start : mark.end], named=True)
            if found is not None and not _is_time(mark.element):
                return Place(mark.start + found.start, mark.start + found.end)
    return byline_in(text, named=True) if whole else None


def _names_channel(one: _Seen) -> bool:
    """On the page that Telegram's own site makes of a channel."""
    return any(element.names >= {"tgme", "header", "title"} for element in one.path[:2])


def _is_time(element: Element) -> bool:
    return element.tag == "time" or bool(element.names & NAMES["date"])


def _byline(one: _Seen, at_head: bool, place: int) -> Place | None:
    """Behind "by" and its like, or beside a date under the headline."""
    return byline_in(one.block.text, named=at_head and bool(dates(one.block.text)))


def _bare_name(one: _Seen, at_head: bool, place: int) -> Place | None:
    """A line under the headline that is nothing but two to four words with capitals."""
    words = one.block.text.split()
    if not at_head or not 2 <= len(words) <= 4 or one.block.element.furniture or one.path[0].tag == "li":
        return None
    named = all(word[:1].isupper() and word.strip(".").isalpha() and not word.isupper() for word in words)
    return Place(0, len(one.block.text)) if named and not is_prompt(one.block.text) else None


def _date(one: _Seen, at_head: bool, place: int) -> Place | None:
    """With its day, or said in hours before now."""
    named = any(element.names & NAMES["date"] for element in one.path[:2])
    found = date_in(one.block.text) if named or one.words <= 18 else None
    if found is None:
        return None
    written = one.block.text[found.start : found.end]
    if not any(letter.isdigit() for letter in written) or RELATIVE.fullmatch(same_length(written)) is not None:
        return found if at_head else None
    return found if DAY.search(same_length(written)) is not None else None


def _month(one: _Seen, at_head: bool, place: int) -> Place | None:
    return date_in(one.block.text) if at_head and one.words <= 18 else None


def _change(one: _Seen, at_head: bool, place: int) -> Place | None:
    """Where nothing else is dated, the date of the last change."""
    if not at_head or one.words > 18:
        return None
    return next((found for found in dates(one.block.text) if _month_or_day(one.block.text, found)), None)


def _month_or_day(text: str, found: Place) -> bool:
    return RELATIVE.fullmatch(same_length(text[found.start : found.end])) is None
