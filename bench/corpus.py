"""The shared corpus for benches: where it lies, its truth, and which files show the same source."""

import json
import os
import random
from pathlib import Path

Entry = dict[str, object]

NOT_RUN = "not run: no corpus (set STEMMATA_CORPUS)"


def corpus() -> Path | None:
    named = os.environ.get("STEMMATA_CORPUS")
    folder = Path(named) if named else Path(__file__).parents[2] / "shared" / "corpus"
    return folder if folder.is_dir() else None


def truth(folder: Path, name: str) -> dict[str, Entry]:
    lines = (folder / "bench" / name).read_text("utf-8").splitlines()
    return {str(entry["file"]): entry for entry in map(json.loads, lines)}


def random_names(files: list[str]) -> dict[str, str]:
    """Name under which it enters -> file: the corpus's own names tell the tree."""
    return {f"{random.Random(file).getrandbits(256):064x}": file for file in files}


def edits_of(entry: Entry) -> list[dict[str, object]]:
    found = entry.get("edits")
    return list(found) if isinstance(found, list) else []


def kind_of(entry: Entry) -> str:
    """The edits by name; long chains together as "several"."""
    kind = "+".join(str(edit["op"]) for edit in edits_of(entry))
    return kind if len(kind) < 22 else "several"


def sources_of(entry: Entry) -> set[str]:
    """Every source of which something is to be seen in the file; a file that is no edit goes by its own name."""
    found = {str(entry[key]) for key in ("source", "also_contains") if entry.get(key)}
    if not edits_of(entry):
        found.add(str(entry["file"]).split("/")[-1].split(".")[0])
    for edit in edits_of(entry):
        for key in ("host", "other", "others"):
            named = edit.get(key)
            for name in named if isinstance(named, list) else [named] if isinstance(named, str) else []:
                found.add(str(name).split("/")[-1].split("__")[0].split(".")[0])
    return found
