"""Articles, notes, dumps of pages, subtitles and PDF: a body without furniture, and its parts by offset.

Offsets (`span`) are code points of `body`, which is the named extraction that text spans refer to: its version is the
reducer's name. `raw` are offsets of the preserved bytes, through every encoding and reference such as `&amp;`.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import BinaryIO

from stemmata.decode import encoding
from stemmata.decode.article import Article
from stemmata.decode.body import MOST_PARTS, body_from, links_of
from stemmata.decode.dump import dump
from stemmata.decode.encoding import Decoded, decoded
from stemmata.decode.markup import page
from stemmata.decode.page_body import body_of
from stemmata.decode.pdf import pdf
from stemmata.decode.pdf import warm as warm_pdf
from stemmata.decode.sniff import HEAD_BYTES, READ_TEXTS, REFUSED, media_type
from stemmata.decode.subtitles import subtitles
from stemmata.model.canonical import Json
from stemmata.model.errors import MediaError
from stemmata.model.failure import Code, Failure
from stemmata.model.seams import Reducer, Reduction

TEXT = Reducer(
    name="text/2",
    entry="stemmata.decode.text:text",
    arrays={},
    max_json_bytes=40_000_000,
    seconds=120.0,  # a page of 200 kB takes a second; 5 MB of paragraphs took 38 s on a busy machine
    memory_bytes=2_000_000_000,
)

MAX_BYTES = 10_000_000
"""Longest text that is read: a thousand-page book is 3 MB."""
MAX_PDF_BYTES = 100_000_000
"""Longest PDF: most of it is pictures."""
MAX_BODY = 8_000_000
"""Letters of a body; more would not fit the answer beside its parts."""

SCRIPTS = ("ARABIC", "CYRILLIC", "HEBREW", "GREEK", "CJK", "HIRAGANA", "HANGUL", "DEVANAGARI")
ENOUGH_WORDS = 8
COMMON = {
    language: frozenset(re.findall(r"\w+", words))
    for language, words in {
        "en": "the of and to in that is was for on with as were by at from said have been",
        "fr": "le la les des et une dans que est pour sur avec par qui du au sont",
        "de": "der die das und ist nicht von mit den dem ein eine auf im sich",
        "es": "el los las una que en por con para del se es fue al su",
    }.items()
}
"""The commonest little words; a text is in the language whose words make up most of it, if they are many at all."""

COMMON_SHARE = 0.12  # below this share of little words a text in Latin letters is not given a language
PERSIAN = frozenset("پچژگیک")
ARABIC_ONLY = frozenset("ةيكىأإ")


def warm() -> None:
    encoding.warm()
    warm_pdf()
    unicodedata.name("a")


def text(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    """facts: title, body, language, declared_language, encoding, guessed, mended, mime, parts, links, images, embeds,
    published, site.

    parts: [{"kind": "headline|byline|republication|date|paragraph|quotation|furniture", "span": [i, j]|None, "raw":
    [i, j]|None}] in the order of the source, with "speaker" for quotations, "times_us" for subtitles and "page" for
    PDF. language: ISO 639-1, None where it cannot be told. The failure tells a guessed encoding, broken letters and
    pages that could not be read. MediaError: REFUSED, NOT_READ, TOO_LARGE, ENCODING, ENCRYPTED, DAMAGED, NO_TEXT_LAYER.
    """
    head = source.read(HEAD_BYTES)
    if not head:
        raise MediaError(Code.EMPTY)
    mime = media_type(head)
    if mime in REFUSED:
        raise MediaError(Code.REFUSED, mime)
    if mime not in READ_TEXTS:
        raise MediaError(Code.NOT_READ, mime)
    if mime == "application/pdf":
        return _of_pdf(source, mime)
    content = head + source.read(MAX_BYTES + 1 - len(head))
    if len(content) > MAX_BYTES:
        raise MediaError(Code.TOO_LARGE, f"more than {MAX_BYTES:,} bytes of text")
    read = decoded(content)
    return _reduction(_article(read, mime), read, mime, _doubt(read))


def _article(read: Decoded, mime: str) -> Article:
    if mime == "text/html":
        return body_of(page(read.text))
    if mime in {"text/vtt", "application/x-subrip"}:
        return subtitles(read.text)
    return dump(read.text)


def _doubt(read: Decoded) -> Failure | None:
    """What a reader of this text has to know of its letters."""
    if read.mended is not None:
        return Failure(Code.MOJIBAKE, f"{read.codec} that was once read as {read.mended}")
    if read.guessed:
        return Failure(Code.GUESSED, read.codec)
    return Failure(Code.BROKEN_LETTERS, f"{read.broken:,} places") if read.broken else None


def _of_pdf(source: BinaryIO, mime: str) -> Reduction:
    size = source.seek(0, 2)
    if size > MAX_PDF_BYTES:
        raise MediaError(Code.TOO_LARGE, f"more than {MAX_PDF_BYTES:,} bytes of PDF")
    source.seek(0)
    found, missing = pdf(source)
    return _reduction(found, None, mime, None if missing is None else Failure(Code.DAMAGED, missing))


def _reduction(found: Article, read: Decoded | None, mime: str, failure: Failure | None) -> Reduction:
    body = body_from(found, read)
    if body.cut and failure is None:
        failure = Failure(Code.TOO_LARGE, f"read as far as {MOST_PARTS:,} parts")
    if len(body.text) > MAX_BODY:
        raise MediaError(Code.TOO_LARGE, f"more than {MAX_BODY:,} letters of text")
    facts: dict[str, object] = {
        "mime": mime,
        "encoding": None if read is None else read.codec,
        "guessed": read is not None and read.guessed,
        "mended": None if read is None else read.mended,
        "title": found.title,
        "body": body.text,
        "language": language_of(body.text) or found.declared_language,
        "declared_language": found.declared_language,
        "published": found.published,
        "site": found.site,
        "parts": body.parts,
        "links": links_of(found, body),
        "images": found.images,
        "embeds": found.embeds,
    }
    return Reduction(facts, {}, failure)


def language_of(body: str) -> str | None:
    """ISO 639-1 by script and commonest words: ar, fa, ru, he, el, zh, ja, ko, hi, en, fr, de, es; None if in doubt."""
    sample = body[:20_000]
    letters = [letter for letter in sample if letter.isalpha()]
    if len(letters) < 3 * ENOUGH_WORDS:
        return None
    counted = dict.fromkeys(SCRIPTS, 0)
    for letter in letters:
        script = unicodedata.name(letter, "").split(" ")[0].split("-")[0]
        if script in counted:
            counted[script] += 1
    script, most = max(counted.items(), key=lambda entry: entry[1])
    if most > len(letters) / 2 or (counted["HIRAGANA"] and counted["CJK"]):
        return _by_script(script, sample, counted)
    words = re.findall(r"[^\W\d_]+", sample.lower())
    if len(words) < ENOUGH_WORDS or most > len(letters) / 10:
        return None
    shares = {name: sum(word in common for word in words) / len(words) for name, common in COMMON.items()}
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] >= COMMON_SHARE else None


def _by_script(script: str, sample: str, counted: Mapping[str, int]) -> str | None:
    if counted["HIRAGANA"]:
        return "ja"
    if script == "ARABIC":
        persian = sum(letter in PERSIAN for letter in sample)
        arabic = sum(letter in ARABIC_ONLY for letter in sample)
        return "fa" if persian > arabic else "ar"
    if script == "CYRILLIC":
        return "uk" if sum(letter in "іїєґ" for letter in sample.lower()) > len(sample) / 100 else "ru"
    return {"HEBREW": "he", "GREEK": "el", "CJK": "zh", "HANGUL": "ko", "DEVANAGARI": "hi"}.get(script)
