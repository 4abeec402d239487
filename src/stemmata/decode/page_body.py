"""Which blocks of a page are its text: by where they stand, what their forms repeat, their links, and words as cues.

First the element is sought in which prose stands thickest (after Kohlschütter, Fankhauser and Nejdl, WSDM 2010: words
and share of links tell most). Inside it the form that carries most prose is the form of paragraphs; a box of another
form is furniture unless it proves to be prose.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import pairwise

from stemmata.decode.article import FURNITURE, HEADLINE, PARAGRAPH, Article, Piece
from stemmata.decode.cues import NAMES
from stemmata.decode.markup import PUBLISHED, SITE, TITLE, Block, Element, Page
from stemmata.decode.notes import is_prompt, is_sentence
from stemmata.decode.page_ends import trim
from stemmata.decode.page_notes import headline_of, notes_of
from stemmata.decode.page_seen import (
    BOX_WORDS,
    CUT_OFF,
    FEWEST_PROSE_WORDS,
    MOST_LINKED,
    QUOTED,
    SHORT,
    Seen,
    exclude,
    form_inside,
    is_heading,
    seen_of,
)

FEW_BLOCKS = 12
"""On a page of no more blocks, none of which is prose, all that is no furniture is the text: a note, a caption."""
CLOSENESS = 0.75
"""What a level of nesting takes from the weight that prose gives to the elements round it."""
MAIN_SHARE = 0.15
"""Share of the prose of the container that makes a form the form of paragraphs."""
MOST_CLIMBED = 5
"""Steps out of one of several boxes of one form that all hold prose: sections of a piece, posts of a channel."""
FEWEST_BESIDE_TEASERS = 30
"""Words of text on a page with teasers; fewer belong to none of the pieces that are announced there."""
FEWEST_QUOTED_WORDS = 4
LEAST_LINKED = 0.2
VOICES_SHARE = 0.6
"""Of boxes of one form, those that begin with a short line, for the form to be one of comments."""
LONGEST_OFFER = 25
"""Words of a paragraph set in italics or bold that, with a cue, is an offer."""
LISTS = frozenset({"ul", "ol", "dl"})


def body_of(page: Page) -> Article:
    """The article of a page: pieces in order, furniture among them. A page of teasers has no paragraph."""
    seen = [seen_of(block) for block in page.blocks]
    title = page.named(TITLE) or page.page_title
    exclude(seen, title)
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
    headline = headline_of(seen, title)
    if headline is not None:
        seen[headline].body = False
    found.pieces = _pieces(seen, headline)
    shown = None if headline is None else seen[headline].block.text
    found.title = page.named(TITLE) or shown or page.page_title
    return found


def _container(seen: list[Seen]) -> Element | None:
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
    for inner, outer in pairwise(top.ancestors(MOST_CLIMBED + 2)):
        held = {
            (form_inside(one, outer), one.path[one.path.index(outer) - 1]) for one in prose if outer in one.path[1:]
        }
        own = {form for form, child in held if child is inner}
        if inner.form.endswith("."):
            continue  # without a class any two are alike
        if any(form in own and child is not inner and child.form == inner.form for form, child in held):
            top = outer
    return top


def _choose_without_prose(seen: list[Seen]) -> None:
    left = [one for one in seen if not one.excluded and one.linked < MOST_LINKED]
    if len(left) <= FEW_BLOCKS and not any(CUT_OFF.search(one.block.text) for one in left):
        for one in left:
            one.body = True


@dataclass(slots=True)
class _Inside:
    """The container: what each element holds, the elements round paragraphs, their forms, the names of their boxes.

    `told`: whether a box or a list is text, looked up once.
    """

    top: Element
    held: dict[Element, list[Seen]]
    around: set[Element]
    main: frozenset[tuple[str, ...]]
    boxes: frozenset[str]
    last: int
    """The order of the last paragraph's element."""
    told: dict[Element, bool] = field(default_factory=dict)


def _choose(seen: list[Seen], top: Element) -> None:
    inside = [one for one in seen if top in one.path]
    weights: Counter[tuple[str, ...]] = Counter()
    for one in inside:
        if one.prose and not any(element.controls for element in one.path[: one.path.index(top)]):
            weights[form_inside(one, top)] += one.words
    total = weights.total()
    main = {form for form, words in weights.items() if words >= MAIN_SHARE * total}
    if len(main) > 1:
        repeated = Counter(form_inside(one, top) for one in inside if one.prose)
        main = {form for form in main if repeated[form] > 1} or main
        main = {form for form in main if not _of_voices(form, inside, top)} or main
    anchors = [one for one in inside if one.prose and form_inside(one, top) in main]
    held: dict[Element, list[Seen]] = defaultdict(list)
    for one in inside:
        for element in one.path:
            held[element].append(one)
    around = {element for one in anchors for element in one.path[1:]} | {top}
    boxes = frozenset().union(*(one.path[one.path.index(top) - 1].names for one in anchors if top is not one.path[1]))
    last = anchors[-1].block.element.order if anchors else 0
    container = _Inside(top, held, around, frozenset(main), boxes, last)
    for one in inside:
        one.body = not one.excluded and one.linked <= MOST_LINKED and _is_text(one, container)
    trim(inside)


def _of_voices(form: tuple[str, ...], inside: list[Seen], top: Element) -> bool:
    """Prose of this form stands in boxes of its own that begin with a short line, a name or a time: comments."""
    paths = [one.path[: one.path.index(top)][::-1] for one in inside if one.prose and form_inside(one, top) == form]
    for level in zip(*paths, strict=False):
        boxes = set(level)
        if len(boxes) > 1:
            first: dict[Element, Seen] = {}
            for one in inside:
                for element in one.path:
                    if element in boxes:
                        first.setdefault(element, one)
            short = sum(not one.prose and one.words <= SHORT and not is_heading(one) for one in first.values())
            return short >= VOICES_SHARE * len(boxes)
    return False


def _is_text(one: Seen, inside: _Inside) -> bool:
    element, form, parent = one.block.element, form_inside(one, inside.top), one.block.element.parent
    quoted = QUOTED.match(one.block.text) is not None
    if form in inside.main or form == ("p.",) or (one.prose and element.tag == "p" and parent in inside.around):
        return not _offers(one)
    if element is inside.top or element in inside.around:
        return one.prose or quoted or _is_emphasised(one.block)
    if is_heading(one):
        return _heads_only(one, inside) or (parent in inside.around and not is_prompt(one.block.text))
    if _quotes(one, inside.top) or _lists(one, inside) or (quoted and one.words >= FEWEST_QUOTED_WORDS):
        return True
    box = _box(one, inside)
    alike = one.prose and not box.controls and bool(box.names & inside.boxes) and element.tag == "p"
    return alike or _is_prose_box(box, inside)


def _offers(one: Seen) -> bool:
    text = one.block.text
    if not is_prompt(text):
        return False
    return (one.words <= SHORT and not is_sentence(text)) or (one.words <= LONGEST_OFFER and _is_set_off(one.block))


def _is_set_off(block: Block) -> bool:
    return any(
        mark.element.tag in {"em", "i", "b", "strong"} and mark.end - mark.start >= len(block.text)
        for mark in block.marks
    )


def _is_emphasised(block: Block) -> bool:
    """All of it is bold: a heading of the days before style sheets."""
    bold = sum(mark.end - mark.start for mark in block.marks if mark.element.tag in {"b", "strong"})
    return bold >= len(block.text) and not is_prompt(block.text)


def _heads_only(one: Seen, inside: _Inside) -> bool:
    """A heading alone in its box."""
    box = one.path[one.path.index(inside.top) - 1]
    return len(inside.held[box]) == 1 and not is_prompt(one.block.text)


def _quotes(one: Seen, top: Element) -> bool:
    return any(element.tag in {"blockquote", "pre", "q"} for element in one.path[: one.path.index(top)])


def _lists(one: Seen, inside: _Inside) -> bool:
    """An item of a list that stands among paragraphs and is not one of links."""
    holder = next((element for element in one.path if element.tag in LISTS), None)
    if holder is None or holder.parent not in inside.around or holder.controls:
        return False
    if holder not in inside.told:
        items = inside.held[holder]
        links = any(item.linked >= MOST_LINKED for item in items)
        inside.told[holder] = not links and not is_prompt(items[0].block.text)
    return inside.told[holder]


def _box(one: Seen, inside: _Inside) -> Element:
    """The largest element round it that holds no paragraph."""
    box = one.block.element
    for element in one.path:
        if element in inside.around or element is inside.top:
            break
        box = element
    return box


def _is_prose_box(box: Element, inside: _Inside) -> bool:
    if box.order > inside.last:
        return False  # behind the text: an author's note, a comment
    if box not in inside.told:
        held = inside.held[box]
        offers = box.controls or any(is_prompt(one.block.text) for one in held if one.words <= SHORT)
        unlinked = all(one.linked < LEAST_LINKED for one in held)
        inside.told[box] = not offers and unlinked and any(one.words >= BOX_WORDS and one.prose for one in held)
    return inside.told[box]


def _keep_first_of_thread(seen: list[Seen], page: Page) -> None:
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


def _drop_beside_teasers(seen: list[Seen]) -> None:
    teasers = sum(CUT_OFF.search(one.block.text) is not None and one.words >= FEWEST_PROSE_WORDS for one in seen)
    if teasers >= 2 and sum(one.words for one in seen if one.body) < FEWEST_BESIDE_TEASERS:
        for one in seen:
            one.body = False


def _pieces(seen: list[Seen], headline: int | None) -> list[Piece]:
    places = [place for place, one in enumerate(seen) if one.body]
    start = headline if headline is not None else (places[0] if places else 0)
    end = places[-1] if places else start
    notes = notes_of(seen, headline, start, end, places)
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
