"""`stemmata run`: read what was not read yet, compare, and write the answer."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stemmata.cli import exits
from stemmata.cli.answer_words import answer_lines
from stemmata.cli.context import open_case
from stemmata.cli.terminal import ProgressLine, put_json, say, time_words

if TYPE_CHECKING:
    from stemmata.preserve.casefolder import CaseFolder


def run(
    context: typer.Context,
    again: Annotated[bool, typer.Option("--again", help="Try files that failed before once more.")] = False,
    threads: Annotated[int, typer.Option(help="Workers at once; 0 for one per core.")] = 0,
    learned: Annotated[
        Path | None,
        typer.Option("--learned", metavar="MODEL.onnx", help="A model of yours that proposes further pairs."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Work through everything that is new. Can be stopped at any moment and run again.

    Example: stemmata -C riverside run
    """
    from stemmata.cli.family_words import family_lines
    from stemmata.pipeline.run import Run

    case = open_case(context)
    with (
        ProgressLine(quiet=as_json) as line,
        Run(case, threads or os.cpu_count() or 1, line.tick, learned=learned) as work,
    ):
        summary = work.run(again=again)
        explained = family_lines(work.index)
    if as_json:
        put_json({"answer": summary.answer, "failures": summary.failures, "seconds": round(summary.seconds, 1)})
    else:
        for sentence in answer_lines(summary.answer):
            say(sentence)
        for sentence in explained:
            say(sentence)
        show_failures(case)
        show_unlocked(case)
        say(f"That took {time_words(summary.seconds)}. Look at it: stemmata -C {case.path} serve")
    raise typer.Exit(exits.SOME_FAILED if summary.failures else exits.ALL_WELL)


def show_unlocked(case: "CaseFolder") -> None:
    """What was read in a worker that the kernel did not lock; nothing where it did."""
    from stemmata.case.queries import read_unlocked

    number = read_unlocked(case)
    if number:
        say()
        files = "1 file was" if number == 1 else f"{number:,} files were"
        say(f"{files} read by a worker with limits and without the kernel's lock (tier S1).")
        say("What was found stays valid unless a file is hostile. stemmata doctor says why, and what to do.")


def show_failures(case: "CaseFolder", limit: int = 10) -> None:
    """What failed, each with its reason; the rest are counted."""
    from stemmata.case.queries import failures

    rows = failures(case)
    if not rows:
        return
    say()
    say("1 file was not or not wholly read:" if len(rows) == 1 else f"{len(rows):,} files were not or not wholly read:")
    for row in rows[:limit]:
        say(f"  {row.sentence}")
    if len(rows) > limit:
        say(f"  … and {len(rows) - limit:,} more, each named under Failures in stemmata serve and in failures.jsonl.")
