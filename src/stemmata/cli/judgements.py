"""`stemmata judgements`: everything that was judged, and whether it stands."""

from typing import Annotated

import typer

from stemmata.cli.context import open_case, open_index
from stemmata.cli.terminal import put_json, say


def judgements(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """List the judgements of the case, those that were taken back too. Times are those that the signers' clocks claim.

    Example: stemmata -C riverside judgements
    """
    from stemmata.case.followed import are_followed
    from stemmata.case.judgements import judgement_rows
    from stemmata.cli.judgement_words import judgement_sentence, signed_lines
    from stemmata.publish.judged import judgement_lines

    case = open_case(context)
    with open_index(case) as index, index.read() as connection:
        if as_json:
            put_json({"judgements": list(judgement_lines(connection)), "followed": are_followed(connection)})
            return
        rows = judgement_rows(connection)
        for row in rows:
            for line in signed_lines(row, judgement_sentence(connection, row)):
                say(line)
        if not rows:
            say("Nothing was judged yet. Judge two files with: stemmata judge ONE OTHER --same --reason TEXT")
        elif not are_followed(connection):
            say("The groups do not follow all of this yet: stemmata run forms them again.")
