"""Changes between two bodies, as a test reads them."""

from stemmata.lineage.changes import Version, changes_between
from stemmata.model.change import Change


def named(before: str, after: str, language: str | None = None) -> list[tuple[str, str | None, str | None]]:
    """(code, text before, text after) of every change."""
    return [
        shown(change) for change in changes_between(Version(None, before, language), Version(None, after, language))
    ]


def shown(change: Change) -> tuple[str, str | None, str | None]:
    before, after = (stretch.text if stretch else None for stretch in (change.before, change.after))
    return change.code.value, before, after
