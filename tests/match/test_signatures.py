"""Details as signatures: a copy shares many that agree, unrelated pictures next to none, a logo says nothing."""

import numpy as np
import numpy.typing as npt
import pytest
from tests.match import footage

from stemmata.match import signatures
from stemmata.match.candidates import MIN_VOTES
from stemmata.match.picture import Picture
from stemmata.match.signatures import BITS, FRAMES_OF_ONE, TABLES, Posted, posted, votes


def descriptors(seed: int, count: int) -> npt.NDArray[np.uint8]:
    return np.random.default_rng(seed).integers(0, 120, (count, 128), dtype=np.uint8)


def details(seed: int, count: int = 30, *, turn: float = 0.0, growth: float = 1.0) -> Posted:
    """`count` random details, all turned by `turn` degrees and enlarged by `growth`."""
    random = np.random.default_rng(seed)
    points = np.c_[random.random((count, 2)), random.uniform(0.01, 0.03, count), random.uniform(0, 360, count)]
    moved = points * [1, 1, growth, 1] + [0, 0, 0, turn]
    return posted(descriptors(seed, count), moved.astype(np.float32))


def alone(one: Posted, other: Posted) -> int:
    return votes([one], [other]).get((0, 0), 0)


@pytest.mark.parametrize("count", [0, 1, 7])
def test_a_detail_has_128_bits_and_a_key_for_each_table(count: int) -> None:
    signature, key = signatures.signatures(descriptors(1, count))
    assert (signature.shape, key.shape) == ((count, BITS // 64), (count, TABLES))


def test_equal_details_have_equal_signatures_in_any_company() -> None:
    signature, key = signatures.signatures(descriptors(1, 9))
    for at in range(9):
        one, its_key = signatures.signatures(descriptors(1, 9)[at : at + 1])
        np.testing.assert_array_equal(one, signature[at : at + 1])
        np.testing.assert_array_equal(its_key, key[at : at + 1])


def test_signatures_are_those_of_the_seed_on_every_machine() -> None:
    """But for a sign where a sum is as good as zero, which another processor may round to the other side."""
    signature, _ = signatures.signatures(np.arange(128, dtype=np.uint8)[None])
    recorded = np.array([[4_959_887_961_431_799_901, 10_206_004_955_954_752_104]], np.uint64)
    assert np.bitwise_count(signature ^ recorded).sum() <= 1


def test_unrelated_details_differ_in_about_half_of_the_bits() -> None:
    signature, _ = signatures.signatures(descriptors(1, 400))
    apart = np.bitwise_count(signature[:200] ^ signature[200:]).sum(axis=1)
    assert 57 <= apart.mean() <= 71


def test_a_details_own_brightness_does_not_change_its_signature() -> None:
    dark = descriptors(1, 20)
    np.testing.assert_array_equal(signatures.signatures(dark)[0], signatures.signatures(dark + 60)[0])


def test_a_copy_has_a_vote_for_each_detail_and_table() -> None:
    assert alone(details(1), details(1)) == 30 * TABLES


@pytest.mark.parametrize("turn", [0, 29, 30, 45, 90, 180, 270, 359])
@pytest.mark.parametrize("growth", [0.25, 0.9, 1.0, 1.5, 4.0])
def test_a_copy_that_is_turned_and_resized_keeps_its_votes(turn: float, growth: float) -> None:
    assert alone(details(1), details(1, turn=turn, growth=growth)) == 30 * TABLES


def test_details_that_turned_each_in_another_way_do_not_add_up() -> None:
    each_its_own = details(1)
    scattered = Posted(each_its_own.signature, each_its_own.key, each_its_own.turn * 7, each_its_own.octave)
    assert alone(details(1), scattered) < 15 * TABLES


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
    points = np.tile(np.array([[0.5, 0.5, 0.02, 90]], np.float32), (50, 1))
    wallpaper = posted(np.tile(descriptors(1, 1), (50, 1)), points)
    assert alone(wallpaper, posted(descriptors(1, 1), points[:1])) == TABLES


@pytest.mark.parametrize(("pictures", "counted"), [(60, True), (61, False)])
def test_a_detail_that_too_many_pictures_share_makes_no_pair(pictures: int, counted: bool) -> None:
    assert signatures.COMMON == 60
    logo = [details(1)] * pictures
    assert bool(votes(logo, logo, np.arange(pictures))) is counted


def test_a_camera_that_stands_still_is_one_picture_not_many() -> None:
    standing = [details(1)] * 100
    found = votes([*standing, details(1)], [*standing, details(1)], np.array([0] * 100 + [1]))
    assert {reference for (query, reference) in found if query == 100} == set(range(FRAMES_OF_ONE))


def test_pairs_within_one_film_are_left_out() -> None:
    group = np.array([0, 0, 1])
    assert set(votes([details(1)] * 3, [details(1)] * 3, group)) == {(0, 2), (1, 2), (2, 0), (2, 1)}


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
