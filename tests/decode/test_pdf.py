"""PDF with a text layer, read in the locked worker; letters have a page, and no place in the bytes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.decode.pages import SENTENCES, facts, line, page, paragraphs, pdf, told

from stemmata.decode.text import TEXT
from stemmata.model.failure import Code, Failure
from stemmata.model.seams import Reduction
from stemmata.sandbox.worker import LocalWorker


@pytest.fixture(scope="module")
def worker() -> Iterator[LocalWorker]:
    with LocalWorker(["stemmata.decode.text"]) as running:
        yield running


def test_the_text_of_a_pdf_has_pages() -> None:
    found = facts(pdf(line(SENTENCES[0], 300), line(SENTENCES[1], 300)))
    assert told(found, "paragraph") == list(SENTENCES[:2])
    places = [(part["page"], part["raw"]) for part in found["parts"] if part["kind"] == "paragraph"]
    assert places == [(1, None), (2, None)]


def test_what_runs_along_the_pages_is_furniture() -> None:
    drawings = [line(f"Mill Gazette {number}", 390) + line(said, 200) for number, said in enumerate(SENTENCES)]
    found = facts(pdf(*drawings))
    assert "Gazette" not in found["body"]


def test_the_worker_reads_it(worker: LocalWorker, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf(line(SENTENCES[0], 300)))
    answer = worker.reduce(TEXT, str(tmp_path / "a.pdf"))
    assert isinstance(answer, Reduction)
    assert answer.facts["body"] == SENTENCES[0]


def test_the_worker_says_that_there_is_no_text_layer(worker: LocalWorker, tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(pdf(b"0 0 100 100 re f"))
    answer = worker.reduce(TEXT, str(tmp_path / "scan.pdf"))
    assert isinstance(answer, Failure)
    assert answer.code is Code.NO_TEXT_LAYER


HOSTILE = [
    ("nested.html", b"<html><body>" + b"<div>" * 100_000 + b"words"),
    ("inline.html", b"<html><body>" + b"<b>" * 3_000 + b"<br>x" * 5_000),
    ("tables.html", b"<html><body>" + b"<table><tr><td>" * 20_000),
    ("lists.html", b"<html><body>" + b"<ul><li>a" * 10_000),
    ("boxes.html", page(paragraphs() + "<div><span>short</span></div>" * 10_000)),
    ("comments.html", page(paragraphs() + "<h3>comments</h3>" * 5_000)),
    ("quotes.txt", ("“a ”b said " * 10_000).encode()),
    ("voices.txt", ("Ann:\n" + SENTENCES[0] + "\n" + SENTENCES[1] + "\n").encode() * 2_000),
]


@pytest.mark.parametrize(("name", "content"), HOSTILE, ids=[row[0] for row in HOSTILE])
def test_hostile_texts_stay_within_the_workers_limits(
    name: str, content: bytes, worker: LocalWorker, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    assert isinstance(worker.reduce(TEXT, str(tmp_path / name)), Reduction)


DAMAGED = pdf(line(SENTENCES[0], 300), line(SENTENCES[1], 300))


@pytest.mark.parametrize("at", range(0, len(DAMAGED), 97))
def test_a_damaged_pdf_is_read_or_named(at: int, worker: LocalWorker, tmp_path: Path) -> None:
    damaged = DAMAGED[:at] + bytes([DAMAGED[at] ^ 0x55]) + DAMAGED[at + 1 :]
    (tmp_path / "a.pdf").write_bytes(damaged)
    answer = worker.reduce(TEXT, str(tmp_path / "a.pdf"))
    ours = {Code.WORKER_CRASHED, Code.WORKER_TIMEOUT, Code.WORKER_OUTPUT, Code.WORKER_MEMORY}
    failure = answer if isinstance(answer, Failure) else answer.failure
    assert failure is None or failure.code not in ours, failure
