"""Clips of an event in a real browser: each is kept to its own place on the common clock, blurred and silent."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tests import cases, microphones_case
from tests.media.flashes import flashing
from tests.web.conftest import TOKEN, on_loopback

from stemmata.case.events import held_events
from stemmata.decode.viewing_copy import VIEWING_COPY, viewing_copy
from stemmata.pipeline.derived import Derived

pytestmark = pytest.mark.browser
WAIT = "() => new Promise((done) => { const look = () => (%s) ? done() : requestAnimationFrame(look); look(); })"
"""The pages' policy lets nobody wait with eval."""
READY = WAIT % "[...document.querySelectorAll('video, audio')].every((one) => one.readyState >= 1 && !one.seeking)"
PLACES = (
    "[...document.querySelectorAll('video, audio')].map((one) => [Number(one.dataset.start) / 1000, one.currentTime])"
)
MUTED = "[...document.querySelectorAll('video, audio')].filter((one) => one.muted).length"
LATE_MS = 1_520
FLASHES_S = (3.04, 6.4)
APART_S = 0.06
BRIGHTNESS = """async (second) => {
  const film = [...document.querySelectorAll("video")].at(-1);
  await new Promise((done) => { film.addEventListener("seeked", done, { once: true }); film.currentTime = second; });
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 8;
  const drawn = canvas.getContext("2d");
  drawn.drawImage(film, 0, 0, 8, 8);
  return drawn.getImageData(4, 4, 1, 1).data[1];
}"""
CLICKS = """async () => {
  const film = [...document.querySelectorAll("video")].at(-1);
  const bytes = await (await fetch(film.currentSrc)).arrayBuffer();
  const sound = await new OfflineAudioContext(1, 1, 48000).decodeAudioData(bytes);
  const samples = sound.getChannelData(0);
  const found = [];
  samples.forEach((one, at) => {
    const second = at / sound.sampleRate;
    if (Math.abs(one) > 0.1 && !(second - found.at(-1) < 0.5)) found.push(second);
  });
  return found;
}"""


@pytest.fixture(scope="module")
def opened(chromium: Browser, tmp_path_factory: pytest.TempPathFactory, session_configuration: Path) -> Iterator[Page]:
    folder = microphones_case.write_films(tmp_path_factory.mktemp("in"))
    case = cases.made(tmp_path_factory.mktemp("browsed") / "case", folder)
    index = cases.opened(case)
    with index.read() as connection:
        (event,) = held_events(connection)
    # One of the files has a copy already: of a film whose picture begins late and flashes when its sound clicks.
    late = flashing(range(LATE_MS, 12_000, 80), FLASHES_S, sound_s=12.0)
    Derived(case.derived).put(VIEWING_COPY, event.clips[-1].item, viewing_copy(BytesIO(late), {}))
    with on_loopback(case, index) as base:
        page = chromium.new_page()
        page.goto(f"{base}/?token={TOKEN}")
        page.goto(f"{base}/events/{event.id}")
        page.locator("[data-copies]").click()
        page.locator("video[src], audio[src]").nth(2).wait_for(state="attached")
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


def test_what_a_browser_shows_and_sounds_stays_together_where_a_picture_begins_late(opened: Page) -> None:
    heard = opened.evaluate(CLICKS)
    assert heard == pytest.approx(FLASHES_S, abs=0.01)
    assert opened.evaluate(BRIGHTNESS, LATE_MS / 1000 - 0.1) < 20
    assert 60 < opened.evaluate(BRIGHTNESS, LATE_MS / 1000 + 0.1) < 120
    for second in heard:
        assert opened.evaluate(BRIGHTNESS, second - APART_S) < 120
        assert opened.evaluate(BRIGHTNESS, second + APART_S) > 200
