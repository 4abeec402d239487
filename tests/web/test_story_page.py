"""Searches, texts and stories as pages: marked, isolated, in both languages; only a form of this session decides."""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import delete, insert
from starlette.testclient import TestClient
from tests import cases, stories
from tests.judged_case import own_copy
from tests.web.conftest import BASE, TOKEN

from stemmata.acts.close import close_case
from stemmata.acts.decide_change import decide_change
from stemmata.case import schema
from stemmata.case.index import Index
from stemmata.case.search import PER_PAGE
from stemmata.case.search import search as ask
from stemmata.case.versions import held_text
from stemmata.lineage.stemma import Descent, Stemma, Sureness, Witness
from stemmata.lineage.stemma_json import stemma_to_json
from stemmata.model.change import Code
from stemmata.model.decision import Decision
from stemmata.pipeline import named_changes
from stemmata.preserve.casefolder import CaseFolder
from stemmata.preserve.decision_entry import TYPE
from stemmata.web import search as search_pages
from stemmata.web.app import create_app
from stemmata.web.story import pair_changes
from stemmata.web.words import LANGUAGES, WORDS


@pytest.fixture
def case(
    story_case: CaseFolder, session_configuration: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> CaseFolder:
    monkeypatch.setenv("STEMMATA_CONFIG", str(session_configuration))
    monkeypatch.setattr(named_changes, "NAMER", stories.namer)
    return own_copy(story_case, tmp_path / "case")


@pytest.fixture
def index(case: CaseFolder) -> Iterator[Index]:
    made = cases.opened(case)
    yield made
    made.close()


@pytest.fixture
def client(case: CaseFolder, index: Index) -> Iterator[TestClient]:
    with TestClient(create_app(case, index, TOKEN), base_url=BASE) as opened:
        opened.get(f"/?token={TOKEN}")
        yield opened


@pytest.fixture
def address(index: Index) -> str:
    """The English story, from the wire to the post."""
    before, after = stories.holder(index, "Shell hits"), stories.holder(index, "Dozens")
    return f"/story/{stories.story(index, 'Dozens')}?before={before}&after={after}"


def said(page: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


def forms(page: str) -> list[dict[str, str]]:
    """The hidden fields of the form of each change."""
    found = re.findall(r'<form method="post" action="/story/[^"]*/decide">(.*?)</form>', page, re.DOTALL)
    return [dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', one)) for one in found]


def decide(client: TestClient, address: str, number: int, decision: str, **other: str) -> str:
    fields = forms(client.get(address).text)[number - 1] | {"decision": decision} | other
    return str(client.post(f"{address.split('?')[0]}/decide", data=fields).text)


def search(client: TestClient, words: str) -> str:
    return str(client.get(f"/search?q={quote(words)}").text)


# searching


def test_a_search_marks_what_is_as_asked_otherwise_than_what_is_peeled(client: TestClient) -> None:
    page = search(client, "مستشفى")
    assert '<mark class="peeled">المستشفى</mark>' in page
    assert "2 files and posts hold" in said(page)
    assert WORDS["mark_peeled"][0] in unescape(page)


def test_a_snippet_has_the_direction_and_the_language_of_its_text(client: TestClient) -> None:
    assert re.search(r'<p class="snippet" dir="auto" lang="ar">[^<]*قُتل', search(client, "العشرات"))


def test_a_result_says_where_it_stands_and_since_when_by_whose_clock(client: TestClient) -> None:
    text = said(search(client, "Dozens"))
    assert "Posted 14 Mar 2031, 10:00 UTC, clock as claimed by telegram." in text
    assert "1 place; shown here: in paragraph 1, characters 0–6" in text
    assert "Received 15 Mar 2031, 00:13 UTC; when it was posted is unknown." in said(search(client, "reportedly"))


def test_a_question_comes_back_as_it_was_put_and_nothing_in_it_runs(client: TestClient) -> None:
    page = search(client, '"><script>alert(1)</script> OR market')
    assert "<script>alert" not in page
    assert 'value="&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt; OR market"' in page


@pytest.mark.parametrize(("asked", "key"), [("zzz", "found_nothing"), ("***", "search_refused")])
def test_what_was_not_found_or_not_asked_is_said(asked: str, key: str, client: TestClient) -> None:
    assert WORDS[key][0] in said(search(client, asked))


def test_a_file_that_was_received_after_the_last_run_is_found_by_its_name(
    case: CaseFolder, client: TestClient, index: Index, tmp_path: Path
) -> None:
    (tmp_path / "طاحونة.txt").write_text("x")
    cases.add(case, tmp_path / "طاحونة.txt")
    cases.opened(case).close()
    assert "طاحونة" in said(search(client, "طاحونة").split("<ol", 1)[1])


def test_pages_of_a_search_lead_on(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert PER_PAGE == 100
    monkeypatch.setattr(search_pages, "search", lambda *asked, **how: ask(*asked, **how | {"limit": 2}))
    seen: list[str] = []
    link: str | None = "/search?q=OR+market+OR+المجلس+OR+town+OR+سوق"
    while link is not None:
        page = client.get(link).text
        seen += re.findall(r'data-row href="/text/([0-9a-f]{64})', page)
        found = re.search(r'class="pager"><a class="btn" href="([^"]*)"', page)
        link = None if found is None else unescape(found[1])
    assert len(seen) == len(set(seen)) == 5


def test_a_text_is_read_whole_with_what_was_asked_marked(client: TestClient, index: Index) -> None:
    holder = stories.holder(index, "Shell hits")
    page = client.get(f"/text/{holder}?q=grain").text
    assert page.count('<mark class="found">grain</mark>') == 2
    assert "2 places" in said(page)
    assert "until the rubble is cleared." in said(page)
    assert client.get("/text/nothing").status_code == 404


# the story


def test_both_versions_stand_with_their_changes_numbered_in_place(client: TestClient, address: str) -> None:
    page = client.get(address).text
    assert re.search(r'<mark class="changed">At least 12</mark>.{0,40}id="before-1"', page)
    assert re.search(r'<mark class="changed">Dozens</mark>.{0,40}id="after-1"', page)
    assert '<mark class="gone">reportedly</mark>' in page
    assert '<mark class="new">Among them were children (بينهم أطفال).</mark>' in page
    assert '<span class="shared">' in page
    assert page.count("<b>Number made vague</b>") == 1
    assert page.count('<span class="tag">suggested</span>') == 3


def test_each_change_leads_to_its_place_and_back_without_a_script(client: TestClient, address: str) -> None:
    page = client.get(address).text
    targets = set(re.findall(r'id="([^"]+)"', page))
    links = re.findall(r'href="#([^"]+)"', page)
    assert len([link for link in links if link.startswith("change-")]) == 4
    assert set(links) - targets == set()


def test_a_decision_is_signed_shown_and_taken_back(client: TestClient, address: str, case: CaseFolder) -> None:
    page = decide(client, address, 1, "confirmed")
    assert WORDS["decided_confirmed"][0] in said(page)
    assert said(page).count(" confirmed ") >= 1
    assert decide(client, address, 1, "rejected").count('href="#i-fail"') == 1
    assert WORDS["decided_back"][0] in said(decide(client, address, 1, "back"))
    assert len([entry for entry in case.entries(verify=True) if entry.type == TYPE]) == 3


def test_a_form_that_saw_another_state_signs_nothing(
    client: TestClient, address: str, case: CaseFolder, index: Index
) -> None:
    fields = forms(client.get(address).text)[0] | {"decision": "confirmed"}
    with index.read() as connection:
        found = pair_changes(connection, address.split("/")[2].split("?")[0], fields["before"], fields["after"])
    assert found is not None
    decide_change(case, found.named[0].unit, Decision.REJECTED)
    cases.opened(case).close()
    answer = client.post(f"{address.split('?')[0]}/decide", data=fields)
    assert (answer.status_code, WORDS["decide_refused_stale"][0] in said(answer.text)) == (409, True)
    assert len([entry for entry in case.entries() if entry.type == TYPE]) == 1


@pytest.mark.parametrize(
    "wrong", [{"form": "x"}, {"change": "0" * 64}, {"before": "x"}, {"decision": "perhaps"}, {"seen": ""}]
)
def test_a_form_that_is_not_of_this_page_signs_nothing(
    wrong: dict[str, str], client: TestClient, address: str, case: CaseFolder
) -> None:
    fields = forms(client.get(address).text)[0] | {"decision": "confirmed"} | wrong
    answer = client.post(f"{address.split('?')[0]}/decide", data=fields)
    assert answer.status_code == (403 if "form" in wrong else 409)
    assert not [entry for entry in case.entries() if entry.type == TYPE]


def test_a_closed_case_shows_changes_and_no_button(client: TestClient, address: str, case: CaseFolder) -> None:
    close_case(case, None)
    page = client.get(address).text
    assert WORDS["decide_closed"][0] in said(page)
    assert forms(page) == []


def test_no_direction_is_claimed_that_nothing_shows(client: TestClient, address: str) -> None:
    text = said(client.get(address).text)
    assert "which came first is not known" in text
    assert "Which of the two came first is not known: read the changes in either direction." in text
    assert "likely, from" not in text


def test_a_link_of_the_stemma_is_named_with_its_class(client: TestClient, address: str, index: Index) -> None:
    family = address.split("/")[2].split("?")[0]
    with index.read() as connection:
        wire, post = (held_text(connection, stories.holder(index, words)) for words in ("Shell hits", "Dozens"))
    assert wire is not None
    assert post is not None
    one, other = wire.unit(), post.unit()
    descents = (Descent(other.id, one.id, Sureness.LIKELY), Descent(one.id, None, Sureness.NONE))
    stemma = Stemma(family, (Witness(one.id, (one,)), Witness(other.id, (other,))), descents)
    with index.write() as connection:
        connection.execute(delete(schema.stemma).where(schema.stemma.c.family == family))
        connection.execute(insert(schema.stemma).values(family=family, body=json.dumps(stemma_to_json(stemma))))
    page = client.get(f"/story/{family}").text
    assert re.search(r'href="#l-likely"/></svg>likely, from [AB]</span>', page)
    text = said(page)
    assert "links of the stemma" in text
    assert WORDS["changes_undirected"][0] not in text


def test_where_nothing_names_changes_the_page_says_so(
    client: TestClient, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(named_changes, "NAMER", None)
    assert WORDS["changes_not_named"][0] in said(client.get(address).text)


def test_the_story_and_its_stemma_lead_to_each_other(client: TestClient, address: str) -> None:
    family = address.split("/")[2].split("?")[0]
    assert f'href="/family/{family}"' in client.get(address).text
    assert f'href="/story/{family}"' in client.get(f"/family/{family}").text
    assert f'href="/story/{family}"' in client.get("/stories").text


def test_a_shared_passage_is_one_run_of_text_on_the_page_of_the_stemma(
    client: TestClient, address: str, index: Index
) -> None:
    page = client.get(f"/family/{address.split('/')[2].split('?')[0]}").text
    passages = re.findall(r'<div class="text" dir="auto">(.*?)</div>', page)
    assert passages
    assert all("<mark>" in passage and "<bdi" not in passage for passage in passages)


def test_a_family_of_footage_is_no_story(browser: TestClient, links: list[str]) -> None:
    family = next(link for link in links if link.startswith("/family/"))
    footage = re.search(r"/family/(\w+)", browser.get("/footage").text)
    assert footage is not None
    assert browser.get(f"/story/{footage[1]}").status_code == 404
    assert family


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_speak_one_language_and_texts_keep_theirs(language: str, client: TestClient, index: Index) -> None:
    client.get(f"/language/{language}?back=/")
    page = client.get(f"/story/{stories.story(index, 'قُتل ١٢')}").text
    assert f'<html lang="{language}"' in page
    assert '<div class="text" lang="ar">' in page
    assert WORDS["changes_head"][LANGUAGES.index(language)] in page


def test_no_style_or_script_stands_inline(client: TestClient, address: str, index: Index) -> None:
    for page in (address, "/search?q=market", f"/text/{stories.holder(index, 'Dozens')}"):
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", client.get(page).text), page


def test_every_code_status_and_kind_of_place_has_its_words() -> None:
    assert {f"code_{code.value}" for code in Code} <= set(WORDS)
    assert {f"status_{key}" for key in ("suggested", "confirmed", "rejected", "contested")} <= set(WORDS)
    kinds = ("text", "headline", "byline", "republication", "date", "paragraph", "quotation", "quotation_in")
    assert {f"where_{kind}" for kind in kinds} <= set(WORDS)
    assert {f"language_{language}" for language in search_pages.LANGUAGES_NAMED} <= set(WORDS)
