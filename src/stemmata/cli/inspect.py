"""`stemmata inspect PATH…`: check what others made: bags, WACZ, time-stamp tokens, signed files."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stemmata.cli import exits
from stemmata.cli.context import open_case, open_index
from stemmata.cli.terminal import progress, put_json, say
from stemmata.model.counted import counted
from stemmata.model.errors import BadRequest, NothingToAdd
from stemmata.model.signed import Verdict

if TYPE_CHECKING:
    from stemmata.model.inspected import Inspected
    from stemmata.pipeline.inspect import Outcome
    from stemmata.preserve.token_check import Trust


def inspect(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="Files or folders.")],
    trust: Annotated[
        Path | None, typer.Option("--trust", metavar="FILE.pem", help="Certificates that you trust to sign or stamp.")
    ] = None,
    record: Annotated[
        bool, typer.Option("--record", help="Sign in the case that held files were examined, with each verdict.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Check bags, WACZ, time-stamp tokens and signed files, and say what each proves and what it does not.

    0 all ok, 1 something failed, 3 something could not be checked, or nothing of the kind was found.

    Example: stemmata inspect received/ --trust authorities.pem
    """
    from stemmata.cli.inspect_words import lines_of, to_json
    from stemmata.pipeline.inspect import PRELOAD, inspect_paths
    from stemmata.preserve.casefolder import now_us
    from stemmata.sandbox.worker import LocalWorker

    for path in paths:
        if not os.path.lexists(path):
            raise NothingToAdd(str(path), "does not exist")
    trusted = None if trust is None else _trust(trust)
    if record:
        open_case(context)  # an error before the work, not after it
    with LocalWorker(PRELOAD) as worker, progress(quiet=as_json) as line:
        outcome = inspect_paths(paths, worker, trusted, now_us(), line.tick)
    entries = _record(context, outcome) if record else []
    if as_json:
        put_json(to_json(outcome) | ({"entries": entries} if record else {}))
    else:
        for sentence in lines_of(outcome):
            say(sentence)
        if record:
            say(f"Signed: {counted(len(entries), 'examination', 'examinations')}.")
    if Verdict.FAILED in outcome.verdicts:
        raise typer.Exit(exits.FAILED)
    raise typer.Exit(exits.ALL_WELL if outcome.verdicts == {Verdict.OK} else exits.SOME_FAILED)


def _trust(path: Path) -> "Trust":
    from stemmata.preserve.token_check import read_trust

    try:
        return read_trust(path.name, path.read_bytes())
    except OSError as error:
        raise BadRequest(f"{path} cannot be read: {error.strerror}", "check the path and try again") from error


def _record(context: typer.Context, outcome: "Outcome") -> list[str]:
    """One entry for each thing that is a file of the case; the ids."""
    from sqlalchemy import select

    from stemmata import __version__
    from stemmata.acts.event import record_event
    from stemmata.case import schema
    from stemmata.cli.inspect_words import verdict_words
    from stemmata.intake.bag_folder import file_digests
    from stemmata.model.custody_event import CustodyEvent

    case = open_case(context)
    held: list[tuple[str, Inspected]] = []
    with open_index(case) as index, index.read() as connection:
        for one, path in outcome.found:
            if Path(os.fsdecode(path)).is_dir():
                continue
            item = file_digests(path, ["sha256"])["sha256"]
            if connection.scalar(select(schema.item.c.sha256).where(schema.item.c.sha256 == item)) is not None:
                held.append((item, one))
    return [
        record_event(
            case,
            CustodyEvent.ANALYSE,
            [item],
            {
                "reason": f"inspect: {one.kind.value}: {verdict_words(one)}",
                "tool": f"stemmata inspect {__version__}",
                "parameters": " ".join((*one.reasons, *one.proved))[:1000] or None,
            },
        )
        for item, one in held
    ]
