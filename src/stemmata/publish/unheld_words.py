"""How a source is called that texts name and nobody here holds (WORDS section 3, ω)."""

from collections.abc import Mapping

from stemmata.publish.figures import isolated, number, plain, plural

NAMED_BY: Mapping[str, tuple[str, ...]] = {
    "en": ("{name}, not held (named by {n} text)", "{name}, not held (named by {n} texts)"),
    "ar": (
        "{name}، غير محفوظ (لا يسمّيه نص)",
        "{name}، غير محفوظ (يسمّيه نص واحد)",
        "{name}، غير محفوظ (يسمّيه نصّان)",
        "{name}، غير محفوظ (تسمّيه {n} نصوص)",
        "{name}، غير محفوظ (يسمّيه {n} نصًا)",
        "{name}، غير محفوظ (يسمّيه {n} نص)",
    ),
}
"""By figures.plural."""


def unheld_title(name: str, texts: int, language: str, *, page: bool = True) -> str:
    """On a page the name stands apart from the words round it, whatever its direction; a terminal shows no such marks."""
    form = NAMED_BY[language][plural(texts, language)]
    return form.replace("{n}", number(texts, language)).replace("{name}", isolated(name) if page else plain(name))
