"""Sound on the pages: in words, as ribbons under those of the picture, and never as more than it shows."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests import cases
from tests.web.conftest import BASE, TOKEN
from tests.web.sounds import ELSEWHERE, VOICE, A, B, C, planted_sound

from stemmata.preserve.casefolder import CaseFolder
from stemmata.web.app import create_app


@pytest.fixture(scope="module")
def sounding(tmp_path_factory: pytest.TempPathFactory, session_configuration: Path) -> CaseFolder:
    return planted_sound(tmp_path_factory.mktemp("sound") / "case")


@pytest.fixture
def client(sounding: CaseFolder) -> Iterator[TestClient]:
    index = cases.opened(sounding)
    with TestClient(create_app(sounding, index, TOKEN), base_url=BASE) as client:
        client.get(f"/?token={TOKEN}")
        yield client
    index.close()


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", page))


def test_the_compare_page_says_where_two_films_hold_one_recording_and_where_to_listen(client: TestClient) -> None:
    page = text_of(client.get(f"/compare/{A}/{B}").text)
    assert "A and B hold the same sound recording." in page
    assert "A 0:00–0:10 = B 0:01–0:11" in page
    assert "Listen here first: A 0:02–0:04 = B 0:03–0:05" in page
    assert "in 4,321 comparisons" in page


def test_the_compare_page_says_that_sound_was_sought_under_one_footage_and_not_found(client: TestClient) -> None:
    page = text_of(client.get(f"/compare/{A}/{C}").text)
    assert "show the same footage, and no sound in common was found" in page
    assert "may be from elsewhere" in page


def test_the_compare_page_says_nothing_of_sound_where_nothing_is_known(client: TestClient) -> None:
    assert "<h3>Sound</h3>" not in client.get(f"/compare/{B}/{C}").text


def test_one_sound_under_two_pictures_is_said_once_and_establishes_nothing_else(client: TestClient) -> None:
    page = text_of(client.get(f"/compare/{A}/{ELSEWHERE}").text)
    assert page.count("hold the same sound recording") == 1
    assert "no picture in common was found: one sound under different pictures" in page
    assert "Nothing was established" not in page


def test_the_letters_follow_the_address(client: TestClient) -> None:
    assert "B 0:00–0:10 = A 0:01–0:11" in text_of(client.get(f"/compare/{B}/{A}").text)


def test_a_family_of_footage_shows_a_ribbon_of_sound_under_that_of_the_picture(client: TestClient) -> None:
    page = client.get("/family/f").text
    card = page[page.index('id="sound"') :]
    assert card.count("/wave/") == 4
    shown = text_of(card)
    assert "the same sound recording" in shown
    assert "no sound in common was found" in shown


def test_a_family_of_sound_lists_what_holds_it_and_claims_nothing_of_pictures(client: TestClient) -> None:
    page = text_of(client.get("/family/s").text)
    assert "What they show is another matter" in page
    assert "same sound recording as" in page
    assert "1.050 times as fast" in page
    assert "0.970 times as high" in page
    assert "No tree was worked out" not in page


def test_a_film_and_a_sound_file_offer_no_page_to_be_judged_on(client: TestClient) -> None:
    page = client.get("/family/s").text
    assert f"/compare/{A}/{B}" in page
    assert VOICE not in "".join(re.findall(r'href="/compare/[^"]*"', page))


def test_families_of_sound_have_a_list_of_their_own(client: TestClient) -> None:
    page = client.get("/sounds").text
    assert 'href="/family/s"' in page
    assert 'href="/family/f"' not in page
    assert 'href="/sounds"' in client.get("/").text


def test_a_wave_is_a_drawing_that_runs_nothing(client: TestClient) -> None:
    drawn = client.get(f"/wave/{A}.svg")
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert drawn.text.count("M") > 100
    assert "<script" not in drawn.text
    assert client.get(f"/wave/{'f' * 64}.svg").status_code == 404
    assert client.get("/wave/nothing.svg").status_code == 404


@pytest.mark.parametrize("address", [f"/compare/{A}/{B}", f"/compare/{A}/{C}", "/family/f", "/family/s", "/sounds"])
def test_every_page_of_sound_stands_in_arabic_too(client: TestClient, address: str) -> None:
    client.get("/language/ar")
    page = client.get(address)
    assert page.status_code == 200
    assert "الصوت" in page.text
