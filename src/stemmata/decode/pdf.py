"""PDF with a text layer, by pypdf (pure Python). Letters have a page and no place in the bytes: these are compressed.

pypdf undoes drawing orders, not lines of meaning: columns come as the file draws them. A file that only holds pictures
of pages has no text layer, and says so; nothing is recognised from pictures here.
"""

import codecs
import importlib
import logging
import pkgutil
from io import BytesIO
from typing import BinaryIO

import pypdf
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from stemmata.decode.article import FURNITURE, HEADLINE, PARAGRAPH, Article, Piece
from stemmata.decode.dump import note
from stemmata.model.errors import MediaError
from stemmata.model.failure import Code

CODECS = (
    *("ascii", "latin-1", "charmap", "cp1252", "mac-roman", "utf-8", "utf-16", "utf-16-be", "utf-16-le", "gbk"),
    *("gb2312", "gb18030", "big5", "big5hkscs", "cp949", "cp932", "cp950", "shift_jis", "euc-jp", "euc-kr"),
)
"""What fonts of a PDF may be written in, by pypdf's tables (pypdf._cmap)."""
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


def warm() -> None:
    """pypdf imports parts of itself, and tables of encodings, when a file first asks for them."""
    for module in pkgutil.walk_packages(pypdf.__path__, "pypdf."):
        if "_crypt_providers" not in module.name:  # of these pypdf has taken the one that is installed
            importlib.import_module(module.name)
    for name in CODECS:
        codecs.lookup(name)
    pdf(BytesIO(_smallest()))


def _smallest() -> bytes:
    """A page with a line of text."""
    drawing = b"BT /F 12 Tf 9 9 Td (letters enough to be a text layer) Tj ET"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawing), drawing),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    )
    made, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(made)
    return made + b"xref\n0 6\n0000000000 65535 f \n" + table + end


def _of_page(written: str, number: int) -> list[Piece]:
    pieces = note(written.encode("utf-8", "replace").decode("utf-8"))
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
