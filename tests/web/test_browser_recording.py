"""Recording and reviewing in a real browser: by keyboard, without script, and in both directions."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import insert
from tests import cases
from tests.judged_case import own_copy, unit
from tests.web.conftest import TOKEN, on_loopback

from stemmata.case import schema
from stemmata.preserve.casefolder import CaseFolder

pytestmark = pytest.mark.browser


@pytest.fixture
def case(
    small_case: CaseFolder, session_configuration: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> CaseFolder:
    monkeypatch.setenv("STEMMATA_CONFIG", str(session_configuration))
    made = own_copy(small_case, tmp_path / "case")
    index = cases.opened(made)
    pair = sorted(unit(made, name).holder for name in ("photo.png", "unrelated.png"))
    with index.write() as connection:
        connection.execute(insert(schema.undecided).values(
            a=pair[0], b=pair[1], method="picture/4", verdict="undecided", facts="{}",
        ))  # fmt: skip
    index.close()
    return made


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def page(request: pytest.FixtureRequest, chromium: Browser, case: CaseFolder) -> Iterator[Page]:
    with on_loopback(case, cases.opened(case)) as base:
        context = chromium.new_context(
            viewport={"width": 1280, "height": 720}, java_script_enabled=request.param, base_url=base
        )
        opened = context.new_page()
        opened.goto(f"/?token={TOKEN}")
        yield opened
        context.close()


def kinds(case: CaseFolder) -> list[str]:
    return [entry.type for entry in case.entries()][2:]


def test_two_named_observers_are_recorded_beside_their_pair_and_taken_back(page: Page, case: CaseFolder) -> None:
    page.goto("/#roots")
    pair = page.locator("details.pair").first
    pair.locator("> summary").click()
    pair.locator("details.recording > summary").click()
    form = pair.locator("form.record")
    person = form.locator("input[name=one_person_named]")
    assert not person.is_visible()
    form.locator("select").select_option("separate_observers")
    person.fill("Nadia Qamar")
    form.locator("input[name=other_person_named]").fill("P-015")
    form.locator("input[name=reason]").fill("met both; not of one crew")
    with page.expect_navigation():
        form.locator("button").click()
    assert "Separate observers are behind" in page.locator("#recorded").inner_text()
    assert page.locator("section.roots .big3 b").nth(1).inner_text() == "2"
    assert "Nadia" not in page.content()
    undo = page.locator(".records form").first
    undo.locator("input[name=reason]").fill("a mix-up")
    with page.expect_navigation():
        undo.locator("button").click()
    assert page.locator("section.roots .big3 b").nth(1).inner_text() == "none"
    assert kinds(case) == ["sourcing", "sourcing"]


@pytest.mark.parametrize("page", [True], indirect=True)
def test_a_pair_of_the_queue_is_judged_and_undone_by_keyboard(page: Page, case: CaseFolder) -> None:
    page.goto("/review")
    page.keyboard.press("d")
    assert page.locator("input[value=different]").is_checked()
    page.keyboard.press("w")
    page.keyboard.type("another wall")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "are different." in page.locator("[role=status]").inner_text()
    assert page.locator("form.judge").count() == 0
    with page.expect_navigation():
        page.keyboard.press("z")
    assert "is taken back" in page.locator("[role=status]").inner_text()
    assert kinds(case) == ["judge", "judge"]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [1280, 380])
@pytest.mark.parametrize("page", [True], indirect=True)
def test_nothing_stands_beyond_the_screen(width: int, language: str, page: Page, case: CaseFolder) -> None:
    page.set_viewport_size({"width": width, "height": 720})
    page.goto(f"/language/{language}?back=/")
    one, other = (unit(case, name).holder for name in ("photo.png", "story.txt"))
    for address in ("/", "/review", f"/behind/{one}", f"/behind/{one}/{other}"):
        page.goto(address)
        page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
        for choice in page.locator("form.record select").all()[:3]:
            choice.select_option(index=5 if "other_unit" in choice.evaluate("one => one.form.innerHTML") else 1)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
