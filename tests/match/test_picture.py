"""A kept fingerprint as it enters matching: views, frames that count, samples that are posted."""

from dataclasses import replace

import numpy as np
import pytest
from tests.match.conftest import SECONDS

from stemmata.match.picture import Picture, picture_of
from stemmata.model.item import Media
from stemmata.model.seams import Reduction


def test_the_details_of_a_view_are_those_of_its_sample(films: dict[str, Picture]) -> None:
    walk = films["walk"]
    counts = [len(walk.view(sample).points) for sample in range(len(walk.sample_us))]
    assert counts == [walk.point_count(sample) for sample in range(len(walk.sample_us))]
    assert sum(counts) == len(walk.arrays["point"])
    np.testing.assert_array_equal(
        np.concatenate([walk.view(sample).signatures for sample in range(len(counts))]), walk.arrays["signature"]
    )


def test_a_view_has_the_form_of_the_picture(stills: dict[str, Picture]) -> None:
    assert stills["street"].view(0).grey.shape == (128, 192)
    assert stills["turned"].view(0).grey.shape == (192, 128)


def test_a_sample_without_details_has_an_empty_view(films: dict[str, Picture]) -> None:
    assert films["black"].view(0).points.shape == (0, 4)


def test_a_film_ends_just_behind_its_last_frame(films: dict[str, Picture]) -> None:
    assert abs(films["walk"].end_us - SECONDS * 1_000_000) <= 10_000


def test_a_still_ends_just_behind_its_only_frame(stills: dict[str, Picture]) -> None:
    assert 0 < stills["street"].end_us <= 40_000


@pytest.mark.parametrize(("name", "loud"), [("walk", True), ("black", False)])
def test_only_frames_that_show_something_count(name: str, loud: bool, films: dict[str, Picture]) -> None:
    assert set(films[name].loud.tolist()) == {loud}


def test_a_sample_has_eight_views_as_shown_and_eight_without_borders(films: dict[str, Picture]) -> None:
    plain, boxed = films["walk"].sample_views(3), films["letterboxed"].sample_views(3)
    assert plain.shape == boxed.shape == (16, 4)

    def apart(one: int, other: int) -> int:
        return int(np.bitwise_count(boxed[one] ^ plain[other]).sum())

    assert apart(8, 0) <= 31 < apart(0, 0)


def test_details_are_posted_about_every_second(films: dict[str, Picture]) -> None:
    walk = films["walk"]
    posted = walk.posted_samples()
    assert SECONDS / 3 <= len(posted) <= SECONDS + 1
    assert max(np.diff(walk.sample_us[posted])) <= 3_000_000


def test_an_excerpt_posts_the_frames_that_the_whole_posts(films: dict[str, Picture]) -> None:
    walk, excerpt = films["walk"], films["excerpt"]
    of_walk = walk.sample_us[walk.posted_samples()]
    of_excerpt = excerpt.sample_us[excerpt.posted_samples()] + 2_500_000
    assert len(of_excerpt) >= 2
    assert sum(np.abs(of_walk - at).min() <= 90_000 for at in of_excerpt) >= len(of_excerpt) - 1


def test_a_kept_fingerprint_without_the_size_of_its_grey_pictures_is_refused(stills: dict[str, Picture]) -> None:
    with pytest.raises(ValueError, match="names the size of its grey pictures"):
        picture_of("a", Media.IMAGE, Reduction({}, stills["street"].arrays))


def test_what_is_a_film_is_told_by_its_kind(stills: dict[str, Picture]) -> None:
    assert not stills["street"].is_film
    assert replace(stills["street"], media=Media.VIDEO).is_film
