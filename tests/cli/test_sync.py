"""`stemmata sync`."""

import json
from dataclasses import replace
from pathlib import Path

from tests.match.sounds import event, microphone
from tests.media.sounds import sounding
from typer.testing import CliRunner, Result

from stemmata.cli.main import app
from stemmata.cli.sync_words import lines_of, to_json
from stemmata.match.sound_kinship import Kinship
from stemmata.match.synchronise import Synchronised, Verdict
from stemmata.match.timelines import timelines
from stemmata.pipeline.synchronise import NOT_COMPARED, Clip, Outcome


def sync(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["sync", *map(str, words)])


def written(folder: Path) -> list[Path]:
    sources = event(1)
    paths = []
    for which, start, ppm in ((1, 2.0, 40), (2, 6.5, -60)):
        path = folder / f"camera{which}.wav"
        path.write_bytes(sounding(microphone(sources, which, start, ppm=ppm).samples, 8_000))
        paths.append(path)
    return paths


def test_two_recordings_come_on_one_clock_and_bad_files_are_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"no film")
    short = tmp_path / "short.wav"
    short.write_bytes(sounding(microphone(event(1), 1, 2.0).samples[:1600], 8_000))
    done = sync(*written(tmp_path), broken, short, "--json")
    said = json.loads(done.stdout)
    assert done.exit_code == 3
    assert {Path(one["name"]).name: one["reason"] for one in said["unused"]} == {
        "broken.mp4": "failure",
        "short.wav": "too_short",
    }
    (edge,) = said["edges"]
    assert edge["kind"] == "same_event"
    # Of the pair in the order of their hashes: either way round, the truth of 4.5 s lies inside.
    low, high = edge["offset_s"]
    assert low <= 4.5 <= high or low <= -4.5 <= high
    assert [len(line["clips"]) for line in said["timelines"]] == [2]


def test_a_copy_lies_on_the_timeline_of_its_recording_and_confirms_nothing(tmp_path: Path) -> None:
    first, second = written(tmp_path)
    copy = tmp_path / "copy.wav"
    copy.write_bytes(sounding(microphone(event(1), 1, 2.0, ppm=40).samples[16_000:], 8_000))
    said = json.loads(sync(first, second, copy, "--json").stdout)
    (line,) = said["timelines"]
    assert len(line["clips"]) == 3
    assert len({one["recording"] for one in line["clips"]}) == 2
    assert not any(one["confirmed"] for one in line["clips"])


def test_the_sentences_say_another_microphone_and_not_another_observer(tmp_path: Path) -> None:
    said = sync(*written(tmp_path)).stdout
    assert "hear the same event with different microphones" in said
    assert "not another observer" in said
    assert "unconfirmed" in said


def test_one_file_alone_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(b"x")
    done = sync(tmp_path / "a.wav")
    assert done.exit_code != 0


def test_one_source_is_said_to_be_an_event_or_played_aloud() -> None:
    a, b = Clip("a.wav", "a" * 64, 20.0), Clip("b.wav", "b" * 64, 20.0)
    heard = Synchronised(a.item, b.item, Verdict.SAME_EVENT, Kinship.OTHER_MICROPHONE, lag=1.0, low=0.5, high=1.5)
    for reason, said in (("one_source", "the same event, or played aloud"), ("", "hear the same event with different")):
        outcome = Outcome((a, b), (), (replace(heard, reason=reason),), (), timelines([], []), 1, 150.0)
        assert said in "\n".join(lines_of(outcome))


def test_a_pair_over_which_the_comparing_ended_is_named_and_not_counted_as_compared() -> None:
    a, b = Clip("a.wav", "a" * 64, 20.0), Clip("b.wav", "b" * 64, 20.0)
    ended = Synchronised(a.item, b.item, Verdict.NOT_ESTABLISHED, Kinship.UNDECIDED, NOT_COMPARED)
    outcome = Outcome((a, b), (), (ended,), (), timelines([], []), 1, 150.0)
    assert "ended twice" in "\n".join(lines_of(outcome))
    assert to_json(outcome)["compared"] == 0
