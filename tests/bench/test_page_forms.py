"""The bench of page forms: what counts as found, and that the report half shows no page."""

import json
from pathlib import Path

import pytest
from bench.page_forms import PAGES, Told, _body, _meets, _truths, main
from tests.decode.pages import SENTENCES, page, paragraphs


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    for half in ("fit", "report"):
        (tmp_path / half).mkdir()
        (tmp_path / half / "a.html").write_bytes(page(f"<main><h1>Bridge</h1>{paragraphs()}</main>", "Bridge"))
    row: dict[str, object] = {
        "language": "en",
        "form": "one",
        "headline": "Bridge",
        "body": SENTENCES,
        "byline": None,
        "date": None,
    }
    row |= {"republication": [], "quotations": [], "not_body": ["Leave a reply"]}
    lines = [json.dumps({"page": f"{half}/a.html"} | row) for half in ("fit", "report")]
    (tmp_path / "truth.jsonl").write_text("\n".join(lines), "utf-8")
    return tmp_path


def test_words_of_paragraphs_and_pieces_of_furniture_are_counted(pages: Path) -> None:
    truths = _truths(pages, "fit")
    assert _body("ours", truths, [Told(SENTENCES)]) == (1.0, 1.0, 0)
    precision, recall, furniture = _body("ours", truths, [Told((*SENTENCES[:3], "leave a reply: now"))])
    assert (precision < 1, recall < 1, furniture) == (True, True, 1)


@pytest.mark.parametrize(
    ("given", "want", "meets"),
    [("Ann Roe", "ann roe", True), ("by Ann Roe", "Ann Roe", True), ("A", "Ann Roe of Ossarn", False), ("", "", False)],
)
def test_a_note_is_found_where_one_holds_half_of_the_other(given: str, want: str, meets: bool) -> None:
    assert _meets(given, want) is meets


@pytest.mark.parametrize("half", ["fit", "report"])
def test_the_report_half_names_no_page(
    half: str, pages: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["page_forms", "--half", half, "--pages", str(pages), "--each"])
    assert main() == 0
    assert ("a.html" in capsys.readouterr().out) is (half == "fit")


def test_the_labels_are_described_in_the_repository() -> None:
    assert "not_body" in (PAGES / "FORMS.md").read_text("utf-8")
