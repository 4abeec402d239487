"""The family tree in a real browser: the walk by keys, what stands where, and that nothing is shown unblurred."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page
from tests import cases, trees
from tests.publish import seeded_trees
from tests.web.conftest import TOKEN, on_loopback

from stemmata.publish.stemma_case import Tree

pytestmark = pytest.mark.browser
TREES = {
    "target": seeded_trees.target_tree(),
    "3": seeded_trees.random_tree(3, 1),
    "30": seeded_trees.random_tree(30, 2, 2),
    "300": seeded_trees.random_tree(300, 3, 2),
}


@dataclass(frozen=True, slots=True)
class Site:
    """One case of one family, served on loopback."""

    base: str
    family: str

    @property
    def page(self) -> str:
        return f"{self.base}/family/{self.family}"


@pytest.fixture(scope="module", params=list(TREES))
def site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, session_configuration: Path
) -> Iterator[Site]:
    yield from served(TREES[request.param], tmp_path_factory.mktemp(f"tree-{request.param}"))


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory, session_configuration: Path) -> Iterator[Site]:
    yield from served(TREES["target"], tmp_path_factory.mktemp("target"))


def served(tree: Tree, folder: Path) -> Iterator[Site]:
    case = trees.planted_case(folder / "case", tree, pictures=True)
    with on_loopback(case, cases.opened(case)) as base:
        yield Site(base, tree.stemma.family)


_SESSIONS: dict[str, object] = {}


def visit(chromium: Browser, site: Site, query: str = "", *, scripts: bool = True, arabic: bool = False) -> Page:
    """A page at the size that pages are made for. The printed address opens a case once: its cookie is kept."""
    context = chromium.new_context(
        viewport={"width": 1280, "height": 720},
        java_script_enabled=scripts,
        storage_state=_SESSIONS.get(site.base),  # type: ignore[arg-type]
    )
    opened = context.new_page()
    if site.base not in _SESSIONS:
        opened.goto(f"{site.base}/?token={TOKEN}")
        _SESSIONS[site.base] = context.storage_state()
    opened.goto(f"{site.base}/language/{'ar' if arabic else 'en'}?back=/")
    opened.goto(site.page + query)
    return opened


BOXES = "svg.stemma a.node > :is(rect, circle).box"
EDGES = "all => all.map(one => one.getBoundingClientRect()).map(at => [at.left, at.top, at.right, at.bottom])"


def boxes(page: Page) -> list[list[float]]:
    """left, top, right, bottom of each, asked at once."""
    found = page.locator(BOXES).evaluate_all(EDGES)
    return [[float(edge) for edge in box] for box in found]


@pytest.mark.parametrize("query", ["", "?axis=time"])
@pytest.mark.parametrize("arabic", [False, True])
def test_no_two_boxes_meet_on_the_page(arabic: bool, query: str, chromium: Browser, site: Site) -> None:
    page = visit(chromium, site, query, arabic=arabic)
    found = boxes(page)
    assert len(found) == page.locator("svg.stemma a.node").count() >= 3
    for one, other in combinations(found, 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart, (one, other)
    page.context.close()


WORDS = """all => all.map(node => {
  const box = node.querySelector(".box").getBoundingClientRect();
  const words = [...node.querySelectorAll("text")].map(one => one.getBoundingClientRect());
  const start = Math.min(...words.map(one => one.left)), end = Math.max(...words.map(one => one.right));
  return [node.textContent, box.left, box.right, start, end];
})"""


def test_the_words_in_a_box_stay_within_it(chromium: Browser, target: Site) -> None:
    for arabic in (False, True):
        page = visit(chromium, target, arabic=arabic)
        found = page.locator("svg.stemma a.node").evaluate_all(WORDS)
        assert len(found) == 13
        for words, left, right, start, end in found:
            assert left - 1 <= start <= end <= right + 1, words
        page.context.close()


def test_the_first_sentence_and_the_roots_are_on_the_first_screen(chromium: Browser, site: Site) -> None:
    page = visit(chromium, site)
    for selector in ("p.lead", "section[aria-labelledby=ro]"):
        box = page.locator(selector).bounding_box()
        assert box is not None
        assert 0 <= box["y"] <= box["y"] + box["height"] <= 720
    page.context.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_no_picture_is_unblurred_until_asked(scripts: bool, chromium: Browser, site: Site) -> None:
    page = visit(chromium, site, scripts=scripts)
    pictures = page.locator("svg.stemma image, .clip > img")
    assert pictures.count() > 0
    if scripts:
        filters = pictures.evaluate_all("all => all.map(one => getComputedStyle(one).filter)")
        assert all("blur" in found for found in filters)
        page.keyboard.press("v")
        shown = page.locator("svg.stemma image").evaluate_all("all => all.map(one => getComputedStyle(one).filter)")
        assert set(shown) == {"none"}
        page.keyboard.press("Escape")
        again = page.locator("svg.stemma image").evaluate_all("all => all.map(one => getComputedStyle(one).filter)")
        assert all("blur" in found for found in again)
    page.context.close()


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.dataset.node || document.activeElement.id || ''"))


@pytest.mark.parametrize(("arabic", "end", "start"), [(False, "Right", "Left"), (True, "Left", "Right")])
def test_arrows_lead_along_the_lines_and_through_the_columns(
    arabic: bool, end: str, start: str, chromium: Browser, target: Site
) -> None:
    page = visit(chromium, target, arabic=arabic)
    page.locator("[data-node=A]").focus()
    page.keyboard.press(f"Arrow{end}")
    assert focused(page) == "E"
    page.keyboard.press(f"Arrow{end}")
    assert focused(page) == "J"
    page.keyboard.press("ArrowDown")
    assert focused(page) == "L"
    for expected in ("E", "A", "o", "o"):
        page.keyboard.press(f"Arrow{start}")
        assert focused(page) == expected
    page.context.close()


def test_enter_opens_the_evidence_and_its_link_leads_back(chromium: Browser, target: Site) -> None:
    page = visit(chromium, target)
    page.locator("[data-node=J]").focus()
    page.keyboard.press("Enter")
    assert focused(page) == "ev-J"
    assert page.locator(".ev-card:visible").count() == 1
    assert "J probably comes from E" in str(page.locator("#ev-J .ev p").first.text_content())
    assert page.locator("a.edge.sel").get_attribute("data-child") == "J"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert focused(page) == "J"
    page.context.close()


def test_space_unfolds_the_files_of_a_pile(chromium: Browser, target: Site) -> None:
    page = visit(chromium, target)
    page.locator("[data-node=A]").focus()
    page.keyboard.press("Space")
    files = page.locator("#ev-A details.pile li")
    assert files.count() == 3
    assert files.first.is_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.context.close()


def test_a_click_on_a_line_opens_its_evidence(chromium: Browser, target: Site) -> None:
    page = visit(chromium, target)
    page.locator("a.edge[data-child=G] .hit").click(force=True)
    assert page.locator("#ev-G").is_visible()
    assert page.url.endswith("#ev-G")
    page.context.close()


def test_without_script_a_line_and_a_row_open_their_evidence(chromium: Browser, target: Site) -> None:
    page = visit(chromium, target, scripts=False)
    assert page.locator(".ev-card:visible").count() == 1
    for link in (page.locator("svg.stemma a.node#n-J"), page.locator("tr[data-list=K] a[data-row]")):
        name = opened_by(link)
        link.click()
        assert page.locator(f"#{name}").is_visible()
        assert page.locator(".ev-card:visible").count() == 1
    page.context.close()


def opened_by(link: Locator) -> str:
    return str(link.get_attribute("href")).removeprefix("#")


def test_in_arabic_the_steps_run_from_right_to_left(chromium: Browser, target: Site) -> None:
    page = visit(chromium, target, arabic=True)
    lost, root, copy = (page.locator(f"[data-node={name}] .box").bounding_box() for name in ("o", "A", "E"))
    assert lost is not None
    assert root is not None
    assert copy is not None
    assert lost["x"] > root["x"] > copy["x"]
    page.context.close()


def test_a_fold_leads_to_what_it_holds(chromium: Browser, tmp_path: Path) -> None:
    for site in served(TREES["300"], tmp_path):
        page = visit(chromium, site)
        fold = page.locator("a.node.fold").first
        fold.focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert "at=" in page.url
        assert page.locator("a.node.sel").count() == 1
        page.context.close()


def test_nothing_asks_elsewhere_or_breaks_the_policy(chromium: Browser, site: Site) -> None:
    page = visit(chromium, site)
    broken: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: broken.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site.page}?axis=time")
    assert broken == []
    assert [url for url in asked if not url.startswith(site.base)] == []
    page.context.close()


def test_a_wide_drawing_scrolls_within_its_card_on_a_narrow_screen(chromium: Browser, site: Site) -> None:
    page = visit(chromium, site)
    page.set_viewport_size({"width": 400, "height": 720})
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    page.context.close()
