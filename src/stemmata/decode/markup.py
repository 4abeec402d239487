"""An HTML page to its blocks of text, each with the elements that it stands in and its place in the source.

Nothing is judged here but what is never shown or never prose by its tag (scripts, hidden parts, controls): page_body.py
says what of the rest is the text.
"""

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from stemmata.decode.html_tags import BLOCKS, CLOSED_BY, CONTROLS, FURNITURE, FURNITURE_ROLES, NEVER, SIDE_BY_SIDE, VOID
from stemmata.decode.html_tokens import Kind, tokens
from stemmata.decode.stretch import Stretch, Writing
from stemmata.model.errors import MediaError
from stemmata.model.failure import Code

NAMED = ("class", "id", "role", "itemprop", "rel", "data-component", "data-portal", "data-testid")
WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")

MAX_DEPTH = 2_000
"""Open elements that are remembered; what is nested deeper is read as if it were flat."""
MAX_INLINE = 16
"""Open inline elements that are remembered: each is looked at wherever a block ends."""
MAX_ELEMENTS = 500_000
"""Elements of one page; long pages have 20,000."""
MOST = 5_000
"""Links, and images, that are kept."""

PUBLISHED = ("article:published_time", "datepublished", "date", "dc.date", "dcterms.created", "pubdate")
SITE = ("og:site_name", "application-name")
TITLE = ("og:title", "twitter:title")


@dataclass(slots=True, eq=False)
class Element:
    """`names`: the words in class, id, role and the like, lower case. `controls`: buttons and fields inside it."""

    tag: str
    parent: "Element | None"
    order: int
    names: frozenset[str]
    form: str
    """Tag and class without digits: what makes two elements of one kind."""
    role: str = ""
    furniture: bool = False
    controls: int = 0

    def ancestors(self, most: int) -> "list[Element]":
        """Itself first, outwards, at most `most`."""
        found: list[Element] = []
        at: Element | None = self
        while at is not None and len(found) < most:
            found.append(at)
            at = at.parent
        return found


@dataclass(frozen=True, slots=True)
class Mark:
    """An inline element over letters [start, end) of a block."""

    element: Element
    start: int
    end: int
    href: str


@dataclass(slots=True, eq=False)
class Block:
    element: Element
    stretch: Stretch
    marks: list[Mark] = field(default_factory=list)
    after_break: bool = False
    """A line break alone parts it from the block before."""
    after_rule: bool = False
    """A rule (`hr`) stands between it and the block before."""

    @property
    def text(self) -> str:
        return self.stretch.text


@dataclass(slots=True)
class Page:
    blocks: list[Block] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    page_title: str | None = None
    meta: dict[str, str] = field(default_factory=dict)
    images: list[str] = field(default_factory=list)
    embeds: list[str] = field(default_factory=list)
    links: list[tuple[str, str, Block | None, int, int]] = field(default_factory=list)
    """(address, words, block, start, end): letters of the block; no block where the words are not shown."""
    language: str | None = None

    def named(self, names: tuple[str, ...]) -> str | None:
        return next((" ".join(self.meta[name].split()) for name in names if self.meta.get(name, "").strip()), None)


def page(content: str) -> Page:
    """Markup that is not well formed is read as browsers would, roughly. MediaError TOO_LARGE past MAX_ELEMENTS."""
    reader = _Reader()
    for token in tokens(content):
        if token.kind is Kind.TEXT:
            reader.text(token.name, token.start, token.end)
        elif token.kind is Kind.START:
            reader.opened(token.name, token.attributes or {}, token.start)
        else:
            reader.closed(token.name, token.start)
    return reader.ended()


class _Reader:
    def __init__(self) -> None:
        self._page = Page()
        self._stack: list[tuple[str, Element]] = []
        self._open: Counter[str] = Counter()
        self._inline: list[tuple[str, Element, int, str]] = []
        self._writing, self._marks = Writing(), list[Mark]()
        self._root = Element("html", None, 0, frozenset(), "html")
        self._page.elements.append(self._root)
        self._title: list[str] = []
        self._break = self._rule = False
        self._just_ended = ""

    def text(self, shown: str, start: int, end: int) -> None:
        if self._open["title"] and not self._open["svg"]:
            if len(self._title) < MOST:
                self._title.append(shown)
        elif not self._unshown():
            self._just_ended = ""
            self._writing.shown(shown, start, end)

    def opened(self, tag: str, attributes: dict[str, str], at: int) -> None:
        self._note(tag, attributes)
        if tag in BLOCKS:
            if self._open["head"]:
                self.closed("head", at)
            while self._stack and tag in CLOSED_BY.get(self._stack[-1][0], ()):
                self._pop()
            self._flush(after=tag == "br")
            self._rule = self._rule or tag == "hr"
        elif tag == "img":
            self._writing.blank(at)
        if tag in CONTROLS:
            self._top().controls += 1
        crowded = tag not in BLOCKS and len(self._inline) >= MAX_INLINE
        if tag in VOID or crowded or len(self._stack) >= MAX_DEPTH:
            return
        element = self._element(tag, attributes)
        self._stack.append((tag, element))
        self._open[tag] += 1
        if tag not in BLOCKS and tag != "head":
            if tag in SIDE_BY_SIDE and self._just_ended in SIDE_BY_SIDE:
                self._writing.blank(at)
            self._inline.append((tag, element, self._writing.length, attributes.get("href", "").strip()))

    def closed(self, tag: str, at: int) -> None:
        if tag in {"p", "br"} and not self._open[tag]:
            self._flush()
        if not self._open[tag]:
            return
        if tag not in BLOCKS and tag != "head":
            above = [name for name, _ in self._stack[-MAX_INLINE:]]
            inner = above[len(above) - above[::-1].index(tag) :] if tag in above else BLOCKS
            if any(name in BLOCKS for name in inner):
                return  # the end of an inline element around blocks that are still open
        while self._pop() != tag:
            pass
        self._just_ended = tag

    def ended(self) -> Page:
        while self._stack:
            self._pop()
        self._flush()
        for element in reversed(self._page.elements):
            if element.parent is not None:
                element.parent.controls += element.controls
        self._page.page_title = " ".join("".join(self._title).split()) or None
        return self._page

    def _top(self) -> Element:
        return self._stack[-1][1] if self._stack else self._root

    def _unshown(self) -> bool:
        return any(self._open[tag] for tag in NEVER) or self._open["head"] > 0

    def _element(self, tag: str, attributes: dict[str, str]) -> Element:
        elements = self._page.elements
        if len(elements) >= MAX_ELEMENTS:
            raise MediaError(Code.TOO_LARGE, f"more than {MAX_ELEMENTS:,} elements in one page")
        written = " ".join(attributes[name] for name in NAMED if name in attributes)
        names = frozenset(word.lower() for word in WORD.findall(written[:1_000]))
        role = attributes.get("role", "").lower()
        style = attributes.get("style", "").replace(" ", "").lower()
        hidden = "hidden" in attributes or attributes.get("aria-hidden") == "true" or "display:none" in style
        own = hidden or tag in FURNITURE or role in FURNITURE_ROLES
        form = tag + "." + re.sub(r"\d+", "", attributes.get("class", attributes.get("id", "")))[:200]
        parent = self._top()
        element = Element(tag, parent, len(elements), names, form, role, own or parent.furniture)
        elements.append(element)
        return element

    def _pop(self) -> str:
        tag, _ = self._stack[-1]
        if tag in BLOCKS:
            self._flush()
        elif tag != "head":
            self._unmark()
        self._stack.pop()
        self._open[tag] -= 1
        return tag

    def _unmark(self) -> None:
        _, element, start, href = self._inline.pop()
        if self._writing.length > start:
            self._marks.append(Mark(element, start, self._writing.length, href))

    def _flush(self, *, after: bool = False) -> None:
        for place, (tag, element, start, href) in enumerate(self._inline):
            if self._writing.length > start:
                self._marks.append(Mark(element, start, self._writing.length, href))
            self._inline[place] = (tag, element, 0, href)
        if self._writing.length:
            holder = next((element for tag, element in reversed(self._stack) if tag in BLOCKS), self._root)
            stretch = self._writing.ended()
            marks = [_from_letter(mark, stretch.text) for mark in self._marks]
            block = Block(holder, stretch, marks, self._break, self._rule)
            self._page.blocks.append(block)
            for mark in marks:
                if (
                    mark.href
                    and len(self._page.links) < MOST
                    and not mark.href.startswith(("#", "javascript:", "data:"))
                ):
                    self._page.links.append(
                        (mark.href[:2_000], block.text[mark.start : mark.end].strip(), block, mark.start, mark.end)
                    )
            self._break = self._rule = False
        else:
            self._writing.ended()
        self._break = after
        self._marks = []

    def _note(self, tag: str, attributes: dict[str, str]) -> None:
        found = self._page
        if tag == "html" and attributes.get("lang"):
            found.language = attributes["lang"].split("-")[0].strip().lower()[:8] or None
        elif tag == "meta":
            name = (attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or "").lower()
            found.meta.setdefault(name, attributes.get("content", "")[:2_000])
        elif tag == "time" and attributes.get("datetime") and not self._top().furniture:
            found.meta.setdefault("date", attributes["datetime"][:100])
        address = attributes.get("src", "").strip()
        if not address or address.startswith("data:") or self._top().furniture:
            return
        if tag in {"iframe", "embed", "video", "audio", "source"}:
            _keep(found.embeds, address)
        elif tag == "img":
            _keep(found.images, address)


def _from_letter(mark: Mark, text: str) -> Mark:
    """White space before an element is written when its first letter comes."""
    return replace(mark, start=mark.start + 1) if text[mark.start : mark.start + 1] == " " else mark


def _keep(kept: list[str], address: str) -> None:
    if len(kept) < MOST and address[:2_000] not in kept[-50:]:
        kept.append(address[:2_000])
