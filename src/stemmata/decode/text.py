"""Articles and notes: HTML, Markdown or plain text to a title, a body without furniture, and its parts by offset.

Character encodings: a byte order mark, else what the page itself names (WHATWG HTML section 13.2.3, the first 1024
bytes), else UTF-8; nothing is guessed, since a guess turns one alphabet into another. Offsets are code points of
`body`, which is the named extraction that text spans refer to: its version is the reducer's name.
"""

import codecs
import re
import unicodedata
from collections.abc import Mapping
from typing import BinaryIO

from stemmata.decode.markup import MOST, Article, article
from stemmata.decode.sniff import HEAD_BYTES, REFUSED, media_type
from stemmata.model.canonical import Json
from stemmata.model.errors import MediaError
from stemmata.model.failure import Code
from stemmata.model.seams import Reducer, Reduction

TEXT = Reducer(
    name="text/1",
    entry="stemmata.decode.text:text",
    arrays={},
    max_json_bytes=40_000_000,
    seconds=20.0,  # the tokeniser is quadratic on hostile markup; an honest page takes milliseconds
    memory_bytes=1_500_000_000,
)

MAX_BYTES = 10_000_000
"""Longest text that is read: a thousand-page book is 3 MB."""

PRESCAN_BYTES = 1024
NAMED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.\-]{2,40})", re.IGNORECASE)
XML_NAMED = re.compile(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9_:.\-]{2,40})", re.IGNORECASE)

ENCODINGS = {
    name: codec
    for codec, names in {
        "utf-8": ("utf-8", "utf8", "unicode-1-1-utf-8", "us-ascii", "ascii"),
        "utf-16-le": ("utf-16", "utf-16le"),
        "utf-16-be": ("utf-16be",),
        "cp1252": ("windows-1252", "cp1252", "iso-8859-1", "latin1", "iso8859-1"),
        "cp1256": ("windows-1256", "cp1256", "x-cp1256"),
        "iso8859_6": ("iso-8859-6", "arabic", "asmo-708", "iso8859-6"),
        "cp1251": ("windows-1251", "cp1251", "x-cp1251"),
        "koi8_r": ("koi8-r", "koi8"),
        "koi8_u": ("koi8-u",),
        "cp1250": ("windows-1250", "cp1250"),
        "cp1253": ("windows-1253", "cp1253"),
        "cp1254": ("windows-1254", "cp1254", "iso-8859-9"),
        "cp1255": ("windows-1255", "cp1255", "iso-8859-8"),
        "iso8859_2": ("iso-8859-2", "latin2"),
        "iso8859_15": ("iso-8859-15", "latin9"),
        "gb18030": ("gb18030", "gbk", "gb2312"),
        "big5": ("big5", "big5-hkscs"),
        "shift_jis": ("shift_jis", "sjis", "x-sjis"),
        "euc_jp": ("euc-jp",),
        "euc_kr": ("euc-kr", "ks_c_5601-1987"),
    }.items()
    for name in names
}
"""Labels that a page may use (WHATWG Encoding section 4.2: "iso-8859-1" means windows-1252) -> Python codec."""

MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

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
    """Python imports a codec at its first use."""
    for codec in set(ENCODINGS.values()):
        codecs.lookup(codec)
        b"".decode(codec)
    unicodedata.name("a")


def text(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    """facts: title, body, language, declared_language, encoding, mime, parts, links, images, published, site.

    parts: [{"kind": "headline|byline|date|paragraph|quotation", "span": [i, j]}] in the order of `body`, furniture left
    out. language: ISO 639-1, None where it cannot be told. MediaError: REFUSED, NOT_READ, TOO_LARGE, ENCODING.
    """
    head = source.read(HEAD_BYTES)
    if not head:
        raise MediaError(Code.EMPTY)
    mime = media_type(head)
    if mime in REFUSED:
        raise MediaError(Code.REFUSED, mime)
    if mime not in {"text/html", "text/plain"}:
        raise MediaError(Code.NOT_READ, mime)
    content = head + source.read(MAX_BYTES + 1 - len(head))
    if len(content) > MAX_BYTES:
        raise MediaError(Code.TOO_LARGE, f"more than {MAX_BYTES:,} bytes of text")
    decoded, encoding = decoded_text(content)
    found = article(decoded) if mime == "text/html" else plain(decoded)
    body, parts = found.body_and_parts()
    declared = found.declared_language
    facts: dict[str, object] = {
        "mime": mime,
        "encoding": encoding,
        "title": found.title,
        "body": body,
        "language": language_of(body) or declared,
        "declared_language": declared,
        "published": found.published,
        "site": found.site,
        "parts": [{"kind": kind, "span": [start, end]} for kind, start, end in parts],
        "links": found.links,
        "images": found.images,
    }
    return Reduction(facts, {})


def decoded_text(content: bytes) -> tuple[str, str]:
    """(text, codec). MediaError ENCODING when the bytes are not what they name, or name nothing and are not UTF-8."""
    for mark, codec in MARKS:
        if content.startswith(mark):
            return _decode(content[len(mark) :], codec), codec
    found = XML_NAMED.match(content) or NAMED.search(content[:PRESCAN_BYTES])
    named = None if found is None else found.group(1).decode("ascii").lower()
    if named is None:
        return _decode(content, "utf-8"), "utf-8"
    known = ENCODINGS.get(named)
    if known is None:
        raise MediaError(Code.ENCODING, f"{named} is not known")
    codec = "utf-8" if known.startswith("utf-16") else known  # the label was read as single bytes, so it is not true
    return _decode(content, codec), codec


def plain(content: str) -> Article:
    """Plain text and Markdown: paragraphs between blank lines; the first heading is the title."""
    found = Article()
    for block in re.split(r"\n[ \t]*\n", content.replace("\r\n", "\n").replace("\r", "\n")):
        lines = [line.strip() for line in block.split("\n") if line.strip()]
        for kind, written in _markdown(lines):
            if not written:  # a quotation mark and nothing after it
                continue
            if kind == "headline" and not found.title:
                found.title = written
            found.blocks.append((kind, written))
    found.links = list(dict.fromkeys(re.findall(r"https?://[^\s<>()\[\]\"']+", content)))[:MOST]
    found.images = list(dict.fromkeys(re.findall(r"!\[[^\]]{0,500}\]\(([^)\s]{1,2000})", content)))[:MOST]
    return found


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


def _markdown(lines: list[str]) -> list[tuple[str, str]]:
    if not lines:
        return []
    heading = re.match(r"#{1,6}\s+(.+?)\s*#*$", lines[0])
    if heading is not None:
        rest = _markdown(lines[1:])
        return [("headline", heading.group(1)), *rest]
    if len(lines) == 2 and re.fullmatch(r"=+|-+", lines[1]):
        return [("headline", lines[0])]
    if all(line.startswith(">") for line in lines):
        return [("quotation", " ".join(line.lstrip("> ") for line in lines))]
    return [("paragraph", " ".join(lines))]


def _decode(content: bytes, codec: str) -> str:
    try:
        decoded = content.decode(codec)
    except UnicodeDecodeError as error:
        raise MediaError(Code.ENCODING, f"not {codec} at byte {error.start:,}") from error
    return decoded.replace("\x00", "\ufffd")
