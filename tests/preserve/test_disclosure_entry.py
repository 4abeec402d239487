"""What is handed over and what is withheld follows from the logs' own order: a wrong clock lets nothing out."""

from itertools import permutations

import pytest

from stemmata.preserve.disclosure_entry import BEGIN, INCLUDE, WITHHOLD, Disclosure, disclosure_of, in_order
from stemmata.preserve.log import LoggedEntry

CLIP = "c" * 64


def entry(writer: str, index: int, kind: str, claimed_us: int, reason: str = "why") -> LoggedEntry:
    references = {} if kind == BEGIN else {"disclosure": ["begun"], "items": [CLIP]}
    name = "begun" if kind == BEGIN else f"{writer}-{index}"
    return LoggedEntry(name, kind, writer, claimed_us, references, {"reason": reason}, writer, index)


BEGUN = entry("a", 0, BEGIN, 100)


def found(*steps: LoggedEntry) -> Disclosure:
    made = disclosure_of([BEGUN, *steps], "begun")
    assert made is not None
    return made


@pytest.mark.parametrize("clock", [10, 200, 300], ids=["set back", "the same", "forward"])
def test_the_last_word_of_a_log_counts_whatever_its_clock_did(clock: int) -> None:
    withheld = found(entry("a", 1, INCLUDE, 200), entry("a", 2, WITHHOLD, clock, "private"))
    assert (withheld.included, withheld.withheld) == ({}, {CLIP: "private"})
    included = found(entry("a", 1, WITHHOLD, 200), entry("a", 2, INCLUDE, clock, "asked for"))
    assert (included.included, included.withheld) == ({CLIP: "asked for"}, {})


@pytest.mark.parametrize("clock", [10, 300])
def test_where_two_people_disagree_the_file_is_withheld(clock: int) -> None:
    made = found(entry("a", 1, WITHHOLD, 200, "private"), entry("b", 0, INCLUDE, clock))
    assert (made.included, made.withheld) == ({}, {CLIP: "private"})


def test_the_order_in_which_entries_come_changes_nothing() -> None:
    steps = [entry("a", 1, INCLUDE, 300), entry("a", 2, WITHHOLD, 100), entry("b", 0, INCLUDE, 200), BEGUN]
    made = [disclosure_of(order, "begun") for order in permutations(steps)]
    assert all(one == made[0] for one in made)


def test_each_log_keeps_its_order_among_others() -> None:
    steps = [entry("a", 1, INCLUDE, 300), entry("a", 2, INCLUDE, 100), entry("b", 0, INCLUDE, 200)]
    assert [one.id for one in in_order(steps)] == ["b-0", "a-1", "a-2"]


def test_what_was_never_begun_is_none() -> None:
    assert disclosure_of([entry("a", 1, INCLUDE, 1)], "begun") is None
