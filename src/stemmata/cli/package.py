"""`stemmata package ITEMS… --out DIR|ZIP`: files with proofs that a stranger can check, and nothing of the others."""

from pathlib import Path
from typing import Annotated

import typer

from stemmata.cli.context import open_case, open_index
from stemmata.cli.terminal import ProgressLine, put_json, say
from stemmata.model.counted import counted
from stemmata.model.profile import Profile


def package(
    context: typer.Context,
    named: Annotated[list[str], typer.Argument(metavar="ITEMS", help="Files: SHA-256, its beginning, or a name.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR|ZIP", help="Not there yet; a ZIP if it ends with .zip.")],
    profile: Annotated[
        Profile, typer.Option("--profile", help="internal: with file names and what was told; the others: without.")
    ] = Profile.PUBLIC,
    recipient: Annotated[
        str | None, typer.Option("--recipient", metavar="TEXT", help="For whom: noted in the case, not in the package.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Write originals with proofs of when in the log they were received, for somebody who trusts neither you nor us.

    Nothing of other files of the case goes with them. Making a package is itself signed in the log.

    Example: stemmata -C riverside package roof.mp4 3f2a91 --out for-the-court.zip
    """
    from stemmata.acts.package import package as make
    from stemmata.case.named import item_named

    case = open_case(context)
    with open_index(case) as index, index.read() as connection:
        items = sorted({item_named(connection, one) for one in named})
    with ProgressLine(quiet=as_json) as line:
        made = make(
            case, items, out, profile, recipient=recipient, tick=lambda done, total: line.tick("package", done, total)
        )
    if as_json:
        put_json(made.as_json() | {"out": str(out)})
        return
    files = counted(made.files, "file", "files")
    say(f"Wrote {out}: {files} with proofs. Entry {made.entries[0][:16]} in the log says so.")
    for writer, key in made.keys.items():
        say(f"Key of log {writer}: {key}")
    say("Hand over the package and the key by two different ways: who has both from one hand cannot tell a forgery.")
    if profile is not Profile.INTERNAL:
        say("File names and what was told are left out. The files themselves are as received, whatever they hold.")
    else:
        say("File names and what was told of the way to you are in it. Do not publish it.")
