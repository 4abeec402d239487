"""`stemmata add PATH…`: the plan first, then every byte preserved, in portions that are safe one by one."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stemmata.cli import exits
from stemmata.cli.context import open_case
from stemmata.cli.plan_words import plan_lines
from stemmata.cli.terminal import ProgressLine, put_json, say, size_words
from stemmata.model.counted import counted
from stemmata.model.errors import NothingToAdd, StoreFull

if TYPE_CHECKING:
    from stemmata.preserve.casefolder import CaseFolder

PLANNING = ("stemmata.intake.telegram",)
"""What the plan's worker loads: it reads exports and nothing else."""

Note = Annotated[str | None, typer.Option(help="As told; unknown when left out.", show_default=False)]


def add(
    context: typer.Context,
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH…", help="Files and folders; nothing in them is changed.")
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Stop after the plan.")] = False,
    handed_over_by: Note = None,
    authority: Note = None,
    prior_custody: Note = None,
    consent: Note = None,
    restrictions: Note = None,
    note: Note = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Say what would be added, then preserve it. Can be stopped and repeated: what is held is not copied again.

    Example: stemmata -C riverside add ~/Downloads/ChatExport --handed-over-by "a resident, pseudonym P-014"
    """
    case = open_case(context)
    told = {
        "handed_over_by": handed_over_by,
        "authority": authority,
        "prior_custody": prior_custody,
        "consent": consent,
        "restrictions": restrictions,
        "note": note,
    }
    failed = add_paths(case, paths, told, dry_run=dry_run, as_json=as_json)
    raise typer.Exit(exits.SOME_FAILED if failed else exits.ALL_WELL)


def add_paths(
    case: "CaseFolder", paths: list[Path], told: dict[str, str | None], *, dry_run: bool = False, as_json: bool = False
) -> int:
    """Plan, show it, receive; returns how many files failed. Shared by `add` and `try`."""
    from stemmata.acts.receive import Incoming, receive
    from stemmata.case.queries import held_names
    from stemmata.intake.folder import survey
    from stemmata.intake.plan import plan_of
    from stemmata.sandbox.worker import LocalWorker

    for path in paths:
        if not path.exists() and not path.is_symlink():
            raise NothingToAdd(str(path), "does not exist")
    found = survey(paths)
    with LocalWorker(PLANNING) as worker:
        plan = plan_of(
            found, held=held_names(case), free_bytes=case.free_bytes(), worker=worker, cores=os.cpu_count() or 1
        )
    if not as_json:
        for line in plan_lines(plan):
            say(line)
    if plan.files == 0 and not found.failures:
        raise NothingToAdd(str(paths[0]), "holds no files")
    if plan.bytes_needed > plan.bytes_free:
        raise StoreFull(plan.bytes_needed, plan.bytes_free)
    if dry_run:
        if as_json:
            put_json({"plan": plan.as_json(), "added": None})
        else:
            say("Nothing was added: this was a dry run.")
        return 0
    incoming = [Incoming(entry.path, entry.name) for entry in found.entries]
    with ProgressLine(quiet=as_json) as shown:
        result = receive(
            case,
            incoming,
            told,
            failures=found.failures,
            total=len(incoming),
            tick=lambda done, total: shown.tick("add", done, total),
        )
    if as_json:
        put_json({"plan": plan.as_json(), "added": result.as_json()})
    else:
        say(
            f"Received {counted(result.received, 'file', 'files')} ({size_words(result.bytes_new)} new); "
            f"{counted(result.already, 'was', 'were')} held already under the same name."
        )
        for name, failure in result.failures[:10]:
            say("  " + failure.sentence(name.shown))
        if len(result.failures) > 10:
            say(f"  … and {len(result.failures) - 10:,} more, each named in the log.")
    return len(result.failures)
