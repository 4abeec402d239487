"""Small texts as people hold them, made here: pages, dumps, PDF. All names are invented."""

from io import BytesIO
from typing import Any

from stemmata.decode.text import text

SENTENCES = (
    "The bridge at Karsan was hit at dawn on Tuesday, according to two people who live beside it.",
    "The gendarmerie closed the road by noon, and nobody has said when it will open again.",
    "A spokesman for the northern command denied that any of its guns were in range.",
    "By evening the river had carried the last of the planks down to Ossarn.",
)
COMMENTS = (
    "I walked over it on Sunday and it was still standing then, though the rail was loose under the hand.",
    "My cousin says it was two blasts and not one, and he lives nearer than anybody who was asked.",
)


def page(inner: str, title: str = "Bridge at Karsan hit | Mill Gazette") -> bytes:
    head = f'<html lang="en"><head><title>{title}</title><meta charset="utf-8"></head>'
    return f"<!doctype html>{head}<body>{inner}</body></html>".encode()


def paragraphs(sentences: tuple[str, ...] = SENTENCES) -> str:
    return "".join(f"<p>{sentence}</p>" for sentence in sentences)


def facts(content: bytes) -> dict[str, Any]:
    return text(BytesIO(content), {}).facts


def told(found: dict[str, Any], kind: str) -> list[str]:
    """The stretches of one kind, as the body has them."""
    return [found["body"][slice(*part["span"])] for part in found["parts"] if part["kind"] == kind]


def pdf(*drawings: bytes) -> bytes:
    """A PDF of one page for each drawing, such as `BT /F 12 Tf 9 9 Td (words) Tj ET`."""
    count = len(drawings)
    kids = b" ".join(b"%d 0 R" % (4 + 2 * number) for number in range(count))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for number, drawing in enumerate(drawings):
        contents = b"%d 0 R" % (5 + 2 * number)
        rest = b"/MediaBox[0 0 400 400]/Resources<</Font<</F 3 0 R>>>>"
        objects.append(b"<</Type/Page/Parent 2 0 R/Contents %s%s>>" % (contents, rest))
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(drawing), drawing))
    made, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(made))
    return made + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end


def line(words: str, height: int) -> bytes:
    return b"BT /F 10 Tf 20 %d Td (%s) Tj ET\n" % (height, words.encode("latin-1"))
