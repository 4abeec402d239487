"""`stemmata spread FAMILY`: when, where and by how many channels the footage or story of one family was posted."""

from typing import Annotated

import typer

from stemmata.cli.context import open_case, open_index
from stemmata.cli.terminal import put_json, say


def spread(
    context: typer.Context,
    family: Annotated[str, typer.Argument(metavar="FAMILY", help="Its id, as on its page and in families.jsonl.")],
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Say how one family spread, as far as held postings tell: when, by which channels, across which platforms.

    Example: stemmata -C riverside spread 3f9a1c07b2de
    """
    from stemmata.case.queries import family_exists, spread_of
    from stemmata.cli.spread_words import spread_lines
    from stemmata.model.errors import BadRequest

    case = open_case(context)
    with open_index(case) as index, index.read() as connection:
        if not family_exists(connection, family):
            raise BadRequest(
                f"no family has the id {family}; ids move when members join",
                "run stemmata run, then take the id from the family's page or from families.jsonl of an export",
            )
        found = spread_of(connection, family)
    if as_json:
        put_json({"family": family, "spread": found})
        return
    for line in spread_lines(found):
        say(line)
