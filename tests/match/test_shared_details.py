"""Shared details: a copy has many that one movement explains, unrelated pictures next to none, a logo says nothing."""

from dataclasses import fields, replace

import numpy as np
import pytest
from tests.match import footage

from stemmata.fingerprint.signature import mirrored
from stemmata.match.meetings import MIN_VOTES
from stemmata.match.picture import Picture
from stemmata.match.shared_details import COMMON, MET, TABLES, Posted, keys, mirrored_table, posted, votes

PARTS = [field.name for field in fields(Posted)]


def details(seed: int, count: int = 30, *, turn: float = 0.0, growth: float = 1.0) -> Posted:
    """`count` random details, all turned about the middle by `turn` degrees and enlarged by `growth`."""
    random = np.random.default_rng(seed)
    places = random.uniform(-0.5, 0.5, (count, 2))
    cosine, sine = growth * np.cos(np.radians(turn)), growth * np.sin(np.radians(turn))
    moved = places @ np.array([[cosine, sine], [-sine, cosine]])
    sizes, angles = random.uniform(0.01, 0.03, count), random.uniform(0, 360, count)
    points = np.c_[moved + 0.5, sizes * growth, angles + turn].astype(np.float32)
    return posted(random.integers(0, 2**63, (count, 2), dtype=np.uint64) * np.uint64(2), points, 1.0)


def alone(one: Posted, other: Posted) -> int:
    return votes([one], [other]).get((0, 0), 0)


def test_a_detail_has_a_key_for_each_table_and_the_same_in_any_company() -> None:
    one = details(1, 9)
    assert keys(one.signature).shape == (9, TABLES)
    for at in range(9):
        np.testing.assert_array_equal(keys(one.signature[at : at + 1]), one.key[at : at + 1])


def test_a_copy_has_a_vote_for_each_detail() -> None:
    assert alone(details(1), details(1)) == 30


@pytest.mark.parametrize("turn", [0, 29, 30, 45, 90, 180, 270, 359])
@pytest.mark.parametrize("growth", [0.25, 0.9, 1.0, 1.5, 4.0])
def test_a_copy_that_is_turned_and_resized_keeps_its_votes(turn: float, growth: float) -> None:
    assert alone(details(1), details(1, turn=turn, growth=growth)) >= 29


def test_details_that_turned_each_in_another_way_do_not_add_up() -> None:
    one = details(1)
    assert alone(one, replace(one, turn=one.turn * 7)) < 15


def test_details_that_lie_elsewhere_do_not_add_up() -> None:
    """The same objects in another arrangement: a shop's shelf, a row of equal windows, two collages of one set."""
    one = details(1)
    shuffled = np.random.default_rng(3).permutation(len(one.place))
    assert alone(one, replace(one, place=one.place[shuffled])) < 10


def test_votes_are_the_same_from_either_side() -> None:
    one, other = details(1, 30), details(1, 20, turn=40, growth=2)
    assert alone(one, other) == alone(other, one)


def test_details_of_unrelated_pictures_have_no_votes() -> None:
    assert votes([details(1)], [details(2)]) == {}


NOBODY: list[tuple[str, list[Posted], list[Posted]]] = [
    ("nobody on either side", [], []),
    ("nobody asks", [], [details(1)]),
    ("nobody to ask", [details(1)], []),
    ("pictures without details", [details(1, 0)], [details(1, 0), details(1)]),
]


@pytest.mark.parametrize(("what", "queries", "references"), NOBODY, ids=[row[0] for row in NOBODY])
def test_where_there_is_nothing_there_are_no_votes(what: str, queries: list[Posted], references: list[Posted]) -> None:
    assert votes(queries, references) == {}, what


def test_a_detail_repeated_in_one_picture_counts_once() -> None:
    tiles = details(1, MET)
    wallpaper = Posted(*(np.concatenate([getattr(tiles, part)] * 50) for part in PARTS))
    assert alone(wallpaper, tiles) == MET


def test_fewer_than_a_few_details_are_no_vote() -> None:
    assert votes([details(1, MET - 1)], [details(1, MET - 1)]) == {}


@pytest.mark.parametrize(("frames", "counted"), [(60, True), (61, False)])
def test_a_detail_that_too_many_frames_share_says_nothing(frames: int, counted: bool) -> None:
    assert COMMON == 60
    logo = [details(1)] * frames
    assert bool(votes(logo, logo)) is counted


def test_a_mirrored_detail_has_the_plain_keys_in_other_tables() -> None:
    one = details(1, 9)
    exchanged = [mirrored_table(table) for table in range(TABLES)]
    assert keys(mirrored(one.signature)).tolist() == one.key[:, exchanged].tolist()
    assert [mirrored_table(table) for table in exchanged] == list(range(TABLES))


@pytest.mark.parametrize("name", ["again", "crop", "turned", "upside down", "small", "bordered", "inserted"])
def test_a_copy_has_far_more_votes_than_an_unrelated_picture(name: str, stills: dict[str, Picture]) -> None:
    street = stills["street"].posted(0)
    unrelated = max(alone(street, footage.still("x", footage.street(seed)).posted(0)) for seed in (11, 12))
    assert alone(street, stills[name].posted(0)) >= max(3 * MIN_VOTES, 10 * unrelated)


@pytest.mark.parametrize("name", ["mirrored", "mirrored crop", "mirrored and inserted"])
def test_a_mirrored_copy_has_its_votes_once_one_side_is_mirrored(name: str, stills: dict[str, Picture]) -> None:
    plain = alone(stills[name].posted(0), stills["street"].posted(0))
    flipped = alone(stills[name].posted(0, flipped=True), stills["street"].posted(0))
    assert flipped >= 3 * MIN_VOTES > MIN_VOTES > plain
