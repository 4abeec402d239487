"""Files that are kept out of sight: no thumbnail, no viewing copy, no proof picture, no waveform."""

import json

from sqlalchemy import Connection, select

from stemmata.case import schema
from stemmata.preserve.restriction_entry import LIFT, RESTRICT


def restrictions(connection: Connection) -> dict[str, list[str]]:
    """Item -> the entries that restrict it and are not lifted."""
    table = schema.entry.c
    rows = connection.execute(
        select(table.id, table.type, table.refs).where(table.type.in_([RESTRICT, LIFT])).order_by(table.id)
    ).all()
    lifted = {entry for row in rows if row.type == LIFT for entry in json.loads(row.refs).get("entries", [])}
    standing: dict[str, list[str]] = {}
    for row in rows:
        if row.type == RESTRICT and row.id not in lifted:
            for item in json.loads(row.refs).get("items", []):
                standing.setdefault(item, []).append(row.id)
    return standing


def restricted(connection: Connection) -> frozenset[str]:
    return frozenset(restrictions(connection))
