"""Further parents of a text."""

from tests.lineage.told import changed, sentence, text

from stemmata.lineage.story_parents import further_parents
from stemmata.lineage.story_readings import Readings

ALL = range(8)


def test_three_readings_of_a_second_text_make_it_a_parent_and_two_do_not() -> None:
    for count, second in ((3, ["other"]), (2, [])):
        changes = dict.fromkeys(range(count), "dust")
        readings = Readings({
            "first": text("first", changed(ALL, {}), 1),
            "other": text("other", changed(ALL, changes | {6: "soot"}), 3),
            "child": text("child", changed(ALL, changes | {7: "ash"}), 9),
        })  # fmt: skip
        found = further_parents(readings, {"child": "first", "other": "first"}, ["child"])
        assert [one.parent for one in found] == second


def test_a_passage_that_something_above_the_parent_has_makes_no_second_parent() -> None:
    readings = Readings({
        "first": text("first", changed(ALL, {}), 1),
        "brief": text("brief", changed([0, 1, 7], {0: "dust"}), 3),
        "child": text("child", changed([0, 1, 2, 3, 7], {0: "dust"}), 9),
    })  # fmt: skip
    assert further_parents(readings, {"child": "brief", "brief": "first"}, ["child"]) == []


def test_a_text_below_the_child_gave_it_nothing() -> None:
    own = sentence(91) + " " + sentence(92)
    readings = Readings({
        "first": text("first", changed(ALL, {}), 1),
        "child": text("child", [*changed(ALL, {}), own], 9),
        "below": text("below", [*changed([0, 1], {}), own], 9),
    })  # fmt: skip
    assert further_parents(readings, {"child": "first", "below": "child"}, ["child"]) == []
