"""The tag files of a bag (RFC 8493), each alone: bytes to plain rows. They run inside the worker.

Versions 0.93 to 1.0. Names stay as they are written, but for the percent-encoding of line ends (and, from 1.0 on, of
"%" itself: section 2.1.3); whether a name is safe, and whether it is there, is for who reads the whole bag to say.
"""

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO

from stemmata.model.canonical import Json, Plain
from stemmata.model.errors import MediaError
from stemmata.model.failure import Code
from stemmata.model.plain import items, text
from stemmata.model.seams import Reducer, Reduction

MOST_TAG_BYTES = 64_000_000
"""A manifest of 400,000 files in SHA-256 has 50 MB."""
MOST_ROWS = 400_000
FIRST_VERSION, LAST_VERSION = (0, 93), (1, 0)

CODECS = {
    "UTF-8": "utf-8",
    "UTF8": "utf-8",
    "US-ASCII": "ascii",
    "ASCII": "ascii",
    "ISO-8859-1": "iso8859-1",
    "ISO-8859-15": "iso8859-15",
    "WINDOWS-1252": "cp1252",
    "WINDOWS-1256": "cp1256",
    "WINDOWS-1251": "cp1251",
    "UTF-16": "utf-16",
    "UTF-16LE": "utf-16-le",
    "UTF-16BE": "utf-16-be",
}
"""Names of the IANA registry, as a bag may give them -> Python codec."""

_DECLARED = re.compile(
    r"BagIt-Version([ \t]*):([ \t]*)(\d+)\.(\d+)([ \t]*)(?:\r\n|\r|\n)"
    r"Tag-File-Character-Encoding([ \t]*):([ \t]*)(\S+)([ \t]*)(?:\r\n|\r|\n)?"
)
_ROW = re.compile(r"([0-9A-Fa-f]+)[ \t]+(\*?)(\S.*)")
_FETCH = re.compile(r"(\S+)[ \t]+(\d{1,18}|-)[ \t]+(\S.*)")
_LABEL = re.compile(r"([^\s:][^:]*?)[ \t]*:[ \t]*(.*)")
_LINE_END = re.compile(r"\r\n|\r|\n")
_ENCODED_OLD, _ENCODED = re.compile("%(0D|0A)", re.IGNORECASE), re.compile("%(0D|0A|25)", re.IGNORECASE)

TAG = Reducer(
    name="bag_tag/1",
    entry="stemmata.intake.bag_tags:tag",
    arrays={},
    max_json_bytes=200_000_000,
    seconds=120.0,
)


@dataclass(frozen=True, slots=True)
class Declared:
    """What bagit.txt says: the version, and the encoding of the other tag files as it is named there."""

    version: tuple[int, int]
    encoding: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a manifest. `marked`: with the asterisk of md5sum, which is no part of the name."""

    digest: str
    name: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Fetch:
    url: str
    name: str


def declared(content: bytes) -> Declared:
    """Of bagit.txt. ValueError says what is wrong with it."""
    if content.startswith(codecs.BOM_UTF8):
        raise ValueError("bagit.txt begins with a byte order mark")
    match = _DECLARED.fullmatch(content[:1000].decode("utf-8", "replace")) if len(content) <= 1000 else None
    if match is None:
        raise ValueError("bagit.txt does not name a version (such as 1.0) and an encoding, in two lines")
    version = (int(match[3]), int(match[4]))
    if version >= (1, 0) and (match[1], match[2], match[5], match[6], match[7], match[9]) != ("", " ", "", "", " ", ""):
        raise ValueError("bagit.txt has white space where version 1.0 allows none")
    return Declared(version, match[8])


def decoded(content: bytes, encoding: str, name: str) -> str:
    """ValueError for bytes that are no text of this encoding; LookupError for one that is not read here."""
    codec = CODECS.get(encoding.upper())
    if codec is None:
        raise LookupError(f"{name} is in an encoding that is not read here: {encoding[:40]}")
    try:
        return content.decode(codec).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise ValueError(f"{name} is not text in the encoding that bagit.txt names ({encoding[:40]})") from error


def manifest_rows(said: str, version: tuple[int, int], name: str) -> list[Row]:
    """ValueError for a line of another form."""
    rows = []
    for line in _lines(said, name):
        match = _ROW.fullmatch(line)
        if match is None:
            raise ValueError(f"{name} has a line that is no hash and no name: {line[:60]!r}")
        rows.append(Row(match[1].lower(), _unescaped(match[3], version), bool(match[2])))
    return rows


def fetch_rows(said: str, version: tuple[int, int], name: str) -> list[Fetch]:
    """ValueError for a line of another form."""
    rows = []
    for line in _lines(said, name):
        match = _FETCH.fullmatch(line)
        if match is None:
            raise ValueError(f"{name} has a line that is no address, length and name: {line[:60]!r}")
        rows.append(Fetch(match[1], _unescaped(match[3], version)))
    return rows


def info_values(said: str, name: str, label: str) -> list[str]:
    """Every value of one label, whatever its case. A line that begins with white space goes on with the one before."""
    lines: list[str] = []
    for line in _lines(said, name):
        if line[0] in " \t" and lines:
            lines[-1] += " " + line.strip()
        else:
            lines.append(line)
    matches = (_LABEL.fullmatch(line) for line in lines)
    return [match[2].strip() for match in matches if match is not None and match[1].lower() == label.lower()]


def _lines(said: str, name: str) -> list[str]:
    found = [line for line in _LINE_END.split(said) if line.strip()]
    if len(found) > MOST_ROWS:
        raise LookupError(f"{name} has more than {MOST_ROWS:,} lines, which is not read here")
    return found


def _unescaped(name: str, version: tuple[int, int]) -> str:
    form = _ENCODED if version >= (1, 0) else _ENCODED_OLD
    return form.sub(lambda match: chr(int(match[1], 16)), name)


DECLARATION, MANIFEST, FETCHED, OXUM = "declaration", "manifest", "fetch", "oxum"


def read_tag(content: bytes, form: str, name: str, told: Declared | None) -> list[list[str]]:
    """Rows of one tag file; see `declared`, `manifest_rows`, `fetch_rows`, `info_values`. ValueError, LookupError."""
    if form == DECLARATION or told is None:
        said = declared(content)
        return [[str(said.version[0]), str(said.version[1]), said.encoding]]
    written = decoded(content, told.encoding, name)
    if form == MANIFEST:
        return [[row.digest, row.name, "*" if row.marked else ""] for row in manifest_rows(written, told.version, name)]
    if form == FETCHED:
        return [[row.url, row.name] for row in fetch_rows(written, told.version, name)]
    return [[value] for value in info_values(written, name, "Payload-Oxum")]


def warm() -> None:
    for codec in {*CODECS.values(), "cp437"}:
        codecs.lookup(codec)


def tag(source: BinaryIO, parameters: Mapping[str, Json]) -> Reduction:
    """See TAG. facts: rows, wrong (why there are none: failed), unread (why there are none: could not be checked).

    parameters: form, name, version [major, minor] and encoding, as `declared` gave them. MediaError TOO_LARGE.
    """
    name, told = text(parameters["name"]), None
    if parameters["form"] != DECLARATION:
        major, minor = (int(str(one)) for one in items(parameters["version"]))
        told = Declared((major, minor), text(parameters["encoding"]))
    content = source.read(MOST_TAG_BYTES + 1)
    if len(content) > MOST_TAG_BYTES:
        raise MediaError(Code.TOO_LARGE, f"{MOST_TAG_BYTES:,} bytes")
    rows: list[list[str]] = []
    wrong: str | None = None
    unread: str | None = None
    try:
        rows = read_tag(content, text(parameters["form"]), name, told)
    except ValueError as error:
        wrong = str(error)
    except LookupError as error:
        unread = str(error)
    plain: list[Plain] = [list(row) for row in rows]
    return Reduction({"rows": plain, "wrong": wrong, "unread": unread}, {})
