"""`stemmata restrict FILES`: keep files out of sight: no thumbnail, viewing copy, proof picture or waveform is made."""

from typing import Annotated

import typer

from stemmata.cli.context import open_case, open_index
from stemmata.cli.terminal import put_json, say
from stemmata.model.counted import counted


def restrict(
    context: typer.Context,
    items: Annotated[list[str], typer.Argument(metavar="FILES...", help="By SHA-256 or name.")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, in a line. Always needed.")] = "",
    lift: Annotated[bool, typer.Option("--lift", help="Let them be seen again.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Keep files out of sight. They are still preserved, compared and counted; what shows them is removed.

    Example: stemmata -C riverside restrict clip.mp4 --reason "shows a child"
    """
    from stemmata.acts import restrict as acts
    from stemmata.case.named import item_named
    from stemmata.pipeline.forget import forget_pictures

    case = open_case(context)
    with open_index(case) as index, index.read() as connection:
        held = sorted({item_named(connection, item) for item in items})
    entry = acts.lift_restriction(case, held, reason) if lift else acts.restrict(case, held, reason)
    forget_pictures(case, held)
    if as_json:
        put_json({"entry": entry, "items": held, "restricted": not lift})
        return
    say(f"{'Lifted' if lift else 'Out of sight'}: {counted(len(held), 'file', 'files')}. Entry {entry[:16]}.")
    say(f"Next: stemmata -C {case.path} run")
