"""changes.jsonl: a row for each named change, in one order, and none of what a person decided left out."""

from pathlib import Path

import pytest
from tests import cases, stories
from tests.judged_case import own_copy

from stemmata.acts.decide_change import decide_change
from stemmata.case.versions import held_text, in_order
from stemmata.model.decision import Decision
from stemmata.pipeline import named_changes
from stemmata.pipeline.named_changes import Namer, changes_between
from stemmata.preserve.casefolder import CaseFolder


@pytest.fixture
def case(
    story_case: CaseFolder, session_configuration: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> CaseFolder:
    monkeypatch.setenv("STEMMATA_CONFIG", str(session_configuration))
    monkeypatch.setattr(named_changes, "NAMER", stories.namer)
    return own_copy(story_case, tmp_path / "case")


def rows(case: CaseFolder, tmp_path: Path) -> list[dict[str, object]]:
    return cases.rows(case, tmp_path, "changes")


def decide(case: CaseFolder, before: str, after: str, decision: Decision) -> None:
    index = cases.opened(case)
    with index.read() as connection:
        one, other = (held_text(connection, stories.holder(index, words)) for words in (before, after))
        assert one is not None
        assert other is not None
        found = changes_between(connection, one, other, in_order(one, other))
    index.close()
    decide_change(case, found.named[0].unit, decision)


def test_each_pair_that_shares_a_passage_has_its_changes_with_both_spans(case: CaseFolder, tmp_path: Path) -> None:
    found = rows(case, tmp_path / "export")
    bodies = {row["item"] or row["posting"]: row["body"] for row in cases.rows(case, tmp_path / "again", "texts")}
    assert found
    for row in found:
        for side, holder in (("from", row["parent"]), ("to", row["child"])):
            told = row[side]
            if told is not None:
                assert isinstance(told, dict)
                assert str(bodies[holder])[slice(*told["span"])] == told["text"]
        assert (row["status"], row["order"], row["class"]) == ("suggested", "none", None)


def test_a_decision_shows_as_the_status_of_its_change(case: CaseFolder, tmp_path: Path) -> None:
    decide(case, "Shell hits", "Dozens", Decision.REJECTED)
    told = [row for row in rows(case, tmp_path / "export") if row["decisions"]]
    assert [row["status"] for row in told] == ["rejected"]


def test_a_decision_that_is_not_named_any_more_stays_in_the_export(
    case: CaseFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide(case, "Shell hits", "Dozens", Decision.CONFIRMED)
    nothing: list[Namer | None] = [lambda before, after: [], None]
    for at, now in enumerate(nothing):
        monkeypatch.setattr(named_changes, "NAMER", now)
        (row,) = rows(case, tmp_path / f"export{at}")
        assert (row["code"], row["status"], row["named_now"]) == ("NUMBER_VAGUENED", "confirmed", False)


def test_the_same_case_gives_the_same_bytes(case: CaseFolder, tmp_path: Path) -> None:
    first = cases.exported(case, tmp_path / "one")["changes"]
    case.index_path.unlink()
    cases.work(case)
    assert cases.exported(case, tmp_path / "two")["changes"] == first
