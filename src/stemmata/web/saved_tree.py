"""The drawing of a family tree as a file to save, in four forms."""

from sqlalchemy import Connection

from stemmata.publish.stemma_case import kept_tree
from stemmata.publish.stemma_dot import stemma_dot
from stemmata.publish.stemma_draw import STEPS, TIME, drawing_of
from stemmata.publish.stemma_graphml import stemma_graphml
from stemmata.publish.stemma_png import stemma_png
from stemmata.publish.stemma_svg import stemma_svg
from stemmata.web.stemma import Asked

FORMS = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "dot": "text/vnd.graphviz",
    "graphml": "application/graphml+xml",
}


def saved_tree(connection: Connection, family: str, form: str, asked: Asked) -> bytes | None:
    """Named by the family's id alone: its title may be somebody's file name. None where there is no tree or form."""
    tree = kept_tree(connection, family) if form in FORMS else None
    if tree is None:
        return None
    if form == "dot":
        return stemma_dot(tree, title=family).encode("utf-8")
    if form == "graphml":
        return stemma_graphml(tree).encode("utf-8")
    axis = TIME if asked.axis == TIME else STEPS
    focus = asked.at if asked.at in tree.letters else None
    if form == "png":
        return stemma_png(tree, drawing_of(tree, axis=axis, focus=focus))
    drawing = drawing_of(tree, axis=axis, focus=focus, right_to_left=asked.language == "ar")
    return stemma_svg(tree, drawing, asked.language, title=family).encode("utf-8")
