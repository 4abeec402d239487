"""Quotations are found by marked parts and by marks in the text; the sentence round one says who spoke."""

import pytest

from stemmata.match.quoted import joined, quotations, with_their_sentences
from stemmata.model.told import Part, PartKind, Text

BODIES = [
    # what                              body                                              quoted
    ("English marks", "He said: “We saw it.” Then he left.", ["“We saw it.”"]),
    ("straight marks", 'He said: "We saw it." Then "no".', ['"We saw it."', '"no"']),
    ("Arabic marks", "قال: «رأيناه» ثم غادر", ["«رأيناه»"]),
    ("German marks", "Er sagte: „Wir sahen es“, dann nichts", ["„Wir sahen es“"]),
    ("Japanese marks", "彼は「見た」と言った", ["「見た」"]),
    ("open at the end of a paragraph", "“We saw it.\n\n“And left.”", ["“We saw it.", "“And left.”"]),
    ("never closed, amid a line", "He said: “We saw it. Then he left.", []),
    ("closed on another line", 'He said: "We\nsaw it."', []),
    ("an apostrophe", "the town's 'quiet' day", []),
    ("nothing between", '"" “”', []),
    ("none", "", []),
]


@pytest.mark.parametrize(("what", "body", "quoted"), BODIES, ids=[row[0] for row in BODIES])
def test_quotations_are_found_by_their_marks(what: str, body: str, quoted: list[str]) -> None:
    assert [body[start:end] for start, end in quotations(Text("h", False, "x", body))] == quoted, what


def test_a_marked_quotation_needs_no_marks_and_takes_in_those_it_overlaps() -> None:
    body = "One two three “four five” six"
    marked = Part(PartKind.QUOTATION, 8, 19, "somebody")
    assert quotations(Text("h", False, "x", body, (marked,))) == [(8, 25)]


def test_a_quotation_has_the_rest_of_its_sentence_round_it() -> None:
    body = "It rained. “We saw it,” said the mayor on Monday. It stopped."
    ((start, end),) = with_their_sentences(body, [(11, 23)])
    assert body[start:end] == " “We saw it,” said the mayor on Monday."


def test_a_quotation_of_two_sentences_has_both() -> None:
    body = "It rained. He said: “We saw it. We ran.” It stopped."
    ((start, end),) = with_their_sentences(body, [(20, 40)])
    assert body[start:end] == " He said: “We saw it. We ran.”"


def test_stretches_that_overlap_are_one_and_those_that_touch_are_two() -> None:
    assert joined([(5, 9), (0, 2), (8, 12), (12, 14)]) == [(0, 2), (5, 12), (12, 14)]
