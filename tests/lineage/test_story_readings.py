"""What the wording of one text shares with another's, and what only others can explain."""

from tests.lineage.told import changed, holder, sentence, text

from stemmata.lineage.story_readings import Readings, Wording
from stemmata.model.told import Part, PartKind, Text

ALL = range(6)


def test_a_reading_of_an_older_text_and_one_of_a_younger_text_are_counted_apart() -> None:
    readings = Readings({
        "first": text("first", changed(ALL, {}), 1),
        "second": text("second", changed(ALL, {1: "dust"}), 3),
        "third": text("third", changed(ALL, {1: "dust", 2: "steam"}), 5),
        "child": text("child", changed(ALL, {1: "dust"}), 9),
    })  # fmt: skip
    from_first = readings.compared("first", "child")
    assert (from_first.later, from_first.older) == (1.0, 0.0)
    from_third = readings.compared("third", "child")
    assert (from_third.later, from_third.older, from_third.lost) == (0.0, 1.0, 1)
    assert readings.compared("second", "child").later == 0.0


def test_what_nobody_else_has_is_the_childs_own() -> None:
    readings = Readings({
        "first": text("first", changed(ALL, {}), 1), "child": text("child", changed(ALL, {1: "dust"}), 2),
    })  # fmt: skip
    compared = readings.compared("first", "child")
    assert (compared.later, compared.older, compared.elsewhere) == (0.0, 0.0, 0)


def test_a_long_silence_is_one_passage_whatever_phrases_lie_in_it() -> None:
    readings = Readings({
        "whole": text("whole", changed(ALL, {}), 1),
        "torn": text("torn", [sentence(0), " ".join(sentence(3).split()[8:13]), sentence(5)], 2),
        "child": text("child", changed(ALL, {}), 3),
    })  # fmt: skip
    compared = readings.compared("torn", "child")
    assert (compared.elsewhere, compared.later, compared.older) == (1, 0.0, 0.0)


def test_a_child_that_breaks_off_is_cut_and_has_lost_nothing() -> None:
    readings = Readings({
        "whole": text("whole", changed(ALL, {}), 1), "brief": text("brief", changed(range(3), {}), 2),
    })  # fmt: skip
    compared = readings.compared("whole", "brief")
    assert (compared.lost_passages, compared.cut > 60) == (0, True)


def test_bylines_and_dates_are_not_compared_and_headlines_by_themselves() -> None:
    body = f"Fire at the mill\n\nBy staff\n\n{sentence(1)}"
    parts = (Part(PartKind.HEADLINE, 0, 16), Part(PartKind.BYLINE, 18, 26))
    wording = Wording(Text(holder("a"), False, "text/1", body, parts))
    assert wording.words == Wording(text("b", [sentence(1)])).words
    assert wording.headline == ("fire", "at", "the", "mill")


def test_paragraphs_may_change_places() -> None:
    readings = Readings({
        "first": text("first", changed(ALL, {}), 1),
        "other": text("other", changed(ALL, {}), 2),
        "child": text("child", changed([3, 4, 5, 0, 1, 2], {}), 3),
    })  # fmt: skip
    compared = readings.compared("first", "child")
    assert (compared.elsewhere, compared.lost_passages) == (0, 0)


def test_an_empty_text_shares_nothing_and_breaks_nothing() -> None:
    readings = Readings({"first": text("first", changed(ALL, {}), 1), "empty": text("empty", [], 2)})
    assert readings.compared("first", "empty").later == 0.0
    assert readings.compared("empty", "first").elsewhere == 0
