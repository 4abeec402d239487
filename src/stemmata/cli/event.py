"""`stemmata event`: document what was done with evidence."""

from typing import Annotated

import typer

from stemmata.cli.context import open_case, open_index
from stemmata.cli.terminal import put_json, say
from stemmata.model.counted import counted
from stemmata.model.custody_event import CustodyEvent


def event(
    context: typer.Context,
    kind: Annotated[CustodyEvent, typer.Argument(metavar="EVENT", help="collect, transfer, copy, analyse, derive, …")],
    items: Annotated[list[str] | None, typer.Argument(metavar="[FILES]...", help="By SHA-256 or name.")] = None,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, in a line. Always needed.")] = "",
    authority: Annotated[str | None, typer.Option(help="On whose authority.")] = None,
    giver: Annotated[str | None, typer.Option("--from", metavar="TEXT", help="From whom.")] = None,
    receiver: Annotated[str | None, typer.Option("--to", metavar="TEXT", help="To whom, or where.")] = None,
    tool: Annotated[str | None, typer.Option(help="Tool and version.")] = None,
    parameters: Annotated[str | None, typer.Option(help="How the tool was set.")] = None,
    corrects: Annotated[
        str | None, typer.Option(metavar="ENTRY", help="For correct: the entry that was wrong.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Sign that something was done with files of the case, in the words of the Berkeley Protocol.

    What is left out is unknown, and recorded so.

    Example: stemmata -C riverside event transfer clip.mp4 --to "forensic lab, room 12" --reason "second opinion"
    """
    from stemmata.acts.event import record_event
    from stemmata.case.named import any_entry_named, item_named

    case = open_case(context)
    with open_index(case) as index, index.read() as connection:
        held = [item_named(connection, item) for item in items or ()]
        corrected = None if corrects is None else any_entry_named(connection, corrects)
    told = {
        "reason": reason,
        "authority": authority,
        "from": giver,
        "to": receiver,
        "tool": tool,
        "parameters": parameters,
    }
    entry = record_event(case, kind, held, told, corrected)
    if as_json:
        put_json({"entry": entry, "event": kind.value, "items": held})
    else:
        say(f"Signed: {kind.value}, {counted(len(held), 'file', 'files')}. Entry {entry[:16]}.")
