"""Judging in the workspace: only a form of this session signs, only what was seen, and nothing written is lost."""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests import cases
from tests.judged_case import unit
from tests.web.conftest import BASE, TOKEN, browsing

from stemmata.acts.close import close_case
from stemmata.acts.judge import judge
from stemmata.model.judgement import Said
from stemmata.model.unit import Track
from stemmata.preserve.casefolder import CaseFolder
from stemmata.preserve.log import LoggedEntry
from stemmata.preserve.verify import verify_case
from stemmata.web import judging, redrawing
from stemmata.web.app import create_app
from stemmata.web.words import LANGUAGES, WORDS


@pytest.fixture
def judge_at(case: CaseFolder) -> Iterator[TestClient]:
    """A browser that opened the address of a case of its own."""
    with browsing(case) as client:
        yield client


@pytest.fixture
def pair(case: CaseFolder) -> str:
    """photo.png is A, crop.jpg is B."""
    return f"{unit(case, 'photo.png').holder}/{unit(case, 'crop.jpg').holder}"


def fields(page: str) -> dict[str, str]:
    """What the judging bar sends besides a choice and a reason."""
    bar = page[page.index('<form class="judge"') :]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', bar))


def said(page: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


def judgements(case: CaseFolder) -> list[LoggedEntry]:
    return [entry for entry in case.entries(verify=True) if entry.type == "judge"]


def sign(client: TestClient, pair: str, **chosen: str) -> str:
    page = client.get(f"/compare/{pair}").text
    answer = client.post(f"/judge/{pair}", data={**fields(page), "reason": "another wall", **chosen})
    assert answer.status_code == 200
    return str(answer.text)


def test_the_page_shows_what_was_computed_and_preselects_nothing(judge_at: TestClient, pair: str) -> None:
    page = judge_at.get(f"/compare/{pair}").text
    assert "computed by picture/4" in said(page)
    assert "Nobody has judged this pair." in said(page)
    assert page.count('type="radio" name="said"') == len(judging.CHOICES)
    assert not re.search(r'name="said"[^>]* checked', page)
    a, b = pair.split("/")
    assert re.search(rf'<img src="/proof/{min(a, b)}/{max(a, b)}.jpg\?a=[AB]&amp;b=[AB]"', page)


def test_a_judgement_is_signed_shown_and_followed(judge_at: TestClient, pair: str, case: CaseFolder) -> None:
    page = said(sign(judge_at, pair, said="different"))
    assert "Signed: A and B are different. The groups follow what stands. Undo z" in page
    assert "A and B are different stands" in page
    assert "another wall" in page
    (entry,) = judgements(case)
    frozen = json.loads(case.objects.read(entry.references["relied_on"][0]))
    assert case.objects.read(frozen["picture"]).startswith(b"\xff\xd8")
    assert frozen["verdict"]["kinds"]
    assert verify_case(case).exit_code == 0
    family = judge_at.get(f"/item/{pair.split('/')[0]}").text
    found = re.findall(r'href="(/family/\w+)"', family)
    assert all(f"/item/{pair.split('/')[1]}" not in judge_at.get(link).text for link in found)


@pytest.mark.parametrize(
    ("choice", "relation", "turned"),
    [("a_parent", "parent", False), ("b_parent", "parent", True), ("b_not_parent", "not_parent", True)],
)
def test_direction_is_signed_as_it_was_chosen(
    choice: str, relation: str, turned: bool, judge_at: TestClient, pair: str, case: CaseFolder
) -> None:
    sign(judge_at, pair, said=choice)
    units = [unit(case, name).id for name in ("photo.png", "crop.jpg")]
    assert judgements(case)[0].references[relation] == (units[::-1] if turned else units)


def test_the_last_judgement_is_undone_with_one_button(judge_at: TestClient, pair: str, case: CaseFolder) -> None:
    page = sign(judge_at, pair, said="different")
    form = re.search(r'<form class="row1".*?id="undo-last"', page, re.DOTALL)
    assert form is not None
    sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form[0]))
    again = said(judge_at.post(f"/judge/{pair}", data=sent).text)
    assert "Signed: the judgement on A and B is taken back." in again
    assert "A and B are different taken back" in again
    assert judgements(case)[1].references["undoes"] == [judgements(case)[0].id]


def test_texts_are_compared_and_judged_as_stories(judge_at: TestClient, case: CaseFolder) -> None:
    texts = [unit(case, name, Track.TEXT).holder for name in ("story.txt", "retold.md")]
    page = judge_at.get("/compare/" + "/".join(texts)).text
    assert "A and B share passages." in said(page)
    assert "Same story" in said(page)
    assert "Signed: A and B are different." in said(sign(judge_at, "/".join(texts), said="different"))


def test_a_contradiction_is_shown_as_waiting_for_a_person(judge_at: TestClient, pair: str) -> None:
    sign(judge_at, pair, said="same")
    page = said(sign(judge_at, pair, said="different"))
    assert "Judged the same and different: neither is followed." in page
    assert page.count("in conflict: not followed") == 2


def refused(client: TestClient, pair: str, case: CaseFolder, sent: dict[str, str], **headers: str) -> tuple[int, str]:
    before = [entry.id for entry in case.entries()]
    answer = client.post(f"/judge/{pair}", data=sent, headers={k.replace("_", "-"): v for k, v in headers.items()})
    assert [entry.id for entry in case.entries()] == before
    return answer.status_code, said(answer.text)


def whole_form(client: TestClient, pair: str) -> dict[str, str]:
    return {**fields(client.get(f"/compare/{pair}").text), "said": "same", "reason": "seen"}


@pytest.mark.parametrize("token", [None, "", "wrong", "é"])
def test_a_form_without_this_sessions_secret_signs_nothing(
    token: str | None, judge_at: TestClient, pair: str, case: CaseFolder
) -> None:
    sent = whole_form(judge_at, pair)
    sent.pop("form")
    status, text = refused(judge_at, pair, case, sent if token is None else {**sent, "form": token})
    assert (status, "WEB-FORM" in text) == (403, True)


def test_the_secret_of_another_session_signs_nothing(judge_at: TestClient, pair: str, case: CaseFolder) -> None:
    index = cases.opened(case)
    with TestClient(create_app(case, index, TOKEN), base_url=BASE) as other:
        other.get(f"/?token={TOKEN}")
        sent = whole_form(other, pair)
    index.close()
    assert refused(judge_at, pair, case, sent)[0] == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "https://127.0.0.1:8000"},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"host": "evil.example"},
        {"content_type": "text/plain"},
    ],
)
def test_a_form_that_another_place_sent_signs_nothing(
    headers: dict[str, str], judge_at: TestClient, pair: str, case: CaseFolder
) -> None:
    assert refused(judge_at, pair, case, whole_form(judge_at, pair), **headers)[0] == 403


@pytest.mark.parametrize("headers", [{}, {"origin": "null"}, {"origin": BASE, "sec-fetch-site": "same-origin"}])
def test_a_form_of_ours_is_taken_as_browsers_send_it(
    headers: dict[str, str], judge_at: TestClient, pair: str, case: CaseFolder
) -> None:
    answer = judge_at.post(f"/judge/{pair}", data=whole_form(judge_at, pair), headers=headers)
    assert (answer.status_code, len(judgements(case))) == (200, 1)


def test_without_the_session_nothing_is_signed(judge_at: TestClient, pair: str, case: CaseFolder) -> None:
    sent = whole_form(judge_at, pair)
    judge_at.cookies.clear()
    status, text = refused(judge_at, pair, case, sent)
    assert (status, "WEB-TOKEN" in text) == (403, True)


def test_looking_never_signs(judge_at: TestClient, pair: str, case: CaseFolder) -> None:
    sent = whole_form(judge_at, pair)
    assert judge_at.get(f"/judge/{pair}", params=sent).status_code == 405
    assert judgements(case) == []


def test_a_form_larger_than_any_reason_is_refused(judge_at: TestClient, pair: str, case: CaseFolder) -> None:
    sent = whole_form(judge_at, pair) | {"reason": "x" * 70_000}
    assert refused(judge_at, pair, case, sent)[0] == 403


@pytest.mark.parametrize("changed", [{"said": ""}, {"said": "worse"}, {"reason": " "}, {"undo": "0" * 64}])
def test_an_incomplete_form_keeps_what_was_written(
    changed: dict[str, str], judge_at: TestClient, pair: str, case: CaseFolder
) -> None:
    sent = whole_form(judge_at, pair) | {"reason": "kept words"} | changed
    status, text = refused(judge_at, pair, case, sent)
    assert (status, "JUDGE-INCOMPLETE" in text) == (409, True)
    if "reason" not in changed:
        assert 'value="kept words"' in judge_at.post(f"/judge/{pair}", data=sent).text


def test_what_somebody_else_judged_meanwhile_is_seen_before_signing(
    judge_at: TestClient, pair: str, case: CaseFolder
) -> None:
    sent = whole_form(judge_at, pair)
    photo, crop = unit(case, "photo.png"), unit(case, "crop.jpg")
    judge(case, Said.DIFFERENT, photo, crop, "seen by another")
    cases.opened(case).close()
    status, text = refused(judge_at, pair, case, sent)
    assert (status, "PAGE-STALE" in text, "seen by another" in text) == (409, True, True)
    sign(judge_at, pair, said="same")
    assert len(judgements(case)) == 2


def test_a_closed_case_is_shown_without_a_form_and_refuses_one(
    judge_at: TestClient, pair: str, case: CaseFolder
) -> None:
    sent = whole_form(judge_at, pair)
    close_case(case, None)
    assert '<form class="judge"' not in judge_at.get(f"/compare/{pair}").text
    status, text = refused(judge_at, pair, case, sent)
    assert (status, "CASE-CLOSED" in text) == (409, True)


def test_while_another_command_writes_nothing_is_signed_and_nothing_lost(
    judge_at: TestClient, pair: str, case: CaseFolder
) -> None:
    sent = whole_form(judge_at, pair)
    with case.writing():
        status, text = refused(judge_at, pair, case, sent)
    assert (status, "CASE-BUSY" in text) == (409, True)


def test_what_cannot_be_signed_is_told_with_its_reason(
    judge_at: TestClient, pair: str, case: CaseFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = whole_form(judge_at, pair)
    monkeypatch.setenv("STEMMATA_CONFIG", str(tmp_path / "nobody"))
    status, text = refused(judge_at, pair, case, sent)
    assert (status, "JUDGE-REFUSED" in text, "no private key" in text) == (409, True, True)


def test_groups_that_do_not_follow_yet_are_said_to_wait(
    judge_at: TestClient, pair: str, case: CaseFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    with case.running():
        page = said(sign(judge_at, pair, said="different"))
        assert "do not follow all that stands yet" in page
        assert "What stopped it: What happened: another command is writing to this case" in page
        assert "What stopped it:" in said(judge_at.get(f"/compare/{pair}").text)
    monkeypatch.setattr(redrawing, "REDRAWN_AT_ONCE", 0)
    page = said(sign(judge_at, pair, said="unsure"))
    assert "do not follow all that stands yet" in page
    assert "What stopped it:" not in page
    cases.work(case)
    assert "do not follow" not in said(judge_at.get(f"/compare/{pair}").text)


def test_a_reason_is_escaped(judge_at: TestClient, pair: str) -> None:
    page = sign(judge_at, pair, said="unsure", reason="<script>alert(1)</script>")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


@pytest.mark.parametrize("address", ["0" * 64 + "/" + "1" * 64, "a/b", "..%2f/x"])
def test_what_is_not_held_has_no_page_and_takes_no_form(address: str, judge_at: TestClient) -> None:
    assert judge_at.get(f"/compare/{address}").status_code == 404
    assert judge_at.post(f"/judge/{address}", data={}).status_code in (403, 404)


def test_a_picture_and_a_text_are_not_laid_side_by_side(judge_at: TestClient, case: CaseFolder) -> None:
    photo, story = unit(case, "photo.png").holder, unit(case, "story.txt").holder
    assert judge_at.get(f"/compare/{photo}/{story}").status_code == 404
    assert judge_at.get(f"/compare/{photo}/{photo}").status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_judged_pair_is_a_page_in_both_languages(language: str, judge_at: TestClient, pair: str) -> None:
    judge_at.get(f"/language/{language}?back=/")
    sign(judge_at, pair, said="a_parent")
    page = said(sign(judge_at, pair, said="b_parent"))
    assert WORDS["task_parents_in_a_circle"][LANGUAGES.index(language)] in page


def test_the_page_of_a_family_leads_to_the_comparison(browser: TestClient, links: list[str]) -> None:
    assert [link for link in links if link.startswith("/compare/")]
