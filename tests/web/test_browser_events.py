"""Clips of an event in a real browser: each is kept to its own place on the common clock, blurred and silent."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tests import cases, microphones_case
from tests.web.conftest import TOKEN, on_loopback

from stemmata.case.events import held_events

pytestmark = pytest.mark.browser
WAIT = "() => new Promise((done) => { const look = () => (%s) ? done() : requestAnimationFrame(look); look(); })"
"""The pages' policy lets nobody wait with eval."""
READY = WAIT % "[...document.querySelectorAll('video, audio')].every((one) => one.readyState >= 1 && !one.seeking)"
PLACES = (
    "[...document.querySelectorAll('video, audio')].map((one) => [Number(one.dataset.start) / 1000, one.currentTime])"
)
MUTED = "[...document.querySelectorAll('video, audio')].filter((one) => one.muted).length"


@pytest.fixture(scope="module")
def opened(chromium: Browser, tmp_path_factory: pytest.TempPathFactory, session_configuration: Path) -> Iterator[Page]:
    folder = microphones_case.write_films(tmp_path_factory.mktemp("in"))
    case = cases.made(tmp_path_factory.mktemp("browsed") / "case", folder)
    index = cases.opened(case)
    with index.read() as connection:
        (event,) = held_events(connection)
    with on_loopback(case, index) as base:
        page = chromium.new_page()
        page.goto(f"{base}/?token={TOKEN}")
        page.goto(f"{base}/events/{event.id}")
        page.locator("[data-copies]").click()
        page.wait_for_selector("video[src], audio[src]")
        yield page
        page.close()


def test_clips_stand_at_their_own_places_wherever_the_common_clock_is_put(opened: Page) -> None:
    opened.evaluate(READY)
    for second in (6, 9):
        opened.locator("[data-seek]").fill(str(1000 * second))
        opened.evaluate(READY)
        for start, at in opened.evaluate(PLACES):
            assert at == pytest.approx(second - start, abs=0.02)


def test_playing_goes_on_from_there_and_keeps_the_clips_together(opened: Page) -> None:
    opened.locator("[data-seek]").fill("6000")
    opened.locator("[data-seek]").blur()
    opened.keyboard.press("Space")
    opened.evaluate(WAIT % "document.querySelector('[data-seek]').value > 6800")
    opened.keyboard.press("Space")
    zeros = [at + start for start, at in opened.evaluate(PLACES)]
    assert max(zeros) - min(zeros) < 0.25
    assert min(zeros) > 6.3


def test_sound_is_off_until_one_is_chosen_and_off_again_by_one_key(opened: Page) -> None:
    number = opened.locator("video, audio").count()
    assert opened.evaluate(MUTED) == number
    opened.keyboard.press("m")
    assert opened.evaluate(MUTED) == number - 1
    opened.keyboard.press("Escape")
    assert opened.evaluate(MUTED) == number


def test_pictures_are_blurred_until_shown(opened: Page) -> None:
    blurred = "getComputedStyle(document.querySelector('video')).filter.includes('blur')"
    assert opened.evaluate(blurred)
    opened.keyboard.press("v")
    assert not opened.evaluate(blurred)
    opened.keyboard.press("Escape")
    assert opened.evaluate(blurred)
