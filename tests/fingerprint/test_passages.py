"""A text as hashed words: equal on every machine, each with its place, bounded; addresses are none."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemmata.fingerprint import passages
from stemmata.fingerprint.passages import passages_of, shingles

NUMBERS = " ".join(str(at) for at in range(20))


def read(text: str) -> list[str]:
    made = passages_of(text)
    return [text[start:end] for start, end in zip(made.start, made.end, strict=True)]


def test_the_hash_of_a_word_is_the_same_for_ever() -> None:
    assert passages_of("bridge").word.tolist() == [2_793_564_478_624_239_598]


def test_case_marks_and_punctuation_do_not_change_a_word() -> None:
    one = passages_of("Three people were hurt at the old bridge")
    other = passages_of("«THREE» people -- wére hurt: at the; old… bridge!")
    np.testing.assert_array_equal(one.word, other.word)


TEXTS = [
    # what                       text                                                 words
    ("an address", "See https://example.org/a-b/17?c=d and go", ["See", "and", "go"]),
    ("a bare address", "www.example.org/news on t.me/place/12", ["on"]),
    ("an address amid Arabic", "انظر https://example.org/x‏ هنا", ["انظر", "هنا"]),
    ("a soft hyphen", "exe\u00adcution", ["exe\u00adcution"]),
    ("Chinese", "2031年在大马士革", ["2031", "年", "在", "大", "马", "士", "革"]),
    ("Thai, marks kept on", "ที่นี่", ["ที่", "นี่"]),
    ("Hindi, one word each", "हिन्दी में", ["हिन्दी", "में"]),
    ("only signs", "… — ?!", []),
    ("nothing", "", []),
]


@pytest.mark.parametrize(("what", "text", "words"), TEXTS, ids=[row[0] for row in TEXTS])
def test_a_text_is_its_words(what: str, text: str, words: list[str]) -> None:
    assert read(text) == words, what


def test_only_characters_of_scripts_without_spaces_are_marked_as_such() -> None:
    assert passages_of("in 大马 now").character.tolist() == [False, True, True, False]


@given(st.lists(st.sampled_from(["one", "Two", "الجسر", "4"]), max_size=30), st.sampled_from([" ", ", ", "\n\n"]))
def test_offsets_lead_back_to_the_words(words: list[str], between: str) -> None:
    assert read(between.join(words)) == words


@pytest.mark.parametrize(("most", "words", "cut"), [(10, 10, True), (19, 19, True), (20, 20, False)])
def test_a_text_is_read_up_to_the_limit_and_says_so(
    most: int, words: int, cut: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passages, "MAX_WORDS", most)
    made = passages_of(NUMBERS)
    assert (len(made.word), made.cut) == (words, cut)


@pytest.mark.parametrize(("words", "length", "runs"), [(0, 4, 0), (3, 4, 0), (4, 4, 1), (20, 4, 17), (20, 8, 13)])
def test_there_is_a_hash_for_each_run_of_words(words: int, length: int, runs: int) -> None:
    assert len(shingles(np.arange(words, dtype=np.uint64), length)) == runs


def test_the_order_of_the_words_of_a_run_matters() -> None:
    one, other = passages_of("a b c d").word, passages_of("b a c d").word
    assert shingles(one, 4).tolist() != shingles(other, 4).tolist()


def test_where_a_word_ends_matters() -> None:
    one, other = passages_of("ab c d e").word, passages_of("a bc d e").word
    assert shingles(one, 4).tolist() != shingles(other, 4).tolist()


@given(st.lists(st.integers(0, 2**64 - 1), min_size=4, max_size=12))
def test_equal_runs_have_equal_hashes_wherever_they_stand(words: list[int]) -> None:
    alone = shingles(np.array(words[-4:], dtype=np.uint64), 4)
    within = shingles(np.array(words, dtype=np.uint64), 4)
    assert within[-1] == alone[0]
