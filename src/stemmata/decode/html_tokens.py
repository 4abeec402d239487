"""HTML to tokens that know where they stand in the source; linear in its length, whatever the markup.

After WHATWG HTML section 13.2.5 (tokenization), as far as text needs it. A search for an end that is not there is made
once a kind, so that a million unclosed comments cost one pass; a tag that never ends takes the rest, as in a browser.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

NAME = re.compile(r"[A-Za-z][^\t\n\f\r />]{0,100}")
ATTRIBUTE = re.compile(r"[\t\n\f\r /]*([^\t\n\f\r />=][^\t\n\f\r />=]{0,200})")
EQUALS = re.compile(r"[\t\n\f\r ]*=[\t\n\f\r ]*")
UNQUOTED = re.compile(r"[^\t\n\f\r >]*")
SPACES = re.compile(r"[\t\n\f\r /]*")
PIECE = re.compile(r"&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});?|[^&]+|&")
RAW = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"})
RESOLVED_IN = frozenset({"title", "textarea"})
MOST_ATTRIBUTES = 100


class Kind(Enum):
    TEXT = "text"
    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """`start`, `end`: code points of the source. Of a text, `name` holds what is shown; of a tag its name, lower case.

    A text is either as it stands in the source, letter for letter, or one resolved reference such as `&amp;`.
    """

    kind: Kind
    name: str
    start: int
    end: int
    attributes: dict[str, str] | None = None


def tokens(source: str) -> Iterator[Token]:
    """Comments, doctypes and processing instructions are left out. Never fails."""
    ends = _Ends(source)
    at = 0
    raw: str | None = None
    while at < len(source):
        if raw is not None:
            stop = ends.of(f"</{raw}", at, lower=True)
            yield from _texts(source, at, stop, resolved=raw in RESOLVED_IN)
            at, raw = stop, None
            continue
        less = source.find("<", at)
        less = len(source) if less < 0 else less
        yield from _texts(source, at, less, resolved=True)
        if less == len(source):
            return
        token, at = _tag(source, less, ends)
        if token is not None:
            yield token
            if token.kind is Kind.START and token.name in RAW:
                raw = token.name


class _Ends:
    """Where something next stands; what is not found behind one place is not sought behind a later one."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._lower: str | None = None
        self._absent: set[str] = set()

    def of(self, sought: str, at: int, *, lower: bool = False) -> int:
        """The length of the source where it is not found."""
        if sought in self._absent:
            return len(self._source)
        if lower and self._lower is None:
            folded = self._source.lower()
            self._lower = folded if len(folded) == len(self._source) else self._ascii_lower()
        found = (self._lower if lower and self._lower is not None else self._source).find(sought, at)
        if found < 0:
            self._absent.add(sought)
            return len(self._source)
        return found

    def _ascii_lower(self) -> str:
        """`str.lower` lengthens some letters (U+0130), which would move every place behind them."""
        return self._source.translate({letter: letter + 32 for letter in range(0x41, 0x5B)})


def _tag(source: str, at: int, ends: _Ends) -> tuple[Token | None, int]:
    follows = source[at + 1 : at + 2]
    if follows == "!" or follows == "?":
        closing = "-->" if source.startswith("<!--", at) else ">"
        return None, min(ends.of(closing, at + 2) + len(closing), len(source))
    ending = follows == "/"
    name = NAME.match(source, at + 1 + ending)
    if name is None:
        if ending:
            return None, min(ends.of(">", at) + 1, len(source))
        return Token(Kind.TEXT, "<", at, at + 1), at + 1
    attributes, stop = _attributes(source, name.end(), ends)
    kind = Kind.END if ending else Kind.START
    return Token(kind, name.group().lower(), at, stop, attributes), stop


def _attributes(source: str, at: int, ends: _Ends) -> tuple[dict[str, str], int]:
    found: dict[str, str] = {}
    while at < len(source):
        at = _behind(SPACES, source, at)
        if at >= len(source) or source[at] == ">":
            return found, min(at + 1, len(source))
        named = ATTRIBUTE.match(source, at)
        if named is None:
            at += 1
            continue
        at = named.end()
        equals = EQUALS.match(source, at)
        value = ""
        if equals is not None:
            at = equals.end()
            quote = source[at : at + 1]
            if quote in {'"', "'"} and quote:
                stop = ends.of(quote, at + 1)
                value, at = source[at + 1 : min(stop, at + 4_001)], min(stop + 1, len(source))
            else:
                stop = _behind(UNQUOTED, source, at)
                value, at = source[at : min(stop, at + 4_000)], stop
        if len(found) < MOST_ATTRIBUTES:
            found.setdefault(named.group(1).lower(), html.unescape(value) if "&" in value else value)
    return found, at


def _behind(pattern: re.Pattern[str], source: str, at: int) -> int:
    found = pattern.match(source, at)
    return at if found is None else found.end()


def _texts(source: str, start: int, end: int, *, resolved: bool) -> Iterator[Token]:
    if start == end:
        return
    if not resolved or source.find("&", start, end) < 0:
        yield Token(Kind.TEXT, source[start:end], start, end)
        return
    for piece in PIECE.finditer(source, start, end):
        written = piece.group()
        shown = html.unescape(written) if written[0] == "&" and len(written) > 1 else written
        yield Token(Kind.TEXT, shown, piece.start(), piece.end())
