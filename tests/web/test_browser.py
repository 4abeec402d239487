"""The workspace in a real browser: what a person meets, and what leaves the machine (nothing)."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tests.judged_case import own_copy, unit

from stemmata.preserve.casefolder import CaseFolder

pytestmark = pytest.mark.browser


@pytest.fixture
def address(small_case: CaseFolder) -> Iterator[str]:
    with serving(small_case) as printed:
        yield printed


@contextmanager
def serving(case: CaseFolder) -> Iterator[str]:
    """`stemmata serve`, as a person starts it."""
    program = Path(sys.executable).with_name("stemmata")
    served = subprocess.Popen(
        [str(program), "-C", str(case.path), "serve", "--json"], stdout=subprocess.PIPE, text=True
    )
    try:
        assert served.stdout is not None
        yield str(json.loads(served.stdout.readline())["address"])
    finally:
        served.terminate()
        served.wait(timeout=20)
        assert served.stdout is not None
        served.stdout.close()


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """The answer, open at the size that the pages are made for; every request is kept in `page.asked`."""
    context = chromium.new_context(viewport={"width": 1280, "height": 720})
    opened = context.new_page()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    opened.goto(address)
    yield opened
    base = address.split("/?")[0]
    assert [url for url in asked if not url.startswith(base)] == []
    context.close()


def test_the_first_sentence_and_the_four_numbers_are_on_the_first_screen(page: Page) -> None:
    for selector in ("h1.answer", "ol.chain"):
        box = page.locator(selector).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 720


def test_pictures_are_blurred_until_asked(page: Page) -> None:
    page.goto(page.url.rstrip("/") + "/footage")
    picture = page.locator(".clip > img").first
    assert "blur" in picture.evaluate("node => getComputedStyle(node).filter")
    page.locator(".clip .show").first.click()
    assert picture.evaluate("node => getComputedStyle(node).filter") == "none"
    page.keyboard.press("Escape")
    assert "blur" in picture.evaluate("node => getComputedStyle(node).filter")


def test_the_keyboard_leads_through_the_case(page: Page) -> None:
    for key, path in (("f", "/footage"), ("i", "/items"), ("x", "/failures"), ("h", "/history"), ("a", "/")):
        page.keyboard.press("g")
        with page.expect_navigation():
            page.keyboard.press(key)
        assert page.url.endswith(path)


def test_a_family_is_three_keys_from_the_answer(page: Page) -> None:
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/family/" in page.url
    assert page.locator("table.members tbody tr").count() >= 1  # files of one stream are one row
    assert "files of the same footage" in page.locator("main").inner_text()


def test_arabic_pages_run_from_right_to_left(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_text("العربية").click()
    assert page.locator("html").get_attribute("dir") == "rtl"
    rail, main = page.locator("nav.rail").bounding_box(), page.locator("main").bounding_box()
    assert rail is not None
    assert main is not None
    assert rail["x"] > main["x"]


def test_nothing_scrolls_sideways_on_a_narrow_screen(page: Page) -> None:
    page.set_viewport_size({"width": 400, "height": 720})
    base = page.url.rstrip("/")
    family = str(page.locator("ol.next a").first.get_attribute("href"))
    for path in ("/", "/footage", "/stories", "/items", "/failures", "/history", family):
        page.goto(base + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 400, path


def test_the_policy_against_foreign_scripts_is_never_broken(page: Page) -> None:
    broken: list[str] = []
    page.on("console", lambda message: broken.append(message.text) if message.type == "error" else None)
    base = page.url.rstrip("/")
    for path in ("/", "/footage", "/stories", "/items", "/failures", "/history", "/search?q=water"):
        page.goto(base + path)
    assert broken == []


def test_proof_pictures_are_reached_by_keyboard_and_blurred_until_asked(page: Page) -> None:
    page.goto(page.url.rstrip("/") + str(page.locator("ol.next a").first.get_attribute("href")))
    summary = page.locator("#proofs > summary")
    summary.focus()
    page.keyboard.press("Enter")
    picture = page.locator(".proofs img").first
    picture.scroll_into_view_if_needed()
    assert picture.evaluate("node => node.decode().then(() => node.naturalWidth)") == 1000
    assert "blur" in picture.evaluate("node => getComputedStyle(node).filter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert picture.evaluate("node => getComputedStyle(node).filter") == "none"
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/proof/" in page.url


def test_a_pair_is_judged_and_undone_by_keyboard(
    chromium: Browser,
    small_case: CaseFolder,
    session_configuration: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As a browser sends it: with the origin, the cookie and the form's secret that a browser really has."""
    monkeypatch.setenv("STEMMATA_CONFIG", str(session_configuration))
    case = own_copy(small_case, tmp_path / "case")
    photo, crop = unit(case, "photo.png").holder, unit(case, "crop.jpg").holder
    with serving(case) as printed:
        context = chromium.new_context(viewport={"width": 400, "height": 720})
        page = context.new_page()
        page.goto(printed)
        page.goto(printed.split("/?")[0] + f"/compare/{photo}/{crop}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 400
        page.keyboard.press("d")
        assert page.locator("input[value=different]").is_checked()
        page.keyboard.press("w")
        page.keyboard.type("another wall, not the same")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert "Signed: A and B are different." in page.locator("[role=status]").inner_text()
        with page.expect_navigation():
            page.keyboard.press("z")
        assert "is taken back" in page.locator("[role=status]").inner_text()
        page.keyboard.press("p")
        assert page.locator("input[name=said]:checked").count() == 0
        page.keyboard.press("o")
        page.keyboard.press("p")
        assert page.locator("input[value=a_parent]").is_checked()
        assert page.evaluate("document.documentElement.scrollWidth") <= 400
        context.close()
    assert [entry.type for entry in case.entries()].count("judge") == 2
