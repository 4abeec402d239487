"""Held texts as they are compared: parts of pages, dates and channels of postings, and nothing that is not known."""

import pytest

from stemmata.model.told import Part, PartKind
from stemmata.pipeline.held_texts import parts_of


def test_parts_are_those_that_lie_in_the_body() -> None:
    rows = [
        {"kind": "headline", "span": [0, 10], "raw": [3, 13]},
        {"kind": "furniture", "span": None, "raw": [20, 40]},
        {"kind": "paragraph", "span": [12, 60], "speaker": None},
        {"kind": "quotation", "span": [20, 50], "speaker": "the mayor"},
    ]
    assert parts_of(rows) == (
        Part(PartKind.HEADLINE, 0, 10),
        Part(PartKind.PARAGRAPH, 12, 60),
        Part(PartKind.QUOTATION, 20, 50, "the mayor"),
    )


@pytest.mark.parametrize("nothing", [[], None])
def test_without_parts_there_are_none(nothing: object) -> None:
    assert parts_of(nothing) == ()


@pytest.mark.parametrize(
    "wrong", [[{"kind": "poem", "span": [0, 1]}], ["headline"], [{"kind": "date", "span": [1, 1]}]]
)
def test_a_part_that_cannot_be_is_refused(wrong: object) -> None:
    with pytest.raises(ValueError):
        parts_of(wrong)
