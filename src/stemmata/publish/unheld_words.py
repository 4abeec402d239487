"""How a source is called that texts name and nobody here holds (WORDS section 3, ω)."""

from collections.abc import Mapping

from stemmata.publish.figures import isolated, number, plain, plural
from stemmata.publish.stemma_shape import OMEGA

NAMED_BY: Mapping[str, tuple[str, ...]] = {
    "en": ("{name}, not held (named by {n} text)", "{name}, not held (named by {n} texts)"),
    "ar": (
        "غير محفوظ: {name} (لا يسمّيه نص)",
        "غير محفوظ: {name} (يسمّيه نص واحد)",
        "غير محفوظ: {name} (يسمّيه نصّان)",
        "غير محفوظ: {name} (تسمّيه {n} نصوص)",
        "غير محفوظ: {name} (يسمّيه {n} نصًا)",
        "غير محفوظ: {name} (يسمّيه {n} نص)",
    ),
}
"""By figures.plural."""


def unheld_title(name: str, texts: int, language: str) -> str:
    """Within a sentence of ours: the name stands apart from the words round it, whatever its direction."""
    return _filled(isolated(name), texts, language)


def unheld_name(name: str, texts: int, language: str) -> str:
    """Where a page isolates all of it, and on a terminal. It begins in the direction of the language: what follows the
    name then stays behind it."""
    told = _filled(plain(name), texts, language)
    return f"{OMEGA} {told}" if language == "en" else told


def _filled(name: str, texts: int, language: str) -> str:
    form = NAMED_BY[language][plural(texts, language)]
    return form.replace("{n}", number(texts, language)).replace("{name}", name)
