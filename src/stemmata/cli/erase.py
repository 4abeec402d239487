"""`stemmata erase`: carry out what two people decided to remove, and say what it cannot reach."""

from typing import TYPE_CHECKING, Annotated

import typer

from stemmata.cli.context import open_case, open_index
from stemmata.cli.terminal import put_json, say

if TYPE_CHECKING:
    from stemmata.preserve.casefolder import CaseFolder

UNREACHED = (
    "backups and snapshots of this disk, and old blocks that a solid-state disk or a copy-on-write file system keeps",
    "copies of the case that colleagues merged: each carries the decision out with stemmata erase, once it has it",
)


def erase(
    context: typer.Context,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs; asks nothing.")] = False,
) -> None:
    """Remove what two people decided to remove: bytes, bodies of entries, thumbnails, fingerprints, the index.

    Example: stemmata -C riverside erase
    """
    from stemmata.cli.custody_words import due_words
    from stemmata.pipeline.forget import forget
    from stemmata.preserve.authority import authority
    from stemmata.preserve.erasure import carry_out, due

    case = open_case(context)
    waiting = due(case, authority(case))
    if waiting and not as_json:
        say(f"Decided by two people: {due_words(waiting)}.")
        if not yes:
            typer.confirm("Remove them from this copy of the case? This cannot be undone", abort=True, err=True)
    copies = _copies(case)
    if waiting:
        with case.running(), case.writing(even_closed=True):
            forget(case, waiting.objects)
            carry_out(case, waiting)
    unreached = [*copies, *UNREACHED]
    if as_json:
        put_json({"objects": list(waiting.objects), "bodies": sorted(waiting.bodies), "not_reached": unreached})
        return
    if not waiting:
        say("Nothing that two people decided to remove is held here.")
        return
    say("Removed, with thumbnails, fingerprints and the index. A page that is served now must be started again.")
    say("Not reached:")
    for one in unreached:
        say(f"  {one}")
    say(f"Next: stemmata -C {case.path} run")


def _copies(case: "CaseFolder") -> list[str]:
    """Copies that the log says left this case."""
    from stemmata.case.custody import history
    from stemmata.model.custody_event import CustodyEvent
    from stemmata.model.interval import iso_utc

    leaving = {CustodyEvent.COPY, CustodyEvent.TRANSFER, CustodyEvent.DISCLOSE}
    with open_index(case) as index, index.read() as connection:
        return [
            f"{one.type} of {iso_utc(one.claimed_us)} (entry {one.entry[:16]})"
            + (f", to {one.body['to']}" if one.body is not None and one.body.get("to") else "")
            for one in history(connection)
            if one.type in leaving
        ]
