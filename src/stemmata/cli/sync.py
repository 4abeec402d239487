"""`stemmata sync CLIPS…`: recordings on one clock by their sound, without a case."""

import os
from pathlib import Path
from typing import Annotated

import typer

from stemmata.cli import exits
from stemmata.cli.terminal import progress, put_json, say
from stemmata.model.errors import BadRequest, NothingToAdd


def sync(
    clips: Annotated[list[Path], typer.Argument(metavar="CLIPS…", help="Files with sound, two or more.")],
    apart: Annotated[
        float, typer.Option("--apart", metavar="METRES", help="No two microphones were further apart.")
    ] = 150.0,
    threads: Annotated[int, typer.Option(help="Workers at once; 0 for one per core.", min=0)] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Put recordings of one event on one clock by their sound, and say which are copies. Nothing is kept.

    Example: stemmata sync square/*.mp4 --apart 80
    """
    from stemmata.cli.sync_words import lines_of, to_json
    from stemmata.pipeline.synchronise import synchronise_files

    for path in clips:
        if not path.is_file():
            raise NothingToAdd(str(path), "is not a file" if path.exists() else "does not exist")
    if len(clips) < 2:
        raise BadRequest("one file alone has nothing to be synchronised with", "name two files or more")
    if not 0 < apart <= 5_000:
        raise BadRequest(f"microphones {apart:g} m apart", "give a distance above 0 and up to 5000 metres")
    with progress(quiet=as_json) as line:
        outcome = synchronise_files(clips, apart, line.tick, threads or os.cpu_count() or 1)
    if as_json:
        put_json(to_json(outcome))
    else:
        for sentence in lines_of(outcome):
            say(sentence)
    raise typer.Exit(exits.SOME_FAILED if outcome.unused else exits.ALL_WELL)
