"""What waits for a person, on a page of its own and in the rail."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests import cases, stories
from tests.judged_case import own_copy, unit
from tests.web.conftest import BASE, TOKEN

from stemmata.acts.judge import judge
from stemmata.case.tasks import add_tasks
from stemmata.cli.judgement_words import TASKS
from stemmata.model.canonical import Json
from stemmata.model.judgement import Said
from stemmata.model.task import Task, TaskKind
from stemmata.preserve.casefolder import CaseFolder
from stemmata.web.app import create_app
from stemmata.web.words import WORDS


@pytest.fixture
def contested(
    small_case: CaseFolder, session_configuration: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[TestClient, str]]:
    """A case in which one pair was judged the same and different, and a task of each further kind waits."""
    monkeypatch.setenv("STEMMATA_CONFIG", str(session_configuration))
    case = own_copy(small_case, tmp_path / "case")
    one, other = unit(case, "photo.png"), unit(case, "unrelated.png")
    said = [judge(case, what, one, other, "looked at both") for what in (Said.SAME, Said.DIFFERENT)]
    index = cases.opened(case)
    with index.write() as connection:
        kinds = [kind for kind in TaskKind if kind is not TaskKind.SAME_AND_DIFFERENT]
        add_tasks(connection, [Task(kind, (said[0],), 5, {"through": [one.holder]}) for kind in kinds])
    with TestClient(create_app(case, index, TOKEN), base_url=BASE) as client:
        client.get(f"/?token={TOKEN}")
        yield client, f"/compare/{one.holder}/{other.holder}"
    index.close()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_task_is_said_in_words_with_a_link_to_its_pair(language: str, contested: tuple[TestClient, str]) -> None:
    client, pair = contested
    client.get(f"/language/{language}?back=/")
    text = client.get("/tasks").text
    for kind in TaskKind:
        assert WORDS[f"task_{kind.value}"][["en", "ar"].index(language)].split("{")[0] in text
    assert text.count(f'href="{pair}"') == len(TaskKind)
    assert client.get(pair).status_code == 200


def test_the_rail_counts_tasks_where_there_are_any(contested: tuple[TestClient, str]) -> None:
    rail = re.search(r'<a href="/tasks"[^>]*>Tasks<span class="num">(\d+)</span>', contested[0].get("/").text)
    assert rail is not None
    assert int(rail[1]) == len(TaskKind)


def test_without_tasks_the_rail_has_no_place_for_them_and_the_page_says_so(browser: TestClient) -> None:
    assert 'href="/tasks"' not in browser.get("/").text
    assert "No task waits." in browser.get("/tasks").text


def test_every_kind_of_task_has_words_on_pages_and_in_a_terminal() -> None:
    assert {f"task_{kind.value}" for kind in TaskKind} <= set(WORDS)
    assert set(TASKS) == set(TaskKind)


def test_a_contested_change_leads_to_both_texts_side_by_side(
    story_case: CaseFolder, session_configuration: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STEMMATA_CONFIG", str(session_configuration))
    case = own_copy(story_case, tmp_path / "case")
    index = cases.opened(case)
    before, after = stories.holder(index, "Shell hits"), stories.holder(index, "Dozens")
    subject: dict[str, Json] = {"change": "c", "parent": before, "child": after}
    with index.write() as connection:
        add_tasks(connection, [Task(TaskKind.CHANGE_CONFIRMED_AND_REJECTED, ("e" * 64,), 5, subject)])
    with TestClient(create_app(case, index, TOKEN), base_url=BASE) as client:
        client.get(f"/?token={TOKEN}")
        found = re.search(r'href="(/story/[^"]+)"', client.get("/tasks").text)
        assert found is not None
        address = found[1].replace("&amp;", "&")
        assert address.endswith(f"?before={before}&after={after}")
        assert client.get(address).status_code == 200
    index.close()
