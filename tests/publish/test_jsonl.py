"""The interchange: fields that others rely on, in a stable order, with nothing filled in."""

import json
from pathlib import Path

import pytest
from tests import cases

from stemmata.model.errors import OutputExists
from stemmata.pipeline.derived import Derived
from stemmata.pipeline.proofs import PROVABLE, Proofs
from stemmata.preserve.casefolder import CaseFolder
from stemmata.publish.jsonl import NOUNS, export_jsonl

FIELDS = {
    "items": "item media bytes names marks duration_s width height stream families parent_held existed_by not_before",
    "postings": "posting items platform channel url posted_at text raw",
    "units": "unit item posting track span region",
    "edges": "a b a_unit b_unit kind chance segments offset_s drift_ppm method judgements proof",
    "lineage": "child parent child_unit parent_unit node class p evidence",
    "families": "family kind items units roots best_surviving most_complete highest_quality earliest_dated",
    "spread": "family posts dated undated per_day day_unknown channels no_earlier platforms languages group",
    "metadata": "item field value raw parser zone withheld",
    "texts": "item posting extraction title body parts language",
}
"""DESIGN section 7; more may follow."""

Rows = dict[str, list[dict[str, object]]]


@pytest.fixture(scope="module")
def exported(small_case: CaseFolder, tmp_path_factory: pytest.TempPathFactory) -> Rows:
    target = tmp_path_factory.mktemp("export") / "out"
    index = cases.opened(small_case)
    export_jsonl(index, target)
    index.close()
    return {path.stem: [json.loads(line) for line in path.read_text("utf-8").splitlines()] for path in target.iterdir()}


def test_there_is_one_file_for_every_noun(exported: Rows) -> None:
    assert set(exported) == set(NOUNS)


@pytest.mark.parametrize("noun", sorted(FIELDS))
def test_every_row_has_the_fields_that_others_rely_on(noun: str, exported: Rows) -> None:
    assert exported[noun]
    for row in exported[noun]:
        assert set(FIELDS[noun].split()) <= set(row)


def test_what_rows_point_to_is_there(exported: Rows) -> None:
    items = {row["item"] for row in exported["items"]}
    postings = {row["posting"] for row in exported["postings"]}
    units = {row["unit"] for row in exported["units"]}
    families = {row["family"] for row in exported["families"]}
    for edge in exported["edges"]:
        assert {edge["a"], edge["b"]} <= items | postings
        assert {edge["a_unit"], edge["b_unit"]} <= units
    for row in exported["units"]:
        assert (row["item"] in items) != (row["posting"] in postings)
    for item in exported["items"]:
        assert set(_listed(item["families"])) <= families


def test_a_pair_has_one_order_and_one_row_for_each_kind(exported: Rows) -> None:
    keys = [(edge["a"], edge["b"], edge["kind"]) for edge in exported["edges"]]
    assert len(set(keys)) == len(keys)
    assert all(str(a) < str(b) for a, b, kind in keys if kind != "draws_on")


def test_an_edge_between_pictures_says_how_often_chance_would_do_as_well(exported: Rows) -> None:
    chances = [edge["chance"] for edge in exported["edges"] if edge["kind"] == "same_footage"]
    assert chances
    for chance in chances:
        assert isinstance(chance, dict)
        assert set(chance) == {"rate", "comparisons", "expected", "tested_to", "snapshot", "look_alikes"}
        assert chance["expected"] == chance["rate"] * chance["comparisons"] < 0.01


def test_what_is_not_known_is_null_and_never_filled_in(exported: Rows) -> None:
    assert {item["not_before"] for item in exported["items"]} == {None}
    assert all(edge["chance"] is None for edge in exported["edges"] if edge["kind"] in {"same_bytes", "draws_on"})
    assert all(row["parent"] is None and row["p"] is None for row in exported["lineage"] if row["class"] == "none")


def test_times_say_on_what_they_rest(exported: Rows) -> None:
    for item in exported["items"]:
        assert item["existed_by"] == {"time": "2031-03-15T00:13:20Z", "basis": "collected"}
    for posting in exported["postings"]:
        posted = posting["posted_at"]
        assert isinstance(posted, dict)
        assert posted["basis"] == "platform-claimed"


def test_seconds_are_decimal_and_within_the_file(exported: Rows) -> None:
    lasts = {row["item"]: row["duration_s"] for row in exported["items"]}
    films = [edge for edge in exported["edges"] if edge["kind"] == "same_footage" and edge["segments"]]
    for edge in films:
        for segment in _listed(edge["segments"]):
            for side in ("a", "b"):
                span, length = segment[side], lasts[edge[side]]
                assert span is None or (isinstance(length, float) and 0 <= span[0] < span[1] <= length + 0.2)


def test_a_folder_with_something_in_it_is_left_as_it_is(small_case: CaseFolder, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("kept", "utf-8")
    index = cases.opened(small_case)
    with pytest.raises(OutputExists):
        export_jsonl(index, tmp_path)
    index.close()
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def _listed(value: object) -> list[dict[str, list[float] | None]]:
    assert isinstance(value, list)
    return value


def test_segments_tell_what_is_left_over(exported: Rows) -> None:
    (crop,) = [edge for edge in exported["edges"] if edge["kind"] in PROVABLE and _left_over(edge)]
    shown = [row for row in _left_over(crop) if row["kind"] == "shown_part"]
    assert len(shown) == 1
    assert shown[0]["region"] == pytest.approx([80 / 512, 60 / 384, 380 / 512, 280 / 384], abs=0.03)
    assert set(shown[0]) == {"kind", "side", "region", "span", "amounts"}


def test_every_edge_between_pictures_has_its_proof_picture(small_case: CaseFolder, tmp_path: Path) -> None:
    index = cases.opened(small_case)
    counts = export_jsonl(index, tmp_path / "out", Proofs(Derived(small_case.derived)))
    index.close()
    rows = [json.loads(line) for line in (tmp_path / "out" / "edges.jsonl").read_text("utf-8").splitlines()]
    assert {row["kind"] for row in rows if row["proof"] is not None} == {row["kind"] for row in rows} & PROVABLE
    named = [row["proof"] for row in rows if row["kind"] in PROVABLE]
    assert named == [f"proofs/{row['a'][:16]}-{row['b'][:16]}.jpg" for row in rows if row["kind"] in PROVABLE]
    assert counts["proofs"] == len(named) > 0
    assert sorted(path.name for path in (tmp_path / "out" / "proofs").iterdir()) == sorted(
        name.removeprefix("proofs/") for name in named
    )


def test_without_proof_pictures_none_is_named(exported: Rows) -> None:
    assert {edge["proof"] for edge in exported["edges"]} == {None}


def _left_over(edge: dict[str, object]) -> list[dict[str, object]]:
    segments = edge["segments"]
    assert isinstance(segments, list)
    return [row for segment in segments for row in segment["left_over"]]
