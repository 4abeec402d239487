"""A change and where it stands."""

import pytest

from stemmata.model.change import Change, Code, Stretch, Where


def test_a_stretch_holds_exactly_its_text() -> None:
    with pytest.raises(ValueError, match="holds the text of its span"):
        Stretch(Where.BODY, 0, 3, "four")


def test_a_change_stands_somewhere() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Change(Code.OTHER, None, None)


def test_a_change_is_written_as_the_interchange_says() -> None:
    change = Change(Code.NUMBER_CHANGED, Stretch(Where.BODY, 4, 6, "17"), Stretch(Where.HEADLINE, 0, 2, "70"))
    assert change.to_json() == {
        "code": "NUMBER_CHANGED",
        "from": {"part": "body", "text": "17", "span": [4, 6]},
        "to": {"part": "headline", "text": "70", "span": [0, 2]},
        "status": "suggested",
    }


def test_every_label_of_the_bench_is_a_code() -> None:
    from pathlib import Path

    labels = (Path(__file__).parents[2] / "bench" / "texts" / "changes" / "LABELS.md").read_text("utf-8")
    for code in Code:
        family, _, end = code.value.rpartition("_")
        assert code.value in labels or (family in labels and f"_{end}" in labels), code
