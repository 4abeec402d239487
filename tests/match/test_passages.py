"""Shared passages of eight words and more, to the character, in any script; and nothing from less."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemmata.fingerprint.passages import VERSION, passages_of
from stemmata.match import passages as rules
from stemmata.match.passages import PassagePair, TextFingerprint, shared_passages, to_edge
from stemmata.model.edge import Edge, Kind
from stemmata.model.span import TextSpan
from stemmata.model.unit import Track

EIGHT = "three people were hurt near the old bridge"
ARABIC = "أُصيب ثلاثة أشخاص عند الجسر القديم يوم أمس صباحا"
ARABIC_PLAIN = "اصيب ثلاثه اشخاص عند الجسر القديم يوم امس صباحا"


def text(holder: str, body: str, *, posting: bool = False) -> TextFingerprint:
    return TextFingerprint(holder, f"extraction of {holder}", passages_of(body), posting)


def pairs(*bodies: str) -> list[PassagePair]:
    return list(shared_passages([text(f"{at:03}", body) for at, body in enumerate(bodies)]))


def edge(one: str, other: str) -> Edge:
    (pair,) = pairs(one, other)
    return to_edge(pair)


def told(one: str, other: str) -> list[tuple[str, str]]:
    """The passages as they stand in either text."""
    listed = edge(one, other).facts["passages"]
    assert isinstance(listed, list)
    found = []
    for row in listed:
        assert isinstance(row, list)
        a_start, a_end, b_start, b_end = (int(str(number)) for number in row[:4])
        found.append((one[a_start:a_end], other[b_start:b_end]))
    return found


SAME = [
    # what                      one                                 other
    ("word for word",           EIGHT,                              EIGHT),
    ("case",                    EIGHT,                              EIGHT.upper()),
    ("punctuation",             EIGHT,                              "Three people -- were hurt near: «the old» bridge"),
    ("accents",                 EIGHT,                              "thrée peoplé wére hurt near the old bridgé"),
    ("line breaks",             EIGHT,                              EIGHT.replace(" ", "\n\n")),
    ("full width",              EIGHT,                              "ｔｈｒｅｅ people were hurt near the old bridge"),
    ("Arabic marks and hamzas", ARABIC,                             ARABIC_PLAIN),
    ("tatweel",                 ARABIC,                             ARABIC.replace("الجسر", "الجســـر")),
    ("Arabic punctuation",      ARABIC,                             ARABIC.replace(" يوم", "، يوم")),
]  # fmt: skip


@pytest.mark.parametrize(("what", "one", "other"), SAME, ids=[row[0] for row in SAME])
def test_a_passage_is_shared_to_the_character_however_it_is_written(what: str, one: str, other: str) -> None:
    assert told(f"Yesterday: {one}! He said.", f"قال “{other}” …") == [(one, other)], what


@pytest.mark.parametrize("count", range(8))
def test_fewer_than_eight_words_in_a_row_are_not_shared(count: int) -> None:
    words = EIGHT.split()[:count]
    assert pairs(" ".join(["before", *words, "after"]), " ".join(["start", *words, "end"])) == []


def test_eight_words_in_another_order_are_not_shared() -> None:
    assert pairs(EIGHT, " ".join(reversed(EIGHT.split()))) == []


def test_a_changed_word_inside_ends_the_passage() -> None:
    one = f"{EIGHT} when a wall fell on the market at noon"
    assert told(one, one.replace("wall", "roof")) == [(f"{EIGHT} when a", f"{EIGHT} when a")]


def test_two_passages_are_told_apart() -> None:
    second = "the mayor spoke to us late in the evening"
    one, other = f"{EIGHT} x {second}", f"{second} y {EIGHT}"
    assert sorted(told(one, other)) == sorted([(EIGHT, EIGHT), (second, second)])


def test_a_passage_that_stands_twice_is_found_twice() -> None:
    assert told(EIGHT, f"{EIGHT} and again {EIGHT}") == [(EIGHT, EIGHT), (EIGHT, EIGHT)]


words = st.lists(st.sampled_from(["one", "two", "Three", "الجسر", "5", "six"]), min_size=0, max_size=14)


@given(words, words, words)
def test_every_passage_is_equal_once_folded_and_as_long_as_it_can_be(
    before: list[str], shared: list[str], after: list[str]
) -> None:
    a, b = [*before, *shared, *after], [*after, *shared, *before]
    for pair in pairs(" ".join(a), ", ".join(b)):
        for a_start, a_end, b_start, b_end in pair.runs:
            assert a[a_start:a_end] == b[b_start:b_end]
            assert a_end - a_start >= 8
            assert a_start == 0 or b_start == 0 or a[a_start - 1] != b[b_start - 1]
            assert a[a_end : a_end + 1] != b[b_end : b_end + 1] or a_end == len(a)


@given(words, words)
def test_what_is_shared_is_shared_from_either_side(one: list[str], other: list[str]) -> None:
    there, back = (pairs(" ".join(a), " ".join(b)) for a, b in ((one, other), (other, one)))
    turned = [tuple(sorted((b0, b1, a0, a1) for a0, a1, b0, b1 in pair.runs)) for pair in back]
    assert [pair.runs for pair in there] == turned


def test_the_order_of_texts_does_not_matter() -> None:
    texts = [text(f"{at:03}", f"{EIGHT} {at} {ARABIC if at % 2 else ''}") for at in range(8)]
    shuffled = random.Random(1).sample(texts, k=len(texts))
    assert [to_edge(pair) for pair in shared_passages(shuffled)] == [to_edge(pair) for pair in shared_passages(texts)]


def test_two_extractions_of_one_holder_are_no_pair() -> None:
    texts = [TextFingerprint("a", "one", passages_of(EIGHT)), TextFingerprint("a", "two", passages_of(EIGHT))]
    assert list(shared_passages(texts)) == []


@pytest.mark.parametrize("bodies", [(), ("",), ("", ""), (EIGHT, ""), ("…", "!?")])
def test_of_nothing_nothing_is_shared(bodies: tuple[str, ...]) -> None:
    assert pairs(*bodies) == []


@pytest.mark.parametrize(("texts", "found"), [(4, 6), (5, 0)])
def test_a_stock_phrase_in_too_many_texts_makes_no_pair(
    texts: int, found: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "STOCK_TEXTS", 4)
    assert len(pairs(*[f"{at} {EIGHT} {at}" for at in range(texts)])) == found


def test_a_passage_is_found_beside_a_stock_phrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "STOCK_TEXTS", 4)
    bodies = [f"{at} {EIGHT} {at}" for at in range(5)]
    bodies[1] += f" {ARABIC}"
    bodies[3] += f" {ARABIC}"
    (pair,) = pairs(*bodies)
    assert (pair.a.holder, pair.b.holder, pair.words) == ("001", "003", len(ARABIC.split()))


def test_an_edge_spans_from_the_first_to_the_last_shared_word() -> None:
    one = f"Before. {EIGHT}, and {ARABIC} after."
    found = edge(one, f"{EIGHT} … {ARABIC}")
    assert (found.kind, found.method) == (Kind.SAME_STORY, VERSION)
    assert (found.a.track, found.a.item, found.a.posting) == (Track.TEXT, "000", None)
    span = found.a.span
    assert isinstance(span, TextSpan)
    assert (span.extraction, one[span.start : span.end]) == ("extraction of 000", f"{EIGHT}, and {ARABIC}")


def test_a_posting_is_named_as_one() -> None:
    (pair,) = shared_passages([text("a", EIGHT), text("b", EIGHT, posting=True)])
    made = to_edge(pair)
    assert (made.a.item, made.b.posting) == ("a", "b")


def test_an_edge_counts_the_words_and_their_share_of_either_text() -> None:
    facts = edge(EIGHT, f"{EIGHT} one two three four five six seven eight").facts
    assert {key: facts[key] for key in ("words", "share_a", "share_b")} == {
        "words": 8,
        "share_a": 1000,
        "share_b": 500,
    }


@pytest.mark.parametrize(("count", "short"), [(8, True), (11, True), (12, False), (40, False)])
def test_a_pair_of_few_words_is_marked_short(count: int, short: bool) -> None:
    body = " ".join(str(at) for at in range(count))
    assert edge(body, f"before {body}").facts["short"] is short


def test_a_repeated_passage_is_counted_once() -> None:
    (pair,) = pairs(EIGHT, f"{EIGHT} and {EIGHT}")
    assert pair.words == 8
