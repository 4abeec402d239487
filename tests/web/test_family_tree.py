"""The page of a family with a tree, as its bytes: whole without script, in both languages."""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient
from tests import cases, trees
from tests.publish import seeded_trees
from tests.publish.seeded_trees import item
from tests.web.conftest import browsing

from stemmata.case import schema
from stemmata.pipeline.proofs import PROVABLE
from stemmata.preserve.casefolder import CaseFolder
from stemmata.publish.stemma_case import Tree

TREES = {
    "target": seeded_trees.target_tree(),
    "300": seeded_trees.random_tree(300, 3, 2),
}


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory, session_configuration: Path) -> dict[str, CaseFolder]:
    return {name: trees.planted_case(tmp_path_factory.mktemp(name) / "case", tree) for name, tree in TREES.items()}


@pytest.fixture(params=list(TREES))
def tree(request: pytest.FixtureRequest) -> Tree:
    return TREES[str(request.param)]


@pytest.fixture
def client(planted: dict[str, CaseFolder], tree: Tree) -> Iterator[TestClient]:
    name = next(name for name, found in TREES.items() if found is tree)
    yield from opened(planted[name])


@pytest.fixture
def target(planted: dict[str, CaseFolder]) -> Iterator[TestClient]:
    yield from opened(planted["target"])


def opened(case: CaseFolder) -> Iterator[TestClient]:
    with browsing(case) as client:
        yield client


def svg_of(page: str) -> ElementTree.Element:
    found = re.search(r'<svg xmlns="[^"]*" class="stemma".*?\n</svg>', page, re.DOTALL)
    assert found is not None
    return ElementTree.fromstring(found[0])


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page)).replace("\u2068", "").replace("\u2069", "")


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("axis", ["steps", "time"])
def test_every_link_of_the_drawing_leads_to_something_on_the_page(
    axis: str, language: str, client: TestClient, tree: Tree
) -> None:
    client.get(f"/language/{language}?back=/")
    page = client.get(f"/family/{tree.stemma.family}?axis={axis}").text
    ids = set(re.findall(r'\sid="([^"]+)"', page))
    anchors = re.findall(r'href="#((?:ev|n)-[^"]+)"', page)
    assert anchors
    assert set(anchors) <= ids
    assert len(ids) == len(re.findall(r'\sid="[^"]+"', page))
    for fold in set(re.findall(r'class="node fold" href="([^"#]+)', page)):
        assert client.get(f"/family/{tree.stemma.family}{fold.replace('&amp;', '&')}").status_code == 200


def test_a_tree_needs_no_script_and_has_no_style_in_it(client: TestClient, tree: Tree) -> None:
    page = client.get(f"/family/{tree.stemma.family}").text
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", page)


def test_pictures_in_the_drawing_are_blurred_even_without_the_style_sheet(target: TestClient) -> None:
    images = [
        element for element in svg_of(target.get("/family/fam-7q3k").text).iter() if element.tag.endswith("image")
    ]
    assert len(images) == 11
    assert {(image.get("class"), image.get("filter")) for image in images} == {("pic", "url(#soft)")}


def test_the_lead_counts_links_by_class(target: TestClient) -> None:
    text = plain(target.get("/family/fam-7q3k").text)
    assert (
        "41 files of the same footage, in 11 nodes. Links: 7 proven, 3 likely, 2 nearest kin. No parent held: 3. "
        "Ancestors that must have existed and are not held (ω): 1." in text
    )


def test_the_evidence_of_every_drawn_link_is_on_the_page(target: TestClient) -> None:
    text = plain(target.get("/family/fam-7q3k").text)
    assert "E descends from A: A, rounded to the coding steps of E" in text
    assert "J probably comes from E. On stills-1, such links were right in 96 of 100." in text
    assert "K comes from H or from a sibling of H that is not held." in text
    assert "A common ancestor must have existed: A and C each hold seconds that the other lacks." in text


def test_the_list_has_every_node_with_its_class_in_words(target: TestClient) -> None:
    page = target.get("/family/fam-7q3k").text
    rows = {found[1]: plain(found[0]) for found in re.findall(r'(<tr data-list="(\w+)">.*?</tr>)', page, re.DOTALL)}
    assert set(rows) == {"o", *"ABCDEFGHIJKL"}
    assert "H nearest kin" in rows["K"]
    assert "B proven 0:00–0:14" in rows["H"]
    assert "D proven 0:14–0:26" in rows["H"]


def test_a_long_list_comes_in_pages(planted: dict[str, CaseFolder]) -> None:
    for client in opened(planted["300"]):
        address = f"/family/{TREES['300'].stemma.family}"
        first, second = (client.get(f"{address}{query}").text for query in ("", "?from=200"))
        assert (first.count("data-list="), second.count("data-list=")) == (200, 102)
        assert "from=200" in first
        assert "from=400" not in second


def test_looking_at_one_node_draws_the_way_to_it(planted: dict[str, CaseFolder]) -> None:
    tree = TREES["300"]
    deepest = max(tree.shape.order, key=lambda one: (tree.shape.slots[one], one))
    for client in opened(planted["300"]):
        address = f"/family/{tree.stemma.family}"
        whole, near = client.get(address).text, client.get(f"{address}?at={deepest}").text
        named = f'data-node="{tree.letters[deepest]}"'
        assert named not in whole
        assert f'class="node sel" id="n-{tree.letters[deepest]}" {named}' in near


@pytest.mark.parametrize(
    "query", ["?at=nothing", "?axis=nothing", "?from=-1", "?from=99999999999", "?at=%22%3E%3Cb%3E"]
)
def test_an_address_that_cannot_be_followed_shows_the_whole_tree(query: str, target: TestClient) -> None:
    answer = target.get(f"/family/fam-7q3k{query}")
    assert answer.status_code == 200
    assert svg_of(answer.text).get("aria-label") == "Family tree of Grain market from a roof"


def test_the_four_answers_say_which_file_and_why(target: TestClient) -> None:
    text = plain(target.get("/family/fam-7q3k").text)
    assert "More of the others come from it than from any other." in text
    assert "holds 96 % of the footage found; missing 0:00–0:03, seen only in A" in text.replace("\u00a0", " ")
    assert "Lower Town News, 14 Mar 2031, 12:00 UTC (clock as claimed by telegram)" in text


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ("svg", "image/svg+xml"),
        ("png", "image/png"),
        ("dot", "text/vnd.graphviz"),
        ("graphml", "application/graphml+xml"),
    ],
)
def test_a_drawing_is_saved_under_the_family_s_id_and_never_run(form: str, kind: str, target: TestClient) -> None:
    answer = target.get(f"/family/fam-7q3k/tree.{form}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(kind)
    assert answer.headers["content-disposition"] == f'attachment; filename="tree-fam-7q3k.{form}"'
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    for name in (b"Grain market", b"Lower Town", b".mp4"):
        assert name not in answer.content


def test_a_saved_svg_is_in_the_language_and_on_the_axis_of_the_page(target: TestClient) -> None:
    target.get("/language/ar?back=/")
    steps, time = (
        ElementTree.fromstring(target.get(f"/family/fam-7q3k/tree.svg?axis={axis}").text) for axis in ("steps", "time")
    )
    assert steps.get("direction") == "rtl"
    assert steps.get("width") != time.get("width")


@pytest.mark.parametrize("address", ["/family/fam-7q3k/tree.exe", "/family/none/tree.svg"])
def test_a_form_or_a_family_that_is_not_there_is_not_there(address: str, target: TestClient) -> None:
    assert target.get(address).status_code == 404


def test_a_family_without_a_tree_says_so_plainly(tmp_path: Path) -> None:
    case = trees.without_tree(trees.planted_case(tmp_path / "case", seeded_trees.target_tree()))
    for client in opened(case):
        text = plain(client.get("/family/fam-7q3k").text)
        assert "No tree was worked out for this family yet" in text
        assert "not analysed yet" in text
        assert client.get("/family/fam-7q3k/tree.svg").status_code == 404


def test_a_story_with_a_tree_is_a_page_without_pictures(tmp_path: Path) -> None:
    case = trees.planted_case(tmp_path / "case", seeded_trees.target_tree(), kind="story")
    for client in opened(case):
        page = client.get("/family/fam-7q3k").text
        assert "that share passages, in 11 nodes" in plain(page)
        assert "<image" not in page
        assert "/thumb/" not in page


def test_names_from_files_stay_text_on_the_page(tmp_path: Path) -> None:
    case = trees.planted_case(tmp_path / "case", seeded_trees.target_tree())
    index = cases.opened(case)
    with index.write() as connection:
        hostile = '"><img src=x onerror=alert(1)>'
        connection.execute(schema.family.update().values(title=hostile))
        connection.execute(schema.name.update().values(shown=hostile))
        connection.execute(schema.posting.update().values(channel_name=hostile, platform=hostile))
    index.close()
    for client in opened(case):
        page = client.get("/family/fam-7q3k").text
        assert "<img src=x" not in page
        svg_of(page)


def test_the_proof_picture_of_a_link_stands_with_its_evidence_blurred(tmp_path: Path, small_folder: Path) -> None:
    case = cases.made(tmp_path / "case", small_folder)
    index = cases.opened(case)
    with index.read() as connection:
        edge, member = schema.edge.c, schema.member.c
        holder = select(edge.a).where(edge.kind.in_(PROVABLE)).limit(1).scalar_subquery()
        family = str(connection.scalar(select(member.family).where(member.holder == holder)))
    trees.plant_over(index, family)
    index.close()
    for client in opened(case):
        page = client.get(f"/family/{family}").text
        card = page[page.index('<div class="evs">') : page.index('id="all"')]
        proofs = re.findall(r'<img src="(/proof/[^"]*)"[^>]*>(.{0,60})', card)
        assert proofs
        for address, after in proofs:
            assert after.startswith('<label class="show"><input type="checkbox">')
            assert client.get(address.replace("&amp;", "&")).headers["content-type"] == "image/jpeg"


def test_the_answer_to_which_is_best_is_an_item_of_the_case(target: TestClient) -> None:
    assert f'href="/item/{item("K 0")}"' in target.get("/family/fam-7q3k").text
