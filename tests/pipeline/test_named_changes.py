"""From changes as lineage names them to changes between texts of a case: where they stand, and what was decided."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests import cases, stories

from stemmata.case.index import Index
from stemmata.case.versions import HeldText, TextPart, held_text, in_order
from stemmata.model.change import Change, Code, Stretch, Where
from stemmata.pipeline import named_changes
from stemmata.pipeline.compare import compare_files
from stemmata.pipeline.named_changes import Changes, Unnamed, Wording, changes_between, wording_of
from stemmata.preserve.casefolder import CaseFolder


@pytest.fixture
def index(story_case: CaseFolder) -> Iterator[Index]:
    made = cases.opened(story_case)
    yield made
    made.close()


def pair(index: Index) -> tuple[HeldText, HeldText]:
    with index.read() as connection:
        wire, post = (held_text(connection, stories.holder(index, words)) for words in ("Shell hits", "Dozens"))
    assert wire is not None
    assert post is not None
    return wire, post


def found(index: Index) -> Changes:
    wire, post = pair(index)
    with index.read() as connection:
        return changes_between(connection, wire, post, in_order(wire, post))


def test_spans_count_in_the_body_that_the_case_holds(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(named_changes, "NAMER", stories.namer)
    wire, post = pair(index)
    changes = found(index)
    told = [
        (
            one.change.code,
            None if one.before is None else wire.body[slice(*one.before)],
            None if one.after is None else post.body[slice(*one.after)],
        )
        for one in changes.named
    ]
    assert told == list(stories.WORDS[:3])
    first, second, _ = (one.unit for one in changes.named)
    assert (first.parent, first.child) == (wire.unit(*changes.named[0].before or ()), post.unit(0, 6))
    assert second.parent == wire.unit()


def test_a_headline_that_opens_the_body_is_named_apart() -> None:
    text = HeldText("a", True, "a", "text/1:a", None, "Head\n\nBody", (TextPart("headline", 0, 4),), "en", None, None)
    assert wording_of(text) == (Wording("Head", "Body", "en"), 6)


def test_who_wrote_it_and_when_is_no_statement_and_all_else_keeps_its_place() -> None:
    parts = (TextPart("headline", 0, 4), TextPart("byline", 6, 9), TextPart("paragraph", 11, 15))
    text = HeldText("a", True, "a", "text/1:a", None, "Head\n\nAnn\n\nBody", parts, "en", None, None)
    assert wording_of(text) == (Wording("Head", "Body", "en"), 11)


def test_lineage_names_what_changed_between_two_files(tmp_path: Path) -> None:
    rest = "people were killed when shells hit the grain market of the lower town on Friday morning."
    (tmp_path / "a.txt").write_text(f"At least 17 {rest}")
    (tmp_path / "b.txt").write_text(f"Dozens of {rest}")
    changes = compare_files(tmp_path / "a.txt", tmp_path / "b.txt").changes
    assert changes is not None
    assert [(one.code, one.before and one.before.text, one.after and one.after.text) for one in changes] == [
        (Code.NUMBER_VAGUENED, "At least 17", "Dozens")
    ]


def test_a_change_of_the_headline_stands_in_the_body_that_is_held(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = Change(Code.HEADLINE_ONLY, Stretch(Where.HEADLINE, 6, 10, "hits"), None)
    monkeypatch.setattr(named_changes, "NAMER", lambda before, after: [change])
    changes = found(index)
    assert changes.named[0].before == (6, 10)
    assert pair(index)[0].body[6:10] == "hits"


def test_where_nothing_names_changes_that_is_said(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(named_changes, "NAMER", None)
    assert found(index).unnamed is Unnamed.NOT_READ


def test_a_text_that_is_too_long_is_not_named(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(named_changes, "NAMER", stories.namer)
    monkeypatch.setattr(named_changes, "LONGEST", 100)
    assert found(index).unnamed is Unnamed.TOO_LONG


def test_two_files_without_a_case_tell_their_passages_and_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(named_changes, "NAMER", stories.namer)
    (tmp_path / "b.txt").write_text(stories.WIRE)
    (tmp_path / "a.txt").write_text(stories.POST)
    for one, other in (("a", "b"), ("b", "a")):
        outcome = compare_files(tmp_path / f"{one}.txt", tmp_path / f"{other}.txt")
        first = (tmp_path / f"{one}.txt").read_text()
        assert outcome.passages()
        assert all(passage in first for passage, _ in outcome.passages())
    assert outcome.changes is not None
    assert [change.code for change in outcome.changes] == [code for code, _, _ in stories.WORDS[:3]]
