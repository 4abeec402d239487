"""`stemmata changes A B`: what the later of two texts says otherwise; with --confirm or --reject, a signed decision."""

from typing import TYPE_CHECKING, Annotated

import typer

from stemmata.cli.context import open_case, open_index
from stemmata.cli.terminal import put_json, say, say_isolated
from stemmata.model.errors import BadRequest

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from stemmata.case.versions import HeldText
    from stemmata.model.decision import UnitChange

TEXT = "a text by its SHA-256 or the id of its post, the beginning of either, or its file's name"


def changes(
    context: typer.Context,
    a: Annotated[str | None, typer.Argument(metavar="A", help=f"The text before: {TEXT}.")] = None,
    b: Annotated[str | None, typer.Argument(metavar="B", help="The text after.")] = None,
    confirm: Annotated[int | None, typer.Option("--confirm", metavar="N", help="Sign that change N is one.")] = None,
    reject: Annotated[int | None, typer.Option("--reject", metavar="N", help="Sign that change N is none.")] = None,
    undoes: Annotated[str | None, typer.Option("--undoes", metavar="ENTRY", help="Take a decision back.")] = None,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, in a line; may be left out.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Name what one text says otherwise than another, and decide on it: each change is suggested until you do.

    Example: stemmata -C riverside changes tamarune-wire.html lantern.html
    """
    from stemmata.acts.decide_change import decide_change, undo_decision
    from stemmata.case.decisions import decision_named
    from stemmata.model.decision import Decision

    asked = [one for one in (confirm, reject, undoes) if one is not None]
    if len(asked) > 1 or (undoes is None) == (a is None or b is None):
        raise BadRequest(
            "two texts are named, or a decision to take back",
            "name both texts, with one of --confirm and --reject if you decide; or a decision alone with --undoes",
        )
    case = open_case(context)
    if undoes is not None:
        with open_index(case) as index, index.read() as connection:
            undone = decision_named(connection, undoes)
        _tell_entry(undo_decision(case, undone.id, reason), as_json=as_json)
        return
    if not asked:
        with open_index(case) as index, index.read() as connection:
            _show(connection, *_texts(connection, a, b), as_json=as_json)
        return
    with open_index(case) as index, index.read() as connection:
        change = _numbered(connection, *_texts(connection, a, b), int(asked[0]))
    decision = Decision.CONFIRMED if confirm is not None else Decision.REJECTED
    _tell_entry(decide_change(case, change, decision, reason), as_json=as_json)


def _texts(connection: "Connection", a: str | None, b: str | None) -> tuple["HeldText", "HeldText"]:
    from stemmata.case.named import unit_named
    from stemmata.case.versions import held_text

    found = []
    for named in (a or "", b or ""):
        text = held_text(connection, unit_named(connection, named).holder)
        if text is None:
            raise BadRequest(f"{named} holds no text", "name a text or a post that has one; stemmata search finds them")
        found.append(text)
    if found[0].holder == found[1].holder:
        raise BadRequest("both texts are one and the same", "name two texts")
    return found[0], found[1]


def _show(connection: "Connection", before: "HeldText", after: "HeldText", *, as_json: bool) -> None:
    from stemmata.case.versions import link_as_named
    from stemmata.cli.change_words import change_lines
    from stemmata.pipeline.named_changes import changes_between
    from stemmata.publish.changes_json import change_rows

    found = changes_between(connection, before, after, link_as_named(connection, before, after))
    if as_json:
        unnamed = None if found.unnamed is None else found.unnamed.value
        rows = list(change_rows(found))
        put_json({"parent": before.holder, "child": after.holder, "not_named": unnamed, "changes": rows})
        return
    for line in change_lines(before, after, found):
        say_isolated(line)


def _numbered(connection: "Connection", before: "HeldText", after: "HeldText", number: int) -> "UnitChange":
    from stemmata.case.versions import link_as_named
    from stemmata.pipeline.named_changes import changes_between

    found = changes_between(connection, before, after, link_as_named(connection, before, after))
    if not 1 <= number <= len(found.named):
        raise BadRequest(
            f"no change has the number {number}", "list them first: the same command without --confirm and --reject"
        )
    return found.named[number - 1].unit


def _tell_entry(entry: str, *, as_json: bool) -> None:
    if as_json:
        put_json({"entry": entry})
    else:
        say(f"Signed. Entry {entry[:16]}. Take it back with: stemmata changes --undoes {entry[:16]}")
