"""What a terminal shows: names made safe, sizes and times rounded, the answer in whole sentences."""

import pytest

from stemmata.cli.answer_words import answer_lines
from stemmata.cli.terminal import size_words, time_words, visible


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("plain.mp4", "plain.mp4"),
        ("صورة.jpg", "صورة.jpg"),
        ("a\x1b[2Jb", "a\\x1b[2Jb"),
        ("evil\u202egpj.exe", "evil\\u202egpj.exe"),
        ("bell\x07", "bell\\x07"),
    ],
)
def test_a_name_cannot_move_the_cursor_or_turn_the_line_round(raw: str, shown: str) -> None:
    assert visible(raw) == shown


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0 bytes"), (999, "999 bytes"), (1500, "1.5 kB"), (250_000_000, "250 MB"), (3 * 10**12, "3000 GB")],
)
def test_sizes_are_rounded_in_decimal_units(count: int, words: str) -> None:
    assert size_words(count) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (3, "less than a minute"),
        (50, "about a minute"),
        (240, "about 4 min"),
        (1380, "about 25 min"),
        (9000, "about 2.5 h"),
    ],
)
def test_times_are_rounded_as_the_workspace_rounds_them(seconds: float, words: str) -> None:
    assert time_words(seconds) == words


def test_the_answer_never_calls_groups_sources_nor_claims_independence() -> None:
    answer = {"files": 41, "footage": 9, "stories": 3, "groups": 5, "groups_low": 5, "shown": 0, "complete": True}
    lines = answer_lines(answer)
    assert lines[0] == (
        "41 files: 9 groups of footage, 3 stories; 5 groups with no copying found, none shown independent."
    )
    assert lines[1] == "Copying that was not detected would make these numbers too high."


def test_the_answer_says_how_far_other_microphones_were_looked_for() -> None:
    answer = {"files": 9, "events": 1, "microphones": {"recordings": 7, "looked": True}, "complete": True}
    assert "among 7 recordings: 1 event was heard by more than one" in answer_lines(answer)[-1]
    many = answer | {"microphones": {"recordings": 1200, "looked": False}}
    assert answer_lines(many)[-1] == (
        "Other microphones were not looked for: 1,200 recordings are more than 1,000; name some with stemmata sync."
    )


def test_doubt_is_printed_as_a_range_and_an_unfinished_answer_says_so() -> None:
    answer = {"files": 2, "footage": 2, "stories": 1, "groups": 3, "groups_low": 2, "shown": 0, "complete": False}
    lines = answer_lines(answer)
    assert lines[0].startswith("So far: 2 files: 2 groups of footage, 1 story; 2–3 groups with no copying found")
    assert lines[-1].startswith("These numbers can still change")


def test_an_empty_case_says_what_to_do() -> None:
    assert answer_lines({"files": 0}) == ["Nothing has been added. Add a folder; nothing in it will be changed."]


def test_what_a_model_added_is_told_with_its_hash_and_who_decided() -> None:
    learned = {"model_sha256": "ab" * 32, "compared_only_for_it": 12, "established_among_them": 1}
    answer = {"files": 9, "footage": 9, "groups": 9, "groups_low": 9, "complete": True, "learned": learned}
    assert answer_lines(answer)[-1] == (
        "Your model (sha256 abababababab) proposed 12 pairs that would not have been compared; in 1 of them something "
        "was established, by comparing the pictures themselves."
    )
