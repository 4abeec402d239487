"""A whole stemma as GraphML 1.1 (Brandes et al., Graph Drawing 2001), with typed keys."""

import json
from xml.etree import ElementTree

from stemmata.lineage.stemma_json import sign_to_json
from stemmata.model.span import TextSpan
from stemmata.publish.stemma_case import Tree

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
SCHEMA = "http://graphml.graphdrawing.org/xmlns/1.1/graphml.xsd"
NODE_KEYS = {"letter": "string", "held": "boolean", "elsewhere": "boolean", "files": "int", "holders": "string"}
EDGE_KEYS = {
    "class": "string",
    "p": "double",
    "population": "string",
    "judged": "boolean",
    "span_start_us": "long",
    "span_end_us": "long",
    "span_start": "long",
    "span_end": "long",
    "undirected": "boolean",
    "assumes": "string",
    "evidence": "string",
}
"""Name -> type. What is not known has no datum. span_start, span_end: code points of a text. holders, assumes,
evidence: JSON; evidence as lineage.jsonl has it."""


def stemma_graphml(tree: Tree) -> str:
    """Witnesses are nodes by their ids, links edges from parent to child; a witness without a parent has no edge."""
    ElementTree.register_namespace("", NAMESPACE)
    root = ElementTree.Element(
        f"{{{NAMESPACE}}}graphml",
        {"{http://www.w3.org/2001/XMLSchema-instance}schemaLocation": f"{NAMESPACE} {SCHEMA}"},
    )
    for domain, keys in (("node", NODE_KEYS), ("edge", EDGE_KEYS)):
        for name, kind in keys.items():
            fields = {"id": f"{domain}_{name}", "for": domain, "attr.name": name, "attr.type": kind}
            ElementTree.SubElement(root, f"{{{NAMESPACE}}}key", fields)
    graph = ElementTree.SubElement(root, f"{{{NAMESPACE}}}graph", {"id": tree.stemma.family, "edgedefault": "directed"})
    for one in tree.shape.order:
        node = ElementTree.SubElement(graph, f"{{{NAMESPACE}}}node", {"id": one})
        known = tree.known[one]
        _put(node, "node_letter", tree.letters[one])
        _put(node, "node_held", one in tree.shape.held)
        _put(node, "node_elsewhere", one in tree.shape.elsewhere)
        _put(node, "node_files", known.files)
        _put(node, "node_holders", json.dumps(list(known.holders)))
    for at, link in enumerate(tree.stemma.descents):
        if link.parent is None:
            continue
        fields = {"id": f"e{at}", "source": link.parent, "target": link.child}
        edge = ElementTree.SubElement(graph, f"{{{NAMESPACE}}}edge", fields)
        _put(edge, "edge_class", link.sureness.value)
        _put(edge, "edge_p", link.p)
        _put(edge, "edge_population", link.population)
        _put(edge, "edge_judged", link.judged)
        if isinstance(link.span, TextSpan):
            _put(edge, "edge_span_start", link.span.start)
            _put(edge, "edge_span_end", link.span.end)
        elif link.span is not None:
            _put(edge, "edge_span_start_us", link.span.start_us)
            _put(edge, "edge_span_end_us", link.span.end_us)
        _put(edge, "edge_undirected", link.undirected)
        _put(edge, "edge_assumes", json.dumps(list(link.assumes)))
        signs = [sign_to_json(sign) for sign in link.signs]
        _put(edge, "edge_evidence", json.dumps(signs, sort_keys=True))
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _put(element: ElementTree.Element, key: str, value: str | float | bool | None) -> None:
    if value is None:
        return
    text = str(value).lower() if isinstance(value, bool) else str(value)
    plain = "".join(character if character.isprintable() else "\ufffd" for character in text)
    ElementTree.SubElement(element, f"{{{NAMESPACE}}}data", {"key": key}).text = plain
