"""A run ends with stemmata of stories, and with what texts say of their sources."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from tests import cases, resting

from stemmata.case import schema
from stemmata.case.held import held_material, roots_kept
from stemmata.case.index import Index
from stemmata.case.results import CASE
from stemmata.corroborate.roots import count_roots
from stemmata.lineage.stemma import Sureness
from stemmata.lineage.stemma_json import stemma_from_json
from stemmata.model.canonical import Json
from stemmata.model.edge import Edge, Kind
from stemmata.model.unit import Track, Unit
from stemmata.pipeline.stories import shared_words
from stemmata.preserve.casefolder import CaseFolder
from stemmata.publish.jsonl import export_jsonl


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory, session_configuration: Path) -> CaseFolder:
    folder = resting.write_story_folder(tmp_path_factory.mktemp("stories"))
    return cases.made(tmp_path_factory.mktemp("case") / "case", folder)


@pytest.fixture
def index(case: CaseFolder) -> Iterator[Index]:
    found = cases.opened(case)
    yield found
    found.close()


@pytest.fixture(scope="module")
def exported(case: CaseFolder, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, object]]]:
    out = tmp_path_factory.mktemp("out")
    found = cases.opened(case)
    export_jsonl(found, out)
    found.close()
    return {
        noun: [json.loads(line) for line in (out / f"{noun}.jsonl").read_text("utf-8").splitlines()]
        for noun in ("edges", "lineage", "families", "declarations", "items", "texts")
    }


def named(index: Index) -> dict[str, str]:
    with index.read() as connection:
        rows = connection.execute(select(schema.name.c.item, schema.name.c.shown))
        return {row.item: row.shown.rsplit("/", 1)[-1].split(".")[0] for row in rows}


def test_a_story_of_three_pages_has_a_stemma_in_the_order_of_copying(index: Index) -> None:
    names = named(index)
    with index.read() as connection:
        bodies = connection.scalars(select(schema.stemma.c.body)).all()
    made = next(found for body in bodies if len((found := stemma_from_json(json.loads(body))).witnesses) == 3)
    of = {one.id: names[one.holders[0]] for one in made.witnesses}
    links = {of[one.child]: (of.get(one.parent or ""), one.sureness) for one in made.descents}
    assert links["courier"] == (None, Sureness.NONE)
    assert (links["gazette"][0], links["herald"][0]) == ("courier", "gazette")
    assert Sureness.PROVEN not in {sureness for _, sureness in links.values()}


def test_declared_and_suggested_dependence_stand_among_the_edges(
    index: Index, exported: dict[str, list[dict[str, object]]]
) -> None:
    names = named(index)
    rests = {
        (names[str(edge["a"])], names.get(str(edge["b"])), edge["status"])
        for edge in exported["edges"]
        if edge["kind"] == "draws_on" and edge["a"] in names
    }
    assert ("gazette", "courier", "declared") in rests
    assert ("clip", "clip", "declared") in rests
    assert {(one, status) for one, on, status in rests if on is None} == {
        ("post", "declared"), ("observer", "declared"), ("described", "suggested"),
    }  # fmt: skip


def test_an_unheld_source_is_one_for_both_pages_that_name_it(exported: dict[str, list[dict[str, object]]]) -> None:
    unheld = [row["unheld"] for row in exported["declarations"] if row["unheld"] is not None]
    assert unheld[0] == unheld[1]
    assert isinstance(unheld[0], dict)
    assert (unheld[0]["name"], unheld[0]["kind"], unheld[0]["named_by"]) == ("Reuters", "agency", 2)
    lost = [one for row in exported["families"] for one in row["lost"]]  # type: ignore[attr-defined]
    assert {(one["named"], one["named_by"]) for one in lost} == {("Reuters", 2)}


def test_what_a_page_found_out_itself_is_kept_with_its_place(exported: dict[str, list[dict[str, object]]]) -> None:
    (own,) = [row for row in exported["declarations"] if row["kind"] == "own"]
    (text,) = [row for row in exported["texts"] if row["item"] == own["of"]]
    span = own["span"]
    assert isinstance(span, list)
    assert str(text["body"])[span[0] : span[1]] == "A nurse told this newspaper that there was no blood left."


def test_roots_are_counted_across_media_and_the_tables_count_alike(index: Index) -> None:
    with index.read() as connection:
        kept = roots_kept(connection, CASE)
        assert kept is not None
        assert count_roots(held_material(connection)) == kept
    # three pages; two that cite one agency, one of them with an interview of its own; a film with a page; a description
    assert (kept.groups, kept.groups_low) == (5, 3)


def test_lineage_has_a_row_for_every_text_and_says_where_no_direction_is_told(
    exported: dict[str, list[dict[str, object]]],
) -> None:
    rows = [row for row in exported["lineage"] if row["class"] != "none"]
    assert {row["undirected"] for row in rows} == {False}
    held = {row["item"] for row in exported["items"]}
    assert {row["child"] for row in exported["lineage"]} >= {
        row["item"] for row in exported["texts"] if row["item"] in held
    }


def test_a_second_run_gives_the_same(case: CaseFolder, tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    for out in (before, after):
        found = cases.opened(case)
        export_jsonl(found, out)
        found.close()
        cases.work(case)
    for noun in ("lineage", "declarations", "edges", "families"):
        assert (before / f"{noun}.jsonl").read_bytes() == (after / f"{noun}.jsonl").read_bytes()


def test_quotations_and_formulas_are_no_copying() -> None:
    units = [Unit(Track.TEXT, item=f"{at:064x}") for at in range(2)]
    for manner, counted in ((None, 1), ("copy", 1), ("common_source", 1), ("quotation", 0), ("stock", 0)):
        facts: dict[str, Json] = {"words": 20, "manner": manner}
        assert len(shared_words([Edge(Kind.SAME_STORY, units[0], units[1], "passages/1", facts=facts)])) == counted
