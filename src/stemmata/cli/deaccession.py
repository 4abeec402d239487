"""`stemmata deaccession`: propose that bytes, or what an entry says, are removed from the case."""

from typing import Annotated

import typer

from stemmata.cli.context import open_case, open_index
from stemmata.cli.terminal import put_json, say
from stemmata.model.counted import counted


def deaccession(
    context: typer.Context,
    items: Annotated[list[str] | None, typer.Argument(metavar="[FILES]...", help="By SHA-256 or name.")] = None,
    body_of: Annotated[
        list[str] | None,
        typer.Option("--body-of", metavar="ENTRY", help="Erase what this entry says: names, reasons. Repeatable."),
    ] = None,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, in a line. Always needed.")] = "",
    authority: Annotated[str | None, typer.Option(help="On whose authority: a law, an order, a request.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Propose a removal, for law or for safety. It takes a second signature, and then stemmata erase.

    The hash, the reason and both signatures stay: the log still verifies, and says that this was decided.

    Example: stemmata -C riverside deaccession clip.mp4 --reason "the family asked" --authority "request of 3 May"
    """
    from stemmata.acts.deaccession import propose_deaccession
    from stemmata.case.named import any_entry_named, item_named

    case = open_case(context)
    with open_index(case) as index, index.read() as connection:
        held = [item_named(connection, item) for item in items or ()]
        bodies = [any_entry_named(connection, entry) for entry in body_of or ()]
    entry = propose_deaccession(case, held, bodies, reason, authority)
    if as_json:
        put_json({"entry": entry, "items": held, "bodies": bodies})
        return
    bodies_said = counted(len(bodies), "body of an entry", "bodies of entries")
    say(f"Proposed: {counted(len(held), 'file', 'files')}, {bodies_said}. Nothing is removed yet.")
    say(f"Next, another person: stemmata -C {case.path} countersign {entry[:16]} --key FILE --reason TEXT")
