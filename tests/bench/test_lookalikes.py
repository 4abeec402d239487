"""The set of look-alikes: the same seed, the same bytes; a truth that follows from what was made; fair counts."""

from dataclasses import replace
from pathlib import Path

import bench.lookalikes.__main__
import pytest
from bench.edits.truth import Aligned, NotUsable
from bench.lookalikes.groups import groups
from bench.lookalikes.making import Asked, make
from bench.lookalikes.score import Judged, Said, judged, table
from bench.lookalikes.truth import Ends, Entry, Kind, Relation, Shown, common, copied_shows, pairs, read, relation

ASKED = Asked(seed=5, pairs=1, small=True, kinds=(Kind.CAMERAS, Kind.FRAME))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    make(folder, ASKED, lambda line: None)
    return folder


def _bytes(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_seed_gives_the_same_bytes(made: Path, tmp_path: Path) -> None:
    make(tmp_path, ASKED, lambda line: None)
    assert _bytes(tmp_path) == _bytes(made)


def test_the_truth_names_every_file_and_every_copy_has_its_source(made: Path) -> None:
    entries = read(made)
    files = {entry.file for entry in entries}
    assert files == set(_bytes(made)) - {"truth.jsonl"}
    copies = [entry for entry in entries if entry.copied is not None]
    assert len(copies) == len(entries) / 2
    assert {entry.copied for entry in copies} == files - {entry.file for entry in copies}


def test_only_a_copy_and_its_source_share_footage_where_nothing_was_put_before_or_behind(made: Path) -> None:
    for a, b in pairs(read(made)):
        expected = Relation.COPY if b.copied == a.file or a.copied == b.file else Relation.ALIKE
        assert relation(a, b) is expected


def test_a_run_says_something_of_every_pair(made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = tmp_path / "evidence.jsonl"
    assert bench.lookalikes.__main__.main(["run", str(made), "--write", str(kept)]) == 0
    number = len(list(pairs(read(made))))
    assert len(kept.read_text("utf-8").splitlines()) == number
    assert f"{number} pairs compared in" in capsys.readouterr().out


@pytest.mark.parametrize("kind", list(Kind))
def test_a_group_is_drawn_from_its_seed_and_number_alone(kind: Kind) -> None:
    first, again, other = (groups(seed, kind) for seed in (5, 5, 6))
    for _ in range(4):
        one = repr(next(first))
        assert one == repr(next(again))
        assert one != repr(next(other))


def test_a_folder_that_is_not_empty_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.jpg").write_bytes(b"")
    with pytest.raises(NotUsable, match="is not empty: name another folder"):
        make(tmp_path, ASKED)


def _film(file: str, *shows: Shown, copied: str | None = None) -> Entry:
    return Entry(file, Kind.FRAME, "frame-001", "intro", False, shows, (0.0, 0.0, 1.7), "stands", 1, 0, copied=copied)


def _still(file: str, recording: str, second: float) -> Entry:
    return replace(_film(file, Shown(recording, (second, second), (0.0, 0.0))), still=True)


def _behind_the_intro(file: str, recording: str) -> Entry:
    return _film(file, Shown("intro", (0.0, 4.0), (0.0, 4.0)), Shown(recording, (0.0, 5.0), (4.0, 9.0)))


ONE, OTHER = _behind_the_intro("a.mp4", "one"), _behind_the_intro("b.mp4", "other")
EXCERPT = replace(
    _film("c.mp4", *copied_shows(ONE.shows, [Aligned((3.0, 7.0), (0.0, 4.0))]), copied="a.mp4"), edit="excerpt"
)


def test_a_copy_shows_what_its_source_shows_in_the_seconds_it_keeps() -> None:
    assert EXCERPT.shows == (Shown("intro", (3.0, 4.0), (0.0, 1.0)), Shown("one", (0.0, 3.0), (1.0, 4.0)))
    assert common(ONE, EXCERPT) == (((3.0, 4.0), (0.0, 1.0)), ((4.0, 7.0), (1.0, 4.0)))


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (ONE, OTHER, Relation.SHARED),
        (ONE, EXCERPT, Relation.COPY),
        (OTHER, EXCERPT, Relation.SHARED),
        (_film("d.mp4", Shown("one", (0.0, 5.0), (0.0, 5.0))), _film("e.mp4"), Relation.ALIKE),
        (_still("f.jpg", "one", 1.0), _still("g.jpg", "one", 1.0), Relation.COPY),
        (_still("f.jpg", "one", 1.0), _still("g.jpg", "one", 2.0), Relation.NOT_ASKED),
        (ONE, _still("g.jpg", "one", 2.0), Relation.COPY),
        (EXCERPT, _still("g.jpg", "one", 4.5), Relation.NOT_ASKED),
        (OTHER, _still("g.jpg", "one", 2.0), Relation.ALIKE),
    ],
)
def test_what_a_pair_is_asked_for_follows_from_what_both_show(a: Entry, b: Entry, expected: Relation) -> None:
    assert relation(a, b) is expected
    assert relation(b, a) is expected


@pytest.mark.parametrize(
    ("other", "verdict", "claimed", "wrong", "found"),
    [
        (OTHER, "same_footage", [((0.0, 4.0), (0.0, 4.0))], False, True),
        (OTHER, "same_footage", [((0.0, 4.4), (0.0, 4.4))], False, True),
        (OTHER, "same_footage", [((0.0, 4.6), (0.0, 4.6))], True, True),
        (OTHER, "same_footage", [((0.0, 1.5), (0.0, 1.5))], False, False),
        (OTHER, "same_footage", [((0.0, 3.0), (1.0, 4.0))], True, True),
        (OTHER, "same_footage", [((0.0, 4.0), (0.0, 4.0)), ((5.0, 8.0), (5.0, 8.0))], True, True),
        (OTHER, "same_place", [((5.0, 8.0), (5.0, 8.0))], False, False),
        (EXCERPT, "same_footage", [((3.0, 7.0), (0.0, 4.0))], False, True),
        (EXCERPT, "same_footage", [((2.0, 6.0), (0.0, 4.0))], True, True),
        (_film("d.mp4", Shown("two", (0.0, 5.0), (0.0, 5.0))), "same_picture_part", [], True, None),
        (_film("d.mp4", Shown("two", (0.0, 5.0), (0.0, 5.0))), "same_place", [], False, None),
        (_still("f.jpg", "one", 1.0), "same_footage", [], False, True),
        (_still("f.jpg", "one", 1.0), "undecided", [], False, False),
    ],
)
def test_a_verdict_is_false_where_nothing_is_shared_and_beyond_what_is(
    other: Entry, verdict: str, claimed: list[tuple[Ends, Ends]], wrong: bool, found: bool | None
) -> None:
    one = judged(ONE, other, Said(verdict, tuple(claimed)))
    assert (one.wrong is not None, one.found) == (wrong, found)


def test_the_table_counts_each_pair_once_and_names_the_false() -> None:
    alone = _film("d.mp4", Shown("two", (0.0, 5.0), (0.0, 5.0)))
    found: list[Judged] = [
        judged(ONE, OTHER, Said("same_footage", (((0.0, 4.0), (0.0, 4.0)),))),
        judged(ONE, EXCERPT, Said("undecided")),
        judged(ONE, alone, Said("same_footage", (((4.0, 9.0), (0.0, 5.0)),))),
        judged(OTHER, alone, Said("not_established")),
    ]
    lines = [" ".join(line.split()) for line in table(found)]
    assert "one frame round other films 2 1 0 0 0 1 0" in lines
    assert "one frame round other films 0.500 [0.095, 0.905] n = 2; 1 of 2 pairs of takes in 1 groups" in lines
    assert "that part found 1.000 [0.207, 1.000] n = 1" in lines
    assert "claimed beyond it 0 of 1; below 0.950 (95 %)" in lines
    assert "excerpt 0 of 1; below 0.950 (95 %)" in lines
    assert lines[lines.index("false pairs") + 1 :] == ["a.mp4 d.mp4 same_footage"]
