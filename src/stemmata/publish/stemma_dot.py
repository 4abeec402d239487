"""A whole stemma for GraphViz: every witness and every link, by class; read with `dot -Tsvg`.

Ids of nodes are ids of witnesses, labels are letters; nothing else of the case stands in it.
"""

from stemmata.lineage.stemma import Sureness
from stemmata.publish.stemma_case import Tree
from stemmata.publish.stemma_sentences import class_word, edge_word

STYLES = {
    Sureness.PROVEN: "style=solid, penwidth=2.8, arrowhead=normal",
    Sureness.LIKELY: "style=dashed, penwidth=1.9, arrowhead=normal",
    Sureness.NEAREST_KIN: "style=dotted, penwidth=2, arrowhead=none",
}
FROM_OMEGA = {
    Sureness.PROVEN: 'style=solid, color="black:white:black", arrowhead=empty',
    Sureness.LIKELY: "style=dashed, penwidth=1.9, arrowhead=empty",
    Sureness.NEAREST_KIN: "style=dotted, penwidth=2, arrowhead=none",
}


def stemma_dot(tree: Tree, *, title: str) -> str:
    lines = [
        "digraph stemma {",
        f"  graph [rankdir=LR, label={quoted(title)}];",
        "  node [shape=box];",
    ]
    for one in tree.shape.order:
        if one in tree.shape.elsewhere:
            look = "style=dashed"
        elif one not in tree.shape.held:
            look = "shape=circle, style=dashed"
        else:
            look = "style=dotted" if tree.shape.under[one] is None else "style=solid"
        known = tree.known[one]
        label = tree.letters[one] if known.files < 2 else f"{tree.letters[one]} ({known.files} files)"
        lines.append(f"  {quoted(one)} [label={quoted(label)}, {look}];")
    for link in tree.stemma.descents:
        if link.parent is None:
            continue
        look = (STYLES if link.parent in tree.shape.held else FROM_OMEGA)[link.sureness]
        word = edge_word(tree.stemma, link, "en")
        label = f", label={quoted(word)}" if word is not None else ""
        named = quoted(class_word(link, "en"))
        lines.append(f"  {quoted(link.parent)} -> {quoted(link.child)} [{look}, tooltip={named}{label}];")
    return "\n".join([*lines, "}"]) + "\n"


def quoted(text: str) -> str:
    """As the DOT language has it: within quotes only the quote is escaped, so a backslash before it must be too."""
    plain = "".join(character if character.isprintable() else "?" for character in text)
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'
