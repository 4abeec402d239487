"""Plain text: dumps of pages with their furniture, wrapped or not, and notes that are text throughout."""

# ruff: noqa: E501  a row stands on one line with its neighbours

import textwrap

import pytest
from tests.decode.pages import COMMENTS, SENTENCES, facts, told

ABOVE = ["Skip to content", "Mill Gazette", "Sign in", "Subscribe", "Home", "War", "War > Rivers"]
HEAD = ["Bridge at Karsan hit at dawn", "By Dora Quill", "3 March 2031"]
OFFER = [
    "Story continues below",
    "Mill Gazette+ for half the price",
    "You may also like",
    "Flour is short in all four towns",
]
BELOW = [
    "2 comments",
    "Sort by: newest",
    "Ann",
    COMMENTS[0],
    "4 agree",
    "Bo",
    COMMENTS[1],
    "Log in to answer",
    "© Mill Gazette",
]
VOICES = ["Related", "Rain expected", "Ann:", COMMENTS[0], "Bo:", COMMENTS[1], "Send"]


def wrapped(paragraphs: tuple[str, ...], indent: str = "") -> str:
    return "\n\n".join(textwrap.fill(one, 66, initial_indent=indent, subsequent_indent=indent) for one in paragraphs)


DUMPS = [
    ("copied whole", "\n".join([*ABOVE, *HEAD, *SENTENCES, *BELOW])),
    ("offers between paragraphs", "\n".join([*ABOVE, *HEAD, *SENTENCES[:2], *OFFER, *SENTENCES[2:], *BELOW])),
    ("comments without a heading", "\n".join([*ABOVE, *HEAD, *SENTENCES, *VOICES])),
    ("wrapped, with numbered links", "\n\n".join(["[1]Home [2]War", *HEAD, wrapped(SENTENCES, "   "), "[3]Print [4]Send", "Related", "  * [5]Rain\n  * [6]Salt"])),
    ("wrapped, with a form", "\n\n".join(["[search] [Go]", *HEAD, wrapped(SENTENCES), "What readers say", f"Ann:\n{wrapped(COMMENTS[:1])}", "Name [______]\n[Submit]"])),
]  # fmt: skip


@pytest.mark.parametrize(("what", "content"), DUMPS, ids=[row[0] for row in DUMPS])
def test_the_text_of_a_dump_is_told_from_its_furniture(what: str, content: str) -> None:
    found = facts(content.encode())
    assert told(found, "paragraph") == list(SENTENCES)
    assert (told(found, "headline"), told(found, "byline")) == (HEAD[:1], ["Dora Quill"])
    assert told(found, "date") == ["3 March 2031"]


def test_a_note_is_text_throughout() -> None:
    found = facts("\n\n".join(["Bridge at Karsan hit", *SENTENCES]).encode())
    assert told(found, "paragraph") == list(SENTENCES)
    assert (found["title"], told(found, "headline")) == ("Bridge at Karsan hit", ["Bridge at Karsan hit"])


def test_short_lines_without_a_cue_are_text() -> None:
    assert told(facts(b"the bridge\nthe mill\nthe road to the hills\n"), "paragraph") == [
        "the bridge the mill the road to the hills"
    ]


def test_a_caption_is_text() -> None:
    assert told(facts(b"Karsan bridge this morning\n"), "paragraph") == ["Karsan bridge this morning"]
