"""Texts through a whole case: parts in the export, doubts and failures by name, posts with their quotations."""

from pathlib import Path

import pytest
from sqlalchemy import insert, select
from tests import cases
from tests.decode.pages import SENTENCES, line, page, paragraphs, pdf

from stemmata.case import schema
from stemmata.preserve.casefolder import CaseFolder

ARABIC = "قال السكان إن الجسر في المدينة أصيب فجر أمس ولم يُفتح بعد، كما قال حارس كان هناك"


@pytest.fixture(scope="module")
def texts_case(tmp_path_factory: pytest.TempPathFactory, session_configuration: Path) -> CaseFolder:
    folder = tmp_path_factory.mktemp("texts")
    said = "<p>“We heard one blast,” said Oren Tallis, who keeps the gate.</p>"
    files = {
        "page.html": page(f"<nav>Home</nav><main><h1>Bridge at Karsan hit</h1>{paragraphs()}{said}</main>"),
        "guessed.txt": ARABIC.replace("ُ", "").encode("cp1256"),
        "layer.pdf": pdf(line(SENTENCES[0], 300)),
        "scan.pdf": pdf(b"0 0 100 100 re f"),
        "film.srt": b"1\n00:00:01,000 --> 00:00:02,000\nIt came from behind the trees.\n",
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return cases.made(tmp_path_factory.mktemp("texts_case") / "case", folder)


def test_parts_are_exported_with_their_bytes_and_speakers(texts_case: CaseFolder, tmp_path: Path) -> None:
    rows = {str(row["title"]): row for row in cases.rows(texts_case, tmp_path, "texts")}
    row = rows["Bridge at Karsan hit"]
    assert str(row["extraction"]).startswith("text/2:")
    listed = row["parts"]
    assert isinstance(listed, list)
    kinds = {part["kind"] for part in listed}
    assert kinds == {"furniture", "headline", "paragraph", "quotation"}
    assert [part["speaker"] for part in listed if part["kind"] == "quotation"] == ["Oren Tallis"]
    assert all(len(part["raw"]) == 2 for part in listed)


def test_what_an_earlier_version_could_not_read_is_no_failure_any_more(texts_case: CaseFolder, tmp_path: Path) -> None:
    before = cases.rows(texts_case, tmp_path / "before", "failures")
    index = cases.opened(texts_case)
    with index.write() as connection:
        item = connection.scalar(select(schema.failure.c.item).where(schema.failure.c.code == "TEXT-GUESSED"))
        old = {"item": item, "shown": "guessed.txt", "step": "text/1", "code": "TEXT-ENCODING", "detail": ""}
        connection.execute(insert(schema.failure).values(**old))
    index.close()
    assert len(cases.rows(texts_case, tmp_path / "with", "failures")) == len(before) + 1
    cases.work(texts_case)
    assert cases.rows(texts_case, tmp_path / "after", "failures") == before


def test_pdf_and_subtitles_are_texts(texts_case: CaseFolder, tmp_path: Path) -> None:
    bodies = {row["body"] for row in cases.rows(texts_case, tmp_path, "texts")}
    assert {SENTENCES[0], "It came from behind the trees."} <= bodies


def test_a_guess_and_a_missing_text_layer_are_told(texts_case: CaseFolder, tmp_path: Path) -> None:
    told = {(Path(str(row["name"])).name, row["code"]) for row in cases.rows(texts_case, tmp_path, "failures")}
    assert told == {("guessed.txt", "TEXT-GUESSED"), ("scan.pdf", "TEXT-NO-LAYER")}
