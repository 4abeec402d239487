"""Pages: the text without what stands round it and inside it, whatever the markup says of itself."""

# ruff: noqa: E501  a row stands on one line with its neighbours

import pytest
from tests.decode.pages import COMMENTS, SENTENCES, facts, page, paragraphs, told

HEAD = "<h1>Bridge at Karsan hit</h1><p class=d>Dora Quill, 3 March 2031</p>"
FORM = "<form><p>We read every answer before it appears.</p><input><textarea></textarea><button>Send</button></form>"
OFFER = "<div class=box><p>Leave us an address and we leave you the whole piece, today and every day.</p><input></div>"
MENU = "<ul><li><a href=/>Home</a></li><li><a href=/w>War</a></li></ul>"
VOICES = "".join(f"<p><b>u{number}</b> {comment}</p>" for number, comment in enumerate(COMMENTS))
WALL = "<div><h2>Your choice</h2><p>We and our 812 partners keep things on your device and read them again, if you let us.</p></div>"

FORMS = [
    ("a menu above", MENU + HEAD + paragraphs()),
    ("a form of comments above the text", f"<div id=talk>{FORM}</div>{HEAD}{paragraphs()}"),
    ("a form of comments below", f"{HEAD}<div class=t>{paragraphs()}</div><div class=r><h3>Say something</h3>{FORM}</div>"),
    ("comments below, named so", f"<main>{HEAD}{paragraphs()}<ol class=comments>{VOICES}</ol></main>"),
    ("comments below, with nothing but names", f"<div>{HEAD}{paragraphs()}<h3>Under the line</h3>{VOICES}</div>"),
    ("comments longer than the text", f"<main>{HEAD}{paragraphs()}</main><div><h3>9 responses</h3>{VOICES * 9}</div>"),
    ("an offer between paragraphs", HEAD + "<div class=t>" + paragraphs(SENTENCES[:2]) + OFFER + paragraphs(SENTENCES[2:]) + "</div>"),
    ("a wall before the text", WALL * 3 + f"<div>{HEAD}{paragraphs()}</div>"),
    ("a rail beside it", f"<div><div class=c8>{HEAD}{paragraphs()}</div><div class=c4><h4>Read now</h4>{MENU}</div></div>"),
    ("sections of one form", HEAD + "".join(f"<div class='sec n{n}'><p>{s}</p></div>" for n, s in enumerate(SENTENCES))),
    ("line breaks only", HEAD + "<div class=t>" + "<br><br>".join(SENTENCES) + "</div>"),
    ("cells of a table", "<table>" + f"<tr><td>{HEAD}</td></tr>" + "".join(f"<tr><td>{s}</td></tr>" for s in SENTENCES) + "</table>"),
    ("all in one form element", f"<form id=aspnetForm>{MENU}<div>{HEAD}{paragraphs()}</div><input type=hidden></form>"),
    ("voices in boxes with an odd heading", f"<div>{HEAD}{paragraphs()}<div>Heard at the well<div class=q><b>Quill</b><div>{COMMENTS[0] * 2}</div></div><div class=q><b>Bo</b><div>{COMMENTS[1] * 2}</div></div></div></div>"),
    ("an author's note behind it", f"<div>{HEAD}{paragraphs()}<div class=w><p>Dora Quill walks along rivers and writes down what people there have built, lost, sold and mended, and has done so since the year of the flood.</p></div></div>"),
    ("teasers of other pieces", f"<article>{HEAD}{paragraphs()}</article><article><h2>Flour</h2><p>{COMMENTS[0]}</p></article>"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "inner"), FORMS, ids=[row[0] for row in FORMS])
def test_the_text_is_told_from_what_stands_round_it(what: str, inner: str) -> None:
    found = facts(page(inner))
    assert told(found, "paragraph") == list(SENTENCES)
    assert told(found, "headline") == ["Bridge at Karsan hit"]
    assert (told(found, "byline"), told(found, "date")) == (["Dora Quill"], ["3 March 2031"])


def test_a_page_of_teasers_has_no_text() -> None:
    teaser = "<div class=t><a href=/x>Bridge hit</a><p>The bridge at Karsan was hit at dawn and the…</p></div>"
    assert told(facts(page(teaser * 6)), "paragraph") == []


def test_subheadings_lists_and_quoted_blocks_are_text() -> None:
    inner = f"{HEAD}<p>{SENTENCES[0]}</p><h2>The road</h2><p>{SENTENCES[1]}</p><ul><li>two hurt;</li><li>one horse killed.</li></ul>"
    found = facts(
        page(f"<main>{inner}<blockquote><p>One blast, then nothing.</p></blockquote><p>{SENTENCES[3]}</p></main>")
    )
    listed = ["two hurt;", "one horse killed.", "One blast, then nothing."]
    assert told(found, "paragraph") == [SENTENCES[0], "The road", SENTENCES[1], *listed, SENTENCES[3]]


def test_a_heading_of_the_text_with_a_word_of_comments_cuts_nothing() -> None:
    inner = f"{HEAD}<p>{SENTENCES[0]}</p><h2>The reaction</h2>{paragraphs(SENTENCES[1:])}"
    assert told(facts(page(f"<main>{inner}</main>")), "paragraph") == [SENTENCES[0], "The reaction", *SENTENCES[1:]]


def test_a_note_of_republication_is_told_and_is_no_paragraph() -> None:
    inner = f"<main>{HEAD}{paragraphs()}<p><em>First published at the Saffra Letter.</em></p></main>"
    found = facts(page(inner))
    assert told(found, "republication") == ["First published at the Saffra Letter."]
    assert told(found, "paragraph") == list(SENTENCES)


def test_an_agency_in_a_dateline_is_told_inside_its_paragraph() -> None:
    found = facts(page(f"<main>{HEAD}<p>KARSAN (Interlyn) – {SENTENCES[0]}</p>{paragraphs(SENTENCES[1:])}</main>"))
    assert told(found, "republication") == ["(Interlyn)"]
    assert told(found, "paragraph")[0] == f"KARSAN (Interlyn) – {SENTENCES[0]}"


def test_of_a_thread_the_first_post_is_the_text() -> None:
    post = '<div class="post" id="post{0}"><a class="bigusername" href="#">u{0}</a><div class="message" id="post_message_{0}">{1}</div></div>'
    inner = "".join(post.format(number, said) for number, said in enumerate((" ".join(SENTENCES), *COMMENTS)))
    found = facts(page(f'<div class="forum thread showthread">{inner}</div>', "Karsan bridge - The Bench"))
    assert told(found, "paragraph") == [" ".join(SENTENCES)]
