"""`stemmata try FOLDER`: new, add, run and serve without a question."""

import contextlib
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from stemmata.cli import exits
from stemmata.cli.add import add_paths
from stemmata.cli.serve import announce
from stemmata.cli.terminal import say


def try_folder(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="What you were given; nothing in it is changed.")],
    case: Annotated[Path | None, typer.Option(help="Where to keep the case; beside FOLDER otherwise.")] = None,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Stop after the answer.")] = False,
    port: Annotated[int, typer.Option(help="0 finds a free one.")] = 0,
) -> None:
    """Make a case beside the folder, add all of it, open the page, and work on while you look.

    Example: stemmata try ~/Downloads/ChatExport
    """
    from stemmata.acts.create import create_case
    from stemmata.case.index import Index
    from stemmata.case.project import project
    from stemmata.preserve.casefolder import CaseFolder
    from stemmata.web.serve import serve_case

    where = case or _beside(folder)
    opened = CaseFolder.open(where) if (where / "stemmata.toml").exists() else create_case(where, folder.resolve().name)
    say(f"The case is kept in {opened.path}.")
    failed = add_paths(opened, [folder], {})
    command = [sys.executable, "-P", "-m", "stemmata.cli.main", "-C", str(opened.path), "run"]
    if no_serve:
        code = subprocess.run(command, check=False).returncode
        raise typer.Exit(code if code else exits.SOME_FAILED if failed else exits.ALL_WELL)
    index = Index(opened.index_path)
    project(opened, index)
    say("Working through it now; the page says “so far” until it is done, and can be used meanwhile.")
    worker = subprocess.Popen(command, start_new_session=True)  # so that Ctrl-C ends the pages first, and then this
    try:
        serve_case(opened, index, port=port, announce=lambda address: announce(address, False))
    finally:
        with contextlib.suppress(ProcessLookupError):
            worker.terminate()
        worker.wait()
        index.close()


def _beside(folder: Path) -> Path:
    """FOLDER-stemmata, or with the date where that is something else already."""
    folder = folder.resolve()
    plain = folder.with_name(f"{folder.name}-stemmata")
    if not plain.exists() or (plain / "stemmata.toml").exists():
        return plain
    return folder.with_name(f"{folder.name}-stemmata-{datetime.now(UTC):%Y-%m-%d-%H%M%S}")
