"""The page of a file says which marks it bears as what somebody writes, and that this proves nothing."""

import re
from pathlib import Path

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient
from tests import marked_case
from tests.web.conftest import BASE, TOKEN

from stemmata.case import schema
from stemmata.web.app import create_app
from stemmata.web.words import LANGUAGES, WORDS

SAID = {
    "en": ("The file bears a mark that Facebook or Instagram writes.", "It came under a name such as WhatsApp gives."),
    "ar": ("يحمل الملف علامة مما يكتبه فيسبوك أو إنستغرام.", "جاء باسم على هيئة ما يسمّي به واتساب."),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_marks_are_on_the_page_of_the_file_that_bears_them(language: str, tmp_path: Path) -> None:
    case = marked_case.received(tmp_path)
    index, _ = marked_case.looked_at(case)
    browser = TestClient(create_app(case, index, TOKEN), base_url=BASE)
    browser.get(f"/?token={TOKEN}")
    browser.get(f"/language/{language}?back=/")
    with index.read() as connection:
        held = {row.shown: row.item for row in connection.execute(select(schema.name.c.shown, schema.name.c.item))}
    texts = {
        name.rsplit("/", 1)[-1]: re.sub(r"<[^>]+>", "", browser.get(f"/item/{item}").text)
        for name, item in held.items()
    }
    index.close()
    in_bytes, in_name = SAID[language]
    note = WORDS["marks_note"][LANGUAGES.index(language)]
    assert in_bytes in texts[marked_case.FROM_META]
    assert in_name in texts[marked_case.RENAMED]
    assert in_bytes not in texts[marked_case.RENAMED]
    assert [note in texts[name] for name in (marked_case.FROM_META, marked_case.RENAMED)] == [True, True]
    assert note not in texts[marked_case.PLAIN]
