"""Values: an impossible one cannot exist, and an id is a function of the fields."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemmata.model.canonical import canonical_json, digest_of
from stemmata.model.failure import Code, Failure
from stemmata.model.interval import Basis, TimeInterval, iso_utc
from stemmata.model.item import Name
from stemmata.model.span import Region, Span, TextSpan
from stemmata.model.unit import Track, Unit

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(max_codepoint=127)), inner),
)


@given(json_values)
def test_canonical_json_reads_back_and_writes_the_same_bytes_again(value: object) -> None:
    import json

    written = canonical_json(value)  # type: ignore[arg-type]
    assert canonical_json(json.loads(written)) == written


@pytest.mark.parametrize("value", [1.5, 2**53, {"é": 1}, {"a": float("nan")}, (1,), b"x"], ids=repr)
def test_what_has_no_single_spelling_is_refused(value: object) -> None:
    with pytest.raises(ValueError):
        canonical_json(value)  # type: ignore[arg-type]


def test_a_lone_surrogate_is_refused() -> None:
    with pytest.raises(ValueError):
        canonical_json("\ud800")


def test_canonical_json_sorts_keys_and_writes_no_space() -> None:
    assert canonical_json({"b": [1, None], "a": "ب"}) == '{"a":"ب","b":[1,null]}'.encode()


def test_a_unit_has_the_same_id_wherever_it_is_named() -> None:
    unit = Unit(Track.PICTURE, item="ab" * 32, span=Span(0, 5))
    expected = digest_of({"item": "ab" * 32, "posting": None, "track": "picture", "span": [0, 5], "region": None})
    assert unit.id == expected


@pytest.mark.parametrize(
    "make",
    [
        lambda: Span(5, 5),
        lambda: TextSpan("x", 3, 3),
        lambda: Region(0, 0, 0, 5),
        lambda: Unit(Track.PICTURE),
        lambda: Unit(Track.PICTURE, item="a", posting="b"),
        lambda: Unit(Track.TEXT, item="a", span=Span(0, 1)),
        lambda: Unit(Track.PICTURE, item="a", span=TextSpan("x", 0, 1)),
        lambda: TimeInterval(5, 4, Basis.FILE),
    ],
)
def test_an_impossible_value_cannot_be_made(make: object) -> None:
    with pytest.raises(ValueError):
        make()  # type: ignore[operator]


@given(st.integers(0, 9), st.integers(0, 9), st.integers(1, 9), st.integers(1, 9))
def test_overlap_of_regions_is_symmetric_and_one_with_itself(x: int, y: int, width: int, height: int) -> None:
    one, other = Region(x, y, width, height), Region(2, 3, 5, 4)
    assert one.overlap(other) == other.overlap(one)
    assert one.overlap(one) == 1.0


def test_a_time_is_written_in_utc_and_unknown_stays_unknown() -> None:
    assert iso_utc(1_931_425_080_000_000) == "2031-03-16T10:58:00Z"
    assert iso_utc(1_500_000) == "1970-01-01T00:00:01.500000Z"
    assert iso_utc(None) is None


def test_a_name_that_is_not_utf8_is_shown_with_its_bytes() -> None:
    assert Name(b"caf\xe9.jpg").shown == "caf\\xe9.jpg"


@pytest.mark.parametrize("code", list(Code))
def test_every_failure_says_what_happened_what_is_safe_and_what_to_do(code: Code) -> None:
    sentence = Failure(code, "small print").sentence("`clip.mp4`")
    assert sentence.startswith("`clip.mp4` ")
    assert "(small print)" in sentence
    assert sentence.endswith(f"({code})")
    assert sentence.count(". ") >= 2
