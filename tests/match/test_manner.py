"""Copying, quoting, a common source: told apart by quotation marks, credits, dates and what else is in the texts."""

import random

import pytest

from stemmata.match.manner import Credit
from stemmata.match.reuse import reuse
from stemmata.model.edge import Edge
from stemmata.model.interval import Basis, TimeInterval
from stemmata.model.told import Part, PartKind, Text

QUOTE = "our batteries were silent from sunset to sunrise as every observer in the valley can confirm to any commission"
LONG = (
    "rescuers digging through the wholesale fruit market in the lower town said on sunday that forty people were known "
    "to have died in the attack of the previous evening and that nine remained missing under the roof of the great hall"
)


def own(seed: int, words: int = 60) -> str:
    made = random.Random(seed)
    return " ".join("".join(made.choice("aeioubdgklmnpr") for _ in range(9)) for _ in range(words)) + "."


def text(holder: str, body: str, *parts: Part, at: int | None = None, channel: str | None = None) -> Text:
    published = None if at is None else TimeInterval(at, at, Basis.FILE)
    return Text(holder, False, "x", body, parts, "en", published, channel)


def edge(*texts: Text, credits: dict[str, list[Credit]] | None = None) -> Edge:
    found = {edge.holders: edge for edge in reuse(texts, credits).edges}
    return found["a", "b"]


QUOTED = [
    (
        "who said it, alike",
        f"“{QUOTE},” said the colonel on Sunday.",
        f"“{QUOTE},” said the colonel on Sunday.",
        "quotation",
    ),
    ("who said it, otherwise", f"“{QUOTE},” said a spokesman.", f"The colonel wrote: “{QUOTE}.”", "quotation"),
    ("marks lost in one", f"“{QUOTE},” said a spokesman.", f"The colonel says that {QUOTE}.", "quotation"),
    ("other marks", f"«{QUOTE}», said a spokesman.", f'Colonel: "{QUOTE}".', "quotation"),
    ("no marks at all", f"{QUOTE}, said a spokesman.", f"The colonel wrote that {QUOTE}.", "copy"),
    ("and running text", f"“{QUOTE},” he said. {LONG}.", f"“{QUOTE},” he said. {LONG}.", "copy"),
    ("a short quotation in it", f"{LONG} “and no more”.", f"{LONG} “and no more”.", "copy"),
]


@pytest.mark.parametrize(("what", "one", "other", "manner"), QUOTED, ids=[row[0] for row in QUOTED])
def test_two_texts_that_share_only_what_one_person_said_quote(what: str, one: str, other: str, manner: str) -> None:
    found = edge(text("a", f"{own(1)}\n\n{one}\n\n{own(2)}"), text("b", f"{own(3)}\n\n{other}\n\n{own(4)}"))
    assert found.facts["manner"] == manner, what


def test_a_quotation_is_listed_with_its_place_in_either_text() -> None:
    one, other = f"{own(1)} “{QUOTE},” he said.", f"{own(2)} It was he who said: “{QUOTE}.”"
    listed = edge(text("a", one), text("b", other)).facts["shared_quotations"]
    assert isinstance(listed, list)
    ((a0, a1, b0, b1),) = [[int(str(place)) for place in row] for row in listed if isinstance(row, list)]
    assert (one[a0:a1], other[b0:b1]) == (QUOTE, QUOTE)


def test_a_marked_quotation_needs_no_marks_in_the_text() -> None:
    body = f"{own(1)} {QUOTE}. {own(2)}"
    start = body.index(QUOTE)
    marked = text("a", body, Part(PartKind.QUOTATION, start, start + len(QUOTE), "the colonel"))
    assert edge(marked, text("b", f"{own(3)} {QUOTE}. {own(4)}")).facts["manner"] == "quotation"


def credited(holder: str, line: str, kind: PartKind, seed: int, channel: str | None = None) -> Text:
    body = f"{line}\n\n{own(seed)}\n\n{LONG}."
    return text(holder, body, Part(kind, 0, len(line)), channel=channel)


CREDITS = [
    ("one agency",            "Orvane News Service",      "Orvane News Service",         None, "common_source"),
    ("with a person's name",  "By A. Nobody, Orvane News Service", "Orvane News Service", None, "common_source"),
    ("two agencies",          "Orvane News Service",      "Tessaly Point Agency",        None, "copy"),
    ("one author, one site",  "By A. Nobody",             "By A. Nobody",                "site", "copy"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "one", "other", "channel", "manner"), CREDITS, ids=[row[0] for row in CREDITS])
@pytest.mark.parametrize("kind", [PartKind.BYLINE, PartKind.REPUBLICATION])
def test_two_texts_that_credit_one_agency_have_it_as_their_source(
    what: str, one: str, other: str, channel: str | None, manner: str, kind: PartKind
) -> None:
    found = edge(credited("a", one, kind, 1, channel), credited("b", other, kind, 2, channel))
    assert found.facts["manner"] == manner, what
    assert found.facts.get("source") == ("Orvane News Service" if manner == "common_source" else None)


def test_a_line_that_was_read_and_credits_nobody_is_no_common_source() -> None:
    texts = credited("a", "Staff writer", PartKind.BYLINE, 1), credited("b", "Staff writer", PartKind.BYLINE, 2)
    assert edge(*texts).facts["manner"] == "common_source"
    assert edge(*texts, credits={"a": [], "b": []}).facts["manner"] == "copy"


def test_a_line_of_credit_is_no_shared_passage() -> None:
    line = "Reporting by A. Nobody and B. Nobody in the northern port; editing by C. Nobody in the capital"
    texts = [text(name, f"{line}\n\n{own(at)}", Part(PartKind.BYLINE, 0, len(line))) for at, name in enumerate("ab")]
    assert reuse(texts).edges == ()


def test_what_a_text_is_known_to_credit_decides_where_it_covers_what_is_shared() -> None:
    one, other = (f"{own(at)} {LONG}. {own(at + 2)}" for at in (1, 2))
    texts = text("a", one), text("b", other)
    start = one.index(LONG), other.index(LONG)
    whole = {name: [Credit("orvane", at, at + len(LONG))] for name, at in zip("ab", start, strict=True)}
    part = {"a": whole["a"], "b": [Credit("orvane", start[1], start[1] + 50)]}
    spoken = {name: [Credit("colonel", at, at + len(LONG), True)] for name, at in zip("ab", start, strict=True)}
    assert edge(*texts, credits=whole).facts["manner"] == "common_source"
    assert edge(*texts, credits=part).facts["manner"] == "copy"
    assert edge(*texts, credits=spoken).facts["manner"] == "quotation"
    assert edge(*texts, credits={"a": [Credit("orvane")], "b": [Credit("tessaly")]}).facts["manner"] == "copy"


def carriers(at: tuple[int | None, int | None, int | None]) -> tuple[Text, Text, Text]:
    """Two that carry a short report beside text of their own, and the report."""
    one, other, report = at
    return (
        text("a", f"{own(1)} {LONG}. {own(2)}", at=one),
        text("b", f"{own(3)} {LONG}. {own(4)}", at=other),
        text("s", f"{LONG}.", at=report),
    )


DATES = [
    ("older than both",      (20, 30, 10),    "common_source"),
    ("younger than one",     (20, 5, 10),     "copy"),
    ("not dated",            (20, 30, None),  "copy"),
    ("one of them not",      (None, 30, 10),  "copy"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "at", "manner"), DATES, ids=[row[0] for row in DATES])
def test_a_held_report_that_both_carry_is_their_source_where_it_is_surely_older(
    what: str, at: tuple[int | None, int | None, int | None], manner: str
) -> None:
    found = edge(*carriers(at))
    assert found.facts["manner"] == manner, what
    assert found.facts.get("source") == ("s" if manner == "common_source" else None)


def test_an_excerpt_of_an_older_text_is_nobodys_source() -> None:
    one, other, excerpt = carriers((20, 30, 10))
    whole = text("w", f"{own(7)} {LONG}. {own(8)}", at=5)
    assert edge(one, other, excerpt, whole).facts["manner"] == "copy"


def test_two_copies_of_one_whole_text_are_copies() -> None:
    body = f"{own(1)} {LONG}."
    texts = text("a", body, at=20), text("b", body, at=30), text("s", body, at=10)
    assert edge(*texts).facts["manner"] == "copy"
