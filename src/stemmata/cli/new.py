"""`stemmata new DIR`: a case of its own, with a key made silently."""

from pathlib import Path
from typing import Annotated

import typer

from stemmata.cli.terminal import put_json, say


def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is empty or does not exist yet.")],
    name: Annotated[str | None, typer.Option(help="What to call the case; the folder's name otherwise.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Make an empty case.

    Example: stemmata new riverside
    """
    from stemmata.acts.create import create_case

    case = create_case(folder, name or folder.resolve().name)
    if as_json:
        put_json({"case": str(case.path), "name": case.name, "id": case.id, "writer": case.writer_id})
        return
    say(f"Made the case “{case.name}” in {case.path}.")
    say("Entries are signed with your key, kept in your configuration folder. Back that folder up.")
    say(f"Next: stemmata -C {case.path} add FOLDER")
