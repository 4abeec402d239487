"""`stemmata export DIR`: JSON Lines for other programs, or the case itself for another machine."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stemmata.cli.context import open_case, open_index
from stemmata.cli.terminal import put_json, say, warn
from stemmata.model.errors import BadRequest, KeyMissing, OutputExists
from stemmata.model.profile import Profile

if TYPE_CHECKING:
    from stemmata.preserve.casefolder import CaseFolder


class Format(StrEnum):
    JSONL = "jsonl"
    CASE = "case"


def export(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Empty, or not there yet.")],
    form: Annotated[Format, typer.Option("--format", help="jsonl: one file per noun; case: objects and logs exactly.")],
    profile: Annotated[
        Profile, typer.Option("--profile", help="jsonl: who it is for; public leaves out what leads to persons.")
    ] = Profile.INTERNAL,
    to: Annotated[str | None, typer.Option("--to", metavar="TEXT", help="For whom: noted in the log.")] = None,
    no_proofs: Annotated[bool, typer.Option("--no-proofs", help="jsonl: leave out the pictures of edges.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Write the case out. The internal profile holds names and everything that was told: do not publish it.

    That a copy was made is signed in the log, before the first byte of it is written.

    Example: stemmata -C riverside export --format jsonl riverside-export
    """
    from stemmata import __version__
    from stemmata.acts.event import record_event
    from stemmata.model.custody_event import CustodyEvent
    from stemmata.preserve.copy import copy_case, may_hold_copy

    case = open_case(context)
    if form is Format.CASE and profile is not Profile.INTERNAL:
        raise BadRequest("a copy of the case is the case: it has no other profile", "use --format jsonl")
    empty = not folder.exists() or not any(folder.iterdir())
    if not empty and not (form is Format.CASE and may_hold_copy(folder, case)):
        raise OutputExists(str(folder))
    told = {"to": to, "reason": f"export, {form.value}, {profile.value}", "tool": f"stemmata {__version__}"}
    try:
        record_event(case, CustodyEvent.COPY, (), told, even_closed=True)
    except KeyMissing:
        warn("No private key here belongs to a log of this case, so that a copy was made is not noted in it.")
    if form is Format.CASE:
        copied = copy_case(case, folder)
        counts = {"objects": copied.objects, "entries": copied.entries}
    else:
        import getpass
        import socket

        from stemmata.case.restricted import restricted
        from stemmata.pipeline.derived import Derived
        from stemmata.pipeline.proofs import Proofs
        from stemmata.publish.jsonl import export_jsonl

        with open_index(case) as index:
            if index.value("answer") is None:
                _finish(case)
            with index.read() as connection:
                unseen = restricted(connection)
            drawn = None if no_proofs or profile is Profile.PUBLIC else Proofs(Derived(case.derived), unseen)
            counts = export_jsonl(index, folder, drawn, profile, (getpass.getuser(), socket.gethostname()))
    if as_json:
        put_json({"folder": str(folder), "format": form.value, "lines": counts})
        return
    say(f"Wrote {folder}: " + ", ".join(f"{number:,} {noun}" for noun, number in counts.items() if number) + ".")
    if profile is Profile.INTERNAL:
        say("It holds everything, names included. Keep it as you keep the case.")
    else:
        say("profile.json says what is left out, and why. Look through it before it leaves your hands.")


def _finish(case: "CaseFolder") -> None:
    """An index without an answer (new, or thrown away) is filled first, from what was kept."""
    import os

    from stemmata.cli.terminal import ProgressLine
    from stemmata.pipeline.run import Run

    with ProgressLine() as line, Run(case, os.cpu_count() or 1, line.tick) as work:
        work.run()
