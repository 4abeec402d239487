"""`stemmata roots`: how many roots stand behind the case, a group, or chosen files and posts."""

from typing import TYPE_CHECKING, Annotated

import typer

from stemmata.cli.context import open_case, open_index
from stemmata.cli.terminal import put_json, say
from stemmata.model.errors import BadRequest

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from stemmata.corroborate.roots import Roots


def roots(
    context: typer.Context,
    holders: Annotated[
        list[str] | None,
        typer.Argument(metavar="[HOLDER...]", help="Names of files, or the first digits of a SHA-256 or posting id."),
    ] = None,
    family: Annotated[
        str | None, typer.Option("--family", metavar="ID", help="A group of footage or a story instead, by its id.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Say how many groups with no copying found stand behind these, and how many are shown independent.

    Example: stemmata -C riverside roots report.txt clip_07.mp4
    """
    from stemmata.corroborate.roots_json import roots_to_json

    if holders and family is not None:
        raise BadRequest("both files and a group were asked for", "name files or posts, or give --family, not both")
    case = open_case(context)
    with open_index(case) as index:
        if not isinstance(answer := index.value("answer"), dict):
            raise BadRequest("nothing has been compared in this case yet", f"run stemmata -C {case.path} run first")
        with index.read() as connection:
            counted = _counted(connection, holders or [], family)
            titles, typed = _titles(connection, counted), _typed(connection, counted)
    complete = answer.get("complete") is True
    if as_json:
        put_json({"complete": complete, "roots": roots_to_json(counted), "titles": titles})
        return
    from stemmata.cli.roots_words import roots_lines

    for line in roots_lines(counted, titles, typed):
        say(line)
    if not complete:
        say("These numbers can still change: stemmata run goes on from here.")


def _counted(connection: "Connection", holders: list[str], family: str | None) -> "Roots":
    from stemmata.case.held import family_meant, held_material, holder_meant, roots_kept, units_of
    from stemmata.case.results import CASE
    from stemmata.corroborate.roots import roots_of

    if holders:
        meant = sorted({holder_meant(connection, word) for word in holders})
        return roots_of(held_material(connection), [unit for holder in meant for unit in units_of(connection, holder)])
    kept = roots_kept(connection, CASE if family is None else family_meant(connection, family))
    if kept is None:
        raise BadRequest("no roots are kept for it", "run stemmata run once more")
    return kept


def _titles(connection: "Connection", counted: "Roots") -> dict[str, str]:
    from stemmata.case.held import origin_titles
    from stemmata.publish.unheld_words import unheld_name

    named = {name for group in counted.named for name in (*group.origins, *group.partly)}
    return origin_titles(connection, named, lambda name, texts: unheld_name(name, texts, "en"))


def _typed(connection: "Connection", counted: "Roots") -> dict[str, str]:
    """Group -> a file or post of what is its root, as commands take it."""
    from stemmata.case.held import first_unit
    from stemmata.case.named import typed_name

    found = {group.id: first_unit(connection, group.heads) for group in counted.named}
    return {group: typed_name(connection, unit.holder) for group, unit in found.items() if unit is not None}
