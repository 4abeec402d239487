"""The list of a disclosure, line by line."""

from collections.abc import Iterator, Mapping

STATES = {
    "disclosed": "{number}  {file}  as received; {because}",
    "redacted": "{number}  {file}  redacted ({hidden}); {because}",
    "withheld": "{number}  withheld: {ground}",
}


def list_lines(listed: Mapping[str, object]) -> Iterator[str]:
    rows, searches = listed["numbers"], listed["searches"]
    for row in rows if isinstance(rows, list) else []:
        yield STATES[row["state"]].format(**row | {"file": str(row["file"])[:16], "hidden": ", ".join(row["hidden"])})
    for one in searches if isinstance(searches, list) else []:
        yield f"Looked for {one.get('looked_for')} in {one.get('where')}: {one.get('found')} found"
