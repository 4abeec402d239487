"""Two stills: which of the six words is said of them, and the same word from either side."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from tests.match import footage
from tests.match.conftest import CORNER

from stemmata.match import stills as rules
from stemmata.match.geometry import Fit, View
from stemmata.match.picture import Picture
from stemmata.match.pictures import compare
from stemmata.match.stills import Verdict, judge
from stemmata.model.span import Region

WORDS = [
    # one                    other                      the word
    ("street",               "street",                  "same_footage"),
    ("street",               "again",                   "same_footage"),
    ("street",               "crop",                    "same_footage"),
    ("street",               "mirrored",                "same_footage"),
    ("street",               "mirrored crop",           "same_footage"),
    ("street",               "turned",                  "same_footage"),
    ("street",               "upside down",             "same_footage"),
    ("street",               "small",                   "same_footage"),
    ("street",               "bordered",                "same_footage"),
    ("crop",                 "bordered",                "same_footage"),
    ("mirrored",             "turned",                  "same_footage"),
    ("street",               "inserted",                "same_picture_part"),
    ("street",               "mirrored and inserted",   "same_picture_part"),
    ("other",                "inserted",                "same_footage"),
    ("street",               "other",                   "not_established"),
    ("crop",                 "other",                   "not_established"),
    ("street",               "flat",                    "not_comparable"),
    ("flat",                 "flat",                    "not_comparable"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "word"), WORDS, ids=[f"{row[0]} and {row[1]}" for row in WORDS])
def test_two_stills_get_their_word(one: str, other: str, word: str, stills: dict[str, Picture]) -> None:
    assert judge(stills[one].view(0), stills[other].view(0)).name == word


@pytest.mark.parametrize(("one", "other"), [row[:2] for row in WORDS], ids=[f"{row[0]} and {row[1]}" for row in WORDS])
def test_from_the_other_side_the_word_is_the_same_and_the_regions_change_places(
    one: str, other: str, stills: dict[str, Picture]
) -> None:
    there = judge(stills[one].view(0), stills[other].view(0))
    back = judge(stills[other].view(0), stills[one].view(0))
    assert (back.name, back.reason) == (there.name, there.reason)
    for here, across in ((there.a_region, back.b_region), (there.b_region, back.a_region)):
        assert (here is None) == (across is None)
        assert here is None or across is None or here.overlap(across) > 0.98


@pytest.mark.parametrize("name", ["inserted", "mirrored and inserted"])
def test_the_window_of_an_inserted_picture_is_where_it_was_laid_in(name: str, stills: dict[str, Picture]) -> None:
    found = judge(stills["street"].view(0), stills[name].view(0))
    assert found.a_region is None
    assert found.b_region is not None
    assert found.b_region.overlap(footage.region(CORNER)) > 0.9


def test_the_window_in_a_mirrored_picture_is_told_as_that_picture_is_shown() -> None:
    """The first picture is mirrored to be laid over the second; its window must be told unmirrored."""
    outer = footage.view(footage.inserted(footage.street(1), footage.street(2), (0.55, 0.1, 0.4, 0.4)))
    found = judge(outer, footage.view(footage.mirrored(footage.street(1))))
    assert found.name == "same_picture_part"
    assert found.a_region is not None
    assert found.a_region.overlap(footage.region((0.55, 0.1, 0.4, 0.4))) > 0.9


def test_each_part_of_a_picture_in_picture_is_established_with_its_own_source(stills: dict[str, Picture]) -> None:
    found = judge(stills["other"].view(0), stills["inserted"].view(0))
    assert (found.name, found.a_region, found.b_region) == ("same_footage", None, None)


COPY = Fit(np.eye(3), False, 50, 1.0, 0.0, 0.95, 1.0, 1.0, 0.9, 0.5, 0.0)

STANDPOINT = "near and far details move apart, as from another standpoint"
PARTS_ONLY = "the pictures agree in parts only"
APART = "details agree, the pictures laid over each other do not"
STRIP = "only a strip of the two is in common"
PLAIN = "the part in common is too plain to be laid over"

DOUBTS: list[tuple[str, Fit | None, str, str]] = [
    ("nothing fits", None, "not_established", "no movement maps the details of one onto the other"),
    ("no texture", replace(COPY, agreement=-1.0), "undecided", PLAIN),
    ("no agreement", replace(COPY, agreement=0.29), "same_place", APART),
    ("a strip of both", replace(COPY, overlap_a=0.29, overlap_b=0.29), "undecided", STRIP),
    ("a strip of one, all of the other", replace(COPY, overlap_a=0.29), "same_footage", ""),
    ("parallax", replace(COPY, parallax=0.21), "same_place", STANDPOINT),
    ("few follow", replace(COPY, consensus=0.54), "same_place", STANDPOINT),
    ("wandering", replace(COPY, residual_px=1.7), "same_place", STANDPOINT),
    ("half of it", replace(COPY, agreement=0.65), "undecided", PARTS_ONLY),
    (
        "half of it, for sure and shifted",
        replace(COPY, agreement=0.5, overlap_a=0.75, consensus=0.95),
        "same_footage",
        "",
    ),
    ("half of it, for sure, in one frame", replace(COPY, agreement=0.5, consensus=0.95), "undecided", PARTS_ONLY),
    ("a copy", COPY, "same_footage", ""),
]


@pytest.mark.parametrize(("what", "fit", "word", "reason"), DOUBTS, ids=[row[0] for row in DOUBTS])
def test_each_doubt_has_its_word_and_its_reason(
    what: str, fit: Fit | None, word: str, reason: str, stills: dict[str, Picture], monkeypatch: pytest.MonkeyPatch
) -> None:
    answer: Callable[[View, View], Fit | None] = lambda a, b: fit  # noqa: E731
    monkeypatch.setattr(rules, "fit", answer)
    street = stills["street"].view(0)
    assert judge(street, street) == Verdict(word, fit, reason=reason), what


def test_a_banner_in_two_pictures_makes_no_copy() -> None:
    banner = footage.resized(footage.street(9, 480, 60), 1)
    one, other = (footage.street(seed) for seed in (1, 2))
    one[-60:], other[-60:] = banner, banner
    assert judge(footage.view(one), footage.view(other)).name not in {"same_footage", "same_picture_part"}


def test_a_caption_over_a_copy_leaves_it_a_copy(stills: dict[str, Picture]) -> None:
    captioned = footage.street(1)
    captioned[250:310, 40:440] = 255
    assert judge(stills["street"].view(0), footage.view(captioned)).name == "same_footage"


def test_evidence_of_two_stills_keeps_the_movement_and_the_window(stills: dict[str, Picture]) -> None:
    found = compare(stills["inserted"], stills["street"])
    (segment,) = found.segments
    assert (found.a, found.b, found.verdict) == ("inserted", "street", "same_picture_part")
    assert (segment.a, segment.b, segment.b_region) == (None, None, None)
    assert isinstance(segment.a_region, Region)
    assert segment.geometry["inliers"] == found.facts["inliers"]


def test_evidence_of_nothing_has_a_reason_and_no_segment(stills: dict[str, Picture]) -> None:
    found = compare(stills["other"], stills["street"])
    assert (found.verdict, found.segments) == ("not_established", ())
    assert found.facts == {"checked_frames": 1, "reason": "no movement maps the details of one onto the other"}


@pytest.mark.parametrize(("a", "b"), [("street", "crop"), ("street", "street")])
def test_a_pair_in_another_order_is_refused(a: str, b: str, stills: dict[str, Picture]) -> None:
    with pytest.raises(ValueError, match="the smaller holder first"):
        compare(stills[a], stills[b])
