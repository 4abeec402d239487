"""What an XMP packet says, property by property, in the order of the packet; nothing in it is looked up or fetched.

Source: ISO 16684-1 (XMP part 1) section 7. The parser refuses declarations of entities, and is bounded in depth, number
and length. What cannot be parsed is said up to there.
"""

import re
from contextlib import suppress
from xml.parsers import expat

from stemmata.decode.walk import MAX_DEPTH, Walk

MAX_PACKET = 1_000_000
MAX_PROPERTIES = 300
MAX_TEXT = 4_000

PREFIXES = {
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/xap/1.0/mm/": "xmpMM",
    "http://ns.adobe.com/xap/1.0/sType/ResourceEvent#": "stEvt",
    "http://ns.adobe.com/xap/1.0/sType/ResourceRef#": "stRef",
    "http://ns.adobe.com/photoshop/1.0/": "photoshop",
    "http://ns.adobe.com/tiff/1.0/": "tiff",
    "http://ns.adobe.com/exif/1.0/": "exif",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/xmp/1.0/DynamicMedia/": "xmpDM",
}
"""By address, so that a file cannot name one thing as another; of others the last part of the address is shown."""
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
FRAME = frozenset({"RDF", "Description", "Seq", "Bag", "Alt", "li"})
PLAIN = frozenset(
    {
        "xmp:CreateDate",
        "xmp:ModifyDate",
        "xmp:MetadataDate",
        "xmp:CreatorTool",
        "photoshop:DateCreated",
        "tiff:Software",
        "stEvt:action",
        "stEvt:when",
        "stEvt:softwareAgent",
        "stEvt:parameters",
    }
)
"""Dates, tools and steps of work. All else is withheld: XMP holds names, places, serial numbers, ids of documents."""
_PACKET = re.compile(rb"<(?:x:xmpmeta|rdf:RDF)\b")


class _Stop(Exception):
    """A bound of ours was reached, or an entity declared."""


def say_xmp(walk: Walk, packet: bytes, here: str) -> None:
    """`packet` may have other bytes around it. Never fails: what is not XML says nothing."""
    begins = _PACKET.search(packet)
    if begins is None:
        return
    reader = _Reader()
    with suppress(
        expat.ExpatError, _Stop, ValueError, LookupError
    ):  # padding follows, and a damaged one has said its part
        reader.parse(packet[begins.start() :])
    for name, value in reader.found:
        walk.say(f"{here} {name}", value, plain=name.rsplit("/", 1)[-1] in PLAIN)


class _Reader:
    def __init__(self) -> None:
        self.found: list[tuple[str, str]] = []
        self._path: list[str] = []
        self._text: list[str] = []
        self._letters_held = 0

    def parse(self, packet: bytes) -> None:
        parser = expat.ParserCreate("utf-8", " ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._letters
        parser.EntityDeclHandler = self._refuse
        parser.StartDoctypeDeclHandler = self._refuse
        parser.Parse(packet, True)

    def _refuse(self, *_: object) -> None:
        raise _Stop

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._path) >= 2 * MAX_DEPTH:
            raise _Stop
        self._path.append(_short(name))
        self._forget_text()
        for attribute, value in attributes.items():
            if not attribute.startswith((RDF, "http://www.w3.org/XML")):
                self._say([*self._path, _short(attribute)], value)

    def _end(self, _: str) -> None:
        self._say(self._path, "".join(self._text).strip())
        self._forget_text()
        self._path.pop()

    def _letters(self, text: str) -> None:
        """Called for every line end and every entity: a packet may be made of nothing else."""
        if self._letters_held < MAX_TEXT:
            self._text.append(text)
            self._letters_held += len(text)

    def _forget_text(self) -> None:
        self._text, self._letters_held = [], 0

    def _say(self, path: list[str], value: str) -> None:
        if not value:
            return
        if len(self.found) >= MAX_PROPERTIES:
            raise _Stop
        self.found.append(("/".join(name for name in path if name), value[:MAX_TEXT]))


def _short(name: str) -> str:
    """ "" for what only holds other properties."""
    address, _, local = name.rpartition(" ")
    if (address == RDF and local in FRAME) or local == "xmpmeta":
        return ""
    prefix = PREFIXES.get(address) or address.rstrip("/#").rsplit("/", 1)[-1]
    return f"{prefix}:{local}" if prefix else local
