"""`stemmata judge`: sign how two files, or parts of them, are related; or take such a judgement back."""

from typing import TYPE_CHECKING, Annotated

import typer

from stemmata.cli.context import open_case, open_index
from stemmata.cli.redrawing import Redrawn, redrawn
from stemmata.cli.terminal import put_json, say
from stemmata.model.errors import BadRequest
from stemmata.model.judgement import Said

if TYPE_CHECKING:
    from stemmata.case.index import Index
    from stemmata.model.judgement import Seen
    from stemmata.model.unit import Unit
    from stemmata.preserve.casefolder import CaseFolder

PART = "a file by its SHA-256, the beginning of it, or its name; a stretch of it as NAME@0:03-0:17"


def judge(
    context: typer.Context,
    one: Annotated[str | None, typer.Argument(metavar="ONE", help=f"What is judged: {PART}.")] = None,
    other: Annotated[str | None, typer.Argument(metavar="OTHER", help="What it is judged beside.")] = None,
    same: Annotated[bool, typer.Option("--same", help="They show the same footage, or tell the same story.")] = False,
    different: Annotated[bool, typer.Option("--different", help="They do not.")] = False,
    parent: Annotated[bool, typer.Option("--parent", help="ONE is the source of OTHER.")] = False,
    not_parent: Annotated[bool, typer.Option("--not-parent", help="ONE is not the source of OTHER.")] = False,
    unsure: Annotated[bool, typer.Option("--unsure", help="You looked, and it stays open.")] = False,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, in a line. Always needed.")] = "",
    undoes: Annotated[
        str | None, typer.Option("--undoes", metavar="ENTRY", help="Take this judgement back, alone or with a new one.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Sign a judgement on two files. It overrides what is computed, and only another judgement undoes it.

    Example: stemmata -C riverside judge roof.mp4 plaza.mp4 --different --reason "another awning, other shadows"
    """
    from stemmata.case.project import project

    asked = {
        Said.SAME: same,
        Said.DIFFERENT: different,
        Said.PARENT: parent,
        Said.NOT_PARENT: not_parent,
        Said.UNSURE: unsure,
    }
    chosen = [said for said, wanted in asked.items() if wanted]
    if len(chosen) > 1 or (not chosen and undoes is None):
        raise BadRequest(
            "a judgement says one thing, or takes one back",
            "choose one of --same, --different, --parent, --not-parent, --unsure, or name one with --undoes",
        )
    case = open_case(context)
    with open_index(case) as index:
        entry = _signed(case, index, chosen[0] if chosen else None, one, other, reason, undoes)
        project(case, index)
        follows = redrawn(case)
        if as_json:
            put_json({"entry": entry, "value": chosen[0].value if chosen else None, "redrawn": follows.done})
        else:
            _tell(index, entry, follows)


def _signed(
    case: "CaseFolder",
    index: "Index",
    said: Said | None,
    one: str | None,
    other: str | None,
    reason: str,
    undoes: str | None,
) -> str:
    from stemmata.acts import judge as acts
    from stemmata.case.named import entry_named, unit_named

    with index.read() as connection:
        undone = None if undoes is None else entry_named(connection, undoes)
        if said is None:
            if undone is None or one is not None:
                raise BadRequest("two files were named and nothing was said of them", "add --same or another choice")
            return acts.take_back(case, undone, reason)
        if one is None or other is None:
            raise BadRequest("a judgement is on two files", f"name both: {PART}")
        units = unit_named(connection, one), unit_named(connection, other)
    return acts.judge(case, said, *units, reason, undoes=undone, seen=_seen(case, index, *units))


def _seen(case: "CaseFolder", index: "Index", one: "Unit", other: "Unit") -> "Seen":
    from stemmata.case.restricted import restricted
    from stemmata.pipeline.derived import Derived
    from stemmata.pipeline.proofs import Proofs
    from stemmata.pipeline.seen import seen_between
    from stemmata.publish.proof_between import proof_between
    from stemmata.publish.proof_picture import Labels

    a, b = sorted((one.holder, other.holder))
    labels = Labels("A", "B") if a == one.holder else Labels("B", "A")
    with index.read() as connection:
        picture = proof_between(connection, Proofs(Derived(case.derived), restricted(connection)), a, b, labels)
        return seen_between(connection, one, other, picture)


def _tell(index: "Index", entry: str, follows: Redrawn) -> None:
    from stemmata.case.judgements import judgement_named
    from stemmata.case.tasks import tasks
    from stemmata.cli.judgement_words import judgement_sentence, task_sentence

    with index.read() as connection:
        row = judgement_named(connection, entry)
        if row is None:
            raise ValueError("what was signed is not in the tables")
        say("Signed: " + judgement_sentence(connection, row))
        say(f"Entry {entry[:16]}. Undo it with: stemmata judge --undoes {entry[:16]} --reason TEXT")
        if follows.done:
            say("The groups were formed again round it.")
        else:
            say(follows.sentence("The groups are not formed again yet"))
        for task in tasks(connection):
            if entry in task.entries:
                say("Waits for a person: " + task_sentence(connection, task))
