"""Addresses as they are compared, and what of a platform's own numbering stands in them. Nothing is ever fetched."""

import re

_TELEGRAM = re.compile(r"^(?:t|telegram)\.me/(?:s/)?(?:c/)?([A-Za-z0-9_]+)/(\d+)$")
_CAMERA = re.compile(
    r"(?:img|dsc[nf]?|vid|mvi|mov|pxl|p|gopr|gx|image|photo|picture|pic|video|clip|film|movie|audio|voice|file|document|"
    r"download|untitled|unknown|screenshot|screen|whatsapp|signal|telegram|capture|media|attachment|index|page|article|"
    r"at|am|pm|final|copy|new|low|high|hd|sd|\d+p?)(?=[^a-z]|$)",
    re.IGNORECASE,
)
"""What devices and programs call files by themselves: such a name says nothing of a file."""
TELLING = 6
"""Letters and digits that are left of a file's name without what devices write, from which on it names one file."""


def address_of(link: str) -> str:
    """Without scheme, www, query and fragment; folded."""
    bare = link.strip().split("#", 1)[0].split("?", 1)[0].rstrip("/")
    return bare.split("://", 1)[-1].casefold().removeprefix("www.").removeprefix("m.")


def posting_number(link: str) -> tuple[str, str, str] | None:
    """(platform, channel, number) of an address of a message; None for any other."""
    found = _TELEGRAM.match(address_of(link))
    return None if found is None else ("telegram", found[1], found[2])


def file_name(link: str) -> str | None:
    """The last part of an address, folded, where it names one file and not just any."""
    last = link.split("#", 1)[0].split("?", 1)[0].rstrip("/").rsplit("/", 1)[-1].casefold()
    stem, _, ending = last.rpartition(".")
    if not stem or not 2 <= len(ending) <= 5:
        return None
    left = re.sub(r"[\W_]+", " ", stem)
    telling = re.sub(r"\W+", "", _CAMERA.sub("", left))
    return last if len(telling) >= TELLING and any(character.isalpha() for character in telling) else None
