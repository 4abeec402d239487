"""Runs of equal words become passages through what was changed, and end where the texts part."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemmata.fingerprint.passages import passages_of
from stemmata.match.alignment import passages_between
from stemmata.match.equal_runs import LEAST_WORDS, Compared, EqualRuns
from stemmata.match.passage import UNEQUAL, Passage, Side

SENTENCE = (
    "rescuers digging through the wholesale fruit market in the lower town said on sunday that forty people were known "
    "to have died in the attack of the previous evening and that nine remained missing"
)


def own(at: int, words: int = 40) -> str:
    made = random.Random(at)
    return " ".join("".join(made.choice("aeioubdgklmnpr") for _ in range(9)) for _ in range(words))


def side(body: str) -> Side:
    found = passages_of(body)
    zeros = [0] * len(found.word)
    return Side(body, found.word.tolist(), found.start.tolist(), found.end.tolist(), zeros)


def between(one: str, other: str) -> list[Passage]:
    texts = []
    for body in (one, other):
        words = passages_of(body).word
        texts.append(Compared(words, np.zeros(len(words), np.int32), np.zeros(len(words), np.bool_)))
    for meeting in EqualRuns(texts).meetings(LEAST_WORDS):
        return passages_between(side(one), side(other), meeting.runs)
    return []


def told(one: str, other: str) -> list[tuple[str, str]]:
    a, b = side(one), side(other)
    return [(one[a.start[p.a0] : a.end[p.a1 - 1]], other[b.start[p.b0] : b.end[p.b1 - 1]]) for p in between(one, other)]


CHANGES = [
    ("nothing", SENTENCE),
    ("a word", SENTENCE.replace("forty", "seventy")),
    ("words put in", SENTENCE.replace("forty people", "at least forty or even more people")),
    ("words left out", SENTENCE.replace("wholesale fruit ", "")),
    ("every fifth word", " ".join("other" if at % 5 == 4 else w for at, w in enumerate(SENTENCE.split()))),
    ("letters, by a scanner", SENTENCE.replace("e", "c", 6).replace("people", "peop1e").replace("missing", "rnissing")),
    ("spaces lost", SENTENCE.replace("known to", "knownto").replace("in the lower", "inthe lower")),
]


@pytest.mark.parametrize(("what", "changed"), CHANGES, ids=[row[0] for row in CHANGES])
def test_a_passage_is_followed_through_what_was_changed(what: str, changed: str) -> None:
    one, other = f"{own(1)} {SENTENCE} {own(2)}", f"{own(3)} {changed} {own(4)}"
    assert told(one, other) == [(SENTENCE, changed)], what


def test_passages_in_another_order_are_told_apart() -> None:
    second = "the mayor spoke to us late in the evening and said that help had come too late for them"
    one, other = f"{SENTENCE} {own(1)} {second}", f"{second} {own(2)} {SENTENCE}"
    assert told(one, other) == [(SENTENCE, SENTENCE), (second, second)]


def test_a_long_insertion_makes_two_passages_of_one() -> None:
    words = SENTENCE.split()
    first, last = " ".join(words[:16]), " ".join(words[16:])
    assert told(SENTENCE, f"{first} {own(1)} {last}") == [(first, first), (last, last)]


def test_a_passage_that_stands_twice_is_found_twice() -> None:
    other = f"{SENTENCE} {own(1)} {SENTENCE}"
    assert told(SENTENCE, other) == [(SENTENCE, SENTENCE), (SENTENCE, SENTENCE)]


def test_a_passage_does_not_run_on_into_what_is_not_shared() -> None:
    one = f"{own(1)} {SENTENCE} the of in and {own(2)}"
    assert told(one, f"{own(3)} {SENTENCE} and on that day {own(4)}") == [(SENTENCE, SENTENCE)]


def test_equal_words_are_listed_and_only_they() -> None:
    changed = SENTENCE.replace("forty", "seventy")
    (passage,) = between(SENTENCE, changed)
    a, b = SENTENCE.split(), changed.split()
    assert [a[at] for at in passage.equal[:, 0]] == [b[at] for at in passage.equal[:, 1]]
    assert len(passage.equal) == len(a) - 1
    assert passage.score == len(a) - 1 - UNEQUAL


def test_texts_that_repeat_themselves_end() -> None:
    made = random.Random(2)
    one, other = (" ".join(made.choice("abcdefghij") for _ in range(3_000)) for _ in range(2))
    assert len(between(one, other)) <= 1_000


words = st.lists(st.sampled_from([f"word{at}" for at in range(12)]), max_size=40)


@settings(deadline=None)
@given(words, words, words)
def test_passages_lie_within_the_texts_and_their_equal_words_rise(
    before: list[str], shared: list[str], after: list[str]
) -> None:
    one, other = [*before, *shared, *after], [*after, *shared, *before]
    for passage in between(" ".join(one), " ".join(other)):
        assert 0 <= passage.a0 < passage.a1 <= len(one)
        assert 0 <= passage.b0 < passage.b1 <= len(other)
        assert (np.diff(passage.equal, axis=0) > 0).all()
        assert passage.equal[0, 0] >= passage.a0
        assert passage.equal[-1, 0] < passage.a1
        assert [one[at] for at in passage.equal[:, 0]] == [other[at] for at in passage.equal[:, 1]]
