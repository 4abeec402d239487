"""Decisions on changes: what stands is a function of the set of entries."""

import itertools

import pytest

from stemmata.model.change import Code, Status
from stemmata.model.decision import Decided, Decision, UnitChange, unit_change_of, verdicts
from stemmata.model.span import TextSpan
from stemmata.model.unit import Track, Unit

CONFIRMED, REJECTED = Decision.CONFIRMED, Decision.REJECTED


def text(item: str, *span: int) -> Unit:
    return Unit(Track.TEXT, item=item * 64, span=TextSpan("text/1", *span) if span else None)


CHANGE = UnitChange(Code.NUMBER_CHANGED, text("a", 0, 11), text("b", 4, 10))


def entry(name: str, decision: Decision | None, *undoes: str) -> Decided:
    return Decided(name, CHANGE, decision, "9f" * 32, 1, "", undoes)


CASES = [
    # entries                                                                       what stands          why
    ([], Status.SUGGESTED, "nobody decided"),
    ([entry("a", CONFIRMED)], Status.CONFIRMED, "one did"),
    ([entry("a", REJECTED)], Status.REJECTED, "one did not"),
    ([entry("a", CONFIRMED), entry("b", CONFIRMED)], Status.CONFIRMED, "two agree"),
    ([entry("a", CONFIRMED), entry("b", REJECTED)], Status.SUGGESTED, "two do not"),
    ([entry("a", CONFIRMED), entry("b", REJECTED, "a")], Status.REJECTED, "the second replaces the first"),
    ([entry("a", CONFIRMED), entry("b", None, "a")], Status.SUGGESTED, "it was taken back"),
    ([entry("a", CONFIRMED), entry("b", None, "a"), entry("c", None, "b")], Status.CONFIRMED, "so was that"),
    ([entry("a", CONFIRMED), entry("b", REJECTED), entry("c", None, "a", "b")], Status.SUGGESTED, "both were"),
    ([entry("b", None, "somewhere else")], Status.SUGGESTED, "an entry that is not held"),
    ([entry("a", CONFIRMED, "b"), entry("b", REJECTED, "a")], Status.SUGGESTED, "a circle that nobody can sign"),
]  # fmt: skip


@pytest.mark.parametrize(("entries", "expected", "why"), CASES, ids=[row[2] for row in CASES])
def test_what_stands_does_not_depend_on_the_order(entries: list[Decided], expected: Status, why: str) -> None:
    for order in itertools.permutations(entries):
        found = verdicts(order)
        assert (found[CHANGE.id].status if found else Status.SUGGESTED) is expected, why


def test_two_minds_are_told() -> None:
    found = verdicts([entry("a", CONFIRMED), entry("b", REJECTED)])[CHANGE.id]
    assert found.contested
    assert [one.id for one in found.standing] == ["a", "b"]


def test_a_change_is_read_back_as_it_was_written() -> None:
    for change in (CHANGE, UnitChange(Code.INSERTED, text("a"), text("b", 1, 2))):
        assert unit_change_of(change.fields()) == change


@pytest.mark.parametrize(
    ("parent", "child", "message"),
    [
        (text("a"), text("b"), "at least one of two texts"),
        (text("a", 1, 2), text("a", 3, 4), "between two texts, not within one"),
        (Unit(Track.PICTURE, item="a" * 64), text("b", 1, 2), "between two texts"),
    ],
)
def test_a_change_that_is_none_cannot_be_made(parent: Unit, child: Unit, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        UnitChange(Code.OTHER, parent, child)


@pytest.mark.parametrize("fields", [{}, {"code": "OTHER", "parent": 1, "child": {}}, {**CHANGE.fields(), "more": 1}])
def test_fields_of_another_form_are_refused(fields: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="a code, a parent and a child"):
        unit_change_of(fields)
