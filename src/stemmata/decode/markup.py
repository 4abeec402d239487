"""An HTML page to the article in it: the standard library's tokeniser and rules that can be read in a minute.

Furniture (navigation, scripts, forms, footers, asides, hidden parts) is left out. Where a page has an <article> or
<main> with text, only that is read. First form: blocks are not scored by their share of links.
"""

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

FURNITURE = frozenset(
    {"script", "style", "noscript", "template", "svg", "nav", "form", "footer", "aside", "button", "select", "textarea"}
    | {"iframe", "object", "canvas", "dialog", "menu"}
)
FURNITURE_ROLES = frozenset({"navigation", "search", "contentinfo", "complementary", "menu"})
VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)
BLOCKS = frozenset(
    {"address", "article", "blockquote", "body", "br", "dd", "div", "dl", "dt", "fieldset", "figcaption", "figure"}
    | {
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "td",
        "th",
    }
    | {"tr", "ul"}
)
SELF_CLOSING = frozenset({"p", "li", "dd", "dt", "td", "th", "tr", "option"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BYLINE = ("byline", "author")

MAX_DEPTH = 2_000
"""Open elements that are remembered; what is nested deeper is read as if it were flat."""

MOST = 5_000
"""Links, and images, that are kept."""

PUBLISHED = ("article:published_time", "datepublished", "date", "dc.date", "dcterms.created", "pubdate")
SITE = ("og:site_name", "application-name")
TITLE = ("og:title", "twitter:title")

Part = tuple[str, int, int]


@dataclass(slots=True)
class Article:
    """What was read; `blocks` are (kind, text) in order, kind one of headline, byline, date, paragraph, quotation."""

    title: str | None = None
    blocks: list[tuple[str, str]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    """Addresses as written, each once: of anchors, frames and players."""
    images: list[str] = field(default_factory=list)
    declared_language: str | None = None
    published: str | None = None
    """As the page writes it, not parsed."""
    site: str | None = None

    def body_and_parts(self) -> tuple[str, list[Part]]:
        """The blocks parted by one blank line, and where each lies: (kind, start, end) in code points."""
        parts: list[Part] = []
        start = 0
        for kind, written in self.blocks:
            parts.append((kind, start, start + len(written)))
            start += len(written) + 2
        return "\n\n".join(written for _, written in self.blocks), parts


def article(content: str) -> Article:
    """The article of an HTML page. Never fails: markup that is not well formed is read as browsers would, roughly."""
    reader = _Reader()
    reader.feed(content)
    reader.close()
    return reader.ended()


@dataclass(frozen=True, slots=True)
class _Open:
    tag: str
    furniture: bool
    main: bool
    kind: str | None


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._article = Article()
        self._stack: list[_Open] = []
        self._open: Counter[str] = Counter()
        self._furniture = self._main = 0
        self._written: list[str] = []
        self._outside_time = False
        self._found: list[tuple[bool, str, str]] = []
        self._page_title: list[str] = []
        self._meta: dict[str, str] = {}
        self._links: dict[str, None] = {}
        self._images: dict[str, None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self._note(tag, attributes)
        if tag in BLOCKS:
            self._flush()
        if tag in VOID:
            return
        if tag in SELF_CLOSING and self._stack and self._stack[-1].tag == tag:
            self._pop()
        if len(self._stack) < MAX_DEPTH:
            self._push(_opened(tag, attributes))

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self._flush()
        if not self._open[tag]:
            return
        while self._pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open["title"] and not self._open["svg"] and len(self._page_title) < MOST:
            self._page_title.append(data)
        elif not self._furniture and not self._open["head"]:
            self._written.append(data)
            if data.strip() and not self._open["time"]:
                self._outside_time = True

    def ended(self) -> Article:
        self._flush()
        main = [(kind, written) for inside, kind, written in self._found if inside]
        found = self._article
        found.blocks = main or [(kind, written) for _, kind, written in self._found]
        headline = next((written for kind, written in found.blocks if kind == "headline"), None)
        page = " ".join("".join(self._page_title).split()) or None
        found.title = self._named(TITLE) or headline or page
        found.published, found.site = self._named(PUBLISHED), self._named(SITE)
        found.links, found.images = list(self._links), list(self._images)
        return found

    def _note(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "html" and attributes.get("lang"):
            self._article.declared_language = attributes["lang"].split("-")[0].strip().lower()[:8] or None
        elif tag == "meta":
            name = (attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or "").lower()
            self._meta.setdefault(name, attributes.get("content", "")[:2_000])
        elif tag == "time" and attributes.get("datetime") and not self._furniture:
            self._meta.setdefault("date", attributes["datetime"][:100])
        if self._furniture:
            return
        if tag == "a":
            self._keep(self._links, attributes.get("href", ""))
        elif tag in {"iframe", "embed", "video", "audio", "source"}:
            self._keep(self._links, attributes.get("src", ""))
        elif tag == "img":
            self._keep(self._images, attributes.get("src", ""))

    def _keep(self, kept: dict[str, None], address: str) -> None:
        address = address.strip()
        if address and not address.startswith(("#", "javascript:", "data:")) and len(kept) < MOST:
            kept[address[:2_000]] = None

    def _push(self, opened: _Open) -> None:
        if opened.kind is not None or opened.furniture:
            self._flush()
        self._stack.append(opened)
        self._open[opened.tag] += 1
        self._furniture += opened.furniture
        self._main += opened.main

    def _pop(self) -> _Open:
        if self._stack[-1].kind is not None:
            self._flush()
        closed = self._stack.pop()
        self._open[closed.tag] -= 1
        self._furniture -= closed.furniture
        self._main -= closed.main
        return closed

    def _flush(self) -> None:
        written = " ".join("".join(self._written).split())
        if written:
            kind = next((entry.kind for entry in reversed(self._stack) if entry.kind is not None), "paragraph")
            if not self._outside_time:
                kind = "date"
            self._found.append((self._main > 0, kind, written))
        self._written, self._outside_time = [], False

    def _named(self, names: tuple[str, ...]) -> str | None:
        return next((" ".join(self._meta[name].split()) for name in names if self._meta.get(name, "").strip()), None)


def _opened(tag: str, attributes: dict[str, str]) -> _Open:
    style = attributes.get("style", "").replace(" ", "").lower()
    hidden = "hidden" in attributes or attributes.get("aria-hidden") == "true" or "display:none" in style
    furniture = tag in FURNITURE or hidden or attributes.get("role", "") in FURNITURE_ROLES
    main = tag in {"article", "main"} or attributes.get("role") == "main" or attributes.get("itemprop") == "articleBody"
    return _Open(tag, furniture, main, _kind(tag, attributes))


def _kind(tag: str, attributes: dict[str, str]) -> str | None:
    if tag in HEADINGS:
        return "headline"
    if tag == "blockquote":
        return "quotation"
    named = " ".join(attributes.get(name, "") for name in ("class", "rel", "itemprop")).lower()
    return "byline" if tag != "body" and any(word in named.split() for word in BYLINE) else None
