"""The same encoded stream under another name: whole, in part, joined; and what is only alike is not the same."""

from collections.abc import Sequence
from io import BytesIO

import numpy as np
import pytest
from tests.media import make

from stemmata.decode.probe import probe
from stemmata.match import streams as rules
from stemmata.match.streams import METHOD, StreamFacts, same_streams
from stemmata.model.edge import Edge, Kind
from stemmata.model.unit import Track

SECOND_US = 1_000_000


@pytest.fixture(scope="session")
def made() -> dict[str, StreamFacts]:
    film, other = make.film(1, seconds=4), make.film(2, seconds=2)
    content = {
        "film": film,
        "as mp4": make.remuxed(film, "mp4"),
        "as mov": make.remuxed(film, "mov"),
        "as mkv": make.remuxed(film, "matroska"),
        "as ts": make.remuxed(film, "mpegts"),
        "tagged": make.remuxed(film, "mp4", tags={"title": "another", "comment": "words"}, options=make.FASTSTART),
        "mute": make.remuxed(film, "mp4", sound=False),
        "trimmed": make.remuxed(film, "matroska", from_s=1, to_s=3),
        "end": make.remuxed(film, "mp4", from_s=2),
        "joined": make.remuxed([other, film], "mp4"),
        "looped": make.remuxed([film, film], "mp4", sound=False),
        "encoded again": make.film(1, seconds=4, codec="mpeg4"),
        "other": other,
        "sound": make.sound_file(1),
        "still": make.still(),
    }
    return {name: StreamFacts.of(name, probe(BytesIO(one), {})) for name, one in content.items()}


def edges(made: dict[str, StreamFacts], *names: str) -> list[Edge]:
    return list(same_streams([made[name] for name in names]))


def holders(found: Sequence[Edge]) -> list[tuple[str, str]]:
    return [(edge.a.holder, edge.b.holder) for edge in found]


@pytest.mark.parametrize("name", ["as mp4", "as mov", "as mkv", "as ts", "tagged", "mute"])
def test_a_remux_is_the_same_stream_as_a_whole(name: str, made: dict[str, StreamFacts]) -> None:
    (edge,) = edges(made, "film", name)
    assert {edge.a.holder, edge.b.holder} == {"film", name}
    assert (edge.kind, edge.method, edge.segments) == (Kind.SAME_STREAM, METHOD, ())
    assert edge.a.track is edge.b.track is Track.PICTURE


@pytest.mark.parametrize("name", ["encoded again", "other", "sound", "still"])
def test_what_is_only_alike_or_another_is_not_the_same_stream(name: str, made: dict[str, StreamFacts]) -> None:
    assert edges(made, "film", name) == []


PARTS = [
    # the other        seconds of the other and of the film that are one
    ("trimmed",        [((0, 2), (1, 3))]),
    ("end",            [((0, 2), (2, 4))]),
    ("joined",         [((2, 6), (0, 4))]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "stretches"), PARTS, ids=[row[0] for row in PARTS])
def test_a_part_is_told_with_its_place_in_both(
    name: str, stretches: list[tuple[tuple[int, int], tuple[int, int]]], made: dict[str, StreamFacts]
) -> None:
    (edge,) = edges(made, "film", name)
    told = []
    for segment in edge.segments:
        assert segment.a is not None
        assert segment.b is not None
        sides = {edge.a.holder: segment.a, edge.b.holder: segment.b}
        told.append(
            tuple(
                (round(sides[side].start_us / SECOND_US), round(sides[side].end_us / SECOND_US))
                for side in (name, "film")
            )
        )
    assert told == stretches


def test_a_part_says_how_many_groups_of_pictures_it_has(made: dict[str, StreamFacts]) -> None:
    (edge,) = edges(made, "film", "trimmed")
    assert [segment.geometry for segment in edge.segments] == [{"groups": 2}]


def test_a_film_joined_with_itself_is_told_as_two_stretches(made: dict[str, StreamFacts]) -> None:
    (edge,) = edges(made, "film", "looped")
    first, second = edge.segments
    assert [segment.geometry for segment in (first, second)] == [{"groups": 4}] * 2
    assert first.a == second.a
    assert first.b is not None
    assert second.b is not None
    assert first.b.end_us <= second.b.start_us


def test_both_sources_of_a_join_are_found(made: dict[str, StreamFacts]) -> None:
    assert holders(edges(made, "film", "joined", "other")) == [("film", "joined"), ("joined", "other")]


def test_a_join_does_not_make_its_sources_one(made: dict[str, StreamFacts]) -> None:
    assert ("film", "other") not in holders(edges(made, "film", "joined", "other"))


def test_sound_alone_is_the_same_stream_where_the_container_is_another(made: dict[str, StreamFacts]) -> None:
    one = made["sound"]
    other = StreamFacts("sound.mka", None, one.sound, one.duration_us, one.groups, one.start_us, one.length_us)
    (edge,) = same_streams([one, other])
    assert one.sound is not None
    assert edge.a.track is edge.b.track is Track.SOUND


def test_one_sound_under_two_pictures_is_not_one_stream(made: dict[str, StreamFacts]) -> None:
    over = made["other"]
    dubbed = StreamFacts("dubbed", over.picture, made["film"].sound, 1, over.groups, over.start_us, over.length_us)
    assert list(same_streams([made["film"], dubbed])) == []


def test_many_remuxes_are_a_chain_and_not_every_pair(made: dict[str, StreamFacts]) -> None:
    names = ("film", "as mp4", "as mov", "as mkv", "as ts")
    assert holders(edges(made, *names)) == [
        ("as mkv", "as mov"),
        ("as mov", "as mp4"),
        ("as mp4", "as ts"),
        ("as ts", "film"),
    ]


def test_the_order_of_files_does_not_matter(made: dict[str, StreamFacts]) -> None:
    names = list(made)
    assert edges(made, *names) == edges(made, *reversed(names))


def test_every_edge_has_the_smaller_holder_first(made: dict[str, StreamFacts]) -> None:
    assert all(one < other for one, other in holders(edges(made, *made)))


@pytest.mark.parametrize("names", [(), ("film",)], ids=["none", "one"])
def test_of_fewer_than_two_files_there_is_no_edge(names: tuple[str, ...], made: dict[str, StreamFacts]) -> None:
    assert edges(made, *names) == []


def card(number: int) -> StreamFacts:
    """A film of its own that shows the card of a station."""
    groups = np.zeros((2, 32), np.uint8)
    groups[1] = number + 1
    starts, lengths = np.array([0, SECOND_US]), np.array([SECOND_US, SECOND_US])
    return StreamFacts(f"{number:03}", f"picture {number}", None, 2 * SECOND_US, groups, starts, lengths)


@pytest.mark.parametrize(("files", "pairs"), [(4, 6), (5, 0)])
def test_a_card_in_too_many_films_joins_nothing(files: int, pairs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "COMMON", 4)
    assert len(list(same_streams([card(number) for number in range(files)]))) == pairs
