"""How values from files, and our own numbers, are written on a page."""

import re
from collections.abc import Iterable

from markupsafe import Markup, escape

from stemmata.publish.figures import clock, date, in_digits_of, number, plain, when, when_between

__all__ = (
    "clock",
    "date",
    "filled",
    "in_digits_of",
    "names",
    "number",
    "short_hash",
    "shown",
    "size",
    "visible",
    "when",
    "when_between",
)


def shown(value: object) -> Markup:
    """A value from a file, a post or a person: escaped, isolated, control and direction characters made visible."""
    return Markup('<bdi dir="auto">{}</bdi>').format(escape(plain(value)))


def visible(value: object) -> str:
    """Part of a text within an element that has its own direction: a border of its own would turn the text round it."""
    return plain(value)


def filled(pattern: str, **values: object) -> Markup:
    """A sentence with values in it, each isolated as `shown` makes it; Markup stays as it is. KeyError for a place that
    no value fills."""
    made = {name: value if isinstance(value, Markup) else shown(value) for name, value in values.items()}
    return Markup(re.sub(r"\{(\w+)\}", lambda place: made[place[1]], str(escape(pattern))))


def names(found: Iterable[str], language: str) -> Markup:
    return Markup("، " if language == "ar" else ", ").join(shown(one) for one in found)


def size(count: int) -> str:
    amount = float(count)
    for unit in ("bytes", "kB", "MB"):
        if amount < 1000:
            return f"{amount:.0f} {unit}" if unit == "bytes" else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} GB"


def short_hash(value: str) -> str:
    """First 8 and last 4 in groups of four (WORDS section 6)."""
    return f"{value[:4]} {value[4:8]} … {value[-4:]}"
