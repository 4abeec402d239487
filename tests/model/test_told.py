"""Texts and their parts: an impossible one cannot exist, and no default fills in what is not known."""

import pytest

from stemmata.model.told import Part, PartKind, Text

BODY = "A headline\n\nHe said: “we saw it”."
WRONG = [
    ("empty", lambda: Part(PartKind.PARAGRAPH, 3, 3), "a part is not empty and not negative, got [3, 3)"),
    ("negative", lambda: Part(PartKind.PARAGRAPH, -1, 3), "a part is not empty and not negative, got [-1, 3)"),
    ("backwards", lambda: Part(PartKind.PARAGRAPH, 5, 3), "a part is not empty and not negative, got [5, 3)"),
    (
        "speaker of a headline",
        lambda: Part(PartKind.HEADLINE, 0, 3, "the mayor"),
        "only a quotation has a speaker, not a headline",
    ),
    (
        "beyond the body",
        lambda: Text("h", False, "x", "abc", (Part(PartKind.PARAGRAPH, 0, 4),)),
        "a part ends at 4, and the body has 3 code points",
    ),
]


@pytest.mark.parametrize(("what", "make", "message"), WRONG, ids=[row[0] for row in WRONG])
def test_an_impossible_part_cannot_exist(what: str, make: object, message: str) -> None:
    assert callable(make)
    with pytest.raises(ValueError, match=r"part|quotation") as raised:
        make()
    assert str(raised.value) == message, what


def test_what_is_not_known_of_a_text_is_none() -> None:
    text = Text("h", True, "x", "")
    assert (text.parts, text.language, text.published, text.channel, text.title) == ((), None, None, None, None)


def test_parts_of_one_kind_come_in_the_order_of_the_body() -> None:
    quotation = Part(PartKind.QUOTATION, 21, 32, "he")
    paragraphs = (Part(PartKind.PARAGRAPH, 12, 33), Part(PartKind.PARAGRAPH, 0, 5))
    text = Text("h", False, "x", BODY, (quotation, *paragraphs))
    assert text.of(PartKind.PARAGRAPH) == paragraphs[::-1]
    assert text.of(PartKind.QUOTATION) == (quotation,)
    assert text.of(PartKind.BYLINE) == ()


def test_parts_may_lie_within_one_another_and_reach_the_end() -> None:
    parts = (Part(PartKind.PARAGRAPH, 0, len(BODY)), Part(PartKind.QUOTATION, 21, len(BODY)))
    assert Text("h", False, "x", BODY, parts).parts == parts
