"""Bodies: read back where they stand, erased in place, and a refusal for lines that are neither."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemmata.model.canonical import canonical_json
from stemmata.preserve.bodies import body_files, erase_body, half_erased, place_bodies, read_bodies
from stemmata.preserve.entry import Body

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def body(text: str) -> Body:
    return Body(bytes(16), canonical_json({"text": text}))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Bodies 0-2 in one file, 3 and 4 in another, 5 in a third."""
    (tmp_path / "tmp").mkdir()
    for first, words in ((0, "abc"), (3, "de"), (5, "f")):
        place_bodies(tmp_path / "bodies", first, [body(word) for word in words], tmp_path / "tmp")
    return tmp_path / "bodies"


@given(st.lists(texts, min_size=1, max_size=6), st.binary(min_size=16, max_size=16))
def test_bodies_read_back_whatever_text_they_hold(
    tmp_path_factory: pytest.TempPathFactory, words: list[str], salt: bytes
) -> None:
    folder = tmp_path_factory.mktemp("bodies")
    placed = [Body(salt, canonical_json({"text": word})) for word in words]
    place_bodies(folder, 0, placed, folder)
    assert list(read_bodies(folder, 0, len(words))) == list(enumerate(placed))


@pytest.mark.parametrize(("start", "size"), [(0, 6), (0, 0), (1, 5), (2, 3), (3, 6), (4, 5), (5, 6), (6, 6), (0, 9)])
def test_a_range_of_bodies_is_read_across_files(folder: Path, start: int, size: int) -> None:
    expected = [(position, body("abcdef"[position])) for position in range(start, min(size, 6))]
    assert list(read_bodies(folder, start, size)) == expected


def test_bodies_above_the_size_are_not_read(folder: Path) -> None:
    (folder / "000000000005.jsonl").write_bytes(b"left by a crash")
    assert [position for position, _ in read_bodies(folder, 0, 5)] == [0, 1, 2, 3, 4]


def test_a_file_that_a_crash_left_is_replaced(folder: Path) -> None:
    place_bodies(folder, 5, [body("g")], folder.parent / "tmp")
    assert list(read_bodies(folder, 5, 9)) == [(5, body("g"))]


def test_files_of_others_are_passed_over(folder: Path) -> None:
    before = body_files(folder)
    for name in ("note.jsonl", "5.jsonl", "000000000009.jsonl.bak", "-00000000009.jsonl"):
        (folder / name).write_bytes(b"not ours")
    assert body_files(folder) == before


def test_a_folder_that_is_not_there_has_no_bodies(tmp_path: Path) -> None:
    assert list(read_bodies(tmp_path / "absent", 0, 9)) == []


@pytest.mark.parametrize("left", [1, 20])
def test_an_erasure_that_was_stopped_is_told_and_finished_by_the_next(folder: Path, left: int) -> None:
    first, path = body_files(folder)[0]
    content = path.read_bytes()
    path.write_bytes(b" " * left + content[left:])
    assert list(read_bodies(folder, first, first + 1)) == [(first, None)]
    assert list(half_erased(folder, 6)) == [first]
    assert erase_body(folder, first)
    assert list(half_erased(folder, 6)) == []


@pytest.mark.parametrize("position", range(6))
def test_an_erased_body_is_gone_and_its_neighbours_are_not(folder: Path, position: int) -> None:
    sizes = [path.stat().st_size for _, path in body_files(folder)]
    assert erase_body(folder, position)
    expected = [(at, None if at == position else body("abcdef"[at])) for at in range(6)]
    assert list(read_bodies(folder, 0, 6)) == expected
    assert [path.stat().st_size for _, path in body_files(folder)] == sizes
    assert not any(canonical_json("abcdef"[position]) in path.read_bytes() for _, path in body_files(folder))


def test_a_body_is_erased_once(folder: Path) -> None:
    assert [erase_body(folder, 1), erase_body(folder, 1)] == [True, False]


@pytest.mark.parametrize("position", [6, 100])
def test_a_body_that_is_not_there_cannot_be_erased(folder: Path, position: int) -> None:
    assert not erase_body(folder, position)


def test_nothing_is_erased_in_an_empty_folder(tmp_path: Path) -> None:
    assert not erase_body(tmp_path, 0)


SALT = b"00" * 16


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{}",
        b'{"body":{},"salt":"' + SALT,
        b'{"body":{},"salt":"' + SALT[1:] + b'"}',
        b'{"body":{},"salt":"' + b"zz" * 16 + b'"}',
        b'{"body":{},"salt":"' + b"\xff" * 32 + b'"}',
        b'{"body":{},"salt":"' + b"AB" * 16 + b'"}',
        b'{"bodi":{},"salt":"' + SALT + b'"}',
        b'{"salt":"' + SALT + b'","body":{}}',
    ],
)
def test_a_line_that_is_no_body_is_refused_by_its_place(folder: Path, line: bytes) -> None:
    kept = folder.joinpath("000000000003.jsonl").read_bytes().splitlines()[0]
    folder.joinpath("000000000003.jsonl").write_bytes(kept + b"\n" + line + b"\n")
    with pytest.raises(ValueError, match=r"line 2 of 000000000003\.jsonl is no body"):
        list(read_bodies(folder, 0, 6))
