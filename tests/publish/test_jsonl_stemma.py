"""Family trees in the interchange: what is held is named, what is not is not filled in."""

from pathlib import Path

import pytest
from tests import cases, trees
from tests.publish import seeded_trees
from tests.publish.seeded_trees import item

from stemmata.preserve.casefolder import CaseFolder

Rows = dict[str, list[dict[str, object]]]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory, session_configuration: Path) -> CaseFolder:
    return trees.planted_case(tmp_path_factory.mktemp("jsonl") / "case", seeded_trees.target_tree())


@pytest.fixture(scope="module")
def exported(case: CaseFolder, tmp_path_factory: pytest.TempPathFactory) -> Rows:
    target = tmp_path_factory.mktemp("out")
    return {noun: cases.rows(case, target / noun, noun) for noun in ("items", "lineage", "families", "units")}


def rows_of(exported: Rows, child: str) -> list[dict[str, object]]:
    return [row for row in exported["lineage"] if row["child"] == child]


def test_each_file_of_a_witness_has_a_row_for_each_parent(exported: Rows) -> None:
    tree = seeded_trees.target()
    files = {one.id: len(one.units) for one in tree.witnesses}
    assert len(exported["lineage"]) == sum(files[link.child] for link in tree.descents)
    (first, second) = rows_of(exported, item("F 0"))
    assert {first["parent_node"], second["parent_node"]} == {"w-B", "w-elsewhere"}
    assert sorted(str(row["span"]) for row in (first, second)) == ["[0.0, 14.0]", "[14.0, 26.0]"]


def test_a_likely_link_names_its_share_its_population_and_its_evidence(exported: Rows) -> None:
    (row,) = rows_of(exported, item("G 0"))
    assert (row["class"], row["p"], row["population"]) == ("likely", 0.964, "stills-1")
    assert row["parent"] in {item("B 0"), item("B 1")}
    evidence = row["evidence"]
    assert isinstance(evidence, list)
    assert [sign["kind"] for sign in evidence] == ["left_over", "laid_over_child"]


def test_a_parent_that_is_not_held_is_null_and_its_node_is_named(exported: Rows) -> None:
    (row,) = rows_of(exported, item("K 0"))
    assert (row["parent"], row["parent_unit"], row["parent_node"], row["class"]) == (None, None, "w-lost", "proven")
    assert exported["families"][0]["lost"] == [{"node": "w-lost", "parent_nodes": [], "named": None, "named_by": None}]


def test_units_named_as_parents_and_children_are_there(exported: Rows) -> None:
    units = {row["unit"] for row in exported["units"]}
    named = {row[side] for row in exported["lineage"] for side in ("child_unit", "parent_unit")} - {None}
    assert named <= units


def test_the_four_answers_are_four(exported: Rows) -> None:
    (family,) = exported["families"]
    assert family["best_surviving"] == family["most_complete"] == item("K 0")
    assert family["highest_quality"] == item("B 0")
    assert family["earliest_dated"] == "posting-w-A"
    assert family["most_complete_share"] == 0.96
    assert family["most_complete_lacks"] == [{"item": item("A 0"), "span": [0.0, 3.0]}]


def test_an_item_says_whether_a_parent_of_it_is_held(exported: Rows) -> None:
    held = {row["item"]: row["parent_held"] for row in exported["items"]}
    assert held[item("C 0")] is True
    assert held[item("K 0")] is False
    assert held[item("E 0")] is None


def test_rows_come_in_one_order(exported: Rows) -> None:
    keys = [(str(row["child"]), str(row["child_unit"]), str(row["parent_node"])) for row in exported["lineage"]]
    assert keys == sorted(keys)


def test_a_family_without_a_tree_claims_no_direction(tmp_path: Path) -> None:
    case = trees.without_tree(trees.planted_case(tmp_path / "case", seeded_trees.target_tree()))
    rows = cases.rows(case, tmp_path / "out", "lineage")
    assert len(rows) == sum(len(one.units) for one in seeded_trees.target().witnesses)
    assert {(row["class"], row["parent"], row["p"]) for row in rows} == {("none", None, None)}
    items = cases.rows(case, tmp_path / "again", "items")
    assert {row["parent_held"] for row in items} == {None}
