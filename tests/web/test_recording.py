"""Who stands behind material, recorded on pages: signed, counted, taken back, and no name shown."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from sqlalchemy import insert
from starlette.testclient import TestClient
from tests import cases
from tests.judged_case import unit
from tests.web.conftest import BASE, browsing

from stemmata.acts.close import close_case
from stemmata.acts.source import record
from stemmata.case import schema
from stemmata.model.sourcing import PERSONS, Sourced
from stemmata.model.unit import Track
from stemmata.preserve.casefolder import CaseFolder
from stemmata.preserve.log import LoggedEntry
from stemmata.web import redrawing, sourcing
from stemmata.web.sourcing_words import CHOICES, SENTENCES
from stemmata.web.words import LANGUAGES, WORDS

NAME = "Nadia Qamar"


@pytest.fixture
def client(case: CaseFolder) -> Iterator[TestClient]:
    with browsing(case) as opened:
        yield opened


@pytest.fixture
def pair(case: CaseFolder) -> str:
    """photo.png is A, unrelated.png is B."""
    return f"/behind/{unit(case, 'photo.png').holder}/{unit(case, 'unrelated.png').holder}"


def plain(page: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


def hidden(form: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form))


def form_at(page: str, address: str, kind: str = "record") -> dict[str, str]:
    """What the first such form sends besides what a person fills in."""
    found = re.search(rf'<form class="{kind}" method="post" action="{address}">.*?</form>', page, re.DOTALL)
    assert found is not None, address
    return hidden(found[0])


def sign(client: TestClient, address: str, **filled: str) -> str:
    form = form_at(client.get(address).text, address)
    answer = client.post(address, data={**form, "reason": "told on the phone", **filled})
    assert answer.status_code == 200, answer.text
    return str(answer.text)


def records(case: CaseFolder) -> list[LoggedEntry]:
    return [entry for entry in case.entries(verify=True) if entry.type == "sourcing"]


def shown(client: TestClient) -> str:
    """The number of groups shown independent, as the answer has it."""
    found = re.findall(r"<b(?: class=\"num\")?>([^<]*)</b>", client.get("/").text.partition('<div class="big3">')[2])
    return str(found[1])


@pytest.mark.parametrize("choice", list(sourcing.OF_PAIR))
def test_every_choice_is_signed_as_it_was_chosen(choice: str, client: TestClient, pair: str, case: CaseFolder) -> None:
    persons = {"one_person_named": NAME, "other_person_named": "P-015"} if choice == "separate_observers" else {}
    page = plain(sign(client, pair, said=choice, **persons))
    said, turned = sourcing.OF_PAIR[choice]
    units = [unit(case, name).id for name in ("photo.png", "unrelated.png")]
    (entry,) = records(case)
    assert entry.references[said.value] == (units[::-1] if turned else units)
    assert "Signed." in page
    assert "told on the phone" in page
    assert "The roots do not follow" not in page


@pytest.mark.parametrize("choice", ["observer", "author"])
def test_who_is_behind_one_file_is_signed_and_shown_under_a_pseudonym(
    choice: str, client: TestClient, pair: str, case: CaseFolder
) -> None:
    page = sign(client, pair.rpartition("/")[0], said=choice, one_person_named=NAME)
    assert re.search(r"behind photo\.png : P-[0-9a-f]{8}|of photo\.png : P-[0-9a-f]{8}", plain(page))
    assert "nadia" not in page.casefold()
    assert records(case)[0].body == {"reason": "told on the phone", "persons": [NAME]}


def test_separate_observers_are_shown_independent_on_the_answer_and_taken_back_there(
    client: TestClient, pair: str, case: CaseFolder
) -> None:
    assert shown(client) == "none"
    sign(client, pair, said="separate_observers", one_person_named=NAME, other_person_named="P-015")
    page = client.get("/").text
    assert shown(client) == "2"
    assert "shown independent." in plain(page)
    assert "nadia" not in page.casefold()
    undo = form_at(page, pair, "row1")
    answer = client.post(pair, data={**undo, "reason": "one of the two was a mix-up"})
    assert str(answer.url) == f"{BASE}/?recorded={records(case)[1].id}#recorded"
    assert "is taken back." in plain(answer.text)
    assert shown(client) == "none"


def test_a_form_beside_a_pair_leads_back_to_where_it_was_sent(client: TestClient, case: CaseFolder) -> None:
    page = client.get("/").text
    forms = re.findall(r'<form class="record" method="post" action="(/behind/\w+/\w+)">', page)
    assert len(forms) == page.count('class="pair"')
    form = form_at(page, forms[0])
    answer = client.post(forms[0], data={**form, "said": "one_team", "reason": "their marks"})
    assert str(answer.url).startswith(f"{BASE}/?recorded=")
    assert "Signed. One team is behind" in plain(answer.text)
    assert f'<a href="{forms[0]}">What is recorded of these two</a>' in answer.text
    assert [entry.type for entry in case.entries()][-1] == "sourcing"


def test_nothing_is_preselected_and_every_choice_has_words_in_both_languages(client: TestClient, pair: str) -> None:
    for language in LANGUAGES:
        client.get(f"/language/{language}?back=/")
        for address, choices in ((pair, sourcing.OF_PAIR), (pair.rpartition("/")[0], sourcing.OF_ONE)):
            page = client.get(address).text
            assert re.findall(r'<option value="(\w*)"', page) == ["", *choices]
            assert " selected" not in page
    assert set(CHOICES) == {*sourcing.OF_PAIR, *sourcing.OF_ONE}
    assert set(SENTENCES) == set(Sourced)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_recorded_is_listed_in_both_languages(
    language: str, client: TestClient, pair: str, case: CaseFolder
) -> None:
    photo, other = unit(case, "photo.png"), unit(case, "unrelated.png")
    for said in Sourced:
        units = [photo] if said in (Sourced.AUTHOR, Sourced.OBSERVER) else [photo, other]
        named = {1: [NAME], 2: [NAME, "P-015"]}[len(units)] if said in PERSONS else []
        record(case, said, units, "told", persons=named)
    cases.opened(case).close()
    client.get(f"/language/{language}?back=/")
    at = LANGUAGES.index(language)
    for address in (pair, "/"):
        page = client.get(address).text
        for said in Sourced:
            words = [part for part in re.split(r"{\w+}", SENTENCES[said][at]) if len(part) > 4]
            assert all(one.strip() in plain(page) for one in words), said
        assert not re.search(r"{\w+}", page)
        assert "nadia" not in page.casefold()


def refused(client: TestClient, address: str, case: CaseFolder, sent: dict[str, str]) -> tuple[int, str]:
    before = [entry.id for entry in case.entries()]
    answer = client.post(address, data=sent)
    assert [entry.id for entry in case.entries()] == before
    return answer.status_code, str(answer.text)


@pytest.mark.parametrize(
    "changed",
    [
        {"said": ""},
        {"said": "worse"},
        {"reason": " "},
        {"undo": "0" * 64},
        {"said": "separate_observers", "one_person_named": NAME},
        {"said": "separate_observers", "one_person_named": NAME, "other_person_named": "nadia qamar"},
    ],
)
def test_an_incomplete_form_keeps_the_reason_and_no_name(
    changed: dict[str, str], client: TestClient, pair: str, case: CaseFolder
) -> None:
    form = form_at(client.get(pair).text, pair)
    sent = {**form, "said": "one_team", "reason": "kept words", **changed}
    status, page = refused(client, pair, case, sent)
    assert (status, "RECORD-INCOMPLETE" in page) == (409, True)
    assert ('value="kept words"' in page) == ("reason" not in changed)
    assert "nadia" not in page.casefold()


@pytest.mark.parametrize("token", [None, "", "wrong"])
def test_a_form_without_this_sessions_secret_signs_nothing(
    token: str | None, client: TestClient, pair: str, case: CaseFolder
) -> None:
    form = form_at(client.get(pair).text, pair) | {"said": "one_team", "reason": "x"}
    form.pop("form")
    status, page = refused(client, pair, case, form if token is None else {**form, "form": token})
    assert (status, "WEB-FORM" in page) == (403, True)


def test_a_form_leads_to_no_page_but_ours(client: TestClient, pair: str) -> None:
    for number, back in enumerate(("//evil.example", "https://evil.example/", "/\\evil.example", "/?a=b")):
        form = form_at(client.get(pair).text, pair)
        sent = {**form, "said": "one_team", "reason": f"x {number}", "back": back}
        answer = client.post(pair, data=sent, follow_redirects=False)
        assert answer.headers["location"].startswith(f"{pair}?recorded=")


def test_looking_never_signs_and_what_is_not_held_has_no_page(client: TestClient, case: CaseFolder, pair: str) -> None:
    assert client.get(pair, params={"said": "one_team", "reason": "x"}).status_code == 200
    assert records(case) == []
    for address in (f"/behind/{'0' * 64}", f"{pair.rpartition('/')[0]}/nothing"):
        assert client.get(address).status_code == 404


def test_a_closed_case_is_shown_without_forms_and_refuses_one(client: TestClient, pair: str, case: CaseFolder) -> None:
    sent = form_at(client.get(pair).text, pair) | {"said": "one_team", "reason": "x"}
    close_case(case, None)
    cases.opened(case).close()
    for address in (pair, "/"):
        assert '<form class="record"' not in client.get(address).text
    status, page = refused(client, pair, case, sent)
    assert (status, "CASE-CLOSED" in page) == (409, True)


def test_what_stops_the_counting_is_shown_in_its_own_words_until_it_is_done(
    client: TestClient, pair: str, case: CaseFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    with case.running():
        page = plain(sign(client, pair, said="one_team"))
    assert "The roots do not follow all that stands yet: stemmata run counts them again." in page
    assert "What stopped it: What happened: another command is writing to this case" in page
    assert "What stopped it:" in plain(client.get("/").text)
    cases.work(case)
    assert "What stopped it:" not in plain(client.get("/").text)
    monkeypatch.setattr(redrawing, "REDRAWN_AT_ONCE", 0)
    page = plain(sign(client, pair, said="separate_devices"))
    assert "The roots do not follow" in page
    assert "What stopped it:" not in page


def test_a_contradiction_is_a_task_that_leads_to_where_it_is_taken_back(client: TestClient, pair: str) -> None:
    sign(client, pair, said="one_team")
    sign(client, pair, said="asserted")
    answer = client.get("/").text
    assert '<a href="/tasks">Tasks: 1</a>' in answer
    page = client.get("/tasks").text
    assert WORDS["task_one_and_separate"][0] in plain(page)
    assert f'href="{pair}"' in page
    assert plain(client.get(pair).text).count("in conflict: not followed") == 2


@pytest.fixture
def queue(client: TestClient, case: CaseFolder) -> str:
    """Two pairs that could not be told apart, and one that lies in one group; the address of the first."""
    names = ("photo.png", "unrelated.png", "crop.jpg", "film.mkv")
    photo, other, crop, film = (unit(case, name).holder for name in names)
    index = cases.opened(case)
    rows = [{"a": min(pair), "b": max(pair)} for pair in ((photo, other), (film, other), (photo, crop))]
    with index.write() as connection:
        kept = {"method": "picture/4", "verdict": "undecided", "facts": "{}"}
        connection.execute(insert(schema.undecided), [row | kept for row in rows])
    index.close()
    page = client.get("/review").text
    found = re.search(r'<form class="judge" method="post" action="(/review/\w+/\w+)"', page)
    assert found is not None
    return found[1]


def test_the_queue_shows_pairs_that_wait_and_nothing_of_what_was_computed(client: TestClient, queue: str) -> None:
    assert '<a href="/review">Pairs that could not be told apart: 2</a>' in client.get("/").text
    page = client.get("/review").text
    assert "Waiting: 2" in page
    assert len(re.findall(r"<li[ >]", page)) == 2
    assert "picture/4" not in page
    assert not re.search(r'name="said"[^>]* checked', page)


def test_a_pair_is_judged_blind_and_the_next_one_opens(client: TestClient, queue: str, case: CaseFolder) -> None:
    page = client.get("/review").text
    form = hidden(page[page.index('<form class="judge"') :])
    answer = client.post(queue, data={**form, "said": "different", "reason": "another wall"})
    assert str(answer.url).startswith(f"{BASE}/review?signed=")
    assert "are different." in plain(answer.text)
    (entry,) = [entry for entry in case.entries() if entry.type == "judge"]
    assert "relied_on" not in entry.references
    undo = hidden(answer.text[answer.text.index('action="/review/') : answer.text.index('id="undo-last"')])
    again = client.post(queue, data=undo)
    assert "is taken back." in plain(again.text)
    assert [entry.type for entry in case.entries()].count("judge") == 2


def test_an_unfinished_judgement_of_the_queue_keeps_its_pair_and_words(
    client: TestClient, queue: str, case: CaseFolder
) -> None:
    page = client.get("/review").text
    form = hidden(page[page.index('<form class="judge"') :])
    status, page = refused(client, queue, case, {**form, "reason": "kept words"})
    assert (status, "JUDGE-INCOMPLETE" in page) == (409, True)
    assert f'action="{queue}"' in page
    assert 'value="kept words"' in page


def test_an_empty_queue_says_so_and_has_no_place_in_the_rail(browser: TestClient) -> None:
    assert 'href="/review"' not in browser.get("/").text
    assert "No pair waits." in plain(browser.get("/review").text)


def test_texts_and_pictures_can_stand_beside_each_other_here(client: TestClient, case: CaseFolder) -> None:
    photo, story = unit(case, "photo.png").holder, unit(case, "story.txt", Track.TEXT).holder
    page = plain(sign(client, f"/behind/{story}/{photo}", said="one_rests"))
    assert "Confirmed: story.txt rests on photo.png ." in page
