"""Families of sound: kept where they say more than pictures, and never chained through a compilation."""

from stemmata.lineage.families import Family, Member, form_footage
from stemmata.lineage.sound import form_sound
from stemmata.lineage.stretches import Timeline
from stemmata.model.edge import Edge, Kind, Segment
from stemmata.model.span import Span
from stemmata.model.unit import Track, Unit

SECOND = 1_000_000
LENGTHS = {"a": 20 * SECOND, "b": 20 * SECOND, "c": 20 * SECOND}


def edge(a: str, b: str, at_a: tuple[int, int], at_b: tuple[int, int]) -> Edge:
    spans = [Span(start * SECOND, end * SECOND) for start, end in (at_a, at_b)]
    units = [Unit(Track.SOUND, item=holder, span=span) for holder, span in zip((a, b), spans, strict=True)]
    return Edge(Kind.SAME_RECORDING, units[0], units[1], "sound/1", (Segment(spans[0], spans[1]),))


def footage(*groups: set[str]) -> list[Family]:
    return [
        Family(f"f{at}", "footage", tuple(Member(Unit(Track.PICTURE, item=holder), ()) for holder in sorted(group)))
        for at, group in enumerate(groups)
    ]


def holders(families: list[Family]) -> list[tuple[str, ...]]:
    return sorted(family.holders for family in families)


def test_sound_under_two_footages_is_a_family_of_its_own() -> None:
    formed = form_sound(LENGTHS, [edge("a", "b", (0, 15), (2, 17))], footage({"a"}, {"b"}))
    assert holders(formed.families) == [("a", "b")]
    assert {family.kind for family in formed.families} == {"sound"}
    assert {member.unit.track for family in formed.families for member in family.members} == {Track.SOUND}


def test_sound_of_one_footage_says_nothing_new() -> None:
    assert form_sound(LENGTHS, [edge("a", "b", (0, 15), (2, 17))], footage({"a", "b"})).families == []


def test_a_compilation_chains_no_two_recordings() -> None:
    edges = [edge("a", "c", (0, 10), (0, 10)), edge("b", "c", (5, 15), (10, 20))]
    formed = form_sound(LENGTHS, edges, footage({"a"}, {"b"}, {"c"}))
    assert holders(formed.families) == [("a", "c"), ("b", "c")]


def test_excerpts_of_a_recording_that_goes_on_are_one_family() -> None:
    edges = [edge("a", "b", (0, 20), (0, 20)), edge("a", "c", (0, 10), (0, 10))]
    assert holders(form_sound(LENGTHS, edges, []).families) == [("a", "b", "c")]


def test_shared_sound_joins_no_pictures() -> None:
    films = [Timeline(holder, length) for holder, length in LENGTHS.items()]
    formed = form_footage((), films, [edge("a", "b", (0, 15), (2, 17))])
    assert holders(formed.families) == [("a",), ("b",), ("c",)]
