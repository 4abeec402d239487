"""Stretches as bars on a ribbon that is as long as the file."""

from collections.abc import Collection

from sqlalchemy import Connection, select

from stemmata.case import schema

RIBBON = 200.0


def bar(span: object, length: int | None) -> list[float] | None:
    """Start and width of [start, end) µs in a ribbon of 200; None without a stretch or a length."""
    if not isinstance(span, list) or not length:
        return None
    start = min(RIBBON - 1.5, RIBBON * span[0] / length)
    return [round(start, 1), round(min(RIBBON - start, max(1.5, RIBBON * (span[1] - span[0]) / length)), 1)]


def lengths_of(connection: Connection, items: Collection[str]) -> dict[str, int | None]:
    """µs of each, None where a file has no length."""
    table = schema.item.c
    query = select(table.sha256, table.duration_us).where(table.sha256.in_(sorted(items)))
    return {row.sha256: row.duration_us for row in connection.execute(query)}
