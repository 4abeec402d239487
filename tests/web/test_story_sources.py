"""The page of a story: its stemma with texts and posts, and with sources that nobody holds."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient
from tests import cases, resting
from tests.web.conftest import browsing

from stemmata.case import schema
from stemmata.preserve.casefolder import CaseFolder


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory, session_configuration: Path) -> CaseFolder:
    folder = resting.write_story_folder(tmp_path_factory.mktemp("stories"))
    for name, more in (("one.txt", "smoke"), ("two.txt", "dust")):
        (folder / name).write_text(
            f"{resting.PARAGRAPHS[3]} There was {more} over the river all night long.".replace("dead", more)
        )
    return cases.made(tmp_path_factory.mktemp("case") / "case", folder)


@pytest.fixture
def client(case: CaseFolder) -> Iterator[TestClient]:
    with browsing(case) as client:
        yield client


def page(client: TestClient, case: CaseFolder, holder: str, language: str = "en") -> str:
    """The page of the story in which the file of this name is."""
    index = cases.opened(case)
    with index.read() as connection:
        item = connection.scalar(select(schema.name.c.item).where(schema.name.c.shown.endswith(holder)))
        family = connection.scalar(select(schema.member.c.family).where(schema.member.c.holder == item))
    index.close()
    client.get(f"/language/{language}?back=/")
    found = client.get(f"/family/{family}")
    assert found.status_code == 200
    return found.text


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", text)).replace("\u2068", "").replace("\u2069", "")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_story_is_drawn_and_every_link_leads_to_something_on_the_page(
    language: str, client: TestClient, case: CaseFolder
) -> None:
    text = page(client, case, "gazette.html", language)
    ids = set(re.findall(r'\sid="([^"]+)"', text))
    anchors = set(re.findall(r'href="#((?:ev|n)-[^"]+)"', text))
    assert len(anchors) >= 3
    assert anchors <= ids


def test_the_evidence_of_a_link_says_what_the_text_names_and_what_dates_say(
    client: TestClient, case: CaseFolder
) -> None:
    text = plain(page(client, case, "gazette.html"))
    assert "B names its source: Tarn Valley Courier" in text
    assert "dated: A 2031-03-14T08:00:00Z, B 2031-03-14T11:00:00Z (file-claimed); that proves nothing" in text


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Reuters, not held (named by 2 texts)"), ("ar", "غير محفوظ: Reuters (يسمّيه نصّان)")],
)
def test_a_source_that_is_not_held_stands_on_the_page_by_name(
    language: str, said: str, client: TestClient, case: CaseFolder
) -> None:
    text = plain(page(client, case, "post.html", language))
    assert text.count(said) >= 3  # under its node, in the list, among the roots
    assert "u2068" not in text


def test_texts_without_dates_are_drawn_without_a_direction_and_the_page_says_so(
    client: TestClient, case: CaseFolder
) -> None:
    text = page(client, case, "two.txt")
    assert "Which came first is not shown." in plain(text) or "no dates" in plain(text)


def test_the_first_page_shows_unheld_roots_in_its_language(client: TestClient) -> None:
    client.get("/language/ar?back=/")
    assert "غير محفوظ: Reuters (يسمّيه نصّان)" in plain(client.get("/").text)


def test_a_text_that_nobody_posted_bears_the_date_that_its_file_claims(client: TestClient, case: CaseFolder) -> None:
    text = plain(page(client, case, "gazette.html"))
    assert "Dated 14 Mar 2031, 11:00 UTC, as the file claims." in text
    family = re.search(r"/story/([0-9a-f]+)", page(client, case, "gazette.html"))
    assert family is not None
    beside = plain(client.get(family[0]).text)
    assert "Dated 14 Mar 2031, 08:00 UTC, as the file claims." in beside
    assert "time unknown" not in beside  # in the numbers over time
