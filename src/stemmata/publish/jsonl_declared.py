"""What the interchange says of declared dependence: declarations.jsonl."""

from collections.abc import Iterator

from sqlalchemy import Connection, select

from stemmata.case import schema

Row = dict[str, object]


def declarations(connection: Connection) -> Iterator[Row]:
    """By text, then by place. `span`: code points of the body from the cue to the name, of kind "own" the sentence."""
    table = schema.declaration.c
    named = {row.key: row for row in connection.execute(select(schema.unheld))}
    order = (table.holder, table.start, table.end, table.source, table.kind)
    for row in connection.execute(select(schema.declaration).order_by(*order)):
        unheld = named.get(row.unheld)
        yield {
            "of": row.holder,
            "kind": row.kind,
            "source": row.source,
            "cue": row.cue,
            "span": None if row.start is None else [row.start, row.end],
            "whole": bool(row.whole),
            "address": row.address,
            "leads_to": row.target,
            "by": row.led_by,
            "certain": bool(row.certain),
            "unheld": None
            if unheld is None
            else {"key": unheld.key, "name": unheld.name, "kind": unheld.kind, "named_by": unheld.texts},
        }
