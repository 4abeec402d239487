"""The public benchmark of edits: the same seed, the same bytes; a truth that its own pictures bear out; fair scores."""

from collections.abc import Iterable
from pathlib import Path

import bench.edits.__main__
import cv2
import numpy as np
import pytest
from bench.edits.coding import h264, write_film
from bench.edits.films import FILM_EDITS, FilmEdit, Footage, aligned, frames
from bench.edits.making import Asked, make
from bench.edits.score import Reported, read_pairs, score, write_pairs
from bench.edits.shown import Moment
from bench.edits.stills import STILL_EDITS, StillEdit
from bench.edits.truth import (
    Aligned,
    Entry,
    Medium,
    NotUsable,
    Placed,
    Relation,
    Role,
    Truth,
    placed,
    read_truth,
    truth_of,
)
from example.textures import Picture, noise, tinted

SIZE = 240, 180
COVERING = {"subtitle band", "six stickers", "black boxes"}
"""They hide so much that the rest agrees less."""


def _textured(seed: int, size: tuple[int, int] = SIZE) -> Picture:
    return tinted(noise(np.random.default_rng(seed), size[1], size[0], 24, 4), (20, 40, 60), (230, 210, 190))


@pytest.fixture(scope="module")
def real_films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four films of 6 s that move, as a user's folder might hold them."""
    folder = tmp_path_factory.mktemp("films")
    for seed in range(4):
        wide = _textured(seed, (180, 66))
        write_film(folder / f"{seed}.mp4", (wide[:64, at * 3 : at * 3 + 96] for at in range(24)), 4, h264())
    return folder


@pytest.fixture(scope="module")
def asked(real_films: Path) -> Asked:
    return Asked(seed=5, stills=1, films=1, still_size=(160, 120), films_from=real_films)


@pytest.fixture(scope="module")
def made(asked: Asked, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    make(folder, asked, lambda line: None)
    return folder


def _bytes_and_times(folder: Path) -> dict[str, tuple[bytes, float]]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): (path.read_bytes(), _time(path)) for path in files}


def _time(path: Path) -> float:
    return 0.0 if path.name == "truth.jsonl" else path.stat().st_mtime


def test_the_same_seed_gives_the_same_bytes_and_times(made: Path, asked: Asked, tmp_path: Path) -> None:
    make(tmp_path, asked, lambda line: None)
    assert _bytes_and_times(tmp_path) == _bytes_and_times(made)


def test_the_truth_names_every_file_and_stands_beside_them(made: Path) -> None:
    named = {entry.file for entry in read_truth(made).entries}
    assert named == {str(path.relative_to(made)) for path in made.glob("*/*")}
    assert {path.name for path in made.iterdir()} == {"stills", "films", "truth.jsonl"}


def test_every_edit_is_made_of_every_source(made: Path) -> None:
    truth = read_truth(made)
    for medium, edits in ((Medium.STILL, STILL_EDITS), (Medium.FILM, FILM_EDITS)):
        found = [entry.edit for entry in truth.of(medium) if entry.role is Role.EDIT]
        assert sorted(map(str, found)) == sorted(edit.name for edit in edits if edit.coding.missing() is None)


def test_a_folder_that_is_not_empty_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.jpg").write_bytes(b"")
    with pytest.raises(NotUsable, match="is not empty: name another folder"):
        make(tmp_path, Asked())


@pytest.mark.parametrize("edit", STILL_EDITS, ids=lambda edit: edit.name)
def test_a_stills_truth_says_where_the_source_lies(edit: StillEdit) -> None:
    """The source, laid where the truth says, agrees with what is to be seen there (or, negative, disagrees wholly)."""
    source = _textured(1)
    beside = tuple(_textured(seed) for seed in range(2, 2 + edit.others))
    shown = edit.made(source, Moment(0.0, 0.0, (1,), beside))
    r, seen = _agreement(source, shown.pixels, placed(shown, SIZE))
    assert seen > 0.03
    assert abs(r) > (0.4 if edit.name in COVERING else 0.75)


def _agreement(source: Picture, copy: Picture, lies: Placed) -> tuple[float, float]:
    """Correlation within the window, and its share of the copy."""
    height, width = source.shape[:2]
    own = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    there = np.array(lies.corners, np.float32) * (copy.shape[1], copy.shape[0])
    matrix = cv2.getPerspectiveTransform(own, there.astype(np.float32))
    left, top, right, bottom = np.array(lies.window) * (width, height, width, height)
    mask = np.zeros((height, width), np.uint8)
    mask[int(top) + 2 : int(bottom) - 2, int(left) + 2 : int(right) - 2] = 255
    size = copy.shape[1], copy.shape[0]
    within = np.asarray(cv2.warpPerspective(mask, matrix, size)) > 200
    laid = np.asarray(cv2.warpPerspective(cv2.cvtColor(source, cv2.COLOR_RGB2GRAY), matrix, size))
    grey = np.asarray(cv2.cvtColor(copy, cv2.COLOR_RGB2GRAY))
    return float(np.corrcoef(laid[within], grey[within])[0, 1]), float(within.mean())


@pytest.mark.parametrize("edit", FILM_EDITS, ids=lambda edit: edit.name)
def test_a_films_truth_says_which_seconds_are_seen_when(edit: FilmEdit) -> None:
    """Each frame of the source is as bright as its time says; those of the other film are white."""
    rate, length = 10, 8.0
    numbered = Footage([np.full((36, 64, 3), 40 + 2 * number, np.uint8) for number in range(80)], rate)
    other = Footage([np.full((36, 64, 3), 255, np.uint8)] * 80, rate)
    plain = FilmEdit(edit.name, cut=edit.cut, rate=edit.rate, others=edit.others)
    own_rate = edit.rate or rate
    seen = [shown.pixels[0, 0, 0] for _, shown in frames(plain, numbered, [other] * edit.others, own_rate, (1,))]
    segments = list(aligned(plain, length, own_rate))
    assert segments
    for segment in segments:
        first, last = round(segment.copy[0] * own_rate), round(segment.copy[1] * own_rate)
        for at in range(first, last):
            share = ((at + 0.5) / own_rate - segment.copy[0]) * segment.speed
            expected = segment.source[1] - share if segment.reversed else segment.source[0] + share
            assert (int(seen[at]) - 40) / 20 == pytest.approx(expected, abs=0.11)
    shown_s = sum(one.copy[1] - one.copy[0] for one in segments)
    assert shown_s == pytest.approx(sum((s.source[1] - s.source[0]) / s.speed for s in segments), abs=0.2)


def _reported(entries: Iterable[Entry]) -> list[Reported]:
    """What a tool that knows the truth would say."""
    return [
        Reported(entry.source, entry.file, segment.source, _turned(segment))
        for entry in entries
        if entry.role is Role.EDIT
        for segment in entry.segments or (Aligned((0.0, 0.0), (0.0, 0.0)),)
    ]


def _turned(segment: Aligned) -> tuple[float, float]:
    start, end = segment.copy
    return (end, start) if segment.reversed else (start, end)


@pytest.mark.parametrize("medium", list(Medium))
def test_the_truth_itself_scores_full(made: Path, tmp_path: Path, medium: Medium) -> None:
    truth = read_truth(made)
    write_pairs(tmp_path / "pairs.csv", _reported(truth.entries))
    found = score(truth, medium, read_pairs(tmp_path / "pairs.csv"))
    assert found.mean_recall == 1.0
    assert not any(found.false.values())
    assert (found.ignored, found.unknown) == (0, 0)
    if medium is Medium.FILM:
        assert found.exactness is not None
        assert found.exactness.found == found.exactness.true
        assert (found.exactness.none, found.exactness.wrong_direction) == (0, 0)
        assert max(found.exactness.ends) == 0.0
        assert max(found.exactness.speeds) < 0.05  # half a frame, at 4 a second


@pytest.mark.parametrize("medium", list(Medium))
def test_an_empty_answer_scores_nothing(made: Path, tmp_path: Path, medium: Medium) -> None:
    (tmp_path / "pairs.csv").write_text("a,b\n")
    found = score(read_truth(made), medium, read_pairs(tmp_path / "pairs.csv"))
    assert found.mean_recall == 0.0
    assert not any(found.false.values())
    assert found.exactness is None


def test_score_prints_each_edit_and_says_what_it_could_not_read(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pairs.csv").write_text("a,b\nstills/absent.jpg,films/absent.mp4\n")
    assert bench.edits.__main__.main(["score", str(made), str(tmp_path / "pairs.csv")]) == 0
    printed = capsys.readouterr().out
    assert "jpeg 20                0 of 1" in printed
    assert "not read: 1 lines that name other files" in printed


def _three() -> Truth:
    """A source, its copy from 2 to 6 s at double speed, another camera at that place, and nobody's film."""
    copied = (Aligned((2.0, 6.0), (0.0, 2.0), 2.0),)
    return truth_of(
        [
            Entry("films/s.mp4", Medium.FILM, Role.SOURCE, "films/s.mp4", place="gate", standpoint="gate 1"),
            Entry("films/c.mp4", Medium.FILM, Role.EDIT, "films/s.mp4", "speed 2", (), "gate", "gate 1", copied),
            Entry("films/d.mp4", Medium.FILM, Role.DISTRACTOR, "films/d.mp4", place="gate", standpoint="gate 2"),
            Entry("films/n.mp4", Medium.FILM, Role.DISTRACTOR, "films/n.mp4"),
        ]
    )


def test_false_pairs_are_told_apart_by_what_they_have_in_common() -> None:
    pairs = [Reported("films/c.mp4", "films/d.mp4"), Reported("films/n.mp4", "films/s.mp4")]
    found = score(_three(), Medium.FILM, pairs)
    assert found.false == {
        Relation.STANDPOINT: (),
        Relation.PLACE: (("films/c.mp4", "films/d.mp4"),),
        Relation.NOTHING: (("films/n.mp4", "films/s.mp4"),),
    }
    assert [n.files for n in found.unrelated.values()] == [0, 2, 3]


def test_a_stretch_is_scored_on_both_clocks_whichever_file_comes_first() -> None:
    found = score(_three(), Medium.FILM, [Reported("films/c.mp4", "films/s.mp4", (0.0, 1.5), (6.0, 3.0))])
    assert found.exactness is not None
    assert found.exactness.ends == pytest.approx((1.0, 0.0, 0.0, 0.5))
    assert found.exactness.speeds == pytest.approx((0.0,))
    assert (found.exactness.found, found.exactness.wrong_direction) == (1, 1)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("one,two\n", "begins with 'one,two', expected 'a,b,a_start,a_end,b_start,b_end' or 'a,b'"),
        ("a,b\nx\n", "line 2: expected 6 cells, got 1"),
        ("a,b,a_start,a_end,b_start,b_end\nx,y,1,,2,3\n", "line 2: seconds are four numbers, or all left empty"),
    ],
)
def test_a_bad_csv_is_refused_in_words(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "pairs.csv").write_text(text)
    with pytest.raises(NotUsable, match=message):
        read_pairs(tmp_path / "pairs.csv")
