"""`stemmata tasks`: what waits for a person."""

from typing import Annotated

import typer

from stemmata.cli.context import open_case, open_index
from stemmata.cli.terminal import put_json, say


def tasks(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """List what no machine may settle: what people signed that contradicts itself, or that later results contradict.

    Example: stemmata -C riverside tasks
    """
    from stemmata.case import tasks as kept
    from stemmata.cli.judgement_words import task_sentence
    from stemmata.publish.judged import task_lines

    case = open_case(context)
    with open_index(case) as index, index.read() as connection:
        if as_json:
            put_json({"tasks": list(task_lines(connection))})
            return
        found = kept.tasks(connection)
        for task in found:
            say(f"{task.id}  {task_sentence(connection, task)}")
            say(f"              entries: {', '.join(entry[:16] for entry in task.entries)}")
        if not found:
            say("No task waits.")
