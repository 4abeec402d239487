"""What is read of a film that has kin: its frames at working size, and which of them are key frames."""

from io import BytesIO

import numpy as np
import pytest
from tests.media.make import GROUP, HEIGHT, RATE, WIDTH, film

from stemmata.fingerprint.film_rendition import (
    FILM_PX,
    FILM_RENDITION,
    MOST_FRAMES,
    film_rendition,
    film_rendition_of,
)
from stemmata.model.canonical import Json
from stemmata.model.errors import MediaError


def test_every_frame_is_kept_and_key_frames_are_told() -> None:
    found = film_rendition_of("a", film_rendition(BytesIO(film(seconds=3.0, sound=False)), {}))
    assert found.luma.shape == (3 * RATE, HEIGHT, WIDTH)
    assert found.chroma.shape == (3 * RATE, 2, HEIGHT // 4, WIDTH // 4)
    assert np.flatnonzero(found.key).tolist() == [0, GROUP, 2 * GROUP]
    assert (found.begins_us, found.ends_us) == (0, 3_000_000)


def test_large_films_are_shrunk_and_their_size_is_remembered() -> None:
    found = film_rendition_of("a", film_rendition(BytesIO(film(seconds=0.5, sound=False, width=768, height=512)), {}))
    assert found.shape == (256, FILM_PX)
    assert (found.width, found.height) == (768, 512)


def test_only_the_stretches_asked_for_are_kept() -> None:
    asked: dict[str, Json] = {"spans_us": [[500_000, 800_000], [2_000_000, 2_200_000]]}
    found = film_rendition_of("a", film_rendition(BytesIO(film(seconds=3.0, sound=False)), asked))
    assert found.frame_us.tolist() == [500_000, 600_000, 700_000, 2_000_000, 2_100_000]
    assert found.ends_us is None  # nothing behind the last stretch was read


def test_of_a_long_film_no_more_is_kept_than_the_bound_allows() -> None:
    made = film_rendition(BytesIO(film(seconds=MOST_FRAMES / RATE + 1, sound=False, width=64, height=48)), {})
    assert len(made.arrays["luma"]) == MOST_FRAMES
    assert made.facts["ends_us"] is None
    for name, bound in FILM_RENDITION.arrays.items():
        array = made.arrays[name]
        assert array.dtype == np.dtype(bound.dtype)
        assert all(length <= most for length, most in zip(array.shape, bound.max_shape, strict=True))


def test_stretches_without_a_frame_are_refused() -> None:
    with pytest.raises(MediaError):
        film_rendition(BytesIO(film(seconds=1.0, sound=False)), {"spans_us": [[60_000_000, 61_000_000]]})


def test_stretches_that_are_none_are_refused() -> None:
    with pytest.raises(ValueError, match="spans_us"):
        film_rendition(BytesIO(film(seconds=1.0, sound=False)), {"spans_us": [1, 2]})


def test_a_file_that_is_no_film_is_refused() -> None:
    with pytest.raises(MediaError):
        film_rendition(BytesIO(b"no film at all"), {})
