"""Searching, naming changes and deciding on them from the command line."""

import json
from pathlib import Path

import pytest
from tests import stories
from tests.cli.commands import asked
from tests.judged_case import own_copy

from stemmata.model.errors import BadRequest, NotHeld
from stemmata.pipeline import named_changes
from stemmata.preserve.casefolder import CaseFolder


@pytest.fixture
def case(
    story_case: CaseFolder, session_configuration: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> CaseFolder:
    monkeypatch.setenv("STEMMATA_CONFIG", str(session_configuration))
    monkeypatch.setattr(named_changes, "NAMER", stories.namer)
    return own_copy(story_case, tmp_path / "case")


def told(case: CaseFolder, *words: str) -> str:
    ended = asked(case, *words)
    assert ended.exit_code == 0, ended.output
    return ended.stdout


def test_a_search_prints_each_value_apart_from_the_words_round_it(case: CaseFolder) -> None:
    text = told(case, "search", "المستشفى")
    assert "2 files and posts hold this." in text
    assert f"\u2068folder/{stories.LONG_NAME}\u2069" in text
    assert "[المستشفى]" in text
    assert text.count("\u2068") == text.count("\u2069")


def test_what_is_found_by_a_peeled_form_is_marked_and_explained(case: CaseFolder) -> None:
    text = told(case, "search", "مستشفى")
    assert "[~المستشفى]" in text
    assert "[~…] is found only without a و, ف, ب, ل, ك or ال that is written together with it." in text


def test_an_argument_with_spaces_is_a_phrase(case: CaseFolder) -> None:
    assert "hold this" in told(case, "search", "grain market")
    assert told(case, "search", "market grain").startswith("Nothing held contains this.")
    assert "hold this" in told(case, "search", "market", "grain")


def test_a_search_says_where_and_since_when(case: CaseFolder) -> None:
    text = told(case, "search", "Dozens")
    assert "1 place; this one in paragraph 1, characters 0–6." in text
    assert "Posted 14 Mar 2031, 10:00 UTC, clock as claimed by \u2068telegram\u2069. Language: en." in text
    assert "in paragraph 1" in told(case, "search", "reportedly")


def test_programs_get_spans_that_lie_in_the_untouched_text(case: CaseFolder) -> None:
    found = json.loads(told(case, "search", "مستشفى", "--json"))
    assert (found["query"], found["total"], found["next"]) == ("مستشفى", 2, None)
    for result in found["results"]:
        (hit,) = [hit for hit in result["hits"] if hit["in"] == "body"]
        snippet = result["snippet"]
        start, end = (at - snippet["span"][0] for at in hit["span"])
        assert (snippet["text"][start:end], hit["as"]) == ("المستشفى", "peeled")


def test_pages_lead_on(case: CaseFolder) -> None:
    seen: list[str] = []
    after = None
    while True:
        more: list[str] = [] if after is None else ["--after", after]
        page = json.loads(told(case, "search", "market", "OR", "سوق", "--limit", "2", "--json", *more))
        seen += [result["item"] or result["posting"] for result in page["results"]]
        after = page["next"]
        if after is None:
            break
    assert len(seen) == len(set(seen)) == page["total"] == 5


@pytest.mark.parametrize("words", [["***"], ["market", "--limit", "0"], ["market", "--limit", "9999"]])
def test_a_search_that_cannot_be_followed_is_refused(words: list[str], case: CaseFolder) -> None:
    assert isinstance(asked(case, "search", *words).exception, BadRequest)


WIRE = "tamarune-wire.md"


def post(case: CaseFolder) -> str:
    found = json.loads(told(case, "search", "Dozens", "--json"))
    return str(found["results"][0]["posting"])[:12]


def test_changes_are_listed_with_both_sides_and_their_status(case: CaseFolder) -> None:
    text = told(case, "changes", WIRE, post(case))
    assert "read the changes in either direction" in text
    assert "  1  number made vague: “\u2068At least 12\u2069” → “\u2068Dozens\u2069” (suggested)" in text
    assert "hedge dropped: “\u2068reportedly\u2069” → nothing (suggested)" in text


def test_a_decision_is_signed_and_taken_back(case: CaseFolder) -> None:
    entry = json.loads(told(case, "changes", WIRE, post(case), "--confirm", "1", "--json"))["entry"]
    rows = json.loads(told(case, "changes", WIRE, post(case), "--json"))["changes"]
    assert [row["status"] for row in rows] == ["confirmed", "suggested", "suggested"]
    assert rows[0]["decisions"][0]["entry"] == entry
    assert f"(confirmed in {entry[:16]})" in told(case, "changes", WIRE, post(case))
    assert "Signed. Entry" in told(case, "changes", "--undoes", entry[:12])
    assert "(suggested)" in told(case, "changes", WIRE, post(case)).splitlines()[1]


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ([], BadRequest),
        ([WIRE], BadRequest),
        ([WIRE, WIRE], BadRequest),
        ([WIRE, "nothing.txt"], NotHeld),
        ([WIRE, "المرفأ.txt", "--confirm", "9"], BadRequest),
        ([WIRE, "المرفأ.txt", "--confirm", "1", "--reject", "1"], BadRequest),
        (["--undoes", "0" * 64], NotHeld),
        ([WIRE, "المرفأ.txt", "--undoes", "0" * 64], BadRequest),
    ],
)
def test_what_cannot_be_followed_is_refused(words: list[str], error: type[Exception], case: CaseFolder) -> None:
    assert isinstance(asked(case, "changes", *words).exception, error)


def test_two_files_without_a_case_show_what_they_share_and_what_changed(case: CaseFolder, tmp_path: Path) -> None:
    for name, text in (("one.txt", stories.WIRE), ("two.txt", stories.POST)):
        (tmp_path / name).write_text(text)
    pair = [str(tmp_path / name) for name in ("one.txt", "two.txt")]
    text = told(case, "compare", *pair)
    shared = stories.WIRE.removeprefix("At least 12 ").removesuffix(".")
    assert f"  shared: “\u2068{shared}\u2069”" in text
    assert f"      as:  “\u2068{shared.replace(' reportedly', '')}\u2069”" in text
    assert "  1  number made vague: “\u2068At least 12\u2069” → “\u2068Dozens\u2069”" in text
    found = json.loads(told(case, "compare", *pair, "--json"))
    assert [change["code"] for change in found["changes"]] == ["NUMBER_VAGUENED", "INSERTED", "HEDGE_DROPPED"]
    assert found["passages"][0]["a"] in stories.WIRE
