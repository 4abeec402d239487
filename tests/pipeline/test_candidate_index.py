"""Candidates kept on disk: the same whatever came first, whatever was interrupted, and few files."""

import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from tests.match import glances

from stemmata.match import meetings
from stemmata.match.candidates import Pair
from stemmata.match.inverted import Glance, inverted
from stemmata.pipeline import candidate_index
from stemmata.pipeline.candidate_index import FAN, CandidateIndex
from stemmata.pipeline.index_files import IndexDamaged, check_part, read_part, streams, write_part

COUNT = 40
FORM = "still/0"


class Kept:
    """Glances as fingerprints would give them; counts how often it was asked."""

    def __init__(self, seeds: range) -> None:
        self.held = {f"{seed:04d}": glances.glance(seed) for seed in seeds}
        self.asked: list[str] = []

    @property
    def forms(self) -> dict[str, str]:
        return dict.fromkeys(self.held, FORM)

    def glance(self, holder: str, form: str) -> Glance | None:
        self.asked.append(holder)
        return self.held.get(holder)

    def has(self, holder: str, form: str) -> bool:
        return holder in self.held


@pytest.fixture(autouse=True)
def small_buckets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meetings, "CROWD", 6)
    monkeypatch.setattr(meetings, "HOT", 6)


@pytest.fixture
def kept() -> Kept:
    return Kept(range(COUNT))


def found(folder: Path, kept: Kept, forms: Mapping[str, str] | None = None, portion: int = 200) -> list[Pair]:
    index = CandidateIndex(folder, portion)
    try:
        return index.pairs(kept.forms if forms is None else forms, kept)
    finally:
        index.close()


def expected(kept: Kept) -> list[Pair]:
    return [Pair(a, b) for a, b in sorted(glances.in_portions([list(kept.held.values())])[0])]


def test_the_pairs_are_those_of_everything_at_once(kept: Kept, tmp_path: Path) -> None:
    assert found(tmp_path, kept) == expected(kept)
    assert len(expected(kept)) > COUNT / 2


@pytest.mark.parametrize("cuts", [(1, 2, 39), (30,), (10, 20, 30)])
def test_a_later_run_looks_at_what_is_new_and_ends_with_the_same(
    cuts: tuple[int, ...], kept: Kept, tmp_path: Path
) -> None:
    for cut in (*cuts, COUNT):
        kept.asked.clear()
        forms = dict(sorted(kept.forms.items(), reverse=True)[:cut])
        answer = found(tmp_path, Kept(range(COUNT - cut, COUNT)), forms)
    assert answer == expected(kept)
    assert found(tmp_path, kept) == answer
    assert kept.asked == []


def test_buckets_too_common_to_be_searched_are_counted(kept: Kept, tmp_path: Path) -> None:
    index = CandidateIndex(tmp_path, 100)
    index.pairs(kept.forms, kept)
    assert index.too_common == len(glances.in_portions([list(kept.held.values())])[1]) > 0
    index.close()


def test_the_cost_is_said_before_each_portion_is_searched(kept: Kept, tmp_path: Path) -> None:
    said: list[tuple[int, int]] = []
    index = CandidateIndex(tmp_path, 500)
    index.pairs(kept.forms, kept, lambda done, whole: said.append((done, whole)))
    index.close()
    assert said[0][0] == 0 < said[0][1]
    assert said[-1][0] == said[-1][1]
    assert [done for done, _ in said] == sorted(done for done, _ in said)


def test_only_pairs_of_those_asked_for_are_given(kept: Kept, tmp_path: Path) -> None:
    """Stills are compared before the films of an earlier run are looked at again."""
    mixed = {holder: "film/0" if int(holder) % 2 else FORM for holder in kept.forms}
    whole = found(tmp_path, kept, mixed)
    stills = {holder: form for holder, form in mixed.items() if form == FORM}
    assert found(tmp_path, kept, stills) == [pair for pair in whole if pair.a in stills and pair.b in stills]
    assert found(tmp_path, kept, mixed) == whole


def test_without_a_picture_that_is_gone_all_is_as_if_it_had_never_come(kept: Kept, tmp_path: Path) -> None:
    found(tmp_path, kept)
    gone = expected(kept)[0].a
    del kept.held[gone]
    assert found(tmp_path, kept) == expected(kept)


def test_parts_stay_few(kept: Kept, tmp_path: Path) -> None:
    index = CandidateIndex(tmp_path, 1)
    for cut in range(1, COUNT + 1):
        index.pairs(dict(sorted(kept.forms.items())[:cut]), kept)
        assert index.parts < FAN
    index.close()
    assert len(list(tmp_path.glob("*.part"))) < FAN


SIZES: list[tuple[list[int], int]] = [
    ([], 0),
    ([0, 0, 0], 0),
    ([0, 0, 0, 0], 4),
    ([2, 1, 0, 0, 0], 4),
    ([2, 1, 1, 1, 0], 4),
    ([0, 1, 0, 1], 4),
    ([3, 0, 0, 0, 0], 4),
    ([3, 2, 2, 2, 1, 1, 1, 0, 0, 0, 0], 4),
]


@pytest.mark.parametrize(("tiers", "merged"), SIZES)
def test_parts_of_like_size_are_merged(tiers: list[int], merged: int) -> None:
    assert candidate_index._like_sized(tiers) == merged


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-64])


def with_another_head(path: Path) -> None:
    path.write_bytes(b"STMINDX9" + path.read_bytes()[8:])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def removed(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("damage", [cut_short, with_another_head, emptied, removed])
def test_a_damaged_part_is_made_again(damage: Callable[[Path], None], kept: Kept, tmp_path: Path) -> None:
    before = found(tmp_path, kept)
    damage(next(iter(sorted(tmp_path.glob("*.part")))))
    kept.asked.clear()
    assert found(tmp_path, kept) == before
    assert len(kept.asked) == COUNT


def test_bytes_that_changed_inside_a_part_are_noticed_when_it_is_merged(kept: Kept, tmp_path: Path) -> None:
    half = Kept(range(COUNT // 2))
    found(tmp_path, half, portion=10**9)
    (part,) = tmp_path.glob("*.part")
    bytes_ = bytearray(part.read_bytes())
    bytes_[-100] ^= 1
    part.write_bytes(bytes_)
    with pytest.raises(IndexDamaged, match="other bytes than were written"):
        check_part(part)
    assert found(tmp_path, kept, portion=1) == expected(kept)


def test_an_index_of_another_version_is_made_again(kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = found(tmp_path, kept)
    monkeypatch.setattr(candidate_index, "VERSION", "another")
    kept.asked.clear()
    assert found(tmp_path, kept) == before
    assert len(kept.asked) == COUNT


def test_a_database_that_is_none_is_made_again(kept: Kept, tmp_path: Path) -> None:
    before = found(tmp_path, kept)
    for path in tmp_path.glob("state.db*"):
        path.unlink()
    (tmp_path / "state.db").write_bytes(b"no database at all, but long enough to be read as one" * 100)
    assert found(tmp_path, kept) == before


def test_a_part_that_no_transaction_names_is_swept(kept: Kept, tmp_path: Path) -> None:
    """What a kill leaves between the file and the transaction that names it."""
    found(tmp_path, kept)
    stray = inverted(list(kept.held.values()), COUNT)
    write_part(tmp_path / "40-80.part", stray.first, stray.last, streams(stray))
    before = expected(kept)
    assert found(tmp_path, kept) == before
    assert not (tmp_path / "40-80.part").exists()


@pytest.mark.parametrize("stopped", ["write_part", "grown", "merged", "check_part"])
def test_a_run_stopped_anywhere_goes_on_from_there(
    stopped: str, kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    found(tmp_path, Kept(range(10)), dict.fromkeys((f"{seed:04d}" for seed in range(10)), FORM), portion=100)
    with monkeypatch.context() as patched:
        patched.setattr(candidate_index, stopped, stop)
        index = CandidateIndex(tmp_path, 100)
        with pytest.raises(KeyboardInterrupt):
            index.pairs(kept.forms, kept)
        index.close()
    assert found(tmp_path, kept) == expected(kept)


def test_a_part_is_read_as_it_was_written(kept: Kept, tmp_path: Path) -> None:
    part = inverted(list(kept.held.values()), 7)
    write_part(tmp_path / "x", part.first, part.last, streams(part))
    again = read_part(tmp_path / "x")
    assert (again.first, again.last) == (7, 7 + COUNT)
    for name, stream in streams(part).items():
        (one,), (other,) = stream.blocks, streams(again)[name].blocks
        assert one.tobytes() == other.tobytes(), name
    check_part(tmp_path / "x")


def test_the_state_is_one_transaction(kept: Kept, tmp_path: Path) -> None:
    """Pictures, parts and pairs agree with each other in every committed state."""
    found(tmp_path, kept, portion=300)
    connection = sqlite3.connect(tmp_path / "state.db")
    items = [number for (number,) in connection.execute("SELECT number FROM item ORDER BY number")]
    parts = connection.execute("SELECT first, last FROM part ORDER BY first").fetchall()
    connection.close()
    assert items == [number for first, last in parts for number in range(first, last)] == list(range(COUNT))
