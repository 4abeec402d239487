"""A text as hashed runs of eight words: as many as there are, equal on every machine, bounded."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemmata.fingerprint import passages
from stemmata.fingerprint.passages import WORDS, passages_of

NUMBERS = " ".join(str(at) for at in range(20))


@pytest.mark.parametrize("count", [0, 1, 7, 8, 9, 20])
def test_a_text_has_a_hash_for_each_run_of_eight_words(count: int) -> None:
    made = passages_of(" ".join(str(at) for at in range(count)))
    assert (len(made.shingle), len(made.start), len(made.end)) == (max(0, count - WORDS + 1), count, count)


def test_the_hash_of_a_run_is_the_same_for_ever() -> None:
    assert passages_of("Three people were hurt at the old bridge").shingle.tolist() == [2_881_494_939_351_482_592]


def test_case_marks_and_punctuation_do_not_change_a_hash() -> None:
    one = passages_of("Three people were hurt at the old bridge")
    other = passages_of("«THREE» people -- wére hurt: at the; old… bridge!")
    np.testing.assert_array_equal(one.shingle, other.shingle)


def test_where_a_word_ends_matters() -> None:
    assert passages_of("ab c d e f g h i").shingle.tolist() != passages_of("a bc d e f g h i").shingle.tolist()


@given(st.lists(st.sampled_from(["one", "Two", "الجسر", "4"]), max_size=30), st.sampled_from([" ", ", ", "\n\n"]))
def test_offsets_lead_back_to_the_words(words: list[str], between: str) -> None:
    text = between.join(words)
    made = passages_of(text)
    assert [text[start:end] for start, end in zip(made.start, made.end, strict=True)] == words


def test_a_text_beyond_the_limit_is_read_as_far_as_that_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passages, "MAX_WORDS", 10)
    made = passages_of(NUMBERS)
    assert (len(made.start), len(made.shingle), made.cut) == (10, 3, True)


def test_a_text_of_exactly_the_limit_is_not_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passages, "MAX_WORDS", 20)
    assert not passages_of(NUMBERS).cut
