"""Held texts as they are compared: parts of pages, dates and channels of postings, and nothing that is not known."""

import pytest

from stemmata.model.interval import Basis, TimeInterval
from stemmata.model.told import Part, PartKind
from stemmata.pipeline.held_texts import parts_of, published_time

HOUR = 3_600_000_000
NOON = 1_931_428_800_000_000
"""2031-03-16 12:00 UTC."""


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


TIMES = [
    # written                        from NOON: earliest, latest
    ("2031-03-16T12:00:00Z",         (0, 0)),
    ("2031-03-16T15:00:00+03:00",    (0, 0)),
    (" 2031-03-16 12:00:00.000Z ",   (0, 0)),
    ("2031-03-16T12:00:00",          (-14 * HOUR, 12 * HOUR)),
    ("2031-03-16",                   (-26 * HOUR, 24 * HOUR - 1)),
    ("20310316",                     (-26 * HOUR, 24 * HOUR - 1)),
]  # fmt: skip


@pytest.mark.parametrize(("written", "ends"), TIMES, ids=[row[0] for row in TIMES])
def test_a_claimed_time_is_every_instant_that_it_can_be(written: str, ends: tuple[int, int]) -> None:
    assert published_time(written) == TimeInterval(NOON + ends[0], NOON + ends[1], Basis.FILE)


@pytest.mark.parametrize("written", ["", "yesterday", "16 March 2031", "03/04/2031", "2031-13-01", "2031"])
def test_what_is_no_iso_time_is_not_guessed(written: str) -> None:
    assert published_time(written) is None
