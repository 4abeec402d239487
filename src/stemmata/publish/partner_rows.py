"""The partner profile: whole on the material, silent on those who work on it and on who handed it over."""

from collections.abc import Iterable

from stemmata.publish.scrub import last_part, scrubbed

Row = dict[str, object]

OF_TEXT = frozenset({"texts"})
"""Nouns whose strings are the material itself, letter by letter with spans: never rewritten."""

TOLD = frozenset({"claimed", "entry", "files", "in_force", "log", "position", "references", "type"})
"""Of an entry of custody: what was signed, not what was told."""


def row(noun: str, found: Row, own: Iterable[str]) -> Row:
    if noun in OF_TEXT:
        return found
    if noun == "custody":
        found = {key: value for key, value in found.items() if key in TOLD}
    elif noun == "items":
        names = found["names"]
        found = found | {"names": sorted({last_part(str(name)) for name in names}) if isinstance(names, list) else []}
    elif noun == "metadata":
        found = _metadata(found)
    elif noun == "failures" and isinstance(found["name"], str):
        found = found | {"name": last_part(found["name"])}
    kept = tuple(own)
    return {key: value if key == "text" else _scrubbed(value, kept) for key, value in found.items()}


def _metadata(found: Row) -> Row:
    """Raw forms of dates alone: in hex digits nothing else could be scrubbed."""
    return found | {
        "value": None if found["withheld"] else found["value"],
        "raw": None if found["withheld"] or found["zone"] is None else found["raw"],
    }


def _scrubbed(value: object, own: tuple[str, ...]) -> object:
    if isinstance(value, str):
        return scrubbed(value, own)
    if isinstance(value, list):
        return [_scrubbed(one, own) for one in value]
    if isinstance(value, dict):
        return {key: _scrubbed(one, own) for key, one in value.items()}
    return value
