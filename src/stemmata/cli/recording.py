"""What `stemmata behind` and `stemmata rests` share: the act, the roots counted again, and what is told of it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from stemmata.cli.context import open_case, open_index
from stemmata.cli.redrawing import redrawn
from stemmata.cli.terminal import put_json, say
from stemmata.model.errors import BadRequest
from stemmata.model.sourcing import Sourced

if TYPE_CHECKING:
    from stemmata.case.index import Index
    from stemmata.preserve.casefolder import CaseFolder

PART = "a file by its SHA-256, the beginning of it, or its name; a post by its id; a stretch as NAME@0:03-0:17"


def recorded(
    context: typer.Context,
    said: Sourced | None,
    named: Sequence[str],
    persons: Sequence[str],
    reason: str,
    undoes: str | None,
    *,
    as_json: bool,
) -> None:
    """Sign it, count again, and tell; `said` None only takes `undoes` back."""
    from stemmata.case.project import project

    case = open_case(context)
    with open_index(case) as index:
        before = _answer(index)
        entry = _signed(case, index, said, named, persons, reason, undoes)
        project(case, index)
        follows = redrawn(case)
        if as_json:
            value = None if said is None else said.value
            put_json({"entry": entry, "value": value, "redrawn": follows.done, "why_not": follows.why_not})
            return
        _tell(index, entry)
        if follows.done:
            _tell_numbers(before, _answer(index))
        else:
            say(follows.sentence("The roots are not counted again yet"))


def _signed(
    case: "CaseFolder",
    index: "Index",
    said: Sourced | None,
    named: Sequence[str],
    persons: Sequence[str],
    reason: str,
    undoes: str | None,
) -> str:
    from stemmata.acts.source import record, take_back_record
    from stemmata.case.named import record_named, unit_named

    with index.read() as connection:
        undone = None if undoes is None else record_named(connection, undoes)
        if said is None:
            if undone is None or named:
                raise BadRequest("files were named and nothing was said of them", "add what is to be recorded")
            return take_back_record(case, undone, reason)
        units = [unit_named(connection, word) for word in named]
    return record(case, said, units, reason, persons=persons, undoes=undone)


def _answer(index: "Index") -> dict[str, object]:
    kept = index.value("answer")
    return kept if isinstance(kept, dict) else {}


def _tell(index: "Index", entry: str) -> None:
    from stemmata.case.sourcings import sourcing_named
    from stemmata.case.tasks import tasks
    from stemmata.cli.judgement_words import task_sentence
    from stemmata.cli.sourcing_words import sourcing_sentence

    with index.read() as connection:
        row = sourcing_named(connection, entry)
        if row is None:
            raise ValueError("what was signed is not in the tables")
        say("Signed: " + sourcing_sentence(connection, row))
        say(f"Entry {entry[:16]}. Take it back with: stemmata behind --undoes {entry[:16]} --reason TEXT")
        for task in tasks(connection):
            if entry in task.entries:
                say("Waits for a person: " + task_sentence(connection, task))


def _tell_numbers(before: dict[str, object], now: dict[str, object]) -> None:
    from stemmata.cli.roots_words import CAVEAT, groups_words, shown_words

    def words(answer: dict[str, object]) -> str:
        low, high, shown = (int(str(answer.get(key, 0))) for key in ("groups_low", "groups", "shown"))
        return f"{groups_words(low, high)}, {shown_words(shown)}"

    was, is_now = words(before), words(now)
    say(f"The whole case, as before: {is_now}." if was == is_now else f"The whole case: {is_now}; before: {was}.")
    say(CAVEAT)


def list_records(context: typer.Context, *, as_json: bool) -> None:
    """Everything that was recorded, what was taken back too."""
    from stemmata.case.followed import are_followed
    from stemmata.case.sourcings import sourcing_rows
    from stemmata.cli.judgement_words import signed_lines
    from stemmata.cli.sourcing_words import sourcing_sentence
    from stemmata.publish.sourced import sourcing_lines

    case = open_case(context)
    with open_index(case) as index, index.read() as connection:
        if as_json:
            put_json({"records": list(sourcing_lines(connection)), "followed": are_followed(connection)})
            return
        rows = sourcing_rows(connection)
        for row in rows:
            for line in signed_lines(row, sourcing_sentence(connection, row)):
                say(line)
        if not rows:
            say("Nothing was recorded yet. Record who stands behind two files with:")
            say("stemmata behind ONE OTHER --one-person --reason TEXT")
        elif not are_followed(connection):
            say("The roots do not follow all of this yet: stemmata run counts them again.")
