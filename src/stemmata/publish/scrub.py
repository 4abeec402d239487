"""Text without what leads to a machine, its user, or an account: paths, names of our own, tokens in addresses."""

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

WITHHELD = "[withheld]"

PUBLIC_KEYS = frozenset({"v", "id", "fbid", "story_fbid", "p", "t", "list"})
"""Keys in an address that say which page is meant. Every other one may be a token, a session or a referrer."""

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://[^\s\"'<>]+", re.IGNORECASE)
_PATH = re.compile(
    r"(?:/(?:home|Users|root|mnt|media|tmp|var|private|Volumes|run)(?=/)|[A-Za-z]:\\|\\\\)[^\s\"'<>|]*[/\\]"
)
SHORTEST_NAME = 3
"""A user called `a` would take every a."""


def scrubbed(text: str, own: Iterable[str] = ()) -> str:
    """`own`: names of the user and the machine. Of a path the last part stays, of an address where it leads."""
    text = _ADDRESS.sub(lambda found: address(found[0]), text)
    text = _PATH.sub("", text)
    for name in own:
        if len(name) >= SHORTEST_NAME:
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", WITHHELD, text, flags=re.IGNORECASE)
    return text


def address(text: str) -> str:
    """An address without user, password, fragment, and keys that are not known to name a page."""
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        place = f"[{host}]" if ":" in host else host
        place += f":{parts.port}" if parts.port is not None else ""
        kept = [(key, value) for key, value in parse_qsl(parts.query) if key.lower() in PUBLIC_KEYS]
    except ValueError:
        return WITHHELD
    if parts.scheme.lower() == "file":
        return WITHHELD
    return urlunsplit((parts.scheme, place, parts.path, urlencode(kept), ""))


def last_part(name: str) -> str:
    """A file's name without the folders above it: those are the owner's words for people and places."""
    return re.split(r"[/\\]", name)[-1]
