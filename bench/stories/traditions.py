"""Traditions whose stemma is known: what each copy says, from a variant graph, and who was copied from whom.

The variant graph is that of Stemmarest and Text::Tradition (GraphML): readings are nodes, and every witness is a path.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

NAMESPACE = "{http://graphml.graphdrawing.org/xmlns}"
_EDGE = re.compile(r'("[^"]+"|[^\s";{}]+)\s*->\s*("[^"]+"|[^\s";{}]+)\s*;')
_LOST = re.compile(r'^\s*("[^"]+"|[^\s"\[]+)\s*\[\s*class=hypothetical', re.MULTILINE)
LACUNA = "\n\n"
"""Where a copy is lost for a while nothing stands."""


@dataclass(frozen=True, slots=True)
class Tradition:
    """`texts` by witness. `edges`: (parent, child), among them copies that are not held: `lost`."""

    texts: Mapping[str, str]
    edges: tuple[tuple[str, str], ...]
    lost: frozenset[str]

    @property
    def witnesses(self) -> list[str]:
        """Those that both the texts and the stemma have."""
        named = {name for edge in self.edges for name in edge}
        return sorted(named & self.texts.keys())

    def held_edges(self) -> set[tuple[str, str]]:
        """With what is lost left out: its children come from its parents."""
        edges = set(self.edges)
        for lost in sorted(self.lost):
            above = {parent for parent, child in edges if child == lost}
            below = {child for parent, child in edges if parent == lost}
            edges = {edge for edge in edges if lost not in edge} | {(one, other) for one in above for other in below}
        return edges


def tradition(graph: Path, stemma: Path) -> Tradition:
    """From a variant graph (.xml) or a table of aligned words (.csv, a column for each witness), and a stemma
    (.dot)."""
    drawn = stemma.read_text("utf-8")
    edges = tuple((one.strip('"'), other.strip('"')) for one, other in _EDGE.findall(drawn))
    lost = frozenset(name.strip('"') for name in _LOST.findall(drawn))
    return Tradition(_columns(graph) if graph.suffix == ".csv" else _paths(graph), edges, lost)


def _paths(graph: Path) -> dict[str, str]:
    root = ElementTree.parse(graph).getroot()
    named = {key.get("id"): key.get("attr.name") for key in root.iter(f"{NAMESPACE}key")}

    def read(element: ElementTree.Element) -> dict[str | None, str]:
        return {named[one.get("key")]: one.text or "" for one in element.iter(f"{NAMESPACE}data")}

    whole = next(root.iter(f"{NAMESPACE}graph"))
    nodes = {str(node.get("id")): read(node) for node in whole.iter(f"{NAMESPACE}node")}
    after: dict[str, dict[str, str]] = {}
    for edge in whole.iter(f"{NAMESPACE}edge"):
        values = read(edge)
        if "witness" in values and "extra" not in values:
            after.setdefault(values["witness"], {})[str(edge.get("source"))] = str(edge.get("target"))
    start = next(name for name, values in nodes.items() if "is_start" in values)
    return {witness: _told(start, steps, nodes) for witness, steps in sorted(after.items())}


def _told(start: str, steps: Mapping[str, str], nodes: Mapping[str, Mapping[str | None, str]]) -> str:
    words: list[str] = []
    at = start
    while at in steps and "is_end" not in nodes[steps[at]]:
        at = steps[at]
        words.append(LACUNA if "is_lacuna" in nodes[at] else nodes[at].get("text", ""))
    return " ".join(words)


def _columns(table: Path) -> dict[str, str]:
    head, *rows = csv.reader(table.read_text("utf-8").splitlines())
    cells = {name: [row[at] for row in rows] for at, name in enumerate(head) if "(" not in name}
    return {name: " ".join(word for word in found if word and word != "#LACUNA#") for name, found in cells.items()}
