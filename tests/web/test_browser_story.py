"""Searches and stories in a real browser: directions, marks, keys, and nothing beyond its place at any width."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page
from tests import cases, stories
from tests.judged_case import own_copy
from tests.web.conftest import TOKEN, on_loopback

from stemmata.pipeline import named_changes
from stemmata.preserve.casefolder import CaseFolder

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def story(story_case: CaseFolder, tmp_path_factory: pytest.TempPathFactory) -> tuple[CaseFolder, dict[str, str]]:
    """A case of one's own, and the addresses of its two stories."""
    case = own_copy(story_case, tmp_path_factory.mktemp("story") / "case")
    index = cases.opened(case)
    before, after = stories.holder(index, "Shell hits"), stories.holder(index, "Dozens")
    places = {
        "en": f"/story/{stories.story(index, 'Dozens')}?before={before}&after={after}",
        "ar": f"/story/{stories.story(index, 'قُتل ١٢')}?before={stories.holder(index, 'قُتل ١٢')}"
        f"&after={stories.holder(index, 'قُتل العشرات')}",
        "text": f"/text/{stories.holder(index, 'قُتل العشرات')}?q={quote('مستشفى')}",
    }
    index.close()
    return case, places


@pytest.fixture
def page(
    chromium: Browser,
    story: tuple[CaseFolder, dict[str, str]],
    session_configuration: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Page]:
    monkeypatch.setenv("STEMMATA_CONFIG", str(session_configuration))
    monkeypatch.setattr(named_changes, "NAMER", stories.namer)
    with on_loopback(story[0], cases.opened(story[0])) as base:
        context = chromium.new_context(viewport={"width": 1280, "height": 720}, base_url=base)
        opened = context.new_page()
        opened.goto(f"/?token={TOKEN}")
        yield opened
        context.close()


@pytest.fixture
def places(story: tuple[CaseFolder, dict[str, str]]) -> dict[str, str]:
    return story[1] | {"search": f"/search?q={quote('مستشفى OR market')}"}


def direction(page: Page, selector: str) -> list[str]:
    """Of each element: its computed direction."""
    found = page.locator(selector).evaluate_all("all => all.map(one => getComputedStyle(one).direction)")
    return [str(one) for one in found]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_text_keeps_its_direction_in_a_page_of_the_other(language: str, page: Page, places: dict[str, str]) -> None:
    page.goto(f"/language/{language}?back=/")
    for name, expected in (("en", "ltr"), ("ar", "rtl")):
        page.goto(places[name])
        assert set(direction(page, ".version .text p")) == {expected}
        assert direction(page, "html") == ["rtl" if language == "ar" else "ltr"]


def test_a_snippet_runs_its_own_way_and_lies_at_its_own_side(page: Page, places: dict[str, str]) -> None:
    page.goto(places["search"])
    found = page.locator(".snippet").evaluate_all(
        "all => all.map(one => [one.lang, getComputedStyle(one).direction, getComputedStyle(one).textAlign])"
    )
    assert {(lang, way) for lang, way, _ in found} == {("ar", "rtl"), ("en", "ltr")}
    assert {align for _, _, align in found} == {"start"}


def test_marks_inside_mixed_text_stand_on_the_words_that_they_mean(page: Page, places: dict[str, str]) -> None:
    page.goto(places["en"])
    new = page.locator(".version mark.new")
    assert new.inner_text() == "Among them were children (بينهم أطفال)."
    word = new.bounding_box()
    block = page.locator(".version .text p", has=page.locator("mark.new")).bounding_box()
    assert word is not None
    assert block is not None
    assert block["x"] - 1 <= word["x"] <= word["x"] + word["width"] <= block["x"] + block["width"] + 1


def test_keys_go_through_changes_and_a_change_is_confirmed_and_taken_back_by_keys_alone(
    page: Page, places: dict[str, str]
) -> None:
    page.goto(places["en"])
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.getAttribute('href')").endswith("-1")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#after-1"
    page.goto(places["en"])
    page.keyboard.press("j")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Confirm"
    page.keyboard.press("Enter")
    page.wait_for_url("**signed=confirmed**")
    assert page.locator("#change-1 .tag").inner_text().strip() == "confirmed"
    page.locator("#change-1 button[value=back]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**signed=back**")
    assert page.locator("#change-1 .tag").inner_text().strip() == "suggested"


def test_the_page_works_without_script(
    chromium: Browser, page: Page, places: dict[str, str], story: tuple[CaseFolder, dict[str, str]]
) -> None:
    bare = chromium.new_context(java_script_enabled=False, storage_state=page.context.storage_state())
    base = "/".join(page.url.split("/")[:3])
    opened = bare.new_page()
    opened.goto(base + places["ar"])
    options = opened.locator("select[name=after] option")
    assert options.count() == 3
    opened.locator("form.choose button").click()
    assert "after=" in opened.url
    opened.locator("li#change-1 button[value=rejected]").click()
    assert "signed=rejected" in opened.url
    opened.locator("li#change-1 button[value=back]").click()
    assert "signed=back" in opened.url
    bare.close()


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [1280, 1001, 700, 400])
def test_nothing_stands_beyond_the_page(width: int, language: str, page: Page, places: dict[str, str]) -> None:
    page.goto(f"/language/{language}?back=/")
    page.set_viewport_size({"width": width, "height": 720})
    for address in places.values():
        page.goto(address)
        beyond = page.evaluate(
            """() => { const wide = document.documentElement.clientWidth;
              return [...document.querySelectorAll("main *:not(.vh)")].filter(one => {
                const at = one.getBoundingClientRect();
                return at.width && !one.closest(".vh") && (at.right > wide + 1 || at.left < -1);
              }).map(one => one.tagName + " " + one.textContent.slice(0, 40)); }"""
        )
        assert beyond == [], (width, address)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_marked_can_be_told_without_colour(scheme: str, page: Page, places: dict[str, str]) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(places["en"])
    lines = {
        kind: page.locator(f".legend mark.{kind}").evaluate(
            "one => { const s = getComputedStyle(one); return s.borderBlockEndStyle + s.borderBlockEndWidth; }"
        )
        for kind in ("changed", "gone", "new")
    }
    assert len(set(lines.values())) == 3
