"""Lines under several unrelated texts of one site are furniture; lines of versions of one text are not."""

import numpy as np
import pytest

from stemmata.fingerprint.passages import passages_of
from stemmata.match.furniture import Lined, furniture

FORM = "your email address will not be published required fields are marked"
NOTICE = "we store cookies on your device to show you what you may like and to count how many of you came here"
LEAD = (
    "twelve people were killed when shells fell on a camp for the displaced in the early hours of tuesday said its head"
)


def article(at: int) -> str:
    return " ".join(f"a{at}w{word}" for word in range(30))


def lined(body: str, channel: str | None) -> Lined:
    found = passages_of(body)
    lines, start = [], 0
    for line in body.split("\n"):
        count = len(passages_of(line).word)
        if count:
            lines.append((start, start + count))
        start += count
    return Lined(found.word, lines, channel)


def masked(*texts: tuple[str, str | None]) -> list[str]:
    """The words of each text that are furniture."""
    made = []
    for (body, _), lines in zip(texts, furniture([lined(*text) for text in texts]), strict=True):
        words = body.split()
        made.append(" ".join(word for word, hidden in zip(words, lines.furniture, strict=True) if hidden))
    return made


def test_a_line_under_three_unrelated_texts_of_a_site_is_furniture() -> None:
    texts = [(f"{article(at)}\n{FORM}", "site") for at in range(3)]
    assert masked(*texts) == [FORM] * 3


def test_a_line_of_two_texts_is_not() -> None:
    assert masked(*[(f"{article(at)}\n{FORM}", "site") for at in range(2)]) == ["", ""]


def test_a_line_of_three_sites_is_not() -> None:
    assert masked(*[(f"{article(at)}\n{LEAD}\n{article(9 + at)}", f"site {at}") for at in range(3)]) == [""] * 3


def test_what_is_furniture_of_one_site_is_furniture_everywhere() -> None:
    texts = [(f"{article(at)}\n{FORM}", "site") for at in range(3)]
    assert masked(*texts, (f"{article(7)}\n{FORM}", "another"))[3] == FORM


def test_lines_of_versions_of_one_article_are_not() -> None:
    versions = [(f"{article(1)}\n{LEAD}\n{article(2)} version {at} of it", "site") for at in range(4)]
    assert masked(*versions) == [""] * 4


def test_a_text_held_many_times_over_is_not() -> None:
    assert masked(*[(f"{article(1)}\n{LEAD}", "site")] * 6) == [""] * 6


def test_a_text_that_is_nothing_but_repeated_lines_has_no_say() -> None:
    assert masked(*[(f"{LEAD}\nnumber {at}", "site") for at in range(5)]) == [""] * 5


NAMELESS = [
    ("a short line",                    FORM,   3, "{own}\n{line}\n{more}",  True),
    ("a long line amid the text",       LEAD,   3, "{own}\n{line}\n{more}",  False),
    ("a long line amid many texts",     NOTICE, 8, "{own}\n{line}\n{more}",  True),
    ("a long line under the text",      NOTICE, 3, "{own}\n{more}\n{line}",  True),
    ("a long line over the text",       NOTICE, 3, "{line}\n{own}\n{more}",  True),
]  # fmt: skip


@pytest.mark.parametrize(("what", "line", "count", "form", "hidden"), NAMELESS, ids=[row[0] for row in NAMELESS])
def test_of_texts_whose_site_is_not_known_a_long_line_amid_them_asks_for_more(
    what: str, line: str, count: int, form: str, hidden: bool
) -> None:
    bodies = [form.format(own=article(at), line=line, more=article(50 + at)) for at in range(count)]
    assert masked(*[(body, None) for body in bodies]) == [line if hidden else ""] * count, what


def test_of_nothing_nothing_is_furniture() -> None:
    assert furniture([]) == []
    (lines,) = furniture([Lined(np.zeros(0, np.uint64), (), "site")])
    assert len(lines.furniture) == len(lines.repeated) == 0
