"""One entry of a log as a line, and what a decision takes away."""

from sqlalchemy import Connection

from stemmata.case.custody import HistoryRow
from stemmata.case.queries import short_name
from stemmata.model.counted import counted
from stemmata.model.interval import iso_utc
from stemmata.preserve.authority import REMOVED
from stemmata.preserve.erasure import Due
from stemmata.preserve.event_entry import ITEMS

TOLD = ("from", "to", "name", "reason")
"""What of a body stands in the line."""
NAMED = 3
"""Files that a line names; the rest are counted."""


def history_line(connection: Connection, row: HistoryRow) -> str:
    parts = [f"{row.position:>5}  {iso_utc(row.claimed_us)}  {row.type}"]
    if row.file_count is not None:
        parts.append(counted(row.file_count, "file", "files"))
    files = [*row.references.get(ITEMS, []), *row.references.get(REMOVED, [])]
    if files:
        more = f" and {len(files) - NAMED:,} more" if len(files) > NAMED else ""
        parts.append(", ".join(short_name(connection, file) for file in files[:NAMED]) + more)
    if row.in_force is not None:
        parts.append("in force" if row.in_force else "waits for a second signature")
    if row.body is None:
        parts.append("what it said was erased, or lies in the vault")
    else:
        parts += [f"{key} {row.body[key]}" for key in TOLD if isinstance(row.body.get(key), str)]
    return "; ".join(parts) + f"  [{row.entry[:12]}]"


def due_words(due: Due) -> str:
    bodies = counted(len(due.bodies), "body of an entry", "bodies of entries")
    return f"{counted(len(due.objects), 'object', 'objects')}, {bodies}"
