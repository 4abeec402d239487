"""`stemmata export DIR`: JSON Lines for other programs, or the case itself for another machine."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stemmata.cli.context import open_case, open_index
from stemmata.cli.terminal import put_json, say

if TYPE_CHECKING:
    from stemmata.preserve.casefolder import CaseFolder


class Format(StrEnum):
    JSONL = "jsonl"
    CASE = "case"


def export(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Empty, or not there yet.")],
    form: Annotated[Format, typer.Option("--format", help="jsonl: one file per noun; case: objects and logs exactly.")],
    no_proofs: Annotated[bool, typer.Option("--no-proofs", help="jsonl: leave out the pictures of edges.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Write the case out. This is the internal profile: it holds names and everything that was told. Do not publish it.

    Example: stemmata -C riverside export --format jsonl riverside-export
    """
    case = open_case(context)
    if form is Format.CASE:
        from stemmata.preserve.copy import copy_case

        copied = copy_case(case, folder)
        counts = {"objects": copied.objects, "entries": copied.entries}
    else:
        from stemmata.pipeline.derived import Derived
        from stemmata.pipeline.proofs import Proofs
        from stemmata.publish.jsonl import export_jsonl

        with open_index(case) as index:
            if index.value("answer") is None:
                _finish(case)
            counts = export_jsonl(index, folder, None if no_proofs else Proofs(Derived(case.derived)))
    if as_json:
        put_json({"folder": str(folder), "format": form.value, "lines": counts})
        return
    say(f"Wrote {folder}: " + ", ".join(f"{number:,} {noun}" for noun, number in counts.items() if number) + ".")
    say("It holds everything, names included. Keep it as you keep the case.")


def _finish(case: "CaseFolder") -> None:
    """An index without an answer (new, or thrown away) is filled first, from what was kept."""
    import os

    from stemmata.cli.terminal import ProgressLine
    from stemmata.pipeline.run import Run

    with ProgressLine() as line, Run(case, os.cpu_count() or 1, line.tick) as work:
        work.run()
