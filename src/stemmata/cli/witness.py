"""`stemmata witness FILE`: for a partner: look at the checkpoint of somebody's case, and cosign it if it only grew."""

from pathlib import Path
from typing import Annotated

import typer

from stemmata.cli import exits
from stemmata.cli.terminal import put_json, say
from stemmata.model.errors import BadRequest, OutputExists


def witness(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What stemmata checkpoint --out wrote.")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="What to return; else FILE.cosigned beside it.")
    ] = None,
    state: Annotated[
        Path | None,
        typer.Option("--state", metavar="DIR", help="What you saw before; else your own folder."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Keep the state of every log, demand proof that it only grew, and cosign. You see no names and no files.

    A log that shows another history is refused, and both sides are kept.

    Example: stemmata witness riverside.checkpoint
    """
    import time

    from stemmata.cli.checkpoint_words import witness_sentence
    from stemmata.preserve.checkpoint_file import CheckpointFile, short_lines
    from stemmata.preserve.durable import new_file
    from stemmata.preserve.keys import configuration_folder, own_key
    from stemmata.preserve.witness import COSIGNED, Outcome, WitnessFolder

    target = out or file.with_name(f"{file.name}.cosigned")
    if target.exists():
        raise OutputExists(str(target))
    try:
        shown = CheckpointFile.parse(file.read_bytes())
    except (OSError, ValueError) as error:
        todo = "ask for one made with stemmata checkpoint --out FILE"
        raise BadRequest(f"{file} is no checkpoint file: {error}", todo) from error
    folder = state or configuration_folder() / "witness"
    returned, seen = WitnessFolder(folder, own_key(make=True), lambda: int(time.time())).see(shown)
    if returned.blocks:
        new_file(target, returned.content(), 0o644)
    if as_json:
        rows = [
            {
                "log": one.writer,
                "outcome": one.outcome,
                "entries": one.size,
                "held": None if one.held is None else {"entries": one.held.size, "root": one.held.root.hex()},
            }
            for one in seen
        ]
        put_json({"file": str(target) if returned.blocks else None, "logs": rows})
    else:
        for one in seen:
            say(witness_sentence(one))
            if one.outcome is Outcome.NEEDS_PROOF and one.held is not None:
                for line in short_lines(one.held):
                    say(f"  {line}")
        if returned.blocks:
            say(f"Return {target}: its owner takes it in with stemmata checkpoint --take {target.name}")
    if any(one.outcome not in COSIGNED for one in seen):
        raise typer.Exit(exits.FAILED)
