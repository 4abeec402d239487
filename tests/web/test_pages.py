"""Every page: whole, escaped, in both languages, in the words that were agreed."""

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests import cases
from tests.web.conftest import BASE, TOKEN

from stemmata.acts.create import create_case
from stemmata.case.index import Index, set_value
from stemmata.lineage.answers import REASONS
from stemmata.lineage.families import FOOTAGE_KINDS
from stemmata.lineage.stories import STORY_KINDS
from stemmata.model.failure import Code
from stemmata.model.residue import Difference
from stemmata.preserve.casefolder import CaseFolder
from stemmata.web.app import create_app
from stemmata.web.failure_words import ARABIC
from stemmata.web.family import SHARED_ORIGIN
from stemmata.web.pages import Page, Pages
from stemmata.web.words import COUNTED, LANGUAGES, WORDS, counted

FORBIDDEN = (
    r"authentic|genuine|\breal\b|fake|hoax|disinformation|misinformation|debunked|manipulated|tampered|doctored|"
    r"\boriginal|corroborated|suspect|culprit|perpetrator|terrorist|militant|\brebel|martyr|liquidated|neutralised|"
    r"regime|collateral|human shield|\bclash|eyewitness|anonymous|\bspam|\bjunk|oops|sorry|great|awesome|"
    r"\bscore(?! this well)|confidence|probability|duplicate"
)
FORBIDDEN_ARABIC = ("أصلي", "حقيقي", "مفبرك", "مزيّف", "مؤكَّد من", "مشتبه به", "إرهابي", "شهيد", "تحييد")


def test_every_page_that_is_linked_is_there(browser: TestClient, links: list[str]) -> None:
    states = {link: browser.get(link).status_code for link in links}
    assert {link for link, state in states.items() if state != 200} == {"/nothing-there"}
    assert len(links) > 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_in_the_language_asked_for(language: str, browser: TestClient, links: list[str]) -> None:
    browser.get(f"/language/{language}?back=/")
    direction = "rtl" if language == "ar" else "ltr"
    for link in links:
        assert f'<html lang="{language}" dir="{direction}">' in browser.get(link).text, link


def test_no_page_asks_for_anything_outside(browser: TestClient, links: list[str]) -> None:
    for link in links:
        found = re.findall(r'(?:src|href|action)="([^"]*)"', browser.get(link).text)
        assert [address for address in found if not address.startswith(("/", "#", "?"))] == [], link


def test_no_page_has_inline_script_or_style(browser: TestClient, links: list[str]) -> None:
    for link in links:
        text = browser.get(link).text
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", text), link


def test_every_picture_is_behind_a_switch(browser: TestClient, links: list[str]) -> None:
    for link in links:
        for clip in re.findall(r'<img [^>]*src="/(?:thumb|proof)/[^"]*"[^>]*>(.{0,60})', browser.get(link).text):
            assert clip.startswith('<label class="show"><input type="checkbox">'), link


def test_the_answer_says_the_agreed_sentence(browser: TestClient) -> None:
    text = re.sub(r"<[^>]+>", "", browser.get("/").text)
    assert "15 files hold 4 groups of footage and 2 stories." in text
    assert "Copying that was not detected would make these numbers too high." in text


def test_a_family_that_was_posted_says_how_it_spread(browser: TestClient, links: list[str]) -> None:
    texts = [re.sub(r"<[^>]+>", "", browser.get(link).text) for link in links if link.startswith("/family/")]
    posted = [text for text in texts if "postings held that carry it" in text]
    assert posted
    assert "1 of 1 dated posts held have no earlier relative in this case" in posted[0]
    assert "Lower Town News" in posted[0]
    assert "An earlier post may exist elsewhere." in posted[0]


def test_every_reason_of_the_four_answers_has_its_words() -> None:
    assert {f"reason_{key}" for key in REASONS} <= set(WORDS)


def test_a_number_of_independent_groups_below_two_reads_none(browser: TestClient) -> None:
    assert '<b class="num">none</b><span class="lab">shown independent</span>' in browser.get("/").text


def test_the_answer_says_what_too_many_share_to_be_searched_by(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "story.txt").write_text(cases.STORY, "utf-8")
    case = cases.made(tmp_path / "case", folder)
    assert "not searched" not in _page(case, "/")
    index = Index(case.index_path)
    answer = index.value("answer")
    assert isinstance(answer, dict)
    with index.write() as connection:
        set_value(connection, "answer", answer | {"not_searched": 3})
    assert "3 values of frames and details, shared by too many files, were not searched" in _page(case, "/")


def test_arabic_numbers_use_arabic_digits(browser: TestClient) -> None:
    browser.get("/language/ar?back=/")
    assert "١٥ ملفًا" in browser.get("/").text


HOSTILE = {
    "<img src=x onerror=alert(1)>.txt": "&lt;img src=x onerror=alert(1)&gt;.txt",
    '"onmouseover="x.txt': "&#34;onmouseover=&#34;x.txt",
    "abc\u202etxt.exe.txt": "abc\\u202etxt.exe.txt",
    "line\nbreak.txt": "line\nbreak.txt",
    "{{ 7 * 7 }}.txt": "{{ 7 * 7 }}.txt",
}


def test_names_from_files_are_escaped_and_isolated(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for number, name in enumerate(HOSTILE):
        (folder / name).write_text(f"{cases.STORY} {number}", "utf-8")
    case = cases.made(tmp_path / "case", folder)
    text = _page(case, "/items")
    for shown in HOSTILE.values():
        assert f'<bdi dir="auto">{shown}</bdi>' in text
    assert "<img src=x" not in text


def test_a_case_without_files_says_what_to_do(tmp_path: Path) -> None:
    case = create_case(tmp_path / "case", "Empty")
    text = re.sub(r"<[^>]+>", "", _page(case, "/"))
    assert "Nothing has been added. Add a folder; nothing in it will be changed." in text


@pytest.mark.parametrize("path", ["/footage", "/stories", "/items", "/failures", "/history", "/search?q=x"])
def test_every_list_of_an_empty_case_is_a_page(path: str, tmp_path: Path) -> None:
    assert "<h1" in _page(create_case(tmp_path / "case", "Empty"), path)


def test_a_damaged_object_reads_failed(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("text", "utf-8")
    case = cases.made(tmp_path / "case", tmp_path / "one.txt")
    (sha256,) = [name for name in case.objects.names() if case.objects.read(name) == b"text"]
    path = case.objects.path(sha256)
    path.chmod(0o600)
    path.write_bytes(b"TEXT")
    assert "Failed: the bytes held are not those received" in _page(case, f"/item/{sha256}")


def _page(case: CaseFolder, path: str) -> str:
    index = cases.opened(case)
    try:
        with TestClient(create_app(case, index, TOKEN), base_url=BASE) as client:
            client.get(f"/?token={TOKEN}")
            answer = client.get(path)
            assert answer.status_code == 200
            return str(answer.text)
    finally:
        index.close()


def test_a_fault_of_ours_is_said_in_words(small_case: CaseFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> Page:
        raise KeyError("missing")

    monkeypatch.setattr(Pages, "history", failing)
    index = cases.opened(small_case)
    app = create_app(small_case, index, TOKEN)
    with TestClient(app, base_url=BASE, raise_server_exceptions=False) as client:
        client.get(f"/?token={TOKEN}")
        answer = client.get("/history")
    index.close()
    assert answer.status_code == 500
    assert "Nothing was changed" in answer.text
    assert "missing" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_no_string_of_ours_uses_a_forbidden_word() -> None:
    english = [pair[0] for pair in WORDS.values()]
    assert [text for text in english if re.search(FORBIDDEN, text, re.IGNORECASE)] == []
    arabic = [pair[1] for pair in WORDS.values()] + [text for row in ARABIC.values() for text in row]
    assert [text for text in arabic if any(word in text for word in FORBIDDEN_ARABIC)] == []


def test_every_string_has_the_same_places_in_both_languages() -> None:
    for key, (english, arabic) in WORDS.items():
        assert set(re.findall(r"{\w+}", english)) == set(re.findall(r"{\w+}", arabic)), key


def test_a_family_page_has_words_for_every_edge_that_joins() -> None:
    joining = {kind.value for kind in FOOTAGE_KINDS | STORY_KINDS} - {"same_recording"}
    assert joining == SHARED_ORIGIN
    assert {f"why_{kind}" for kind in SHARED_ORIGIN} <= WORDS.keys()


def test_every_failure_has_arabic_words() -> None:
    assert set(ARABIC) == set(Code)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (0, "لا ملفات"),
        (1, "ملف واحد"),
        (2, "ملفان"),
        (7, "٧ ملفات"),
        (41, "٤١ ملفًا"),
        (100, "١٠٠ ملف"),
        (1284, "١٬٢٨٤ ملفًا"),
    ],
)
def test_arabic_nouns_agree_with_their_number(number: int, shown: str) -> None:
    assert counted("files", number, "ar") == shown


def test_every_counted_noun_has_all_forms() -> None:
    assert {len(forms["en"]) for forms in COUNTED.values()} == {2}
    assert {len(forms["ar"]) for forms in COUNTED.values()} == {6}


def proof_pictures(browser: TestClient, links: list[str]) -> list[tuple[str, str]]:
    """(address, alternative text) of each on the pages of families."""
    pages = [browser.get(link).text for link in links if link.startswith("/family/")]
    return [found for page in pages for found in re.findall(r'<img src="(/proof/[^"]*)" alt="([^"]*)"', page)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_pair_of_pictures_has_a_proof_picture_with_words_for_it(
    language: str, browser: TestClient, links: list[str]
) -> None:
    browser.get(f"/language/{language}?back=/")
    found = proof_pictures(browser, links)
    assert found
    for address, alternative in found:
        answer = browser.get(address.replace("&amp;", "&"))
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
        assert alternative.startswith("Proof picture of" if language == "en" else "صورة إثبات")


def test_proof_pictures_are_loaded_when_they_come_into_sight(browser: TestClient, links: list[str]) -> None:
    for link in links:
        for picture in re.findall(r'<img src="/proof/[^>]*>', browser.get(link).text):
            assert 'width="1000" height="800" loading="lazy"' in picture


@pytest.mark.parametrize(
    "address",
    [
        f"/proof/{'0' * 64}/{'1' * 64}.jpg",
        f"/proof/..%2f/{'1' * 64}.jpg",
        f"/proof/{'0' * 64}/{'1' * 64}.jpg?a=%3Cscript%3E",
        "/proof/a/b.jpg",
    ],
)
def test_a_proof_of_what_is_not_there_is_not_there(address: str, browser: TestClient) -> None:
    assert browser.get(address).status_code == 404


def test_every_difference_has_its_words() -> None:
    assert {f"left_{kind.value}" for kind in Difference} <= set(WORDS)
