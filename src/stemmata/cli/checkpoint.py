"""`stemmata checkpoint`: the state of the case in a few lines, to print, send, read out, compare and have witnessed."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stemmata.cli import exits
from stemmata.cli.context import open_case
from stemmata.cli.terminal import put_json, say
from stemmata.model.counted import counted
from stemmata.model.errors import BadRequest

if TYPE_CHECKING:
    from stemmata.preserve.casefolder import CaseFolder
    from stemmata.preserve.checkpoint_file import HeldState


def checkpoint(
    context: typer.Context,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write it for a witness, with proofs.")
    ] = None,
    since: Annotated[
        Path | None, typer.Option("--since", metavar="FILE", help="Prove from the states that this file names.")
    ] = None,
    compare: Annotated[
        Path | None,
        typer.Option("--compare", metavar="FILE", help="Compare with one held elsewhere; - takes it typed."),
    ] = None,
    take: Annotated[
        Path | None, typer.Option("--take", metavar="FILE", help="Take in what a witness returned.")
    ] = None,
    name: Annotated[str | None, typer.Option("--name", help="With --take: whose cosignature it is.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Show the newest signed state of every log. Whoever holds it can later tell any change of what was before it.

    Example: stemmata -C riverside checkpoint --out riverside.checkpoint
    """
    case = open_case(context)
    if compare is not None:
        _compare(case, compare, as_json)
    elif take is not None:
        _take(case, take, name, as_json)
    elif out is not None:
        _write(case, out, since, as_json)
    else:
        _show(case, as_json)


def _show(case: "CaseFolder", as_json: bool) -> None:
    from stemmata.preserve.checkpoint_file import short_lines

    states = [log.checkpoint() for log in case.logs()]
    if as_json:
        rows = [{"log": one.origin, "entries": one.size, "root": one.root.hex()} for one in states]
        put_json({"case": case.name, "logs": rows})
        return
    say(f"Checkpoint of {case.name}: {counted(len(states), 'log', 'logs')}")
    for one in states:
        for line in short_lines(one):
            say(f"  {line}")
    say("Keep it outside: print it, send it, read it out. Compare later with stemmata checkpoint --compare FILE.")


def _compare(case: "CaseFolder", file: Path, as_json: bool) -> None:
    from stemmata.cli.checkpoint_words import comparison_sentence
    from stemmata.preserve.compare_checkpoint import HOLDS, compare_checkpoint

    found = compare_checkpoint(case, _held(file))
    if as_json:
        rows = [
            {"log": one.writer, "relation": one.relation, "held": one.held, "entries": one.size, "why": one.why}
            for one in found
        ]
        put_json({"logs": rows})
    else:
        for one in found:
            say(comparison_sentence(one))
        unnamed = {log.writer for log in case.logs()} - {one.writer for one in found}
        if unnamed:
            say(f"Not in what was compared: {counted(len(unnamed), 'log', 'logs')} of this case.")
        say("This says nothing on what a picture shows, nor on who took it when.")
    if any(one.relation not in HOLDS for one in found):
        raise typer.Exit(exits.FAILED)


def _held(file: Path) -> "list[HeldState]":
    import sys

    from stemmata.preserve.checkpoint_file import MOST_BYTES, held_states

    try:
        if str(file) == "-":
            content = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with file.open("rb") as source:
                content = source.read(MOST_BYTES + 1)
        return held_states(content)
    except (OSError, ValueError) as error:
        raise BadRequest(f"{file} cannot be read as a checkpoint: {error}", "name a file that holds one") from error


def _write(case: "CaseFolder", out: Path, since: Path | None, as_json: bool) -> None:
    from stemmata.case.witnessed import last_witnessed
    from stemmata.preserve.checkpoint_file import Block, CheckpointFile
    from stemmata.preserve.durable import new_file
    from stemmata.preserve.proof_file import prove_consistency

    begin = last_witnessed(case) if since is None else {one.writer: one.size for one in _held(since)}
    blocks = []
    for log in case.logs():
        signed = log.signed_checkpoint()
        old = begin.get(log.writer, 0)
        if old > log.check(signed).size:
            raise BadRequest(
                f"log {log.writer} holds fewer entries than the {old} that were witnessed: this is an older copy",
                "find the newest copy of the case before anything else",
            )
        blocks.append(Block(log.verifier(), prove_consistency(log, old, signed)))
    new_file(out, CheckpointFile(blocks).content(), 0o644)
    if as_json:
        put_json({"file": str(out), "logs": len(blocks)})
        return
    say(f"Wrote {out}: {counted(len(blocks), 'log', 'logs')}. It holds hashes and public keys, no names and no files.")
    say(f"A partner looks at it with: stemmata witness {out.name}")


def _take(case: "CaseFolder", file: Path, name: str | None, as_json: bool) -> None:
    from stemmata.acts.witness import take_cosignatures
    from stemmata.preserve.checkpoint_file import CheckpointFile

    try:
        returned = CheckpointFile.parse(file.read_bytes())
    except (OSError, ValueError) as error:
        raise BadRequest(f"{file} is not what a witness returned: {error}", "name the file as they sent it") from error
    entry = take_cosignatures(case, returned, name)
    if as_json:
        put_json({"entry": entry, "logs": len(returned.blocks)})
        return
    seen = counted(len(returned.blocks), "log", "logs")
    say(f"Taken in: {seen}, as {name or 'a witness'} saw it. Entry {entry[:16]}.")
