"""The example against its own truth, which nothing but tests may read."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests import cases

from stemmata.preserve.casefolder import CaseFolder

Truth = Mapping[str, dict[str, list[dict[str, object]]]]


@pytest.fixture(scope="module")
def truth(example_folder: Path) -> dict[str, dict[str, object]]:
    files: dict[str, dict[str, object]] = json.loads((example_folder.parent / "truth.json").read_text("utf-8"))["files"]
    return files


@pytest.fixture(scope="module")
def families(example_case: CaseFolder, tmp_path_factory: pytest.TempPathFactory) -> list[set[str]]:
    """Footage families as sets of file names within the example folder."""
    target = tmp_path_factory.mktemp("export")
    items = {str(row["item"]): row["names"] for row in cases.rows(example_case, target / "items", "items")}
    found = [row for row in cases.rows(example_case, target / "families", "families") if row["kind"] == "footage"]
    return [{_within(name) for item in _texts(row["items"]) for name in _texts(items[item])} for row in found]


def _texts(values: object) -> list[str]:
    assert isinstance(values, list)
    return [str(value) for value in values]


def _within(name: str) -> str:
    return name.split("/", 1)[1]


def _recordings(entry: Mapping[str, object]) -> set[str]:
    stretches = entry["stretches"]
    assert isinstance(stretches, list)
    return {str(stretch["recording"]) for stretch in stretches}


def test_the_folder_has_41_files(example_folder: Path) -> None:
    assert sum(path.is_file() for path in example_folder.rglob("*")) == 41


def test_no_family_holds_two_recordings(families: list[set[str]], truth: dict[str, dict[str, object]]) -> None:
    """Two cameras on one event, and one place on two days, stay apart; a joined film belongs to two families."""
    for family in families:
        shared = set.intersection(*(_recordings(truth[name]) for name in family))
        assert shared, sorted(family)


def test_every_recording_is_one_family(families: list[set[str]], truth: dict[str, dict[str, object]]) -> None:
    by_recording: dict[str, set[str]] = {}
    for name, entry in truth.items():
        for recording in _recordings(entry):
            if entry["role"] != "bad":
                by_recording.setdefault(recording, set()).add(name)
    for recording, names in by_recording.items():
        assert any(names <= family for family in families), recording


def test_stories_in_two_languages_are_found(example_case: CaseFolder, tmp_path: Path) -> None:
    stories = [row for row in cases.rows(example_case, tmp_path, "families") if row["kind"] == "story"]
    assert sorted(len(_texts(row["items"])) for row in stories)[-2:] == [3, 3]
