"""Tokens of HTML: what is shown, and where it stands in the source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemmata.decode.html_tokens import Kind, tokens

SHOWN = [
    ("a reference", "a &amp; b&nbsp;c", "a & b\xa0c"),
    ("one without its semicolon", "a &amp b &copy", "a & b ©"),
    ("one that does not exist", "a &nosuch; b", "a &nosuch; b"),
    ("a comment", "a<!-- b > c -->d", "ad"),
    ("a comment that never ends", "a<!-- b", "a"),
    ("a declaration", "<!doctype html>a<?xml ?>b", "ab"),
    ("a less-than that opens nothing", "a < b <3", "a < b <3"),
    ("a quoted bracket", '<a title="x > y">b</a>', "b"),
    ("an attribute that never ends", '<a title="x>b</a>', ""),
    ("an end tag without a name", "a</ >b", "ab"),
    ("a script is text to its end", "<script>if (a<b) c();</script>d", "if (a<b) c();d"),
    ("its end in capitals", "<SCRIPT>a</Script>b", "ab"),
]


@pytest.mark.parametrize(("what", "source", "shown"), SHOWN, ids=[row[0] for row in SHOWN])
def test_what_is_shown(what: str, source: str, shown: str) -> None:
    assert "".join(token.name for token in tokens(source) if token.kind is Kind.TEXT) == shown


def test_attributes_are_read_once_and_resolved() -> None:
    (token,) = tokens('<A HREF="/?a=1&amp;b" class=x href=/no disabled>')
    assert token.attributes == {"href": "/?a=1&b", "class": "x", "disabled": ""}


@given(st.text(st.sampled_from("<>/!-&;#'\"= abpsİ\n"), max_size=200))
def test_tokens_stand_in_order_and_as_they_stand_in_the_source(source: str) -> None:
    at = 0
    for token in tokens(source):
        assert at <= token.start < token.end <= len(source)
        at = token.end
        if token.kind is Kind.TEXT and len(token.name) == token.end - token.start and "&" not in token.name:
            assert source[token.start : token.end] == token.name


HOSTILE = ["<!--", "<script>", '<a b="', "<a b='", "</x", "<!", "&", "<", "<a ", "<b><p>"]


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_markup_costs_no_more_steps_than_letters(piece: str) -> None:
    """The number of tokens is bounded by the letters; none is read twice."""
    source = piece * 20_000
    assert sum(token.end - token.start for token in tokens(source)) <= len(source)
