"""`stemmata rests`: record that one thing rests on another, or that it does not."""

from typing import Annotated

import typer

from stemmata.cli.recording import PART, recorded
from stemmata.model.errors import BadRequest
from stemmata.model.sourcing import Sourced


def rests(
    context: typer.Context,
    one: Annotated[str | None, typer.Argument(metavar="[ONE]", help=f"What rests on the other: {PART}.")] = None,
    other: Annotated[str | None, typer.Argument(metavar="[OTHER]", help="What it rests on.")] = None,
    confirm: Annotated[bool, typer.Option("--confirm", help="It does: ONE carries, cites or describes OTHER.")] = False,
    reject: Annotated[bool, typer.Option("--reject", help="It does not, whatever was declared or suggested.")] = False,
    declared: Annotated[bool, typer.Option("--declared", help="ONE says so itself.")] = False,
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="How you know, in a line. Always needed.")
    ] = "",
    undoes: Annotated[
        str | None, typer.Option("--undoes", metavar="ENTRY", help="Take this record back, alone or with a new one.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Record that ONE rests on OTHER, or that it does not. What rests on other material is no root of its own.

    Example: stemmata -C riverside rests report.txt roof.mp4 --confirm --reason "it describes the second blast only"
    """
    asked = {Sourced.CONFIRMED: confirm, Sourced.REJECTED: reject, Sourced.DECLARED: declared}
    chosen = [said for said, wanted in asked.items() if wanted]
    if len(chosen) > 1 or (not chosen and undoes is None):
        raise BadRequest(
            "a record says one thing, or takes one back",
            "choose one of --confirm, --reject, --declared, or name a record with --undoes",
        )
    named = [word for word in (one, other) if word is not None]
    recorded(context, chosen[0] if chosen else None, named, (), reason, undoes, as_json=as_json)
