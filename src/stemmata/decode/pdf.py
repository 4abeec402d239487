"""PDF with a text layer, by pypdf (pure Python). Letters have a page and no place in the bytes: these are compressed.

pypdf undoes drawing orders, not lines of meaning: columns come as the file draws them. A file that only holds pictures
of pages has no text layer, and says so; nothing is recognised from pictures here.
"""

import logging
from typing import BinaryIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from stemmata.decode.article import FURNITURE, HEADLINE, PARAGRAPH, Article, Piece
from stemmata.decode.dump import dump
from stemmata.model.errors import MediaError
from stemmata.model.failure import Code

MAX_PAGES = 2_000
FEWEST_LETTERS = 20
"""Letters of a whole file below which it has no text layer: scanners add a stamp or a page number."""
logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it reports every oddity of a file; ours are failures


def pdf(source: BinaryIO) -> tuple[Article, str | None]:
    """(article, what is missing of it or None). MediaError ENCRYPTED, DAMAGED, NO_TEXT_LAYER or TOO_LARGE."""
    try:
        reader = PdfReader(source, strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise MediaError(Code.ENCRYPTED, "a password is needed")
        count = len(reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError) as error:
        raise MediaError(Code.DAMAGED, f"{type(error).__name__}") from error
    if count > MAX_PAGES:
        raise MediaError(Code.TOO_LARGE, f"{count:,} pages, at most {MAX_PAGES:,} are read")
    found = Article()
    unread: list[int] = []
    letters = 0
    for number in range(count):
        try:
            written = reader.pages[number].extract_text()
        except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError):
            unread.append(number + 1)
            continue
        letters += sum(letter.isalpha() for letter in written)
        found.pieces.extend(_of_page(written, number + 1))
    if letters < FEWEST_LETTERS:
        if unread:
            raise MediaError(Code.DAMAGED, f"{len(unread)} of {count} pages")
        raise MediaError(Code.NO_TEXT_LAYER, f"{count:,} pages, {letters} letters")
    _mark_running_lines(found.pieces, count)
    found.title = _title(reader)
    return found, f"{len(unread)} of {count} pages, the first is {unread[0]}" if unread else None


def _of_page(written: str, number: int) -> list[Piece]:
    pieces = dump(written.encode("utf-8", "replace").decode("utf-8")).pieces
    for piece in pieces:
        piece.page = number
        piece.kind = PARAGRAPH if piece.kind == HEADLINE and number > 1 else piece.kind
    return pieces


def _mark_running_lines(pieces: list[Piece], count: int) -> None:
    """Heads, feet and numbers that stand on more than half of three pages and more are furniture."""
    if count < 3:
        return
    seen: dict[str, set[int]] = {}
    for piece in pieces:
        seen.setdefault(_line(piece), set()).add(piece.page or 0)
    for piece in pieces:
        if not _line(piece) or 2 * len(seen[_line(piece)]) > count:
            piece.kind = FURNITURE


def _line(piece: Piece) -> str:
    return "".join(letter for letter in piece.stretch.text if not letter.isdigit()).strip(" -–—|/.")


def _title(reader: PdfReader) -> str | None:
    try:
        title = reader.metadata.title if reader.metadata is not None else None
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return " ".join(title.split())[:500] or None if isinstance(title, str) else None
