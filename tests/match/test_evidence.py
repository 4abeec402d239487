"""What a comparison came to: kept as JSON without loss, and an edge only where something is established."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemmata.match.evidence import METHOD, PairEvidence, evidence_from_json, evidence_to_json, to_edge
from stemmata.model.edge import Kind, Segment
from stemmata.model.residue import Difference, Residue, Side
from stemmata.model.span import MILLIONTHS, Region, Span
from stemmata.model.unit import Track, Unit

VERDICTS = ("same_footage", "same_picture_part", "same_place", "undecided", "not_established", "not_comparable")

spans = st.builds(
    lambda start, length: Span(start, start + length), st.integers(-(10**6), 10**12), st.integers(1, 10**12)
)
regions = st.builds(Region, *[st.integers(0, MILLIONTHS)] * 2, *[st.integers(1, MILLIONTHS)] * 2)
numbers = st.floats(allow_nan=False, allow_infinity=False)
residues = st.builds(
    Residue,
    st.sampled_from(Difference),
    st.none() | st.sampled_from(Side),
    st.none() | regions,
    st.none() | spans,
    st.dictionaries(st.sampled_from(("gain", "offset", "degrees", "factor")), numbers),
)
segments = st.builds(
    Segment,
    a=st.none() | spans,
    b=st.none() | spans,
    speed=numbers,
    mirrored=st.booleans(),
    geometry=st.fixed_dictionaries(
        {"matrix": st.lists(numbers, min_size=9, max_size=9), "inliers": st.integers(0, 10**6)},
        optional={"direction": st.just("b to a"), "scale": numbers},
    ),
    a_region=st.none() | regions,
    b_region=st.none() | regions,
    left_over=st.lists(residues, max_size=2).map(tuple),
)
facts = st.dictionaries(st.text(max_size=9), st.integers() | st.text(max_size=9) | st.lists(st.integers(), max_size=3))
kept = st.builds(
    PairEvidence,
    st.text(max_size=9),
    st.text(max_size=9),
    st.sampled_from(VERDICTS),
    st.lists(segments, max_size=3).map(tuple),
    facts,
)


@given(kept)
def test_evidence_comes_back_from_json_as_it_was(evidence: PairEvidence) -> None:
    assert evidence_from_json(json.loads(json.dumps(evidence_to_json(evidence)))) == evidence


DAMAGED: list[tuple[str, dict[str, object], str]] = [
    ("no list of segments", {"segments": {}}, "kept evidence has segments and facts"),
    ("no facts", {"facts": None}, "kept evidence has segments and facts"),
    (
        "a segment without geometry",
        {"segments": [{"geometry": None, "left_over": []}]},
        "a kept segment has a geometry",
    ),
    ("a segment without differences", {"segments": [{"geometry": {}, "left_over": None}]}, "and what is left over"),
    (
        "a difference without amounts",
        {
            "segments": [
                {
                    "geometry": {},
                    "left_over": [{"side": None, "amounts": 1}],
                    "a": None,
                    "b": None,
                    "speed": 1.0,
                    "mirrored": False,
                    "a_region": None,
                    "b_region": None,
                }
            ]
        },
        "a kept difference has amounts",
    ),
]


@pytest.mark.parametrize(("what", "damage", "message"), DAMAGED, ids=[row[0] for row in DAMAGED])
def test_what_is_no_evidence_is_refused(what: str, damage: dict[str, object], message: str) -> None:
    whole = evidence_to_json(PairEvidence("a", "b", "same_footage", (Segment(None, None),)))
    with pytest.raises(ValueError, match=message):
        evidence_from_json(whole | damage)


@pytest.mark.parametrize("missing", ["a", "b", "verdict", "facts", "segments"])
def test_evidence_with_a_missing_part_is_refused(missing: str) -> None:
    whole = evidence_to_json(PairEvidence("a", "b", "same_footage"))
    del whole[missing]
    with pytest.raises(KeyError, match=missing):
        evidence_from_json(whole)


KINDS = [
    ("same_footage", Kind.SAME_FOOTAGE),
    ("same_picture_part", Kind.SAME_PICTURE_PART),
    ("same_place", Kind.SAME_PLACE),
    ("undecided", None),
    ("not_established", None),
    ("not_comparable", None),
]


@pytest.mark.parametrize(("verdict", "kind"), KINDS, ids=[row[0] for row in KINDS])
def test_only_what_is_established_becomes_an_edge(verdict: str, kind: Kind | None) -> None:
    made = to_edge(PairEvidence("a", "b", verdict, (Segment(None, None),), {"checked_frames": 1}))
    assert (None if made is None else made.kind) == kind


def test_every_verdict_has_its_row() -> None:
    assert tuple(row[0] for row in KINDS) == VERDICTS


WINDOW, OTHER_WINDOW = Region(1, 2, 300_000, 400_000), Region(5, 6, 300_000, 400_000)


def test_an_edge_spans_from_the_first_to_the_last_shared_moment() -> None:
    pieces = (Segment(Span(50, 60), Span(0, 10)), Segment(Span(0, 20), Span(30, 50)))
    made = to_edge(PairEvidence("a", "b", "same_footage", pieces, {"verified_frames": 2}))
    assert made is not None
    assert (made.a, made.b) == (Unit(Track.PICTURE, "a", span=Span(0, 60)), Unit(Track.PICTURE, "b", span=Span(0, 50)))
    assert (made.segments, made.method, made.facts) == (pieces, METHOD, {"verified_frames": 2})


def test_a_still_has_no_stretch() -> None:
    made = to_edge(PairEvidence("a", "b", "same_footage", (Segment(Span(0, 9), None),)))
    assert made is not None
    assert made.b == Unit(Track.PICTURE, "b")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [(WINDOW, WINDOW, WINDOW), (WINDOW, OTHER_WINDOW, None), (WINDOW, None, None), (None, None, None)],
    ids=["one window", "two windows", "a window and the whole", "the whole"],
)
def test_an_edge_has_a_window_only_where_all_its_pieces_have_the_same(
    one: Region | None, other: Region | None, expected: Region | None
) -> None:
    pieces = (Segment(None, None, b_region=one), Segment(None, None, b_region=other))
    made = to_edge(PairEvidence("a", "b", "same_picture_part", pieces))
    assert made is not None
    assert (made.a.region, made.b.region) == (None, expected)
