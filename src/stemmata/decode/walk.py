"""What a bounded walk over a container brings back: its structure, and what it says of itself in raw form.

The walkers (walk_boxes, walk_chunks, walk_ebml) share one Walk. It counts what they look at, read and keep, so that no
file decides how long one takes: a bound that is reached ends the walk with a name, and what was found until then stays.
"""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from io import SEEK_END
from typing import BinaryIO

from stemmata.decode.claims import MAX_CLAIMS, MAX_VALUE, plain_text, zone_of

PARSER = "stemmata walk/1"

MAX_DEPTH = 16
"""Levels: real boxes are nested eight or nine deep."""
MAX_PARTS = 4_000
"""Kept. A film of many fragments has more; what stands behind them is like what stands before."""
MAX_LOOKED_AT = 50_000
"""Headers that are looked at, kept or not."""
MAX_READ = 16_000_000
"""Bytes that one walk reads beyond headers."""
MAX_RAW = 64
"""Bytes that are kept of a raw value, as hex digits."""


class Ending(StrEnum):
    """Why a level or the whole walk was left before its end; the first is kept."""

    BEYOND = "beyond_the_end"
    """A part claims more bytes than hold it: the file is cut, or lies."""
    TOO_SMALL = "too_small"
    """A part claims fewer bytes than its own header takes."""
    NO_PART = "not_a_part"
    """What stands there cannot be a header."""
    TOO_DEEP = "too_deep"
    TOO_MANY = "too_many"
    TOO_MUCH = "too_much"
    """To read."""


class Enough(Exception):
    """The walk ends here, by a bound of its own. Never leaves this package."""


Part = list[object]
"""[depth, name, offset, size]: size with header, as claimed; parts in the order of the file, a part before its own."""


@dataclass(slots=True)
class Walk:
    """`parts` and `said` are filled by one walker. `ended`: None where everything was walked to its end."""

    source: BinaryIO
    length: int
    parts: list[Part] = field(default_factory=list)
    said: list[list[object]] = field(default_factory=list)
    ended: Ending | None = None
    _looked_at: int = 0
    _read: int = 0
    _siblings: Counter[str] = field(default_factory=Counter)

    @classmethod
    def over(cls, source: BinaryIO) -> "Walk":
        return cls(source, source.seek(0, SEEK_END))

    def head(self, at: int, size: int) -> bytes:
        """A header: counted, since a file can consist of nothing else. Enough."""
        self._looked_at += 1
        if self._looked_at > MAX_LOOKED_AT:
            raise self.enough(Ending.TOO_MANY)
        self.source.seek(at)
        return self.source.read(size)

    def read(self, at: int, size: int) -> bytes:
        """A content, at most to the end of the file. Enough."""
        size = max(0, min(size, self.length - at))
        self._read += size
        if self._read > MAX_READ:
            raise self.enough(Ending.TOO_MUCH)
        self.source.seek(at)
        return self.source.read(size)

    def part(self, depth: int, name: str, at: int, size: int) -> None:
        if len(self.parts) >= MAX_PARTS:
            raise self.enough(Ending.TOO_MANY)
        self.parts.append([depth, plain_text(name, 60), at, size])

    def numbered(self, path: str) -> str:
        """`path` with the number of how many of that path came before: tracks are told apart by it."""
        self._siblings[path] += 1
        return f"{path}[{self._siblings[path]}]"

    def say(self, name: str, value: str, raw: bytes = b"", *, plain: bool, zone: str | None = None) -> None:
        """`plain`: nothing in it can lead to a person; all else is withheld. Without `zone`, as the value is written.
        An empty value says nothing and is not kept."""
        if value and len(self.said) < MAX_CLAIMS:
            kept = raw[:MAX_RAW].hex() + ("…" if len(raw) > MAX_RAW else "") if raw else None
            shown = plain_text(value, MAX_VALUE)
            self.said.append([plain_text(name, 200), shown, PARSER, not plain, kept, zone or zone_of(shown)])

    def leave(self, why: Ending) -> None:
        self.ended = self.ended or why

    def enough(self, why: Ending) -> Enough:
        self.leave(why)
        return Enough(why)

    def structure(self, form: str) -> dict[str, object]:
        """The plain form: docs/metadata.md."""
        return {"form": form, "bytes": self.length, "parts": self.parts, "ended": self.ended and self.ended.value}


def letters(content: bytes) -> str:
    """Text of unknown code, or "" where it is none: UTF-8, else Latin-1, and nothing that does not print."""
    trimmed = content.rstrip(b"\0")
    try:
        text = trimmed.decode("utf-8")
    except UnicodeDecodeError:
        text = trimmed.decode("latin-1")
    return text if all(letter.isprintable() or letter in "\t\n\r" for letter in text) else ""


def letters_or_size(content: bytes) -> str:
    return letters(content) or f"{len(content)} bytes"
