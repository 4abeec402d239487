"""`stemmata behind`: record who stands behind material, list what was recorded, or take a record back."""

from typing import Annotated

import typer

from stemmata.cli.recording import PART, list_records, recorded
from stemmata.cli.terminal import visible
from stemmata.model.errors import BadRequest
from stemmata.model.sourcing import OF_ONE, Sourced

ASK = "-"
NAMED = "by name or pseudonym such as P-014, or - to be asked. A name is never shown; a pseudonym stands for it"


def behind(
    context: typer.Context,
    one: Annotated[str | None, typer.Argument(metavar="[ONE]", help=f"Behind what: {PART}.")] = None,
    other: Annotated[str | None, typer.Argument(metavar="[OTHER]", help="And behind what else.")] = None,
    one_person: Annotated[
        bool, typer.Option("--one-person", help="One person with two phones, or who told both.")
    ] = False,
    one_team: Annotated[bool, typer.Option("--one-team", help="One team with several cameras.")] = False,
    one_account: Annotated[bool, typer.Option("--one-account", help="One account is the author of both.")] = False,
    one_witness: Annotated[bool, typer.Option("--one-witness", help="Both retell what one person said.")] = False,
    separate_observers: Annotated[
        bool, typer.Option("--separate-observers", help="Nobody behind the one is behind the other; each is named.")
    ] = False,
    independent: Annotated[bool, typer.Option("--independent", help="The same, asserted with nobody named.")] = False,
    separate_authors: Annotated[
        bool, typer.Option("--separate-authors", help="Two authors. That shows two texts, not two observers.")
    ] = False,
    separate_devices: Annotated[
        bool, typer.Option("--separate-devices", help="Two devices. That shows two recordings, not two observers.")
    ] = False,
    observer: Annotated[
        list[str] | None,
        typer.Option(
            "--observer",
            metavar="WHO",
            help=f"Who saw what ONE shows or tells, {NAMED}. "
            "With --separate-observers twice: behind ONE, then behind OTHER.",
        ),
    ] = None,
    author: Annotated[
        str | None, typer.Option("--author", metavar="WHO", help=f"Who made ONE, {NAMED}. Not who only passed it on.")
    ] = None,
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="How you know, in a line, without names. Always needed.")
    ] = "",
    undoes: Annotated[
        str | None, typer.Option("--undoes", metavar="ENTRY", help="Take this record back, alone or with a new one.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Record who stands behind one file or post, or behind two. Without any, list what was recorded.

    Example: stemmata -C riverside behind roof.mp4 car.mp4 --one-team --reason "both carry the crew's marks"
    """
    asked = {
        Sourced.ONE_PERSON: one_person,
        Sourced.ONE_TEAM: one_team,
        Sourced.ONE_ACCOUNT: one_account,
        Sourced.ONE_WITNESS: one_witness,
        Sourced.SEPARATE_OBSERVERS: separate_observers,
        Sourced.ASSERTED: independent,
        Sourced.SEPARATE_AUTHORS: separate_authors,
        Sourced.SEPARATE_DEVICES: separate_devices,
        Sourced.AUTHOR: author is not None,
        Sourced.OBSERVER: bool(observer) and not separate_observers,
    }
    chosen = [said for said, wanted in asked.items() if wanted]
    named = [word for word in (one, other) if word is not None]
    if not chosen and not named and undoes is None and not reason:
        list_records(context, as_json=as_json)
        return
    if len(chosen) > 1 or (not chosen and undoes is None):
        raise BadRequest(
            "a record says one thing, or takes one back",
            "choose one of --one-person, --one-team, --one-account, --one-witness, --separate-observers, "
            "--independent, --separate-authors, --separate-devices, --observer, --author, or name a record with "
            "--undoes",
        )
    said = chosen[0] if chosen else None
    if said in OF_ONE and len(named) == 2:
        raise BadRequest(
            "one person was named, and two files",
            "name one file with --observer or --author, or say --separate-observers with --observer twice",
        )
    persons = [*(observer or []), *([author] if author is not None else [])]
    told = [_told(person, named[at] if at < len(named) else "") for at, person in enumerate(persons)]
    recorded(context, said, named, told, reason, undoes, as_json=as_json)


def _told(person: str, behind_what: str) -> str:
    """Asked for without echo where a history of commands should not hold it."""
    if person != ASK:
        return person
    asked = visible(f"Behind {behind_what}: name or pseudonym (not shown)")
    return str(typer.prompt(asked, hide_input=True, err=True))
