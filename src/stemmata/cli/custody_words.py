"""One entry of a log as a line."""

from stemmata.case.custody import HistoryRow
from stemmata.model.interval import iso_utc


def history_line(row: HistoryRow) -> str:
    parts = [f"{row.position:>5}  {iso_utc(row.claimed_us)}  {row.type}"]
    if row.file_count is not None:
        parts.append(f"{row.file_count:,} files")
    if row.in_force is not None:
        parts.append("in force" if row.in_force else "waits for a second signature")
    if row.body is None:
        parts.append("what it said was erased")
    else:
        parts += [
            f"{key} {row.body[key]}" for key in ("from", "to", "name", "reason") if isinstance(row.body.get(key), str)
        ]
    return "; ".join(parts) + f"  [{row.entry[:12]}]"
