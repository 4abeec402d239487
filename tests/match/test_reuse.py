"""Shared passages to the character, in any script and order; nothing from furniture, formulas and fewer words."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemmata.match import reuse as rules
from stemmata.match.reuse import reuse
from stemmata.match.reuse_edge import METHOD
from stemmata.model.canonical import Json
from stemmata.model.edge import Edge, Kind
from stemmata.model.interval import Basis, TimeInterval
from stemmata.model.span import TextSpan
from stemmata.model.told import Part, PartKind, Text
from stemmata.model.unit import Track

EIGHT = "three people were hurt near the old bridge"
ARABIC = "أُصيب ثلاثة أشخاص عند الجسر القديم يوم أمس صباحا"
ARABIC_PLAIN = "اصيب ثلاثه اشخاص عند الجسر القديم يوم امس صباحا"
LONG = (
    "rescuers digging through the wholesale fruit market in the lower town said on sunday that forty people were known "
    "to have died in the attack of the previous evening and that nine remained missing under the roof of the great hall"
)
FORMULA = "the ministry said in a brief statement that it was looking into the reports"


def own(seed: int, words: int = 40) -> str:
    made = random.Random(seed)
    return " ".join("".join(made.choice("aeioubdgklmnpr") for _ in range(9)) for _ in range(words)) + "."


def text(holder: str, body: str, *parts: Part, posting: bool = False, channel: str | None = None) -> Text:
    return Text(holder, posting, f"extraction of {holder}", body, parts, channel=channel)


def edges(*bodies: str) -> tuple[Edge, ...]:
    return reuse([text(f"{at:03}", body) for at, body in enumerate(bodies)]).edges


def rows(found: Edge, key: str = "passages") -> list[list[int]]:
    listed = found.facts[key]
    assert isinstance(listed, list)
    return [[int(str(number)) for number in row] for row in listed if isinstance(row, list)]


def told(one: str, other: str) -> list[tuple[str, str]]:
    """The passages as they stand in either text."""
    return [(one[a0:a1], other[b0:b1]) for found in edges(one, other) for a0, a1, b0, b1, *_ in rows(found)]


SAME = [
    # what                      one       other
    ("word for word",           EIGHT,    EIGHT),
    ("case",                    EIGHT,    EIGHT.upper()),
    ("punctuation",             EIGHT,    "Three people -- were hurt near: «the old» bridge"),
    ("accents",                 EIGHT,    "thrée peoplé wére hurt near the old bridgé"),
    ("line breaks",             EIGHT,    EIGHT.replace(" ", "\n\n")),
    ("full width",              EIGHT,    "ｔｈｒｅｅ people were hurt near the old bridge"),
    ("soft hyphens",            EIGHT,    EIGHT.replace("people", "peo\u00adple")),
    ("marks of direction",      EIGHT,    EIGHT.replace("people", "\u202apeople\u202c")),
    ("Arabic marks, hamzas",    ARABIC,   ARABIC_PLAIN),
    ("tatweel",                 ARABIC,   ARABIC.replace("الجسر", "الجســـر")),
    ("Arabic punctuation",      ARABIC,   ARABIC.replace(" يوم", "، يوم")),
    ("presentation forms",      ARABIC,   ARABIC.replace("عند", "\ufecb\ufee8\ufeaa")),
]  # fmt: skip


@pytest.mark.parametrize(("what", "one", "other"), SAME, ids=[row[0] for row in SAME])
def test_a_passage_is_shared_to_the_character_however_it_is_written(what: str, one: str, other: str) -> None:
    assert told(f"Yesterday: {one}! He said.", f"قال “{other}” …") == [(one, other)], what


@pytest.mark.parametrize("count", range(8))
def test_fewer_than_eight_words_are_not_shared(count: int) -> None:
    words = EIGHT.split()[:count]
    assert edges(" ".join(["before", *words, "after"]), " ".join(["start", *words, "end"])) == ()


def test_eight_words_in_another_order_are_not_shared() -> None:
    assert edges(EIGHT, " ".join(reversed(EIGHT.split()))) == ()


def test_a_changed_number_stays_within_the_passage() -> None:
    changed = LONG.replace("forty", "hundreds of")
    assert told(f"{own(1)} {LONG}.", f"{own(2)} {changed}.") == [(LONG, changed)]


def test_two_reports_with_another_forty_stay_apart() -> None:
    one = "At least forty people were killed when shells hit a market in Brusk on Sunday, rescuers said."
    other = "At least forty people were killed when a drone hit a bus station near Ostrin on Friday, doctors said."
    assert edges(f"{one} {own(1)}", f"{other} {own(2)}") == ()


HEADLINE = "Air strike wrecks maternity wing again"


def headed(holder: str, headline: str, body: str) -> Text:
    return text(holder, f"{headline}\n\n{body}", Part(PartKind.HEADLINE, 0, len(headline)))


def test_a_whole_headline_of_six_words_is_a_passage_and_six_words_amid_text_are_not() -> None:
    assert len(reuse([headed("a", HEADLINE, own(1)), headed("b", HEADLINE, own(2))]).edges) == 1
    assert len(reuse([headed("a", HEADLINE, own(1)), text("b", f"{HEADLINE}\nhttps://example.org/1")]).edges) == 1
    assert reuse([headed("a", HEADLINE, own(1)), text("b", f"{own(2)} {HEADLINE} {own(3)}")]).edges == ()


def test_no_passage_runs_from_a_headline_into_the_body() -> None:
    lead = "The director of the hospital said that two bombs had fallen eleven minutes apart"
    (found,) = reuse([headed("a", HEADLINE, lead), headed("b", HEADLINE, lead)]).edges
    assert len(rows(found)) == 2


def test_two_posts_that_link_to_one_page_share_no_passage() -> None:
    address = "https://example.org/2031/03/14/three-people-were-hurt-near-the-old-bridge"
    assert edges(f"Look {address}", f"See {address}") == ()


def test_an_edge_spans_from_the_first_to_the_last_shared_word() -> None:
    one = f"Before. {EIGHT}, and {ARABIC} after."
    (found,) = edges(one, f"{ARABIC} … {EIGHT}")
    assert (found.kind, found.method) == (Kind.SAME_STORY, METHOD)
    assert (found.a.track, found.a.item, found.a.posting) == (Track.TEXT, "000", None)
    span = found.a.span
    assert isinstance(span, TextSpan)
    assert (span.extraction, one[span.start : span.end]) == ("extraction of 000", f"{EIGHT}, and {ARABIC}")


def test_a_posting_is_named_as_one() -> None:
    (found,) = reuse([text("a", EIGHT), text("b", EIGHT, posting=True)]).edges
    assert (found.a.item, found.b.posting) == ("a", "b")


def test_facts_count_words_shares_and_what_is_identical() -> None:
    changed = LONG.replace("forty", "ninety")
    (found,) = edges(LONG, f"{changed} {own(1, 40)}")
    words = len(LONG.split())
    expected: dict[str, Json] = {
        "passages": [[0, len(LONG), 0, len(changed), words, 1000 * (words - 1) // words]],
        "words": words,
        "share_a": 1000,
        "share_b": 1000 * words // (words + 40),
        "short": False,
        "manner": "copy",
        "shared_quotations": [],
    }
    assert found.facts == expected


@pytest.mark.parametrize(("count", "short"), [(8, True), (11, True), (12, False), (40, False)])
def test_a_pair_of_few_words_is_marked_short(count: int, short: bool) -> None:
    body = " ".join(own(1, 40).split()[:count])
    (found,) = edges(body, f"before {body}")
    assert found.facts["short"] is short


def test_two_extractions_of_one_holder_are_no_pair() -> None:
    assert reuse([Text("a", False, "one", EIGHT), Text("a", False, "two", EIGHT)]).edges == ()


@pytest.mark.parametrize("bodies", [(), ("",), ("", ""), (EIGHT, ""), ("…", "!?")])
def test_of_nothing_nothing_is_shared(bodies: tuple[str, ...]) -> None:
    assert edges(*bodies) == ()


def test_characters_of_a_script_without_spaces_count_half() -> None:
    passage = "昨日下午在旧桥附近有三人受伤救援人员说"
    assert edges(f"早晨{passage[:15]}。", f"晚间{passage[:15]}？") == ()
    assert told(f"早晨{passage}。", f"晚间{passage}？") == [(passage, passage)]


def test_a_formula_of_many_unrelated_texts_makes_no_edge_and_is_counted() -> None:
    few = reuse([text(f"{at}", f"{own(at)} {FORMULA}. {own(50 + at)}") for at in range(2)])
    many = reuse([text(f"{at}", f"{own(at)} {FORMULA}. {own(50 + at)}") for at in range(7)])
    assert (len(few.edges), few.stock) == (1, 0)
    assert (len(many.edges), many.stock) == (0, 21)


def test_two_formulas_side_by_side_make_no_edge_either() -> None:
    second = "international mediators have urged all sides to show restraint and return to the talks"
    bodies = [f"{own(at)} {FORMULA}. {second}. {own(50 + at)}" for at in range(2)]
    bodies += [f"{own(at)} {FORMULA}. {own(50 + at)} {second}. {own(90 + at)}" for at in range(2, 8)]
    assert edges(*bodies) == ()


def test_a_quotation_of_many_texts_is_no_formula() -> None:
    bodies = [f"{own(at)} “{FORMULA},” he said. {own(50 + at)}" for at in range(12)]
    assert len(edges(*bodies)) == 66


def test_a_passage_too_long_for_a_formula_is_shared_by_as_many_as_have_it() -> None:
    assert len(edges(*[f"{own(at)} {LONG}. {own(50 + at)}" for at in range(12)])) == 66


def test_copies_of_one_text_do_not_make_a_formula_of_its_words() -> None:
    article = f"{own(1, 60)} {FORMULA}. {own(2, 60)}"
    copies = [f"{article} {own(100 + at, 5)}" for at in range(9)]
    found = edges(*copies, f"{own(3)} {FORMULA}. {own(4)}")
    assert sum("009" in edge.holders for edge in found) == 9


def test_one_text_repeated_in_masses_costs_its_number_and_hides_no_copy() -> None:
    article = own(1, 120)
    changed = " ".join("other" if at % 9 == 4 else word for at, word in enumerate(article.split()))
    texts = [text(f"{at:04}", article) for at in range(400)]
    found = reuse([*texts, text("changed", changed), text("apart", own(2, 120))]).edges
    assert {holder for edge in found for holder in edge.holders} == {one.holder for one in texts} | {"changed"}
    assert sum("changed" in edge.holders for edge in found) == rules.SAME_TEXTS
    assert len(found) == rules.SAME_TEXTS * (rules.SAME_TEXTS + 1) // 2 + 400 - rules.SAME_TEXTS


def test_the_earliest_of_equal_texts_are_those_that_others_are_linked_to() -> None:
    def dated(at: int) -> Text:
        return Text(f"{at:02}", False, "x", own(1), (), None, TimeInterval(100 - at, 100 - at, Basis.FILE))

    found = reuse([dated(at) for at in range(20)]).edges
    assert sum("19" in edge.holders for edge in found) == 19


def test_furniture_of_a_site_links_nothing() -> None:
    form = "Your email address will not be published. Required fields are marked with a star."
    texts = [text(f"{at}", f"{own(at)}\n{form}", channel="site") for at in range(4)]
    assert reuse(texts).edges == ()


def test_of_two_texts_of_a_site_lines_under_them_link_nothing_and_amid_them_do() -> None:
    notice = "We store cookies on your device to show you what you may like and to count how many of you came."
    under = [text(f"{at}", f"{own(at, 60)}\n{notice}", channel="site") for at in range(2)]
    amid = [text(f"{at}", f"{own(at, 60)}\n{notice}\n{own(9 + at)}", channel="site") for at in range(2)]
    other = [text(f"{at}", f"{own(at, 60)}\n{notice}", channel=f"site {at}") for at in range(2)]
    assert [len(reuse(texts).edges) for texts in (under, amid, other)] == [0, 1, 1]


def test_of_two_dumps_of_an_unknown_site_a_line_beyond_furniture_links_nothing_and_a_last_paragraph_does() -> None:
    menu = "Home | World | Opinion"
    notice = "We store cookies on your device to show you what you may like and to count how many of you came."
    others = [text(f"{at}", f"{own(at, 60)}\n{menu}") for at in range(3)]
    beyond = [text(name, f"{own(20 + at, 60)}\n{menu}\n{notice}") for at, name in enumerate("ab")]
    before = [text(name, f"{own(20 + at, 60)}\n{notice}\n{menu}") for at, name in enumerate("ab")]
    assert [len(reuse([*others, *two]).edges) for two in (beyond, before)] == [0, 1]


words = st.lists(st.sampled_from(["one", "two", "Three", "الجسر", "5", "six", "seven"]), max_size=30)


@settings(deadline=None)
@given(words, words)
def test_what_is_shared_is_shared_from_either_side(one: list[str], other: list[str]) -> None:
    there, back = edges(" ".join(one), " ".join(other)), edges(" ".join(other), " ".join(one))
    assert [len(rows(edge)) for edge in there] == [len(rows(edge)) for edge in back]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=2, max_size=8), st.randoms())
def test_the_order_of_texts_does_not_matter(made: list[tuple[int, int]], order: random.Random) -> None:
    texts = [text(f"{at:03}", f"{own(a)} {own(b)}") for at, (a, b) in enumerate(made)]
    assert reuse(order.sample(texts, k=len(texts))) == reuse(texts)
