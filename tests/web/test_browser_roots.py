"""The roots panel in a real browser: it fits, and a cell opens the evidence of its pair."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tests import cases, rooted_case, trees
from tests.web.conftest import TOKEN, on_loopback
from tests.web.test_roots_panel import FAMILY, OWN, TREE

from stemmata.corroborate.origins import Material

pytestmark = pytest.mark.browser
CROWDS = {
    "market": (rooted_case.market(OWN), rooted_case.TITLES),
    **{str(others + 1): rooted_case.crowd(OWN, others) for others in (4, 7, 12)},
}


@pytest.fixture(scope="module", params=list(CROWDS))
def opened(
    request: pytest.FixtureRequest,
    chromium: Browser,
    tmp_path_factory: pytest.TempPathFactory,
    session_configuration: Path,
) -> Iterator[Page]:
    yield from served(chromium, tmp_path_factory.mktemp("roots"), *CROWDS[request.param])


def served(browser: Browser, folder: Path, material: Material, titles: Mapping[str, str]) -> Iterator[Page]:
    """The answer of a case with these roots, at the size that pages are made for."""
    case = trees.planted_case(folder / "case", TREE)
    index = cases.opened(case)
    rooted_case.plant_roots(index, material, titles)
    with on_loopback(case, index) as base:
        context = browser.new_context(viewport={"width": 1280, "height": 720})
        page = context.new_page()
        page.goto(f"{base}/?token={TOKEN}")
        yield page
        context.close()


def visit(page: Page, address: str, language: str = "en") -> Page:
    base = "/".join(page.url.split("/")[:3])
    page.goto(f"{base}/language/{language}?back=/")
    page.goto(base + address)
    return page


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_panel_of_a_family_is_whole_on_the_first_screen(language: str, opened: Page) -> None:
    box = visit(opened, f"/family/{FAMILY}", language).locator("section.roots").bounding_box()
    assert box is not None
    assert 0 <= box["y"] <= box["y"] + box["height"] <= 720


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_numbers_of_the_answer_stay_on_the_first_screen(language: str, opened: Page) -> None:
    for selector in ("h1.answer", "ol.chain"):
        box = visit(opened, "/", language).locator(selector).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 720


@pytest.mark.parametrize("address", ["/", f"/family/{FAMILY}"])
@pytest.mark.parametrize("width", [1280, 1001, 700, 380])
def test_nothing_of_the_panel_stands_beyond_its_card(width: int, address: str, opened: Page) -> None:
    page = visit(opened, address)
    page.set_viewport_size({"width": width, "height": 720})
    page.locator("section.roots details").evaluate_all("all => all.forEach(one => { one.open = true; })")
    beyond = page.locator("section.roots").evaluate(
        """card => { const edge = card.getBoundingClientRect();
          return [...card.querySelectorAll("*:not(.vh)")].filter(one => { const at = one.getBoundingClientRect();
            return at.width && !one.closest(".vh, svg") && (at.right > edge.right + 1 || at.left < edge.left - 1);
          }).map(one => one.className + " " + one.textContent.slice(0, 40)); }"""
    )
    page.set_viewport_size({"width": 1280, "height": 720})
    assert beyond == []


@pytest.mark.parametrize("opened", ["13"], indirect=True)
def test_more_than_eight_groups_have_no_triangle(opened: Page) -> None:
    assert visit(opened, f"/family/{FAMILY}").locator("section.roots td a").count() == 0


@pytest.mark.parametrize("opened", ["market", "5", "8"], indirect=True)
def test_a_cell_opens_the_evidence_of_its_pair(opened: Page) -> None:
    page = visit(opened, f"/family/{FAMILY}")
    cells = page.locator("section.roots td a")
    target = str(cells.last.get_attribute("href"))
    assert not page.locator(f"{target} > p").first.is_visible()
    cells.last.click()
    page.locator(f"{target} > p").first.wait_for(state="visible")
