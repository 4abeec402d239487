"""`stemmata tree FAMILY`: who was copied from whom, as a list for the terminal or as a drawing."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stemmata.cli.context import open_case, open_index
from stemmata.cli.terminal import say
from stemmata.model.errors import BadRequest, OutputExists

if TYPE_CHECKING:
    from stemmata.case.index import Index
    from stemmata.publish.stemma_case import Tree


class Format(StrEnum):
    TEXT = "text"
    SVG = "svg"
    PNG = "png"
    DOT = "dot"
    GRAPHML = "graphml"


class Axis(StrEnum):
    STEPS = "steps"
    TIME = "time"


def tree(
    context: typer.Context,
    family: Annotated[str, typer.Argument(metavar="FAMILY", help="Its id, or the beginning of it.")],
    form: Annotated[
        Format, typer.Option("--format", help="dot and graphml hold every witness; drawings fold large trees.")
    ] = Format.TEXT,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write it there.")] = None,
    axis: Annotated[Axis, typer.Option("--axis", help="Of a drawing.")] = Axis.STEPS,
) -> None:
    """Show who was copied from whom in one family, and how sure each link is. Drawings hold no pictures.

    Example: stemmata -C riverside tree 7q3k --format svg --out tree.svg
    """
    if out is not None and out.exists():
        raise OutputExists(str(out))
    if form is Format.PNG and out is None:
        raise BadRequest("a PNG cannot be printed on a terminal", "name a file: --out tree.png")
    case = open_case(context)
    with open_index(case) as index:
        made = _made(*_found(index, family), form, axis)
    if out is not None:
        out.write_bytes(made)
        say(f"Wrote {out}.")
        return
    for line in made.decode("utf-8").splitlines():
        say(line)


def _found(index: "Index", asked: str) -> tuple[str, "Tree"]:
    """The whole id of the family, and its tree."""
    from sqlalchemy import select

    from stemmata.case import schema
    from stemmata.publish.stemma_case import kept_tree

    table = schema.family.c
    with index.read() as connection:
        starts = table.id.startswith(asked, autoescape=True)
        rows = connection.execute(select(table.id).where(starts).order_by(table.id).limit(2)).all()
        exact = [row for row in rows if row.id == asked]
        if len(exact or rows) != 1:
            found = "no family's id begins" if not rows else "more than one family's id begins"
            raise BadRequest(f"{found} with {asked}", "take the id from the family's page or from families.jsonl")
        row = (exact or rows)[0]
        kept = kept_tree(connection, row.id)
    if kept is None:
        raise BadRequest(
            f"no tree was worked out for family {row.id} yet", "stemmata run works it out, if it is not running already"
        )
    return row.id, kept


def _made(family: str, kept: "Tree", form: Format, axis: Axis) -> bytes:
    from stemmata.publish.stemma_dot import stemma_dot
    from stemmata.publish.stemma_draw import drawing_of
    from stemmata.publish.stemma_graphml import stemma_graphml
    from stemmata.publish.stemma_png import stemma_png
    from stemmata.publish.stemma_svg import stemma_svg
    from stemmata.publish.stemma_text import stemma_text

    if form is Format.PNG:
        return stemma_png(kept, drawing_of(kept, axis=axis))
    if form is Format.SVG:
        text = stemma_svg(kept, drawing_of(kept, axis=axis), "en", title=family)
    elif form is Format.DOT:
        text = stemma_dot(kept, title=family)
    elif form is Format.GRAPHML:
        text = stemma_graphml(kept)
    else:
        text = "\n".join(stemma_text(kept)) + "\n"
    return text.encode("utf-8")
