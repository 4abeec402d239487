"""Only texts that share runs of words meet; what is in masses costs its length, and loses no copy."""

import random
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemmata.fingerprint.passages import passages_of
from stemmata.match import equal_runs
from stemmata.match.equal_runs import LEAST_WORDS, Compared, EqualRuns

EIGHT = "three people were hurt near the old bridge"


def compared(body: str, *, quoted: bool = False, segment: Sequence[int] | None = None) -> Compared:
    words = passages_of(body).word
    inside = np.zeros(len(words), np.int32) if segment is None else np.array(segment, np.int32)
    return Compared(words, inside, np.full(len(words), quoted))


def met(*bodies: str) -> dict[tuple[int, int], list[tuple[int, int, int]]]:
    runs = EqualRuns([compared(body) for body in bodies])
    return {(m.one, m.other): [(a, b, n) for a, b, n in m.runs.tolist()] for m in runs.meetings(LEAST_WORDS)}


def own(at: int, words: int = 6) -> str:
    return " ".join(f"w{at}x{number}" for number in range(words))


def test_two_texts_meet_where_they_share_a_run_and_it_is_as_long_as_it_can_be() -> None:
    assert met(f"{own(1)} {EIGHT}", own(2), f"{EIGHT} {own(3)}") == {(0, 2): [(6, 0, 8)]}


def test_words_that_are_too_few_in_a_row_make_no_meeting() -> None:
    assert met("one two three four five " + own(1), own(2) + " one two three four five") == {}


def test_runs_on_neighbouring_diagonals_count_together() -> None:
    assert met("a b c d x e f g h", "a b c d y z e f g h") == {(0, 1): [(0, 0, 4), (5, 6, 4)]}


def test_no_run_crosses_from_one_segment_into_another() -> None:
    halves = [0, 0, 0, 0, 1, 1, 1, 1]
    runs = EqualRuns([compared(EIGHT, segment=halves), compared(EIGHT)])
    assert [m.runs.tolist() for m in runs.meetings(LEAST_WORDS)] == [[[0, 0, 4], [4, 4, 4]]]


def test_what_is_not_compared_meets_nothing() -> None:
    assert list(EqualRuns([compared(EIGHT, segment=[-1] * 8), compared(EIGHT)]).meetings(LEAST_WORDS)) == []


@pytest.mark.parametrize("bodies", [(), ("",), ("", ""), ("one", "one"), (EIGHT, "")])
def test_of_nothing_nothing_meets(bodies: tuple[str, ...]) -> None:
    assert met(*bodies) == {}


def test_of_more_texts_than_are_all_paired_each_meets_the_first_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(equal_runs, "COMMON_TEXTS", 4)
    monkeypatch.setattr(equal_runs, "HUBS", 2)
    bodies = [f"{own(at)} {EIGHT} {own(at)}" for at in range(20)]
    pairs = met(*bodies).keys()
    assert {other for _, other in pairs} == set(range(1, 20))
    assert {one for one, _ in pairs} == {0, 1}


def test_a_copy_with_changes_is_found_beside_a_text_that_is_there_in_masses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(equal_runs, "COMMON_TEXTS", 4)
    article = " ".join(f"a{at}" for at in range(60))
    changed = " ".join("other" if at % 12 == 5 else f"a{at}" for at in range(60))
    pairs = met(*[f"{own(at)} {article} {own(at)}" for at in range(20)], changed)
    assert any(other == 20 for _, other in pairs)


def test_a_run_that_repeats_itself_without_end_meets_as_often_as_its_limit() -> None:
    runs = met("a " * 5_000, "a " * 4_000)[0, 1]
    assert len(runs) <= equal_runs.REPEATS * equal_runs.REPEATS


def test_a_formula_of_unrelated_texts_seeds_nothing_and_one_of_kin_does() -> None:
    texts = [compared(f"{own(at)} {EIGHT} {own(at)}") for at in range(8)]
    runs = EqualRuns(texts)
    runs.leave_out_formulas([(0, at) for at in range(1, 8)], most=8)
    assert len(list(runs.meetings(LEAST_WORDS))) == 28
    runs.leave_out_formulas([], most=8)
    assert list(runs.meetings(LEAST_WORDS)) == []


def test_a_quotation_is_no_formula_however_many_have_it() -> None:
    texts = [compared(f"{own(at)} {EIGHT} {own(at)}", quoted=at in {2, 5}) for at in range(9)]
    runs = EqualRuns(texts)
    runs.leave_out_formulas([], most=8)
    pairs = {(m.one, m.other) for m in runs.meetings(LEAST_WORDS)}
    assert pairs == {(min(a, b), max(a, b)) for a in (2, 5) for b in range(9) if a != b}


words = st.lists(st.sampled_from("abcdef"), max_size=40)


@settings(deadline=None)
@given(words, words)
def test_every_run_is_equal_in_both_texts(one: list[str], other: list[str]) -> None:
    for runs in met(" ".join(one), " ".join(other)).values():
        for a, b, length in runs:
            assert one[a : a + length] == other[b : b + length]
            assert length >= 4


def test_how_much_is_held_at_once_does_not_change_what_meets(monkeypatch: pytest.MonkeyPatch) -> None:
    made = random.Random(3)
    bodies = [" ".join(made.choice("abcdefgh") for _ in range(30)) for _ in range(30)]
    whole = met(*bodies)
    monkeypatch.setattr(equal_runs, "BLOCK_HITS", 50)
    assert met(*bodies) == whole
