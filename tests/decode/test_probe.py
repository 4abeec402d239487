"""The first look, through the worker as in the product: success or a named failure for every file, and an end."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tests.media import make

from stemmata.decode.probe import POSTER_PX, PROBE, probe
from stemmata.model.failure import Code, Failure
from stemmata.model.seams import Reduction
from stemmata.sandbox.worker import LocalWorker


@pytest.fixture(scope="module")
def worker() -> Iterator[LocalWorker]:
    with LocalWorker(["stemmata.decode.probe"]) as made:
        yield made


BAD_FILES = [
    # made by tests/media/make.py   what is wrong                              the failure       facts are kept
    ("good.mp4",                    "nothing",                                 None,             True),
    ("good.mkv",                    "nothing",                                 None,             True),
    ("good.ts",                     "nothing",                                 None,             True),
    ("good.jpg",                    "nothing",                                 None,             True),
    ("good.wav",                    "nothing",                                 None,             True),
    ("good.gif",                    "nothing",                                 None,             True),
    ("png-called.jpg",              "the name lies: not an error",             None,             True),
    ("empty.mp4",                   "0 bytes",                                 Code.EMPTY,       False),
    ("cut-in-moov.mp4",             "the index ends half-way",                 Code.TRUNCATED,   False),
    ("cut-in-mdat.mp4",             "the index names what is not there",       Code.TRUNCATED,   True),
    ("cut-before-index.mp4",        "the index was at the lost end",           Code.TRUNCATED,   False),
    ("cut.mkv",                     "half of its clusters",                    Code.TRUNCATED,   True),
    ("cut.jpg",                     "half of its rows",                        Code.TRUNCATED,   True),
    ("cut.png",                     "half of its rows",                        Code.TRUNCATED,   True),
    ("cut.gif",                     "half of its pictures",                    Code.TRUNCATED,   True),
    ("cut-animation.png",           "half of its pictures",                    Code.TRUNCATED,   True),
    ("cut-animation.webp",          "half of its pictures",                    Code.TRUNCATED,   True),
    ("zero-frames.mkv",             "headers only",                            Code.NO_FRAMES,   False),
    ("30000x30000.png",             "a small file, 2.7 GB of pixels",          Code.TOO_LARGE,   False),
    ("noise.mp4",                   "a brand and noise",                       Code.DAMAGED,     False),
    ("playlist.mp4",                "names another file",                      Code.REFUSED,     False),
    ("session.mp4",                 "would listen on the network",             Code.REFUSED,     False),
    ("concat.mp4",                  "names another file",                      Code.REFUSED,     False),
]  # fmt: skip


@pytest.mark.parametrize(("name", "defect", "code", "kept"), BAD_FILES, ids=[row[0] for row in BAD_FILES])
def test_every_file_gives_facts_or_a_named_failure(
    name: str, defect: str, code: Code | None, kept: bool, worker: LocalWorker, tmp_path: Path
) -> None:
    make.write_all(tmp_path, [name])
    answer = worker.reduce(PROBE, str(tmp_path / name))
    failure = answer if isinstance(answer, Failure) else answer.failure
    assert (None if failure is None else failure.code) == code, defect
    assert isinstance(answer, Reduction) is kept, defect


def test_the_table_has_every_file_that_is_made() -> None:
    assert {row[0] for row in BAD_FILES} == set(make.BAD_AND_GOOD)


def probed(content: bytes) -> Reduction:
    return probe(BytesIO(content), {})


@pytest.mark.parametrize("container", ["mp4", "mov", "matroska", "mpegts"])
def test_the_measures_of_a_film(container: str) -> None:
    facts = probed(make.film(seconds=2, container=container)).facts
    assert (facts["media"], facts["width"], facts["height"], facts["orientation"]) == ("video", 192, 128, 0)
    assert facts["duration_us"] == pytest.approx(2_000_000, abs=60_000)
    streams = facts["streams"]
    assert isinstance(streams, list)
    assert [(stream["kind"], stream["codec"]) for stream in streams] == [("picture", "h264"), ("sound", "aac")]
    assert streams[0]["packets"] == 20


def test_sound_without_picture_is_audio() -> None:
    reduction = probed(make.sound_file())
    facts = reduction.facts
    assert (facts["media"], facts["mime"], facts["duration_us"]) == ("audio", "audio/wav", 2_000_000)
    assert facts["picture_stream_sha256"] is None
    assert facts["stream_sha256"] == facts["sound_stream_sha256"] is not None
    assert reduction.arrays["poster"].size == 0


def test_a_turned_still_is_measured_as_it_is_seen() -> None:
    facts = probed(make.with_orientation(1, 6)).facts
    assert (facts["width"], facts["height"], facts["orientation"]) == (96, 64, 6)


@pytest.mark.parametrize("content", [make.film(seconds=1, width=640, height=360), make.still(size=(640, 360))])
def test_a_poster_is_small_and_shows_the_picture(content: bytes) -> None:
    poster = probed(content).arrays["poster"]
    assert poster.shape == (180, POSTER_PX, 3)
    assert float(poster.std()) > 10


def test_the_poster_lies_a_tenth_into_the_film() -> None:
    poster = probed(make.film(seconds=12, sound=False)).arrays["poster"]
    wanted = list(make.scene(1, 120))[10]
    assert float(np.abs(poster.astype(int) - wanted.astype(int)).mean()) < 8


def test_what_is_not_read_has_a_type_and_no_failure() -> None:
    reduction = probed(b"PK\x03\x04...")
    assert (reduction.facts["mime"], reduction.facts["media"], reduction.failure) == ("application/zip", "other", None)


def claims(content: bytes) -> dict[str, tuple[str, bool]]:
    claimed = probed(content).facts["claimed"]
    assert isinstance(claimed, list)
    return {field: (value, withhold) for field, value, parser, withhold in claimed}


def test_what_a_film_claims_is_kept_and_its_place_withheld() -> None:
    tags = {"title": "Bridge", "location": "+10.0000+010.0000/", "comment": "a \u202e mark"}
    found = claims(make.film(seconds=1, container="matroska", tags=tags))
    assert found["title"] == ("Bridge", False)
    assert found["LOCATION"] == ("+10.0000+010.0000/", True)


def test_what_a_still_claims_is_kept_and_its_device_and_place_withheld() -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0131], exif[0x0132] = "Maker", "Model 1", "Editor 2", "2026:01:02 03:04:05"
    exif.get_ifd(0x8825)[1], exif.get_ifd(0x8825)[2] = "N", (1.0, 2.0, 3.0)
    exif.get_ifd(0x8769)[0xA431] = "serial 77"
    found = claims(make.still(exif=exif))
    assert found["Make"] == ("Maker", True)
    assert found["Model"] == ("Model 1", True)
    assert found["Software"] == ("Editor 2", False)
    assert found["DateTime"] == ("2026:01:02 03:04:05", False)
    assert found["BodySerialNumber"] == ("serial 77", True)
    assert found["GPSLatitude"] == ("1.0, 2.0, 3.0", True)


def test_a_film_in_an_unknown_codec_keeps_its_facts() -> None:
    made = make.film(seconds=1, container="matroska")
    unknown = made.replace(b"V_MPEG4/ISO/AVC", b"V_MPEG4/ISO/XYZ")
    assert unknown != made
    reduction = probed(unknown)
    assert reduction.failure == Failure(Code.NOT_READ, "no decoder for its picture")
    assert reduction.facts["media"] == "video"
    assert reduction.facts["sound_stream_sha256"] == probed(made).facts["sound_stream_sha256"]


def test_random_damage_never_gets_past_a_named_failure(worker: LocalWorker, tmp_path: Path) -> None:
    random = np.random.default_rng(5)
    ours = {Code.WORKER_CRASHED, Code.WORKER_TIMEOUT, Code.WORKER_OUTPUT, Code.WORKER_MEMORY}
    whole = [make.film(seconds=1, container=container) for container in ("mp4", "matroska", "mpegts", "flv")]
    whole += [make.still(kind=kind) for kind in ("JPEG", "PNG", "GIF", "TIFF", "WEBP", "AVIF")]
    for number in range(120):
        content = bytearray(whole[number % len(whole)])
        for at in random.integers(0, min(len(content), 3_000), 20):
            content[at] = random.integers(0, 256)
        (tmp_path / "damaged").write_bytes(content)
        answer = worker.reduce(PROBE, str(tmp_path / "damaged"))
        failure = answer if isinstance(answer, Failure) else answer.failure
        assert failure is None or failure.code not in ours, (number, failure)


@pytest.mark.corpus
def test_the_corpus_of_broken_files_goes_through(corpus: Path, worker: LocalWorker) -> None:
    paths = sorted(path for folder in ("broken", "hash_collisions", "exif") for path in (corpus / folder).iterdir())
    answers = {path: worker.reduce(PROBE, str(path)) for path in paths}
    assert len(answers) > 190
    failures = {path.name: answer for path, answer in answers.items() if isinstance(answer, Failure)}
    ours = {Code.WORKER_CRASHED, Code.WORKER_TIMEOUT, Code.WORKER_OUTPUT, Code.WORKER_MEMORY}
    assert {name: failure for name, failure in failures.items() if failure.code in ours} == {}
    assert failures["bipbop_480wp_1001kbps-cenc-video-key1-init.mp4"].code is Code.ENCRYPTED
    assert failures["oom_dos.jpg"].code is Code.TOO_LARGE


@pytest.mark.corpus
def test_files_of_equal_md5_have_different_streams(corpus: Path, worker: LocalWorker) -> None:
    answers = [worker.reduce(PROBE, str(corpus / "hash_collisions" / name)) for name in ("md5-1.mp4", "md5-2.mp4")]
    streams = [answer.facts["stream_sha256"] for answer in answers if isinstance(answer, Reduction)]
    assert len(set(streams)) == 2


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_an_animation_is_an_image_that_lasts(kind: str) -> None:
    facts = probe(BytesIO(make.animation(kind=kind, delays_ms=(200, 0, 300))), {}).facts
    assert (facts["media"], facts["duration_us"]) == ("image", 600_000)
    assert probe(BytesIO(make.still(kind=kind)), {}).facts["duration_us"] is None
