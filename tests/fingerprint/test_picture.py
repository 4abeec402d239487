"""Stills and films as arrays: every array as declared, times that rise, and the same answer twice."""

from collections.abc import Callable
from io import BytesIO

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image
from tests.media import make

from stemmata.fingerprint import picture
from stemmata.fingerprint.features import Features, features
from stemmata.fingerprint.picture import CHECK_PX, FILM, FILM_POINTS, STILL, STILL_POINTS
from stemmata.fingerprint.points import unpacked_points
from stemmata.fingerprint.small_grey import BLOCK
from stemmata.match.hamming import distances
from stemmata.model.errors import MediaError
from stemmata.model.failure import Code
from stemmata.model.seams import Reducer, Reduction

MADE: dict[str, tuple[Reducer, Callable[[], bytes]]] = {
    "a still": (STILL, lambda: make.still(size=(320, 192))),
    "a thumbnail": (STILL, lambda: make.still(size=(40, 24))),
    "a film": (FILM, lambda: make.film(seconds=2)),
    "a film of one frame": (FILM, lambda: make.film(seconds=0.1, sound=False)),
    "a cut film": (FILM, make.BAD_AND_GOOD["cut.mkv"]),
    "a cut still": (STILL, make.BAD_AND_GOOD["cut.jpg"]),
}


def reduced(reducer: Reducer, content: bytes) -> Reduction:
    function = picture.still if reducer is STILL else picture.film
    return function(BytesIO(content), {})


@pytest.fixture(scope="session")
def reductions() -> dict[str, Reduction]:
    return {name: reduced(reducer, make_it()) for name, (reducer, make_it) in MADE.items()}


@pytest.mark.parametrize("name", MADE)
def test_every_array_is_as_its_reducer_declares_it(name: str, reductions: dict[str, Reduction]) -> None:
    arrays, bounds = reductions[name].arrays, MADE[name][0].arrays
    assert arrays.keys() == bounds.keys()
    for key, array in arrays.items():
        assert array.dtype.str == bounds[key].dtype, key
        assert array.ndim == len(bounds[key].max_shape), key
        assert all(length <= most for length, most in zip(array.shape, bounds[key].max_shape, strict=True)), key


@pytest.mark.parametrize("name", MADE)
def test_the_arrays_agree_in_their_counts(name: str, reductions: dict[str, Reduction]) -> None:
    arrays = reductions[name].arrays
    frames, samples, points = (len(arrays[key]) for key in ("frame_us", "sample_us", "point"))
    assert {key: len(array) for key, array in arrays.items()} == {
        "frame_us": frames,
        "frame_hash": frames,
        "frame_quality": frames,
        "motion": frames,
        "cut_us": len(arrays["cut_us"]),
        "sample_us": samples,
        "sample_hash": 2 * samples,
        "sample_grey": samples,
        "point": points,
        "signature": points,
        "point_sample": points,
    }


@pytest.mark.parametrize("name", MADE)
def test_points_lie_in_the_picture_and_belong_to_a_sample(name: str, reductions: dict[str, Reduction]) -> None:
    arrays = reductions[name].arrays
    places, owners = unpacked_points(np.asarray(arrays["point"], np.uint16))[:, :2], arrays["point_sample"].tolist()
    assert 0 <= places.min() <= places.max() < 1
    assert owners == sorted(owners)
    assert set(owners) <= set(range(len(arrays["sample_us"])))


@pytest.mark.parametrize("name", ["a still", "a film"])
def test_the_same_bytes_give_the_same_arrays(name: str, reductions: dict[str, Reduction]) -> None:
    reducer, make_it = MADE[name]
    again = reduced(reducer, make_it())
    assert again.facts == reductions[name].facts
    for key, array in reductions[name].arrays.items():
        np.testing.assert_array_equal(again.arrays[key], array, strict=True)


@pytest.mark.parametrize("name", ["a film", "a cut film"])
def test_the_times_of_a_film_rise(name: str, reductions: dict[str, Reduction]) -> None:
    arrays = reductions[name].arrays
    for key in ("frame_us", "sample_us"):
        assert (np.diff(np.asarray(arrays[key], np.int64)) > 0).all(), key
    assert set(arrays["sample_us"].tolist()) <= set(arrays["frame_us"].tolist())


def test_a_film_has_about_two_samples_a_second(reductions: dict[str, Reduction]) -> None:
    sampled = reductions["a film"].arrays["sample_us"].tolist()
    assert 3 <= len(sampled) <= 8
    assert max(np.diff(sampled)) <= 1_000_000


def test_a_still_is_one_frame_at_time_zero(reductions: dict[str, Reduction]) -> None:
    arrays = reductions["a still"].arrays
    assert (arrays["frame_us"].tolist(), arrays["sample_us"].tolist(), bool(arrays["motion"].any())) == (
        [0],
        [0],
        False,
    )


def test_facts_tell_the_size_of_the_picture_and_of_its_grey_copy(reductions: dict[str, Reduction]) -> None:
    facts = reductions["a film"].facts
    assert {key: facts[key] for key in ("width", "height", "grey", "frames", "decode_failures")} == {
        "width": make.WIDTH,
        "height": make.HEIGHT,
        "grey": [CHECK_PX, CHECK_PX * make.HEIGHT // make.WIDTH],
        "frames": 20,
        "decode_failures": 0,
    }


def test_an_upright_picture_keeps_its_form() -> None:
    reduction = reduced(STILL, make.still(size=(150, 300)))
    assert reduction.facts["grey"] == [CHECK_PX // 2, CHECK_PX]
    assert reduction.arrays["sample_grey"].shape[2:] == (CHECK_PX // BLOCK, CHECK_PX // 2 // BLOCK)


def test_a_still_is_taken_as_it_is_shown_not_as_it_is_stored() -> None:
    stored = reduced(STILL, make.with_orientation(1, 6))
    shown = reduced(STILL, make.with_orientation(1, 1))
    one, other = (np.asarray(still.arrays["frame_hash"], np.uint64) for still in (stored, shown))
    assert stored.facts["grey"] == shown.facts["grey"]
    assert distances(one, other)[0, 0] <= 8


@pytest.mark.parametrize(("name", "most"), [("a still", STILL_POINTS), ("a film", 4 * FILM_POINTS)])
def test_details_are_found_and_bounded(name: str, most: int, reductions: dict[str, Reduction]) -> None:
    assert 50 < len(reductions[name].arrays["point"]) <= most


@pytest.mark.parametrize("name", ["a cut film", "a cut still"])
def test_what_could_be_read_of_a_cut_file_is_kept_beside_the_failure(
    name: str, reductions: dict[str, Reduction]
) -> None:
    failure = reductions[name].failure
    assert failure is not None
    assert failure.code is Code.TRUNCATED
    assert len(reductions[name].arrays["frame_us"]) > 0


def test_a_blank_still_has_no_details_and_says_nothing() -> None:
    target = BytesIO()
    Image.new("RGB", (320, 192), (90, 90, 90)).save(target, "PNG")
    arrays = reduced(STILL, target.getvalue()).arrays
    assert (len(arrays["point"]), arrays["frame_quality"].tolist()) == (0, [0])


BAD_FILES = [
    ("empty.mp4", FILM, Code.EMPTY),
    ("zero-frames.mkv", FILM, Code.NO_FRAMES),
    ("good.wav", FILM, Code.NO_FRAMES),
    ("noise.mp4", FILM, Code.DAMAGED),
    ("playlist.mp4", FILM, Code.REFUSED),
    ("30000x30000.png", STILL, Code.TOO_LARGE),
]


@pytest.mark.parametrize(("name", "reducer", "code"), BAD_FILES, ids=[row[0] for row in BAD_FILES])
def test_a_file_without_a_picture_is_refused_by_name(name: str, reducer: Reducer, code: Code) -> None:
    with pytest.raises(MediaError) as raised:
        reduced(reducer, make.BAD_AND_GOOD[name]())
    assert raised.value.failure.code is code


def test_a_long_film_is_hashed_alike_in_chunks_and_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    content = make.film(seconds=3, sound=False)
    whole = reduced(FILM, content).arrays
    monkeypatch.setattr(picture, "CHUNK", 7)
    chunked = reduced(FILM, content).arrays
    for key in ("frame_hash", "frame_quality", "motion", "cut_us"):
        np.testing.assert_array_equal(chunked[key], whole[key], strict=True)


def test_a_film_with_too_many_samples_keeps_the_calmest_and_is_sampled_to_its_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content = make.film(seconds=8, sound=False)
    whole = reduced(FILM, content).arrays
    monkeypatch.setattr(picture, "MAX_SAMPLES", 6)
    thinned = reduced(FILM, content)
    kept = thinned.arrays["sample_us"].tolist()
    assert 2 <= len(kept) <= 6
    assert set(kept) < set(whole["sample_us"].tolist())
    assert max(kept) > 5_000_000
    assert thinned.facts["reach_us"] in (500_000, 1_000_000, 2_000_000)


def test_a_film_that_outgrows_its_samples_seeks_details_only_where_they_may_be_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content = make.film(seconds=16, sound=False)
    sought: list[int] = []

    def counted(grey: npt.NDArray[np.uint8], limit: int) -> Features:
        sought.append(limit)
        return features(grey, limit)

    monkeypatch.setattr(picture, "features", counted)
    whole = len(reduced(FILM, content).arrays["sample_us"])
    assert len(sought) == whole
    sought.clear()
    monkeypatch.setattr(picture, "MAX_SAMPLES", 6)
    times = reduced(FILM, content).arrays["sample_us"]
    assert len(times) <= 6 <= len(sought) < whole * 2 // 3
    assert times[-1] > 12_000_000


def test_a_film_that_changes_its_size_is_sampled_in_the_form_it_began_with() -> None:
    grey = np.ascontiguousarray(make.texture(1, 320, 180)[:, :, 0])
    luma = np.zeros((64, 64), np.uint8)
    samples = picture._Samples(320, 50)
    for at, shown in enumerate((grey, np.ascontiguousarray(grey.T), grey[:90])):
        samples.add(at, 0.0, shown, luma)
    assert samples.grey_size == (CHECK_PX, CHECK_PX * 180 // 320)
    assert {moment.shown.grey.shape for moment in samples.kept} == {(1, 64, 14, 24)}


def test_the_cut_between_two_shots_is_found() -> None:
    joined = make.remuxed([make.film(1, seconds=2, sound=False), make.film(2, seconds=2, sound=False)], "mp4")
    cuts = reduced(FILM, joined).arrays["cut_us"].tolist()
    assert len(cuts) == 1
    assert abs(cuts[0] - 2_000_000) <= 100_000


def test_a_camera_that_moves_makes_no_cut(reductions: dict[str, Reduction]) -> None:
    assert reductions["a film"].arrays["cut_us"].tolist() == []
