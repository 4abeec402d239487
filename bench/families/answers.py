"""A tool's answers as lines of JSON, one for each file and parent."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from bench.edits.truth import NotUsable
from bench.families.score import Kind, Placed


def read_placed(path: Path) -> list[Placed]:
    """NotUsable for a line that is no answer."""
    found = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            parent, p = row["parent"], row.get("p")
            found.append(
                Placed(
                    str(row["child"]),
                    None if parent is None else str(parent),
                    Kind(row["kind"]),
                    None if p is None else float(p),
                )
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            expected = 'expected {"child": file, "parent": file or null, "kind": "likely", "p": share or null}'
            raise NotUsable(f"{path.name}, line {number}: {expected}: {error}") from error
    return found


def write_placed(path: Path, placed: Iterable[Placed]) -> None:
    lines = sorted(json.dumps(asdict(one), sort_keys=True) for one in placed)
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
