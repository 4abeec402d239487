"""`stemmata tree` and `stemmata roots` for stories: texts, posts, and sources that nobody holds."""

from pathlib import Path

import pytest
from sqlalchemy import select
from tests import cases, resting
from tests.cli.test_verbs import stemmata

from stemmata.case import schema
from stemmata.preserve.casefolder import CaseFolder


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory, session_configuration: Path) -> CaseFolder:
    folder = resting.write_story_folder(tmp_path_factory.mktemp("stories"))
    return cases.made(tmp_path_factory.mktemp("case") / "case", folder)


def family(case: CaseFolder, title: str) -> str:
    index = cases.opened(case)
    with index.read() as connection:
        found = connection.scalars(select(schema.family.c.id).where(schema.family.c.title == title)).one()
    index.close()
    return str(found)


def test_the_tree_of_a_story_is_told_with_the_dates_that_pages_bear(case: CaseFolder) -> None:
    index = cases.opened(case)
    with index.read() as connection:
        sizes = connection.execute(
            select(schema.family.c.id, schema.family.c.files).where(schema.family.c.kind == "story")
        )
        story = next(row.id for row in sizes if row.files == 3)
    index.close()
    ended = stemmata("-C", case.path, "tree", story)
    assert (ended.returncode, ended.stderr) == (0, "")
    lines = ended.stdout.splitlines()
    assert lines[0] == "A  courier.html, 1 file, dated 14 Mar 2031, 08:00 UTC (as the file says): no parent held"
    assert lines[1].startswith("  B  gazette.html")


def test_a_source_that_is_named_and_not_held_is_told_by_name(case: CaseFolder) -> None:
    ended = stemmata("-C", case.path, "tree", family(case, "After Teshkala"))
    assert ended.stdout.splitlines()[:2] == [
        "ω  Reuters, not held (named by 2 texts)",
        "  A  observer.html, 1 file, dated 16 Mar 2031, 10:00 UTC (as the file says): names ω as its source",
    ]


@pytest.mark.parametrize("form", ["svg", "dot", "graphml"])
def test_a_drawing_to_be_saved_holds_no_name_of_a_source(form: str, case: CaseFolder) -> None:
    ended = stemmata("-C", case.path, "tree", family(case, "After Teshkala"), "--format", form)
    assert ended.returncode == 0
    assert "Teshkala" not in ended.stdout
    if form != "graphml":
        assert "<title>ω: named as a source, not held</title>" in ended.stdout or form == "dot"


def test_roots_name_the_source_that_is_not_held(case: CaseFolder) -> None:
    ended = stemmata("-C", case.path, "roots")
    assert ended.returncode == 0
    assert "Reuters, not held (named by 2 texts)" in ended.stdout
    assert "Teshkala: what happened rests on ω Reuters, not held (named by 2 texts)." in ended.stdout


def test_roots_of_two_pages_that_cite_one_agency_are_counted_together(case: CaseFolder) -> None:
    ended = stemmata("-C", case.path, "roots", "post.html", "observer.html")
    assert ended.stdout.startswith("1–2 groups with no copying found; none shown independent")
