"""The forms in which a drawing leaves: each is what it says it is, and holds nothing outside itself."""

import io
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from xml.etree import ElementTree

import networkx
import pytest
from PIL import Image
from tests.publish import seeded_trees

from stemmata.lineage.stemma import Sureness
from stemmata.model.span import Span
from stemmata.publish.stemma_case import Known, Tree, tree_of
from stemmata.publish.stemma_dot import quoted, stemma_dot
from stemmata.publish.stemma_draw import STEPS, TIME, drawing_of
from stemmata.publish.stemma_drawing import BoxKind
from stemmata.publish.stemma_graphml import EDGE_KEYS, NAMESPACE, NODE_KEYS, stemma_graphml
from stemmata.publish.stemma_png import SCALE, stemma_png
from stemmata.publish.stemma_svg import stemma_svg
from stemmata.publish.stemma_text import stemma_text

SVG = "{http://www.w3.org/2000/svg}"
TREES = {
    "one": seeded_trees.random_tree(1, 1, 0),
    "target": seeded_trees.target_tree(),
    "many": seeded_trees.random_tree(300, 3, 2),
}
HOSTILE = '"><script>alert(1)</script>\u202e'


def parsed(
    tree: Tree, axis: str = STEPS, language: str = "en", pictures: Mapping[str, bytes] | None = None
) -> ElementTree.Element:
    drawing = drawing_of(tree, axis=axis, right_to_left=language == "ar")
    return ElementTree.fromstring(stemma_svg(tree, drawing, language, title="A family", pictures=pictures))


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("axis", [STEPS, TIME])
@pytest.mark.parametrize("name", TREES)
def test_an_svg_is_xml_without_script_style_or_anything_outside_itself(name: str, axis: str, language: str) -> None:
    root = parsed(TREES[name], axis, language)
    assert root.tag == f"{SVG}svg"
    for element in root.iter():
        assert element.tag not in {f"{SVG}script", f"{SVG}style", f"{SVG}image", f"{SVG}foreignObject", f"{SVG}a"}
        for key, value in element.attrib.items():
            assert key != "style"
            assert not key.lower().startswith("on")
            assert "url(" not in value
            assert not key.endswith("href")


def test_an_svg_has_a_line_and_a_box_for_everything_drawn_and_says_each_aloud() -> None:
    tree = TREES["target"]
    root = parsed(tree)
    kinds = [element.get("class") for element in root.iter(f"{SVG}path")]
    shown = {
        "e-proven": Sureness.PROVEN, "e-likely": Sureness.LIKELY, "e-kin": Sureness.NEAREST_KIN,
    }  # fmt: skip
    for kind, sureness in shown.items():
        expected = sum(link.sureness is sureness and link.parent in tree.shape.held for link in tree.stemma.descents)
        assert kinds.count(kind) == expected
    assert sum(str(kind).endswith("from-omega") for kind in kinds) == 3
    titles = {element.text for element in root.iter(f"{SVG}title")}
    assert "A: posted, 14 Mar 2031, 12:00 UTC, 3 files" in titles
    assert "ω: not held" in titles


def test_nearest_kin_has_no_arrow_and_what_comes_from_omega_a_hollow_one() -> None:
    tree = TREES["target"]
    root = parsed(tree)
    arrows = [element.get("class") for element in root.iter(f"{SVG}path") if "arrow" in str(element.get("class"))]
    directed = [link for link in tree.stemma.descents if link.sureness in {Sureness.PROVEN, Sureness.LIKELY}]
    lost = [link for link in directed if link.parent == "w-lost"]
    in_key = {"arrow": 2, "arrow hollow": 1}
    assert arrows.count("arrow hollow") == len(lost) + in_key["arrow hollow"]
    assert arrows.count("arrow") == len(directed) - len(lost) + in_key["arrow"]


def test_a_large_drawing_says_how_much_it_leaves_out() -> None:
    texts = " ".join(element.text or "" for element in parsed(TREES["many"]).iter(f"{SVG}text"))
    assert "24 of 302 nodes are drawn" in texts
    assert re.search(r"\+ \d+ below", texts)


def test_pictures_are_in_an_svg_only_when_given_and_then_within_it() -> None:
    root = parsed(TREES["target"], pictures={"w-A": b"\xff\xd8jpeg"})
    (image,) = list(root.iter(f"{SVG}image"))
    (address,) = [value for key, value in image.attrib.items() if key.endswith("href")]
    assert address.startswith("data:image/jpeg;base64,")


@pytest.mark.parametrize("axis", [STEPS, TIME])
@pytest.mark.parametrize("name", TREES)
def test_a_png_is_the_drawing_twice_as_fine(name: str, axis: str) -> None:
    drawing = drawing_of(TREES[name], axis=axis)
    with Image.open(io.BytesIO(stemma_png(TREES[name], drawing))) as image:
        assert image.format == "PNG"
        assert image.width >= drawing.width * SCALE
        assert image.height > drawing.height * SCALE


def test_a_png_draws_each_box_where_the_layout_has_it() -> None:
    tree = TREES["target"]
    drawing = drawing_of(tree)
    with Image.open(io.BytesIO(stemma_png(tree, drawing))) as image:
        for box in drawing.boxes:
            if box.kind is BoxKind.HELD:
                edge = image.getpixel(((box.x + box.width // 3) * SCALE, (box.y + box.height) * SCALE))
                inside = image.getpixel(((box.x + box.width - 3) * SCALE, (box.y + box.height - 3) * SCALE))
                assert edge != inside


def test_the_same_tree_gives_the_same_bytes() -> None:
    tree = TREES["target"]
    drawing = drawing_of(tree)
    assert stemma_png(tree, drawing) == stemma_png(tree, drawing)
    assert stemma_graphml(tree) == stemma_graphml(seeded_trees.target_tree())


QUOTED = r'"(?:[^"\\]|\\.)*"'
ATTRIBUTES = rf"\[\w+=(?:{QUOTED}|[\w.]+)(?:, \w+=(?:{QUOTED}|[\w.]+))*\]"
DOT = re.compile(
    rf"digraph \w+ \{{\n(?:  (?:graph|node) {ATTRIBUTES};\n)*(?:  {QUOTED} {ATTRIBUTES};\n)*"
    rf"(?:  {QUOTED} -> {QUOTED} {ATTRIBUTES};\n)*\}}\n"
)
"""As much of the DOT grammar as is written here (graphviz.org/doc/info/lang.html)."""


@pytest.mark.parametrize("name", TREES)
def test_dot_follows_its_grammar_and_has_every_witness_and_link(name: str) -> None:
    tree = TREES[name]
    text = stemma_dot(tree, title=HOSTILE)
    assert DOT.fullmatch(text)
    assert text.count(" -> ") == sum(link.parent is not None for link in tree.stemma.descents)
    assert len(re.findall(rf"^  {QUOTED} \[label", text, re.MULTILINE)) == len(tree.shape.order)


@pytest.mark.parametrize("text", ['a"b', "a\\", 'a\\"b', "a\nb"])
def test_a_quoted_text_ends_where_it_should(text: str) -> None:
    assert re.fullmatch(QUOTED, quoted(text))


@pytest.mark.parametrize("name", TREES)
def test_graphml_reads_back_with_its_types(name: str) -> None:
    tree = TREES[name]
    graph = networkx.read_graphml(io.BytesIO(stemma_graphml(tree).encode()), force_multigraph=True)
    assert set(graph.nodes) == set(tree.shape.order)
    links = [link for link in tree.stemma.descents if link.parent is not None]
    found = {(parent, child, key): told for parent, child, key, told in graph.edges(keys=True, data=True)}
    assert len(found) == len(links)
    for at, link in enumerate(tree.stemma.descents):
        if link.parent is None:
            continue
        told = found[link.parent, link.child, f"e{at}"]
        assert told["class"] == link.sureness.value
        assert told.get("p") == link.p
        assert told.get("population") == link.population
        assert told.get("span_start_us") == (link.span.start_us if isinstance(link.span, Span) else None)
        assert [sign["kind"] for sign in json.loads(told["evidence"])] == [sign.kind for sign in link.signs]
    for one, told in graph.nodes(data=True):
        assert told["held"] is (one in tree.shape.held)
        assert told["letter"] == tree.letters[one]


def test_graphml_declares_every_key_it_uses() -> None:
    root = ElementTree.fromstring(stemma_graphml(TREES["target"]))
    space = f"{{{NAMESPACE}}}"
    declared = {key.get("id"): key.get("attr.type") for key in root.iter(f"{space}key")}
    assert declared == {f"node_{name}": kind for name, kind in NODE_KEYS.items()} | {
        f"edge_{name}": kind for name, kind in EDGE_KEYS.items()
    }
    assert {datum.get("key") for datum in root.iter(f"{space}data")} <= declared.keys()
    assert all(kind in {"boolean", "int", "long", "float", "double", "string"} for kind in declared.values())


def test_what_a_file_says_of_itself_stays_text_in_every_form() -> None:
    stemma = seeded_trees.target()
    links = tuple(replace(link, population=HOSTILE if link.p is not None else None) for link in stemma.descents)
    known = {one: replace(found, names=(HOSTILE,), channel=HOSTILE) for one, found in TREES["target"].known.items()}
    tree = tree_of(replace(stemma, descents=links), known)
    svg = stemma_svg(tree, drawing_of(tree), "en", title=HOSTILE)
    assert "<script" not in svg
    assert ElementTree.fromstring(svg).get("aria-label") == HOSTILE.replace("\u202e", "\\u202e")
    assert "<script" not in stemma_graphml(tree)
    assert DOT.fullmatch(stemma_dot(tree, title=HOSTILE))


def test_the_list_for_a_terminal_has_every_witness_once_below_the_one_it_comes_from() -> None:
    tree = TREES["many"]
    lines = stemma_text(tree)
    named = {line.split()[0]: (len(line) - len(line.lstrip())) // 2 for line in lines[: lines.index("")]}
    assert set(named) == set(tree.letters.values())
    for one, above in tree.shape.under.items():
        assert named[tree.letters[one]] == (0 if above is None else named[tree.letters[above]] + 1)


def test_the_list_for_a_terminal_says_the_class_in_words() -> None:
    lines = {line.split()[0]: line for line in stemma_text(TREES["target"]) if line}
    assert lines["L"].endswith("nearest kin to E")
    assert "likely from E (right in 96 of 100 on stills-1), smaller" in lines["J"]
    assert lines["H"].endswith("proven from B, 0:00–0:14; proven from D, 0:14–0:26")
    alone = tree_of(TREES["one"].stemma, {TREES["one"].stemma.witnesses[0].id: Known()})
    assert stemma_text(alone)[0].endswith("no parent held")
